import type { Relation } from '@wiredesk/contracts';
import type { Similarity } from '@wiredesk/fingerprints';

import type { Facts, Published } from './facts.js';

const hourMs = 3_600_000;

/**
 * The thresholds of placement. What they rest on: two newswires of 20 thousand articles each, with labelled pairs.
 * Time is the strongest single feature: recurring forms (weather, market operations, fixtures) reach J 0.5 to 1 between
 * different stories, and with a window of 72 hours the precision of J >= 0.7 rises from 0.86 to 0.995.
 */
export const limits = {
  copyWindowMs: 72 * hourMs,
  closeWindowMs: 36 * hourMs,
  /** Below a day: what the same publisher says at the same hour tomorrow is tomorrow's bulletin. */
  revisionWindowMs: 20 * hourMs,
  shortWindowMs: 24 * hourMs,
  lateExactWindowMs: 30 * 24 * hourMs,
  /** 60 ideographs or 30 words: below, likeness of text alone says nothing. */
  unitsMin: 60,
  /** A brief of so many is a copy of an equal one on the same day; below, an equal title is needed too. */
  unitsBrief: 36,
  /** From here on an equal text is a copy at any distance in time, if it has dates or numbers of its own. */
  unitsLateExact: 200,
  jReprint: 0.7,
  cExcerpt: 0.9,
  /** Containment that joins, for words; ideographs need `cDerivedIdeographs` more (their 5-shingles meet by chance more often). */
  cDerived: 0.7,
  cDerivedIdeographs: 0.1,
  cDerivedLater: 0.05,
  cReview: 0.6,
  cRelated: 0.3,
  jRevision: 0.4,
  cRevision: 0.7,
  cTemplate: 0.5,
  /** Numbers in common below which two texts are one form filled in twice. Copies of Chinese texts keep nearly all theirs. */
  numbersSame: 0.6,
  numbersSameIdeographs: 0.1,
  numbersDerived: 0.7,
  jDerived: 0.5,
  numbersAll: 0.95,
  /** Of so many numbers so great a part is not in common by chance. */
  numbersMany: 12,
  numbersAllOfMany: 0.85,
  jDerivedOfMany: 0.45,
  numbersKnownMin: 3,
  titleAlike: 0.6,
  /** From here on one text holds the other, whatever their titles are about. */
  cSame: 0.95,
  /**
   * Of what the titles name, in common: below, two texts are one form filled in with other names. Measured over copies
   * with edits of 1 to 10 %: 1.0 for 95 of 100 of them; over reports of one form: 0 to 0.6 for half of them.
   */
  subjectSame: 0.8,
  jLate: 0.9,
  numbersLate: 0.99,
} as const;

/** What a pair of texts is to each other. */
export interface Relating {
  /** Of the later text to the earlier. */
  readonly relation: Exclude<Relation, 'original'>;
  /** The later text belongs to the earlier one's story. */
  readonly joins: boolean;
  /** Greater is closer; decides between several earlier texts before J and C do. */
  readonly tier: number;
  readonly exact: boolean;
  /** A person should look: a copy far away in time, or one that the samples cannot prove. */
  readonly review: boolean;
}

const link = (relation: 'related' | 'template', review = false): Relating => ({ relation, joins: false, tier: 0, exact: false, review });
const join = (relation: 'reprint' | 'revision' | 'excerpt' | 'derived', tier: number, exact = false): Relating => ({ relation, joins: true, tier, exact, review: relation === 'derived' });

/** Time between two publications, in milliseconds; 0 where a day without an hour covers the other. */
export const gapMs = (a: Published, b: Published): number => Math.max(0, a.fromMs - b.untilMs, b.fromMs - a.untilMs);

const share = (a: Uint32Array, b: Uint32Array): number => {
  const smaller = Math.min(a.length, b.length);
  if (smaller === 0) return 0;
  const others = new Set(b);
  return a.reduce((sum, hash) => sum + (others.has(hash) ? 1 : 0), 0) / smaller;
};

/**
 * What the later text is to the earlier one: null for nothing to each other. Pure and symmetric in time: it depends on
 * the two texts alone, never on which arrived first.
 */
export const relate = (earlier: Facts, later: Facts, similarity: Similarity, templates: boolean): Relating | null => {
  if (earlier.suspicion !== null || later.suspicion !== null) return null;
  const gap = gapMs(earlier.published, later.published);
  const smaller = Math.min(earlier.text.units, later.text.units);
  const sameTitle = earlier.titleHash !== '' && earlier.titleHash === later.titleHash;
  if (earlier.text.cleanHash === later.text.cleanHash) return relateEqual(earlier, gap, smaller, sameTitle, templates);
  if (smaller < limits.unitsMin) return relateShort(similarity, gap, sameTitle);
  if (templates) return similarity.c >= limits.cTemplate ? link('template') : null;
  const formDiffers = differInNumbers(earlier, later, similarity) || differInSubject(similarity);
  if (isRevision(earlier, later, similarity, gap, formDiffers)) return join('revision', 4);
  if (gap > limits.copyWindowMs) return relateFar(similarity);
  if (formDiffers) return similarity.c >= limits.cTemplate ? link('template') : relateLoose(similarity);
  if (similarity.j >= limits.jReprint) return join('reprint', 4);
  if (similarity.c >= limits.cExcerpt) return similarity.confident ? join('excerpt', 3) : join('derived', 1);
  return isDerived(earlier, later, similarity, gap) ? join('derived', 2) : relateLoose(similarity);
};

