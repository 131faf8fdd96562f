import { mix32 } from '../hash/mix.js';
import { hasDigit, isDateUnit, isNumeral, isOrdinal, type TokenStream } from '../tokens/token-stream.js';

/** Numeric tokens that are kept: the smallest hashes, so that two texts keep comparable ones. */
export const numbersMax = 64;

const salt = 0x51ed270b;

/**
 * Hashes of what counts, orders and dates in a text: words with digits, runs of Chinese numerals (alone only beside
 * 第 or a unit such as 年 or 次, because 一 is mostly no number), names of months and weekdays. Writes at most one per
 * token into `into`, unsorted, and returns how many.
 */
export const numbersOf = (tokens: TokenStream, calendarWords: ReadonlySet<number>, into: Uint32Array): number => {
  const { hashes, flags, length } = tokens;
  let count = 0;
  let i = 0;
  while (i < length && count < into.length) {
    const flag = flags[i] as number;
    if ((flag & isNumeral) === 0) {
      if ((flag & hasDigit) !== 0 || calendarWords.has(hashes[i] as number)) {
        into[count] = mix32((hashes[i] as number) ^ salt);
        count += 1;
      }
      i += 1;
      continue;
    }
    const start = i;
    let run = salt;
    while (i < length && ((flags[i] as number) & isNumeral) !== 0) {
      run = mix32(run ^ (hashes[i] as number));
      i += 1;
    }
    const ordinal = start > 0 && ((flags[start - 1] as number) & isOrdinal) !== 0;
    const unit = i < length && ((flags[i] as number) & isDateUnit) !== 0;
    if (i - start < 2 && !ordinal && !unit) continue;
    into[count] = run;
    count += 1;
  }
  return count;
};

/** English names of months and weekdays, and their usual short forms. */
export const calendarNames = [
  'january', 'february', 'march', 'april', 'june', 'july', 'august', 'september', 'october', 'november', 'december',
  'jan', 'feb', 'mar', 'apr', 'jun', 'jul', 'aug', 'sept', 'sep', 'oct', 'nov', 'dec',
  'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday',
];
