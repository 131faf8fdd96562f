import { z } from 'zod';

import { defineEvent, type DataOf } from '../define-event.js';
import { codes, counter, id, instant, sourceId } from '../fields.js';
import { topics } from '../topics.js';

/**
 * What an item may be used for. The window, embargo, channels and territories travel with it, because they are
 * evaluated again, against the clock, wherever the item is used (`@wiredesk/usage-terms`).
 */
export const itemClearedV1 = defineEvent({
  type: 'item.cleared',
  version: 1,
  topic: topics.clearances,
  title: 'An item may be used, within these terms',
  keyOf: (data) => data.itemId,
  data: z.looseObject({
    itemId: id,
    sourceId,
    revision: counter,
    /** Grows with every clearance of this item; the greater wins. */
    clearance: counter,
    grantId: id,
    channels: codes,
    territories: codes,
    from: instant.nullable(),
    until: instant.nullable(),
    embargoedUntil: z.union([instant, z.literal('open')]).nullable(),
    credit: z.string().max(200).nullable(),
    notice: z.string().max(300).nullable(),
    canonicalLinkRequired: z.boolean(),
    clearedAt: instant,
  }),
  sample: {
    itemId: '01934d0e-7b1c-7a53-9f0e-1d2c3b4a5968',
    sourceId: 'harbour-wire',
    revision: 1,
    clearance: 1,
    grantId: '01934d0e-0000-7000-8000-0000000000aa',
    channels: ['*'],
    territories: ['*'],
    from: null,
    until: null,
    embargoedUntil: null,
    credit: 'Harbour Wire',
    notice: null,
    canonicalLinkRequired: false,
    clearedAt: '2026-11-24T08:31:02.155Z',
  },
});
export type ItemCleared = DataOf<typeof itemClearedV1>;
