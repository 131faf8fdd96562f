import type { ReceivedEvent } from '@wiredesk/contracts';
import type { Hold } from '@wiredesk/usage-terms';

import { deterministicId } from '../deterministic-id.js';
import type { NewHold } from '../hold-ledger/new-hold.js';

/**
 * The hold that an upstream's withdrawal places on its own item. Its id follows from the item and the revision that
 * withdrew it, so that a repeat is the same hold. Pages answer 410: no legal demand stands behind it.
 */
export const upstreamHold = (event: ReceivedEvent<'item.withdrawn'>): NewHold => ({
  holdId: deterministicId('upstream', event.data.itemId, String(event.data.revision)),
  class: 'upstream',
  scope: { kind: 'item', itemId: event.data.itemId },
  channels: ['*'],
  territories: ['*'],
  httpStatus: 410,
  reasonCode: `upstream-${event.data.reason}`,
  law: null,
  placedBy: `upstream:${event.data.sourceId}`,
  effectiveFrom: null,
  until: null,
  of: null,
  follows: null,
});

/**
 * Holds that a newer usable revision of an item lifts: those that its upstream placed on this item, and no others. What
 * was placed for a rights holder, by an order or by hand is not the upstream's to lift.
 */
export const liftedByUpstream = (holds: readonly Hold[], itemId: string): string[] =>
  holds.filter((hold) => hold.class === 'upstream' && hold.placedBy.startsWith('upstream:') && hold.scope.kind === 'item' && hold.scope.itemId === itemId).map((hold) => hold.holdId);
