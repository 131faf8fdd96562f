import { z } from 'zod';

import { articlePublishedV1, publicationState } from '../article-published/v1.js';
import { defineEvent, type DataOf } from '../define-event.js';
import { id, instant } from '../fields.js';
import { topics } from '../topics.js';

/** The article is dark on every surface of ours; deliveries are being recalled. */
export const articleTakenDownV1 = defineEvent({
  type: 'article.taken_down',
  version: 1,
  topic: topics.publications,
  title: 'An article was taken down',
  keyOf: (data) => data.itemId,
  data: z.looseObject({
    ...publicationState,
    at: instant,
    httpStatus: z.union([z.literal(451), z.literal(410), z.literal(404)]),
    /** `held`, `withdrawn`, `refused` (licence) or `superseded` (another copy is canonical now). */
    cause: z.enum(['held', 'withdrawn', 'refused', 'superseded']),
    holdId: id.nullable(),
  }),
  sample: {
    ...articlePublishedV1.sample,
    publication: 3,
    at: '2026-11-24T10:02:11.040Z',
    httpStatus: 451,
    cause: 'held',
    holdId: '01934d0f-1111-7000-8000-0000000000bb',
  },
});
export type ArticleTakenDown = DataOf<typeof articleTakenDownV1>;
