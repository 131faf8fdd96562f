import { mix32 } from '../hash/mix.js';
import {
  codePointMask, dateUnitBit, digitBit, entryBeyondTable, expansionBit, fold, hangulLetters, ignorableClass, numeralBit, ordinalBit, separatorClass, singleClass, tableEnd,
} from '../normalise/decode-fold-table.js';

// Bound once: in a sandboxed context (a test runner) each look-up of a global costs more than the multiplication.
const { imul } = Math;

/** Text beyond this many UTF-16 units is not read: 1 Mi units are some 20 ms of work. */
export const textUnitsMax = 1 << 20;

/** Flags of a token. */
export const isWord = 1;
export const hasDigit = 2;
export const isNumeral = 4;
export const isOrdinal = 8;
export const isDateUnit = 16;

const initialCapacity = 4096;
const wordStart = 0x9747b28c | 0;
const wordFactor = 0x5bd1e995;

const withLetter = (hash: number, cp: number): number => {
  const h = imul(hash ^ cp, wordFactor);
  return h ^ (h >>> 15);
};

/** The hash that the token of an already normalised word has under a seed. */
export const wordHashOf = (word: string, seed: number): number => {
  let hash = wordStart;
  for (const letter of word) hash = withLetter(hash, letter.codePointAt(0) ?? 0);
  return mix32(hash ^ seed);
};

/**
 * The tokens of one text: an ideograph (or Kana, Thai, Lao, Khmer, Burmese character) stands alone, everything else is
 * words between separators. Reused from text to text, so that nothing is allocated per token.
 */
export class TokenStream {
  /** Hash of each token, keyed by the seed. */
  hashes = new Uint32Array(initialCapacity);
  flags = new Uint8Array(initialCapacity);
  /** Where each token begins and ends in the text (UTF-16 units); only filled by `readPlaced`. */
  starts = new Uint32Array(0);
  ends = new Uint32Array(0);
  length = 0;
  words = 0;

  private wordHash = wordStart;
  private wordFlags = 0;
  private inWord = false;
  private wordBegin = 0;
  private placed = false;

  constructor(private readonly seed: number) {}

  /** Tokens that are ideographs (and the like). */
  get singles(): number {
    return this.length - this.words;
  }

  /** Length in ideographs, a word counting as two: one measure for every script. */
  get units(): number {
    return this.singles + 2 * this.words;
  }

  read(text: string): void {
    this.placed = false;
    this.scan(text);
  }

  /** As `read`, and remembers where each token stands. */
  readPlaced(text: string): void {
    this.placed = true;
    if (this.starts.length < this.hashes.length) {
      this.starts = new Uint32Array(this.hashes.length);
      this.ends = new Uint32Array(this.hashes.length);
    }
    this.scan(text);
  }

  private scan(text: string): void {
    this.length = 0;
    this.words = 0;
    this.inWord = false;
    const { entries } = fold;
    const length = Math.min(text.length, textUnitsMax);
    for (let i = 0; i < length; i += 1) {
      let cp = text.charCodeAt(i);
      const at = i;
      if (cp >= 0xd800 && cp < 0xe000) {
        cp = text.codePointAt(i) ?? 0;
        if (cp > 0xffff) i += 1;
      }
      const entry = cp < tableEnd ? (entries[cp] as number) : entryBeyondTable(cp);
      // Separators share their entry, 0, with Hangul syllables, which are computed and not stored.
      if (entry === 0 && cp >= 0xac00 && cp < 0xd7a4) this.takeAll(hangulLetters(cp), at, i + 1);
      else if (entry & expansionBit) this.takeAll(fold.expansions[entry & codePointMask], at, i + 1);
      else this.take(entry, at, i + 1);
    }
    this.endWord(length);
  }

  private takeAll(parts: Uint32Array | undefined, start: number, end: number): void {
    if (!parts) return;
    for (const part of parts) this.take(part < tableEnd ? (fold.entries[part] as number) : entryBeyondTable(part), start, end);
  }

  private take(entry: number, start: number, end: number): void {
    const kind = entry >>> 30;
    if (kind === ignorableClass) return;
    if (kind === separatorClass) {
      this.endWord(start);
      return;
    }
    const cp = entry & codePointMask;
    if (kind === singleClass) {
      this.endWord(start);
      let flags = 0;
      if (entry & (numeralBit | ordinalBit | dateUnitBit)) {
        flags = (entry & numeralBit ? isNumeral : 0) | (entry & ordinalBit ? isOrdinal : 0) | (entry & dateUnitBit ? isDateUnit : 0);
      }
      this.push(mix32(imul(cp, 0x9e3779b1) ^ this.seed), flags, start, end);
      return;
    }
    if (!this.inWord) {
      this.inWord = true;
      this.wordHash = wordStart;
      this.wordFlags = isWord;
      this.wordBegin = start;
    }
    if (entry & digitBit) this.wordFlags |= hasDigit;
    this.wordHash = withLetter(this.wordHash, cp);
  }

  private endWord(end: number): void {
    if (!this.inWord) return;
    this.inWord = false;
    this.words += 1;
    this.push(mix32(this.wordHash ^ this.seed), this.wordFlags, this.wordBegin, end);
  }

  private push(hash: number, flags: number, start: number, end: number): void {
    const at = this.length;
    if (at === this.hashes.length) this.grow();
    this.hashes[at] = hash;
    this.flags[at] = flags;
    if (this.placed) {
      this.starts[at] = start;
      this.ends[at] = end;
    }
    this.length = at + 1;
  }

  private grow(): void {
    const capacity = this.hashes.length * 2;
    const hashes = new Uint32Array(capacity);
    hashes.set(this.hashes);
    this.hashes = hashes;
    const flags = new Uint8Array(capacity);
    flags.set(this.flags);
    this.flags = flags;
    if (!this.placed) return;
    const starts = new Uint32Array(capacity);
    starts.set(this.starts);
    this.starts = starts;
    const ends = new Uint32Array(capacity);
    ends.set(this.ends);
    this.ends = ends;
  }
}
