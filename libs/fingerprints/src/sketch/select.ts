// Bound once: in a sandboxed context (a test runner) each look-up of a global costs more than the multiplication.
const { clz32 } = Math;

/** The fraction of all hashes that a sample of scale `s` keeps is 2^-s. */
export const sampleFloor = 256;
/** Hashes of long shingles that lead to candidates, of a text of up to `keysUnits`. */
const keysMin = 24;
/** At most so many. */
export const keysMax = 96;
const keysUnits = 500;

/**
 * How many keys a text has: more for a longer one, or an article in a round-up of many would have none of its own among
 * the round-up's smallest hashes. With 24 for all, 94 % of articles in a round-up of five shared one; so all do.
 */
export const keysFor = (units: number): number => Math.min(keysMax, Math.max(keysMin, Math.round((keysMin * units) / keysUnits)));

const recentSlots = 4096;
const recent = new Uint32Array(recentSlots);
const recentUsed = new Uint8Array(recentSlots);
const insertionMax = 4096;

/**
 * Drops a hash that was seen lately, in place; returns how many are left. A text that repeats itself becomes short
 * before anything is sorted; the few repeats that pass are dropped after sorting.
 */
export const dropRecentRepeats = (hashes: Uint32Array, length: number): number => {
  recentUsed.fill(0);
  let kept = 0;
  for (let i = 0; i < length; i += 1) {
    const hash = hashes[i] as number;
    const slot = hash & (recentSlots - 1);
    if (recentUsed[slot] === 1 && recent[slot] === hash) continue;
    recentUsed[slot] = 1;
    recent[slot] = hash;
    hashes[kept] = hash;
    kept += 1;
  }
  return kept;
};

const counts = new Uint32Array(513);
let spread = new Uint32Array(4096);

/** Sorts hashes that are spread evenly below `2^bits`: into 512 buckets, then by insertion. */
const sortEven = (hashes: Uint32Array, length: number, bits: number): void => {
  if (length > insertionMax) {
    hashes.subarray(0, length).sort();
    return;
  }
  const shift = Math.max(0, bits - 9);
  counts.fill(0);
  for (let i = 0; i < length; i += 1) {
    const bucket = ((hashes[i] as number) >>> shift) + 1;
    counts[bucket] = (counts[bucket] as number) + 1;
  }
  for (let i = 1; i < 513; i += 1) counts[i] = (counts[i] as number) + (counts[i - 1] as number);
  if (spread.length < length) spread = new Uint32Array(length);
  for (let i = 0; i < length; i += 1) {
    const hash = hashes[i] as number;
    const bucket = hash >>> shift;
    const to = counts[bucket] as number;
    spread[to] = hash;
    counts[bucket] = to + 1;
  }
  hashes[0] = spread[0] as number;
  for (let i = 1; i < length; i += 1) {
    const hash = spread[i] as number;
    let at = i;
    while (at > 0 && (hashes[at - 1] as number) > hash) {
      hashes[at] = hashes[at - 1] as number;
      at -= 1;
    }
    hashes[at] = hash;
  }
};

const dropSortedRepeats = (hashes: Uint32Array, length: number): number => {
  let kept = 0;
  for (let i = 0; i < length; i += 1) {
    if (i > 0 && hashes[i] === hashes[kept - 1]) continue;
    hashes[kept] = hashes[i] as number;
    kept += 1;
  }
  return kept;
};

export interface Sample {
  /** Keeps the hashes below 2^(32 - scale). */
  readonly scale: number;
  /** Ascending, without repeats. */
  readonly hashes: Uint32Array;
}

const leadingZeros = new Uint32Array(33);

/** Every distinct hash below 2^(32-scale), with the greatest scale that keeps at least `floor` of them (all where there are fewer). */
export const sampleOf = (hashes: Uint32Array, length: number, scratch: Uint32Array, floor: number): Sample => {
  leadingZeros.fill(0);
  for (let i = 0; i < length; i += 1) {
    const zeros = clz32(hashes[i] as number);
    leadingZeros[zeros] = (leadingZeros[zeros] as number) + 1;
  }
  let scale = 32;
  let atLeast = 0;
  for (; scale > 0; scale -= 1) {
    atLeast += leadingZeros[scale] as number;
    if (atLeast >= floor) break;
  }
  for (;;) {
    const kept = keepBelow(hashes, length, scale, scratch);
    if (kept >= floor || scale === 0) return { scale, hashes: scratch.slice(0, kept) };
    scale -= 1;
  }
};

const keepBelow = (hashes: Uint32Array, length: number, scale: number, into: Uint32Array): number => {
  let kept = 0;
  for (let i = 0; i < length; i += 1) {
    const hash = hashes[i] as number;
    if (clz32(hash) < scale) continue;
    into[kept] = hash;
    kept += 1;
  }
  sortEven(into, kept, 32 - scale);
  return dropSortedRepeats(into, kept);
};

/** The `most` smallest distinct hashes, ascending. */
export const smallest = (hashes: Uint32Array, length: number, scratch: Uint32Array, most: number): Uint32Array => {
  // Hashes are spread evenly, so three times as many as wanted lie below this bound; four times the bound if they do not.
  let bound = length === 0 ? 2 ** 32 : Math.min(2 ** 32, (2 ** 32 * 3 * most) / length);
  for (;;) {
    let kept = 0;
    for (let i = 0; i < length; i += 1) {
      const hash = hashes[i] as number;
      if (hash >= bound) continue;
      scratch[kept] = hash;
      kept += 1;
    }
    const sorted = scratch.subarray(0, kept).sort();
    const distinct = dropSortedRepeats(sorted, kept);
    if (distinct >= most || bound >= 2 ** 32) return scratch.slice(0, Math.min(distinct, most));
    bound = Math.min(2 ** 32, bound * 4);
  }
};
