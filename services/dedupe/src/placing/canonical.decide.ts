import { automaticRelations } from '@wiredesk/contracts';
import { sharedKeys } from '@wiredesk/fingerprints';

import { creditedName, isEarlier, isInDateline, type Facts, type Member } from './facts.js';

/** Whether rights lets the item be used; what is not known yet counts as permitted until told otherwise. */
export const isPermitted = (member: Member): boolean => member.permitted !== false;

/** An item that may stand for its story: not withdrawn, and a text at all. */
export const isEligible = (member: Member): boolean => !member.facts.withdrawn && (member.facts.suspicion === null || member.facts.suspicion === 'too-short');

/**
 * A cut copy has clearly less than the complete text. What is longer by a quarter or by half is mostly that text with a
 * notice below it or links between its paragraphs, and no reason to pass the first publisher over.
 */
const cutShare = 0.62;
/** What is longer still holds other reports beside this one: a round-up is not the complete text of its parts. */
const partShare = 0.28;
/** Two sources that have a text at nearly the same length agree on what it is. */
const lengthAlike = 0.85;
const titleAlike = 0.6;

interface Scene {
  readonly credited: ReadonlySet<string>;
  readonly first: Facts;
  readonly members: readonly Member[];
}

type Rank = readonly number[];

const rank = (member: Member, scene: Scene): Rank => {
  const { facts, standing } = member;
  const relation = standing?.relation ?? 'original';
  const ofFirstPublisher = facts.sourceId === scene.first.sourceId && (relation === 'original' || relation === 'revision');
  return [
    isEligible(member) ? 0 : 1,
    isPermitted(member) ? 0 : 1,
    member.pinned ? 0 : 1,
    automaticRelations.includes(relation) ? 0 : 1,
    facts.identities.some((name) => scene.credited.has(name)) ? 0 : 1,
    // A dateline is no sign of an aggregator: the agency's own text has one, and a copy may have lost it.
    facts.credited.every((name) => isInDateline(name) || facts.identities.includes(name)) ? 0 : 1,
    relation === 'revision' || !isCut(facts, scene.members) ? 0 : 1,
    ofFirstPublisher ? 0 : 1,
    ofFirstPublisher ? -facts.published.fromMs : facts.published.fromMs,
    -facts.text.units,
  ];
};

/** Members that are looked at for a complete text; a story with more has its complete texts among them. */
const membersCompared = 64;

/**
 * True where another member is the complete text of which this is a part: longer, but not so long that it must hold
 * other reports too, and either under the same headline or of a length that a second source confirms.
 */
const isCut = (facts: Facts, members: readonly Member[]): boolean =>
  members.some(({ facts: other }) => {
    const share = facts.text.units / Math.max(1, other.text.units);
    if (share >= cutShare || share < partShare) return false;
    return titlesAlike(facts, other) || members.some((third) => third.facts.sourceId !== other.sourceId && lengthsAlike(third.facts, other));
  });

const lengthsAlike = (a: Facts, b: Facts): boolean => Math.min(a.text.units, b.text.units) >= lengthAlike * Math.max(a.text.units, b.text.units);

/** A text without a headline is taken to have the same one. */
const titlesAlike = (a: Facts, b: Facts): boolean => {
  if (a.titleHash === b.titleHash) return true;
  const smaller = Math.min(a.titleTokens.length, b.titleTokens.length);
  return smaller === 0 || sharedKeys(a.titleTokens, b.titleTokens) >= smaller * titleAlike;
};

const compareRanks = (a: Rank, b: Rank): number => {
  for (let i = 0; i < a.length; i += 1) {
    const difference = (a[i] as number) - (b[i] as number);
    if (difference !== 0) return difference;
  }
  return 0;
};

/**
 * The item that stands for a story: permitted before refused, pinned by hand, a copy before a derived text, the source
 * that others credit, an original before an aggregator, a complete text before a cut one, the latest revision of the
 * first publisher, the earliest, the longest, the smallest id. A total order over the members, so the same whatever
 * order they arrived in. Throws RangeError for a story without members.
 */
export const chooseCanonical = (members: readonly Member[]): Member => {
  const [head, ...tail] = members;
  if (!head) throw new RangeError('a story has at least one member');
  const first = tail.reduce((earliest, member) => (isEarlier(member.facts, earliest) ? member.facts : earliest), head.facts);
  const scene: Scene = { credited: creditedBy(members), first, members: members.slice(0, membersCompared) };
  const ranked = members.map((member) => ({ member, rank: rank(member, scene) }));
  ranked.sort((a, b) => compareRanks(a.rank, b.rank) || (a.member.facts.itemId < b.member.facts.itemId ? -1 : 1));
  return (ranked[0] as { member: Member }).member;
};

/** Names that a member credits and that are not its own. */
const creditedBy = (members: readonly Member[]): ReadonlySet<string> => {
  const names = new Set<string>();
  for (const { facts } of members) {
    for (const name of facts.credited.map(creditedName)) if (!facts.identities.includes(name)) names.add(name);
  }
  return names;
};
