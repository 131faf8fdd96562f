import type { SubscriberState } from '../subscribers/subscriber.js';

/** How a subscriber's endpoint has been doing. */
export interface EndpointHealth {
  readonly state: SubscriberState;
  readonly failures: number;
  readonly failingSince: Date | null;
  readonly warnedPercent: number;
}

export interface DisableLimits {
  readonly failuresMax: number;
  readonly failingMsMax: number;
}

/** What a subscriber did within one batch of attempts. */
export interface Turn {
  readonly succeeded: boolean;
  readonly failed: number;
  /** It answered 410: it wants nothing any more. */
  readonly gone: boolean;
}

export interface HealthDecision {
  readonly health: EndpointHealth;
  /** Reason where it is disabled now. */
  readonly disabled: string | null;
  /** A threshold that was passed now: 50, 70 or 90 percent of the way to being disabled. */
  readonly warn: number | null;
}

const warnings = [90, 70, 50];

/**
 * One success forgets all failures. A subscriber is disabled when it answers 410, or when it failed both often and
 * long enough: a night's outage with many deliveries is not the end, nor is a quiet endpoint with one failure a day.
 */
export const afterTurn = (health: EndpointHealth, turn: Turn, limits: DisableLimits, now: Date): HealthDecision => {
  if (turn.gone) return { health: { ...health, state: disabledFrom(health.state) }, disabled: 'it answered 410 Gone', warn: null };
  if (turn.succeeded) return { health: { ...health, failures: 0, failingSince: null, warnedPercent: 0 }, disabled: null, warn: null };
  if (turn.failed === 0) return { health, disabled: null, warn: null };
  const failures = health.failures + turn.failed;
  const failingSince = health.failingSince ?? now;
  const failingMs = now.getTime() - failingSince.getTime();
  const share = Math.min(failures / limits.failuresMax, limits.failingMsMax === 0 ? 1 : failingMs / limits.failingMsMax);
  const next = { ...health, failures, failingSince };
  if (share >= 1) {
    const hours = Math.round(failingMs / 3_600_000);
    return { health: { ...next, state: disabledFrom(health.state), warnedPercent: 100 }, disabled: `${failures} attempts in a row failed, for ${hours} hours`, warn: null };
  }
  const passed = warnings.find((percent) => share * 100 >= percent) ?? 0;
  return { health: { ...next, warnedPercent: Math.max(health.warnedPercent, passed) }, disabled: null, warn: passed > health.warnedPercent ? passed : null };
};

/** Who was paused or has gone stays so. */
const disabledFrom = (state: SubscriberState): SubscriberState => (state === 'active' ? 'disabled' : state);
