/** A copy that is not proven gone, as far as advice needs it. */
export interface OpenCopy {
  readonly surface: string;
  readonly state: string;
  readonly subscriberId: string | null;
}

/** What a person does about open copies of one kind; the key of a sentence, and how many copies it is about. */
export interface Advice {
  readonly advice: 'wait' | 'remind' | 'call' | 'look' | 'reach';
  readonly surface: string;
  readonly subscriberId: string | null;
  readonly copies: number;
}

const adviceFor = ({ state, subscriberId }: OpenCopy): Advice['advice'] => {
  if (state === 'unreachable') return 'reach';
  if (state === 'overdue') return subscriberId === null ? 'look' : 'call';
  if (state === 'delivered') return 'remind';
  return 'wait';
};

const urgency: readonly Advice['advice'][] = ['reach', 'call', 'look', 'remind', 'wait'];

/**
 * What to do about what is missing, the most urgent first: a holder that cannot be reached, one that is overdue, a place
 * of our own that still shows it, one that was told and has not acknowledged; the rest is on its way by itself.
 */
export const adviceOf = (copies: readonly OpenCopy[]): Advice[] => {
  const groups = new Map<string, Advice>();
  for (const copy of copies) {
    const advice = adviceFor(copy);
    const key = `${advice} ${copy.surface} ${copy.subscriberId ?? ''}`;
    const group = groups.get(key) ?? { advice, surface: copy.surface, subscriberId: copy.subscriberId, copies: 0 };
    groups.set(key, { ...group, copies: group.copies + 1 });
  }
  return [...groups.values()].sort((a, b) => urgency.indexOf(a.advice) - urgency.indexOf(b.advice) || b.copies - a.copies);
};
