/** What an attempt came to: the status that was answered, or why there was none. */
export interface Attempted {
  readonly status: number | null;
  readonly error: string | null;
  /** `Retry-After`, in milliseconds from now. */
  readonly retryAfterMs: number | null;
}

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** Waits after the first, second … failed attempt; about 75 hours in all. */
const waitsMs = [5 * second, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 14 * hour, 20 * hour, 24 * hour];
/** A removal is repeated far more often, and for as long as anybody may still hold a copy. */
const removalWaitsMs = [second, 5 * second, 30 * second, 2 * minute, 5 * minute, 15 * minute, 30 * minute, hour];
const removalLongWaitMs = 6 * hour;
/** A removal that was received and not acknowledged. */
const reminderWaitsMs = [hour, 6 * hour];
const reminderLongWaitMs = 24 * hour;
const removalGivenUpAfterMs = 30 * 24 * hour;

const retryAfterMsMax = 24 * hour;
const jitter = 0.2;

/** 2xx is received; all else, redirects among it, is not. */
export const isReceived = (attempted: Attempted): boolean => attempted.status !== null && attempted.status >= 200 && attempted.status <= 299;

const jittered = (ms: number, chance: number): number => Math.round(ms * (1 - jitter + 2 * jitter * chance));

/**
 * Milliseconds until the next attempt after `attempts` failed ones; undefined when it was the last. The other side's
 * `Retry-After` is heeded up to a day, and never shortens a wait. `chance` is from 0 to 1.
 */
export const waitAfterFailure = (attempts: number, attempted: Attempted, chance: number): number | undefined => {
  const wait = waitsMs[attempts - 1];
  return wait === undefined ? undefined : Math.max(jittered(wait, chance), Math.min(attempted.retryAfterMs ?? 0, retryAfterMsMax));
};

/** Milliseconds for which a failing subscriber gets nothing else: as its last attempt says, else 5 s growing to 5 minutes. */
export const backOffMs = (failures: number, attempted: Attempted, chance: number): number =>
  Math.max(jittered(Math.min(5 * minute, 5 * second * 2 ** Math.min(failures - 1, 10)), chance), Math.min(attempted.retryAfterMs ?? 0, retryAfterMsMax));

export interface RemovalClock {
  readonly createdAtMs: number;
  /** Until when its holder was asked to acknowledge. */
  readonly respondByMs: number;
  readonly nowMs: number;
}

/**
 * When a removal that is not acknowledged is sent again, whatever was answered; undefined once a month has passed. It
 * is never later than the time it was asked to be acknowledged by, so that overdue is noticed in time.
 */
export const nextRemovalAtMs = (attempts: number, received: boolean, clock: RemovalClock, chance: number): number | undefined => {
  if (clock.nowMs - clock.createdAtMs > removalGivenUpAfterMs) return undefined;
  const wait = received ? (reminderWaitsMs[attempts - 1] ?? reminderLongWaitMs) : (removalWaitsMs[attempts - 1] ?? removalLongWaitMs);
  const at = clock.nowMs + jittered(wait, chance);
  return clock.nowMs < clock.respondByMs ? Math.min(at, clock.respondByMs) : at;
};

/** `Retry-After` as seconds or as an HTTP date (RFC 9110 §10.2.3), in milliseconds from now; null for none or nonsense. */
export const retryAfterMs = (header: string | undefined, nowMs: number): number | null => {
  if (header === undefined) return null;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * second;
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, at - nowMs);
};
