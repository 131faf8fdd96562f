import { automaticRelations } from '@wiredesk/contracts';

import { isEarlier, type Facts, type Member } from './facts.js';

/** Whether rights lets the item be used; what is not known yet counts as permitted until told otherwise. */
export const isPermitted = (member: Member): boolean => member.permitted !== false;

/** An item that may stand for its story: not withdrawn, and a text at all. */
export const isEligible = (member: Member): boolean => !member.facts.withdrawn && (member.facts.suspicion === null || member.facts.suspicion === 'too-short');

/** A cut copy has clearly less than the fullest text of its story. */
const cutShare = 0.8;

interface Scene {
  readonly credited: ReadonlySet<string>;
  readonly unitsMost: number;
  readonly first: Facts;
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
    facts.credited.every((name) => facts.identities.includes(name)) ? 0 : 1,
    relation === 'revision' || facts.text.units >= scene.unitsMost * cutShare ? 0 : 1,
    ofFirstPublisher ? 0 : 1,
    ofFirstPublisher ? -facts.published.fromMs : facts.published.fromMs,
    -facts.text.units,
  ];
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
  const scene: Scene = { credited: creditedBy(members), unitsMost: Math.max(...members.map((member) => member.facts.text.units)), first };
  const ranked = members.map((member) => ({ member, rank: rank(member, scene) }));
  ranked.sort((a, b) => compareRanks(a.rank, b.rank) || (a.member.facts.itemId < b.member.facts.itemId ? -1 : 1));
  return (ranked[0] as { member: Member }).member;
};

/** Names that a member credits and that are not its own. */
const creditedBy = (members: readonly Member[]): ReadonlySet<string> => {
  const names = new Set<string>();
  for (const { facts } of members) for (const name of facts.credited) if (!facts.identities.includes(name)) names.add(name);
  return names;
};
