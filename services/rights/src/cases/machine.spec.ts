import fc from 'fast-check';

import { factsAfter, move, possible, type Effect, type Happening, type Moved, type TargetFacts } from './machine.decide.js';
import { regimeName, type RegimeName } from './regimes.js';
import { closedStates, heldStates, targetStates, type TargetState } from './target.js';

const now = '2025-11-17T20:00:00.000Z';
const facts = (state: TargetState, change: Partial<TargetFacts> = {}): TargetFacts => ({ state, regime: 'US_512', decidedBy: null, informedAt: null, complainedOf: null, ...change });
const outcome = (moved: Moved): unknown => (moved.ok ? [moved.to, moved.effects.map((effect) => ('kind' in effect ? `${effect.do} ${effect.kind} ${effect.dueAt}` : effect.do))] : moved.code);

describe('the state machine of a target', () => {
  it.each<[TargetState, Happening, Partial<TargetFacts>, unknown]>([
    ['interim_held', { type: 'upheld' }, {}, ['held', ['confirm-hold']]],
    ['interim_held', { type: 'rejected' }, {}, ['reinstated', ['lift-holds']]],
    ['interim_held', { type: 'review-due' }, {}, ['interim_held', ['flag']]],
    ['unresolved', { type: 'upheld' }, {}, ['held', ['confirm-hold']]],
    ['under_review', { type: 'upheld' }, {}, ['held', ['place-hold']]],
    ['under_review', { type: 'rejected' }, {}, ['rejected', []]],
    ['incomplete', { type: 'cure-expired' }, {}, ['lapsed', []]],
    ['incomplete', { type: 'upheld' }, {}, 'not-now'],
    // US: Thanksgiving lies in the window; alarms before the last day.
    ['held', { type: 'counter-accepted' }, {}, ['waiting_claimant', ['start window 2025-12-03T04:59:59.999Z', 'start restore-alarm 2025-12-05T04:59:59.999Z', 'start restore-alarm 2025-12-06T04:59:59.999Z']]],
    ['waiting_claimant', { type: 'window-elapsed' }, {}, ['reinstated', ['lift-holds']]],
    ['waiting_claimant', { type: 'action-notified' }, {}, ['litigation_held', []]],
    ['reinstated', { type: 'action-notified' }, {}, ['reinstated', ['flag']]],
    ['litigation_held', { type: 'window-elapsed' }, {}, 'not-now'],
    ['litigation_held', { type: 'judgment', outcome: 'for-party' }, {}, ['reinstated', ['lift-holds']]],
    ['litigation_held', { type: 'judgment', outcome: 'for-claimant' }, {}, ['held_final', []]],
    // 条例 art. 17: at once, and the claimant may not notify again.
    ['held', { type: 'counter-accepted' }, { regime: 'CN_TIAOLI' }, ['reinstated', ['lift-holds', 'bar-renotice']]],
    // 民法典, 电子商务法: from the delivery of the statement, calendar days, in Shanghai.
    ['held', { type: 'counter-accepted' }, { regime: 'CN_ECOM' }, ['waiting_claimant', []]],
    ['waiting_claimant', { type: 'statement-delivered' }, { regime: 'CN_ECOM' }, ['waiting_claimant', ['start window 2025-12-03T15:59:59.999Z']]],
    ['waiting_claimant', { type: 'statement-delivered' }, {}, 'no-window'],
    // DSA: six months for a complaint, decided by another person.
    ['interim_held', { type: 'upheld' }, { regime: 'EU_DSA' }, ['held', ['confirm-hold', 'start complaint 2026-05-17T23:59:59.999Z']]],
    ['held', { type: 'complaint-filed' }, { regime: 'EU_DSA', informedAt: '2025-06-01T10:00:00.000Z' }, ['complaint', ['start review 2025-11-19T23:59:59.999Z']]],
    ['held', { type: 'complaint-filed' }, { regime: 'EU_DSA', informedAt: '2025-05-01T10:00:00.000Z' }, 'too-late'],
    ['held', { type: 'complaint-filed' }, {}, 'no-complaint'],
    ['complaint', { type: 'complaint-decided', outcome: 'founded' }, { regime: 'EU_DSA', decidedBy: 'officer:a', complainedOf: 'held' }, 'same-decider'],
    ['complaint', { type: 'complaint-decided', outcome: 'founded' }, { regime: 'EU_DSA', decidedBy: 'officer:b', complainedOf: 'held' }, ['reinstated', ['lift-holds']]],
    ['complaint', { type: 'complaint-decided', outcome: 'founded' }, { regime: 'EU_DSA', decidedBy: 'officer:b', complainedOf: 'rejected' }, ['held', ['place-hold']]],
    ['complaint', { type: 'complaint-decided', outcome: 'unfounded' }, { regime: 'EU_DSA', decidedBy: 'officer:b', complainedOf: 'held' }, ['held', []]],
    // An order is its issuer's.
    ['held', { type: 'reversed' }, { regime: 'ORDER' }, 'order-binds'],
    ['held', { type: 'withdrawn' }, { regime: 'ORDER' }, 'order-binds'],
    ['held', { type: 'counter-accepted' }, { regime: 'ORDER' }, 'no-counter'],
    ['held', { type: 'order-reversed' }, { regime: 'ORDER' }, ['reinstated', ['lift-holds']]],
    ['held', { type: 'withdrawn' }, {}, ['reinstated', ['lift-holds']]],
    ['held', { type: 'reversed' }, {}, ['reinstated', ['lift-holds']]],
  ])('%s, %j %j', (state, happening, change, wanted) => {
    expect(outcome(move(facts(state, change), happening, 'officer:a', now))).toEqual(wanted);
  });

  it('remembers what is complained of while the complaint is open, also when its review is overdue', () => {
    const open = facts('complaint', { regime: 'EU_DSA', complainedOf: 'rejected' });
    const overdue = move(open, { type: 'review-due' }, 'timer', now);
    expect(overdue.ok && factsAfter(open, overdue, now)).toMatchObject({ state: 'complaint', complainedOf: 'rejected' });
    const decided = move(open, { type: 'complaint-decided', outcome: 'unfounded' }, 'officer:a', now);
    expect(decided.ok && factsAfter(open, decided, now)).toMatchObject({ state: 'rejected', complainedOf: null });
  });

  it('is decided by people where complaints are', () => {
    expect(outcome(move(facts('complaint', { regime: 'EU_DSA', complainedOf: 'held' }), { type: 'complaint-decided', outcome: 'founded' }, 'timer', now))).toBe('human-only');
  });
});

