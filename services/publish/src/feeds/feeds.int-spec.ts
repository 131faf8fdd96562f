import { XMLValidator } from 'fast-xml-parser';
import { parseAtomFeed, parseJsonFeed, parseRssFeed } from 'feedsmith';

import { BoardVersion } from '../portal/page/board-version.js';
import { givenPortal, portalUrl, type GivenPortal } from '../portal/testing/given-portal.js';

const hostile = `]]></title><script>alert(1)</script>\u0008\ud800 & "quoted" 'too' <b>`;
const formats = ['rss', 'atom', 'json'] as const;

describe('feeds and site maps, on real Kafka and Postgres', () => {
  let portal: GivenPortal;

  beforeAll(async () => {
    portal = await givenPortal({ environment: { FEED_ENTRIES: '5', PORTAL_NAME: 'The Portal' } });
  });
  afterAll(() => portal.close());

  const bump = (): void => portal.service.app.get(BoardVersion).bump();
  /** The first asking has a page loaded anew that is older than its age allows, however slow this machine is; the second one gets it. */
  const settled = async (path: string): Promise<void> => {
    bump();
    await new Promise((resolve) => setTimeout(resolve, 260));
    await portal.get(path);
    await new Promise((resolve) => setTimeout(resolve, 100));
  };
  /** The feed as it is after what the test did. */
  const feed = async (name: string, headers: Record<string, string> = {}) => {
    await settled(`/feeds/${name}`);
    return portal.get(`/feeds/${name}`, headers);
  };

  it('are read by an independent reader with all that an article has', async () => {
    const itemId = await portal.live(
      {
        title: '港口 & "harbour"', abstract: 'In brief <here>', bodyHtml: '<p>Body &amp; soul</p>', byline: ['Ada B.'], credit: { name: 'Harbour Wire', url: 'https://up.example/x' }, language: 'zh-Hans', rights: { notice: 'All rights reserved.' },
        media: [{ url: 'https://up.example/p.jpg?a=1&b=2', type: 'image/jpeg', width: 800, height: 600 }], keywords: ['k'],
      },
      { categories: ['whole'] },
    );
    const url = `${portalUrl}/articles/${itemId}`;
    const rss = await feed('whole.rss');
    expect(rss.headers.get('content-type')).toBe('application/rss+xml; charset=utf-8');
    expect(XMLValidator.validate(rss.text)).toBe(true);
    expect(parseRssFeed(rss.text)).toMatchObject({
      title: 'The Portal · Whole', atom: { links: [{ rel: 'self', href: `${portalUrl}/feeds/whole.rss` }, { rel: 'hub', href: `${portalUrl}/websub` }] },
      items: [{ title: '港口 & "harbour"', link: url, guid: { value: url }, pubDate: 'Tue, 24 Nov 2026 08:31:02 +0000', dc: { creators: ['Ada B.'] }, content: { encoded: '<p>Body &amp; soul</p>' }, source: { title: 'Harbour Wire', url: 'https://up.example/x' }, description: 'In brief &lt;here&gt;' }],
    });
    expect(rss.headers.get('link')).toBe(`<${portalUrl}/websub>; rel="hub", <${portalUrl}/feeds/whole.rss>; rel="self"`);
    const atom = await feed('whole.atom');
    expect(XMLValidator.validate(atom.text)).toBe(true);
    expect(parseAtomFeed(atom.text)).toMatchObject({
      id: `${portalUrl}/feeds/whole.atom`,
      entries: [{ id: `urn:uuid:${itemId}`, title: { value: '港口 & "harbour"' }, published: '2026-11-24T08:31:02.117Z', summary: { value: 'In brief <here>' }, content: { type: 'html', value: '<p>Body &amp; soul</p>' }, authors: [{ name: 'Ada B.' }], rights: { value: 'All rights reserved.' } }],
    });
    const json = await feed('whole.json');
    expect(parseJsonFeed(json.text)).toMatchObject({ hubs: [{ type: 'WebSub', url: `${portalUrl}/websub` }], items: [{ id: url, title: '港口 & "harbour"', content_html: '<p>Body &amp; soul</p>', language: 'zh-Hans', image: 'https://up.example/p.jpg?a=1&b=2' }] });
  });

  it('stay well formed and harmless whatever a title or an author is', async () => {
    await portal.live({ title: hostile, byline: [hostile], credit: { name: hostile }, abstract: hostile, keywords: [hostile] }, { categories: ['hostile'] });
    for (const format of formats) {
      const { text } = await feed(`hostile.${format}`);
      if (format === 'json') expect((JSON.parse(text) as { items: { title: string }[] }).items[0]?.title).toContain('<script>');
      else {
        expect(XMLValidator.validate(text)).toBe(true);
        expect(text).not.toContain('<script');
        expect(text).not.toContain('\u0008');
      }
    }
    for (const path of ['/sitemap.xml', '/news-sitemap.xml']) expect(XMLValidator.validate((await portal.get(path)).text)).toBe(true);
  });

  it('leave a held article out in the moment when the ledger has the hold, and name it as removed', async () => {
    const itemId = await portal.live({ title: 'A held headline' }, { categories: ['gone'] });
    await portal.live({ title: 'It stays' }, { categories: ['gone'] });
    for (const format of formats) expect((await feed(`gone.${format}`)).text).toContain('A held headline');
    const before = parseAtomFeed((await portal.get('/feeds/gone.atom')).text);
    const etag = (await portal.get('/feeds/gone.atom')).headers.get('etag') ?? '';
    const { lift, holdId } = await portal.hold({ kind: 'item', itemId });

    const check = async (): Promise<void> => {
      for (const list of ['gone', 'all']) {
        for (const format of formats) expect((await portal.get(`/feeds/${list}.${format}`)).text).not.toContain('A held headline');
        expect((await portal.get(`/feeds/${list}.rss`)).text).not.toContain(itemId);
        const atom = await portal.get(`/feeds/${list}.atom`, { 'if-none-match': etag });
        expect(atom.status).toBe(200);
        const tombstone = new RegExp(`<at:deleted-entry ref="urn:uuid:${itemId}" when="([^"]+)"/>`).exec(atom.text);
        expect(Date.parse(tombstone?.[1] ?? '')).toBeGreaterThan(Date.parse(before.entries?.find((entry) => entry.id === `urn:uuid:${itemId}`)?.updated as string));
        expect(atom.text.replace(tombstone?.[0] ?? '', '')).not.toContain(itemId);
        expect(Date.parse(parseAtomFeed(atom.text).updated as string)).toBeGreaterThanOrEqual(Date.parse(tombstone?.[1] ?? ''));
        const items = (JSON.parse((await portal.get(`/feeds/${list}.json`)).text) as { items: Record<string, unknown>[] }).items;
        expect(items.find((item) => String(item['id']).endsWith(itemId))).toEqual({ id: `${portalUrl}/articles/${itemId}`, content_text: '', date_modified: expect.any(String) as string, _syndication: { status: 'taken_down', version: 2 } });
      }
      for (const path of ['/sitemap.xml', '/news-sitemap.xml']) expect((await portal.get(path)).text).not.toContain(itemId);
    };
    await check();
    await portal.takeDown(itemId, 'held', 451, { holdId });
    bump();
    await new Promise((resolve) => setTimeout(resolve, 260));
    await check();
    await lift();
  });

  it('answer 304 to who has the feed, by ETag and by date, and the whole after a change', async () => {
    await portal.live({ title: 'Kept' }, { categories: ['kept'], changed_at: new Date(Date.now() - 3_600_000) });
    const first = await feed('kept.atom');
    expect(first.headers.get('cache-control')).toContain('max-age=60');
    const conditions: Record<string, string>[] = [{ 'if-none-match': first.headers.get('etag') ?? '' }, { 'if-modified-since': first.headers.get('last-modified') ?? '' }];
    for (const condition of conditions) expect(await portal.get('/feeds/kept.atom', condition)).toMatchObject({ status: 304, text: '' });
    await portal.live({ title: 'Newer' }, { categories: ['kept'], changed_at: new Date() });
    for (const condition of conditions) expect((await feed('kept.atom', condition)).status).toBe(200);
    expect((await portal.get('/feeds/kept.atom', {}, { method: 'HEAD' })).headers.get('etag')).not.toBe(first.headers.get('etag'));
  });

  it('go on from page to page (RFC 5005)', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 12; n += 1) ids.push(await portal.live({ title: `Paged ${n}` }, { categories: ['paged'], sort_at: new Date(Date.UTC(2026, 0, 1, 0, n)) }));
    const seen: string[] = [];
    let path: string | undefined = '/feeds/paged.atom';
    await feed('paged.atom');
    for (let pages = 0; path !== undefined && pages < 10; pages += 1) {
      const parsed: ReturnType<typeof parseAtomFeed> = parseAtomFeed((await portal.get(path)).text);
      expect(parsed.id).toBe(`${portalUrl}/feeds/paged.atom`);
      seen.push(...(parsed.entries ?? []).map((entry) => (entry.id ?? '').replace('urn:uuid:', '')));
      path = parsed.links?.find((link) => link.rel === 'next')?.href?.replace(portalUrl, '');
    }
    expect(seen).toEqual(ids.toReversed());
  });

  it('are there per source, language and story, with their own tombstones', async () => {
    const storyId = '01934d0e-7c00-7001-8000-0000000000aa';
    const ours = await portal.live({ title: 'Ours in Chinese', language: 'zh-Hant' }, { source_id: 'ours', story_id: storyId });
    const other = await portal.live({ title: 'Of another source' }, { source_id: 'other' });
    const gone = await portal.live({ title: 'Ours and gone', language: 'zh-Hant' }, { source_id: 'ours', story_id: storyId });
    await portal.takeDown(gone, 'withdrawn', 410);
    for (const path of ['source/ours.atom', 'language/zh.atom', `story/${storyId}.atom`]) {
      const { text } = await feed(path);
      const parsed = parseAtomFeed(text);
      expect(parsed.id).toBe(`${portalUrl}/feeds/${path}`);
      expect((parsed.entries ?? []).map((entry) => entry.id)).toContain(`urn:uuid:${ours}`);
      expect(text).not.toContain(other);
      expect(text).toContain(`<at:deleted-entry ref="urn:uuid:${gone}"`);
    }
    const pages: string[] = [];
    for (let n = 0; n < 7; n += 1) await portal.live({ title: `Many ${n}` }, { source_id: 'many' });
    let path: string | undefined = '/feeds/source/many.json';
    await feed('source/many.json');
    for (let n = 0; path !== undefined && n < 5; n += 1) {
      const parsed: { items: { title: string }[]; next_url?: string } = JSON.parse((await portal.get(path)).text) as { items: { title: string }[]; next_url?: string };
      pages.push(...parsed.items.map((item) => item.title));
      path = parsed.next_url?.replace(portalUrl, '');
    }
    expect(pages).toEqual([6, 5, 4, 3, 2, 1, 0].map((n) => `Many ${n}`));
    for (const name of ['source/UPPER.rss', 'language/nonsense!.rss', 'story/1.rss', 'author/x.rss']) expect((await portal.get(`/feeds/${name}`)).status).toBe(404);
  });

  it('leave out what may not be used in feeds, and say nothing of it elsewhere', async () => {
    await portal.live({ title: 'Portal only' }, { categories: ['channels'], terms: { channels: ['portal'] } as never });
    expect((await feed('channels.rss')).text).not.toContain('Portal only');
    expect((await portal.get('/categories/channels')).text).toContain('Portal only');
  });

  it('have a day without a time for news, and the languages as that schema wants them', async () => {
    const today = new Date();
    const day = today.toISOString().slice(0, 10);
    await portal.live({ title: 'Today', language: 'zh-Hans', published: { at: `${day}T00:00:00.000Z`, precision: 'day', day } }, { categories: ['n'] });
    bump();
    await new Promise((resolve) => setTimeout(resolve, 260));
    const { text } = await portal.get('/news-sitemap.xml');
    expect(text).toContain(`<news:language>zh-cn</news:language>\n</news:publication>\n<news:publication_date>${day}</news:publication_date>\n<news:title>Today</news:title>`);
  });

  it('are unknown by any other name', async () => {
    for (const name of ['all', 'all.xml', '.rss', 'a'.repeat(40) + '.rss']) expect((await portal.get(`/feeds/${name}`)).status).toBe(404);
    expect((await portal.get('/sitemaps/2026-13-1.xml')).status).toBe(404);
  });
});
