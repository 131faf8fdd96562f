import type { Fingerprint } from '../sketch/fingerprinter.js';
import { numbersMax } from '../sketch/numbers.js';
import { missingShare } from '../sketch/subject.js';

/** Below this many sampled hashes a comparison says little (error of C about 0.1): compare the texts themselves. */
export const confidentSampleMin = 24;

/** How much two texts share, estimated on their samples (error of C: standard deviation 0.02 to 0.04 at 128 to 64 hashes). */
export interface Similarity {
  /** Jaccard: shared short shingles over all, 0 to 1. Symmetric. */
  readonly j: number;
  /** Containment: shared over those of the smaller text, 0 to 1. Symmetric. */
  readonly c: number;
  /** Part of the first text found in the second, and of the second in the first. */
  readonly aInB: number;
  readonly bInA: number;
  /** Numbers and dates of the text that has fewer of them, found in the other; 1 where it has none. */
  readonly numbersInCommon: number;
  /** Of what either title names in its own text, the part that the other text names as well; 1 where titles say nothing. */
  readonly subjectInCommon: number;
  /** False where the samples, at their common scale, are too small to rely on. */
  readonly confident: boolean;
}

type Sampled = Pick<Fingerprint, 'sample' | 'scale' | 'numbers' | 'filter' | 'subject'>;

/** How many hashes of a sample lie below 2^(32 - scale): the sample at a coarser scale is its own beginning. */
const lengthAt = (sample: Uint32Array, scale: number): number => {
  if (scale === 0) return sample.length;
  const bound = 2 ** (32 - scale);
  let low = 0;
  let high = sample.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sample[middle] as number) < bound) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** The sample as it would have been taken at a coarser scale. Throws RangeError for a finer one: what was left out is gone. */
export const downsample = (print: Pick<Fingerprint, 'sample' | 'scale'>, scale: number): Pick<Fingerprint, 'sample' | 'scale'> => {
  if (scale < print.scale) throw new RangeError(`a sample of scale ${print.scale} cannot be made finer`);
  return { scale, sample: print.sample.slice(0, lengthAt(print.sample, scale)) };
};

const inCommon = (a: Uint32Array, aLength: number, b: Uint32Array, bLength: number): number => {
  let i = 0;
  let k = 0;
  let shared = 0;
  while (i < aLength && k < bLength) {
    const x = a[i] as number;
    const y = b[k] as number;
    if (x === y) {
      shared += 1;
      i += 1;
      k += 1;
    } else if (x < y) i += 1;
    else k += 1;
  }
  return shared;
};

/** How many of the keys two texts share. */
export const sharedKeys = (a: Uint32Array, b: Uint32Array): number => inCommon(a, a.length, b, b.length);

/** Compares two texts by their samples, at the coarser of the two scales. Symmetric but for the direction. */
export const compare = (a: Sampled, b: Sampled): Similarity => {
  const scale = Math.max(a.scale, b.scale);
  const aLength = lengthAt(a.sample, scale);
  const bLength = lengthAt(b.sample, scale);
  const shared = inCommon(a.sample, aLength, b.sample, bLength);
  const smaller = Math.min(aLength, bLength);
  return {
    j: aLength + bLength === 0 ? 0 : shared / (aLength + bLength - shared),
    c: smaller === 0 ? 0 : shared / smaller,
    aInB: aLength === 0 ? 0 : shared / aLength,
    bInA: bLength === 0 ? 0 : shared / bLength,
    numbersInCommon: numbersInCommon(a.numbers, b.numbers),
    subjectInCommon: subjectInCommon(a, b),
    confident: scale === 0 || smaller >= confidentSampleMin,
  };
};

/**
 * The greater of both directions: a copy may have dropped what a headline is about, but what its own headline is about
 * it shares with the original. One headline alone says nothing.
 */
const subjectInCommon = (a: Sampled, b: Sampled): number => {
  const [there, back] = [missingShare(a.subject, b.filter), missingShare(b.subject, a.filter)];
  return there === undefined || back === undefined ? 1 : 1 - Math.min(there, back);
};

/** Numbers and dates of the text that has fewer of them, found in the other; 1 where it has none. */
export const numbersInCommon = (a: Uint32Array, b: Uint32Array): number => {
  const aLength = lengthWithin(a, b);
  const bLength = lengthWithin(b, a);
  const smaller = Math.min(aLength, bLength);
  return smaller === 0 ? 1 : inCommon(a, aLength, b, bLength) / smaller;
};

/** How many of the numbers can be compared: where the other text has more than were kept, only those up to its last. */
const lengthWithin = (numbers: Uint32Array, other: Uint32Array): number => {
  if (other.length < numbersMax) return numbers.length;
  const last = other[other.length - 1] as number;
  let length = numbers.length;
  while (length > 0 && (numbers[length - 1] as number) > last) length -= 1;
  return length;
};
