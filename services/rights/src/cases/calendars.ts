import type { CalendarId } from './regimes.js';

/**
 * Days on which nobody works, as dated data: what is a holiday is announced, not computed, and in China some weekends
 * are worked in exchange (调休). Outside `from`–`to` only weekends are known.
 */
export interface Calendar {
  readonly id: CalendarId;
  /** Kept with each timer, so that a later correction of the data shows. */
  readonly version: string;
  readonly zone: string;
  readonly from: string;
  readonly to: string;
  /** Local dates that are no business days though not on a weekend. */
  readonly closed: ReadonlySet<string>;
  /** Local dates on a weekend that are business days. */
  readonly worked: ReadonlySet<string>;
}

const dates = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/).filter(Boolean));

export const calendars: Readonly<Record<CalendarId, Calendar>> = {
  // 5 USC 6103, with the day observed where a holiday falls on a weekend.
  'us-federal': {
    id: 'us-federal',
    version: '2026-11',
    zone: 'America/New_York',
    from: '2025-01-01',
    to: '2028-12-31',
    closed: dates(`
      2025-01-01 2025-01-20 2025-02-17 2025-05-26 2025-06-19 2025-07-04 2025-09-01 2025-10-13 2025-11-11 2025-11-27 2025-12-25
      2026-01-01 2026-01-19 2026-02-16 2026-05-25 2026-06-19 2026-07-03 2026-09-07 2026-10-12 2026-11-11 2026-11-26 2026-12-25
      2027-01-01 2027-01-18 2027-02-15 2027-05-31 2027-06-18 2027-07-05 2027-09-06 2027-10-11 2027-11-11 2027-11-25 2027-12-24 2027-12-31
      2028-01-17 2028-02-21 2028-05-29 2028-06-19 2028-07-04 2028-09-04 2028-10-09 2028-11-10 2028-11-23 2028-12-25`),
    worked: new Set(),
  },
  // 国务院办公厅 节假日安排 for 2025 and 2026; later years are announced in the November before.
  'cn-mainland': {
    id: 'cn-mainland',
    version: '2025-11',
    zone: 'Asia/Shanghai',
    from: '2025-01-01',
    to: '2026-12-31',
    closed: dates(`
      2025-01-01 2025-01-28 2025-01-29 2025-01-30 2025-01-31 2025-02-03 2025-02-04 2025-04-04 2025-05-01 2025-05-02 2025-05-05 2025-06-02
      2025-10-01 2025-10-02 2025-10-03 2025-10-06 2025-10-07 2025-10-08
      2026-01-01 2026-01-02 2026-02-16 2026-02-17 2026-02-18 2026-02-19 2026-02-20 2026-02-23 2026-04-06 2026-05-01 2026-05-04 2026-05-05
      2026-06-19 2026-09-25 2026-10-01 2026-10-02 2026-10-05 2026-10-06 2026-10-07`),
    worked: dates('2025-01-26 2025-02-08 2025-04-27 2025-09-28 2025-10-11 2026-01-04 2026-02-14 2026-02-28 2026-05-09 2026-09-20 2026-10-10'),
  },
  'weekdays-utc': { id: 'weekdays-utc', version: '1', zone: 'UTC', from: '1970-01-01', to: '9999-12-31', closed: new Set(), worked: new Set() },
};
