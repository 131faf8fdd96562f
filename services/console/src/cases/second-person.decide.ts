/** Decisions that have to be another person's than the one complained of. */
const secondPersons: ReadonlySet<string> = new Set(['complaint-founded', 'complaint-unfounded']);

export interface DeskTarget {
  readonly ordinal: number;
  readonly decidedBy: string | null;
  readonly decisions: readonly string[];
}

/** A decision that this officer may take now: of which targets, and of which only somebody else may. */
export interface OpenDecision {
  readonly name: string;
  readonly targets: readonly number[];
  readonly othersOnly: readonly number[];
}

/**
 * What may be decided of a case by this officer. A complaint is decided by another person than who decided first;
 * rights refuses it otherwise, and here it is said before. `actor`: the officer as rights notes them.
 */
export const openDecisions = (targets: readonly DeskTarget[], actor: string): OpenDecision[] => {
  const names = [...new Set(targets.flatMap(({ decisions }) => decisions))];
  return names.map((name) => {
    const able = targets.filter(({ decisions }) => decisions.includes(name));
    const isBarred = ({ decidedBy }: DeskTarget): boolean => secondPersons.has(name) && decidedBy === `officer:${actor}`;
    return { name, targets: able.filter((target) => !isBarred(target)).map(({ ordinal }) => ordinal), othersOnly: able.filter(isBarred).map(({ ordinal }) => ordinal) };
  });
};
