import { z } from 'zod';

import { articlePublishedV1, publicationState } from '../article-published/v1.js';
import { defineEvent, type DataOf } from '../define-event.js';
import { instant } from '../fields.js';
import { topics } from '../topics.js';

/** Every hold on the article ended: it is public again. */
export const articleRestoredV1 = defineEvent({
  type: 'article.restored',
  version: 1,
  topic: topics.publications,
  title: 'An article is public again',
  keyOf: (data) => data.itemId,
  data: z.looseObject({ ...publicationState, at: instant }),
  sample: { ...articlePublishedV1.sample, revision: 1, publication: 4, at: '2026-11-26T09:00:00.210Z' },
});
export type ArticleRestored = DataOf<typeof articleRestoredV1>;
