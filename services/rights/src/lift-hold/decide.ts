import type { Hold } from '@wiredesk/usage-terms';

/** Why an officer lifts: `order-reversed` and `order-ended` for an order, `own-motion` for all else. */
export type LiftBasis = 'own-motion' | 'order-reversed' | 'order-ended';

/** An order binds until its issuer takes it back or it ends; every other hold may be lifted on our own motion. */
export const decideLift = (hold: Hold, basis: LiftBasis): { readonly ok: true } | { readonly ok: false; readonly code: string; readonly detail: string } => {
  if (hold.class === 'order' && basis === 'own-motion') {
    return { ok: false, code: 'order-binds', detail: 'This hold executes an order. Say with "basis" that the order was reversed ("order-reversed") or has ended ("order-ended").' };
  }
  return { ok: true };
};
