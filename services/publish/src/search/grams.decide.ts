/** Scripts that put no space between words. */
const cjk = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;
const runs = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]+|(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}])[\p{L}\p{N}])+/gu;
const wordCharsMax = 40;

/** What two spellings of a text have in common: width, case and compatibility forms do not count. */
export const levelled = (text: string): string => text.normalize('NFKC').toLowerCase();

/** Pairs of neighbouring characters of scripts that put no space between words; a lone character stands for itself. */
const pairsOf = (run: string): string[] => {
  const chars = [...run];
  return chars.length === 1 ? [run] : chars.slice(1).map((char, at) => `${chars[at]}${char}`);
};

const gramsOfText = (text: string, singles: boolean): string[] =>
  (levelled(text).match(runs) ?? []).flatMap((run) => {
    if (!cjk.test(run)) return [run.slice(0, wordCharsMax)];
    return singles ? [...pairsOf(run), ...run] : pairsOf(run);
  });

/**
 * What an article is found by: words, and pairs of Chinese characters, each once, `gramsMax` at most, the title's
 * first. Single characters are kept of the title only: in a text nearly every one occurs.
 */
export const gramsOfArticle = (title: string, text: string, gramsMax: number): string[] => {
  const grams = new Set(gramsOfText(title, true));
  for (const gram of gramsOfText(text, false)) {
    if (grams.size >= gramsMax) break;
    grams.add(gram);
  }
  return [...grams];
};

/**
 * A gram as the index keeps it: FNV-1a of its UTF-16 code units, 32 bits, signed. Whole numbers take a third of the time
 * and half of the room that texts take in the index; two grams that share one cost a look at a text, since every hit's
 * phrases are looked for in its text.
 */
export const gramKey = (gram: string): number => {
  let hash = 0x811c9dc5;
  for (let at = 0; at < gram.length; at += 1) hash = Math.imul(hash ^ gram.charCodeAt(at), 0x01000193);
  return hash | 0;
};

export interface Query {
  /** All of these must be among an article's grams. */
  readonly grams: readonly string[];
  /** Each of these must then stand in its text as it is: pairs alone would find 上海海上 for 海海. */
  readonly phrases: readonly string[];
}

const phrasesMax = 8;
const gramsMax = 40;

/** What a reader's words ask for; a text in quotation marks is one phrase. Undefined where nothing of it can be searched for. */
export const queryOf = (words: string): Query | undefined => {
  const phrases = [...levelled(words).matchAll(/["“”「]([^"“”「」]+)["“”」]|(\S+)/g)]
    .map((match) => (match[1] ?? match[2] ?? '').replace(/\s+/g, ' ').trim())
    .filter((phrase) => phrase.match(runs) !== null)
    .slice(0, phrasesMax);
  const grams = [...new Set(phrases.flatMap((phrase) => gramsOfText(phrase, false)))].slice(0, gramsMax);
  return grams.length === 0 ? undefined : { grams, phrases };
};

/** True where every phrase stands in the text; punctuation and space between the characters do not count. */
export const holdsPhrases = (text: string, phrases: readonly string[]): boolean => {
  const plain = packed(text);
  return phrases.every((phrase) => plain.includes(packed(phrase)));
};

const packed = (text: string): string => (levelled(text).match(runs) ?? []).join(' ').replace(/(?<=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]) | (?=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}])/gu, '');
