import type { Warning } from '@wiredesk/content';

import type { ItemOutcome, PlannedPush } from './plan.decide.js';

/** One push that was authenticated, read and prepared; all that is left is to decide and write it. */
export interface Push extends PlannedPush {
  /** Of the source that it was authenticated and prepared with. */
  readonly sourceVersion: number;
  readonly contentType: string | null;
  readonly contentEncoding: string | null;
  readonly format: string | null;
  readonly charset: string | null;
  /** The bytes as they came. */
  readonly payload: Buffer;
  readonly payloadSha256: string;
  readonly warnings: readonly Warning[];
  readonly idempotencyKey: string | null;
  /** Set where the bytes could not be read: kept for an operator to look at. */
  readonly quarantine: { readonly id: string; readonly code: string; readonly detail: string } | null;
  readonly origin: PushOrigin;
  /** Leaves no receipt where nothing changes: a feed that we ask for every few minutes mostly says what it said before. */
  readonly onlyIfChanged: boolean;
}

/**
 * Where the bytes come from: a source, just now; a quarantine case that can be read by now; or a receipt that is read
 * again with today's parsers. The last two have their receipt already.
 */
export type PushOrigin =
  | { readonly kind: 'first' }
  | { readonly kind: 'retry'; readonly quarantineId: string; readonly by: string }
  | { readonly kind: 'again'; readonly earlier: readonly ItemOutcome[] };

const changing: ReadonlySet<string> = new Set(['new', 'revised', 'withdrawn']);

/** True where an item is held differently after this push. */
export const changesAnything = (outcomes: readonly ItemOutcome[]): boolean => outcomes.some((outcome) => changing.has(outcome.outcome));

/** What a receipt says after it was read again: what changed now, else what it said before. */
export const mergedOutcomes = (earlier: readonly ItemOutcome[], now: readonly ItemOutcome[]): ItemOutcome[] => {
  const said = new Map(earlier.map((outcome) => [outcome.guid, outcome]));
  return now.map((outcome) => (changing.has(outcome.outcome) ? outcome : (said.get(outcome.guid) ?? outcome)));
};
