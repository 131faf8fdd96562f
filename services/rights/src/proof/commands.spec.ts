import { HoldIndex } from '@wiredesk/usage-terms';
import type { Hold } from '@wiredesk/usage-terms';
import fc from 'fast-check';

import type { RegimeName } from '../cases/regimes.js';
import { CaseWorld } from './case-world.js';
import { hold, received, withdrawn } from './world.js';

/**
 * The whole desk against a reference model (rights reference §8): random histories of upstreams, officers, notices,
 * decisions and clocks; two replicas of publish that hear the lane late, twice, out of order or from the beginning;
 * processes that die between any two steps. The model knows no scopes, classes, effects or positions: of each item only
 * whether its upstream lets it stand, and of each reason to hold it whether that stands.
 */
interface Target {
  readonly item: string;
  readonly regime: RegimeName;
  held: boolean;
  decided: boolean;
  /** A counter-notice runs; `endsAfterMs` is reckoned by hand, below. */
  counter: { endsAfterMs: number | null } | null;
  litigated: boolean;
  ended: boolean;
}
interface Model {
  nowMs: number;
  readonly usable: Map<string, { revision: number; usable: boolean }>;
  readonly byHand: Map<string, { item: string; stands: boolean }>;
  readonly targets: Target[];
}

const items = ['i1', 'i2', 'i3'];
const dayMs = 86_400_000;
const shouldServe = (model: Model, item: string): boolean =>
  model.usable.get(item)?.usable === true && ![...model.byHand.values()].some((one) => one.stands && one.item === item) && !model.targets.some((target) => target.held && target.item === item);

/** What is real: the desk, the ids of its targets, and two readers of the lane. */
interface Real {
  readonly world: CaseWorld;
  readonly targetIds: string[];
  readonly replicas: { index: HoldIndex; heard: number }[];
}
type Act = fc.Command<Model, Real>;

/** After each act: who has heard everything shows exactly what the model says; who has not, nothing that its place in the ledger holds. */
const compare = (model: Model, { world, replicas }: Real): void => {
  for (const item of items) {
    expect([item, world.served(item)]).toEqual([item, shouldServe(model, item)]);
    for (const replica of replicas) if (replica.heard === world.lane.length) expect(world.verdictBy(replica.index, item).permitted).toBe(shouldServe(model, item));
  }
};

const act = (name: string, check: (model: Model) => boolean, run: (model: Model, real: Real) => void): Act => ({
  check,
  run: (model, real) => {
    run(model, real);
    compare(model, real);
  },
  toString: () => name,
});

const upstream = fc.record({ item: fc.constantFrom(...items), revision: fc.integer({ min: 1, max: 6 }), usable: fc.boolean() }).map(({ item, revision, usable }) =>
  act(`upstream ${item} r${revision} ${usable ? 'usable' : 'killed'}`, () => true, (model, { world }) => {
    world.take(usable ? received(item, revision) : withdrawn(item, revision));
    if (revision > (model.usable.get(item)?.revision ?? 0)) model.usable.set(item, { revision, usable });
  }),
);

const byHand = fc.record({ holdId: fc.constantFrom('m1', 'm2', 'm3'), item: fc.constantFrom(...items), lift: fc.boolean() }).map(({ holdId, item, lift }) =>
  act(`${lift ? 'lift' : 'place'} ${holdId} ${item}`, () => true, (model, { world }) => {
    if (lift) world.lift(holdId);
    else world.place(hold(holdId, { kind: 'item', itemId: item }));
    const known = model.byHand.get(holdId);
    if (lift && known) known.stands = false;
    else if (!lift && !known) model.byHand.set(holdId, { item, stands: true });
  }),
);

const file = fc.record({ item: fc.constantFrom(...items), regime: fc.constantFrom<RegimeName>('US_512', 'CN_TIAOLI', 'CN_CIVIL', 'EU_DSA') }).map(({ item, regime }) =>
  act(`notice ${item} ${regime}`, (model) => model.usable.has(item) && !(regime === 'CN_TIAOLI' && isBarred(model, item)), (model, { world, targetIds }) => {
    targetIds.push(...world.file([item], { regime }));
    model.targets.push({ item, regime, held: true, decided: false, counter: null, litigated: false, ended: false });
  }),
);
/** 条例 art. 17: what was put back on a statement may not be notified again. */
const barred = new WeakMap<Model, Set<string>>();
const isBarred = (model: Model, item: string): boolean => barred.get(model)?.has(item) === true;

const onTarget = (what: string, may: (target: Target) => boolean, run: (target: Target, world: CaseWorld, targetId: string, model: Model) => void) =>
  fc.nat(20).map((n) =>
    act(`${what} ${n}`, (model) => model.targets.length > 0 && may(chosen(model, n)), (model, { world, targetIds }) => run(chosen(model, n), world, targetIds[n % model.targets.length] ?? '', model)),
  );
