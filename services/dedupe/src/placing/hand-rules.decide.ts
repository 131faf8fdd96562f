import type { Pair } from './candidates.decide.js';
import type { HandRules } from './link.decide.js';

/** A decision about pairs: each item of one side and each of the other. */
export interface HandDecision {
  readonly kind: 'apart' | 'same';
  readonly one_side: readonly string[];
  readonly other_side: readonly string[];
}

/** The rules that decisions make. `apart` wins over `same` where two decisions contradict each other. */
export const handRulesOf = (decisions: readonly HandDecision[]): HandRules => {
  const apart = new Set<string>();
  const same = new Map<string, Pair>();
  for (const { kind, one_side: one, other_side: other } of decisions) {
    for (const a of one) {
      for (const b of other) {
        if (kind === 'apart') apart.add(nameOf(a, b));
        else same.set(nameOf(a, b), [a, b]);
      }
    }
  }
  return {
    isApart: (a, b) => apart.size > 0 && apart.has(nameOf(a, b)),
    same: [...same].filter(([name]) => !apart.has(name)).map(([, pair]) => pair),
  };
};

const nameOf = (a: string, b: string): string => (a < b ? `${a} ${b}` : `${b} ${a}`);
