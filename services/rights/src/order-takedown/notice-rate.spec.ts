import { NoticeRate } from './notice-rate.js';

describe('the rate of notices', () => {
  it('lets a burst through, then one each time that the bucket has one again', () => {
    const rate = new NoticeRate(2);
    expect([rate.take('a', 0), rate.take('a', 0)]).toEqual([0, 0]);
    expect(rate.take('a', 0)).toBe(30);
    expect(rate.take('a', 29_000)).toBe(1);
    expect(rate.take('a', 30_000)).toBe(0);
  });

  it('is counted per address', () => {
    const rate = new NoticeRate(1);
    expect([rate.take('a', 0), rate.take('b', 0), rate.take('a', 0)]).toEqual([0, 0, 60]);
  });
});
