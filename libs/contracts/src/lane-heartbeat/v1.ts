import { z } from 'zod';

import { defineEvent, type DataOf } from '../define-event.js';
import { instant } from '../fields.js';
import { topics } from '../topics.js';

/** Each second: the hold lane is alive, and the ledger ends at `seq`. */
export const laneHeartbeatV1 = defineEvent({
  type: 'lane.heartbeat',
  version: 1,
  topic: topics.holds,
  title: 'The hold lane is alive',
  keyOf: () => 'lane.heartbeat',
  data: z.looseObject({ at: instant, seq: z.int().min(0) }),
  sample: { at: '2026-11-24T10:02:12.000Z', seq: 18 },
});
export type LaneHeartbeat = DataOf<typeof laneHeartbeatV1>;
