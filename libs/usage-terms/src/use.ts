import type { Relation } from '@wiredesk/contracts';

/** A use that is asked about: this item, in this channel, there, then. */
export interface Use {
  readonly itemId: string;
  readonly sourceId: string;
  /** Null while the item has no story yet. */
  readonly storyId: string | null;
  /** How the item relates to its story; a hold of scope story covers automatic relations only. */
  readonly relation: Relation | null;
  /** URLs under which the item is known (ours and the upstream's), as `urlKey` gives them. */
  readonly urlKeys: readonly string[];
  /** `portal`, `feed`, `api`, `webhook` … as in grants. */
  readonly channel: string;
  /** ISO 3166 code, or `*` for a use that reaches everywhere or an unknown place. */
  readonly territory: string;
  /** When, in milliseconds since 1970. */
  readonly atMs: number;
}

export type RefusalCode = 'held' | 'not-cleared' | 'embargo' | 'not-yet' | 'ended' | 'channel' | 'territory';

/** Why a use is not permitted. */
export interface RefusalReason {
  readonly code: RefusalCode;
  readonly detail: string;
  readonly holdId: string | null;
  /** What a page answers for this reason: 451 a legal demand, 410 the rest, 404 where even existence is secret. */
  readonly httpStatus: 451 | 410 | 404;
}

export type Verdict = { readonly permitted: true } | { readonly permitted: false; readonly reasons: readonly RefusalReason[] };

/** True where a list of codes (`*` is all) contains one. */
export const includesCode = (codes: readonly string[], code: string): boolean => codes.includes('*') || codes.includes(code);
