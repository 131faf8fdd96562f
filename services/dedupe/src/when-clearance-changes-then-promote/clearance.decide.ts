import type { ItemCleared, ItemRefused } from '@wiredesk/contracts';

import { isUsable, type Clearance } from '../placing/permitted.decide.js';

/** What rights last said of an item. */
export interface Answer extends Clearance {
  readonly itemId: string;
  /** The greater wins. */
  readonly clearance: number;
}

/** An embargo without a known end never passes by itself. */
const momentOf = (text: string | null): number | null => (text === null ? null : text === 'open' ? Number.POSITIVE_INFINITY : Date.parse(text));

/** A cleared item may be used from the later of its window's beginning and its embargo's end. */
export const answerOfCleared = ({ itemId, clearance, from, until, embargoedUntil }: ItemCleared): Answer => {
  const moments = [momentOf(from), momentOf(embargoedUntil)].filter((at): at is number => at !== null);
  return { itemId, clearance, allowed: true, fromMs: moments.length === 0 ? null : Math.max(...moments), untilMs: momentOf(until) };
};

export const answerOfRefused = ({ itemId, clearance }: ItemRefused): Answer => ({ itemId, clearance, allowed: false, fromMs: null, untilMs: null });

/** The newest answer of each item, sorted by item: upserts lock rows in one order. */
export const newestAnswers = (answers: readonly Answer[]): Answer[] => {
  const newest = new Map<string, Answer>();
  for (const answer of answers) {
    const known = newest.get(answer.itemId);
    if (!known || answer.clearance > known.clearance) newest.set(answer.itemId, answer);
  }
  return [...newest.values()].sort((a, b) => (a.itemId < b.itemId ? -1 : 1));
};

/** True where the answer lets the choice of a canonical come out differently: nothing said before counts as permitted. */
export const changesChoice = (before: Clearance | null, after: Clearance, nowMs: number): boolean =>
  (before === null || isUsable(before, nowMs)) !== isUsable(after, nowMs);
