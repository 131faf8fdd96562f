import { bodyKey, getBodies, type BodyId } from '@wiredesk/content-store';
import { sharedPassages } from '@wiredesk/fingerprints';
import type { DataSource } from 'typeorm';

const passagesMax = 20;
const passageCharsMax = 300;

/** Which runs two texts share, the longest first, and how much of each they make up (0 to 1 of its words and ideographs). */
export interface Evidence {
  readonly thisCovered: number;
  readonly otherCovered: number;
  readonly passages: readonly { readonly text: string; readonly tokens: number; readonly thisStart: number; readonly otherStart: number }[];
  /** Where every shared run lies, `[thisStart, thisEnd, otherStart, otherEnd]` in UTF-16 units of the body texts, in the order of the first; 500 at most. */
  readonly marks: readonly (readonly [number, number, number, number])[];
}

/** Evidence for two texts. Passages are cut to 300 characters, at most 20 are given. */
export const evidenceOf = (text: string, other: string): Evidence => {
  const { passages, aCovered, bCovered } = sharedPassages(text, other);
  const longest = [...passages].sort((a, b) => b.tokens - a.tokens || a.aStart - b.aStart).slice(0, passagesMax);
  return {
    thisCovered: Math.round(aCovered * 1e4) / 1e4,
    otherCovered: Math.round(bCovered * 1e4) / 1e4,
    marks: passages.map(({ aStart, aEnd, bStart, bEnd }) => [aStart, aEnd, bStart, bEnd] as const),
    passages: longest.map(({ aStart, aEnd, bStart, tokens }) => ({ text: text.slice(aStart, Math.min(aEnd, aStart + passageCharsMax)), tokens, thisStart: aStart, otherStart: bStart })),
  };
};

/** Evidence for two stored items; null where one of the bodies was erased. */
export const evidenceOfItems = async (dataSource: DataSource, item: BodyId, other: BodyId): Promise<Evidence | null> => {
  const bodies = await getBodies(dataSource, [item, other]);
  const [a, b] = [bodies.get(bodyKey(item))?.article, bodies.get(bodyKey(other))?.article];
  return a && b ? evidenceOf(a.bodyText, b.bodyText) : null;
};
