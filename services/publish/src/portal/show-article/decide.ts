import type { Verdict } from '@wiredesk/usage-terms';

import type { ArticleRow } from '../../board/article.js';

/** What an article's address answers. */
export type Outcome =
  | { readonly kind: 'show' }
  /** Never there, or not to be known of. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'removed'; readonly status: 451 | 410; readonly holdId: string | null }
  /** This copy gave way to the canonical one of its story. */
  | { readonly kind: 'moved'; readonly toItemId: string };

export type OutcomeRow = Pick<ArticleRow, 'state' | 'first_live_at' | 'down_cause' | 'down_status' | 'down_hold_id' | 'canonical_item_id'>;

/**
 * `verdict` is the gate's, over the channel that is asked for; `canonicalIsShown` whether the canonical copy can be
 * shown at this moment. The gate comes first: a hold closes the page before the row says so. What was never live is
 * unknown, so that an embargoed or secret article cannot be told from one that does not exist.
 */
export const decideOutcome = (row: OutcomeRow | undefined, verdict: Verdict, canonicalIsShown: boolean): Outcome => {
  if (!row || row.first_live_at === null) return { kind: 'unknown' };
  if (!verdict.permitted) {
    if (verdict.reasons.some((reason) => reason.httpStatus === 404)) return { kind: 'unknown' };
    const held = verdict.reasons.find((reason) => reason.code === 'held');
    return { kind: 'removed', status: held?.httpStatus === 451 ? 451 : 410, holdId: held?.holdId ?? null };
  }
  if (row.state === 'live') return { kind: 'show' };
  if (row.down_cause === 'superseded' && row.canonical_item_id !== null && canonicalIsShown) return { kind: 'moved', toItemId: row.canonical_item_id };
  if (row.down_status === 404) return { kind: 'unknown' };
  return { kind: 'removed', status: row.down_status === 451 ? 451 : 410, holdId: row.down_hold_id };
};
