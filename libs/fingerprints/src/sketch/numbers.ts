import { mix32 } from '../hash/mix.js';
import { hasDigit, isDateUnit, isNumeral, isOrdinal, type TokenStream } from '../tokens/token-stream.js';
import { valuesOfNumerals } from './numerals.js';

/** Numeric tokens that are kept: the smallest hashes, so that two texts keep comparable ones. */
export const numbersMax = 64;

const salt = 0x51ed270b;
/** Numerals of one run that are read; nobody writes a longer number. */
const runMax = 32;

/** Hash of the word that a number in digits is, under the seed of the token stream. */
export type HashOfDigits = (digits: string) => number;

/** What the numbers of a text are read with: made once per seed. */
export interface NumberWords {
  readonly calendar: ReadonlySet<number>;
  /** The numeral of each token hash. */
  readonly numerals: ReadonlyMap<number, string>;
  readonly hashOfDigits: HashOfDigits;
}

/**
 * Hashes of what counts, orders and dates in a text: words with digits, runs of Chinese numerals by what they say (alone
 * only beside 第 or a unit such as 年 or 次, because 一 is mostly no number), names of months and weekdays. So 41 and
 * 四十一 are the same number. Writes at most one per token into `into`, unsorted, and returns how many.
 */
export const numbersOf = (tokens: TokenStream, words: NumberWords, into: Uint32Array): number => {
  const { hashes, flags, length } = tokens;
  let count = 0;
  let i = 0;
  while (i < length && count < into.length) {
    const flag = flags[i] as number;
    if ((flag & isNumeral) === 0) {
      if ((flag & hasDigit) !== 0 || words.calendar.has(hashes[i] as number)) {
        into[count] = mix32((hashes[i] as number) ^ unitAt(tokens, i + 1) ^ salt);
        count += 1;
      }
      i += 1;
      continue;
    }
    const start = i;
    let run = '';
    while (i < length && ((flags[i] as number) & isNumeral) !== 0) {
      if (i - start < runMax) run += words.numerals.get(hashes[i] as number) ?? '';
      i += 1;
    }
    const ordinal = start > 0 && ((flags[start - 1] as number) & isOrdinal) !== 0;
    const unit = i < length && ((flags[i] as number) & isDateUnit) !== 0;
    if (i - start < 2 && !ordinal && !unit) continue;
    for (const value of valuesOfNumerals(run)) {
      if (count === into.length) break;
      into[count] = mix32(words.hashOfDigits(value) ^ unitAt(tokens, i) ^ salt);
      count += 1;
    }
  }
  return count;
};

/** The unit of time or order at a place, so that 3月 and 第三次 are two numbers; 0 for none. */
const unitAt = ({ hashes, flags, length }: TokenStream, at: number): number =>
  at < length && ((flags[at] as number) & isDateUnit) !== 0 ? (hashes[at] as number) : 0;

/** English names of months and weekdays, and their usual short forms. */
export const calendarNames = [
  'january', 'february', 'march', 'april', 'june', 'july', 'august', 'september', 'october', 'november', 'december',
  'jan', 'feb', 'mar', 'apr', 'jun', 'jul', 'aug', 'sept', 'sep', 'oct', 'nov', 'dec',
  'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday',
];
