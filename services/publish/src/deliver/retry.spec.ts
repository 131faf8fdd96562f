import { removalNewsOf, outcomeOf, removalOutcomeOf, type Tried } from './outcome.decide.js';
import { backOffMs, retryAfterMs, type Attempted } from './retry.decide.js';

const hour = 3_600_000;
const answered = (status: number, retryAfter: number | null = null): Attempted => ({ status, error: null, retryAfterMs: retryAfter });
const failed: Attempted = { status: null, error: 'ECONNREFUSED', retryAfterMs: null };
const tried = (change: Partial<Tried> = {}): Tried => ({ attempt: 1, createdAtMs: 0, respondByMs: 24 * hour, nowMs: 0, chance: 0.5, ...change });

describe('the next attempt of a delivery', () => {
  it.each([200, 201, 204, 299])('is none after %i', (status) => expect(outcomeOf(answered(status), tried())).toEqual({ state: 'delivered', dueAtMs: null }));

  it('comes after 5 s, 5 m, 30 m, 2, 5, 10, 14, 20 and 24 h, and then never', () => {
    const waits = Array.from({ length: 10 }, (_, index) => outcomeOf(failed, tried({ attempt: index + 1 })).dueAtMs);
    expect(waits).toEqual([5_000, 300_000, 1_800_000, 2 * hour, 5 * hour, 10 * hour, 14 * hour, 20 * hour, 24 * hour, null]);
    expect(outcomeOf(failed, tried({ attempt: 10 })).state).toBe('failed');
  });

  it('varies by a fifth, so that a crowd does not come back at once', () => {
    expect([0, 1].map((chance) => outcomeOf(failed, tried({ chance })).dueAtMs)).toEqual([4_000, 6_000]);
  });

  it('heeds Retry-After up to a day, never to come earlier', () => {
    expect(outcomeOf(answered(429, 60_000), tried()).dueAtMs).toBe(60_000);
    expect(outcomeOf(answered(503, 999 * hour), tried()).dueAtMs).toBe(24 * hour);
    expect(outcomeOf(answered(429, 1), tried()).dueAtMs).toBe(5_000);
  });

  it.each([301, 302, 307, 400, 401, 404, 422, 500, 503])('comes after %i too', (status) => expect(outcomeOf(answered(status), tried()).state).toBe('due'));
  it('waits for the subscriber after 410', () => expect(outcomeOf(answered(410), tried())).toEqual({ state: 'held', dueAtMs: null }));
});

describe('a removal', () => {
  it('is sent again after every answer, sooner while it was not received', () => {
    expect(removalOutcomeOf(failed, tried())).toEqual({ state: 'due', dueAtMs: 1_000 });
    expect(removalOutcomeOf(answered(404), tried({ attempt: 2 }))).toEqual({ state: 'due', dueAtMs: 5_000 });
    expect(removalOutcomeOf(answered(410), tried({ attempt: 40 })).state).toBe('due');
    expect(removalOutcomeOf(answered(200), tried())).toEqual({ state: 'due', dueAtMs: hour });
  });

  it('is sent when its time to be acknowledged ends, so that overdue is noticed then', () => {
    expect(removalOutcomeOf(answered(200), tried({ attempt: 3, nowMs: 20 * hour })).dueAtMs).toBe(24 * hour);
  });

  it('is given up after a month', () => expect(removalOutcomeOf(failed, tried({ attempt: 90, nowMs: 31 * 24 * hour })).state).toBe('failed'));

  it('tells that it was received, and past its time that it is overdue or its holder unreachable', () => {
    expect(removalNewsOf(answered(200), tried())).toEqual({ event: 'received', detail: 'answered 200' });
    expect(removalNewsOf(failed, tried())).toBeUndefined();
    expect(removalNewsOf(answered(200), tried({ nowMs: 24 * hour }))).toEqual({ event: 'overdue', detail: 'answered 200, not acknowledged' });
    expect(removalNewsOf(failed, tried({ nowMs: 25 * hour }))).toEqual({ event: 'unreachable', detail: 'ECONNREFUSED' });
  });
});

describe('Retry-After', () => {
  it.each([['120', 120_000], ['Tue, 24 Nov 2026 10:01:00 GMT', 60_000], ['Tue, 24 Nov 2026 09:00:00 GMT', 0], ['soon', null], [undefined, null]])('of %s is %s ms', (header, ms) => {
    expect(retryAfterMs(header, Date.parse('2026-11-24T10:00:00Z'))).toBe(ms);
  });
});

describe('back-off of a failing subscriber', () => {
  it('grows to five minutes', () => expect([1, 2, 3, 20].map((failures) => backOffMs(failures, failed, 0.5))).toEqual([5_000, 10_000, 20_000, 300_000]));
});