const chosen = (model: Model, n: number): Target => {
  const target = model.targets[n % model.targets.length];
  if (!target) throw new Error('no target');
  return target;
};
const open = (target: Target): boolean => !target.ended;

const decisions: fc.Arbitrary<Act>[] = [
  onTarget('uphold', (target) => open(target) && !target.decided, (target, world, id) => {
    expect(world.happen(id, { type: 'upheld' })).toBe('held');
    target.decided = true;
  }),
  onTarget('reject', (target) => open(target) && !target.decided, (target, world, id) => {
    world.happen(id, { type: 'rejected' });
    Object.assign(target, { held: false, ended: true });
  }),
  onTarget('withdraw', open, (target, world, id) => {
    world.happen(id, { type: 'withdrawn' }, 'claimant');
    Object.assign(target, { held: false, ended: true });
  }),
  onTarget('counter', (target) => open(target) && target.decided && target.counter === null && !target.litigated && target.regime !== 'EU_DSA', (target, world, id, model) => {
    world.happen(id, { type: 'counter-accepted' });
    if (target.regime === 'CN_TIAOLI') {
      Object.assign(target, { held: false, ended: true });
      barred.set(model, new Set([...(barred.get(model) ?? []), target.item]));
    } else target.counter = { endsAfterMs: target.regime === 'US_512' ? endOfTenBusinessDays(model.nowMs) : null };
  }),
  onTarget('deliver', (target) => open(target) && target.regime === 'CN_CIVIL' && target.counter !== null && !target.litigated, (target, world, id, model) => {
    world.happen(id, { type: 'statement-delivered' });
    target.counter = { endsAfterMs: endOfDay(model.nowMs, 15, 'Asia/Shanghai') };
  }),
  onTarget('action shown', (target) => open(target) && target.decided && !target.litigated, (target, world, id) => {
    world.happen(id, { type: 'action-notified' });
    target.litigated = true;
  }),
  onTarget('judgment for the party', (target) => open(target) && target.litigated, (target, world, id) => {
    world.happen(id, { type: 'judgment', outcome: 'for-party' });
    Object.assign(target, { held: false, ended: true });
  }),
];

/** The whole way to a window at once, which chance alone would go too seldom. */
const counters: fc.Arbitrary<Act>[] = [
  fc.record({ item: fc.constantFrom(...items), regime: fc.constantFrom<RegimeName>('US_512', 'CN_CIVIL') }).map(({ item, regime }) =>
    act(`notice, upheld and countered ${item} ${regime}`, (model) => model.usable.has(item), (model, { world, targetIds }) => {
      const [id = ''] = world.file([item], { regime });
      targetIds.push(id);
      for (const type of ['upheld', 'counter-accepted'] as const) world.happen(id, { type });
      if (regime === 'CN_CIVIL') world.happen(id, { type: 'statement-delivered' });
      model.targets.push({ item, regime, held: true, decided: true, counter: { endsAfterMs: regime === 'US_512' ? endOfTenBusinessDays(model.nowMs) : endOfDay(model.nowMs, 15, 'Asia/Shanghai') }, litigated: false, ended: false });
    }),
  ),
];

/** When the window of a target ends that still runs. */
const windowOf = ({ ended, litigated, counter }: Target): number | null => (ended || litigated ? null : (counter?.endsAfterMs ?? null));

const jumped = (model: Model, world: CaseWorld, ms: number, backwards: boolean): void => {
  world.jump(ms, (due) => (backwards ? [...due].reverse() : due));
  model.nowMs += ms;
  // Silence puts back where a window of the law ran out, and nowhere else: no review lapses.
  for (const target of model.targets) {
    const ends = windowOf(target);
    if (ends !== null && ends <= model.nowMs) Object.assign(target, { held: false, ended: true });
  }
};
const jump = fc.record({ hours: fc.integer({ min: 1, max: 600 }), backwards: fc.boolean() }).map(({ hours, backwards }) => act(`${hours} hours later`, () => true, (model, { world }) => jumped(model, world, hours * 3_600_000, backwards)));

const windows = (model: Model): number[] => model.targets.flatMap((target) => windowOf(target) ?? []).sort((a, b) => a - b);
/** To the edge of the next window: a second before it ends, or the very instant. */
const edge = fc.boolean().map((before) =>
  act(before ? 'a second before a window ends' : 'when a window ends', (model) => (windows(model)[0] ?? 0) - model.nowMs > 1_000, (model, { world }) => jumped(model, world, (windows(model)[0] ?? 0) - model.nowMs - (before ? 1_000 : 0), false)),
);

/** A replica hears some of the lane: in order, with repeats, permuted within what it hears, or from the beginning after it died. */
const hear = fc.record({ which: fc.nat(1), much: fc.nat(6), how: fc.constantFrom('in order', 'twice', 'backwards', 'after a restart') }).map(({ which, much, how }) =>
  act(`replica ${which} hears ${much} ${how}`, () => true, (_model, { world, replicas }) => {
    const replica = replicas[which];
    if (!replica) return;
    if (how === 'after a restart') Object.assign(replica, { index: new HoldIndex(), heard: 0 });
    const states = world.lane.slice(replica.heard, replica.heard + much);
    for (const state of how === 'backwards' ? [...states].reverse() : how === 'twice' ? [...states, ...states] : states) replica.index.apply(state);
    replica.heard += states.length;
  }),
);

