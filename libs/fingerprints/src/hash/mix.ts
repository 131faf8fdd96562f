// Bound once: in a sandboxed context (a test runner) each look-up of a global costs more than the multiplication.
const { imul } = Math;

/** Spreads every input bit over the word (the finaliser of MurmurHash3, Austin Appleby, public domain). */
export const mix32 = (value: number): number => {
  let h = value;
  h = imul(h ^ (h >>> 16), 0x85ebca6b);
  h = imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
};

const rotate = (value: number, bits: number): number => (value << bits) | (value >>> (32 - bits));

const c1 = 0x239b961b;
const c2 = 0xab0e9789;
const c3 = 0x38b34ae5;
const c4 = 0xa1e38b93;

/**
 * 128-bit hash of the first `length` words of 32 bits (MurmurHash3 x86_128, Austin Appleby, public domain), as 32
 * lower-case hex digits. Not cryptographic: whoever knows the seed can make collisions, so the seed stays secret.
 */
export const hash128 = (words: Uint32Array, length: number, seed: number): string => {
  let h1 = seed;
  let h2 = seed;
  let h3 = seed;
  let h4 = seed;
  for (let i = 0; i < length; i += 4) {
    // Past the end the words are taken as zero; the length, mixed in below, tells the two apart.
    const k1 = words[i] as number;
    const k2 = i + 1 < length ? (words[i + 1] as number) : 0;
    const k3 = i + 2 < length ? (words[i + 2] as number) : 0;
    const k4 = i + 3 < length ? (words[i + 3] as number) : 0;
    h1 ^= imul(rotate(imul(k1, c1), 15), c2);
    h1 = (imul(rotate(h1, 19) + h2, 5) + 0x561ccd1b) | 0;
    h2 ^= imul(rotate(imul(k2, c2), 16), c3);
    h2 = (imul(rotate(h2, 17) + h3, 5) + 0x0bcaa747) | 0;
    h3 ^= imul(rotate(imul(k3, c3), 17), c4);
    h3 = (imul(rotate(h3, 15) + h4, 5) + 0x96cd1c35) | 0;
    h4 ^= imul(rotate(imul(k4, c4), 18), c1);
    h4 = (imul(rotate(h4, 13) + h1, 5) + 0x32ac3b17) | 0;
  }
  h1 ^= length;
  h2 ^= length;
  h3 ^= length;
  h4 ^= length;
  h1 = (h1 + h2 + h3 + h4) | 0;
  h2 = mix32(h2 + h1);
  h3 = mix32(h3 + h1);
  h4 = mix32(h4 + h1);
  h1 = mix32(h1);
  const sum = (h1 + h2 + h3 + h4) | 0;
  return hex(sum) + hex((h2 + sum) | 0) + hex((h3 + sum) | 0) + hex((h4 + sum) | 0);
};

const hex = (value: number): string => (value >>> 0).toString(16).padStart(8, '0');
