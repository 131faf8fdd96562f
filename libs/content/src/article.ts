/** Where a text first appeared, as its credit line says. */
export interface Credit {
  readonly name: string;
  readonly url?: string;
}

/** A point in time as the upstream gave it. `day`: only a day was given, never show a time. `assumed`: ours. */
export interface PublishedAt {
  /** RFC 3339 in UTC with milliseconds; for a day, its start in the source's zone. */
  readonly at: string;
  readonly precision: 'instant' | 'day' | 'assumed';
  /** The day itself, `2021-12-13`, where precision is `day`. */
  readonly day?: string;
}

export interface Category {
  readonly code: string;
  readonly name?: string;
}

export interface MediaRef {
  readonly url: string;
  readonly type?: string;
  readonly caption?: string;
  readonly credit?: string;
  readonly width?: number;
  readonly height?: number;
}

export interface RightsInfo {
  readonly holder?: string;
  readonly notice?: string;
  readonly terms?: string;
  readonly licenceUri?: string;
}

/** Something that the upstream should know about how its item was read. */
export interface Warning {
  readonly code: string;
  readonly detail: string;
}

/** One revision of a piece, whatever format it came in. `bodyHtml` is sanitised and safe to show. */
export interface Article {
  readonly title: string;
  readonly subtitle?: string;
  readonly originalTitle?: string;
  readonly abstract?: string;
  /** The upstream cut its abstract off in mid-sentence. */
  readonly abstractTruncated?: boolean;
  readonly bodyHtml: string;
  readonly bodyText: string;
  readonly byline?: readonly string[];
  readonly editorName?: string;
  readonly credit?: Credit;
  /** Where the upstream shows it. */
  readonly url?: string;
  readonly language: string;
  readonly published?: PublishedAt;
  /** RFC 3339. */
  readonly modified?: string;
  /** An instant, or `open` for an embargo without a known end. */
  readonly embargo?: string;
  readonly expires?: string;
  readonly categories: readonly Category[];
  readonly keywords: readonly string[];
  /** 1 is the highest. */
  readonly urgency?: number;
  readonly media: readonly MediaRef[];
  readonly rights?: RightsInfo;
  /** The text may not be reprinted without leave (未经授权不得转载). */
  readonly reprintReserved: boolean;
  /** IPTC digital source type: labels of AI-made material must survive. */
  readonly digitalSourceType?: string;
  /** As shown by the source; absent is not 0. */
  readonly views?: number;
  readonly correctionNote?: string;
  /** Who passed it on before, nearest last. */
  readonly hops: readonly string[];
  /** What the format carried and we do not understand, verbatim. */
  readonly unknown: Readonly<Record<string, unknown>>;
  readonly warnings: readonly Warning[];
}
