/** A piece of a text; `mark` is the number of the passage that it shares with the other text. */
export interface Segment {
  readonly text: string;
  readonly mark?: number;
}

/** Where a passage lies in both texts: `[aStart, aEnd, bStart, bEnd]` in UTF-16 units, ends not included. */
export type Mark = readonly [number, number, number, number];

/**
 * Both texts cut at the passages that they share, numbered from 1 in the order of the first text. In the second text
 * one place may answer two passages: it is marked by the first of them, so that nothing is shown twice.
 */
export const segmentsOf = (a: string, b: string, marks: readonly Mark[]): { readonly a: readonly Segment[]; readonly b: readonly Segment[] } => {
  const numbered = [...marks].sort((one, other) => one[0] - other[0]).map(([aStart, aEnd, bStart, bEnd], i) => ({ mark: i + 1, a: { start: aStart, end: aEnd }, b: { start: bStart, end: bEnd } }));
  return { a: cut(a, numbered.map(({ mark, a: place }) => ({ mark, ...place }))), b: cut(b, numbered.map(({ mark, b: place }) => ({ mark, ...place }))) };
};

const cut = (text: string, places: readonly { readonly mark: number; readonly start: number; readonly end: number }[]): readonly Segment[] => {
  const segments: Segment[] = [];
  let at = 0;
  for (const { mark, start, end } of [...places].sort((one, other) => one.start - other.start || one.mark - other.mark)) {
    const from = Math.max(start, at);
    const to = Math.min(end, text.length);
    if (to <= from) continue;
    if (from > at) segments.push({ text: text.slice(at, from) });
    segments.push({ text: text.slice(from, to), mark });
    at = to;
  }
  if (at < text.length) segments.push({ text: text.slice(at) });
  return segments;
};
