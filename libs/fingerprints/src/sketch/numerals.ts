/** What each Chinese numeral counts: a digit, or the place that it gives the digit before it. */
const digitsOf: Readonly<Record<string, number>> = { 〇: 0, 零: 0, 一: 1, 二: 2, 两: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9 };
const placesOf: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1_000 };
const tensOf: Readonly<Record<string, number>> = { 廿: 20, 卅: 30 };
/** Beside them figures and numerals are written alike: 35亿 and 三十五亿 both have a 35. */
const myriads = '万亿';
const digitsMax = 12;

/** The numerals that `valuesOfNumerals` reads. */
export const numerals = [...Object.keys(digitsOf), ...Object.keys(placesOf), ...Object.keys(tensOf), ...myriads];

/**
 * The numbers that a run of Chinese numerals says, as decimal digits: 四十一 is 41, 二〇二六 is 2026, 三十五亿 is 35 and
 * 一万二千 is 1 and 2000, as somebody writes who writes figures. Nothing for a myriad alone.
 */
export const valuesOfNumerals = (run: string): string[] => {
  const values: string[] = [];
  let part = '';
  for (const numeral of `${run}万`) {
    if (!myriads.includes(numeral)) {
      part += numeral;
      continue;
    }
    if (part !== '') values.push(valueOfPart(part));
    part = '';
  }
  return values;
};

const valueOfPart = (part: string): string => {
  const all = [...part];
  if (all.every((numeral) => digitsOf[numeral] !== undefined)) return all.slice(0, digitsMax).map((numeral) => digitsOf[numeral]).join('');
  let sum = 0;
  let digit = 0;
  for (const numeral of all) {
    const place = placesOf[numeral];
    if (place === undefined) {
      sum += tensOf[numeral] ?? 0;
      digit = digitsOf[numeral] ?? 0;
      continue;
    }
    sum += (digit === 0 ? 1 : digit) * place;
    digit = 0;
  }
  return String(sum + digit);
};
