import { afterTurn, type EndpointHealth } from './health.decide.js';

const hour = 3_600_000;
const limits = { failuresMax: 20, failingMsMax: 120 * hour };
const now = new Date('2026-11-24T10:00:00.000Z');
const hoursAgo = (hours: number): Date => new Date(now.getTime() - hours * hour);
const health = (change: Partial<EndpointHealth> = {}): EndpointHealth => ({ state: 'active', failures: 0, failingSince: null, warnedPercent: 0, ...change });
const failed = (count = 1) => ({ succeeded: false, failed: count, gone: false });

describe('a failing subscriber', () => {
  it('begins to fail with its first failure, and one success forgets all', () => {
    expect(afterTurn(health(), failed(), limits, now)).toEqual({ health: health({ failures: 1, failingSince: now }), disabled: null, warn: null });
    expect(afterTurn(health({ failures: 19, failingSince: hoursAgo(200), warnedPercent: 90 }), { succeeded: true, failed: 3, gone: false }, limits, now).health).toEqual(health());
  });

  it.each([[100, 10], [5, 400]])('is not disabled by %i failures in %i hours alone', (failures, hours) => {
    const decision = afterTurn(health({ failures: failures === 100 ? 100 : 5, failingSince: hoursAgo(hours) }), failed(), limits, now);
    expect(decision).toMatchObject({ disabled: null, health: { state: 'active' } });
  });

  it('is disabled when it failed often and long', () => {
    expect(afterTurn(health({ failures: 19, failingSince: hoursAgo(120) }), failed(), limits, now)).toMatchObject({ health: { state: 'disabled', failures: 20 }, disabled: '20 attempts in a row failed, for 120 hours' });
  });

  it('is told of before, once at each threshold', () => {
    const at50 = afterTurn(health({ failures: 30, failingSince: hoursAgo(61) }), failed(), limits, now);
    expect(at50.warn).toBe(50);
    expect(afterTurn(at50.health, failed(), limits, now).warn).toBeNull();
    expect(afterTurn({ ...at50.health, failingSince: hoursAgo(110) }, failed(), limits, now).warn).toBe(90);
  });

  it('is disabled at once by 410, but a paused or former one keeps its state', () => {
    const gone = { succeeded: false, failed: 1, gone: true };
    expect(afterTurn(health(), gone, limits, now)).toMatchObject({ health: { state: 'disabled' } });
    expect(afterTurn(health({ state: 'paused' }), gone, limits, now)).toMatchObject({ health: { state: 'paused' } });
  });
});
