import { DateTime } from 'luxon';

import type { Calendar } from './calendars.js';
import type { Span } from './regimes.js';

const daysLookedAtMax = 400;

/** True for a day on which the calendar's people work; `day` is a local date. */
export const isBusinessDay = (day: DateTime, calendar: Calendar): boolean => {
  const date = day.toISODate() ?? '';
  if (calendar.worked.has(date)) return true;
  return day.weekday <= 5 && !calendar.closed.has(date);
};

/**
 * The end of the n-th business day after an instant, in the calendar's own zone. The day of the instant itself does not
 * count, whether it is a business day or not. `afterIso` is RFC 3339; so is the answer.
 */
export const endOfBusinessDay = (afterIso: string, n: number, calendar: Calendar): string => {
  let day = DateTime.fromISO(afterIso, { zone: calendar.zone }).startOf('day');
  let left = n;
  for (let looked = 0; left > 0; looked += 1) {
    if (looked > daysLookedAtMax) throw new Error(`no ${n} business days within ${daysLookedAtMax} days of ${afterIso} in ${calendar.id}`);
    day = day.plus({ days: 1 });
    if (isBusinessDay(day, calendar)) left -= 1;
  }
  return day.endOf('day').toUTC().toISO() ?? '';
};

/**
 * One notice asks the same for each of its targets, and zone arithmetic is slow: of ten thousand targets it took half of
 * the whole time. The answers follow from the key alone.
 */
const answers = new Map<string, string>();
const answersMax = 500;

/** When a span ends that begins at an instant: business days, days and months at the end of their last day, hours to the second. */
export const endOfSpan = (afterIso: string, span: Span, calendar: Calendar): string => {
  const key = `${calendar.id}@${calendar.version} ${afterIso} ${JSON.stringify(span)}`;
  const known = answers.get(key);
  if (known !== undefined) return known;
  const answer = computeEnd(afterIso, span, calendar);
  if (answers.size >= answersMax) answers.clear();
  answers.set(key, answer);
  return answer;
};

const computeEnd = (afterIso: string, span: Span, calendar: Calendar): string => {
  if ('businessDays' in span) return endOfBusinessDay(afterIso, span.businessDays, calendar);
  const start = DateTime.fromISO(afterIso, { zone: calendar.zone });
  if ('hours' in span) return start.plus({ hours: span.hours }).toUTC().toISO() ?? '';
  const lastDay = 'days' in span ? start.plus({ days: span.days }) : start.plus({ months: span.months });
  return lastDay.endOf('day').toUTC().toISO() ?? '';
};

/** False where the calendar's data do not reach: its holidays are not known there, only its weekends. */
export const isCovered = (iso: string, calendar: Calendar): boolean => {
  const date = DateTime.fromISO(iso, { zone: calendar.zone }).toISODate() ?? '';
  return date >= calendar.from && date <= calendar.to;
};
