import { uuidv7 } from '@wiredesk/platform';

import { givenPortal, type GivenPortal } from './testing/given-portal.js';
import { htmlFaults } from './testing/html-faults.js';

const hostile = `</title></h1><script>alert(1)</script> & "q" 'a' <b onclick=x> ]]>`;

describe('HTML', () => {
  it.each([
    ['<p><div>x</div></p>', '<div> in <p>'], ['<ul><p>x</p></ul>', 'directly in <ul>'], ['<img src="x">', 'without alt'], ['<i id="a"></i><i id="a"></i>', 'twice there'], ['<a href="x"><a href="y"></a></a>', '<a> in <a>'], ['<b><i></b></i>', 'closes nothing'], ['a & b', 'a bare &'], ['<section>', 'closes nothing'],
  ])('that is not valid is seen: %s', (body, fault) => {
    expect(htmlFaults(`<!doctype html><html lang="en"><head><title>t</title></head><body><main><h1>h</h1>${body}</main></body></html>`).join('\n')).toContain(fault);
  });
});

describe('every page of the portal', () => {
  let portal: GivenPortal;
  const paths: string[] = [];

  beforeAll(async () => {
    portal = await givenPortal({ environment: { PORTAL_NAME: 'A & "B" <C>', PORTAL_SLOGAN: hostile.slice(0, 60), PORTAL_ICP: '粤ICP备00000000号', PORTAL_POLICE_NUMBER: '粤公网安备 44040200000000号', PORTAL_NEWS_LICENCE: '1', PORTAL_REPORT_URL: 'https://report.example/?a=1&b=2', PORTAL_LINKS: '[{"label":"<x>","url":"https://x.example/?a=1&b=2"}]' } });
    const media = [{ url: 'https://up.example/p.jpg?a=1&b="2"', type: 'image/jpeg', width: 8, height: 6, caption: hostile, credit: hostile }, { url: 'https://up.example/q.jpg', type: 'image/jpeg' }];
    const body = '<h2>a</h2><p>one<br>two &amp; <a href="https://a.example/?x=1&amp;y=2">three</a></p><ul><li>x</li></ul><table><tbody><tr><td>1</td></tr></tbody></table><blockquote><p>q</p></blockquote><figure><img src="https://a.example/i.jpg" alt=""><figcaption>c</figcaption></figure>';
    const ids = [
      await portal.live({ title: hostile, subtitle: hostile, abstract: hostile, byline: [hostile], credit: { name: hostile, url: 'https://up.example/?a=1&b=2' }, keywords: [hostile], correctionNote: hostile, editorName: hostile, media, bodyHtml: body, rights: { holder: hostile, notice: hostile, licenceUri: 'https://l.example/' }, reprintReserved: true, views: 3 }, { categories: ['v'] }),
      await portal.live({ title: '港口', language: 'zh-Hans' }, { categories: ['v'] }),
      await portal.live({ title: 'Held' }, { categories: ['v'] }),
    ];
    for (const id of ids.slice(0, 2)) await portal.database.dataSource.query("insert into view_hour values (date_trunc('hour', now()), $1, 9)", [id]);
    await portal.hold({ kind: 'item', itemId: ids[2] as string }, { law: hostile, caseNumber: 'WD-7F3K-9Q2M' });
    paths.push('/', '/categories/v', '/categories/none', '/search?q=x', `/search?q=${encodeURIComponent(hostile)}`, '/search', '/site-map', ...['about', 'contact', 'usage', 'privacy', 'disclaimer', 'removal-policy'].map((name) => `/pages/${name}`), ...ids.map((id) => `/articles/${id}`), `/articles/${uuidv7()}`, '/nowhere');
  }, 60_000);
  afterAll(() => portal.close());

  it.each(['lang=zh', 'lang=en', 'lang=zh&elder=1', 'lang=en&elder=1'])('is valid HTML: %s', async (query) => {
    for (const path of paths) {
      const { headers, text } = await portal.get(`${path}${path.includes('?') ? '&' : '?'}${query}`, { accept: 'text/html' });
      expect([path, headers.get('content-type')]).toEqual([path, 'text/html; charset=utf-8']);
      expect({ path, faults: htmlFaults(text) }).toEqual({ path, faults: [] });
      expect(text).not.toContain('alert(1)</script>');
    }
  });
});
