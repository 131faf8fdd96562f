import type { Article } from '@wiredesk/content';

import { BoardVersion } from '../portal/page/board-version.js';
import { givenPortal, portalUrl, type GivenPortal } from '../portal/testing/given-portal.js';
import { atomFaults, jsonFeedFaults, rssFaults } from './testing/feed-rules.js';
import { describeUnder, newsMlG2Faults, ninjsFaults, sitemapFaults } from './testing/schemas.js';

const hostile = `]]></title><script>alert(1)</script>\u0008\ud800 & "quoted" 'too' <b>\u2028`;
const whole: Partial<Article> = {
  title: '港口 & "harbour"', subtitle: 'Below', abstract: 'In brief <here>', byline: ['Ada B.', 'Bo C.'], credit: { name: 'Harbour Wire', url: 'https://up.example/x' }, language: 'zh-Hans', rights: { holder: 'Harbour Ltd', notice: 'All rights reserved.', terms: 'No reprint' },
  bodyHtml: '<h2>Head</h2><p>Body &amp; <a href="https://a.example/?x=1&amp;y=2">soul</a></p><ul><li>one</li></ul><table><tr><td>1</td></tr></table><img src="https://up.example/in.jpg" alt="x">', keywords: ['ferry', '港口'], urgency: 3, url: 'https://up.example/x',
  categories: [{ code: 'v', name: 'Harbour' }, { code: 'medtop:04000000', name: 'Economy' }], media: [{ url: 'https://up.example/p.jpg?a=1&b=2', type: 'image/jpeg', width: 800, height: 600, caption: 'A ferry', credit: 'C.' }], digitalSourceType: 'http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia',
};
const articles: Partial<Article>[] = [
  whole,
  { ...whole, title: hostile, byline: [hostile], credit: { name: hostile }, abstract: hostile, keywords: [hostile], rights: { holder: hostile, notice: hostile } },
  { title: 'Nothing but a title', bodyHtml: '<p>x</p>' },
  { title: 'A day only', published: { at: '2026-11-24T00:00:00.000Z', precision: 'day', day: '2026-11-24' } },
  { title: 'Not XML', bodyHtml: '<p>one<br>two<hr>three</p>' },
  { title: 'Odd addresses', media: [{ url: 'picture.jpg' }], credit: { name: 'X', url: 'javascript:alert(1)' }, url: 'not a url' },
];

