/** What is done about a chunk of messages whose handling failed. */
export type FailureDecision = { readonly retryAfterMs: number; readonly inHalves?: true } | { readonly deadLetter: string };

export interface Failure {
  /** The database or the broker is away, busy or restarting; the same work may succeed unchanged. */
  readonly transient: boolean;
  /** The database gave a statement up after its time limit. */
  readonly tooSlow: boolean;
  /** Messages in the chunk. */
  readonly count: number;
  /** How often this chunk was tried, this time included. */
  readonly attempt: number;
  readonly message: string;
  /** From 0 to 1, to spread retries of many consumers. */
  readonly chance: number;
}

const firstRetryMs = 50;
const retryMsMax = 5_000;
/** Two time-outs may be a busy database. After that less at a time is tried. */
const tooSlowTriesMax = 2;

/**
 * The one place that says what a failure means. Transient: again, in place, for as long as it takes, and never into
 * the dead letters, because the message is not at fault; a chunk that takes too long again and again in halves, or it
 * would never end. Anything else is permanent: it would fail again.
 */
export const decideFailure = (failure: Failure): FailureDecision => {
  if (!failure.transient) return { deadLetter: failure.message.slice(0, 300) };
  const stepMs = Math.min(firstRetryMs * 2 ** Math.min(failure.attempt - 1, 10), retryMsMax);
  const retryAfterMs = Math.round(stepMs * (0.5 + failure.chance / 2));
  return failure.tooSlow && failure.attempt >= tooSlowTriesMax && failure.count > 1 ? { retryAfterMs, inHalves: true } : { retryAfterMs };
};
