import { z } from 'zod';

import { defineEvent, type DataOf } from '../define-event.js';
import { instant } from '../fields.js';
import { holdPlacedV1, holdState } from '../hold-placed/v1.js';
import { topics } from '../topics.js';

/** A hold was lifted. The full state again, so that this event alone is enough after compaction. */
export const holdLiftedV1 = defineEvent({
  type: 'hold.lifted',
  version: 1,
  topic: topics.holds,
  title: 'A hold was lifted',
  keyOf: (data) => data.holdId,
  data: z.looseObject({
    ...holdState,
    lift: z.looseObject({ at: instant, by: z.string().max(80), reason: z.string().max(300) }),
  }),
  sample: {
    ...holdPlacedV1.sample,
    seq: 18,
    lift: { at: '2026-11-26T09:00:00.000Z', by: 'rights-officer', reason: 'notice withdrawn' },
  },
});
export type HoldLifted = DataOf<typeof holdLiftedV1>;
