import { takeOne, type Bucket } from './quota.decide.js';

describe('a quota', () => {
  it('gives a minute\'s worth at once, then as it fills up', () => {
    let bucket: Bucket | undefined;
    const ask = (atMs: number): number => {
      const answer = takeOne(bucket, 6, atMs);
      bucket = answer.bucket;
      return answer.waitSeconds;
    };
    expect([ask(0), ask(0), ask(0), ask(0), ask(0), ask(0)]).toEqual([0, 0, 0, 0, 0, 0]);
    expect(ask(0)).toBe(10);
    expect(ask(5_000)).toBe(5);
    expect(ask(10_000)).toBe(0);
    expect(ask(10_000)).toBe(10);
  });

  it('never holds more than a minute\'s worth, and takes no credit from a clock that went back', () => {
    const full = takeOne({ left: 0, atMs: 0 }, 2, 3_600_000);
    expect(full.bucket.left).toBe(1);
    expect(takeOne({ left: 0, atMs: 10_000 }, 60, 0).waitSeconds).toBe(1);
  });
});
