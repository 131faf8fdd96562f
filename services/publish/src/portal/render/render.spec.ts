import { prefersJson } from '../show-article/accepts-json.decide.js';
import { abstractOf } from '../show-article/article-view.js';
import { scriptSafeJson } from '../show-article/json-ld.js';
import { BoundedLru } from '../page/bounded-lru.js';
import { categoryLabel } from './category-label.js';
import { showShortTime, showTime } from './dates.js';
import { chooseUiLanguage } from './ui-language.decide.js';

describe('the language of a page', () => {
  const wishes = { asked: undefined, acceptLanguage: undefined, articleLanguage: undefined, fallback: 'zh' } as const;

  it.each([
    [{ asked: 'en', articleLanguage: 'zh-Hans' }, 'en'],
    [{ asked: 'xx', articleLanguage: 'zh-Hant' }, 'zh'],
    [{ articleLanguage: 'en-GB', acceptLanguage: 'zh' }, 'en'],
    [{ articleLanguage: 'de', acceptLanguage: 'fr, en;q=0.5, zh;q=0.8' }, 'zh'],
    [{ acceptLanguage: 'zh;q=0, en;q=0.1' }, 'en'],
    [{ acceptLanguage: 'fr, *' }, 'zh'],
    [{ acceptLanguage: 'english' }, 'zh'],
  ])('of %j is %s', (change, language) => {
    expect(chooseUiLanguage({ ...wishes, ...change })).toBe(language);
  });
});

describe('a time', () => {
  const at = new Date('2026-11-24T08:31:02.117Z');

  it('has its zone beside it', () => {
    expect(showTime({ at, precision: 'instant' }, 'Asia/Shanghai', 'zh')).toEqual({ text: '2026年11月24日 16:31（北京时间）', machine: '2026-11-24T16:31:02+08:00' });
    expect(showTime({ at, precision: 'instant' }, 'America/St_Johns', 'en').text).toBe('24 November 2026, 05:01 (UTC-3:30)');
    expect(showTime({ at, precision: 'instant' }, 'UTC', 'en')).toEqual({ text: '24 November 2026, 08:31 (UTC)', machine: '2026-11-24T08:31:02+00:00' });
  });

  it.each([['Asia/Shanghai', '2021-12-12T16:00:00Z'], ['UTC', '2021-12-13T00:00:00Z'], ['Pacific/Auckland', '2021-12-12T11:00:00Z'], ['Pacific/Honolulu', '2021-12-13T10:00:00Z']])('that is a day in %s stays that day, without a time', (_zone, start) => {
    expect(showShortTime({ at: new Date(start), precision: 'day' }, 'America/New_York')).toEqual({ text: '2021-12-13', machine: '2021-12-13' });
    expect(showTime({ at: new Date(start), precision: 'day', day: '2021-12-13' }, 'America/New_York', 'en')).toEqual({ text: '13 December 2021', machine: '2021-12-13' });
  });
});

describe('an abstract', () => {
  const bodyText = '围绕“三个转变”，决胜新战场。\n第二段。';

  it('is hidden only where it is the first paragraph whole', () => {
    expect(abstractOf({ abstract: '围绕“三个转变”，决胜新战场', bodyText })).toBeUndefined();
    expect(abstractOf({ abstract: ' 围绕“三个转变”， 决胜新战场…', bodyText })).toBeUndefined();
    expect(abstractOf({ abstract: '围绕“三个转变”', abstractTruncated: true, bodyText })).toEqual({ text: '围绕“三个转变”', isCut: true });
    expect(abstractOf({ abstract: '另一句。', bodyText })).toEqual({ text: '另一句。', isCut: false });
    expect(abstractOf({ abstract: '  ', bodyText })).toBeUndefined();
  });
});

describe('small decisions', () => {
  it.each<[string | undefined, boolean]>([
    ['application/json', true], ['application/json, text/html;q=0.9', true], ['text/html, application/json', false], ['*/*', false], [undefined, false], ['application/json;q=0', false], ['application/problem+json', true], ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', false],
  ])('JSON for Accept %s: %s', (accept, json) => expect(prefersJson(accept)).toBe(json));

  it('names a section alike, whichever language its source writes it in', () => {
    expect([categoryLabel('culture', 'zh'), categoryLabel('文化', 'en'), categoryLabel('medtop:04000000', 'en')]).toEqual(['文化', 'Culture', 'Economy']);
    expect([categoryLabel('new-towns', 'en'), categoryLabel('x1', 'en', 'Given'), categoryLabel('constructor', 'en')]).toEqual(['New towns', 'Given', 'Constructor']);
  });

  it('leaves nothing in JSON that could end a script', () => {
    const text = scriptSafeJson({ a: '</script><!-- \u2028 & ' });
    expect(text).not.toMatch(/[<>&\u2028]/);
    expect(JSON.parse(text)).toEqual({ a: '</script><!-- \u2028 & ' });
  });

  it('keeps what was used last, within its limits', () => {
    const lru = new BoundedLru<string>(2, 10);
    lru.set('a', 'a', 4);
    lru.set('b', 'b', 4);
    lru.get('a');
    lru.set('c', 'c', 4);
    expect([lru.get('a'), lru.get('b'), lru.get('c')]).toEqual(['a', undefined, 'c']);
    lru.set('d', 'd', 11);
    lru.set('e', 'e', 7);
    expect([lru.get('d'), lru.get('a'), lru.get('c'), lru.get('e'), lru.size, lru.weight]).toEqual([undefined, undefined, undefined, 'e', 1, 7]);
  });
});
