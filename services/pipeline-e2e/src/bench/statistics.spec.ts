import { openLoop, percentile, seriesOf } from './statistics.js';

describe('percentiles', () => {
  it('are nearest-rank, of unsorted values', () => {
    const values = Array.from({ length: 100 }, (_, i) => 100 - i);
    expect(percentile(values, 0.5)).toBe(50);
    expect(percentile(values, 0.99)).toBe(99);
    expect(seriesOf(values)).toEqual({ count: 100, p50: 50, p99: 99, max: 100 });
  });

  it('of nothing is no number', () => {
    expect(percentile([], 0.5)).toBeNaN();
  });
});

describe('the open loop', () => {
  it('sends all, without waiting for answers', async () => {
    let sent = 0;
    let open = 0;
    let openMost = 0;
    await openLoop(200, 0.1, async () => {
      sent += 1;
      open += 1;
      openMost = Math.max(openMost, open);
      await new Promise((resolve) => setTimeout(resolve, 30));
      open -= 1;
    });
    expect(sent).toBe(20);
    expect(openMost).toBeGreaterThan(2);
  });
});
