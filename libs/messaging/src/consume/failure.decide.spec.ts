import { decideFailure } from './failure.decide.js';

const failure = { transient: true, tooSlow: false, count: 5, attempt: 1, message: 'connection refused', chance: 1 };

describe('what a failure means', () => {
  it('retries what is transient, later each time, within a bound, for ever', () => {
    const waits = [1, 2, 3, 8, 50, 5_000].map((attempt) => decideFailure({ ...failure, attempt }));
    expect(waits).toEqual([50, 100, 200, 5_000, 5_000, 5_000].map((retryAfterMs) => ({ retryAfterMs })));
  });

  it('spreads retries, down to half of the wait', () => {
    expect(decideFailure({ ...failure, attempt: 3, chance: 0 })).toEqual({ retryAfterMs: 100 });
  });

  it('takes in halves what takes too long twice, but not a single message', () => {
    expect(decideFailure({ ...failure, tooSlow: true, attempt: 1 })).toEqual({ retryAfterMs: 50 });
    expect(decideFailure({ ...failure, tooSlow: true, attempt: 2 })).toEqual({ retryAfterMs: 100, inHalves: true });
    expect(decideFailure({ ...failure, tooSlow: true, attempt: 9, count: 1 })).toEqual({ retryAfterMs: 5_000 });
  });

  it('gives up at once what would fail again', () => {
    expect(decideFailure({ ...failure, transient: false, message: 'no such column' })).toEqual({ deadLetter: 'no such column' });
  });
});
