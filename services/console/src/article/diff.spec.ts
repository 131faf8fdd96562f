import fc from 'fast-check';

import { diff, folded, type Run } from './diff.decide.js';

const side = (runs: readonly Run[], without: 'gone' | 'come'): string => runs.filter((run) => run.kind !== without).map((run) => run.text).join('');

describe('what changed between two texts', () => {
  it('is shown word by word, what went before what came', () => {
    expect(diff('The gate opened at dawn.', 'The tide gate opened at noon.')).toEqual([
      { kind: 'same', text: 'The ' }, { kind: 'come', text: 'tide ' }, { kind: 'same', text: 'gate opened at ' }, { kind: 'gone', text: 'dawn' }, { kind: 'come', text: 'noon' }, { kind: 'same', text: '.' },
    ]);
  });

  it('is shown by runs of characters in Chinese', () => {
    expect(diff('港口闸门昨夜关闭,工程队检修。', '港口闸门今晨开启,工程队检修。')).toEqual([
      { kind: 'same', text: '港口闸门' }, { kind: 'gone', text: '昨夜关闭' }, { kind: 'come', text: '今晨开启' }, { kind: 'same', text: ',工程队检修。' },
    ]);
  });

  it('takes neighbouring words that changed as one run', () => {
    expect(diff('forty small boats went', 'sixty large ships went')).toEqual([{ kind: 'gone', text: 'forty small boats' }, { kind: 'come', text: 'sixty large ships' }, { kind: 'same', text: ' went' }]);
  });

  it('gives both texts back, whatever they are', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b ', '闸', '门', '\n', '.', ' '), maxLength: 60 });
    fc.assert(fc.property(text, text, (a, b) => {
      const runs = diff(a, b);
      expect([side(runs, 'come'), side(runs, 'gone')]).toEqual([a, b]);
      expect(runs.every((run) => run.text !== '')).toBe(true);
    }), { numRuns: 500 });
  });

  it('ends soon for long texts that have nothing in common', () => {
    const words = (name: string): string => Array.from({ length: 20_000 }, (_, i) => `${name}${i}`).join(' ');
    const runs = diff(words('a'), words('b'));
    expect([side(runs, 'come'), side(runs, 'gone')]).toEqual([words('a'), words('b')]);
  });

  it('leaves out what stayed far from any change, and says how much', () => {
    const long = 'x'.repeat(1_000);
    expect(folded(diff(`${long} old ${long}`, `${long} new ${long}`), 10)).toEqual([
      { kind: 'same', text: '', cut: 991 }, { kind: 'same', text: 'xxxxxxxxx ' }, { kind: 'gone', text: 'old' }, { kind: 'come', text: 'new' }, { kind: 'same', text: ' xxxxxxxxx' }, { kind: 'same', text: '', cut: 991 },
    ]);
  });
});
