import { decideFailure } from './failure.decide.js';

const failure = { transient: true, attempt: 1, message: 'connection refused', chance: 1 };

describe('what a failure means', () => {
  it('retries what is transient, later each time, within a bound, for ever', () => {
    const waits = [1, 2, 3, 8, 50, 5_000].map((attempt) => decideFailure({ ...failure, attempt }));
    expect(waits).toEqual([50, 100, 200, 5_000, 5_000, 5_000].map((retryAfterMs) => ({ retryAfterMs })));
  });

  it('spreads retries, down to half of the wait', () => {
    expect(decideFailure({ ...failure, attempt: 3, chance: 0 })).toEqual({ retryAfterMs: 100 });
  });

  it('gives up at once what would fail again', () => {
    expect(decideFailure({ ...failure, transient: false, message: 'no such column' })).toEqual({ deadLetter: 'no such column' });
  });
});
