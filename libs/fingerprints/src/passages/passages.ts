import { sketchedTokensMax } from '../sketch/shingles.js';
import { shingles, shortWidth } from '../sketch/shingles.js';
import { TokenStream } from '../tokens/token-stream.js';

/** A run of text that two texts share; places are UTF-16 units, the end is not included. */
export interface Passage {
  readonly aStart: number;
  readonly aEnd: number;
  readonly bStart: number;
  readonly bEnd: number;
  /** Ideographs and words in it. */
  readonly tokens: number;
}

export interface SharedPassages {
  /** In the order of the first text, without overlap there. */
  readonly passages: readonly Passage[];
  /** Part of the tokens of each text that lies in a passage, 0 to 1 (the second text's from distinct places). */
  readonly aCovered: number;
  readonly bCovered: number;
}

const placesPerShingleMax = 8;
const passagesMax = 500;

/** Which runs of at least 5 ideographs or 3 words two texts share, the longest at each place. For showing and explaining. */
export const sharedPassages = (a: string, b: string): SharedPassages => {
  const left = new TokenStream(0);
  left.readPlaced(a);
  const right = new TokenStream(0);
  right.readPlaced(b);
  const places = placesOf(right);
  const starts = shinglesOf(left);
  const passages: Passage[] = [];
  const rightCovered = new Uint8Array(right.length);
  let covered = 0;
  let at = 0;
  while (at < starts.length && passages.length < passagesMax) {
    const best = longestFrom(left, right, at, places.get(starts[at] as number));
    if (best.tokens === 0) {
      at += 1;
      continue;
    }
    passages.push({
      aStart: left.starts[at] as number,
      aEnd: left.ends[at + best.tokens - 1] as number,
      bStart: right.starts[best.place] as number,
      bEnd: right.ends[best.place + best.tokens - 1] as number,
      tokens: best.tokens,
    });
    rightCovered.fill(1, best.place, best.place + best.tokens);
    covered += best.tokens;
    at += best.tokens;
  }
  return {
    passages,
    aCovered: left.length === 0 ? 0 : covered / left.length,
    bCovered: right.length === 0 ? 0 : rightCovered.reduce((sum, one) => sum + one, 0) / right.length,
  };
};

const shinglesOf = (tokens: TokenStream): Uint32Array => {
  const room = Math.min(tokens.length, sketchedTokensMax);
  const into = new Uint32Array(room);
  const count = shingles(tokens, shortWidth, 0, new Int32Array(room + 1), into);
  return into.subarray(0, count);
};

const placesOf = (tokens: TokenStream): ReadonlyMap<number, number[]> => {
  const places = new Map<number, number[]>();
  shinglesOf(tokens).forEach((hash, place) => {
    const known = places.get(hash);
    if (!known) places.set(hash, [place]);
    else if (known.length < placesPerShingleMax) known.push(place);
  });
  return places;
};

const longestFrom = (left: TokenStream, right: TokenStream, at: number, places: readonly number[] | undefined): { place: number; tokens: number } => {
  let best = { place: 0, tokens: 0 };
  for (const place of places ?? []) {
    let tokens = 0;
    while (at + tokens < left.length && place + tokens < right.length && left.hashes[at + tokens] === right.hashes[place + tokens]) tokens += 1;
    if (tokens > best.tokens) best = { place, tokens };
  }
  return best;
};
