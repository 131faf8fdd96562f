import { z } from 'zod';

import { defineEvent, type DataOf } from '../define-event.js';
import { counter, id, instant, sourceId, url } from '../fields.js';
import { topics } from '../topics.js';

export const publicationState = {
  itemId: id,
  sourceId,
  storyId: id,
  revision: counter,
  /** Grows with every change of what is public; greater than any delivered before, removals included. */
  publication: counter,
  url,
};

/** The article can be seen, from `at` on, on every surface its clearance allows. */
export const articlePublishedV1 = defineEvent({
  type: 'article.published',
  version: 1,
  topic: topics.publications,
  title: 'An article became public',
  keyOf: (data) => data.itemId,
  data: z.looseObject({ ...publicationState, at: instant }),
  sample: {
    itemId: '01934d0e-7b1c-7a53-9f0e-1d2c3b4a5968',
    sourceId: 'harbour-wire',
    storyId: '01934d0e-7c00-7001-8000-000000000001',
    revision: 1,
    publication: 1,
    url: 'http://localhost:8080/articles/01934d0e-7b1c-7a53-9f0e-1d2c3b4a5968',
    at: '2026-11-24T08:31:02.170Z',
  },
});
export type ArticlePublished = DataOf<typeof articlePublishedV1>;
