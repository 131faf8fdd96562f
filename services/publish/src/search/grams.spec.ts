import fc from 'fast-check';

import { gramKey, gramsOfArticle, holdsPhrases, queryOf } from './grams.decide.js';

const finds = (title: string, text: string, words: string): boolean => {
  const query = queryOf(words);
  if (!query) return false;
  const grams = new Set(gramsOfArticle(title, text, 10_000));
  return query.grams.every((gram) => grams.has(gram)) && holdsPhrases(`${title}\n${text}`, query.phrases);
};

describe('search', () => {
  const title = '山西省开发区建设提档加速';
  const text = '在长治经开区，区内项目、生产正在火热推进。CVD金刚石 Semiconductor plants, 2021年.';

  it.each(['开发区', '开发区 项目', '山西', '省', title, '区内项目、生产正在火热推进', '金刚石', 'semiconductor', 'ＣＶＤ', 'SEMICONDUCTOR PLANTS', '“semiconductor plants”', '2021'])('finds %s', (words) => {
    expect(finds(title, text, words)).toBe(true);
  });

  it.each(['上海', '区开发', '开发区 上海', '推进火热', 'semi', '“plants semiconductor”', '建设加速', '？！', '', '   '])('does not find %j', (words) => {
    expect(finds(title, text, words)).toBe(false);
  });

  it('finds every article by its title and by any run of its text', () => {
    const han = fc.stringMatching(/^[一-龥a-z0-9 ，。]{2,40}$/u);
    fc.assert(
      fc.property(han, han, fc.nat(39), (one, two, at) => {
        const run = two.slice(at % two.length).match(/[一-龥]{2,}/u)?.[0];
        fc.pre(/[一-龥a-z0-9]/u.test(one));
        expect(finds(one, two, one)).toBe(true);
        if (run) expect(finds(one, two, run)).toBe(true);
      }),
    );
  });

  it('keeps a gram as a whole number of 32 bits, the same on every machine', () => {
    // FNV-1a of the test vectors "", "a" and "foobar" of its draft (draft-eastlake-fnv), as signed numbers.
    expect(['', 'a', 'foobar'].map(gramKey)).toEqual([0x811c9dc5 | 0, 0xe40c292c | 0, 0xbf9cf968 | 0]);
    const keys = new Set(Array.from({ length: 20_000 }, (_, n) => gramKey(String.fromCharCode(0x4e00 + (n % 141), 0x4e00 + Math.floor(n / 141)))));
    expect(keys.size).toBeGreaterThan(19_900);
  });

  it('has a limit', () => {
    expect(gramsOfArticle('题', Array.from({ length: 5_000 }, (_, n) => `w${n}`).join(' '), 1_000)).toHaveLength(1_000);
  });
});
