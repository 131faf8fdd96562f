import { hash128 } from '../hash/mix.js';
import { TokenStream, wordHashOf } from '../tokens/token-stream.js';
import { winnowInto } from '../winnow/winnow.js';
import { calendarNames, numbersMax, numbersOf, type NumberWords } from './numbers.js';
import { numerals } from './numerals.js';
import { dropRecentRepeats, keysFor, sampleFloor, sampleOf, smallest } from './select.js';
import { longWidth, shingles, shortWidth, sketchedTokensMax, winnowWidth } from './shingles.js';
import { featuresOfTitle, subjectOf, type Subject } from './subject.js';

/** What is stored of a text in order to find and judge its copies. Keyed by the seed; nothing of the text can be read from it. */
export interface Fingerprint extends Subject {
  /** 128 bits of the normalised text, 32 hex digits: equal for texts that `normalise` makes equal. */
  readonly hash: string;
  /** Ideographs and words. */
  readonly tokens: number;
  /** Length in ideographs, a word counting as two. */
  readonly units: number;
  /** Part of `units` that is ideographs, 0 to 1. */
  readonly ideographShare: number;
  /** The 24 smallest hashes of long shingles (up to 96 of a long text), ascending: two texts that share two of them are candidates. */
  readonly keys: Uint32Array;
  /** Hashes of short shingles below 2^(32 - scale), ascending. */
  readonly sample: Uint32Array;
  readonly scale: number;
  /** Up to 64 hashes of numbers and dates, ascending. */
  readonly numbers: Uint32Array;
}

/**
 * Makes fingerprints under one secret seed (32 bits). Deterministic: the same text and seed give the same result on
 * every machine and Node version. Keeps scratch memory between calls; one instance is not for use by two threads.
 */
export class Fingerprinter {
  private readonly tokens: TokenStream;
  private readonly numberWords: NumberWords;
  private prefix = new Int32Array(0);
  private first = new Uint32Array(0);
  private second = new Uint32Array(0);

  constructor(
    private readonly seed: number,
    private readonly floor: number = sampleFloor,
  ) {
    this.tokens = new TokenStream(seed);
    this.numberWords = {
      calendar: new Set(calendarNames.map((name) => this.hashOfWord(name))),
      numerals: new Map(numerals.map((numeral) => [this.hashOfWord(numeral), numeral])),
      hashOfDigits: (digits) => wordHashOf(digits, seed),
    };
  }

  /** The fingerprint of a text under its title. At most some 30 ms, whatever the text: beyond 1 Mi units it is not read. */
  fingerprint(text: string, title = ''): Fingerprint {
    const { tokens, seed } = this;
    tokens.read(title);
    const named = featuresOfTitle(tokens);
    tokens.read(text);
    this.makeRoom(Math.min(tokens.length, sketchedTokensMax));
    const { prefix, first, second } = this;
    const longs = dropRecentRepeats(first, shingles(tokens, longWidth, seed, prefix, first));
    const keys = smallest(first, longs, second, keysFor(tokens.units));
    const shorts = dropRecentRepeats(first, shingles(tokens, shortWidth, seed, prefix, first));
    const sample = sampleOf(first, shorts, second, this.floor);
    const numbers = smallest(first, dropRecentRepeats(first, numbersOf(tokens, this.numberWords, first)), second, numbersMax);
    return {
      hash: hash128(tokens.hashes, tokens.length, seed),
      tokens: tokens.length,
      units: tokens.units,
      ideographShare: tokens.units === 0 ? 0 : tokens.singles / tokens.units,
      keys,
      sample: sample.hashes,
      scale: sample.scale,
      numbers,
      ...subjectOf(tokens, named),
    };
  }

  /** 128-bit hash of a normalised text alone (a title, a paragraph), 32 hex digits; of nothing, an empty string. */
  hash(text: string): string {
    this.tokens.read(text);
    return this.tokens.length === 0 ? '' : hash128(this.tokens.hashes, this.tokens.length, this.seed);
  }

  /** Hashes of the distinct ideographs and words of a short text (a title), ascending; at most `most` of them. */
  words(text: string, most: number): Uint32Array {
    this.tokens.read(text);
    return Uint32Array.from(new Set(this.tokens.hashes.subarray(0, Math.min(this.tokens.length, most)))).sort();
  }

  /**
   * Dense fingerprints, ascending and distinct: any run of 15 ideographs or 8 words that two texts share gives them at
   * least one in common (winnowing; Schleimer, Wilkerson, Aiken 2003). About 2/9 of an ideographic text's characters.
   */
  winnow(text: string): Uint32Array {
    const { tokens } = this;
    tokens.read(text);
    this.makeRoom(Math.min(tokens.length, sketchedTokensMax));
    const count = shingles(tokens, winnowWidth, this.seed, this.prefix, this.first);
    const chosen = winnowInto(tokens.flags, this.first, count, this.second);
    return Uint32Array.from(new Set(this.second.subarray(0, chosen))).sort();
  }

  private hashOfWord(word: string): number {
    this.tokens.read(word);
    return this.tokens.hashes[0] as number;
  }

  private makeRoom(tokens: number): void {
    if (this.first.length > tokens) return;
    const capacity = Math.max(4096, tokens * 2);
    this.prefix = new Int32Array(capacity + 1);
    this.first = new Uint32Array(capacity);
    this.second = new Uint32Array(capacity);
  }
}
