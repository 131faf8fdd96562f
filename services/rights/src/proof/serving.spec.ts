import type { Relation } from '@wiredesk/contracts';
import { evaluate, HoldIndex, type Hold, type Terms } from '@wiredesk/usage-terms';
import fc from 'fast-check';

import { lostHolds } from '../recover-ledger/decide.js';
import { readLicence } from '../manage-grants/licence.decide.js';
import { CaseWorld } from './case-world.js';
import { hold, indexOf, openGrant, received, withdrawn, World } from './world.js';

/** Everywhere that asks the gate: every surface of publish asks with one of these channels, at the territory of its reader. */
const channels = ['portal', 'feed', 'api', 'webhook', 'websub', 'export'];
const territories = ['*', 'DE', 'CN', 'US'];
const everywhere = channels.flatMap((channel) => territories.map((territory) => ({ channel, territory })));
const anyScope = fc.constantFrom<Parameters<typeof hold>[1]>({ kind: 'item', itemId: 'i1' }, { kind: 'story', storyId: 'A', itemId: 'i1' }, { kind: 'source', sourceId: 's' }, { kind: 'url', url: 'https://www.up.example/i1/?utm_source=x' });
const worldWith = (...itemIds: string[]): CaseWorld => {
  const world = new CaseWorld();
  for (const itemId of itemIds) {
    world.take(received(itemId, 1));
    world.move({ itemId, from: null, to: { storyId: 'A', relation: itemId === 'i1' ? 'original' : 'reprint' } });
  }
  return world;
};

