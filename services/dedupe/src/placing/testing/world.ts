import { Fingerprinter } from '@wiredesk/fingerprints';

import { pairsOf, type Hit } from '../candidates.decide.js';
import { factsOf, type Arrival } from '../facts.decide.js';
import type { Facts, Member } from '../facts.js';
import { noHandRules, type HandRules } from '../link.decide.js';
import { sameBodyManyTitles } from '../junk.decide.js';
import { place } from '../place.decide.js';

const prints = new Fingerprinter(0x5eed);
const hitOf = ({ itemId, text }: Facts): Hit => ({ itemId, keys: text.keys, cleanHash: text.cleanHash });

/** All items ever, on one board: the pure decisions without a database. */
export class World {
  readonly members = new Map<string, Member>();
  hand: HandRules = noHandRules;
  held = new Map<string, readonly string[]>();
  private ids = 0;

  /** Items arrive together, as one chunk. Returns the ids that are said. */
  arrive(...arrivals: readonly Arrival[]): string[] {
    const facts = arrivals.map((one) => factsOf(one, prints));
    const changed = new Set(facts.map(({ itemId }) => itemId));
    for (const one of facts) {
      const known = this.members.get(one.itemId);
      this.members.set(one.itemId, { facts: one, link: null, standing: known?.standing ?? null, placement: known?.placement ?? 0, permitted: known?.permitted ?? null, template: known?.template ?? false, pinned: false, notes: [] });
    }
    const suspects = sameBodyManyTitles(this.members, facts);
    for (const itemId of suspects) this.change(itemId, (member) => ({ ...member, facts: { ...member.facts, suspicion: 'same-body-many-titles' } }));
    const unlinked = new Set([...changed, ...suspects]);
    for (const { facts: { itemId }, link } of this.members.values()) if (link && (changed.has(link.parentId) || suspects.includes(link.parentId))) unlinked.add(itemId);
    return this.decide(changed, unlinked);
  }

  change(itemId: string, how: (member: Member) => Member): void {
    this.members.set(itemId, how(this.members.get(itemId) as Member));
  }

  decide(changed: ReadonlySet<string> = new Set(), unlinked: ReadonlySet<string> = new Set()): string[] {
    const all = [...this.members.values()].map(({ facts }) => hitOf(facts));
    const pairs = pairsOf([...unlinked].map((itemId) => hitOf((this.members.get(itemId) as Member).facts)), all);
    const freshIds = Array.from(this.members, () => `story-${(this.ids += 1)}`);
    const placed = place({ members: this.members, changed, unlinked, pairs, hand: this.hand, held: this.held, freshIds });
    for (const member of placed.written) this.members.set(member.facts.itemId, member);
    return placed.said.map(({ facts }) => facts.itemId);
  }

  of(one: Arrival): Member {
    return this.members.get(one.item.itemId) as Member;
  }

  /** Every story as `canonical: other, other`, sorted: equal for equal placements whatever the stories' ids. */
  stories(): string[] {
    const stories = new Map<string, string[]>();
    for (const { facts, standing } of this.members.values()) {
      if (!standing) continue;
      const canonical = standing.canonicalItemId === facts.itemId ? '*' : '';
      stories.set(standing.storyId, [...(stories.get(standing.storyId) ?? []), `${facts.itemId} ${standing.relation}${canonical}`]);
    }
    return [...stories.values()].map((items) => items.sort().join(', ')).sort();
  }
}
