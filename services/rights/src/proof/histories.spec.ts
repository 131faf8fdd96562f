import { automaticRelations, type Relation } from '@wiredesk/contracts';
import { coversItem } from '@wiredesk/usage-terms';
import fc from 'fast-check';

import type { ItemEvent } from '../clearing/decide.js';
import { hold, received, withdrawn, World } from './world.js';

/**
 * Random histories of upstreams, holds by hand, and stories. The oracle is a model so small that it can be read: an item
 * is served exactly when its newest revision is usable and no hold by hand stands on it.
 */
type Step = { readonly kind: 'event'; readonly event: ItemEvent } | { readonly kind: 'place'; readonly holdId: string; readonly itemId: string } | { readonly kind: 'lift'; readonly holdId: string };
const items = ['i1', 'i2'];
/** Each item's revisions, each usable or withdrawn: what its upstream really said. */
const upstream = fc.tuple(...items.map(() => fc.array(fc.boolean(), { minLength: 1, maxLength: 5 })));
const eventsOf = (histories: readonly (readonly boolean[])[]): ItemEvent[] =>
  histories.flatMap((history, i) => history.map((usable, n) => (usable ? received(items[i] ?? '', n + 1) : withdrawn(items[i] ?? '', n + 1))));

const run = (steps: readonly Step[]): World => {
  const world = new World();
  for (const step of steps) {
    if (step.kind === 'event') world.take(step.event);
    else if (step.kind === 'place') world.place(hold(step.holdId, { kind: 'item', itemId: step.itemId }));
    else world.lift(step.holdId);
  }
  return world;
};

describe('what is served', () => {
  it('is the same for every order, delay and repetition of what upstreams say (I2, I7)', () => {
    fc.assert(
      fc.property(
        upstream.chain((histories) => fc.tuple(fc.constant(histories), fc.shuffledSubarray([...eventsOf(histories), ...eventsOf(histories)], { minLength: eventsOf(histories).length * 2 }))),
        ([histories, order]) => {
          const world = run(order.map((event) => ({ kind: 'event', event })));
          items.forEach((itemId, i) => expect(world.served(itemId)).toBe(histories[i]?.at(-1) === true));
        },
      ),
      { numRuns: 400 },
    );
  });

  it('is never what a hold by hand stands on, whatever upstreams say, and a lift frees what no other hold covers (I1, I5, I6)', () => {
    const act = fc.oneof(
      fc.record({ kind: fc.constant('place' as const), holdId: fc.constantFrom('h1', 'h2', 'h3'), itemId: fc.constantFrom(...items) }),
      fc.record({ kind: fc.constant('lift' as const), holdId: fc.constantFrom('h1', 'h2', 'h3') }),
    );
    fc.assert(
      fc.property(upstream, fc.array(act, { maxLength: 12 }), fc.infiniteStream(fc.nat()), (histories, acts, chance) => {
        // Upstream events in their order, acts in theirs, woven together at random.
        const queues: Step[][] = [eventsOf(histories).map((event) => ({ kind: 'event', event })), acts];
        const steps: Step[] = [];
        while (queues.some((queue) => queue.length > 0)) {
          const queue = queues[(chance.next().value ?? 0) % 2] ?? [];
          const step = queue.shift() ?? queues.find((other) => other.length > 0)?.shift();
          if (step) steps.push(step);
        }
        const world = new World();
        const placedOn = new Map<string, string>();
        const lifted = new Set<string>();
        for (const step of steps) {
          if (step.kind === 'event') world.take(step.event);
          if (step.kind === 'place') {
            world.place(hold(step.holdId, { kind: 'item', itemId: step.itemId }));
            if (!placedOn.has(step.holdId)) placedOn.set(step.holdId, step.itemId);
          }
          if (step.kind === 'lift' && placedOn.has(step.holdId)) {
            world.lift(step.holdId);
            lifted.add(step.holdId);
          }
          for (const itemId of items) {
            const isHeld = [...placedOn].some(([holdId, on]) => on === itemId && !lifted.has(holdId));
            const usable = world.items.get(itemId)?.standing === 'usable';
            expect(world.served(itemId)).toBe(usable && !isHeld);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('does not come back by any merge or split of stories (I12), and no unrelated text goes dark with it (I15)', () => {
    const members = ['a', 'b', 'c', 'd'];
    const moves = fc.array(fc.record({ itemId: fc.constantFrom(...members), storyId: fc.constantFrom('A', 'B', 'C'), relation: fc.constantFrom<Relation>('original', 'reprint', 'excerpt', 'related', 'derived') }), { maxLength: 25 });
    fc.assert(
      fc.property(moves, fc.nat(), (history, when) => {
        const world = new World();
        const everHeld = new Set<string>();
        const everCopy = new Set<string>();
        const covered = (itemId: string): boolean => [...world.standing()].some((one) => coversItem(one, world.use(itemId)));
        for (const itemId of members) world.move({ itemId, from: null, to: { storyId: itemId === 'd' ? 'B' : 'A', relation: itemId === 'a' || itemId === 'd' ? 'original' : 'reprint' } });
        const check = (): void => {
          for (const itemId of members) {
            if (!covered(itemId)) {
              expect(everHeld.has(itemId)).toBe(false);
              continue;
            }
            everHeld.add(itemId);
            // It is held for a reason: it is or was a copy in a story that was held, or the one that was named.
            if (automaticRelations.includes(world.use(itemId).relation ?? 'related')) everCopy.add(itemId);
            expect(itemId === 'a' || everCopy.has(itemId)).toBe(true);
          }
        };
        history.forEach((to, i) => {
          if (i === when % (history.length + 1)) world.place(hold('legal', { kind: 'story', storyId: world.stories.get('a')?.storyId ?? 'A', itemId: 'a' }));
          check();
          world.move({ itemId: to.itemId, from: world.stories.get(to.itemId) ?? null, to: { storyId: to.storyId, relation: to.relation } });
          check();
        });
      }),
      { numRuns: 400 },
    );
  });
});
