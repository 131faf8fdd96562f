import { mix32 } from '../hash/mix.js';
import { isWord, type TokenStream } from '../tokens/token-stream.js';

// Bound once: in a sandboxed context (a test runner) each look-up of a global costs more than the multiplication.
const { imul } = Math;

/**
 * A local shingle width: from each token on, tokens are taken until their weights reach `reach`. It depends on these
 * tokens alone and never on the document (its language, length or script), so that a passage has the same shingles
 * wherever it stands. `reach / single` ideographs, or `reach / word` words, or a mixture.
 */
export interface ShingleWidth {
  readonly single: number;
  readonly word: number;
  readonly reach: number;
  /** Sets the hashes of this width apart from those of the others. */
  readonly salt: number;
}

/** 12 ideographs or 7 words: for finding candidates. */
export const longWidth: ShingleWidth = { single: 7, word: 12, reach: 84, salt: 0x1b873593 };
/** 5 ideographs or 3 words: for comparing. */
export const shortWidth: ShingleWidth = { single: 3, word: 5, reach: 15, salt: 0x2d51e995 };
/** 8 ideographs or 5 words: for winnowing. */
export const winnowWidth: ShingleWidth = { single: 5, word: 8, reach: 40, salt: 0x3c6ef372 };

const factor = 0x2c1b3c6d;
const powers = new Int32Array(64);
powers[0] = 1;
for (let i = 1; i < powers.length; i += 1) powers[i] = imul(powers[i - 1] as number, factor);

/** Tokens beyond this are hashed but not sketched: 131,072 are some forty newspaper pages. */
export const sketchedTokensMax = 1 << 17;

/**
 * Writes the hash of every shingle of the tokens into `into` and returns how many there are, at most the number of
 * tokens. Linear: prefix polynomials modulo 2^32, mixed at the end. `prefix` is scratch of one more word than tokens.
 */
export const shingles = (tokens: TokenStream, width: ShingleWidth, seed: number, prefix: Int32Array, into: Uint32Array): number => {
  const length = Math.min(tokens.length, sketchedTokensMax);
  const { hashes, flags } = tokens;
  let value = 0;
  prefix[0] = 0;
  for (let i = 0; i < length; i += 1) {
    value = (imul(value, factor) + (hashes[i] as number)) | 0;
    prefix[i + 1] = value;
  }
  const key = seed ^ width.salt;
  let end = 0;
  let weight = 0;
  for (let start = 0; start < length; start += 1) {
    while (weight < width.reach) {
      if (end === length) return start;
      weight += (flags[end] as number) & isWord ? width.word : width.single;
      end += 1;
    }
    const polynomial = (prefix[end] as number) - imul(prefix[start] as number, powers[end - start] as number);
    into[start] = mix32(polynomial ^ key);
    weight -= (flags[start] as number) & isWord ? width.word : width.single;
  }
  return length;
};
