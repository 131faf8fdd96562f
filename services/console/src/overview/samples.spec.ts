import { readSamples } from './samples.js';

it('reads a value summed over its labels', () => {
  const samples = readSamples('# HELP lag x\n# TYPE lag gauge\nlag{topic="a b",x="y"} 3\nlag{topic="b"} 4.5\nother 1e3\nbroken{ 5\nnothing NaN\n');
  expect([samples('lag'), samples('other'), samples('broken'), samples('nothing')]).toEqual([7.5, 1000, undefined, undefined]);
});
