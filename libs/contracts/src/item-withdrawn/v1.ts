import { z } from 'zod';

import { defineEvent, type DataOf } from '../define-event.js';
import { counter, guid, id, instant, sourceId } from '../fields.js';
import { topics } from '../topics.js';

/** The upstream took the item back (kill, cancel, withhold, delete). Kept even when it comes before the item. */
export const itemWithdrawnV1 = defineEvent({
  type: 'item.withdrawn',
  version: 1,
  topic: topics.items,
  title: 'The upstream withdrew an item',
  keyOf: (data) => data.itemId,
  data: z.looseObject({
    itemId: id,
    sourceId,
    guid,
    revision: counter,
    upstreamVersion: z.string().max(200).nullable(),
    receiptId: id,
    reason: z.enum(['canceled', 'withheld', 'deleted', 'expired']),
    withdrawnAt: instant,
  }),
  sample: {
    itemId: '01934d0e-7b1c-7a53-9f0e-1d2c3b4a5968',
    sourceId: 'harbour-wire',
    guid: 'https://harbour-wire.example/2026/tide-gate',
    revision: 2,
    upstreamVersion: '2',
    receiptId: '01934d0e-7b1c-7a53-9f0e-1d2c3b4a596a',
    reason: 'canceled',
    withdrawnAt: '2026-11-24T09:10:00.000Z',
  },
});
export type ItemWithdrawn = DataOf<typeof itemWithdrawnV1>;
