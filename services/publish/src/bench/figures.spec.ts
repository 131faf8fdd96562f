import { percentile, tableOf } from './figures.js';

describe('figures', () => {
  it('are what a share of the values is not above', () => {
    const values = Array.from({ length: 100 }, (_, at) => 100 - at);
    expect([0.5, 0.99, 1].map((share) => percentile(values, share))).toEqual([50, 99, 100]);
    expect([percentile([7], 0.99), percentile([], 0.5)]).toEqual([7, Number.NaN]);
  });

  it('stand in one table', () => expect(tableOf([{ what: 'a long name', measured: '1', wanted: '≤ 2' }]).split('\n')).toEqual(['what         measured  wanted', 'a long name  1         ≤ 2']));
});
