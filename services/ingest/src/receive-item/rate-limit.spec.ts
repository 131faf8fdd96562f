import { RateLimit } from './rate-limit.js';

describe('a source\'s rate', () => {
  it('lets two seconds of it through at once, then its pace, and says when', () => {
    const limit = new RateLimit();
    const at = (ms: number) => limit.take('a', 1, ms);
    expect([at(0), at(0), at(0)]).toEqual([0, 0, 1]);
    expect([at(1_000), at(1_000)]).toEqual([0, 1]);
  });

  it('is each source\'s own', () => {
    const limit = new RateLimit();
    expect([limit.take('a', 0.1, 0), limit.take('a', 0.1, 0), limit.take('b', 0.1, 0)]).toEqual([0, 10, 0]);
  });
});
