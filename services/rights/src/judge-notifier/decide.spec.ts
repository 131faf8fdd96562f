import { decideNotifier, type NotifierRecord } from './decide.js';

const now = '2026-11-24T10:00:00.000Z';
const record = (change: Partial<NotifierRecord> = {}): NotifierRecord => ({ cases: 5, upheld: 1, rejected: 4, withdrawn: 0, warnedAt: null, suspendedUntil: null, ...change });

describe('judging a notifier', () => {
  it('warns before it suspends', () => {
    expect(decideNotifier(record(), { action: 'suspend', days: 30 }, now)).toMatchObject({ ok: false, code: 'not-warned' });
    expect(decideNotifier(record(), { action: 'warn' }, now)).toEqual({ ok: true, record: { warnedAt: now, suspendedUntil: null } });
    expect(decideNotifier(record({ warnedAt: now }), { action: 'suspend', days: 30 }, now)).toEqual({ ok: true, record: { warnedAt: now, suspendedUntil: '2026-12-24T10:00:00.000Z' } });
  });

  it.each([{ upheld: 0, rejected: 2 }, { upheld: 4, rejected: 4 }, { upheld: 0, rejected: 0 }])('does neither to somebody who is not often wrong: %j', (counts) => {
    for (const action of [{ action: 'warn' }, { action: 'suspend', days: 1 }] as const) expect(decideNotifier(record({ ...counts, warnedAt: now }), action, now)).toMatchObject({ ok: false, code: 'not-frequent' });
  });

  it('clears at any time', () => {
    expect(decideNotifier(record({ warnedAt: now, suspendedUntil: now, rejected: 0 }), { action: 'clear' }, now)).toEqual({ ok: true, record: { warnedAt: null, suspendedUntil: null } });
  });
});
