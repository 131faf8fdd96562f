import type { Article } from '@wiredesk/content';

import type { ArticleView } from '../portal/show-article/article-view.js';
import type { ListRow } from '../portal/show-lists/list.store.js';

/** What a feed is about and where it is read. */
export interface FeedHead {
  readonly title: string;
  readonly description: string;
  readonly language: string;
  readonly siteUrl: string;
  /** The list as a page. */
  readonly pageUrl: string;
  readonly selfUrl: string;
  /** Where the list goes on (RFC 5005 §3); undefined on its last page. */
  readonly nextUrl: string | undefined;
  /** The feed's first page, where this is a later one. */
  readonly firstUrl: string | undefined;
  /** What names the feed, whichever of its documents this is. */
  readonly feedUrl: string;
  /** RFC 5005 §4: where it is one, an archive document, and the archives before and after. */
  readonly isArchive: boolean;
  readonly prevArchiveUrl: string | undefined;
  readonly nextArchiveUrl: string | undefined;
  /** WebSub hub, where there is one. */
  readonly hubUrl: string | undefined;
  /** Latest change of what it shows, removals among it. */
  readonly updated: Date;
  readonly generator: string;
}

/** An article as feeds carry it. */
export interface FeedEntry {
  readonly row: ListRow;
  readonly article: Article;
  readonly url: string;
  readonly view: ArticleView;
  /** Sanitised HTML, or undefined where the feed carries abstracts only. */
  readonly html: string | undefined;
}

/** What was in the feed and is not any more: an id and a time, no personal data (RFC 6721). */
export interface Tombstone {
  readonly itemId: string;
  readonly publication: number;
  readonly when: Date;
}

/** One format: how its parts are written, and put together. */
export interface FeedFormat {
  readonly contentType: string;
  /** One entry, which does not change as long as its publication does not. */
  readonly entry: (entry: FeedEntry) => string;
  readonly document: (head: FeedHead, entries: readonly string[], tombstones: readonly Tombstone[]) => string;
}

/** Plain text of an entry's abstract; undefined where it has none. */
export const summaryOf = ({ article, row }: FeedEntry): string | undefined => article.abstract ?? row.abstract ?? undefined;

/** Of an entry, the instant it was first published: upstream's, else when we received it. */
export const publishedOf = ({ row }: FeedEntry): Date => row.published_at ?? row.sort_at ?? row.first_live_at ?? new Date(0);
export const updatedOf = (row: Pick<ListRow, 'changed_at' | 'first_live_at'>): Date => row.changed_at ?? row.first_live_at ?? new Date(0);

/** Name and address of where an article comes from. */
export const sourceOf = ({ article, row }: FeedEntry): { readonly name: string; readonly url: string | undefined } => {
  const url = [article.credit?.url, article.url, row.upstream_url].find((each): each is string => typeof each === 'string' && /^https?:\/\//i.test(each) && URL.canParse(each));
  return { name: article.credit?.name ?? row.terms?.credit ?? (url === undefined ? row.source_id : new URL(url).hostname), url };
};

/** What may be done with it, as text. */
export const rightsOf = ({ article, row }: FeedEntry): string | undefined => {
  const parts = [article.rights?.notice, row.terms?.notice, article.rights?.holder === undefined ? undefined : `© ${article.rights.holder}`];
  const text = [...new Set(parts.filter((part): part is string => typeof part === 'string' && part !== ''))].join(' ');
  return text === '' ? undefined : text;
};
