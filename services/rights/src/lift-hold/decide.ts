import type { Hold } from '@wiredesk/usage-terms';

/** Why an officer lifts: `order-reversed` and `order-ended` for an order, `own-motion` for all else. */
export type LiftBasis = 'own-motion' | 'order-reversed' | 'order-ended';

/**
 * An order binds until its issuer takes it back or it ends; every other hold may be lifted on our own motion. Where the
 * operator asks for it, what one officer closed by hand another one opens: `by` is who lifts, as `officer:<name>`.
 */
export const decideLift = (hold: Hold, basis: LiftBasis, given: { readonly by: string; readonly secondPerson: boolean }): { readonly ok: true } | { readonly ok: false; readonly code: string; readonly detail: string } => {
  if (hold.class === 'order' && basis === 'own-motion') {
    return { ok: false, code: 'order-binds', detail: 'This hold executes an order. Say with "basis" that the order was reversed ("order-reversed") or has ended ("order-ended").' };
  }
  if (given.secondPerson && hold.placedBy === given.by.slice(0, 80)) {
    return { ok: false, code: 'second-person', detail: 'You placed this hold; here another officer lifts it.' };
  }
  return { ok: true };
};
