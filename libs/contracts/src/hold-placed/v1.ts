import { z } from 'zod';

import { defineEvent, type DataOf } from '../define-event.js';
import { codes, counter, id, instant, sourceId, url } from '../fields.js';
import { topics } from '../topics.js';

export const holdClass = z.enum(['legal', 'order', 'upstream', 'licence', 'editorial', 'quarantine', 'interim']);
export type HoldClass = z.infer<typeof holdClass>;

/** What a hold covers. `story` covers every item with an automatic relation, today's and tomorrow's. */
export const holdScope = z.discriminatedUnion('kind', [
  z.looseObject({ kind: z.literal('item'), itemId: id }),
  z.looseObject({ kind: z.literal('story'), storyId: id, itemId: id.nullable() }),
  z.looseObject({ kind: z.literal('source'), sourceId }),
  z.looseObject({ kind: z.literal('url'), url }),
]);
export type HoldScope = z.infer<typeof holdScope>;

export const holdState = {
  holdId: id,
  /** Position in the ledger: every placing and every lift takes the next one. */
  seq: counter,
  class: holdClass,
  scope: holdScope,
  /** Which channels and territories it closes; `*` is all. */
  channels: codes,
  territories: codes,
  /** 451 for a legal demand, 410 for the rest, 404 where even existence must stay secret. */
  httpStatus: z.union([z.literal(451), z.literal(410), z.literal(404)]),
  reasonCode: z.string().max(40),
  /** The law or rule the removal page names; null where there is none to name. */
  law: z.string().max(120).nullable(),
  caseNumber: z.string().max(40).nullable(),
  placedAt: instant,
  placedBy: z.string().max(80),
  effectiveFrom: instant,
  until: instant.nullable(),
};

/** Something must not be used, from `effectiveFrom` until it is lifted by its own id (or `until` passes). */
export const holdPlacedV1 = defineEvent({
  type: 'hold.placed',
  version: 1,
  topic: topics.holds,
  title: 'A hold stands',
  keyOf: (data) => data.holdId,
  data: z.looseObject({ ...holdState, lift: z.null() }),
  sample: {
    holdId: '01934d0f-1111-7000-8000-0000000000bb',
    seq: 17,
    class: 'legal',
    scope: { kind: 'story', storyId: '01934d0e-7c00-7001-8000-000000000001', itemId: '01934d0e-7b1c-7a53-9f0e-1d2c3b4a5968' },
    channels: ['*'],
    territories: ['*'],
    httpStatus: 451,
    reasonCode: 'copyright',
    law: '17 U.S.C. § 512(c)',
    caseNumber: 'WD-7F3K-9Q2M',
    placedAt: '2026-11-24T10:02:11.000Z',
    placedBy: 'policy:act-first',
    effectiveFrom: '2026-11-24T10:02:11.000Z',
    until: null,
    lift: null,
  },
});
export type HoldPlaced = DataOf<typeof holdPlacedV1>;
