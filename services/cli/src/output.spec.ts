import { outputTo, table } from './output.js';

describe('output', () => {
  it('is a table whose columns fit, Chinese characters being two wide', () => {
    expect(table(['id', 'name', 'x'], [['a', '临云日报', '1'], ['long-id', 'Wire', '2']])).toEqual(['id       name      x', 'a        临云日报  1', 'long-id  Wire      2']);
  });

  it('for programs is the value alone; notes go elsewhere', () => {
    const out: string[] = [];
    const err: string[] = [];
    const output = outputTo(true, (text) => out.push(text), (text) => err.push(text));
    output.note('1/2');
    output.result({ a: 1 }, () => ['for people']);
    expect([JSON.parse(out.join('')), err]).toEqual([{ a: 1 }, ['1/2\n']]);
  });
});