describe('safety', () => {
  it('I1 nothing is served anywhere that an active hold covers', () => {
    fc.assert(
      fc.property(anyScope, fc.constantFrom(...everywhere), (scope, use) => {
        const world = worldWith('i1');
        expect(world.served('i1', use)).toBe(true);
        world.place(hold('h', scope));
        expect(world.served('i1', use)).toBe(false);
      }),
    );
  });

  it('I2 every order, delay and repetition of the lane gives the same answers', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.boolean()), { maxLength: 12 }), fc.infiniteStream(fc.nat()), (acts, chance) => {
        const world = worldWith('i1');
        for (const [holdId, lifts] of acts) if (lifts) world.lift(holdId); else world.place(hold(holdId, { kind: 'item', itemId: 'i1' }));
        const heard = [...world.lane, ...world.lane].map((state) => ({ state, at: chance.next().value ?? 0 })).sort((a, b) => a.at - b.at).map(({ state }) => state);
        expect(world.verdictBy(indexOf(heard), 'i1')).toEqual(world.verdict('i1'));
      }),
    );
  });

  it('I3 a hold that comes before its item prevents its first publication', () => {
    fc.assert(
      fc.property(anyScope, fc.constantFrom(...everywhere), (scope, use) => {
        const world = new World();
        world.place(hold('h', scope));
        world.take(received('i1', 1));
        world.move({ itemId: 'i1', from: null, to: { storyId: 'A', relation: 'original' } });
        expect(world.served('i1', use)).toBe(false);
      }),
    );
  });

  it('I4 a ledger that was restored from any earlier point takes back what it said before it serves', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.boolean()), { maxLength: 15 }), fc.nat(), (acts, when) => {
        const world = worldWith('i1');
        for (const [holdId, lifts] of acts) if (lifts) world.lift(holdId); else world.place(hold(holdId, { kind: 'item', itemId: 'i1' }));
        const backup = new Map<string, Hold>(world.lane.slice(0, when % (world.lane.length + 1)).map((state) => [state.holdId, state]));
        const lost = lostHolds([...newest(world.lane).values()], [...backup.values()]);
        for (const state of lost) backup.set(state.holdId, state);
        expect(world.verdictBy(indexOf(backup.values()), 'i1')).toEqual(world.verdict('i1'));
      }),
    );
  });

  it('I5 a lift frees only what it alone covered', () => {
    fc.assert(
      fc.property(anyScope, anyScope, (one, other) => {
        const world = worldWith('i1', 'i2');
        world.place(hold('a', one));
        const without = ['i1', 'i2'].map((itemId) => world.served(itemId));
        world.place(hold('b', other));
        world.lift('b');
        expect(['i1', 'i2'].map((itemId) => world.served(itemId))).toEqual(without);
      }),
    );
  });

  it('I6 no upstream, schedule or story lifts what the law holds', () => {
    fc.assert(
      fc.property(fc.constantFrom<'legal' | 'order' | 'interim' | 'editorial'>('legal', 'order', 'interim', 'editorial'), fc.array(fc.nat(3), { maxLength: 20 }), (holdClass, acts) => {
        const world = worldWith('i1');
        world.place(hold('h', { kind: 'item', itemId: 'i1' }, { class: holdClass }));
        acts.forEach((act, i) => {
          if (act === 0) world.take(received('i1', i + 2));
          else if (act === 1) world.take(withdrawn('i1', i + 2));
          else if (act === 2) world.move({ itemId: 'i1', from: world.stories.get('i1') ?? null, to: { storyId: `S${i}`, relation: 'related' } });
          else world.jump(365 * dayMs);
          expect(world.served('i1')).toBe(false);
        });
      }),
    );
  });

  it('I7 an upstream lifts its own hold by a greater usable revision and by nothing else', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(6), fc.boolean()), { maxLength: 20 }), (events) => {
        const world = new World();
        let newestRevision = { revision: 0, usable: false };
        for (const [n, usable] of events) {
          world.take(usable ? received('i1', n + 1) : withdrawn('i1', n + 1));
          if (n + 1 > newestRevision.revision) newestRevision = { revision: n + 1, usable };
          expect(world.served('i1')).toBe(newestRevision.usable);
        }
      }),
    );
  });

  it('I8 nothing is served before its embargo ends, an open one never ends, and its end overrides no hold', () => {
    fc.assert(
      fc.property(fc.option(fc.integer({ min: -100, max: 100 })), fc.boolean(), fc.constantFrom(...everywhere), (minutes, held, use) => {
        const world = new World();
        const ends = minutes === null ? 'open' : new Date(world.now.getTime() + minutes * 60_000).toISOString();
        world.take(received('i1', 1, { embargoedUntil: ends }));
        if (held) world.place(hold('h', { kind: 'item', itemId: 'i1' }));
        for (const jump of [0, 30, 60, 200]) {
          const atMs = world.now.getTime() + jump * 60_000 + 1;
          expect(world.served('i1', { ...use, atMs })).toBe(!held && ends !== 'open' && Date.parse(ends) <= atMs);
        }
      }),
    );
  });

  it('I9 rights windows hold at reading, with every scheduler down', () => {
    fc.assert(
      fc.property(fc.integer({ min: -50, max: 50 }), fc.integer({ min: 1, max: 50 }), fc.integer({ min: -100, max: 100 }), (from, length, at) => {
        const terms: Terms = { channels: ['*'], territories: ['*'], from: new Date(from).toISOString(), until: new Date(from + length).toISOString(), embargoedUntil: null };
        expect(evaluate({ ...new World().use('i1'), atMs: at }, terms, []).permitted).toBe(at >= from && at < from + length);
      }),
    );
  });

  it('I10 a hold on the text covers its reprints, revisions and excerpts', () => {
    const world = worldWith('i1');
    const derivatives: readonly Relation[] = ['reprint', 'revision', 'excerpt'];
    derivatives.forEach((relation) => {
      world.take(received(relation, 1));
      world.move({ itemId: relation, from: null, to: { storyId: 'A', relation } });
    });
    world.place(hold('h', { kind: 'story', storyId: 'A', itemId: 'i1' }));
    expect(['i1', ...derivatives].filter((itemId) => world.served(itemId))).toEqual([]);
  });

  it('I11 what comes back later as a copy of a held text is never served, not even once', () => {
    fc.assert(
      fc.property(fc.constantFrom<Relation>('reprint', 'revision', 'excerpt'), (relation) => {
        const world = worldWith('i1');
        world.place(hold('h', { kind: 'story', storyId: 'A', itemId: 'i1' }));
        world.take(received('later', 1));
        // Publish shows nothing that has no place in a story yet; placed, it is covered.
        world.move({ itemId: 'later', from: null, to: { storyId: 'A', relation } });
        expect(world.served('later')).toBe(false);
      }),
    );
  });

  it('I13 what cannot be read grants nothing', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 60 }).filter((text) => !/^\s*(\*|all|full|cc)/i.test(text)), (text) => {
        expect(readLicence({ name: 'S', licence: text }).kind).not.toBe('grant');
      }),
    );
    const world = worldWith('i1');
    world.grants = [];
    expect(world.served('i1')).toBe(false);
  });
});

