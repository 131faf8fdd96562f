import { z } from 'zod';

import { defineEvent, type DataOf } from '../define-event.js';
import { counter, id, instant, url } from '../fields.js';
import { topics } from '../topics.js';

/** States of a copy under a hold, in their order; `overdue` and `unreachable` are named, never silent. */
export const copyState = z.enum(['owed', 'sent', 'delivered', 'acknowledged', 'verified_gone', 'overdue', 'unreachable', 'released']);
export type CopyState = z.infer<typeof copyState>;

/** What became of one copy under one hold. The greatest `step` of a copy is its state. */
export const receiptChangedV1 = defineEvent({
  type: 'receipt.changed',
  version: 1,
  topic: topics.receipts,
  title: 'A copy under a hold changed its state',
  keyOf: (data) => data.copyId,
  data: z.looseObject({
    copyId: id,
    holdId: id,
    itemId: id,
    /** Name in publish's surface registry: `article-page`, `feed-atom`, `webhook` … */
    surface: z.string().max(40),
    /** The URL, or the delivery's target without its secrets. */
    place: url,
    subscriberId: id.nullable(),
    step: counter,
    state: copyState,
    at: instant,
    detail: z.string().max(200).nullable(),
  }),
  sample: {
    copyId: '01934d10-2222-7000-8000-0000000000cc',
    holdId: '01934d0f-1111-7000-8000-0000000000bb',
    itemId: '01934d0e-7b1c-7a53-9f0e-1d2c3b4a5968',
    surface: 'article-page',
    place: 'http://localhost:8080/articles/01934d0e-7b1c-7a53-9f0e-1d2c3b4a5968',
    subscriberId: null,
    step: 2,
    state: 'verified_gone',
    at: '2026-11-24T10:02:11.300Z',
    detail: '451',
  },
});
export type ReceiptChanged = DataOf<typeof receiptChangedV1>;
