import type { PublishedAt } from '@wiredesk/content';
import { DateTime, IANAZone } from 'luxon';

import { datePartsInWords, datePartsWithSlashes, offsetIn, withoutLeap, type DateParts } from './date-parts.js';
import { table } from './table.js';

export interface DateHints {
  /** IANA zone for what names none. */
  readonly timeZone: string;
  /** RFC 3339: "3 hours ago" counts from here, and a year that is missing is this one. */
  readonly receivedAt: string;
  /** The year of dates without one, where something else than the time of receipt tells it. */
  readonly year?: number;
}

const instantOf = (date: DateTime): PublishedAt | undefined => {
  const iso = date.isValid ? date.toUTC().toISO() : null;
  return iso === null ? undefined : { at: iso, precision: 'instant' };
};

const dayOf = (year: number, month: number, day: number, zone: string): PublishedAt | undefined => {
  const date = DateTime.fromObject({ year, month, day }, { zone });
  const iso = date.isValid ? date.toUTC().toISO() : null;
  const name = date.toISODate();
  return iso === null || name === null ? undefined : { at: iso, precision: 'day', day: name };
};

const fromParts = ({ year, month, day, time, offsetMinutes }: DateParts, timeZone: string): PublishedAt | undefined => {
  if (!time) return dayOf(year, month, day, timeZone);
  if (offsetMinutes === undefined) return instantOf(DateTime.fromObject({ year, month, day, ...time }, { zone: timeZone }));
  const valid = DateTime.fromObject({ year, month, day, ...time }, { zone: 'UTC' });
  return instantOf(valid.minus({ minutes: offsetMinutes }));
};

const halves = '上午|下午|晚上|凌晨|中午|오전|오후|午前|午後';
const afternoon = /^(?:下午|晚上|오후|午後)$/;
const dateParts = new RegExp(
  `(?<!\\d)(?<y>\\d{4})\\s*[-/.年]\\s*(?<m>\\d{1,2})\\s*[-/.月]\\s*(?<d>\\d{1,2})\\s*[日号號]?(?:\\s*[（(]?(?:星期|周|週|礼拜)[一二三四五六日天][）)]?)?(?:[\\sT\\u3000]*(?:(?<ap>${halves})\\s*)?(?<H>\\d{1,2})\\s*[:：时時]\\s*(?<M>\\d{2})(?:\\s*[:：分]\\s*(?<S>\\d{2}))?(?:\\s*(?<half>[ap])m\\b)?(?<rest>.{0,40}))?`,
  'iu',
);
const timeFirst = /(?<H>\d{1,2}):(?<M>\d{2})(?::(?<S>\d{2}))?\s+(?<y>\d{4})[-/.](?<m>\d{1,2})[-/.](?<d>\d{1,2})/u;
/** A year that stands apart, as `2021 12/13 08:30:05`. */
const spacedYear = /(?<y>20\d{2})\s+(?<m>\d{1,2})\s*[/月]\s*(?<d>\d{1,2})日?(?:\s+(?<H>\d{1,2}):(?<M>\d{2})(?::(?<S>\d{2}))?)?/u;
const monthAndDay = /(?<!\d)(?<m>\d{1,2})(?:-|月)(?<d>\d{1,2})日?\s+(?<H>\d{1,2}):(?<M>\d{2})/u;
const ago = /(?<n>\d{1,3})\s*(?<unit>秒|分钟|分鐘|小时|小時|天)前/u;
const agoMs = table({ 秒: 1_000, 分钟: 60_000, 分鐘: 60_000, 小时: 3_600_000, 小時: 3_600_000, 天: 86_400_000 });

/** The first date in a text as Chinese pages write it, with or without a time; undefined if there is none. */
export const findDate = (text: string, hints: DateHints): PublishedAt | undefined => {
  const groups = (timeFirst.exec(text) ?? dateParts.exec(text) ?? spacedYear.exec(text))?.groups;
  if (groups) return fromGroups(groups, hints.timeZone);
  const short = monthAndDay.exec(text)?.groups;
  if (short) return yearless(short, hints);
  const relative = ago.exec(text)?.groups;
  const unitMs = agoMs[relative?.['unit'] ?? ''];
  if (!relative || unitMs === undefined) return undefined;
  const at = DateTime.fromMillis(DateTime.fromISO(hints.receivedAt).toMillis() - Number(relative['n']) * unitMs);
  const instant = instantOf(at);
  return instant && { ...instant, precision: 'assumed' };
};

/** A month and a day: of the year that is known, else of the last year in which that day is not still to come. */
const yearless = (groups: Readonly<Record<string, string | undefined>>, hints: DateHints): PublishedAt | undefined => {
  const received = DateTime.fromISO(hints.receivedAt);
  const year = hints.year ?? received.year;
  const date = fromGroups({ ...groups, y: String(year) }, hints.timeZone);
  const inFuture = date !== undefined && hints.year === undefined && DateTime.fromISO(date.at) > received.plus({ days: 1 });
  return inFuture ? fromGroups({ ...groups, y: String(year - 1) }, hints.timeZone) : date;
};