describe('minimality', () => {
  it('I14 a hold on one channel leaves the others', () => {
    const world = worldWith('i1');
    world.place(hold('h', { kind: 'item', itemId: 'i1' }, { channels: ['webhook', 'feed'] }));
    expect(channels.filter((channel) => world.served('i1', { channel }))).toEqual(['portal', 'api', 'websub', 'export']);
  });

  it('I15 a hold on an item leaves its story, a hold for a territory leaves the others', () => {
    const world = worldWith('i1', 'i2');
    world.place(hold('h', { kind: 'item', itemId: 'i1' }, { territories: ['DE'] }));
    expect(territories.filter((territory) => world.served('i1', { territory }))).toEqual(['CN', 'US']);
    expect(territories.every((territory) => world.served('i2', { territory }))).toBe(true);
  });

  it('I16 what a notice names in vain is held by nothing, whatever stands beside it', () => {
    fc.assert(
      fc.property(fc.subarray(['i1', 'i2', 'i3']), fc.array(fc.constantFrom('nonsense', 'mailto:a@b.example'), { maxLength: 3 }), (named, vain) => {
        fc.pre(named.length + vain.length > 0);
        const world = worldWith('i1', 'i2', 'i3');
        world.file([...vain, ...named], { regime: 'US_512' });
        expect(['i1', 'i2', 'i3'].filter((itemId) => !world.served(itemId))).toEqual(named);
        expect(world.ledger.size).toBe(named.length);
      }),
    );
  });

  it('I17 a withdrawal in part frees exactly what it names', () => {
    fc.assert(
      fc.property(fc.subarray([0, 1, 2, 3]), fc.boolean(), (freed, upheld) => {
        const itemIds = ['i1', 'i2', 'i3', 'i4'];
        const world = worldWith(...itemIds);
        const targets = world.file(itemIds, { regime: 'US_512' });
        if (upheld) for (const target of targets) world.happen(target, { type: 'upheld' });
        for (const n of freed) world.happen(targets[n] ?? '', { type: 'withdrawn' }, 'claimant');
        expect(itemIds.map((itemId) => world.served(itemId))).toEqual(itemIds.map((_, n) => freed.includes(n)));
      }),
    );
  });

  it('I34 the answer is total, the same each time, and names every hold that blocks', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(anyScope, fc.constantFrom('*', 'portal', 'feed')), { maxLength: 8 }), fc.constantFrom(...everywhere), (holds, use) => {
        const world = worldWith('i1');
        holds.forEach(([scope, channel], n) => world.place(hold(`h${n}`, scope, { channels: [channel] })));
        const verdict = world.verdict('i1', use);
        const blocking = holds.flatMap(([, channel], n) => (channel === '*' || channel === use.channel ? [`h${n}`] : []));
        expect(verdict.permitted ? [] : verdict.reasons.map(({ holdId }) => holdId)).toEqual(blocking);
        expect(world.verdict('i1', use)).toEqual(verdict);
        expect(world.verdict('never-seen').permitted).toBe(false);
      }),
    );
  });

  it('what a grant allows is not widened by a second one of another source', () => {
    const world = worldWith('i1');
    world.grants = [{ ...openGrant, channels: ['portal'] }, { ...openGrant, grantId: 'h', sourceId: 'other' }];
    expect(channels.filter((channel) => world.served('i1', { channel }))).toEqual(['portal']);
  });
});

const dayMs = 86_400_000;
const newest = (lane: readonly Hold[]): Map<string, Hold> => new Map(lane.map((state) => [state.holdId, state]));

describe('replicas', () => {
  it('I20 a replica that lags shows nothing that was held at its own place in the ledger, and one that lost its place starts closed', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom('a', 'b'), fc.boolean()), { minLength: 1, maxLength: 12 }), fc.array(fc.tuple(fc.nat(1), fc.nat(4)), { maxLength: 30 }), (acts, turns) => {
        const world = worldWith('i1');
        for (const [holdId, lifts] of acts) if (lifts) world.lift(holdId); else world.place(hold(holdId, { kind: 'item', itemId: 'i1' }));
        const replicas = [0, 1].map(() => ({ index: new HoldIndex(), at: 0, ready: false }));
        for (const [which, what] of turns) {
          const replica = replicas[which];
          if (!replica) continue;
          if (what === 0) Object.assign(replica, { index: new HoldIndex(), at: 0, ready: false });
          for (const state of world.lane.slice(what === 4 ? 0 : replica.at, replica.at + what)) replica.index.apply(state);
          replica.at = Math.min(world.lane.length, replica.at + what);
          replica.ready ||= replica.at === world.lane.length;
          const then = newest(world.lane.slice(0, replica.at));
          const heldThere = [...then.values()].some(({ lift }) => lift === null);
          if (replica.ready && heldThere) expect(world.verdictBy(replica.index, 'i1').permitted).toBe(false);
          if (replica.at === world.lane.length) expect(world.verdictBy(replica.index, 'i1')).toEqual(world.verdict('i1'));
        }
      }),
    );
  });
});
