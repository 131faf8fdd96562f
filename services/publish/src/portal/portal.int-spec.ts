import { uuidv7 } from '@wiredesk/platform';
import { eventually } from '@wiredesk/testing';

import { BoardVersion } from './page/board-version.js';
import { givenPortal, portalUrl, rightsUrl, type GivenPortal } from './testing/given-portal.js';

/** What people and machines try to smuggle through a title, an author or a credit. */
const hostile = `</script><script>alert(1)</script><img src=x onerror=alert(2)>"'&\u2028${'${7*7}'}<%= 7*7 %>`;

const voidElements = new Set(['meta', 'link', 'img', 'br', 'input', 'hr', 'path']);

/** What is wrong with a page's structure: elements closed out of order or never, ids given twice, links without a name. */
const structureProblems = (html: string): string[] => {
  const problems: string[] = [];
  const open: string[] = [];
  for (const [, end, name = '', attributes = ''] of html.replace(/<script[\s\S]*?<\/script>/g, '').matchAll(/<(\/?)([a-z][a-z0-9]*)((?:\s+[^\s=>]+(?:="[^"]*")?)*)\s*\/?>/g)) {
    if (voidElements.has(name) || attributes.endsWith('/')) continue;
    if (end === '') open.push(name);
    else if (open.pop() !== name) problems.push(`</${name}> closes nothing`);
  }
  if (open.length > 0) problems.push(`never closed: ${open.join(' ')}`);
  const ids = [...html.matchAll(/\sid="([^"]*)"/g)].map((match) => match[1]);
  if (new Set(ids).size !== ids.length) problems.push(`ids given twice in ${ids.join(' ')}`);
  if (/<a [^>]*>\s*<\/a>/.test(html)) problems.push('a link without a name');
  if ((html.match(/<h1[ >]/g) ?? []).length !== 1) problems.push('not exactly one h1');
  return problems;
};

describe('the portal, on real Kafka and Postgres', () => {
  let portal: GivenPortal;

  beforeAll(async () => {
    portal = await givenPortal({ environment: { PORTAL_ICP: '粤ICP备00000000号', PORTAL_POLICE_NUMBER: '粤公网安备 44040200000000号' } });
  });
  afterAll(() => portal.close());

  const json = (path: string) => portal.get(path, { accept: 'application/json' });

  describe('an article', () => {
    it('shows all that its source gave, in the language of the article', async () => {
      const itemId = await portal.live(
        {
          title: '开发区建设提档加速', language: 'zh-Hans', credit: { name: '山西日报', url: 'https://up.example/a' }, byline: ['张三', '李四'], editorName: '王五', views: 42,
          abstract: '全省开发区建设的新要求是', abstractTruncated: true, bodyText: '全省开发区建设的新要求是三个转变。\n第二段。', bodyHtml: '<h2>项目建设加速跑<br>招商引资不停歇</h2><p>全省开发区建设的新要求是三个转变。</p><p>第二段。</p>',
          published: { at: '2021-12-12T16:00:00.000Z', precision: 'day', day: '2021-12-13' }, categories: [{ code: 'zones', name: '区域动态' }], keywords: ['开发区'],
        },
        { categories: ['zones'] },
      );
      const other = await portal.live({ title: '同类的另一篇', language: 'zh-Hans' }, { categories: ['zones'] });
      const { status, text, headers } = await portal.get(`/articles/${itemId}`);
      expect(status).toBe(200);
      expect(text).toContain('<h1 lang="zh-Hans">开发区建设提档加速</h1>');
      expect(text).toContain('<dt>来源</dt><dd><a href="https://up.example/a" rel="nofollow noopener">山西日报</a></dd>');
      expect(text).toContain('<dt>作者</dt><dd>张三、李四</dd>');
      expect(text).toContain('<time datetime="2021-12-13">2021年12月13日</time>');
      expect(text).not.toMatch(/2021-12-1[23][T ]\d/);
      expect(text).toContain('<dt>阅读</dt><dd>42</dd>');
      expect(text).toContain('<dt>责任编辑</dt><dd>王五</dd>');
      expect(text).toMatch(/核心提示<\/strong><p>全省开发区建设的新要求是……/);
      expect(text).toContain('<h2>项目建设加速跑<br>招商引资不停歇</h2>');
      expect(text).toContain('区域动态');
      expect(text).toContain(`${rightsUrl}/takedown?url=${encodeURIComponent(`${portalUrl}/articles/${itemId}`)}&amp;lang=zh`);
      expect(text).toContain(`href="/articles/${other}"`);
      expect(text).toContain('https://beian.miit.gov.cn');
      expect(text).toContain(`<link rel="canonical" href="${portalUrl}/articles/${itemId}">`);
      expect(headers.get('content-security-policy')).toContain("script-src 'self'");
      expect(headers.get('vary')).toContain('Accept');
      expect(Buffer.byteLength(text)).toBeLessThan(60_000);
    });

    it('speaks English for ?lang=en and carries that on', async () => {
      const itemId = await portal.live({ language: 'zh-Hans', title: '题' });
      const { text } = await portal.get(`/articles/${itemId}?lang=en`);
      expect(text).toContain('<html lang="en">');
      expect(text).toContain('Report infringement');
      expect(text).toContain('href="/?lang=en"');
    });

    it('hides an abstract that only repeats the first paragraph whole', async () => {
      const itemId = await portal.live({ abstract: 'First paragraph', title: 'Repeats' });
      expect((await portal.get(`/articles/${itemId}`)).text).not.toContain('class="abstract"');
    });

    it('is JSON for who prefers that, through the gate of the API', async () => {
      const itemId = await portal.live({ title: 'As JSON', views: 0 });
      const answer = await json(`/articles/${itemId}`);
      expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
      expect(JSON.parse(answer.text)).toMatchObject({ itemId, title: 'As JSON', revision: 1, publication: 1, views: 0, url: `${portalUrl}/articles/${itemId}` });
      const onlyPages = await portal.live({ title: 'Pages only' }, { terms: { channels: ['portal'] } as never });
      expect((await portal.get(`/articles/${onlyPages}`)).status).toBe(200);
      expect((await json(`/articles/${onlyPages}`)).status).toBe(410);
    });

    it('answers HEAD and a conditional request without a body, and 304 never for what is gone', async () => {
      const itemId = await portal.live({ title: 'Conditional' });
      const whole = await portal.get(`/articles/${itemId}`);
      const etag = whole.headers.get('etag') ?? '';
      const head = await portal.get(`/articles/${itemId}`, {}, { method: 'HEAD' });
      expect([head.status, head.text, head.headers.get('etag')]).toEqual([200, '', etag]);
      expect(await portal.get(`/articles/${itemId}`, { 'if-none-match': etag })).toMatchObject({ status: 304, text: '' });
      await portal.hold({ kind: 'item', itemId });
      expect((await portal.get(`/articles/${itemId}`, { 'if-none-match': etag })).status).toBe(451);
      expect((await portal.get(`/articles/${itemId}`, { 'if-none-match': '*' })).status).toBe(451);
      expect((await portal.get(`/articles/${itemId}`, {}, { method: 'HEAD' })).status).toBe(451);
    });

    it('is compressed for who takes that, under an ETag of its own', async () => {
      const itemId = await portal.live({ title: 'Compressed' });
      const plain = await portal.get(`/articles/${itemId}`, { 'accept-encoding': 'identity' });
      const small = await portal.get(`/articles/${itemId}`, { 'accept-encoding': 'gzip' });
      expect(small.headers.get('content-encoding')).toBe('gzip');
      expect(small.text).toBe(plain.text);
      expect(small.headers.get('etag')).not.toBe(plain.headers.get('etag'));
      expect((await portal.get(`/articles/${itemId}`, { 'accept-encoding': 'gzip', 'if-none-match': small.headers.get('etag') ?? '' })).status).toBe(304);
    });

    it('shows hostile text as text', async () => {
      const itemId = await portal.live({ title: hostile, byline: [hostile], credit: { name: hostile, url: 'javascript:alert(1)' }, abstract: hostile, keywords: [hostile], editorName: hostile, url: 'javascript:alert(1)' });
      const { text } = await portal.get(`/articles/${itemId}`);
      expect(text).not.toContain('<script>alert');
      expect(text).not.toContain('<img src=x');
      expect(text).not.toContain('javascript:');
      expect(text).toContain('&lt;script&gt;alert(1)');
      expect(text).toContain('<%= 7*7 %>'.replace('<', '&lt;').replace('>', '&gt;'));
      const jsonLd = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(text)?.[1] ?? '';
      expect(JSON.parse(jsonLd)).toMatchObject({ '@type': 'NewsArticle', author: [{ name: hostile }] });
      expect(text.match(/<script/g)).toHaveLength(2);
    });

    it('names the original as canonical where the terms say so, and has the dates of the page in its metadata', async () => {
      const itemId = await portal.live({ title: 'Theirs', url: 'https://up.example/theirs' }, { terms: { canonicalLinkRequired: true } as never });
      const { text } = await portal.get(`/articles/${itemId}`);
      expect(text).toContain('<link rel="canonical" href="https://up.example/theirs">');
      const visible = /<time datetime="([^"]+)">24 November 2026, 16:31 \(UTC\+8\)/.exec(text)?.[1];
      expect(visible).toBe('2026-11-24T16:31:02+08:00');
      expect(text).toContain(`"datePublished":"${visible}"`);
    });
  });

  describe('what is gone', () => {
    it('is 451 with law and case in the moment when the ledger has the hold, the row still being live', async () => {
      const itemId = await portal.live({ title: 'A held title', url: 'https://up.example/held', media: [{ url: 'https://up.example/p.jpg' }] }, { categories: ['held'] });
      const lists = ['/', '/categories/held', `/articles/${await portal.live({ title: 'Neighbour' }, { categories: ['held'] })}`];
      for (const path of lists) expect((await portal.get(path)).text).toContain('A held title');
      const { lift } = await portal.hold({ kind: 'item', itemId }, { law: '17 U.S.C. § 512(c)', caseNumber: 'WD-TEST-0001' });
      for (const path of lists) {
        const { text } = await portal.get(path);
        expect(text).not.toContain('A held title');
        expect(text).not.toContain(itemId);
      }
      const page = await portal.get(`/articles/${itemId}?lang=en`);
      expect(page.status).toBe(451);
      expect(page.headers.get('link')).toBe(`<${portalUrl}/pages/removal-policy>; rel="blocked-by"`);
      expect(page.headers.get('cache-control')).toBe('no-store');
      expect(page.text).toContain('17 U.S.C. § 512(c)');
      expect(page.text).toContain('WD-TEST-0001');
      expect(page.text).toContain(`${rightsUrl}/counter?case=WD-TEST-0001&amp;lang=en`);
      expect(page.text).not.toContain('A held title');
      expect(page.text).not.toContain('p.jpg');
      const problem = await json(`/articles/${itemId}`);
      expect([problem.status, problem.headers.get('content-type')]).toEqual([451, 'application/problem+json; charset=utf-8']);
      expect(JSON.parse(problem.text)).toMatchObject({ status: 451, law: '17 U.S.C. § 512(c)', caseNumber: 'WD-TEST-0001' });
      await lift();
      expect((await portal.get(`/articles/${itemId}`)).status).toBe(200);
      expect((await portal.get('/categories/held')).text).toContain('A held title');
    });

    it('is 410 for the rest, and 404 for what is secret, embargoed, never live or no id', async () => {
      const [withdrawn, secret, waiting] = [await portal.live({ title: 'W' }), await portal.live({ title: 'S' }), await portal.live({ title: 'E' }, { state: 'waiting', first_live_at: null })];
      await portal.takeDown(withdrawn, 'withdrawn', 410);
      await portal.hold({ kind: 'item', itemId: secret }, { httpStatus: 404, caseNumber: 'WD-SECRET' });
      const embargoed = await portal.live({ title: 'Embargoed' }, { terms: { embargoedUntil: 'open' } as never });
      expect((await portal.get(`/articles/${withdrawn}`)).status).toBe(410);
      for (const id of [secret, waiting, embargoed, uuidv7(), 'nonsense', '%00']) {
        const answer = await portal.get(`/articles/${id}`);
        expect([id, answer.status]).toEqual([id, 404]);
        expect(answer.text).not.toContain('WD-SECRET');
      }
      expect((await portal.get('/')).text).not.toContain('Embargoed');
    });

    it('leads from a superseded copy to the canonical one', async () => {
      const canonical = await portal.live({ title: 'The canonical' });
      const copy = await portal.live({ title: 'The copy' });
      await portal.takeDown(copy, 'superseded', 410, { canonicalItemId: canonical });
      const page = await portal.get(`/articles/${copy}`);
      expect([page.status, page.headers.get('location')]).toEqual([308, `${portalUrl}/articles/${canonical}`]);
      expect(JSON.parse((await json(`/articles/${copy}`)).text)).toMatchObject({ canonical: `${portalUrl}/articles/${canonical}` });
      await portal.hold({ kind: 'item', itemId: canonical });
      expect((await portal.get(`/articles/${copy}`)).status).toBe(410);
    });

    it('is a page in the reader\'s language for an unknown address, and a problem for a program', async () => {
      const page = await portal.get('/no/such/page', { 'accept-language': 'en', accept: 'text/html' });
      expect([page.status, page.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
      expect(page.text).toContain('Page not found');
      expect(JSON.parse((await json('/no/such/page')).text)).toMatchObject({ status: 404 });
    });
  });

  it('has pages of sound structure, each below 100 KB with its style', async () => {
    const whole = {
      title: 'Whole', subtitle: 'Sub', originalTitle: 'Was', abstract: 'Brief', byline: ['A', 'B'], editorName: 'E', credit: { name: 'C', url: 'https://c.example/' }, url: 'https://up.example/w', views: 3, keywords: ['k', 'l'], reprintReserved: true,
      correctionNote: 'It was otherwise.', digitalSourceType: 'trainedAlgorithmicMedia', rights: { holder: 'H', notice: 'N', licenceUri: 'https://l.example/' }, media: [1, 2].map((n) => ({ url: `https://up.example/${n}.jpg`, caption: 'c', credit: 'd', width: 3, height: 2 })),
    };
    const storyId = uuidv7();
    const itemId = await portal.live({ ...whole, language: 'zh-Hans' }, { categories: ['sound'], story_id: storyId, shown_revision: 2, terms: { credit: 'Credit line', notice: 'Notice' } as never });
    await portal.live({ title: 'Of the same story' }, { categories: ['sound'], story_id: storyId, relation: 'derived' });
    const held = await portal.live({ title: 'Held' });
    await portal.hold({ kind: 'item', itemId: held }, { law: 'L', caseNumber: 'WD-1' });
    const { text: article } = await portal.get(`/articles/${itemId}?lang=en`);
    for (const shown of ['Sub', 'Was', 'Brief', 'A, B', 'It was otherwise.', 'artificial intelligence', 'May not be reprinted', 'Credit line', 'Notice', 'Of the same story', 'https://l.example/', 'Updated']) expect(article).toContain(shown);
    const css = await portal.get(/href="(\/assets\/portal\.[^"]+\.css)"/.exec(article)?.[1] ?? '');
    expect(css.headers.get('cache-control')).toContain('immutable');
    for (const path of ['/', `/articles/${itemId}`, '/categories/sound', '/categories/none', '/search?q=Whole', '/search', '/site-map', '/pages/usage', `/articles/${held}`, '/nothing']) {
      for (const query of ['lang=zh', 'lang=en&elder=1']) {
        const { text } = await portal.get(`${path}${path.includes('?') ? '&' : '?'}${query}`);
        expect([path, query, structureProblems(text)]).toEqual([path, query, []]);
        expect(Buffer.byteLength(text) + Buffer.byteLength(css.text)).toBeLessThan(100_000);
      }
    }
  });

  describe('lists', () => {
    it('go on from page to page without losing or repeating an article', async () => {
      const at = (n: number): Date => new Date(Date.parse('2026-01-01T00:00:00Z') + Math.floor(n / 3) * 60_000);
      const ids: string[] = [];
      for (let n = 0; n < 60; n += 1) ids.push(await portal.live({ title: `Paged ${n}` }, { categories: ['paged'], sort_at: at(n), published_at: at(n) }));
      await portal.hold({ kind: 'item', itemId: ids[57] as string });
      const seen: string[] = [];
      let path: string | undefined = '/categories/paged';
      for (let pages = 0; path !== undefined && pages < 10; pages += 1) {
        const { text } = await portal.get(path);
        const list = text.slice(text.indexOf('class="list"'), text.indexOf('class="pager"'));
        seen.push(...[...list.matchAll(/<h2><a href="\/articles\/([0-9a-f-]{36})"/g)].map((match) => match[1] as string));
        path = /rel="next" href="([^"]+)"/.exec(text)?.[1]?.replaceAll('&amp;', '&');
      }
      expect(seen).toHaveLength(59);
      expect(new Set(seen)).toEqual(new Set(ids.filter((id) => id !== ids[57])));
    });

    it('show a change that this replica committed at once, and another replica\'s within the age that pages may have', async () => {
      await portal.get('/categories/fresh');
      const first = await portal.live({ title: 'Fresh one' }, { categories: ['fresh'] });
      portal.service.app.get(BoardVersion).bump();
      await eventually(async () => expect((await portal.get('/categories/fresh')).text).toContain(first), { withinMs: 2_000, everyMs: 5 });
      const second = await portal.live({ title: 'Fresh two' }, { categories: ['fresh'] });
      const { text } = await portal.get('/categories/fresh');
      expect(text).toContain(first);
      await eventually(async () => expect((await portal.get('/categories/fresh')).text).toContain(second), { withinMs: 5_000 });
    });

    it('show the codes of one section together, in its place in the navigation and on its page', async () => {
      const fresh = await givenPortal();
      try {
        const [one, two] = [await fresh.live({ title: 'Written as culture' }, { categories: ['culture'] }), await fresh.live({ title: '写作文化', language: 'zh-Hans' }, { categories: ['文化'] })];
        const { text: home } = await fresh.get('/?lang=en');
        expect(home.match(/<li><a href="\/categories\/[^"]*">Culture<\/a>/g)).toHaveLength(1);
        for (const path of ['/categories/culture', `/categories/${encodeURIComponent('文化')}`]) {
          const { text } = await fresh.get(path);
          for (const id of [one, two]) expect(text).toContain(`<h2><a href="/articles/${id}"`);
        }
      } finally {
        await fresh.close();
      }
    });

    it('refuse a place that never came from them', async () => {
      expect((await portal.get('/categories/paged?after=1%27%20or%201=1')).status).toBe(400);
    });
  });
});
