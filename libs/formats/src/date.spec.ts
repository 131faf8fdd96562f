import { cpuMs } from '../test/support.js';
import { findDate, parseDate, zoneOf } from './date.js';

const hints = { timeZone: 'Asia/Shanghai', receivedAt: '2026-11-25T12:00:00.000Z' };

describe('dates', () => {
  test.each([
    ['2021-12-13T08:30:00Z', '2021-12-13T08:30:00.000Z'],
    ['2021-12-13T08:30:00.123456+08:00', '2021-12-13T00:30:00.123Z'],
    ['2021-12-13T08:30:00', '2021-12-13T00:30:00.000Z'],
    ['2017-11-27T08:00:57+0000', '2017-11-27T08:00:57.000Z'],
    ['2021-12-13 08:30:00 +0800', '2021-12-13T00:30:00.000Z'],
    ['Mon, 13 Dec 2021 08:30:00 PST', '2021-12-13T16:30:00.000Z'],
    ['Mon, 13 Dec 2021 08:30:00 JST', '2021-12-12T23:30:00.000Z'],
    ['Mon, 13 Dec 2021 08:30:00 Z', '2021-12-13T08:30:00.000Z'],
    ['Fri, 13 Dec 21 08:30:00 GMT', '2021-12-13T08:30:00.000Z'],
    ['13 Dec 2021 08:30:00', '2021-12-13T00:30:00.000Z'],
    ['2021年12月13日 下午4:30', '2021-12-13T08:30:00.000Z'],
    ['2021/12/13 8:05:09', '2021-12-13T00:05:09.000Z'],
    ['Sun Jan  4 16:29:06 PST 2004', '2004-01-05T00:29:06.000Z'],
    ['Sun Jan 4 16:29:06 2004', '2004-01-04T08:29:06.000Z'],
    ['Mon Dec 13 08:30:00 CST 2021', '2021-12-13T00:30:00.000Z'],
    ['Thu, 01 Jan 2004 19:48:21 +0000 (UTC)', '2004-01-01T19:48:21.000Z'],
    ['Wed, 13 Dec 2021 08:30:00 +08:00', '2021-12-13T00:30:00.000Z'],
    ['Wed, 19 Aug 2009 18:28:00 Etc/GMT', '2009-08-19T18:28:00.000Z'],
    ['Mon,13-Dec-2021 08:30:00 GMT', '2021-12-13T08:30:00.000Z'],
    ['January 1, 2004 5:30 PM', '2004-01-01T09:30:00.000Z'],
    ['13/12/2021 08:30', '2021-12-13T00:30:00.000Z'],
    ['12/13/2021 8:30:05 AM', '2021-12-13T00:30:05.000Z'],
    ['1639355405', '2021-12-13T00:30:05.000Z'],
    ['1639355405000', '2021-12-13T00:30:05.000Z'],
    ['2004-05-25 오후 11:23:17', '2004-05-25T15:23:17.000Z'],
    ['２０２１年１２月１３日\u3000０８：３０', '2021-12-13T00:30:00.000Z'],
    ['2021-12-13 08:30 met in the harbour', '2021-12-13T00:30:00.000Z'],
    ['2021-12-13 08:30 MET', '2021-12-13T07:30:00.000Z'],
    ['2021-12-13 08:30 来源 Z网', '2021-12-13T00:30:00.000Z'],
    ['2021年12月13日 星期一 下午3:04', '2021-12-13T07:04:00.000Z'],
    ['2021-12-13（周一）08:30', '2021-12-13T00:30:00.000Z'],
    ['Sun, 31 Dec 2017 23:59:60 GMT', '2017-12-31T23:59:59.000Z'],
    ['2017-12-31T23:59:60Z', '2017-12-31T23:59:59.000Z'],
    ['Mo, 13 Dez 2021 08:30:00 +0100', '2021-12-13T07:30:00.000Z'],
    ['mar. 14 déc. 2021 08:30 CET', '2021-12-14T07:30:00.000Z'],
    ['mar. 4 mai 2021 08:30:00 +0200', '2021-05-04T06:30:00.000Z'],
    ['13 мая 2021 10:00', '2021-05-13T02:00:00.000Z'],
    ['Πεμ, 13 Μάι 2021 10:00:00 +0300', '2021-05-13T07:00:00.000Z'],
    ['2004-július-13T9:15-05:00', '2004-07-13T14:15:00.000Z'],
    ['Mon, 13 Dec 2021 08:30:00 America/New_York', '2021-12-13T13:30:00.000Z'],
    ['Mon, 13 Jun 2022 08:30:00 America/New_York', '2022-06-13T12:30:00.000Z'],
    ['Mon, 13 Dec 2021 08:30:00 ET', '2021-12-13T13:30:00.000Z'],
    ['2021-12-13T08:30:00\u221205:00', '2021-12-13T13:30:00.000Z'],
    ['Mon, 13 Dec 2021 08:30:00 +24:00', '2021-12-13T00:30:00.000Z'],
  ])('%s is an instant', (text, at) => {
    expect(parseDate(text, hints)).toEqual({ at, precision: 'instant' });
  });

  test.each([['2021-12-13'], ['2021年12月13日'], ['2021.12.13'], ['13 Dec 2021'], ['December 13, 2021'], ['20211213'], ['2021-347'], ['13-Dec-21'], ['13/12/2021'], ['13-12-2021'], ['2021-W50-1'], ['13 de diciembre de 2021'], ['13. Dezember 2021']])('%s is a day', (text) => {
    expect(parseDate(text, hints)).toEqual({ at: '2021-12-12T16:00:00.000Z', precision: 'day', day: '2021-12-13' });
  });

  test('CST is China\'s time or America\'s, by the zone of the source', () => {
    expect(parseDate('Mon, 13 Dec 2021 08:30:00 CST', hints)?.at).toBe('2021-12-13T00:30:00.000Z');
    expect(parseDate('Mon, 13 Dec 2021 08:30:00 CST', { ...hints, timeZone: 'UTC' })?.at).toBe('2021-12-13T14:30:00.000Z');
  });

  test('only a month or a year is assumed to be its first day', () => {
    expect(parseDate('2021-12', hints)).toEqual({ at: '2021-11-30T16:00:00.000Z', precision: 'assumed' });
    expect(parseDate('2021', hints)).toEqual({ at: '2020-12-31T16:00:00.000Z', precision: 'assumed' });
  });

  test.each([undefined, '', ' ', 'next Monday', '2021-13-45', '2021年13月45日', 'Last Tuesday', '0', 'Thu, 31 Jun 2004 19:48:21 GMT', '99/99/2021', 'Maybe tomorrow', '12345'])('%j is none', (text) => {
    expect(parseDate(text, hints)).toBeUndefined();
  });

  test('a long text takes no long time', () => {
    const spentMs = cpuMs(() => {
      parseDate(`2021${' '.repeat(1_000_000)}x`, hints);
      findDate('1'.repeat(10_000), hints);
    });
    expect(spentMs).toBeLessThan(200);
  });

  test('the zone is the source\'s, else by language, else by the text', () => {
    expect(zoneOf({ timeZone: 'Europe/Oslo', language: 'zh' }, '')).toBe('Europe/Oslo');
    expect(zoneOf({ language: 'zh-Hans' }, '')).toBe('Asia/Shanghai');
    expect(zoneOf({ language: 'en' }, '港口'.repeat(50))).toBe('UTC');
    expect(zoneOf({}, '港口'.repeat(50))).toBe('Asia/Shanghai');
    expect(zoneOf({}, 'harbour')).toBe('UTC');
    expect(zoneOf({}, '港口のニュースです')).toBe('UTC');
  });
});
