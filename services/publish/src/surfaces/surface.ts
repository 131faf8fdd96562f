import type { ArticleRow, Channel } from '../board/article.js';

/** What of an article decides where it stands, and where it ever stood. */
export type Standing = Pick<ArticleRow, 'item_id' | 'shown_categories' | 'source_id' | 'language' | 'story_id' | 'sort_at'>;

/** An article that is to be gone, and by what it would be known if it were not. */
export interface Sought {
  readonly itemId: string;
  /** Null where nothing was ever shown, or where another live article has the same title: then it proves nothing. */
  readonly title: string | null;
}

/** What a place answered when we looked. */
export interface Seen {
  readonly status: number;
  readonly text: string;
}

/** What looking found; `detail` is at most 200 characters and names no content. */
export type Finding = { readonly gone: true; readonly detail: string } | { readonly gone: false; readonly detail: string };

/** A surface on our own address: shown and removed by asking the gate, and looked at by fetching. */
export interface OwnSurface {
  readonly kind: 'own';
  readonly channel: Channel;
  /** One place for many articles: it is fetched once for all of them. */
  readonly isShared: boolean;
  readonly accept: string;
  /** Paths under which an article stands here, or ever stood. */
  readonly show: (article: Standing) => readonly string[];
  /** What is fetched of a place to look for one article, where that is not the place alone: a search asks for its title. */
  readonly ask?: (path: string, sought: Sought) => string;
  /** How it goes: the gate is asked at each request, with this channel, and nothing is left to be done. */
  readonly remove: 'the gate refuses it';
  /** Looks at one place's answer. */
  readonly verify: (seen: Seen, sought: Sought) => Finding;
}

/** A surface that sends copies away: each is recalled by a message and proven by its holder. */
export interface SentSurface {
  readonly kind: 'sent';
  readonly channel: Channel;
  /** Types of the messages that show an article. */
  readonly show: readonly string[];
  /** Type of the message that recalls it. */
  readonly remove: string;
  /** What its holder said of it; undefined as long as it said nothing. */
  readonly verify: (acknowledged: { readonly removedAt: string; readonly copiesRemoved: number } | undefined) => Finding;
}

export type Surface = OwnSurface | SentSurface;
