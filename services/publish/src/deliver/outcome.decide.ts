import type { CopyNews } from '../recall/recall-book.js';
import { isReceived, nextRemovalAtMs, waitAfterFailure, type Attempted } from './retry.decide.js';

/** What one delivery is after an attempt; `dueAtMs` where it is tried again. */
export interface Outcome {
  readonly state: 'due' | 'delivered' | 'failed' | 'held';
  readonly dueAtMs: number | null;
}

/** What of a claimed delivery decides about its outcome. */
export interface Tried {
  readonly attempt: number;
  readonly createdAtMs: number;
  readonly respondByMs: number;
  readonly nowMs: number;
  /** From 0 to 1. */
  readonly chance: number;
}

/** An ordinary delivery: received, tried again by the schedule, given up after its end, or held where 410 disables its subscriber. */
export const outcomeOf = (attempted: Attempted, tried: Tried): Outcome => {
  if (isReceived(attempted)) return { state: 'delivered', dueAtMs: null };
  if (attempted.status === 410) return { state: 'held', dueAtMs: null };
  const waitMs = waitAfterFailure(tried.attempt, attempted, tried.chance);
  return waitMs === undefined ? { state: 'failed', dueAtMs: null } : { state: 'due', dueAtMs: tried.nowMs + waitMs };
};

/** A removal: repeated whatever was answered, until its holder acknowledges it or a month has passed. */
export const removalOutcomeOf = (attempted: Attempted, tried: Tried): Outcome => {
  const dueAtMs = nextRemovalAtMs(tried.attempt, isReceived(attempted), tried, tried.chance);
  return dueAtMs === undefined ? { state: 'failed', dueAtMs: null } : { state: 'due', dueAtMs };
};

/** What an attempt says of the copy: received or, past the time it should have been acknowledged by, overdue. Nothing otherwise. */
export const removalNewsOf = (attempted: Attempted, tried: Tried): Pick<CopyNews, 'event' | 'detail'> | undefined => {
  const received = isReceived(attempted);
  const answer = attempted.status === null ? (attempted.error ?? 'no answer') : `answered ${attempted.status}`;
  if (tried.nowMs < tried.respondByMs) return received ? { event: 'received', detail: answer } : undefined;
  return received ? { event: 'overdue', detail: `${answer}, not acknowledged` } : { event: 'unreachable', detail: answer };
};
