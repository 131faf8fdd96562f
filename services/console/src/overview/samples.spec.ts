import { readSamples } from './samples.js';

describe('the Prometheus text format', () => {
  const samples = readSamples('# HELP lag x\n# TYPE lag gauge\nlag{topic="a b",x="y"} 3\nlag{topic="b"} 4.5\nother 1e3\nbroken{ 5\nnothing NaN\n');

  it('gives a value summed over its labels', () => {
    expect([samples('lag'), samples('other'), samples('broken'), samples('nothing')]).toEqual([7.5, 1000, undefined, undefined]);
  });

  it('gives those that have a label, whole', () => {
    expect([samples('lag', { topic: 'b' }), samples('lag', { x: 'y', topic: 'a b' }), samples('lag', { topic: 'a' }), samples('other', { topic: 'b' })]).toEqual([4.5, 3, undefined, undefined]);
  });
});
