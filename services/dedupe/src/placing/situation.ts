import type { OutgoingEvent } from '@wiredesk/contracts';
import type { Tx } from '@wiredesk/persistence';
import { uuidv7 } from '@wiredesk/platform';

import type { Guarded } from '../stay-down/guard-arrivals.js';
import { markMatchedItems } from '../stay-down/match.store.js';
import { loadFamilies, loadPrints, type Board } from './board.store.js';
import { commonKeys, pairsOf, storedKeys, wantedKeys, type Hit, type Pair } from './candidates.decide.js';
import type { Facts, Member } from './facts.js';
import { loadHandRules } from './hand-rules.store.js';
import { heldStories } from './held-story.store.js';
import { sameBodyManyTitles } from './junk.decide.js';
import { lookUp, type Found, type LookUp, type Wanted } from './lookup.store.js';
import { changesAfter, permittedAt, type Clearance } from './permitted.decide.js';
import { place } from './place.decide.js';
import { eventsOf } from './placement-events.js';
import { noteDue, noteMoved, writePlacing, type Withdrawal } from './placement.store.js';

/** What is looked up of a text. */
export const wantedOf = (facts: Pick<Facts, 'itemId' | 'published' | 'text'>): Wanted => ({ itemId: facts.itemId, keys: wantedKeys(facts), cleanHash: facts.text.cleanHash });
const noKeys: ReadonlySet<number> = new Set();
const noHolds: ReadonlyMap<string, readonly string[]> = new Map();
const hitOf = (facts: Facts): Hit => ({ itemId: facts.itemId, keys: facts.text.keys, cleanHash: facts.text.cleanHash });

const storyIdsOf = (members: ReadonlyMap<string, Member>): string[] => [
  ...new Set([...members.values()].flatMap((member) => (member.standing ? [member.standing.storyId] : []))),
];

/** One chunk's board while it is put together. */
export class Situation {
  private board: Board = { members: new Map(), byHand: [] };
  private readonly changed = new Set<string>();
  private readonly unlinked = new Set<string>();
  private readonly arrived = new Set<string>();
  private pairs: Pair[] = [];
  private hits: Found[];

  constructor(
    private readonly tx: Tx,
    private readonly now: Date,
    private readonly found: LookUp,
    private readonly guard: Guarded,
  ) {
    this.hits = [...found.hits];
  }

  /** Loads the families that the chunk touches, and puts the chunk's items in their places. */
  async with(arrivals: readonly Facts[], withdrawals: readonly Withdrawal[]): Promise<this> {
    const { self } = this.found;
    const revised = new Set(arrivals.filter((facts) => (self.get(facts.itemId)?.familyId ?? null) !== null).map((facts) => facts.itemId));
    this.pairs = pairsOf(arrivals.map(hitOf), this.hits.filter((hit) => !revised.has(hit.itemId)));
    await this.load([...[...self.values()].map((one) => one.familyId), ...this.guard.familyIds], arrivals);
    for (const facts of arrivals) this.arrive(facts, withdrawals);
    for (const one of withdrawals) this.withdraw(one);
    this.suspect(arrivals);
    await this.relinkOrphans();
    await this.fillSketches(this.pairs.flat());
    return this;
  }

  /** Decides, writes, and says. */
  async settle(): Promise<OutgoingEvent[]> {
    const { members, byHand } = this.board;
    const hand = await loadHandRules(this.tx, [...byHand, ...this.guard.itemIds]);
    const held = this.found.holding ? await heldStories(this.tx, storyIdsOf(members)) : noHolds;
    const placed = place({ members, changed: this.changed, unlinked: this.unlinked, pairs: this.pairs, hand, held, freshIds: Array.from(members, () => uuidv7()) });
    const common = commonKeys(this.hits.map((hit) => storedKeys(hit.publishedMs, hit.keys, noKeys)));
    writePlacing(this.tx, placed.written, this.arrived, common, this.now);
    await markMatchedItems(this.tx, this.guard.itemIds);
    noteMoved(this.tx, placed.moved, this.now);
    noteDue(this.tx, [...this.arrived].flatMap((itemId) => this.momentsOf(itemId)));
    return eventsOf(placed, this.now);
  }

