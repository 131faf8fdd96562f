import type { Article } from './article.js';
import { detectLanguage } from './language.js';
import { canonicalText, cleanLine, textOfHtml } from './text.js';

const article: Article = { title: 'A title', bodyHtml: '<p>One.</p>', bodyText: 'One.', language: 'en', categories: [], keywords: [], media: [], reprintReserved: false, hops: [], unknown: {}, warnings: [] };

describe('text of HTML', () => {
  it('has a line per block and no markup', () => {
    expect(textOfHtml('<h2>Head</h2><p>One &amp; <b>two</b>,<br>three&#x4e2d;&nbsp;.</p><ul><li>a</li><li>b</li></ul>')).toBe('Head\nOne & two,\nthree中 .\na\nb');
  });

  it('leaves what is no entity', () => {
    expect(textOfHtml('<p>&unknown; &#xd800; AT&T</p>')).toBe('&unknown; &#xd800; AT&T');
  });
});

describe('a clean line', () => {
  it('has no control, no lone surrogate, no bidi override, and is NFC', () => {
    expect(cleanLine('a\u0000b\ud800c\u202ed \n e\u0301')).toBe('abcd \u00e9');
  });
});

describe('the canonical text', () => {
  it('does not see white space or Unicode form', () => {
    expect(canonicalText({ ...article, bodyText: 'One.\u00a0 ' })).toBe(canonicalText(article));
  });

  it.each([{ title: 'B' }, { bodyText: 'Two.' }, { embargo: 'open' }, { reprintReserved: true }, { credit: { name: 'X' } }])('sees %j', (change) => {
    expect(canonicalText({ ...article, ...change })).not.toBe(canonicalText(article));
  });
});

describe('the language', () => {
  it.each([
    ['这是一个关于开发区建设的报道,记者从现场发来。', 'zh-Hans'],
    ['這是一個關於開發區建設的報導,記者從現場發來。', 'zh-Hant'],
    ['The harbour and the town said that it was fine.', 'en'],
    ['これは日本語の記事です。', 'ja'],
    ['이것은 한국어 기사입니다', 'ko'],
    ['12345', 'und'],
  ])('of %s is %s', (text, language) => {
    expect(detectLanguage(text)).toBe(language);
  });
});
