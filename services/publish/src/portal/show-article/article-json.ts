import type { Article } from '@wiredesk/content';

import { textHashText } from '../../reconcile/text-hash.js';
import type { ListRow } from '../show-lists/list.store.js';
import type { ArticleView } from './article-view.js';

/** An article as JSON: the answer of its address for `Accept: application/json`, and an element of the content API. */
export const articleJson = (row: ListRow, article: Article, view: ArticleView): Record<string, unknown> => ({
  itemId: row.item_id,
  revision: row.shown_revision,
  publication: row.publication,
  url: view.url,
  title: article.title,
  subtitle: article.subtitle ?? null,
  originalTitle: article.originalTitle ?? null,
  abstract: article.abstract ?? null,
  abstractTruncated: article.abstractTruncated ?? false,
  bodyHtml: article.bodyHtml,
  bodyText: article.bodyText,
  textHash: textHashText(article.bodyText),
  language: article.language,
  authors: article.byline ?? [],
  editorName: article.editorName ?? null,
  credit: view.source,
  creditLine: row.terms?.credit ?? null,
  originalUrl: view.originalUrl ?? null,
  published: article.published ?? null,
  updatedAt: row.changed_at?.toISOString() ?? null,
  firstPublishedHereAt: row.first_live_at?.toISOString() ?? null,
  categories: row.categories,
  keywords: article.keywords,
  urgency: article.urgency ?? null,
  media: article.media,
  rights: { ...article.rights, notice: view.rights.notices.join(' ') || null, reprintReserved: article.reprintReserved },
  digitalSourceType: article.digitalSourceType ?? null,
  correctionNote: article.correctionNote ?? null,
  views: view.views ?? null,
  storyId: row.story_id,
  sourceId: row.source_id,
  takedownUrl: view.takedownUrl,
});
