import type { Category, Credit, MediaRef, PublishedAt, RightsInfo, Warning } from '@wiredesk/content';

import type { DateHints } from '../date.js';
import type { ParsedItem, SourceHints } from '../parse-result.js';

/** What every format's reader is told beside the payload. */
export interface Reading {
  readonly source: SourceHints;
  /** RFC 3339. */
  readonly receivedAt: string;
  readonly dates: DateHints;
}

/** What a format's reader found in one item, before it is cleaned and judged: HTML is still as it was sent. */
export interface Draft {
  readonly guid?: string;
  /** Where to find the item in the payload, for whoever has to mend it: `item 3`. */
  readonly place: string;
  readonly version?: string;
  readonly title?: string;
  readonly subtitle?: string;
  readonly originalTitle?: string;
  readonly abstract?: string;
  readonly abstractTruncated?: boolean;
  /** Not yet sanitised. */
  readonly bodyHtml?: string;
  /** Instead of `bodyHtml`: lines of plain text. */
  readonly bodyText?: string;
  readonly byline?: readonly string[];
  readonly editorName?: string;
  readonly credit?: Credit;
  readonly url?: string;
  /** What relative URLs of the body are resolved against; else the item's URL. */
  readonly base?: string;
  readonly language?: string;
  readonly published?: PublishedAt;
  readonly modified?: PublishedAt;
  readonly embargo?: string;
  readonly expires?: PublishedAt;
  readonly categories?: readonly Category[];
  readonly keywords?: readonly string[];
  readonly urgency?: number;
  readonly media?: readonly MediaRef[];
  readonly rights?: RightsInfo;
  readonly reprintReserved?: boolean;
  readonly digitalSourceType?: string;
  readonly views?: number;
  readonly correctionNote?: string;
  readonly hops?: readonly string[];
  readonly unknown?: Readonly<Record<string, unknown>>;
  readonly warnings?: readonly Warning[];
}

/** What a reader makes of each piece: a draft to finish, or what needs no finishing. */
export type Piece = { readonly kind: 'draft'; readonly draft: Draft } | Exclude<ParsedItem, { kind: 'article' }>;

export const draftOf = (draft: Draft): Piece => ({ kind: 'draft', draft });
