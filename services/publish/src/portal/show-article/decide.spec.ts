import type { Verdict } from '@wiredesk/usage-terms';

import { decideOutcome, type OutcomeRow } from './decide.js';

const live: OutcomeRow = { state: 'live', first_live_at: new Date(0), down_cause: null, down_status: null, down_hold_id: null, canonical_item_id: null };
const yes: Verdict = { permitted: true };
const no = (...reasons: { code: 'held' | 'embargo' | 'ended'; httpStatus: 451 | 410 | 404 }[]): Verdict => ({
  permitted: false,
  reasons: reasons.map((reason) => ({ ...reason, detail: '', holdId: reason.code === 'held' ? 'h1' : null })),
});

describe('what an address answers', () => {
  it('shows what is live and permitted', () => {
    expect(decideOutcome(live, yes, false)).toEqual({ kind: 'show' });
  });

  it('knows nothing of what was never live, whatever holds it', () => {
    const waiting = { ...live, state: 'waiting' as const, first_live_at: null };
    expect(decideOutcome(undefined, no({ code: 'held', httpStatus: 451 }), false)).toEqual({ kind: 'unknown' });
    expect(decideOutcome(waiting, no({ code: 'held', httpStatus: 451 }), false)).toEqual({ kind: 'unknown' });
    expect(decideOutcome(waiting, yes, false)).toEqual({ kind: 'unknown' });
  });

  it('is closed by the gate while the row still says live', () => {
    expect(decideOutcome(live, no({ code: 'held', httpStatus: 451 }), false)).toEqual({ kind: 'removed', status: 451, holdId: 'h1' });
    expect(decideOutcome(live, no({ code: 'held', httpStatus: 410 }), false)).toEqual({ kind: 'removed', status: 410, holdId: 'h1' });
    expect(decideOutcome(live, no({ code: 'ended', httpStatus: 410 }), false)).toEqual({ kind: 'removed', status: 410, holdId: null });
  });

  it.each([no({ code: 'held', httpStatus: 404 }), no({ code: 'embargo', httpStatus: 404 }), no({ code: 'held', httpStatus: 451 }, { code: 'embargo', httpStatus: 404 })])('keeps secret what must be: %j', (verdict) => {
    expect(decideOutcome(live, verdict, false)).toEqual({ kind: 'unknown' });
  });

  it('stays dark after the lift until the row is live again', () => {
    const down = { ...live, state: 'down' as const, down_cause: 'held' as const, down_status: 451 as const, down_hold_id: 'h2' };
    expect(decideOutcome(down, yes, false)).toEqual({ kind: 'removed', status: 451, holdId: 'h2' });
    expect(decideOutcome({ ...down, down_status: 404 }, yes, false)).toEqual({ kind: 'unknown' });
    expect(decideOutcome({ ...down, down_status: 410, down_cause: 'withdrawn', down_hold_id: null }, yes, false)).toEqual({ kind: 'removed', status: 410, holdId: null });
  });

  it('leads from a superseded copy to the canonical one, only while that can be shown', () => {
    const superseded = { ...live, state: 'down' as const, down_cause: 'superseded' as const, down_status: 410 as const, canonical_item_id: 'c' };
    expect(decideOutcome(superseded, yes, true)).toEqual({ kind: 'moved', toItemId: 'c' });
    expect(decideOutcome(superseded, yes, false)).toEqual({ kind: 'removed', status: 410, holdId: null });
    expect(decideOutcome(superseded, no({ code: 'held', httpStatus: 451 }), true)).toEqual({ kind: 'removed', status: 451, holdId: 'h1' });
  });
});
