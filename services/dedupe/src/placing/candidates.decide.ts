import type { Facts, Published } from './facts.js';
import { limits } from './relation.decide.js';

/**
 * Keys are stored with the fortnight of their text in front of them, so that an index over all times is read and
 * written at its newest end only, as if there were a partition per fortnight, without any to plan over. A look-up asks
 * for the one or two that its window of 72 hours to both sides touches.
 */
export const eraMs = 14 * 24 * 3_600_000;
const keySpace = 2 ** 32;

/** Items of one chunk's look-up that may hold one key; from there on a key is so common that new items leave it out. */
export const postingsMax = 256;
/** Items found for one item by its keys, before they are ranked. */
export const hitsMax = 400;
/** Items compared with one item. */
export const candidatesMax = 50;
const fewKeys = 9;
const fewCandidates = 9;

/** Each key with its text's own fortnight in front: what is stored. */
export const storedKeys = (publishedMs: number, keys: Uint32Array, common: ReadonlySet<number>): number[] => {
  const era = Math.floor(publishedMs / eraMs) * keySpace;
  return [...keys].map((key) => era + key).filter((key) => !common.has(key));
};

/** The keys under which other texts within the window may stand: what is looked up. */
export const wantedKeys = (facts: Pick<Facts, 'published' | 'text'>): number[] => {
  const { first, last } = erasOf(facts.published);
  const wanted: number[] = [];
  for (let era = first; era <= last; era += 1) for (const key of facts.text.keys) wanted.push(era * keySpace + key);
  return wanted;
};

const erasOf = ({ fromMs, untilMs }: Published): { first: number; last: number } => ({
  first: Math.floor((fromMs - limits.copyWindowMs) / eraMs),
  last: Math.floor((untilMs + limits.copyWindowMs) / eraMs),
});

/** What a look-up tells of an item before it is loaded. */
export interface Hit {
  readonly itemId: string;
  readonly keys: Uint32Array;
  /** Empty for a text that is not compared. */
  readonly cleanHash: string;
}

/** An item and the other that it is to be compared with. */
export type Pair = readonly [wanted: string, other: string];

/**
 * Which pairs are worth comparing: equal hashes, and two shared keys or more (one where either text has few keys or
 * few others share any). At most `candidatesMax` per item, those with most keys in common.
 */
export const pairsOf = (wanted: readonly Hit[], hits: readonly Hit[]): Pair[] => {
  const all = new Map<string, Hit>();
  for (const hit of [...hits, ...wanted]) all.set(hit.itemId, hit);
  const byKey = new Map<number, Hit[]>();
  const byHash = new Map<string, Hit[]>();
  for (const hit of all.values()) {
    for (const key of hit.keys) add(byKey, key, hit);
    if (hit.cleanHash !== '') add(byHash, hit.cleanHash, hit);
  }
  return wanted.flatMap((item) => pairsOfOne(item, byKey, byHash));
};

const add = <K>(map: Map<K, Hit[]>, key: K, hit: Hit): void => {
  const known = map.get(key);
  if (known) known.push(hit);
  else map.set(key, [hit]);
};

const pairsOfOne = (item: Hit, byKey: ReadonlyMap<number, Hit[]>, byHash: ReadonlyMap<string, Hit[]>): Pair[] => {
  const shared = new Map<Hit, number>();
  for (const key of item.keys) {
    for (const other of byKey.get(key) ?? []) if (other.itemId !== item.itemId) shared.set(other, (shared.get(other) ?? 0) + 1);
  }
  const equal = new Set((byHash.get(item.cleanHash) ?? []).filter((other) => other.itemId !== item.itemId));
  const lenient = shared.size < fewCandidates || item.keys.length < fewKeys;
  const chosen = [...shared].filter(([other, count]) => !equal.has(other) && (count >= 2 || lenient || other.keys.length < fewKeys));
  chosen.sort(([a, x], [b, y]) => y - x || (a.itemId < b.itemId ? -1 : 1));
  return [...equal].sort((a, b) => (a.itemId < b.itemId ? -1 : 1)).slice(0, candidatesMax)
    .concat(chosen.slice(0, candidatesMax).map(([other]) => other))
    .map((other) => [item.itemId, other.itemId] as const);
};

/** Keys that so many of the found items hold that another posting would only make every later look-up longer. */
export const commonKeys = (found: readonly (readonly number[])[]): Set<number> => {
  const counts = new Map<number, number>();
  for (const stored of found) for (const key of stored) counts.set(key, (counts.get(key) ?? 0) + 1);
  return new Set([...counts].filter(([, count]) => count >= postingsMax).map(([key]) => key));
};