const fromGroups = (groups: Readonly<Record<string, string | undefined>>, zone: string): PublishedAt | undefined => {
  const number = (name: string): number => Number(groups[name] ?? 0);
  const day = { year: number('y'), month: number('m'), day: number('d') };
  if (groups['H'] === undefined) return fromParts(day, zone);
  const late = afternoon.test(groups['ap'] ?? '') || groups['half']?.toLowerCase() === 'p';
  const hour = number('H') + (late && number('H') < 12 ? 12 : 0);
  const offsetMinutes = offsetIn(groups['rest'] ?? '', zone);
  return fromParts({ ...day, time: { hour, minute: number('M'), second: withoutLeap(number('S')) }, ...(offsetMinutes === undefined ? {} : { offsetMinutes }) }, zone);
};

const dateCharsMax = 200;
/** What stands for a minus in dates that a word processor has seen. */
const dashes = /[\u2010-\u2015\u2212]/g;
const zoneName = /[\s[(]([A-Z][A-Za-z]{2,20}\/[A-Z][A-Za-z_]{1,30}(?:\/[A-Z][A-Za-z_]{1,30})?)[\])]?\s*$/;
const epochSeconds = /^\d{10}(?:\d{3})?$/;

/**
 * A date as a format gives it: RFC 3339, RFC 822 with the zones of real feeds, seconds or milliseconds of Unix, or as people
 * and Chinese pages write it. Only a day stays a day; only a month or a year is `assumed` to be its first day.
 */
export const parseDate = (raw: string | undefined, hints: DateHints): PublishedAt | undefined => {
  const text = (raw ?? '').slice(0, dateCharsMax).normalize('NFKC').replace(dashes, '-').trim();
  if (text === '') return undefined;
  // A zone by its name, after the time and with a blank before it: it is the zone of this date.
  const named = zoneName.exec(text);
  if (named && IANAZone.isValidZone(named[1] as string)) return parseDate(text.slice(0, named.index), { ...hints, timeZone: named[1] as string });
  const bareDay = /^(\d{4})-?(\d{2})-?(\d{2})$/.exec(text) ?? /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
  if (bareDay) return dayOf(Number(bareDay[1]), Number(bareDay[2]), Number(bareDay[3]), hints.timeZone);
  const coarse = /^(\d{4})(?:-(\d{2}))?$/.exec(text);
  if (coarse) return assumed(dayOf(Number(coarse[1]), Number(coarse[2] ?? 1), 1, hints.timeZone));
  if (epochSeconds.test(text)) return instantOf(DateTime.fromMillis(Number(text) * (text.length === 10 ? 1_000 : 1)));
  const ordinal = /^\d{4}-(?:\d{3}|W\d{2}-\d)$/.test(text) ? DateTime.fromISO(text, { zone: hints.timeZone }) : undefined;
  if (ordinal?.isValid) return dayOf(ordinal.year, ordinal.month, ordinal.day, hints.timeZone);
  if (/^\d{4}-?\d{2}-?\d{2}[T -]/i.test(text)) {
    const iso = DateTime.fromISO(text.replace(/^(\d{4}-\d{2}-\d{2})[ -](\d{2}:)/, '$1T$2').replace(/\s+(?=[+-]\d{2}:?\d{2}$)/, '').replace(/(T\d{2}:?\d{2}:?)6[01]/, '$159'), { zone: hints.timeZone });
    if (iso.isValid) return instantOf(iso);
  }
  const parts = datePartsInWords(text, hints.timeZone) ?? datePartsWithSlashes(text, hints.timeZone);
  return parts ? fromParts(parts, hints.timeZone) : findDate(text, hints);
};

const assumed = (date: PublishedAt | undefined): PublishedAt | undefined => date && { at: date.at, precision: 'assumed' };

const sampleChars = 20_000;
const chinesePart = 0.05;

/** The zone for times that name none: the source's; else that of China for a Chinese source or text; else UTC. */
export const zoneOf = (source: { timeZone?: string; language?: string }, text: string): string => {
  if (source.timeZone !== undefined) return source.timeZone;
  if (source.language !== undefined) return /^zh\b/i.test(source.language) ? 'Asia/Shanghai' : 'UTC';
  const sample = text.slice(0, sampleChars);
  const han = sample.match(/[\u4e00-\u9fff]/g)?.length ?? 0;
  return han > sample.length * chinesePart && !/[\u3040-\u30ff]{2}/.test(sample) ? 'Asia/Shanghai' : 'UTC';
};
