import fc from 'fast-check';

import { endOfSpan } from '../cases/calendar.decide.js';
import { calendars } from '../cases/calendars.js';
import type { Happening } from '../cases/machine.decide.js';
import { regimes, type RegimeName } from '../cases/regimes.js';
import { closedStates } from '../cases/target.js';
import { dsaStatement, dsaStatementOf } from '../export-statements/dsa-statement.decide.js';
import { claimTypes } from '../order-takedown/notice.js';
import { CaseWorld } from './case-world.js';
import { received } from './world.js';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const anyStart = fc.date({ min: new Date('2025-01-10T00:00:00.000Z'), max: new Date('2027-06-01T00:00:00.000Z'), noInvalidDate: true });
const regimeNames = Object.keys(regimes) as RegimeName[];
const filed = (start: Date, regime: RegimeName): { world: CaseWorld; id: string } => {
  const world = new CaseWorld();
  world.now = start;
  world.take(received('i1', 1));
  const [id = ''] = world.file(['i1'], regime === 'ORDER' ? { type: 'court-order', order: { authority: 'Court', reference: '7' } } : { regime }, regime === 'ORDER');
  return { world, id };
};

describe('the process', () => {
  it('I25 restores under US 512 between the end of the 10th and of the 14th business day, and under the e-commerce law not before 15 days', () => {
    fc.assert(
      fc.property(anyStart, fc.integer({ min: 1, max: 12 }), (start, stepHours) => {
        for (const regime of ['US_512', 'CN_ECOM'] as const) {
          const { world, id } = filed(start, regime);
          world.happen(id, { type: 'upheld' });
          world.happen(id, { type: 'counter-accepted' });
          if (regime === 'CN_ECOM') world.happen(id, { type: 'statement-delivered' });
          const from = world.now.toISOString();
          while (!world.served('i1')) world.jump(stepHours * hourMs);
          const at = world.now.getTime();
          if (regime === 'CN_ECOM') expect(at - start.getTime()).toBeGreaterThanOrEqual(15 * dayMs);
          else {
            const [earliest, latest] = [10, 14].map((businessDays) => Date.parse(endOfSpan(from, { businessDays }, calendars['us-federal'])));
            expect(at).toBeGreaterThanOrEqual(earliest ?? Number.POSITIVE_INFINITY);
            expect(at).toBeLessThanOrEqual(latest ?? 0);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('I25 an order holds in the moment in which it is entered, whenever that is', () => {
    fc.assert(fc.property(anyStart, (start) => expect(filed(start, 'ORDER').world.served('i1')).toBe(false)));
  });

  it('I26 every target that is not through has an armed timer or waits for a person by name, and nothing is restored without a cause', () => {
    const happenings: readonly Happening[] = [{ type: 'upheld' }, { type: 'rejected' }, { type: 'counter-accepted' }, { type: 'statement-delivered' }, { type: 'action-notified' }, { type: 'judgment', outcome: 'for-party' }, { type: 'complaint-filed' }, { type: 'complaint-decided', outcome: 'founded' }, { type: 'withdrawn' }];
    /** Who goes on where no clock does: an officer decides or delivers, the parties or a court act. */
    const waitsForSomebody = new Set(['held', 'waiting_claimant', 'litigation_held']);
    fc.assert(
      fc.property(anyStart, fc.constantFrom(...regimeNames), fc.array(fc.tuple(fc.constantFrom(...happenings), fc.integer({ min: 0, max: 200 })), { maxLength: 10 }), (start, regime, steps) => {
        const { world, id } = filed(start, regime);
        for (const [happening, days] of steps) {
          const wasServed = world.served('i1');
          world.happen(id, happening, 'officer:b');
          if (!wasServed && world.served('i1')) expect(['rejected', 'counter-accepted', 'judgment', 'complaint-decided', 'withdrawn']).toContain(happening.type);
          world.jump(days * dayMs);
          const state = world.stateOf(id);
          if (!state || closedStates.has(state)) continue;
          const armed = world.timers.some((timer) => timer.targetId === id && !timer.done);
          // A review that is overdue has called its people: it stands first in their queue until one of them decides.
          const called = world.timers.some((timer) => timer.targetId === id && timer.done && timer.kind === 'review');
          expect([state, armed || called || waitsForSomebody.has(state)]).toEqual([state, true]);
        }
      }),
    );
  });

  it('I27 firing a timer twice, or a happening again, does nothing more', () => {
    fc.assert(
      fc.property(anyStart, fc.constantFrom(...regimeNames), (start, regime) => {
        const { world, id } = filed(start, regime);
        world.happen(id, { type: 'upheld' });
        const said = world.lane.length;
        world.happen(id, { type: 'upheld' });
        expect(world.lane).toHaveLength(said);
        world.happen(id, { type: 'withdrawn' }, 'claimant');
        const after = world.lane.length;
        world.happen(id, { type: 'withdrawn' }, 'claimant');
        expect(world.lane).toHaveLength(after);
      }),
    );
  });

  it('I28 what was put back on a statement under 条例 cannot be notified again by the same holder; a suspension never stops an order', () => {
    const { world, id } = filed(new Date('2026-03-02T03:00:00.000Z'), 'CN_TIAOLI');
    world.happen(id, { type: 'upheld' });
    world.happen(id, { type: 'counter-accepted' });
    expect(world.served('i1')).toBe(true);
    world.file(['i1'], { regime: 'CN_TIAOLI' });
    expect(world.served('i1')).toBe(true);
    world.suspended = true;
    world.file(['i1'], { regime: 'US_512' });
    expect(world.served('i1')).toBe(true);
    world.file(['i1'], { type: 'court-order', order: { authority: 'Court', reference: '7' } }, true);
    expect(world.served('i1')).toBe(false);
  });

  it('I29 every restriction has a statement that fits the schema, with the hold\'s own id, which no other has', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(fc.uuid(), fc.constantFrom(...claimTypes), fc.boolean(), anyStart, (holdId, claimType, decidedByPerson, at) => {
        const made = dsaStatementOf({ holdId, claimType, source: 'notice', decidedByPerson, law: '17 U.S.C. § 512(c)', language: 'zh', contentAt: at.toISOString(), restrictedAt: at.toISOString(), territories: ['*'] });
        expect(dsaStatement.safeParse(made).success).toBe(true);
        expect(seen.has(made?.puid ?? '')).toBe(false);
        seen.add(made?.puid ?? '');
      }),
    );
  });

  it('I30 a complaint is decided by another person than the decision, and never by a machine', () => {
    const { world, id } = filed(new Date('2026-03-02T03:00:00.000Z'), 'EU_DSA');
    world.happen(id, { type: 'upheld' }, 'officer:a');
    world.happen(id, { type: 'complaint-filed' }, 'party');
    const decide = (actor: string) => world.happen(id, { type: 'complaint-decided', outcome: 'founded' }, actor);
    expect([decide('officer:a'), decide('timer'), decide('officer:b')]).toEqual([{ refused: 'same-decider' }, { refused: 'human-only' }, 'reinstated']);
  });
});
