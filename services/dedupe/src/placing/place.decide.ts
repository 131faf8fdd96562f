import { compare } from '@wiredesk/fingerprints';

import type { Pair } from './candidates.decide.js';
import { chooseCanonical } from './canonical.decide.js';
import type { Member, Standing } from './facts.js';
import { evidenceOf, linkPairs, type HandRules } from './link.decide.js';
import { familiesOf, groupsOf, type Group } from './story.decide.js';

/** Containment in a form marked by hand from which on a text is the same form. */
const cForm = 0.6;

/** A board of whole families, and what happened to it. */
export interface Task {
  readonly members: ReadonlyMap<string, Member>;
  /** Items that are new, revised or withdrawn: always said again. */
  readonly changed: ReadonlySet<string>;
  /** Items whose present link does not count any more. */
  readonly unlinked: ReadonlySet<string>;
  readonly pairs: readonly Pair[];
  readonly hand: HandRules;
  /** Stories under a hold, each with the items that its holds name: they keep their ids and are never made one. */
  readonly held: ReadonlyMap<string, readonly string[]>;
  /** As many as there are members. */
  readonly freshIds: readonly string[];
}

export interface MovedStory {
  readonly from: string;
  readonly into: string;
}

export interface Placed {
  /** Members whose link, notes or standing changed, as they are now. */
  readonly written: readonly Member[];
  /** Those of them that are said again; `placement` is raised. */
  readonly said: readonly Member[];
  /** Stories of which nothing is left, and where their items went. */
  readonly moved: readonly MovedStory[];
}

/**
 * Places every item of a board: links, stories, canonicals. The result depends on the set of items, on what rights
 * and people said of them and on the story ids that were there, never on the order in which items came.
 */
export const place = (task: Task): Placed => {
  const hand = withHeld(task);
  const members = withTemplates(task);
  const { links, notes } = linkPairs(members, task.pairs, task.unlinked, hand);
  const linked = [...members.values()].map((member) => ({
    ...member,
    link: links.has(member.facts.itemId) ? (links.get(member.facts.itemId) ?? null) : member.link,
    notes: notes.get(member.facts.itemId) ?? member.notes,
  }));
  const heldItems = new Set([...task.held.values()].flat());
  const families = familiesOf(linked, hand).map((family) => ({ id: (family[0] as Member).facts.itemId, groups: groupsOf(family, hand, heldItems) }));
  const groups = families.flatMap(({ id, groups: own }) => own.map((group) => ({ family: id, group })));
  const storyIds = nameStories(groups.map(({ group }) => group), task);
  const placed = groups.flatMap(({ family, group }, i) => standings(group, family, storyIds[i] as string));
  const written: Member[] = [];
  const said: Member[] = [];
  for (const member of placed) {
    const before = task.members.get(member.facts.itemId) as Member;
    const changed = task.changed.has(member.facts.itemId);
    const speaks = changed || !sameStanding(before.standing, member.standing);
    const after = speaks ? { ...member, placement: before.placement + 1 } : member;
    if (speaks) said.push(after);
    if (speaks || before.link !== member.link || before.notes !== member.notes || before.template !== member.template || before.standing?.familyId !== member.standing?.familyId) written.push(after);
  }
  return { written, said, moved: movedStories(task.members, placed) };
};

/** A form that a person marked marks what is filled in after it: a new text that holds most of it is one as well. */
const withTemplates = ({ members, pairs, changed }: Task): ReadonlyMap<string, Member> => {
  const marked = new Map<string, Member>();
  for (const [a, b] of pairs) {
    const [one, other] = [members.get(a), members.get(b)];
    if (!one || !other || one.template === other.template) continue;
    const plain = one.template ? other : one;
    if (changed.has(plain.facts.itemId) && compare(one.facts.text, other.facts.text).c >= cForm) marked.set(plain.facts.itemId, { ...plain, template: true });
  }
  return marked.size === 0 ? members : new Map([...members, ...marked]);
};

