import { z } from 'zod';

import { defineEvent, type DataOf } from '../define-event.js';
import { counter, id, instant, sourceId } from '../fields.js';
import { topics } from '../topics.js';

/** An item may not be used now, and why. */
export const itemRefusedV1 = defineEvent({
  type: 'item.refused',
  version: 1,
  topic: topics.clearances,
  title: 'An item may not be used',
  keyOf: (data) => data.itemId,
  data: z.looseObject({
    itemId: id,
    sourceId,
    revision: counter,
    clearance: counter,
    reasons: z
      .array(z.looseObject({ code: z.string().max(40), detail: z.string().max(160), holdId: id.nullable() }))
      .min(1)
      .max(4),
    refusedAt: instant,
  }),
  sample: {
    itemId: '01934d0e-7b1c-7a53-9f0e-1d2c3b4a5968',
    sourceId: 'harbour-wire',
    revision: 1,
    clearance: 2,
    reasons: [{ code: 'held', detail: 'hold of class LEGAL, case WD-7F3K-9Q2M', holdId: '01934d0f-1111-7000-8000-0000000000bb' }],
    refusedAt: '2026-11-24T10:02:11.020Z',
  },
});
export type ItemRefused = DataOf<typeof itemRefusedV1>;