/** A worker dies before its commit: nothing of the act is left; the act is done again, and once more by a second worker that was slow. */
const crash = fc.record({ holdId: fc.constantFrom('m1', 'm2', 'm3'), item: fc.constantFrom(...items), afterCommit: fc.boolean() }).map(({ holdId, item, afterCommit }) =>
  act(`crash around ${holdId}`, () => true, (model, { world }) => {
    const before: readonly Hold[] = [...world.lane];
    if (afterCommit) world.place(hold(holdId, { kind: 'item', itemId: item }));
    else expect(world.lane).toEqual(before);
    world.place(hold(holdId, { kind: 'item', itemId: item }));
    world.place(hold(holdId, { kind: 'item', itemId: 'another' }));
    if (!model.byHand.has(holdId)) model.byHand.set(holdId, { item, stands: true });
  }),
);

/** By hand, and by other means than the code that is judged: US federal holidays of the years in question. */
const usHolidays = new Set('2025-01-01 2025-01-20 2025-02-17 2025-05-26 2025-06-19 2025-07-04 2025-09-01 2025-10-13 2025-11-11 2025-11-27 2025-12-25 2026-01-01 2026-01-19 2026-02-16 2026-05-25 2026-06-19 2026-07-03 2026-09-07 2026-10-12 2026-11-11 2026-11-26 2026-12-25 2027-01-01 2027-01-18 2027-02-15 2027-05-31 2027-06-18 2027-07-05 2027-09-06 2027-10-11 2027-11-11 2027-11-25 2027-12-24 2027-12-31 2028-01-17 2028-02-21 2028-05-29 2028-06-19 2028-07-04 2028-09-04 2028-10-09 2028-11-10 2028-11-23 2028-12-25'.split(' '));
const formatters = new Map(['America/New_York', 'Asia/Shanghai'].map((zone) => [zone, new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' })]));
const localTime = (ms: number, zone: string): string => formatters.get(zone)?.format(ms) ?? '';
const dateAfter = (date: string, days: number): string => new Date(Date.parse(`${date}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
/** The last instant of a local date: found by looking at clocks, so that a day of 23 or 25 hours is as long as it is. */
const lastInstantOf = (date: string, zone: string): number => {
  for (let ms = Date.parse(`${date}T00:00:00Z`) + 10 * 3_600_000; ms < Date.parse(`${date}T00:00:00Z`) + 50 * 3_600_000; ms += 3_600_000) {
    if (localTime(ms - 1, zone).startsWith(date) && !localTime(ms, zone).startsWith(date)) return ms - 1;
  }
  throw new Error(`no end of ${date}`);
};
const endOfDay = (fromMs: number, days: number, zone: string): number => lastInstantOf(dateAfter(localTime(fromMs, zone).slice(0, 10), days), zone);
const endOfTenBusinessDays = (fromMs: number): number => {
  let date = localTime(fromMs, 'America/New_York').slice(0, 10);
  for (let left = 10; left > 0; ) {
    date = dateAfter(date, 1);
    const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
    if (weekday !== 0 && weekday !== 6 && !usHolidays.has(date)) left -= 1;
  }
  return lastInstantOf(date, 'America/New_York');
};

describe('every history of the desk', () => {
  it('serves exactly what the reference model serves, on every replica that has heard the lane (I1, I2, I4, I5, I6, I7, I20, I25)', () => {
    // Among the beginnings: before both changes of clocks, Thanksgiving, Christmas, Spring Festival, National Day with its worked weekends.
    const starts = ['2025-03-05T03:00:00.000Z', '2025-09-26T20:00:00.000Z', '2025-10-30T12:00:00.000Z', '2025-11-17T20:00:00.000Z', '2025-12-19T23:00:00.000Z', '2026-02-10T01:00:00.000Z', '2026-06-26T16:00:00.000Z'];
    fc.assert(
      fc.property(fc.constantFrom(...starts), fc.commands([upstream, upstream, byHand, file, file, ...decisions, ...counters, jump, edge, edge, hear, hear, crash], { maxCommands: 60, size: 'max' }), (start, commands) => {
        const setup = (): { model: Model; real: Real } => {
          const world = new CaseWorld();
          world.now = new Date(start);
          return { model: { nowMs: world.now.getTime(), usable: new Map(), byHand: new Map(), targets: [] }, real: { world, targetIds: [], replicas: [0, 1].map(() => ({ index: new HoldIndex(), heard: 0 })) } };
        };
        fc.modelRun(setup, commands);
      }),
      { numRuns: 600 },
    );
  }, 120_000);
});
