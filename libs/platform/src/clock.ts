/** Where time comes from; tests give their own. */
export interface Clock {
  now(): Date;
}

/** Injection token of the clock. */
export const CLOCK = Symbol('clock');

export const systemClock: Clock = { now: () => new Date() };
