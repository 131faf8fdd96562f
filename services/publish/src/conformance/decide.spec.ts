import { decideRun, messageOfStep, type RunState } from './decide.js';

const run = (change: Partial<RunState> = {}): RunState => ({ step: 'publish', stepAtMs: 0, nowMs: 1_000, withinMs: 600_000, answered: 204, lastAnswer: null, acknowledged: null, ...change });

describe('a conformance run', () => {
  it('waits for an answer, and ends without one', () => {
    expect(decideRun(run({ answered: null }))).toEqual({ kind: 'wait' });
    expect(decideRun(run({ answered: null, nowMs: 600_001, lastAnswer: '500' }))).toMatchObject({ kind: 'end', passed: false, check: { seen: 'no 2xx within 600 s; last: 500' } });
  });

  it('goes from publishing to the kill, the stale message and the replay', () => {
    expect(decideRun(run())).toMatchObject({ kind: 'next', step: 'kill', check: { passed: true } });
    expect(decideRun(run({ step: 'kill', acknowledged: { copiesRemoved: 1 } }))).toMatchObject({ kind: 'next', step: 'stale' });
    expect(decideRun(run({ step: 'stale' }))).toMatchObject({ kind: 'next', step: 'replay' });
    expect(decideRun(run({ step: 'replay', acknowledged: { copiesRemoved: 0 } }))).toMatchObject({ kind: 'end', passed: true });
  });

  it.each([['kill', 0], ['replay', 1]] as const)('fails where the %s is acknowledged with %i copies', (step, copiesRemoved) => {
    expect(decideRun(run({ step, acknowledged: { copiesRemoved } }))).toMatchObject({ kind: 'end', passed: false });
  });

  it('waits for an acknowledgement, and fails without one', () => {
    expect(decideRun(run({ step: 'kill' }))).toEqual({ kind: 'wait' });
    expect(decideRun(run({ step: 'kill', nowMs: 700_000 }))).toMatchObject({ kind: 'end', passed: false, check: { seen: 'not acknowledged within 600 s' } });
  });

  it('gives the stale message a lower revision than the article had, and the kill a greater one', () => {
    const revisions = (['publish', 'kill', 'stale', 'replay'] as const).map((step) => messageOfStep(step, { itemId: 'i', portalUrl: 'p', ackUrl: 'a', atIso: 't', respondByIso: 't' }).detail.revision);
    expect(revisions).toEqual([2, 3, 1, 3]);
  });
});
