import { mix32 } from '../hash/mix.js';
import { isWord, type TokenStream } from '../tokens/token-stream.js';

// Bound once: in a sandboxed context (a test runner) each look-up of a global costs more than the multiplication.
const { imul } = Math;

/** Forms that are filled in again and again are short; a longer text may hold several reports, and is not asked. */
const filteredTokensMax = 600;
/** 2,048 bits, one per feature: some 20 % of them are set for a text of 413 ideographs, which `missingShare` allows for. */
const filterLength = 64;
const filterBits = filterLength * 32;
const filterMask = filterBits - 1;
/** Features of a title that are kept. */
const subjectMax = 24;

/** Hash of two ideographs in a row. */
const pairOf = (first: number, second: number): number => mix32(imul(first, 31) ^ second);

/** The distinct words and pairs of ideographs of a title, at most 24. */
export const featuresOfTitle = (tokens: TokenStream): Set<number> => {
  const { hashes, flags, length } = tokens;
  const features = new Set<number>();
  for (let at = 0; at < length && features.size < subjectMax; at += 1) {
    const hash = hashes[at] as number;
    if ((flags[at] as number) & isWord) features.add(hash);
    else if (at + 1 < length && ((flags[at + 1] as number) & isWord) === 0) features.add(pairOf(hash, hashes[at + 1] as number));
  }
  return features;
};

/** Which words and pairs of ideographs a text holds, and which of them its title names. */
export interface Subject {
  /** A filter of 2,048 bits; empty for a text of more than 600 tokens, and for one without a feature. */
  readonly filter: Uint32Array;
  /** Hashes of the title's features that are in the text, ascending; empty where the filter is. */
  readonly subject: Uint32Array;
}

const none = new Uint32Array(0);
const nothing: Subject = { filter: none, subject: none };

/** Bits of the title's features: most of a text's are not among them, and asking a set for each took a third of the whole fingerprint. */
const titleBits = new Uint32Array(filterLength);

export const subjectOf = (tokens: TokenStream, title: ReadonlySet<number>): Subject => {
  const { hashes, flags, length } = tokens;
  if (length > filteredTokensMax) return nothing;
  titleBits.fill(0);
  for (const feature of title) titleBits[(feature & filterMask) >>> 5] = (titleBits[(feature & filterMask) >>> 5] as number) | (1 << (feature & 31));
  const filter = new Uint32Array(filterLength);
  const found = new Set<number>();
  let features = 0;
  for (let at = 0; at < length; at += 1) {
    let feature = hashes[at] as number;
    if (((flags[at] as number) & isWord) === 0) {
      if (at + 1 === length || ((flags[at + 1] as number) & isWord) !== 0) continue;
      feature = pairOf(feature, hashes[at + 1] as number);
    }
    features += 1;
    const word = (feature & filterMask) >>> 5;
    const bit = 1 << (feature & 31);
    filter[word] = (filter[word] as number) | bit;
    if (((titleBits[word] as number) & bit) !== 0 && title.has(feature)) found.add(feature);
  }
  return features === 0 ? nothing : { filter, subject: Uint32Array.from(found).sort() };
};

/** With fewer a title says nothing about its text. */
const subjectMin = 3;

const bitsSet = (filter: Uint32Array): number => {
  let count = 0;
  for (let word of filter) for (; word !== 0; word &= word - 1) count += 1;
  return count;
};

/**
 * How much of what a title names in its own text is missing in the other text, 0 to 1; undefined where it names too
 * little. Corrected for the features that the filter only seems to hold.
 */
export const missingShare = (subject: Uint32Array, other: Uint32Array): number | undefined => {
  if (subject.length < subjectMin || other.length === 0) return undefined;
  let missing = 0;
  for (const feature of subject) {
    if (((other[(feature & filterMask) >>> 5] as number) & (1 << (feature & 31))) === 0) missing += 1;
  }
  const unset = 1 - bitsSet(other) / filterBits;
  return Math.min(1, missing / subject.length / Math.max(unset, 0.25));
};
