import { DateTime } from 'luxon';

import { endOfBusinessDay, endOfSpan, isBusinessDay, isCovered } from './calendar.decide.js';
import { calendars } from './calendars.js';

const us = calendars['us-federal'];
const cn = calendars['cn-mainland'];
const localDate = (iso: string, zone: string): string => DateTime.fromISO(iso, { zone }).toISODate() ?? '';

describe('business days of the United States', () => {
  // 17 USC 512(g)(2)(C): restored not less than 10 nor more than 14 business days after the counter notice came.
  it.each([
    ['2025-11-17', '2025-12-02', '2025-12-08', 'Thanksgiving'],
    ['2025-12-19', '2026-01-06', '2026-01-12', 'Christmas and New Year'],
    ['2026-06-26', '2026-07-13', '2026-07-17', '4 July on a Saturday, observed on Friday'],
    ['2025-11-15', '2025-12-01', '2025-12-05', 'received on a Saturday'],
  ])('received %s: the 10th is %s, the 14th %s (%s)', (received, tenth, fourteenth) => {
    const at = DateTime.fromISO(`${received}T15:00`, { zone: us.zone }).toUTC().toISO() ?? '';
    expect(localDate(endOfBusinessDay(at, 10, us), us.zone)).toBe(tenth);
    expect(localDate(endOfBusinessDay(at, 14, us), us.zone)).toBe(fourteenth);
  });

  it('end with their day, across the change to summer time', () => {
    expect(endOfBusinessDay('2026-03-06T15:00:00.000Z', 1, us)).toBe('2026-03-10T03:59:59.999Z');
    expect(endOfBusinessDay('2026-03-04T15:00:00.000Z', 1, us)).toBe('2026-03-06T04:59:59.999Z');
  });

  it('belong to the day that it is there, not here', () => {
    // 02:00 UTC on Tuesday is still Monday evening in New York.
    expect(localDate(endOfBusinessDay('2026-03-10T02:00:00.000Z', 1, us), us.zone)).toBe('2026-03-10');
  });
});

describe('working days of China', () => {
  it('count the weekends that are worked in exchange and leave out the holidays', () => {
    // Spring Festival 15–23 February 2026; 14 and 28 February, Saturdays, are worked.
    expect(localDate(endOfBusinessDay('2026-02-13T02:00:00.000Z', 1, cn), cn.zone)).toBe('2026-02-14');
    expect(localDate(endOfBusinessDay('2026-02-13T02:00:00.000Z', 2, cn), cn.zone)).toBe('2026-02-24');
    expect(isBusinessDay(DateTime.fromISO('2026-02-28', { zone: cn.zone }), cn)).toBe(true);
  });

  it('do not lengthen 15 calendar days over Spring Festival', () => {
    expect(localDate(endOfSpan('2026-02-10T02:00:00.000Z', { days: 15 }, cn), cn.zone)).toBe('2026-02-25');
  });
});

describe('a span', () => {
  it('of hours is counted to the second', () => {
    expect(endOfSpan('2026-02-10T02:00:05.000Z', { hours: 24 }, cn)).toBe('2026-02-11T02:00:05.000Z');
  });

  it('beyond the data of a calendar is known to be so', () => {
    expect(isCovered('2026-12-30T00:00:00.000Z', cn)).toBe(true);
    expect(isCovered('2027-01-01T00:00:00.000Z', cn)).toBe(false);
  });
});
