import { compare, type Similarity } from '@wiredesk/fingerprints';

import type { Pair } from './candidates.decide.js';
import { isEarlier, type Facts, type Link, type Member, type Note } from './facts.js';
import { relate } from './relation.decide.js';

/** What people decided about pairs of items. */
export interface HandRules {
  /** These two are not copies of each other. */
  isApart(a: string, b: string): boolean;
  /** Pairs that are one story, whatever the trees of links say. */
  readonly same: readonly Union[];
}

/** Two items that belong to one story because a person said so, or because one came back although the other is held. */
export interface Union {
  readonly pair: Pair;
  readonly by: 'hand' | 'stay-down';
}

export const noHandRules: HandRules = { isApart: () => false, same: [] };

const notesMax = 3;

/** Links and notes that a set of pairs gave. */
export interface Linking {
  readonly links: Map<string, Link | null>;
  readonly notes: Map<string, readonly Note[]>;
}

/**
 * Links each item to the closest of the earlier ones. An item has one parent, the best of all earlier ones whoever
 * arrived first, so that the tree of links is the same for every order of arrival. `unlinked` lists the items whose
 * present link does not count (they changed, or their parent did).
 */
export const linkPairs = (members: ReadonlyMap<string, Member>, pairs: readonly Pair[], unlinked: ReadonlySet<string>, hand: HandRules): Linking => {
  const links = new Map<string, Link | null>();
  const notes = new Map<string, Note[]>();
  for (const itemId of unlinked) {
    links.set(itemId, null);
    notes.set(itemId, []);
  }
  const seen = new Set<string>();
  for (const [a, b] of pairs) {
    const key = a < b ? a + b : b + a;
    const [one, other] = [members.get(a), members.get(b)];
    if (!one || !other || seen.has(key)) continue;
    seen.add(key);
    const [earlier, later] = isEarlier(one.facts, other.facts) ? [one, other] : [other, one];
    const { facts } = later;
    const outcome = outcomeOf(earlier, later, hand);
    if (!outcome) continue;
    if ('parentId' in outcome) {
      const present = links.has(facts.itemId) ? (links.get(facts.itemId) ?? null) : later.link;
      if (present?.parentId !== outcome.parentId && isCloser(outcome, present, members)) links.set(facts.itemId, outcome);
      continue;
    }
    const known = notes.get(facts.itemId) ?? later.notes.filter((note) => note.itemId !== outcome.itemId);
    notes.set(facts.itemId, [...known, outcome].sort((x, y) => y.c - x.c || (x.itemId < y.itemId ? -1 : 1)).slice(0, notesMax));
  }
  return { links, notes };
};

const outcomeOf = (earlier: Member, later: Member, hand: HandRules): Link | Note | null => {
  const [a, b] = [earlier.facts.itemId, later.facts.itemId];
  if (hand.isApart(a, b)) return null;
  const similarity = compare(earlier.facts.text, later.facts.text);
  const relating = relate(earlier.facts, later.facts, similarity, earlier.template || later.template);
  const { j, c } = evidenceOf(earlier.facts, later.facts, similarity);
  if (!relating) return null;
  const { relation } = relating;
  if (relation === 'related' || relation === 'template') return { itemId: a, relation, j, c, review: relating.review };
  return { parentId: a, relation, tier: relating.tier, exact: relating.exact, j, c };
};

/** Rounded to what is stored and sent, so that a link read back compares as when it was made. */
export const evidenceOf = (a: Facts, b: Facts, { j, c }: Similarity = compare(a.text, b.text)): { j: number; c: number } =>
  a.text.cleanHash !== '' && a.text.cleanHash === b.text.cleanHash ? { j: 1, c: 1 } : { j: Math.round(j * 1e4) / 1e4, c: Math.round(c * 1e4) / 1e4 };

const isCloser = (link: Link, present: Link | null, members: ReadonlyMap<string, Member>): boolean => {
  if (!present) return true;
  if (link.tier !== present.tier) return link.tier > present.tier;
  if (link.c !== present.c) return link.c > present.c;
  if (link.j !== present.j) return link.j > present.j;
  const [mine, other] = [members.get(link.parentId), members.get(present.parentId)];
  return mine !== undefined && (other === undefined || isEarlier(mine.facts, other.facts));
};
