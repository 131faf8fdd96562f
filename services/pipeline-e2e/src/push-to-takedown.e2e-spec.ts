import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { call, Client, eventually, ninjs, prose, type Pushed } from './client.js';
import { ProductUnderTest } from './product.js';
import { Subscriber } from './subscriber.js';
import { listsOf, stillShown } from './surfaces.js';

/** The page that the product is modelled on: third-party text, read from beside the checkout and never part of it. */
const seedDir = process.env['SEED_DIR'] ?? join(import.meta.dirname, '../../../../shared/seed');
const seedIsThere = existsSync(join(seedDir, 'page.html'));

const seen = (text: string, what: readonly string[]): string[] => what.filter((part) => text.includes(part));

describe('from a push to a takedown', () => {
  let product: ProductUnderTest;
  let client: Client;
  const subscriber = new Subscriber();
  let keys: Record<'north' | 'south', string>;

  beforeAll(async () => {
    const hook = await subscriber.start();
    product = await ProductUnderTest.start({ environment: { OUTGOING_ALLOW: new URL(hook).host } });
    client = new Client(product);
    keys = { north: await client.createSource('north', { categories: ['harbour'] }), south: await client.createSource('south', { categories: ['harbour'] }) };
    subscriber.trust((await client.createSubscriber('first reader', hook)).secret);
  }, 120_000);

  afterAll(async () => {
    const codes = await product.stop();
    await subscriber.stop();
    expect(Object.values(codes)).toEqual([0, 0, 0, 0, 0]);
  }, 60_000);

  const live = (itemId: string) => eventually(async () => expect((await client.article(itemId)).status).toBe(200));
  const dark = (itemId: string, title: string) => eventually(async () => expect(await stillShown(client, itemId, title, 'harbour')).toEqual([]));
  const publishOne = async (guid: string, title: string, text: string): Promise<string> => {
    const { itemId } = await client.pushArticle('north', keys.north, ninjs(guid, title, text));
    await live(itemId);
    return itemId;
  };
  const statusOf = async (url: string, token: string) => JSON.parse((await call(url, { headers: { accept: 'application/json', authorization: `Bearer ${token}` } })).text) as Record<string, unknown>;

  it('shows what was pushed on its page, in every list and feed, and to a subscriber', async () => {
    const itemId = await publishOne('tide', 'The tide gate opens', prose(1));
    for (const path of listsOf('harbour').filter((path) => path !== '/sitemap.xml')) await eventually(async () => expect(`${path} ${(await client.publish(path)).text}`).toContain('The tide gate opens'));
    await eventually(async () => expect((await client.publish('/sitemap.xml')).text).toMatch(/<(sitemapindex|urlset)/));
    const page = JSON.parse((await client.article(itemId, 'application/json')).text) as { title: string };
    expect(page.title).toBe('The tide gate opens');
    await eventually(async () => expect(subscriber.ofItem(itemId)).toMatchObject([{ type: 'article.published', signed: true, data: { itemId } }]));
  });

  it('makes one story of a copy, and says so in its receipt', async () => {
    const text = prose(2, 220);
    const original = await publishOne('bridge', 'A bridge is closed', text);
    const answer = await client.push('south', keys.south, JSON.stringify(ninjs('bridge-copy', 'Bridge closed for repair', `${text}\nReported by another paper.`)), 'application/json');
    const pushed = JSON.parse(answer.text) as Pushed;
    const copy = pushed.items[0]?.itemId ?? '';
    await eventually(async () => expect(JSON.stringify(await client.receipt(pushed.receipt.id))).toContain(original));
    await eventually(async () => {
      const [first, second] = [(await client.article(original)).status, (await client.article(copy)).status];
      expect([first, second].filter((status) => status === 200)).toHaveLength(1);
    });
    await eventually(async () => expect((await client.publish('/feeds/all.json')).text.match(/Bridge closed for repair|A bridge is closed/g) ?? []).toHaveLength(1));
  });

  it('takes an article down everywhere, with proof, and brings it back when the hold is lifted', async () => {
    const title = 'The ledger of the mill';
    const itemId = await publishOne('ledger', title, prose(3));
    await eventually(async () => expect(subscriber.ofItem(itemId)).toHaveLength(1));
    const { case: filed, targets } = await client.takedown([`${product.publish}/articles/${itemId}`]);
    expect(targets).toHaveLength(1);
    await dark(itemId, title);
    const page = await client.article(itemId);
    expect([page.status, page.headers.get('link')]).toEqual([451, expect.stringContaining('rel="blocked-by"')]);
    expect((await client.publish('/feeds/all.atom')).text).toContain('deleted-entry');
    await eventually(async () => expect(subscriber.ofItem(itemId).map((delivery) => [delivery.type, delivery.signed])).toEqual([['article.published', true], ['article.taken_down', true]]));
    const [published, removed] = subscriber.ofItem(itemId);
    expect(removed?.data.revision).toBeGreaterThan(published?.data.revision ?? Number.POSITIVE_INFINITY);

    await eventually(async () => {
      const certificate = await call(`${filed.url.split('?')[0]}/certificate`, { headers: { accept: 'application/json', authorization: `Bearer ${filed.token}` } });
      expect([certificate.status, certificate.text]).toEqual([200, expect.stringContaining('signature')]);
    }, 40_000);
    expect(JSON.stringify(await statusOf(filed.url, filed.token))).toMatch(/verified_gone|acknowledged|complete/);
    expect((await call(`${filed.url.split('?')[0]}`, { headers: { accept: 'application/json', authorization: 'Bearer wrong-token-of-somebody' } })).status).toBe(404);
    expect((await client.publish('/v1/removals?after=')).text).toContain(itemId);

    const { holdId } = targets[0] ?? {};
    await client.liftHold(holdId ?? '');
    await live(itemId);
    await eventually(async () => expect((await client.publish('/feeds/all.json')).text).toContain(title));
    await eventually(async () => expect(subscriber.ofItem(itemId).map((delivery) => delivery.type)).toEqual(['article.published', 'article.taken_down', 'article.restored']));
  }, 90_000);

  it('keeps a later revision and a later copy of a held story dark', async () => {
    const text = prose(4, 200);
    const itemId = await publishOne('orchard', 'The orchard fire', text);
    await client.takedown([`${product.publish}/articles/${itemId}`], 'story');
    await dark(itemId, 'The orchard fire');
    const revised = await client.pushArticle('north', keys.north, ninjs('orchard', 'The orchard fire, updated', text, { version: '2' }));
    expect(revised).toMatchObject({ itemId, outcome: 'revised' });
    const copy = await client.pushArticle('south', keys.south, ninjs('orchard-copy', 'Orchard fire', text));
    const marker = await publishOne('after-orchard', 'Something else entirely', prose(5));
    await live(marker);
    expect(await stillShown(client, itemId, 'The orchard fire', 'harbour')).toEqual([]);
    expect(await stillShown(client, copy.itemId, 'Orchard fire', 'harbour')).toEqual([]);
  }, 60_000);

  it('obeys an upstream that kills its article, an older version that comes late, and one that restores it', async () => {
    const itemId = await publishOne('kill', 'A report to be killed', prose(6));
    await client.pushArticle('north', keys.north, ninjs('kill', 'A report to be killed', '', { version: '2', pubstatus: 'canceled' }));
    await dark(itemId, 'A report to be killed');
    expect((await client.article(itemId)).status).toBe(410);
    await eventually(async () => expect(subscriber.ofItem(itemId).map((delivery) => delivery.type)).toContain('article.taken_down'));
    expect(await client.pushArticle('north', keys.north, ninjs('kill', 'A report to be killed', prose(6)))).toMatchObject({ outcome: 'unchanged' });
    await client.pushArticle('north', keys.north, ninjs('kill', 'The report, corrected', prose(6), { version: '3' }));
    await live(itemId);
    // The hold of the kill may come after the version that lifts it: what counts is how it ends.
    await eventually(async () => expect((await client.article(itemId)).text).toContain('The report, corrected'));
  }, 60_000);

  it('shows nothing of an embargoed article before its time', async () => {
    const endsAt = Date.now() + 4_000;
    const { itemId } = await client.pushArticle('north', keys.north, ninjs('embargo', 'Budget under embargo', prose(7), { embargoed: new Date(endsAt).toISOString() }));
    while (Date.now() < endsAt - 300) expect(await stillShown(client, itemId, 'Budget under embargo', 'harbour')).toEqual([]);
    await live(itemId);
    expect(Date.now()).toBeGreaterThanOrEqual(endsAt);
  });

  it('refuses bad input with a reason, and takes a notice about an unknown address', async () => {
    const problem = async (answer: Promise<{ status: number; text: string }>) => {
      const { status, text } = await answer;
      return { status, ...(JSON.parse(text) as { type: string; detail: string }) };
    };
    expect(await problem(client.push('nobody', 'x'.repeat(30), '{}', 'application/json'))).toMatchObject({ status: 404 });
    expect(await problem(client.push('north', 'wdk_wrong', '{}', 'application/json'))).toMatchObject({ status: 401 });
    expect(await problem(client.push('north', keys.north, '<rss><channel>\n<item><title>x</item>', 'application/rss+xml'))).toMatchObject({ status: 400, line: 2 });
    expect(await problem(client.push('north', keys.north, 'just words', 'text/plain'))).toMatchObject({ status: 415 });
    const two = JSON.stringify([ninjs('good-sibling', 'A good sibling', prose(8)), { uri: 'no-body', headline: 'x' }]);
    const { items } = JSON.parse((await client.push('north', keys.north, two, 'application/json')).text) as Pushed;
    expect(items.map((item) => item.outcome)).toEqual(['new', 'refused']);
    const { targets } = await client.takedown([`${product.publish}/articles/00000000-0000-7000-8000-000000000000`]);
    expect(targets).toMatchObject([{ state: 'unresolved' }]);
  });

  it('explains why an article is not live', async () => {
    const itemId = await publishOne('why', 'Why is this not live', prose(9));
    const { holdId } = await client.placeHold({ kind: 'item', itemId });
    await eventually(async () => {
      const answer = await call(`${product.console}/v1/explain?url=${product.publish}/articles/${itemId}`, { headers: { authorization: `Bearer ${product.adminToken}` } });
      expect(JSON.parse(answer.text)).toMatchObject({ live: false, code: 'held', reasons: [{ holdId }], portalStatus: 410 });
    });
  });

  (seedIsThere ? it : it.skip)('makes an article of the page that it is modelled on, and leaves its furniture out', async () => {
    const page = readFileSync(join(seedDir, 'page.html'));
    const answer = await client.push('north', keys.north, new Uint8Array(page), 'text/html');
    expect(answer.status).toBe(202);
    const itemId = (JSON.parse(answer.text) as Pushed).items[0]?.itemId ?? '';
    await live(itemId);
    const { text } = await client.article(itemId);
    const paragraphs = readFileSync(join(seedDir, 'page.txt'), 'utf8').split('\n').map((line) => line.trim()).filter((line) => line.length > 80 && !line.startsWith('免责声明') && !line.startsWith('核心提示') && !line.startsWith('网站首页'));
    expect(paragraphs.length).toBeGreaterThan(10);
    expect(paragraphs.filter((paragraph) => !text.includes(paragraph.slice(0, 30)))).toEqual([]);
    expect(seen(text, ['山西省开发区建设提档加速', '山西日报', '2021-12-13', '核心提示', '项目建设加速跑', '招商引资不停歇', '持续优化软环境'])).toHaveLength(7);
    expect(text).not.toMatch(/2021-12-13[T ]\d\d:/);
    const json = JSON.parse((await client.article(itemId, 'application/json')).text) as { views?: number; bodyHtml?: string };
    expect(json.views).toBe(42);
    expect(seen(json.bodyHtml ?? '', ['科技是第一生产力', '氢能科技', '打赏', '同类资讯', '推荐图文', '点击排行', '网站地图', '粤ICP备', '粤公网安备', '我们将第一时间删除'])).toEqual([]);
  });
});
