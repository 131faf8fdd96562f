import { withoutCredits, type Fingerprinter } from '@wiredesk/fingerprints';

/** Shorter ones are sub-headings and the like, and say little. */
const paragraphUnitsMin = 12;
const paragraphsMax = 400;
const storiesMin = 3;
/** A text of which less is left is compared whole: it may be nothing but what others repeat. */
const tokensLeftMin = 20;

/** An article of one source, as far as its paragraphs go. */
export interface Sampled {
  readonly storyId: string;
  readonly titleHash: string;
  /** Hashes of its paragraphs. */
  readonly paragraphs: readonly string[];
}

/** Hashes of the paragraphs of a text, at most 400. */
export const paragraphsOf = (bodyText: string, prints: Fingerprinter): string[] =>
  withoutCredits(bodyText)
    .text.split('\n')
    .filter((paragraph) => paragraph.trim().length >= paragraphUnitsMin)
    .slice(0, paragraphsMax)
    .map((paragraph) => prints.hash(paragraph))
    .filter((hash) => hash !== '');

/**
 * Paragraphs that stand in three stories or more of one source, under as many titles: an appeal to subscribe, a notice,
 * the fixed words of a form. The versions of one story share paragraphs too, but they are one story.
 */
export const repeatedParagraphs = (sample: readonly Sampled[]): Map<string, number> => {
  const seen = new Map<string, { stories: Set<string>; titles: Set<string> }>();
  for (const { storyId, titleHash, paragraphs } of sample) {
    for (const paragraph of new Set(paragraphs)) {
      const known = seen.get(paragraph) ?? { stories: new Set(), titles: new Set() };
      known.stories.add(storyId);
      known.titles.add(titleHash);
      seen.set(paragraph, known);
    }
  }
  return new Map([...seen].filter(([, { stories, titles }]) => Math.min(stories.size, titles.size) >= storiesMin).map(([paragraph, { stories }]) => [paragraph, stories.size]));
};

/** The text without its source's boilerplate; the whole text where too little would be left. */
export const withoutBoilerplate = (text: string, known: ReadonlySet<string>, prints: Fingerprinter): string => {
  if (known.size === 0) return text;
  const paragraphs = text.split('\n');
  const kept = paragraphs.filter((paragraph) => paragraph.trim().length < paragraphUnitsMin || !known.has(prints.hash(paragraph)));
  if (kept.length === paragraphs.length) return text;
  const left = kept.join('\n');
  return prints.fingerprint(left).tokens < tokensLeftMin ? text : left;
};
