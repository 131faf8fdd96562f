import { isWord } from '../tokens/token-stream.js';

/** A window spans 8 ideographs or 4 words of shingle starts. */
const window = { single: 5, word: 10, reach: 40 };

const queue = { at: new Uint32Array(0) };

/**
 * From each window of shingles the smallest hash, the rightmost where several are. Like the shingles, a window's
 * extent depends on its own tokens alone. Writes the chosen hashes into `into` and returns how many.
 */
export const winnowInto = (flags: Uint8Array, hashes: Uint32Array, count: number, into: Uint32Array): number => {
  if (queue.at.length < count) queue.at = new Uint32Array(count * 2);
  const waiting = queue.at;
  let head = 0;
  let tail = 0;
  let end = 0;
  let weight = 0;
  let chosen = 0;
  let last = -1;
  for (let start = 0; start < count; start += 1) {
    while (weight < window.reach && end < count) {
      weight += (flags[end] as number) & isWord ? window.word : window.single;
      while (tail > head && (hashes[waiting[tail - 1] as number] as number) >= (hashes[end] as number)) tail -= 1;
      waiting[tail] = end;
      tail += 1;
      end += 1;
    }
    while ((waiting[head] as number) < start) head += 1;
    const at = waiting[head] as number;
    if (at !== last) {
      into[chosen] = hashes[at] as number;
      chosen += 1;
      last = at;
    }
    // The last windows are cut short by the text's end; one of them is enough, or short tails would be dense.
    if (end === count && weight < window.reach) return chosen;
    weight -= (flags[start] as number) & isWord ? window.word : window.single;
  }
  return chosen;
};
