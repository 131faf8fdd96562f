import type { Pair } from './candidates.decide.js';
import type { HandRules, Union } from './link.decide.js';

/** A decision about pairs: each item of one side and each of the other. */
export interface HandDecision {
  readonly kind: 'apart' | 'same';
  readonly one_side: readonly string[];
  readonly other_side: readonly string[];
}

/**
 * The rules that decisions and returned held texts (`matched`) make. `apart` wins over `same` where they contradict
 * each other: a person may let a match pass.
 */
export const handRulesOf = (decisions: readonly HandDecision[], matched: readonly Pair[]): HandRules => {
  const apart = new Set<string>();
  const same = new Map<string, Union>();
  for (const [a, b] of matched) same.set(nameOf(a, b), { pair: [a, b], by: 'stay-down' });
  for (const { kind, one_side: one, other_side: other } of decisions) {
    for (const a of one) {
      for (const b of other) {
        if (kind === 'apart') apart.add(nameOf(a, b));
        else same.set(nameOf(a, b), { pair: [a, b], by: 'hand' });
      }
    }
  }
  return {
    isApart: (a, b) => apart.size > 0 && apart.has(nameOf(a, b)),
    same: [...same].filter(([name]) => !apart.has(name)).map(([, union]) => union),
  };
};

const nameOf = (a: string, b: string): string => (a < b ? `${a} ${b}` : `${b} ${a}`);