  private async load(more: readonly (string | null)[], arrivals: readonly Facts[]): Promise<void> {
    const chosen = new Set(this.pairs.flat());
    const hits = this.hits.filter((hit) => chosen.has(hit.itemId));
    const families = new Set([...more, ...hits.map((hit) => hit.familyId)].filter((id): id is string => id !== null));
    for (const member of this.board.members.values()) families.delete(member.standing?.familyId ?? '');
    const board = await loadFamilies(this.tx, [...families], [...chosen, ...arrivals.map((facts) => facts.itemId)], this.now.getTime());
    this.board = { members: new Map([...this.board.members, ...board.members]), byHand: [...this.board.byHand, ...board.byHand] };
  }

  private arrive(facts: Facts, withdrawals: readonly Withdrawal[]): void {
    const { itemId } = facts;
    const known = this.board.members.get(itemId);
    const withdrawnRevision = Math.max(this.found.self.get(itemId)?.withdrawnRevision ?? 0, withdrawals.find((one) => one.itemId === itemId)?.revision ?? 0);
    const member: Member = {
      facts: { ...facts, withdrawn: withdrawnRevision > facts.revision },
      link: null,
      standing: known?.standing ?? null,
      placement: known?.placement ?? 0,
      permitted: permittedAt(this.clearanceOf(itemId), facts.embargoedUntilMs, this.now.getTime()),
      template: known?.template ?? false,
      pinned: known?.pinned ?? false,
      notes: [],
    };
    this.board.members.set(itemId, member);
    this.changed.add(itemId);
    this.unlinked.add(itemId);
    this.arrived.add(itemId);
  }

  private withdraw({ itemId, revision }: Withdrawal): void {
    const member = this.board.members.get(itemId);
    // Not seen yet: the withdrawal is noted, and the item will be placed as withdrawn when it comes.
    if (!member || this.arrived.has(itemId) || revision <= member.facts.revision) return;
    this.board.members.set(itemId, { ...member, facts: { ...member.facts, withdrawn: true } });
    this.changed.add(itemId);
  }

  private suspect(arrivals: readonly Facts[]): void {
    for (const itemId of sameBodyManyTitles(this.board.members, arrivals)) {
      const member = this.board.members.get(itemId) as Member;
      if (member.facts.suspicion !== null) continue;
      this.board.members.set(itemId, { ...member, facts: { ...member.facts, suspicion: 'same-body-many-titles' } });
      this.unlinked.add(itemId);
    }
  }

  /** Items whose parent is another text now, or nobody's parent any more, look for another one. */
  private async relinkOrphans(): Promise<void> {
    const orphans = [...this.board.members.values()].filter(({ facts, link }) => link !== null && this.unlinked.has(link.parentId) && !this.unlinked.has(facts.itemId));
    if (orphans.length === 0) return;
    const ids = orphans.map(({ facts }) => facts.itemId);
    await this.fillSketches(ids);
    const wanted = this.factsOf(ids);
    const again = await lookUp(this.tx, wanted.map(wantedOf), []);
    this.hits = [...this.hits, ...again.hits];
    const others = [...again.hits.filter((hit) => !this.arrived.has(hit.itemId)), ...this.factsOf([...this.arrived]).map(hitOf)];
    this.pairs = [...this.pairs, ...pairsOf(wanted.map(hitOf), others)];
    for (const itemId of ids) this.unlinked.add(itemId);
    await this.load([], []);
  }

  /** Sketches that were left out because their family is very large, where a comparison needs them. */
  private async fillSketches(itemIds: readonly string[]): Promise<void> {
    const missing = this.factsOf([...new Set(itemIds)]).filter(({ text }) => text.cleanHash !== '' && text.sample.length === 0);
    for (const [itemId, { titleTokens, ...print }] of await loadPrints(this.tx, missing.map((facts) => facts.itemId))) {
      const member = this.board.members.get(itemId) as Member;
      this.board.members.set(itemId, { ...member, facts: { ...member.facts, titleTokens, text: { ...member.facts.text, ...print } } });
    }
  }

  private factsOf(itemIds: readonly string[]): Facts[] {
    return itemIds.flatMap((itemId) => this.board.members.get(itemId)?.facts ?? []);
  }

  private clearanceOf(itemId: string): Clearance | null {
    return this.found.clearances.get(itemId) ?? null;
  }

  private momentsOf(itemId: string): { itemId: string; atMs: number }[] {
    const { embargoedUntilMs } = (this.board.members.get(itemId) as Member).facts;
    return changesAfter(this.clearanceOf(itemId), embargoedUntilMs, this.now.getTime()).map((atMs) => ({ itemId, atMs }));
  }
}
