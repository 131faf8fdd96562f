import { z } from 'zod';

import { articlePublishedV1, publicationState } from '../article-published/v1.js';
import { defineEvent, type DataOf } from '../define-event.js';
import { instant } from '../fields.js';
import { topics } from '../topics.js';

/** The article that readers see has a new revision. */
export const articleUpdatedV1 = defineEvent({
  type: 'article.updated',
  version: 1,
  topic: topics.publications,
  title: 'A public article has a new revision',
  keyOf: (data) => data.itemId,
  data: z.looseObject({ ...publicationState, at: instant }),
  sample: { ...articlePublishedV1.sample, revision: 2, publication: 2, at: '2026-11-24T08:55:41.300Z' },
});
export type ArticleUpdated = DataOf<typeof articleUpdatedV1>;
