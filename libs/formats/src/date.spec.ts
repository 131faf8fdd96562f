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
  ])('%s is an instant', (text, at) => {
    expect(parseDate(text, hints)).toEqual({ at, precision: 'instant' });
  });

  test.each([['2021-12-13'], ['2021年12月13日'], ['2021.12.13'], ['13 Dec 2021'], ['December 13, 2021']])('%s is a day', (text) => {
    expect(parseDate(text, hints)).toEqual({ at: '2021-12-12T16:00:00.000Z', precision: 'day', day: '2021-12-13' });
  });

  test.each([undefined, '', ' ', 'next Monday', '2021-13-45', '2021年13月45日', 'Last Tuesday', '0'])('%j is none', (text) => {
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
