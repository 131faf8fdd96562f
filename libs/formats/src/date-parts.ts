import { monthByName } from './month-names.js';
import { table } from './table.js';

/** What a text says about a point in time; no time: only a day was given. */
export interface DateParts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly time?: { readonly hour: number; readonly minute: number; readonly second: number };
  /** Minutes east of UTC, where the text says so. */
  readonly offsetMinutes?: number;
}

/** Zone names of real feeds that RFC 822 does not know, or knows otherwise; hours east of UTC. */
const zoneHours = table({
  z: 0, utc: 0, gmt: 0, ut: 0, wet: 0, west: 1, bst: 1, ist: 5.5, cet: 1, cest: 2, met: 1, mest: 2, mez: 1, mesz: 2, eet: 2, eest: 3, msk: 3, jst: 9, kst: 9, hkt: 8, sgt: 8, wib: 7, ict: 7, pht: 8, aest: 10, aedt: 11, acst: 9.5, awst: 8,
  nzst: 12, nzdt: 13, est: -5, edt: -4, et: -5, ct: -6, mt: -7, pt: -8, cst: -6, cdt: -5, mst: -7, mdt: -6, pst: -8, pdt: -7, akst: -9, hst: -10, ast: -4, adt: -3, brt: -3, art: -3,
});
const chinaStandardHours = 8;
/** No place on Earth is further from UTC; more is a mistake. */
const offsetMinutesMax = 14 * 60;

/** Offset or zone name in what follows a time. `CST` is China's for a source that keeps China's time, America's for others. */
export const offsetIn = (rest: string, timeZone: string): number | undefined => {
  const offset = /^\s*\(?(?:gmt|utc)?\s*([+-])(\d{1,2}):?(\d{2})?(?!\d)/i.exec(rest);
  const offsetMinutes = offset ? Number(offset[2]) * 60 + Number(offset[3] ?? 0) : undefined;
  if (offsetMinutes !== undefined) return offsetMinutes > offsetMinutesMax ? undefined : (offset?.[1] === '-' ? -1 : 1) * offsetMinutes;
  // Only capitals right after the time: "met" and "ist" are words as well.
  const name = /^\s*\(?(?:Etc\/)?([A-Z]{1,5})(?![A-Za-z])/.exec(rest)?.[1]?.toLowerCase();
  if (name === 'cst' && timeZone.startsWith('Asia/')) return chinaStandardHours * 60;
  const hours = zoneHours[name ?? ''];
  return hours === undefined ? undefined : hours * 60;
};

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const beginsAsMonth = /^(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}$/i;

/** The month that a text names; of two words that could be one the last (`mar. 5 mai`: the first is a day of the week). */
const monthIn = (text: string): number | undefined => {
  const words = text.match(/\p{L}+/gu) ?? [];
  const known = words.map(monthByName).findLast((month) => month !== undefined);
  if (known !== undefined) return known;
  const begun = words.map((word) => beginsAsMonth.exec(word)?.[1]).find((name) => name !== undefined);
  return begun === undefined ? undefined : months.indexOf(begun.toLowerCase()) + 1;
};
const time = /(?<!\d)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?(?:\s*([ap])\.?m\b\.?)?/i;
const fullYear = 100;

/** A leap second (RFC 3339 §5.7), which clocks here do not count. */
export const withoutLeap = (second: number): number => (second === 60 || second === 61 ? 59 : second);

const timeIn = (match: RegExpExecArray): NonNullable<DateParts['time']> => {
  const half = match[4]?.toLowerCase();
  const hour = Number(match[1]);
  return { hour: half === 'p' && hour < 12 ? hour + 12 : half === 'a' && hour === 12 ? 0 : hour, minute: Number(match[2]), second: withoutLeap(Number(match[3] ?? 0)) };
};

/**
 * A date with the name of a month, whatever the order: RFC 822 and its relatives, asctime, `Dec 13, 2021 5:30 PM`,
 * `13-Dec-2021`. Two digits of a year are of 1970 to 2069.
 */
export const datePartsInWords = (text: string, timeZone: string): DateParts | undefined => {
  const month = monthIn(text);
  if (month === undefined) return undefined;
  const clock = time.exec(text);
  const after = clock ? text.slice(clock.index + clock[0].length) : '';
  const withoutTime = clock ? `${text.slice(0, clock.index)} ${after.replace(/[+-]\d{1,2}:?\d{0,2}/, ' ')}` : text;
  const numbers = (withoutTime.match(/\d+/g) ?? []).map((digits) => ({ digits, value: Number(digits) }));
  const written = numbers.find(({ digits }) => digits.length === 4);
  const others = numbers.filter((number) => number !== written && number.digits.length <= 2);
  const day = others[0]?.value;
  const short = others[1]?.value;
  const year = written?.value ?? (short === undefined ? undefined : short + (short < 70 ? 2_000 : 1_900));
  if (day === undefined || year === undefined || year < fullYear) return undefined;
  const offsetMinutes = clock ? offsetIn(after, timeZone) : undefined;
  return { year, month, day, ...(clock ? { time: timeIn(clock) } : {}), ...(offsetMinutes === undefined ? {} : { offsetMinutes }) };
};

/** `13/12/2021 08:30`, `13-12-2021` and `12/13/2021 8:30 AM`: the day comes first unless it cannot, or the clock is American. */
export const datePartsWithSlashes = (text: string, timeZone: string): DateParts | undefined => {
  const match = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?!\d)/.exec(text);
  if (!match) return undefined;
  const [first, second, year] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const clock = time.exec(text.slice(match[0].length));
  const american = second > 12 || (first <= 12 && (clock?.[4] !== undefined || timeZone.startsWith('America/')));
  const offsetMinutes = clock ? offsetIn(clock.input.slice(clock.index + clock[0].length), timeZone) : undefined;
  return { year, month: american ? first : second, day: american ? second : first, ...(clock ? { time: timeIn(clock) } : {}), ...(offsetMinutes === undefined ? {} : { offsetMinutes }) };
};
