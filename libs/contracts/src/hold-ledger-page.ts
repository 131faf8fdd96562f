import { z } from 'zod';

import { instant } from './fields.js';
import { holdLiftedV1 } from './hold-lifted/v1.js';
import { holdPlacedV1 } from './hold-placed/v1.js';

/**
 * Answer of `GET rights /v1/holds?after=<seq>&limit=`: the second way of the hold lane. Each hold that changed after
 * `after`, in its full state as it is now, by ascending `seq`. `seq` is where the ledger ends; the page is complete
 * where its last hold has it, or `more` is false.
 */
export const holdLedgerPage = z.looseObject({
  holds: z.array(z.union([holdPlacedV1.schema, holdLiftedV1.schema])),
  /** Position of the last change of the whole ledger; 0 for an empty one. */
  seq: z.int().min(0),
  more: z.boolean(),
  at: instant,
});
export type HoldLedgerPage = z.infer<typeof holdLedgerPage>;
