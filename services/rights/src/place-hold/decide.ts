import { defaultStatus, type NewHold } from '../hold-ledger/new-hold.js';
import type { HoldOrder } from './hold-order.js';

/** The hold that an officer's order places, or what must be mended in the order. */
export const decidePlacing = (order: HoldOrder, given: { holdId: string; by: string; nowMs: number }): { readonly hold: NewHold } | { readonly pointer: string; readonly detail: string } => {
  if (order.until !== undefined && Date.parse(order.until) <= Math.max(given.nowMs, order.from === undefined ? 0 : Date.parse(order.from))) {
    return { pointer: '/until', detail: 'The hold would end before it begins. Leave "until" out for a hold that stands until it is lifted.' };
  }
  const hold: NewHold = {
    holdId: given.holdId,
    class: order.class,
    scope: order.scope,
    channels: order.channels,
    territories: order.territories,
    httpStatus: order.httpStatus ?? defaultStatus(order.class),
    reasonCode: order.reasonCode ?? order.class,
    law: order.law ?? null,
    placedBy: `officer:${given.by}`.slice(0, 80),
    effectiveFrom: order.from ?? null,
    until: order.until ?? null,
    of: null,
    follows: null,
    note: order.reason,
  };
  return { hold };
};