/** Two stories under different holds stay two: each hold covers what it covered. */
const withHeld = ({ members, hand, held }: Task): HandRules => {
  if (held.size === 0) return hand;
  const heldStory = (itemId: string): string | undefined => {
    const storyId = members.get(itemId)?.standing?.storyId;
    return storyId !== undefined && held.has(storyId) ? storyId : undefined;
  };
  return {
    same: hand.same,
    isApart: (a, b) => {
      if (hand.isApart(a, b)) return true;
      const [x, y] = [heldStory(a), heldStory(b)];
      return x !== undefined && y !== undefined && x !== y;
    },
  };
};

/**
 * Gives each group the id of a story that its members were in: the held one first, then in the order of time; an id
 * goes to one group, and a group without one gets a fresh id.
 */
const nameStories = (groups: readonly Group[], { held, freshIds }: Task): string[] => {
  const claims = groups.flatMap((group, index) => {
    const ids = new Set(group.members.flatMap((member) => (member.standing ? [member.standing.storyId] : [])));
    return [...ids].map((storyId) => ({ index, storyId, rank: claimRank(group, storyId, held) }));
  });
  claims.sort((a, b) => a.rank - b.rank || a.index - b.index || (a.storyId < b.storyId ? -1 : 1));
  const named = new Map<number, string>();
  const taken = new Set<string>();
  for (const { index, storyId } of claims) {
    if (named.has(index) || taken.has(storyId)) continue;
    named.set(index, storyId);
    taken.add(storyId);
  }
  return groups.map((_, index) => named.get(index) ?? (freshIds[index] as string));
};

const claimRank = (group: Group, storyId: string, held: Task['held']): number => {
  const items = held.get(storyId);
  if (items === undefined) return 2;
  return items.some((itemId) => group.relations.has(itemId)) ? 0 : 1;
};

const standings = (group: Group, familyId: string, storyId: string): Member[] => {
  const provisional = group.members.map((member) => ({ ...member, standing: standingOf(member, group, familyId, storyId) }));
  const canonicalItemId = chooseCanonical(provisional).facts.itemId;
  return provisional.map((member) => ({ ...member, standing: { ...member.standing, canonicalItemId } }));
};

const standingOf = ({ facts, link }: Member, group: Group, familyId: string, storyId: string): Standing => {
  const relation = group.relations.get(facts.itemId) ?? 'original';
  const united = group.united.get(facts.itemId);
  const place = { familyId, storyId, relation, canonicalItemId: facts.itemId };
  if (united) return { ...place, relatedTo: united.to.facts.itemId, ...evidenceOf(united.to.facts, facts), decidedBy: united.by === 'hand' ? 'hand' : 'sketch' };
  if (relation === 'original' || link === null) return { ...place, relatedTo: null, j: 0, c: 0, decidedBy: facts.suspicion === null ? 'alone' : 'suspect' };
  return { ...place, relatedTo: link.parentId, j: link.j, c: link.c, decidedBy: link.exact ? 'exact' : 'sketch' };
};

const sameStanding = (a: Standing | null, b: Standing | null): boolean =>
  a !== null && b !== null && a.storyId === b.storyId && a.relation === b.relation && a.relatedTo === b.relatedTo &&
  a.canonicalItemId === b.canonicalItemId && a.decidedBy === b.decidedBy && a.j === b.j && a.c === b.c;

const movedStories = (before: ReadonlyMap<string, Member>, after: readonly Member[]): MovedStory[] => {
  const left = new Set(after.map((member) => member.standing?.storyId));
  const moved = new Map<string, string>();
  for (const { facts, standing } of after) {
    const from = before.get(facts.itemId)?.standing?.storyId;
    if (from !== undefined && standing && !left.has(from) && !moved.has(from)) moved.set(from, standing.storyId);
  }
  return [...moved].map(([from, into]) => ({ from, into }));
};