const happenings: readonly Happening[] = [
  { type: 'completed', to: 'interim_held' }, { type: 'completed', to: 'unresolved' }, { type: 'completed', to: 'under_review' }, { type: 'completed', to: 'rejected' }, { type: 'cure-expired' }, { type: 'review-due' }, { type: 'upheld' }, { type: 'rejected' }, { type: 'counter-accepted' }, { type: 'statement-delivered' },
  { type: 'window-elapsed' }, { type: 'restore-alarm' }, { type: 'action-notified' }, { type: 'judgment', outcome: 'for-claimant' }, { type: 'judgment', outcome: 'for-party' }, { type: 'withdrawn' }, { type: 'reversed' }, { type: 'order-reversed' },
  { type: 'complaint-filed' }, { type: 'complaint-decided', outcome: 'founded' }, { type: 'complaint-decided', outcome: 'unfounded' }, { type: 'complaint-window-closed' }, { type: 'superseded' },
];

describe('every history of a target', () => {
  interface Run {
    readonly facts: TargetFacts;
    readonly held: boolean;
    readonly timers: readonly string[];
  }
  const holdAfter = (held: boolean, effects: readonly Effect[]): boolean => effects.reduce((now_, effect) => (effect.do === 'lift-holds' ? false : effect.do === 'confirm-hold' || effect.do === 'place-hold' ? true : now_), held);
  const step = (run: Run, happening: Happening, actor: string): { run: Run; moved: Moved } => {
    const moved = move(run.facts, happening, actor, now);
    if (!moved.ok) return { run, moved };
    const timers = moved.effects.flatMap((effect) => (effect.do === 'start' ? [effect.kind] : []));
    const next = factsAfter(run.facts, moved, now);
    return { run: { facts: next, held: holdAfter(run.held, moved.effects), timers: moved.to === run.facts.state ? [...run.timers, ...timers] : timers }, moved };
  };
  const history = fc.record({
    regime: fc.constantFrom(...(regimeName.options as readonly RegimeName[])),
    begin: fc.constantFrom<TargetState>('incomplete', 'unresolved', 'interim_held', 'under_review'),
    steps: fc.array(fc.tuple(fc.constantFrom(...happenings), fc.constantFrom('officer:a', 'officer:b', 'timer', 'claimant')), { maxLength: 30 }),
  });

  it('holds exactly while its state says so, and no complaint changes that while it is open', () => {
    fc.assert(
      fc.property(history, ({ regime, begin, steps }) => {
        let run: Run = { facts: facts(begin, { regime }), held: heldStates.has(begin), timers: [] };
        for (const [happening, actor] of steps) {
          run = step(run, happening, actor).run;
          const says = run.facts.state === 'complaint' ? heldStates.has(run.facts.complainedOf ?? 'held') : heldStates.has(run.facts.state);
          expect(run.held).toBe(says);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('is never upheld or lifted by silence alone, but where a window of the law ran out', () => {
    fc.assert(
      fc.property(history, ({ regime, begin, steps }) => {
        let run: Run = { facts: facts(begin, { regime }), held: heldStates.has(begin), timers: [] };
        for (const [happening, actor] of steps) {
          const before = run;
          const { run: after, moved } = step(run, happening, actor);
          run = after;
          if (!moved.ok || before.held === after.held || after.held) continue;
          const silent = happening.type === 'review-due' || happening.type === 'cure-expired' || happening.type === 'restore-alarm' || happening.type === 'complaint-window-closed';
          expect(silent).toBe(false);
          if (happening.type === 'window-elapsed') expect(before.facts.state).toBe('waiting_claimant');
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('under an order ends by its issuer, by a judgment, or in another case', () => {
    fc.assert(
      fc.property(history, ({ begin, steps }) => {
        let run: Run = { facts: facts(begin === 'incomplete' ? 'held' : begin, { regime: 'ORDER' }), held: begin !== 'under_review', timers: [] };
        for (const [happening, actor] of steps) {
          const before = run;
          run = step(run, happening, actor).run;
          if (before.held && !run.held) expect(['order-reversed', 'judgment', 'superseded', 'rejected']).toContain(happening.type);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('never leaves a state that is through except by a complaint, a late notice or somebody with power', () => {
    for (const state of targetStates.filter((one) => closedStates.has(one))) {
      expect(possible(state).filter((type) => !['complaint-filed', 'action-notified', 'complaint-window-closed', 'reversed', 'withdrawn', 'order-reversed', 'judgment'].includes(type))).toEqual([]);
    }
  });
});
