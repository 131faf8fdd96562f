import { readAddress } from './address.decide.js';

const portal = 'https://www.portal.example';
const id = '01934d0e-7b1c-7a53-9f0e-1d2c3b4a5968';

describe('the address of a target', () => {
  it.each([
    `https://www.portal.example/articles/${id}`,
    `http://portal.example/articles/${id}/`,
    `https://portal.example/articles/${id}?utm_source=x&page=2#comments`,
    `https://WWW.portal.example:443/articles/${id.toUpperCase()}`,
    `https://portal.example/articles/${id}/print`,
    `portal.example/articles/${id}`,
    id,
  ])('%s is our article', (url) => {
    expect(readAddress({ url }, portal)).toMatchObject({ kind: 'article', itemId: id, url: `${portal}/articles/${id}`, key: `portal.example/articles/${id}` });
  });

  it('may be given by id alone', () => {
    expect(readAddress({ itemId: id.toUpperCase() }, portal)).toMatchObject({ kind: 'article', itemId: id });
  });

  it.each([
    ['https://paper.example/新闻/1?spm=a.b', 'paper.example/新闻/1'],
    [`https://elsewhere.example/articles/${id}`, `elsewhere.example/articles/${id}`],
    ['https://portal.example/articles/not-an-id', 'portal.example/articles/not-an-id'],
    ['paper.example/a', 'paper.example/a'],
  ])('%s is a page that somebody else may have given us', (url, key) => {
    expect(readAddress({ url }, portal)).toMatchObject({ kind: 'page', key });
  });

  it.each(['', 'the article about the harbour', 'javascript:alert(1)', 'mailto:a@b.example'])('%j is none', (url) => {
    expect(readAddress({ url }, portal)).toEqual({ kind: 'invalid', reason: 'no-address' });
  });

  it('that is longer than any event carries cannot be matched', () => {
    expect(readAddress({ url: `https://paper.example/${'a'.repeat(500)}` }, portal)).toEqual({ kind: 'invalid', reason: 'address-too-long' });
  });
});
