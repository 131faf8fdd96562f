import type { Article, Warning } from '@wiredesk/content';

/** What we know of a source when we read what it sent. */
export interface SourceHints {
  readonly id: string;
  readonly name: string;
  /** BCP 47, where the source has one main language. */
  readonly language?: string;
  /** IANA zone for times without one. Default: Asia/Shanghai for Chinese, UTC otherwise. */
  readonly timeZone?: string;
  /** Against which relative URLs are resolved if the payload gives no base. */
  readonly baseUrl?: string;
  /** RSS has no standard removal; the ways of saying it that this source uses, see `deletionDialects`. Others are not obeyed. */
  readonly deletionDialect?: readonly string[];
  /** Refuse what violates its format, instead of a warning. */
  readonly strict?: boolean;
}

export interface Payload {
  readonly bytes: Uint8Array;
  readonly contentType?: string;
  /** Stands in for every declaration but a byte order mark. */
  readonly charsetOverride?: string;
  readonly source: SourceHints;
  /** RFC 3339. */
  readonly receivedAt: string;
}

export type RemovalReason = 'canceled' | 'withheld' | 'deleted' | 'expired';

export interface RefusalReason {
  readonly code: string;
  /** What is wrong, and how to mend it. */
  readonly detail: string;
}

/** One piece of a payload: an article, a removal, or something that cannot be one, alone refused. */
export type ParsedItem =
  | { readonly kind: 'article'; readonly guid: string; readonly version?: string; readonly article: Article }
  | {
      readonly kind: 'removal';
      readonly guid: string;
      readonly version?: string;
      readonly reason: RemovalReason;
      /** RFC 3339: when the upstream says that it removed it. */
      readonly at?: string;
    }
  | { readonly kind: 'refused'; readonly guid?: string; readonly reason: RefusalReason };

export type Format = 'html' | 'rss' | 'rdf' | 'atom' | 'json-feed' | 'ninjs' | 'newsml-g2' | 'newsml-1' | 'nitf';

export type ParseResult =
  | { readonly ok: true; readonly format: Format; readonly charset: string; readonly items: readonly ParsedItem[]; readonly warnings: readonly Warning[] }
  | ParseFailure;

/** Nothing of the payload can be read, and why; `line` and `column` count from 1. */
export interface ParseFailure {
  readonly ok: false;
  readonly status: 400 | 415 | 422;
  readonly code: string;
  readonly detail: string;
  readonly line?: number;
  readonly column?: number;
}

export const failure = (status: ParseFailure['status'], code: string, detail: string, place: { line?: number; column?: number } = {}): ParseFailure => ({
  ok: false,
  status,
  code,
  detail,
  ...place,
});

/** Whether a reader's answer is a refusal of the whole payload. */
export const isFailure = (value: object): value is ParseFailure => 'ok' in value && value.ok === false;
