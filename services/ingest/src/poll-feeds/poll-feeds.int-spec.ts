import { gzipSync } from 'node:zlib';

import { eventually, testTokens } from '@wiredesk/testing';

import { GivenIngest } from '../testing/given-ingest.js';
import { Listener, type HeardCall, type ListenerAnswer } from '../testing/listener.js';

const item = (n: number, title = `Item ${n}`) => `<item><guid>p-${n}</guid><title>${title}</title><pubDate>${new Date(Date.UTC(2026, 10, 24, 8) - n * 3_600_000).toUTCString()}</pubDate><description>The body of item ${n}, with enough words to be one.</description></item>`;
const rss = (items: string[], more = '') => `<rss version="2.0" xmlns:a="http://www.w3.org/2005/Atom"><channel><title>F</title>${more}${items.join('')}</channel></rss>`;

interface Poll {
  readonly url: string;
  readonly failures: number;
  readonly lastStatus: number | null;
  readonly lastError: string | null;
  readonly intervalSeconds: number;
  readonly polledAt: string | null;
  readonly nextPollAt: string;
  readonly goneAt: string | null;
  readonly movedFrom: string | null;
}

describe('asking for feeds', () => {
  let given: GivenIngest;
  let server: Listener;
  const pages = new Map<string, (call: HeardCall) => ListenerAnswer | Promise<ListenerAnswer>>();
  beforeAll(async () => {
    server = await Listener.start();
    server.answer = (call) => pages.get(call.path)?.(call) ?? { status: 404 };
    given = await GivenIngest.start({ OUTGOING_ALLOW: server.host });
  });
  afterAll(async () => {
    await given.close();
    server.close();
  });

  const feed = (body: string | Buffer, headers: Record<string, string> = {}): ListenerAnswer => ({ status: 200, headers: { 'content-type': 'application/rss+xml', ...headers }, body });
  const calls = (path: string) => server.calls.filter((call) => call.path === path);
  const poll = async (id: string): Promise<Poll> => (await given.admin('GET', `/v1/sources/${id}/poll`)).json as Poll;
  /** Starts asking, and waits for the first round. */
  const asked = async (path: string): Promise<string> => {
    const { id } = await given.source();
    await given.admin('PUT', `/v1/sources/${id}/poll`, { url: `${server.url}${path}` });
    await eventually(async () => expect((await poll(id)).polledAt).not.toBeNull());
    return id;
  };
  const again = async (id: string): Promise<Poll> => {
    const { polledAt } = await poll(id);
    await given.admin('POST', `/v1/sources/${id}/poll/now`);
    return eventually(async () => {
      const now = await poll(id);
      expect(now.polledAt).not.toBe(polledAt);
      return now;
    });
  };
  const titles = async (id: string): Promise<string[]> =>
    (await given.query<{ article: string }>('select b.article from item i join content.body b on b.item_id = i.id and b.revision = i.revision where i.source_id = $1 order by i.guid', [id])).map(({ article }) => (JSON.parse(article) as { title: string }).title);
  const receipts = async (id: string) => (await given.query('select 1 from receipt where source_id = $1', [id])).length;

  it('takes what is new, conditionally, and leaves no receipt for what is not', async () => {
    let version = 1;
    pages.set('/etag', (call) => (call.headers['if-none-match'] === `"v${version}"` ? { status: 304 } : feed(gzipSync(rss([item(1), ...(version > 1 ? [item(2)] : [])])), { etag: `"v${version}"`, 'last-modified': 'Tue, 24 Nov 2026 08:00:00 GMT', 'content-encoding': 'gzip' })));
    const id = await asked('/etag');
    expect(await titles(id)).toEqual(['Item 1']);
    expect(await again(id)).toMatchObject({ lastStatus: 304, failures: 0 });
    expect(calls('/etag').at(-1)?.headers).toMatchObject({ 'if-none-match': '"v1"', 'if-modified-since': 'Tue, 24 Nov 2026 08:00:00 GMT' });
    expect(await receipts(id)).toBe(1);
    version = 2;
    await again(id);
    expect([await titles(id), await receipts(id)]).toEqual([['Item 1', 'Item 2'], 2]);
  });

  it('stores nothing anew of a feed that changes only its head', async () => {
    let n = 0;
    pages.set('/noise', () => feed(rss([item(1)], `<lastBuildDate>${(n += 1)}</lastBuildDate>`)));
    const id = await asked('/noise');
    const before = (await poll(id)).intervalSeconds;
    const after = await again(id);
    expect([after.lastStatus, after.intervalSeconds > before, await receipts(id)]).toEqual([200, true, 1]);
  });

  it('reads older pages on the first fetch, and only then', async () => {
    pages.set('/p1', () => feed(rss([item(1, 'Newer reading'), item(2)], '<a:link rel="next" href="/p2"/>')));
    pages.set('/p2', () => feed(rss([item(1, 'Older reading'), item(3)], '<a:link rel="next" href="/p1"/>')));
    const id = await asked('/p1');
    expect(await titles(id)).toEqual(['Newer reading', 'Item 2', 'Item 3']);
    pages.set('/p1', () => feed(rss([item(1, 'Newer reading'), item(2), item(4)], '<a:link rel="next" href="/p2"/>')));
    await again(id);
    expect([await titles(id), calls('/p2').length]).toEqual([['Newer reading', 'Item 2', 'Item 3', 'Item 4'], 1]);
  });

  it('follows what moved: for good it is remembered, for now it is not', async () => {
    pages.set('/old', () => ({ status: 301, headers: { location: '/new' } }));
    pages.set('/new', () => feed(rss([item(1)])));
    pages.set('/temporary', () => ({ status: 302, headers: { location: '/new' } }));
    const moved = await asked('/old');
    expect(await poll(moved)).toMatchObject({ url: `${server.url}/new`, movedFrom: `${server.url}/old` });
    const temporary = await asked('/temporary');
    expect([await poll(temporary), await titles(temporary)]).toMatchObject([{ url: `${server.url}/temporary`, movedFrom: null }, ['Item 1']]);
    pages.set('/loop', () => ({ status: 302, headers: { location: '/loop' } }));
    expect(await poll(await asked('/loop'))).toMatchObject({ failures: 1, lastError: 'more than 3 redirects' });
  });

  it('asks no more for what is gone', async () => {
    pages.set('/gone', () => ({ status: 410 }));
    const id = await asked('/gone');
    expect((await poll(id)).goneAt).toEqual(expect.any(String));
    expect((await given.admin('POST', `/v1/sources/${id}/poll/now`)).status).toBe(404);
  });

  it('waits as long as the server asks, and longer with each failure', async () => {
    pages.set('/busy', () => ({ status: 503, headers: { 'retry-after': '7200' } }));
    const id = await asked('/busy');
    const busy = await poll(id);
    const waitMs = Date.parse(busy.nextPollAt) - Date.parse(busy.polledAt ?? '');
    expect(busy).toMatchObject({ failures: 1, lastStatus: 503 });
    expect(waitMs).toBeGreaterThanOrEqual(7_200_000);
    pages.set('/busy', () => ({ status: 500 }));
    expect((await again(id)).failures).toBe(2);
    pages.set('/busy', () => feed(rss([item(1)])));
    expect((await again(id)).failures).toBe(0);
  });

  it('says what is wrong with a feed that cannot be read, and tries again', async () => {
    pages.set('/broken', () => feed('<rss version="2.0"><channel><item></channel></rss>'));
    const id = await asked('/broken');
    expect(await poll(id)).toMatchObject({ failures: 1, lastStatus: 200, lastError: expect.stringMatching(/^xml-malformed|malformed/) });
    pages.set('/broken', () => feed(rss([])));
    expect(await again(id)).toMatchObject({ failures: 0, lastError: null });
  });

  it('puts a feed that cannot be decoded into quarantine once, however often it is asked for', async () => {
    pages.set('/odd', () => feed(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('<rss version="2.0"><channel>', 'utf16le'), Buffer.from([0x00, 0xd8, 0x41, 0x00, 0xff, 0xff, 0x80])])));
    const id = await asked('/odd');
    expect(await poll(id)).toMatchObject({ failures: 1, lastError: expect.stringMatching(/^undecodable/) });
    await again(id);
    expect(await given.query('select count(*)::int as count from quarantine where source_id = $1', [id])).toEqual([{ count: 1 }]);
  });

  it('asks two feeds of one host one after the other', async () => {
    let open = 0;
    let most = 0;
    const slow = async (): Promise<ListenerAnswer> => {
      open += 1;
      most = Math.max(most, open);
      await new Promise((resolve) => setTimeout(resolve, 150));
      open -= 1;
      return feed(rss([item(1)]));
    };
    for (const path of ['/slow-1', '/slow-2', '/slow-3']) pages.set(path, slow);
    await Promise.all(['/slow-1', '/slow-2', '/slow-3'].map(async (path) => {
      const id = await asked(path);
      await eventually(async () => expect(await titles(id)).toEqual(['Item 1']), { withinMs: 40_000 });
    }));
    expect(most).toBe(1);
  });

  it('never asks inside: by address, or behind a redirect', async () => {
    const { id } = await given.source();
    await given.admin('PUT', `/v1/sources/${id}/poll`, { url: 'http://127.0.0.1:8082/v1/holds' });
    await eventually(async () => expect(await poll(id)).toMatchObject({ lastError: expect.stringContaining('not called') }));
    pages.set('/inside', () => ({ status: 302, headers: { location: 'http://169.254.169.254/latest/meta-data' } }));
    expect(await poll(await asked('/inside'))).toMatchObject({ lastError: expect.stringContaining('private or special address') });
  });

  it('is set and stopped by an operator', async () => {
    const { id } = await given.source();
    expect((await given.call('PUT', `/v1/sources/${id}/poll`, { token: testTokens.viewer, body: { url: 'https://a.example/f' } })).status).toBe(403);
    expect((await given.admin('PUT', `/v1/sources/${id}/poll`, { url: 'https://a.example/f', minIntervalSeconds: 900, maxIntervalSeconds: 600 })).json).toMatchObject({ status: 422, errors: [{ pointer: '/minIntervalSeconds' }] });
    expect((await given.call('GET', `/v1/sources/${id}/poll`, { token: testTokens.viewer })).status).toBe(404);
    pages.set('/stop', () => feed(rss([item(1)])));
    const stopped = await asked('/stop');
    expect((await given.admin('DELETE', `/v1/sources/${stopped}/poll`)).status).toBe(204);
    expect((await given.admin('POST', `/v1/sources/${stopped}/poll/now`)).status).toBe(404);
  });
});
