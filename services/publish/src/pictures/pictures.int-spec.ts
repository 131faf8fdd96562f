import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { sha256Hex } from '@wiredesk/platform';
import { testTokens } from '@wiredesk/testing';

import { givenPortal, portalUrl, type GivenPortal } from '../portal/testing/given-portal.js';
import { picturePath } from './own-pictures.js';

const bytes = Buffer.from('\x89PNG\r\n\x1a\nnot all of it', 'latin1');
const sha256 = sha256Hex(bytes);
const url = 'https://up.example/p.jpg?a=1&b=2';
const inText = 'https://up.example/text.jpg';
const body = { bodyHtml: `<p>First paragraph.</p><figure><img src="${inText}" alt="" loading="lazy" /></figure>`, bodyText: 'First paragraph.', media: [{ url, type: 'image/jpeg' }, { url: inText }] };

/** ingest, as far as pictures go: what it has by URL, and what it says of it. */
const fakeIngest = async () => {
  const has = new Map<string, { readonly sha256: string; readonly type: string; readonly bytes: Buffer }>();
  const asked: string[] = [];
  const server: Server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.push(path);
    if (request.headers.authorization !== `Bearer ${testTokens.service}`) return void response.writeHead(401).end();
    if (/^\/v1\/items\/[^/]+\/pictures$/.test(path)) {
      return void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ pictures: [...has].map(([at, picture]) => ({ url: at, sha256: picture.sha256, givenUp: false })) }));
    }
    const found = [...has.values()].find((picture) => path === `/v1/pictures/${picture.sha256}`);
    if (!found) return void response.writeHead(404).end();
    response.writeHead(200, { 'content-type': found.type, 'content-length': String(found.bytes.length) }).end(found.bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { has, asked, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => new Promise((resolve) => server.close(resolve)) };
};

describe('the pictures of an article', () => {
  let ingest: Awaited<ReturnType<typeof fakeIngest>>;
  let portal: GivenPortal;
  beforeAll(async () => {
    ingest = await fakeIngest();
    portal = await givenPortal({ environment: { INGEST_URL: ingest.url } });
  }, 60_000);
  afterAll(async () => {
    await portal.close();
    await ingest.close();
  });
  beforeEach(() => {
    ingest.has.clear();
    ingest.has.set(url, { sha256, type: 'image/png', bytes });
  });

  it('are under our own address on its page, in its metadata and in lists, and nowhere under their source\'s', async () => {
    const itemId = await portal.live({ ...body, title: 'A pictured one' }, { categories: ['pictured'] });
    const { text } = await portal.get(`/articles/${itemId}`);
    expect(text).toContain(`<img src="${picturePath(itemId, url)}"`);
    expect(text).toContain(`<img src="${picturePath(itemId, inText)}"`);
    expect(text).toContain(`<meta property="og:image" content="${portalUrl}${picturePath(itemId, url)}">`);
    expect((await portal.get('/categories/pictured')).text).toContain(`<img src="${picturePath(itemId, url)}"`);
    expect(text).not.toContain('up.example');
  });

  it('come with their bytes, to be asked for again each time, and once only from ingest', async () => {
    const itemId = await portal.live(body);
    const answer = await fetch(`${portal.service.url}${picturePath(itemId, url)}`);
    expect([answer.status, answer.headers.get('content-type'), answer.headers.get('cache-control'), answer.headers.get('x-content-type-options')]).toEqual([200, 'image/png', 'public, no-cache', 'nosniff']);
    expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
    expect(ingest.asked.filter((path) => path.endsWith(sha256))).toHaveLength(1);
    const again = await portal.get(picturePath(itemId, url), { 'if-none-match': answer.headers.get('etag') ?? '' });
    expect([again.status, again.text]).toEqual([304, '']);
    expect(ingest.asked.filter((path) => path.endsWith(sha256))).toHaveLength(1);
  });

  it('are had from their source while we do not hold them, or hold what is no picture', async () => {
    const itemId = await portal.live(body);
    const missing = await portal.get(picturePath(itemId, inText));
    expect([missing.status, missing.headers.get('location'), missing.headers.get('cache-control')]).toEqual([302, inText, 'no-store']);
    const other = await portal.live(body);
    ingest.has.set(url, { sha256: sha256Hex('<svg/>'), type: 'image/svg+xml', bytes: Buffer.from('<svg/>') });
    expect((await portal.get(picturePath(other, url))).status).toBe(302);
  });

  it('are only its own: another name, another article and no article are unknown', async () => {
    const [itemId, other] = [await portal.live(body), await portal.live({ media: [] })];
    const name = picturePath(itemId, url).split('/').pop() ?? '';
    for (const path of [`/articles/${itemId}/pictures/${'0'.repeat(32)}`, `/articles/${itemId}/pictures/..%2f..`, `/articles/${other}/pictures/${name}`, `/articles/nonsense/pictures/${name}`]) expect([path, (await portal.get(path)).status]).toEqual([path, 404]);
  });

  it('are listed, and dark from the moment in which the ledger has a hold, whatever was kept of them', async () => {
    const itemId = await portal.live(body);
    const places = [`/articles/${itemId}/pictures`, picturePath(itemId, url), picturePath(itemId, inText)];
    const list = await portal.get(places[0] ?? '');
    expect(JSON.parse(list.text)).toEqual({ pictures: [`${portalUrl}${places[1]}`, `${portalUrl}${places[2]}`] });
    const kept = await portal.get(places[1] ?? '');
    const { lift } = await portal.hold({ kind: 'item', itemId }, { caseNumber: 'WD-PICTURE-1' });
    for (const path of places) {
      const answer = await portal.get(path, { 'if-none-match': kept.headers.get('etag') ?? '' });
      expect([path, answer.status, answer.headers.get('cache-control'), answer.headers.get('location')]).toEqual([path, 451, 'no-store', null]);
      expect(answer.text).toContain('WD-PICTURE-1');
    }
    await lift();
    expect((await portal.get(places[1] ?? '')).status).toBe(200);
    await portal.takeDown(itemId, 'withdrawn', 410);
    for (const path of places) expect([path, (await portal.get(path)).status]).toEqual([path, 410]);
  });

  it('are not to be known of where their article is not', async () => {
    const embargoed = await portal.live(body, { terms: { embargoedUntil: 'open' } as never });
    const waiting = await portal.live(body, { state: 'waiting', first_live_at: null });
    for (const id of [embargoed, waiting]) for (const path of [`/articles/${id}/pictures`, picturePath(id, url)]) expect((await portal.get(path)).status).toBe(404);
  });
});
