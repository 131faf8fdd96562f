import { reached, row, table } from './report.js';

describe('the report', () => {
  it('says of each figure whether it reaches its target', () => {
    expect(reached(row('a', 25, 'ms', { atMost: 25 }))).toBe(true);
    expect(reached(row('a', 25.1, 'ms', { atMost: 25 }))).toBe(false);
    expect(reached(row('a', 1_600, '/s', { atLeast: 1_500, bare: 8_000, bareAtLeast: 0.3 }))).toBe(false);
    expect(reached(row('a', Number.NaN, 'ms', { atMost: 25 }))).toBe(false);
    expect(reached(row('a', 1, 'ms'))).toBeUndefined();
  });

  it('shows the ratio to the bare pipe', () => {
    expect(table([row('push', 20, 'ms', { also: 90.25, atMost: 25, bare: 8 })]).split('\n')[2]).toBe('| push | 20.0 / 90.3 ms | ≤ 25 | yes | 2.50 |');
  });
});
