import { isSampled, spanPlace } from './place.js';

const traceparent = (begin: string, flags = '01'): string => `00-${begin.padEnd(32, '7')}-00f067aa0ba902b7-${flags}`;
const sampled = (begin: string, ratio: number, flags?: string): boolean | undefined => {
  const place = spanPlace(traceparent(begin, flags));
  return place && isSampled(place, ratio);
};

describe('the place of a span', () => {
  it('is read from a traceparent, and from nothing else', () => {
    expect(spanPlace(traceparent('a'))).toEqual({ traceId: `a${'7'.repeat(31)}`, spanId: '00f067aa0ba902b7', traceFlags: 1 });
    for (const text of [null, '', '01-x', traceparent('a').toUpperCase()]) expect(spanPlace(text)).toBeUndefined();
  });

  it('is kept by the share of its trace, and never where the caller said no', () => {
    expect([sampled('7fffffff', 0.5), sampled('80000000', 0.5), sampled('ffffffff', 1), sampled('00000000', 0), sampled('00000000', 1, '00')]).toEqual([true, false, true, false, false]);
  });
});
