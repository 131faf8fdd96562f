import { readLabelled } from './labelled-samples.js';

it('reads values with their labels, and only those that were asked for', () => {
  const text = '# HELP lag x\nlag{topic="wiredesk.items.v1",x="a \\"b\\""} 3\nlag{topic="t"} 4.5\nother 1\nlag{topic="n"} NaN\nplain 1e3\n';
  expect(readLabelled(text, new Set(['lag', 'plain']))).toEqual([
    { name: 'lag', labels: { topic: 'wiredesk.items.v1', x: 'a \\"b\\"' }, value: 3 },
    { name: 'lag', labels: { topic: 't' }, value: 4.5 },
    { name: 'plain', labels: {}, value: 1000 },
  ]);
});
