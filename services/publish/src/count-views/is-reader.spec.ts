import { isReader, type ViewSigns } from './is-reader.decide.js';

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const signs: ViewSigns = { userAgent: firefox, fetchSite: 'same-origin', purpose: undefined, origin: undefined, ownOrigin: 'https://news.example' };

describe('a view', () => {
  it('counts from a page of ours in a browser', () => {
    expect(isReader(signs)).toBe(true);
    expect(isReader({ ...signs, fetchSite: undefined, origin: 'https://news.example' })).toBe(true);
  });

  it.each<[string, Partial<ViewSigns>]>([
    ['a crawler', { userAgent: 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)' }],
    ['Baidu', { userAgent: 'Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)' }],
    ['a browser without a window', { userAgent: firefox.replace('Firefox', 'HeadlessChrome') }],
    ['a library', { userAgent: 'python-requests/2.32.0 and some more' }],
    ['nobody', { userAgent: undefined }],
    ['another site', { fetchSite: 'cross-site' }],
    ['no page at all', { fetchSite: 'none' }],
    ['a prefetch', { purpose: 'prefetch;prerender' }],
    ['another origin of an old browser', { fetchSite: undefined, origin: 'https://evil.example' }],
  ])('does not count from %s', (_who, change) => {
    expect(isReader({ ...signs, ...change })).toBe(false);
  });
});
