import type { FeedHead } from './feed-head.decide.js';

/** How a feed is asked for, as far as it decides when next. */
export interface PollState {
  readonly intervalSeconds: number;
  readonly minIntervalSeconds: number;
  readonly maxIntervalSeconds: number;
  readonly failures: number;
}

/** How one round ended. `retryAfterSeconds`: what the server asked for, where it did. */
export type PollResult =
  | { readonly kind: 'changed' | 'unchanged'; readonly head: FeedHead | null }
  | { readonly kind: 'failed'; readonly retryAfterSeconds: number | null };

export interface NextPoll {
  readonly intervalSeconds: number;
  readonly waitSeconds: number;
  readonly failures: number;
}

const growth = 1.25;
const shrink = 0.6;
const backOffMaxSeconds = 86_400;
const retryAfterMaxSeconds = 7 * 86_400;
const datesNeeded = 4;

/**
 * When to ask again. A feed that changed is asked after half of its usual gap (from the dates of its items), or sooner
 * than the last time where it has no dates; one that did not is asked a quarter later each time; never more often than
 * it asks for (`ttl`, `sy:`) or an operator allows. Failures double the wait up to a day. What a server asks for in
 * Retry-After is obeyed, for a week at most. `jitter` (0 to 1) spreads all by a tenth.
 */
export const nextPoll = (state: PollState, result: PollResult, jitter: number): NextPoll => {
  const spread = 0.9 + 0.2 * jitter;
  if (result.kind === 'failed') {
    const failures = state.failures + 1;
    const backOff = Math.min(backOffMaxSeconds, state.intervalSeconds * 2 ** Math.min(failures, 20));
    const asked = Math.min(result.retryAfterSeconds ?? 0, retryAfterMaxSeconds);
    return { intervalSeconds: state.intervalSeconds, failures, waitSeconds: Math.max(asked, Math.round(backOff * spread)) };
  }
  const rhythm = result.head ? usualGapSeconds(result.head.datesMs) : null;
  const wanted = result.kind === 'unchanged' ? state.intervalSeconds * growth : rhythm === null ? state.intervalSeconds * shrink : rhythm / 2;
  const floor = Math.max(state.minIntervalSeconds, result.head?.askedSeconds ?? 0);
  const intervalSeconds = Math.round(Math.max(floor, Math.min(state.maxIntervalSeconds, wanted)));
  return { intervalSeconds, failures: 0, waitSeconds: Math.max(floor, Math.round(intervalSeconds * spread)) };
};

/** The median of the gaps between items; null where too few have a date. */
export const usualGapSeconds = (datesMs: readonly number[]): number | null => {
  if (datesMs.length < datesNeeded) return null;
  const sorted = [...datesMs].sort((a, b) => b - a);
  const gaps = sorted.slice(1).map((at, i) => ((sorted[i] ?? at) - at) / 1000).sort((a, b) => a - b);
  return gaps[Math.floor(gaps.length / 2)] ?? null;
};

/** Seconds of a Retry-After (RFC 9110 §10.2.3): a number, or a date compared with `nowMs`; null where it says nothing. */
export const retryAfterOf = (header: string | undefined, nowMs: number): number | null => {
  if (header === undefined) return null;
  if (/^\s*\d{1,9}\s*$/.test(header)) return Number(header);
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, Math.round((at - nowMs) / 1000));
};
