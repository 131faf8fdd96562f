import { sumsIn } from './samples.js';

describe('metrics of a service', () => {
  it('are summed over their labels; comments and what is no number are left out', () => {
    const text = '# HELP a b\n# TYPE a gauge\na{topic="x"} 3\na{topic="y"} 4.5\nb 1e3\nc NaN\nnot a sample';
    expect([...sumsIn(text)]).toEqual([['a', 7.5], ['b', 1000]]);
  });
});
