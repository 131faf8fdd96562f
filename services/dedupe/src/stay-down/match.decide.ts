import { numbersInCommon } from '@wiredesk/fingerprints';

import { limits } from '../placing/relation.decide.js';

/**
 * How much of a held text (or of the incoming one, where it is shorter) must come back. Measured on 1,500 protected
 * and 6,000 unrelated articles per language: at 0.3 everything up to 5 % edits is found, and 0.65 to 1.1 % of the
 * unrelated ones, which are mostly forms filled in again; those are told by their numbers. A quotation is lawful.
 */
export const coverages = { held: 0.5, review: 0.3, noted: 0.15 } as const;

/** Fewer fingerprints in common than this are a phrase. */
const sharedMin = 6;

/** What one held text and one incoming text have in common. */
export interface Overlap {
  readonly holdId: string;
  readonly itemId: string;
  /** A copy is taken into the held story: the hold is one of scope story. */
  readonly spreads: boolean;
  readonly caseNumber: string | null;
  readonly equal: boolean;
  readonly shared: number;
  readonly heldFingerprints: number;
  readonly heldNumbers: Uint32Array;
}

export type StayDownVerdict = 'held' | 'review' | 'noted' | 'clear';

export interface Match {
  readonly holdId: string;
  readonly itemId: string;
  readonly spreads: boolean;
  readonly caseNumber: string | null;
  /** Fingerprints in common over those of the text that has fewer, 0 to 1. */
  readonly coverage: number;
  readonly verdict: Exclude<StayDownVerdict, 'clear'>;
}

/** What the incoming text is looked up by. */
export interface Incoming {
  readonly fingerprints: number;
  readonly numbers: Uint32Array;
}

/** Judges each overlap; those that mean nothing are left out. The most covered first. */
export const judge = (incoming: Incoming, overlaps: readonly Overlap[]): Match[] =>
  overlaps
    .flatMap((overlap) => {
      const coverage = coverageOf(incoming, overlap);
      const verdict = verdictOf(coverage, incoming, overlap);
      return verdict === 'clear' ? [] : [{ holdId: overlap.holdId, itemId: overlap.itemId, spreads: overlap.spreads, caseNumber: overlap.caseNumber, coverage, verdict }];
    })
    .sort((a, b) => b.coverage - a.coverage || (a.holdId + a.itemId < b.holdId + b.itemId ? -1 : 1));

const coverageOf = (incoming: Incoming, { equal, shared, heldFingerprints }: Overlap): number => {
  if (equal) return 1;
  const smaller = Math.min(incoming.fingerprints, heldFingerprints);
  return smaller === 0 ? 0 : Math.min(1, Math.round((shared / smaller) * 1e4) / 1e4);
};

const verdictOf = (coverage: number, incoming: Incoming, overlap: Overlap): StayDownVerdict => {
  if (overlap.equal) return 'held';
  if (coverage < coverages.noted || overlap.shared < sharedMin) return 'clear';
  if (coverage < coverages.review || isFormFilledInAgain(incoming, overlap)) return 'noted';
  return coverage < coverages.held ? 'review' : 'held';
};

/** A form filled in again is about as long as it was; a part in other surroundings, whose numbers differ too, is not. */
const formLengthMin = 0.75;

/** The same words around other numbers and dates are next week's bulletin, which nobody gave notice of. */
const isFormFilledInAgain = ({ numbers, fingerprints }: Incoming, { heldNumbers, heldFingerprints }: Overlap): boolean =>
  Math.min(fingerprints, heldFingerprints) >= formLengthMin * Math.max(fingerprints, heldFingerprints) &&
  Math.min(numbers.length, heldNumbers.length) >= limits.numbersKnownMin &&
  numbersInCommon(numbers, heldNumbers) < limits.numbersDerived;

/** The strictest of the verdicts. */
export const strictest = (matches: readonly Match[]): StayDownVerdict =>
  (['held', 'review', 'noted'] as const).find((verdict) => matches.some((match) => match.verdict === verdict)) ?? 'clear';
