import type { Similarity } from '@wiredesk/fingerprints';

import type { Facts } from '../placing/facts.js';
import { differInSubject, gapMs, limits, relate, type Relating } from '../placing/relation.decide.js';

const hourMs = 3_600_000;
const percent = (part: number): string => `${Math.round(part * 100)} %`;

/** A verdict about two texts, with sentences that an editor can read. */
export interface Explanation {
  /** Of the later text to the earlier; `none` where they have nothing to do with each other. */
  readonly relation: Relating['relation'] | 'none';
  readonly joins: boolean;
  /** A person should look before anything is taken down because of it. */
  readonly review: boolean;
  readonly reasons: readonly string[];
}

/** Says what the later text is to the earlier one, and why. */
export const explain = (earlier: Facts, later: Facts, similarity: Similarity): Explanation => {
  const relating = relate(earlier, later, similarity, false);
  return { relation: relating?.relation ?? 'none', joins: relating?.joins ?? false, review: relating?.review ?? false, reasons: reasonsOf(earlier, later, similarity, relating) };
};

const suspicionSentence: Readonly<Record<NonNullable<Facts['suspicion']>, string>> = {
  empty: 'has no text',
  erased: 'was erased',
  'too-short': 'has fewer than 20 words or ideographs',
  'same-body-many-titles': 'came from one source under three titles or more, so that it says nothing about its article',
};

const reasonsOf = (earlier: Facts, later: Facts, similarity: Similarity, relating: Relating | null): string[] => {
  const suspects = [earlier, later].filter((facts) => facts.suspicion !== null);
  if (suspects.length > 0) return suspects.map((facts) => `The ${facts === earlier ? 'earlier' : 'later'} text ${suspicionSentence[facts.suspicion ?? 'empty']}: it is not compared.`);
  if (relating?.exact) return ['The texts are the same once credits, punctuation, width and case are left out.', gapSentence(earlier, later)];
  const known = Math.min(earlier.text.numbers.length, later.text.numbers.length);
  return [
    `They share ${percent(similarity.c)} of the shorter text and ${percent(similarity.j)} of both together${similarity.confident ? '' : ', measured on few samples'}.`,
    gapSentence(earlier, later),
    ...(known >= limits.numbersKnownMin ? [`${percent(similarity.numbersInCommon)} of the numbers and dates of one are in the other${similarity.numbersInCommon < limits.numbersSame ? ': one form, filled in twice' : ''}.`] : []),
    ...(differInSubject(similarity) ? ['What the headline of each names is missing in the other: one form, filled in with other names.'] : []),
    ...(Math.min(earlier.text.units, later.text.units) < limits.unitsMin ? ['One of them is too short for likeness alone: an equal title is needed too.'] : []),
  ];
};

const gapSentence = (earlier: Facts, later: Facts): string => {
  const gap = gapMs(earlier.published, later.published);
  const hours = Math.round(gap / hourMs);
  return gap > limits.copyWindowMs ? `They are ${hours} hours apart; beyond ${limits.copyWindowMs / hourMs} hours likeness does not make a copy.` : `They are ${hours} hours apart.`;
};
