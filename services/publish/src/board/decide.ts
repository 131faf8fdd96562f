import type { RefusalReason, Verdict } from '@wiredesk/usage-terms';

import type { ArticleRow, ArticleState, Change, DownCause } from './article.js';

/** What of a row follows from the rest of it. */
export type Settled = Pick<
  ArticleRow,
  'publication' | 'state' | 'shown_revision' | 'shown_categories' | 'first_live_at' | 'changed_at' | 'down_cause' | 'down_status' | 'down_hold_id' | 'due_at'
>;

export interface Settlement {
  /** Undefined where nothing changes for anybody outside. */
  readonly change: Change['kind'] | undefined;
  readonly settled: Settled;
  /** The row must be written. */
  readonly dirty: boolean;
}

interface Down {
  readonly cause: DownCause;
  readonly status: 451 | 410 | 404;
  readonly holdId: string | null;
}

const downOf = (row: ArticleRow, verdict: Verdict): Down | undefined => {
  const held: RefusalReason | undefined = verdict.permitted ? undefined : verdict.reasons.find((reason) => reason.code === 'held');
  if (held) return { cause: 'held', status: held.httpStatus, holdId: held.holdId };
  if (row.withdrawn_revision > row.revision) return { cause: 'withdrawn', status: 410, holdId: null };
  if (!verdict.permitted) return { cause: 'refused', status: 410, holdId: null };
  if (row.erased) return { cause: 'refused', status: 410, holdId: null };
  if (row.placement > 0 && !row.canonical) return { cause: 'superseded', status: 410, holdId: null };
  return undefined;
};

/**
 * What is public of an article: it is live exactly when its body, its placement as canonical and its clearance are
 * there, no upstream withdrew it and `verdict` (the gate, over all channels of this service) permits it. What was
 * never live stays `waiting`; what was is `down`, with the reason that its page gives. `dueMs` is when the verdict may
 * change by time alone. Each change takes the next `publication`, so that a removal is always greater than all that
 * was delivered before it, and a restoral greater than the removal.
 */
export const settle = (row: ArticleRow, verdict: Verdict, dueMs: number | undefined, now: Date): Settlement => {
  const isKnown = row.revision > 0 && row.placement > 0 && row.clearance > 0;
  const down = downOf(row, verdict);
  const due = dueMs === undefined ? null : new Date(dueMs);
  if (isKnown && !down) return toLive(row, due, now);
  if (row.first_live_at === null) return unchanged(row, due);
  return toDown(row, down ?? { cause: 'refused', status: 410, holdId: null }, due, now);
};

const kept = (row: ArticleRow): Settled => {
  const { publication, state, shown_revision, shown_categories, first_live_at, changed_at, down_cause, down_status, down_hold_id, due_at } = row;
  return { publication, state, shown_revision, shown_categories, first_live_at, changed_at, down_cause, down_status, down_hold_id, due_at };
};

const sameInstant = (a: Date | null, b: Date | null): boolean => a?.getTime() === b?.getTime();

const unchanged = (row: ArticleRow, due: Date | null): Settlement => ({ change: undefined, settled: { ...kept(row), due_at: due }, dirty: !sameInstant(row.due_at, due) });

const toLive = (row: ArticleRow, due: Date | null, now: Date): Settlement => {
  if (row.state === 'live' && row.shown_revision === row.revision) return unchanged(row, due);
  const change = row.state === 'live' ? 'updated' : row.state === 'down' ? 'restored' : 'published';
  const settled: Settled = {
    publication: row.publication + 1,
    state: 'live' satisfies ArticleState,
    shown_revision: row.revision,
    shown_categories: [...new Set([...row.shown_categories, ...row.categories])],
    first_live_at: row.first_live_at ?? now,
    changed_at: now,
    down_cause: null,
    down_status: null,
    down_hold_id: null,
    due_at: due,
  };
  return { change, settled, dirty: true };
};

const toDown = (row: ArticleRow, down: Down, due: Date | null, now: Date): Settlement => {
  const reason = { down_cause: down.cause, down_status: down.status, down_hold_id: down.holdId, due_at: due };
  if (row.state === 'live') return { change: 'taken_down', settled: { ...kept(row), ...reason, publication: row.publication + 1, state: 'down', changed_at: now }, dirty: true };
  // Dark already: only the reason that its page gives may be another one now.
  const same = row.down_cause === down.cause && row.down_status === down.status && row.down_hold_id === down.holdId && sameInstant(row.due_at, due);
  return { change: undefined, settled: { ...kept(row), ...reason }, dirty: !same };
};
