import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { eventually } from '@wiredesk/testing';

import { GivenPublish, titleOf } from '../testing/given-publish.js';

interface Got {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

describe('the WebSub hub', () => {
  let given: GivenPublish;
  let callback: Server;
  let origin: string;
  const got: Got[] = [];
  let confirm: (query: URLSearchParams) => string;
  let status: number;

  beforeAll(async () => {
    callback = createServer((request, response) => {
      const url = new URL(request.url ?? '', 'http://callback');
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        got.push({ method: request.method ?? '', path: url.pathname, query: url.searchParams, headers: request.headers, body: Buffer.concat(chunks).toString() });
        if (request.method === 'GET') response.end(confirm(url.searchParams));
        else response.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end();
      });
    });
    await new Promise<void>((resolve) => callback.listen(0, '127.0.0.1', resolve));
    const hostPort = `127.0.0.1:${(callback.address() as AddressInfo).port}`;
    origin = `http://${hostPort}`;
    given = await GivenPublish.start({ environment: { OUTGOING_ALLOW: hostPort } });
  }, 60_000);
  afterAll(async () => {
    await given.close();
    await new Promise((resolve) => callback.close(resolve));
  });
  beforeEach(async () => {
    got.length = 0;
    confirm = (query) => query.get('hub.challenge') ?? '';
    status = 200;
    await given.query('delete from websub_subscription');
  });

  const topic = (path: string): string => `http://localhost:8080${path}`;
  const ask = (fields: Readonly<Record<string, string>>) =>
    given.call('POST', '/websub', { token: null, body: new URLSearchParams({ 'hub.mode': 'subscribe', 'hub.callback': `${origin}/cb?mine=1`, 'hub.topic': topic('/feeds/all.atom'), ...fields }).toString(), headers: { 'content-type': 'application/x-www-form-urlencoded' } });
  const rows = () => given.query<{ topic: string; callback: string; secret: string | null; seconds: number }>('select topic, callback, secret, extract(epoch from lease_until - now())::int as seconds from websub_subscription');
  const posts = (): Got[] => got.filter(({ method }) => method === 'POST');

  it('answers 202, then asks the callback, under its own query, with a challenge and the lease', async () => {
    expect((await ask({ 'hub.lease_seconds': '3600', 'hub.secret': 's3cret', 'hub.unknown': 'ignored' })).status).toBe(202);
    await eventually(async () => expect(await rows()).toEqual([{ topic: '/feeds/all.atom', callback: `${origin}/cb?mine=1`, secret: 's3cret', seconds: expect.any(Number) }]));
    expect((await rows())[0]?.seconds).toBeGreaterThan(3_500);
    expect(Object.fromEntries(got[0]?.query ?? [])).toEqual({ mine: '1', 'hub.mode': 'subscribe', 'hub.topic': topic('/feeds/all.atom'), 'hub.challenge': expect.stringMatching(/.{32}/), 'hub.lease_seconds': '3600' });
  });

  it('subscribes nobody whose callback does not confirm, and keeps the old subscription until the new one is confirmed', async () => {
    await ask({ 'hub.secret': 'old' });
    await eventually(async () => expect(await rows()).toHaveLength(1));
    confirm = () => 'no';
    await ask({ 'hub.secret': 'new' });
    await eventually(() => expect(got).toHaveLength(2));
    expect((await rows())[0]?.secret).toBe('old');
    confirm = (query) => query.get('hub.challenge') ?? '';
    await ask({ 'hub.secret': 'new' });
    await eventually(async () => expect((await rows()).map(({ secret }) => secret)).toEqual(['new']));
  });

  it('unsubscribes after a confirmation only', async () => {
    await ask({});
    await eventually(async () => expect(await rows()).toHaveLength(1));
    confirm = () => 'no';
    await ask({ 'hub.mode': 'unsubscribe' });
    await eventually(() => expect(got).toHaveLength(2));
    expect(await rows()).toHaveLength(1);
    confirm = (query) => query.get('hub.challenge') ?? '';
    await ask({ 'hub.mode': 'unsubscribe' });
    await eventually(async () => expect(await rows()).toEqual([]));
  });

  it.each([
    ['a topic that is none of ours', { 'hub.topic': 'https://other.example/feed' }],
    ['a private callback', { 'hub.callback': 'http://169.254.169.254/latest/meta-data' }],
    ['a secret of 200 bytes', { 'hub.secret': 'x'.repeat(200) }],
    ['a mode that it does not know', { 'hub.mode': 'publish' }],
  ])('refuses %s', async (_what, fields) => expect((await ask(fields)).status).toBe(422));

  it('sends the changed feed whole, with its type and links, signed; a removal is new content too', async () => {
    await ask({ 'hub.secret': 's3cret' });
    await eventually(async () => expect(await rows()).toHaveLength(1));
    const itemId = await given.one();
    await eventually(() => expect(posts().at(-1)?.body).toContain(titleOf(itemId)));
    const { headers, body } = posts().at(-1) as Got;
    expect(headers).toMatchObject({ 'content-type': expect.stringMatching(/^application\/atom\+xml/), link: `<${topic('/websub')}>; rel="hub", <${topic('/feeds/all.atom')}>; rel="self"`, 'x-hub-signature': `sha256=${createHmac('sha256', 's3cret').update(body).digest('hex')}` });
    expect(body).toContain(`href="${topic('/websub')}"`);
    await given.hold({ kind: 'item', itemId }).place();
    await eventually(() => expect(posts().at(-1)?.body).toMatch(new RegExp(`deleted-entry[^>]*${itemId}`)));
    expect(posts().at(-1)?.body).not.toContain(titleOf(itemId));
  });

  it('sends nothing of a feed that did not change', async () => {
    await ask({ 'hub.topic': topic('/feeds/sport.rss') });
    await ask({ 'hub.topic': topic('/feeds/harbour.rss') });
    await eventually(async () => expect(await rows()).toHaveLength(2));
    await given.one({ categories: ['harbour'] });
    await eventually(() => expect(posts()).toHaveLength(1));
    expect(posts()[0]?.headers['link']).toContain('/feeds/harbour.rss');
  });

  it('tries again what was not received, follows no redirect, and ends at 410', async () => {
    await ask({});
    await eventually(async () => expect(await rows()).toHaveLength(1));
    status = 302;
    await given.one();
    await eventually(async () => expect(await given.query('select last_status, attempts from websub_subscription')).toEqual([{ last_status: 302, attempts: 1 }]));
    expect(got.some(({ path }) => path === '/elsewhere')).toBe(false);
    status = 410;
    await given.query('update websub_subscription set due_at = now()');
    await eventually(async () => expect(await rows()).toEqual([]));
  });

  it('sends nothing after a lease has ended', async () => {
    await ask({});
    await eventually(async () => expect(await rows()).toHaveLength(1));
    await given.query(`update websub_subscription set lease_until = now() - interval '1 second'`);
    await given.one();
    await eventually(async () => expect(await given.query('select from change_to_deliver')).toEqual([]));
    expect(await given.query('select from websub_subscription where due_at is not null')).toEqual([]);
  });

  it('is no means to flood somebody', async () => {
    const answers = [];
    for (let count = 0; count < 80; count += 1) answers.push((await ask({ 'hub.topic': topic(`/feeds/f${count}.rss`) })).status);
    expect(answers).toContain(429);
    expect(got.filter(({ method }) => method === 'GET').length).toBeLessThanOrEqual(60);
  });
});
