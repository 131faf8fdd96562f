import type { PublishedAt } from '@wiredesk/content';
import { DateTime } from 'luxon';
import { table } from './table.js';

export interface DateHints {
  /** IANA zone for what names none. */
  readonly timeZone: string;
  /** RFC 3339: "3 hours ago" counts from here, and a year that is missing is this one. */
  readonly receivedAt: string;
  /** The year of dates without one, where something else than the time of receipt tells it. */
  readonly year?: number;
}

/** Zone names of real feeds that RFC 822 does not know, or knows otherwise. */
const namedZones = table({
  bst: '+0100', ist: '+0530', cet: '+0100', cest: '+0200', eet: '+0200', eest: '+0300', jst: '+0900', kst: '+0900', hkt: '+0800', sgt: '+0800', aest: '+1000',
  aedt: '+1100', nzst: '+1200', nzdt: '+1300', utc: '+0000', gmt: '+0000', ut: '+0000', z: '+0000', est: '-0500', edt: '-0400', cst: '-0600', cdt: '-0500',
  mst: '-0700', mdt: '-0600', pst: '-0800', pdt: '-0700', msk: '+0300', wib: '+0700',
});

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

const dateParts = /(?<y>\d{4})\s*[-/.年]\s*(?<m>\d{1,2})\s*[-/.月]\s*(?<d>\d{1,2})\s*日?(?:[\sT\u3000]*(?:(?<ap>上午|下午|晚上)\s*)?(?<H>\d{1,2})\s*[::时時]\s*(?<M>\d{2})(?:\s*[::分]\s*(?<S>\d{2}))?)?/u;
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
  if (groups['H'] === undefined) return dayOf(number('y'), number('m'), number('d'), zone);
  const hour = number('H') + ((groups['ap'] === '下午' || groups['ap'] === '晚上') && number('H') < 12 ? 12 : 0);
  return instantOf(DateTime.fromObject({ year: number('y'), month: number('m'), day: number('d'), hour, minute: number('M'), second: number('S') }, { zone }));
};

const dateCharsMax = 200;

/** A date as a format gives it: RFC 3339, RFC 822 with the zones of real feeds, or as Chinese pages write it. */
export const parseDate = (raw: string | undefined, hints: DateHints): PublishedAt | undefined => {
  const text = (raw ?? '').slice(0, dateCharsMax).trim();
  if (text === '') return undefined;
  const bareDay = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
  if (bareDay) return dayOf(Number(bareDay[1]), Number(bareDay[2]), Number(bareDay[3]), hints.timeZone);
  const iso = DateTime.fromISO(text.replace(/^(\d{4}-\d{2}-\d{2})[ -](\d{2}:)/, '$1T$2').replace(/\s+(?=[+-]\d{2}:?\d{2}$)/, ''), { zone: hints.timeZone });
  if (iso.isValid) return instantOf(iso);
  const withOffset = text.replace(/\s+\(?([A-Za-z]{1,5})\)?$/, (whole, zone: string) => (namedZones[zone.toLowerCase()] ? ` ${namedZones[zone.toLowerCase()]}` : whole));
  for (const candidate of [withOffset, withOffset.replace(/^[A-Za-z]+,?\s+/, '')]) {
    const rfc = DateTime.fromRFC2822(candidate);
    if (rfc.isValid) return instantOf(rfc);
    for (const format of ['d MMM yyyy HH:mm:ss ZZZ', 'd MMM yyyy HH:mm ZZZ', 'd MMM yyyy HH:mm:ss', 'd MMM yyyy HH:mm', 'd MMMM yyyy HH:mm:ss ZZZ', 'd MMM yyyy', 'MMMM d, yyyy']) {
      const parsed = DateTime.fromFormat(candidate, format, { zone: hints.timeZone, locale: 'en' });
      if (parsed.isValid) return format.includes('HH') ? instantOf(parsed) : dayOf(parsed.year, parsed.month, parsed.day, hints.timeZone);
    }
  }
  return findDate(text, hints);
};

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
