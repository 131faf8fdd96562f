import type { UiLanguage } from './ui-language.decide.js';

/** A point in time as it was given: a day stays a day. */
export interface GivenTime {
  readonly at: Date;
  readonly precision: 'instant' | 'day' | 'assumed';
  /** `2021-12-13` where it is known for precision `day`. */
  readonly day?: string | undefined;
}

export interface ShownTime {
  readonly text: string;
  /** For the `datetime` attribute and metadata: RFC 3339 with the zone's offset, or the bare day. */
  readonly machine: string;
}

const formats = new Map<string, Intl.DateTimeFormat>();
const formatsMax = 100;

const formatOf = (locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => {
  const key = `${locale} ${JSON.stringify(options)}`;
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(locale, options);
  if (formats.size < formatsMax) formats.set(key, made);
  return made;
};

const partsIn = (at: Date, timeZone: string): Record<string, string> => {
  const format = formatOf('en-US', { timeZone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', timeZoneName: 'longOffset' });
  return Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
};

/** `+08:00` of a zone at that moment. */
const offsetOf = (parts: Readonly<Record<string, string>>): string => {
  const offset = (parts['timeZoneName'] ?? '').replace('GMT', '');
  return offset === '' ? '+00:00' : offset;
};

const zoneName = (timeZone: string, offset: string, language: UiLanguage): string => {
  if (language === 'zh' && timeZone === 'Asia/Shanghai') return '北京时间';
  return offset === '+00:00' ? 'UTC' : `UTC${offset.replace(/^([+-])0/, '$1').replace(/:00$/, '')}`;
};

/**
 * The day that an instant at the start of a day in an unknown zone stands for: true for zones from UTC-10 to UTC+13.
 * Lists do not read the body, where the day itself is.
 */
const dayStartedAt = (at: Date): string => new Date(at.getTime() + 13 * 3_600_000).toISOString().slice(0, 10);

const longDay = (day: string, language: UiLanguage): string => {
  const [year = '', month = '', date = ''] = day.split('-');
  if (language === 'zh') return `${Number(year)}年${Number(month)}月${Number(date)}日`;
  return formatOf('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'long', year: 'numeric' }).format(new Date(`${day}T00:00:00Z`));
};

/** As the article's own page shows it, with the zone: 2026年11月25日 16:31（北京时间）; 25 November 2026, 16:31 (UTC+8). */
export const showTime = (time: GivenTime, timeZone: string, language: UiLanguage): ShownTime => {
  if (time.precision === 'day') {
    const day = time.day ?? dayStartedAt(time.at);
    return { text: longDay(day, language), machine: day };
  }
  const parts = partsIn(time.at, timeZone);
  const day = `${parts['year']}-${parts['month']}-${parts['day']}`;
  const clock = `${parts['hour']}:${parts['minute']}`;
  const offset = offsetOf(parts);
  const zone = zoneName(timeZone, offset, language);
  return {
    text: language === 'zh' ? `${longDay(day, language)} ${clock}（${zone}）` : `${longDay(day, language)}, ${clock} (${zone})`,
    machine: `${day}T${clock}:${parts['second']}${offset}`,
  };
};

/** As lists show it: 2026-11-25 16:31, or the bare day. */
export const showShortTime = (time: GivenTime, timeZone: string): ShownTime => {
  if (time.precision === 'day') {
    const day = time.day ?? dayStartedAt(time.at);
    return { text: day, machine: day };
  }
  const parts = partsIn(time.at, timeZone);
  const day = `${parts['year']}-${parts['month']}-${parts['day']}`;
  return { text: `${day} ${parts['hour']}:${parts['minute']}`, machine: `${day}T${parts['hour']}:${parts['minute']}:${parts['second']}${offsetOf(parts)}` };
};

/** The date under the newspaper's name, with the day of the week. */
export const showToday = (now: Date, timeZone: string, language: UiLanguage): string =>
  formatOf(language === 'zh' ? 'zh-CN' : 'en-GB', { timeZone, year: 'numeric', month: 'long', day: 'numeric', weekday: 'long' }).format(now);
