import type { Pair } from './candidates.decide.js';
import type { Member } from './facts.js';
import type { HandRules } from './link.decide.js';

/** A decision about pairs: each item of one side and each of the other. */
export interface HandDecision {
  readonly kind: 'apart' | 'same';
  readonly one_side: readonly string[];
  readonly other_side: readonly string[];
}

export interface HandRulesWithPairs extends HandRules {
  /** Pairs that were called the same, as far as both are on the board. */
  pairsAmong(members: ReadonlyMap<string, Member>): Pair[];
}

/** The rules that decisions make. `apart` wins over `same` where two decisions contradict each other. */
export const handRulesOf = (decisions: readonly HandDecision[]): HandRulesWithPairs => {
  const pairs = { apart: new Set<string>(), same: new Map<string, Pair>() };
  for (const { kind, one_side: one, other_side: other } of decisions) {
    for (const a of one) {
      for (const b of other) {
        if (kind === 'apart') pairs.apart.add(nameOf(a, b));
        else pairs.same.set(nameOf(a, b), [a, b]);
      }
    }
  }
  return {
    isApart: (a, b) => pairs.apart.size > 0 && pairs.apart.has(nameOf(a, b)),
    isSame: (a, b) => pairs.same.size > 0 && pairs.same.has(nameOf(a, b)),
    pairsAmong: (members) => [...pairs.same.values()].filter(([a, b]) => members.has(a) && members.has(b)),
  };
};

const nameOf = (a: string, b: string): string => (a < b ? `${a} ${b}` : `${b} ${a}`);
