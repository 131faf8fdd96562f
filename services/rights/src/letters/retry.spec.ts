import { afterFailure } from './retry.decide.js';

const now = new Date('2026-11-24T10:00:00.000Z');

describe('a letter that could not be sent', () => {
  it('is tried again after a minute, then later and later, and is given to an officer after a day and a half', () => {
    const waits = Array.from({ length: 8 }, (_, i) => afterFailure(i + 1, now)).map(({ state, dueAt }) => `${state} ${(dueAt.getTime() - now.getTime()) / 60_000}`);
    expect(waits).toEqual(['queued 1', 'queued 5', 'queued 30', 'queued 120', 'queued 360', 'queued 720', 'queued 1440', 'failed 0']);
  });
});