const numbersKnown = (a: Facts, b: Facts): number => Math.min(a.text.numbers.length, b.text.numbers.length);
const ideographsOf = (a: Facts, b: Facts): number => Math.min(a.text.ideographShare, b.text.ideographShare);

const differInNumbers = (a: Facts, b: Facts, similarity: Similarity): boolean =>
  numbersKnown(a, b) >= limits.numbersKnownMin && similarity.numbersInCommon < limits.numbersSame + limits.numbersSameIdeographs * ideographsOf(a, b);

/**
 * Two reports of one form about different people, firms or places: what the title of each names in its own text is
 * missing in the other. A headline that was rewritten names what stands in the same text.
 */
export const differInSubject = ({ c, subjectInCommon }: Similarity): boolean => c < limits.cSame && subjectInCommon < limits.subjectSame;

const relateEqual = (text: Facts, gap: number, units: number, sameTitle: boolean, templates: boolean): Relating | null => {
  if (units < limits.unitsMin) {
    const within = sameTitle ? limits.shortWindowMs : units >= limits.unitsBrief ? limits.revisionWindowMs : -1;
    return gap <= within ? join('reprint', 5, true) : null;
  }
  if (gap <= limits.copyWindowMs) return join('reprint', 5, true);
  // Some notices recur word for word a year later: only a text with dates or figures of its own is itself again.
  const itsOwn = text.text.numbers.length >= limits.numbersKnownMin || gap <= limits.lateExactWindowMs;
  return units >= limits.unitsLateExact && itsOwn && !templates ? join('reprint', 5, true) : link('template');
};

const relateShort = (similarity: Similarity, gap: number, sameTitle: boolean): Relating | null =>
  sameTitle && similarity.c >= limits.cExcerpt && gap <= limits.shortWindowMs ? join(similarity.j >= limits.jReprint ? 'reprint' : 'excerpt', 3) : null;

const relateFar = (similarity: Similarity): Relating | null => {
  if (similarity.j >= limits.jLate && similarity.numbersInCommon >= limits.numbersLate) return link('related', true);
  return similarity.c >= limits.cTemplate ? link('template') : relateLoose(similarity);
};

const relateLoose = (similarity: Similarity): Relating | null =>
  similarity.c >= limits.cRelated ? link('related', similarity.c >= limits.cReview) : null;

/**
 * The same publisher changed its text. A publisher's bulletins of one day look alike too, so that the title, the URL or
 * a mark such as CORRECTED has to agree where the texts differ much.
 */
const isRevision = (earlier: Facts, later: Facts, similarity: Similarity, gap: number, formDiffers: boolean): boolean => {
  const sameUrl = earlier.urlHash !== '' && earlier.urlHash === later.urlHash;
  if (!sameUrl && earlier.sourceId !== later.sourceId) return false;
  if (similarity.j < limits.jRevision && similarity.c < limits.cRevision) return false;
  const marked = later.titleMark === 'correction' || later.titleMark === 'update';
  if (gap > (marked ? limits.copyWindowMs : limits.revisionWindowMs)) return false;
  if (sameUrl || (marked && share(earlier.titleTokens, later.titleTokens) >= limits.titleAlike)) return true;
  if (formDiffers) return false;
  return similarity.j >= limits.jReprint || share(earlier.titleTokens, later.titleTokens) >= limits.titleAlike;
};

const isDerived = (earlier: Facts, later: Facts, similarity: Similarity, gap: number): boolean => {
  if (similarity.c < limits.cReview) return false;
  const numbers = numbersKnown(earlier, later);
  if (numbers >= 2 && similarity.numbersInCommon < limits.numbersDerived) return false;
  const close = gap <= limits.closeWindowMs;
  if (similarity.c >= limits.cDerived + limits.cDerivedIdeographs * ideographsOf(earlier, later) + (close ? 0 : limits.cDerivedLater)) return true;
  // Edited all over: each text holds most of the other, and every number of it.
  const many = numbers >= limits.numbersMany;
  const allNumbers = numbers >= limits.numbersKnownMin && similarity.numbersInCommon >= (many ? limits.numbersAllOfMany : limits.numbersAll);
  if (close && allNumbers && similarity.j >= (many ? limits.jDerivedOfMany : limits.jDerived)) return true;
  return numbers >= 2 && similarity.numbersInCommon >= limits.numbersLate && share(earlier.titleTokens, later.titleTokens) >= limits.titleAlike;
};
