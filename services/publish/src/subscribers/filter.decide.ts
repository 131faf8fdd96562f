import { includesCode } from '@wiredesk/usage-terms';

import type { ArticleRow } from '../board/article.js';

/** What a subscriber wants; a field that is left out wants all. Within a field any value suffices, all fields must. */
export interface Filter {
  readonly types?: readonly string[] | undefined;
  readonly sources?: readonly string[] | undefined;
  readonly categories?: readonly string[] | undefined;
  readonly languages?: readonly string[] | undefined;
  readonly stories?: readonly string[] | undefined;
  readonly grants?: readonly string[] | undefined;
  /** ISO 3166 code of where the subscriber publishes: only what is cleared for it. */
  readonly territory?: string | undefined;
  /** In title or abstract, in any case. */
  readonly words?: readonly string[] | undefined;
}

export type FilteredArticle = Pick<ArticleRow, 'source_id' | 'categories' | 'language' | 'story_id' | 'terms' | 'title' | 'abstract'>;

const wants = (wanted: readonly string[] | undefined, value: string | null): boolean => wanted === undefined || (value !== null && wanted.includes(value));

/** `zh` wants `zh-Hant` as well. */
const wantsLanguage = (wanted: readonly string[] | undefined, language: string | null): boolean =>
  wanted === undefined || (language !== null && wanted.some((code) => language.toLowerCase() === code.toLowerCase() || language.toLowerCase().startsWith(`${code.toLowerCase()}-`)));

/** True where the article is what the filter wants; the type of the message is asked by `wantsType`. */
export const wantsArticle = (filter: Filter, article: FilteredArticle): boolean => {
  const text = `${article.title ?? ''}\n${article.abstract ?? ''}`.toLowerCase();
  return (
    wants(filter.sources, article.source_id) &&
    wants(filter.stories, article.story_id) &&
    wants(filter.grants, article.terms?.grantId ?? null) &&
    wantsLanguage(filter.languages, article.language) &&
    (filter.categories === undefined || article.categories.some((category) => filter.categories?.includes(category))) &&
    (filter.territory === undefined || includesCode(article.terms?.territories ?? [], filter.territory)) &&
    (filter.words === undefined || filter.words.some((word) => text.includes(word.toLowerCase())))
  );
};

/** Removals go to whoever has a copy, wanted or not. */
export const wantsType = (filter: Filter, type: string): boolean => filter.types === undefined || filter.types.includes(type) || type === 'article.taken_down';
