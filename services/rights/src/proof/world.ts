import type { ReceivedEvent, Relation } from '@wiredesk/contracts';
import { evaluate, HoldIndex, type Grant, type Hold, type Use, type Verdict } from '@wiredesk/usage-terms';

import { afterEvent, answerFor, type ItemEvent } from '../clearing/decide.js';
import type { KnownItem } from '../clearing/item.js';
import { placed, type NewHold } from '../hold-ledger/new-hold.js';
import { liftedByUpstream, upstreamHold } from '../when-item-changes-then-clear-or-refuse/upstream-holds.decide.js';
import { followingHolds, type Move } from '../when-item-placed-then-follow-its-story/decide.js';

export const beginning = '2026-11-24T10:00:00.000Z';
export const openGrant: Grant = { grantId: 'g', sourceId: 's', channels: ['*'], territories: ['*'], languages: ['*'], from: null, until: null, credit: null, notice: null, canonicalLinkRequired: false, coversReserved: false };

/**
 * The deciding functions of this service, put together as its handlers put them, in a world without a database: what is
 * committed is in the maps, what was said on the hold lane is in `lane`, in the order of the ledger.
 */
export class World {
  readonly items = new Map<string, KnownItem>();
  readonly ledger = new Map<string, Hold>();
  readonly stories = new Map<string, { storyId: string; relation: Relation }>();
  readonly targetOf = new Map<string, string>();
  readonly lane: Hold[] = [];
  grants: readonly Grant[] = [openGrant];
  now = new Date(beginning);

  place(hold: NewHold): void {
    if (this.ledger.has(hold.holdId)) return;
    this.say(placed(hold, this.lane.length + 1, this.now));
    if (hold.of) this.targetOf.set(hold.holdId, hold.of.targetId);
  }

  lift(holdId: string): void {
    const hold = this.ledger.get(holdId);
    if (hold?.lift === null) this.say({ ...hold, seq: this.lane.length + 1, lift: { at: this.now.toISOString(), by: 'x', reason: 'x' } });
  }

  /** As the consumer of items does. */
  take(event: ItemEvent): void {
    const was = this.items.get(event.data.itemId);
    const item = afterEvent(was, event);
    if (!item) return;
    this.items.set(item.itemId, item);
    if (event.type === 'item.withdrawn') this.place(upstreamHold(event));
    if (item.standing === 'usable' && was?.standing === 'withdrawn') for (const id of liftedByUpstream([...this.standing()], item.itemId)) this.lift(id);
  }

  /** As the consumer of placements does. */
  move(move: Move): void {
    this.stories.set(move.itemId, move.to);
    for (const hold of followingHolds([move], [...this.standing()].map((one) => ({ hold: one, caseId: null, targetId: null, wantedScope: null })))) this.place(hold);
  }

  *standing(): Iterable<Hold> {
    for (const hold of this.ledger.values()) if (hold.lift === null) yield hold;
  }

  use(itemId: string, change: Partial<Use> = {}): Use {
    const story = this.stories.get(itemId);
    return { itemId, sourceId: this.items.get(itemId)?.sourceId ?? 's', storyId: story?.storyId ?? null, relation: story?.relation ?? null, urlKeys: [`up.example/${itemId}`], channel: 'portal', territory: '*', atMs: this.now.getTime() + 1, ...change };
  }

  /** What a reader of the whole ledger shows of an item. */
  verdict(itemId: string, change: Partial<Use> = {}): Verdict {
    return this.verdictBy(indexOf(this.ledger.values()), itemId, change);
  }

  served(itemId: string, change: Partial<Use> = {}): boolean {
    return this.verdict(itemId, change).permitted;
  }

  /** What a reader shows that knows these holds and no others. */
  verdictBy(index: HoldIndex, itemId: string, change: Partial<Use> = {}): Verdict {
    const use = this.use(itemId, change);
    const item = this.items.get(itemId);
    const answer = item ? answerFor(item, this.grants, use.atMs) : undefined;
    return evaluate(use, answer?.kind === 'cleared' ? answer : null, index.covering(use));
  }

  private say(state: Hold): void {
    this.ledger.set(state.holdId, state);
    this.lane.push(state);
  }
}

export const indexOf = (holds: Iterable<Hold>): HoldIndex => {
  const index = new HoldIndex();
  for (const hold of holds) index.apply(hold);
  return index;
};

export const hold = (holdId: string, scope: NewHold['scope'], change: Partial<NewHold> = {}): NewHold => ({
  holdId, class: 'legal', scope, channels: ['*'], territories: ['*'], httpStatus: 451, reasonCode: 'x', law: null, placedBy: 'officer:a', effectiveFrom: null, until: null, of: null, follows: null, ...change,
});

export const received = (itemId: string, revision: number, change: Partial<ReceivedEvent<'item.received'>['data']> = {}): ItemEvent =>
  ({ type: 'item.received', id: `${itemId}${revision}`, data: { itemId, sourceId: 's', guid: itemId, revision, url: `https://up.example/${itemId}`, language: 'en', reprintReserved: false, embargoedUntil: null, expiresAt: null, receivedAt: beginning, ...change } }) as unknown as ItemEvent;

export const withdrawn = (itemId: string, revision: number, change: Partial<ReceivedEvent<'item.withdrawn'>['data']> = {}): ItemEvent =>
  ({ type: 'item.withdrawn', id: `${itemId}${revision}`, data: { itemId, sourceId: 's', guid: itemId, revision, reason: 'canceled', withdrawnAt: beginning, ...change } }) as unknown as ItemEvent;