describe('whatever an article is, what goes out', () => {
  let portal: GivenPortal;
  const bump = async (): Promise<void> => {
    portal.service.app.get(BoardVersion).bump();
    await new Promise((resolve) => setTimeout(resolve, 260));
  };
  const read = async (path: string): Promise<string> => {
    await portal.get(path);
    await new Promise((resolve) => setTimeout(resolve, 60));
    const { status, text } = await portal.get(path);
    expect([path, status]).toEqual([path, 200]);
    return text;
  };
  const ids: string[] = [];

  beforeAll(async () => {
    portal = await givenPortal({ environment: { FEED_ENTRIES: '4' } });
    const now = Date.now();
    for (const [at, article] of articles.entries()) ids.push(await portal.live(article, { categories: ['v'], sort_at: new Date(now - at * 1_000), changed_at: new Date(now - 3_600_000), ...(article === whole ? { terms: { credit: 'Credit', notice: 'Notice' } as never } : {}) }));
    for (let hours = 2; hours < 8; hours += 2) ids.push(await portal.live({ title: `${hours} hours ago` }, { categories: ['v'], sort_at: new Date(now - hours * 3_600_000) }));
    const gone = await portal.live({ title: 'Gone' }, { categories: ['v'], sort_at: new Date(now - 4 * 3_600_000) });
    await portal.takeDown(gone, 'withdrawn', 410);
    const held = await portal.live({ title: 'Held' }, { categories: ['v'], sort_at: new Date(now + 1_000) });
    await portal.hold({ kind: 'item', itemId: held });
    ids.push(gone, held);
    await bump();
  }, 60_000);
  afterAll(() => portal.close());

  it.each(['all', 'v'])('passes the rules of the W3C feed validator and of JSON Feed, page by page: %s', async (list) => {
    let pages = 0;
    for (const [format, faults, next] of [['rss', rssFaults, /rel="next"[^>]*href="([^"]+)"/], ['atom', atomFaults, /rel="next"[^>]*href="([^"]+)"/], ['json', jsonFeedFaults, /"next_url":"([^"]+)"/]] as const) {
      let url: string | undefined = `${portalUrl}/feeds/${list}.${format}`;
      while (url !== undefined && pages < 30) {
        const text = await read(url.replace(portalUrl, ''));
        expect({ url, faults: faults(text, url) }).toEqual({ url, faults: [] });
        url = next.exec(text)?.[1]?.replaceAll('&amp;', '&');
        pages += 1;
      }
    }
    expect(pages).toBeGreaterThanOrEqual(9);
  });

  it('is archived by the hour (RFC 5005): each archive is the same again, names its neighbours, and leaves out what was removed', async () => {
    const [link, seen] = [(text: string, rel: string): string | undefined => new RegExp(`rel="${rel}"[^>]*href="([^"]+)"`).exec(text)?.[1], [] as string[]];
    const first = await read('/feeds/v.atom');
    let url = link(first, 'prev-archive');
    expect(link(first, 'next-archive')).toBeUndefined();
    for (let newer: string | undefined; url !== undefined && seen.length < 20; ) {
      const text = await read(url.replace(portalUrl, ''));
      expect({ url, faults: atomFaults(text, url) }).toEqual({ url, faults: [] });
      expect(text).toContain('<fh:archive/>');
      expect(link(text, 'current')).toBe(`${portalUrl}/feeds/v.atom`);
      if (newer !== undefined) expect(link(text, 'next-archive')).toBe(newer);
      expect(text).not.toContain('<title>Gone</title>');
      seen.push(...[...text.matchAll(/<title>(\d hours ago)<\/title>/g)].map((match) => match[1] as string));
      newer = url;
      url = link(text, 'prev-archive');
    }
    expect(seen).toEqual(['2 hours ago', '4 hours ago', '6 hours ago']);
    const hour = new Date(Date.now() - 4 * 3_600_000).toISOString().slice(0, 13);
    const archive = `/feeds/v.atom?archive=${hour}`;
    const text = await read(archive);
    expect(text).toContain(`<at:deleted-entry ref="urn:uuid:${ids.at(-2)}"`);
    const etag = (await portal.get(archive)).headers.get('etag') ?? '';
    expect((await portal.get(archive, { 'if-none-match': etag })).status).toBe(304);
    await portal.hold({ kind: 'item', itemId: ids.find((_id, at) => at === articles.length + 1) ?? '' });
    expect((await portal.get(archive, { 'if-none-match': etag })).text).not.toContain('4 hours ago');
    for (const wrong of ['/feeds/v.atom?archive=2026', '/feeds/v.atom?archive=2026-13-01T00']) expect((await portal.get(wrong)).status).toBe(400);
    for (const wrong of [`/feeds/v.rss?archive=${hour}`, `/feeds/source/s1.atom?archive=${hour}`, '/feeds/source/s1.ninjs']) expect((await portal.get(wrong)).status).toBe(404);
  });

  it('tells caches by which key to drop it', async () => {
    for (const path of ['/', '/categories/v', '/feeds/v.atom', `/articles/${ids[0]}`, `/articles/${ids[0]}/ninjs`]) {
      const keys = ((await portal.get(path)).headers.get('surrogate-key') ?? '').split(' ');
      expect(keys).toContain(`item-${ids[0]}`);
      expect(keys).not.toContain(`item-${ids.at(-1)}`);
    }
  });

  describeUnder('ninjs', () => {
    it('is valid: each article, each list, and what says that it is gone', async () => {
      for (const id of ids) expect({ id, faults: ninjsFaults((await portal.get(`/articles/${id}/ninjs`)).text) }).toEqual({ id, faults: [] });
      for (const list of ['all', 'v']) {
        const text = await read(`/feeds/${list}.ninjs`);
        expect(ninjsFaults(text)).toEqual([]);
        expect((JSON.parse(text) as { associations: { uri: string; pubStatus: string }[] }).associations.filter(({ pubStatus }) => pubStatus === 'canceled').map(({ uri }) => uri)).toEqual(expect.arrayContaining([`urn:uuid:${ids.at(-1)}`, `urn:uuid:${ids.at(-2)}`]));
      }
    });
  });

  describeUnder('newsml-g2', () => {
    it('is valid: each article, each list, and what says that it is gone', async () => {
      for (const id of ids) expect({ id, faults: newsMlG2Faults((await portal.get(`/articles/${id}/newsml-g2`)).text) }).toEqual({ id, faults: [] });
      for (const list of ['all', 'v']) {
        const text = await read(`/feeds/${list}.newsml-g2`);
        expect(newsMlG2Faults(text)).toEqual([]);
        expect(text).toContain(`guid="urn:uuid:${ids.at(-1)}"`);
        expect(text).not.toContain('Held');
      }
    });
  });

  describeUnder('sitemap', () => {
    it('is valid: index and parts', async () => {
      const month = new Date().toISOString().slice(0, 7);
      for (const path of ['/sitemap.xml', `/sitemaps/${month}-1.xml`]) {
        const { status, text } = await portal.get(path);
        if (status === 200 && text.includes('<urlset')) expect({ path, faults: sitemapFaults(text) }).toEqual({ path, faults: [] });
      }
      expect((await portal.get('/sitemap.xml')).text).toContain('<urlset');
    });
  });
});
