import { downsample } from '@wiredesk/fingerprints';

import type { Print } from '../placing/print-codec.js';

const dayMs = 24 * 3_600_000;

/**
 * How long a sketch is kept as it was made, from the arrival of its item. Copies are joined within 72 hours of their
 * publications and an update within a day, so that a month of keys leaves room for what comes late; an equal text is
 * found by its hash at any age. Of 3,100 bytes per item, keys and their index take 1,000 and the sample 1,100.
 */
export const retention = {
  keysMs: 30 * dayMs,
  sampleMs: 90 * dayMs,
} as const;

/** Four times coarser: what is left of 256 hashes estimates C with a standard deviation of 0.06 instead of 0.03. */
const coarserBy = 2;
/** Fewer would say nothing: a text with a small sample keeps it. */
const sampleLeftMin = 64;

const nothing = new Uint32Array(0);

/** The print with a sample up to four times smaller and without what its title is about; itself where that would leave too little. */
export const thinned = (print: Print): Print => {
  for (let step = coarserBy; step > 0; step -= 1) {
    const smaller = downsample(print, print.scale + step);
    if (smaller.sample.length >= sampleLeftMin) return { ...print, ...smaller, filter: nothing, subject: nothing };
  }
  return print;
};

/** The smallest id (UUIDv7, RFC 9562 5.7: its first 48 bits are milliseconds since 1970) of what arrives at a moment. */
export const firstIdAt = (ms: number): string => {
  const hex = Math.max(0, Math.floor(ms)).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
};
