import type { Relation } from '@wiredesk/contracts';
import { compare } from '@wiredesk/fingerprints';

import { byTime, type Member } from './facts.js';
import type { HandRules, Union } from './link.decide.js';
import { gapMs } from './relation.decide.js';

/** Members of one tree of links that make one story; in the order of time, the first is its leader. */
export interface Group {
  readonly members: Member[];
  /** Of each member to the leader: the loosest relation on its way up. */
  readonly relations: Map<string, Relation>;
  /** Members that are here for another reason than their link, with what they were united with. */
  readonly united: Map<string, { readonly to: Member; readonly by: Union['by'] }>;
}

/** A text that shares less than this with its story's leader has drifted away, unless a third of the story holds it. */
const cLeader = 0.5;
const membersShare = 1 / 3;
/** A chain of bulletins may go on for ever; a story may not. */
const spanMsMax = 7 * 24 * 3_600_000;
/** A digest holds several texts, each less than this part of it, that have nothing in common. */
const minorPart = 0.34;
const cUnalike = 0.1;
/** Members that one is compared with, at most. */
const comparedMax = 32;

/** The trees of links, those that people called the same taken together, each in the order of time. */
export const familiesOf = (members: Iterable<Member>, hand: HandRules): Member[][] => {
  const sorted = [...members].sort(byTime);
  const familyOf = new Map<string, Member[]>();
  for (const member of sorted) {
    // The parent is earlier, so that its family is known already. One that is not on the board is none.
    const family = member.link ? familyOf.get(member.link.parentId) : undefined;
    if (family) family.push(member);
    familyOf.set(member.facts.itemId, family ?? [member]);
  }
  for (const { pair: [a, b] } of hand.same) {
    const [one, other] = [familyOf.get(a), familyOf.get(b)];
    if (!one || !other || one === other) continue;
    one.push(...other);
    one.sort(byTime);
    for (const member of other) familyOf.set(member.facts.itemId, one);
  }
  return [...new Set(familyOf.values())];
};

/** Divides a family (in the order of time) into stories: a text that drifted from its leader begins another. */
export const groupsOf = (family: readonly Member[], hand: HandRules, heldItems: ReadonlySet<string>): Group[] => {
  const groupOf = new Map<string, Group>();
  /** The derived item that an item is a copy of (itself, for that one); none for copies of the story's first text. */
  const headOf = new Map<string, string>();
  for (const member of family) {
    const { itemId } = member.facts;
    const group = member.link ? groupOf.get(member.link.parentId) : undefined;
    if (group && belongs(member, group, hand)) {
      const head = member.link?.relation === 'derived' ? itemId : headOf.get(member.link?.parentId ?? '');
      if (head !== undefined) headOf.set(itemId, head);
      group.members.push(member);
      groupOf.set(itemId, group);
      continue;
    }
    groupOf.set(itemId, { members: [member], relations: new Map([[itemId, 'original']]), united: new Map() });
  }
  const heldHeads = new Set([...heldItems].flatMap((itemId) => headOf.get(itemId) ?? []));
  for (const group of new Set(groupOf.values())) {
    for (const member of group.members.slice(1)) group.relations.set(member.facts.itemId, relationOf(member, headOf.get(member.facts.itemId), heldHeads));
  }
  for (const union of hand.same) joinGroups(groupOf, union, hand);
  return [...new Set(groupOf.values())];
};

/** The later story becomes part of the earlier one; its leader is a reprint of the other's. */
const joinGroups = (groupOf: Map<string, Group>, { pair: [a, b], by }: Union, hand: HandRules): void => {
  const [one, other] = [groupOf.get(a), groupOf.get(b)];
  if (!one || !other || one === other) return;
  if (one.members.some((x) => other.members.some((y) => hand.isApart(x.facts.itemId, y.facts.itemId)))) return;
  const [into, from] = byTime(one.members[0] as Member, other.members[0] as Member) < 0 ? [one, other] : [other, one];
  const [head, leader] = [into.members[0] as Member, from.members[0] as Member];
  for (const [itemId, relation] of from.relations) into.relations.set(itemId, relation);
  for (const [itemId, union] of from.united) into.united.set(itemId, union);
  into.relations.set(leader.facts.itemId, 'reprint');
  into.united.set(leader.facts.itemId, { to: head, by });
  into.members.push(...from.members);
  into.members.sort(byTime);
  for (const member of from.members) groupOf.set(member.facts.itemId, into);
};

/**
 * `derived` on the way up makes everything below it derived: what is not the leader's text is not taken down with it.
 * But where a hold names that derived text or a copy of it, its copies are what is to be taken down.
 */
const relationOf = ({ facts, link }: Member, head: string | undefined, heldHeads: ReadonlySet<string>): Relation => {
  if (!link || head === undefined) return link?.relation ?? 'original';
  if (!heldHeads.has(head)) return 'derived';
  return head === facts.itemId ? 'excerpt' : link.relation;
};

const belongs = (member: Member, group: Group, hand: HandRules): boolean => {
  const { facts, link } = member;
  if (!link || group.members.some((other) => hand.isApart(other.facts.itemId, facts.itemId))) return false;
  const [leader] = group.members as [Member];
  const byExact = link.exact && link.parentId === leader.facts.itemId;
  return byExact || (isNear(member, group, leader) && !isAnotherPart(member, group, leader));
};

const isNear = (member: Member, group: Group, leader: Member): boolean => {
  const { facts, link } = member;
  if (link?.parentId === leader.facts.itemId) return true;
  if (!link?.exact && gapMs(leader.facts.published, facts.published) > spanMsMax) return false;
  if (likeness(member, leader) >= cLeader) return true;
  const compared = group.members.slice(0, comparedMax);
  return compared.filter((other) => likeness(member, other) >= cLeader).length >= compared.length * membersShare;
};

const likeness = (a: Member, b: Member): number => {
  const [x, y] = [a.facts.text, b.facts.text];
  if (x.cleanHash !== '' && x.cleanHash === y.cleanHash) return 1;
  // A sketch that was not loaded: a story so large is not taken apart.
  return x.sample.length === 0 || y.sample.length === 0 ? 1 : compare(x, y).c;
};

/** True where the leader is a digest of which another member is one part and this text another. */
const isAnotherPart = (member: Member, group: Group, leader: Member): boolean => {
  const units = leader.facts.text.units * minorPart;
  if (member.facts.text.units >= units) return false;
  return group.members
    .slice(1, comparedMax)
    .some((other) => other.facts.text.units < units && likeness(member, other) < cUnalike);
};
