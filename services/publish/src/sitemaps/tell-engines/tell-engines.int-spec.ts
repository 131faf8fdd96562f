import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { eventually } from '@wiredesk/testing';

import { givenPortal, portalUrl, type GivenPortal } from '../../portal/testing/given-portal.js';

const key = 'k'.repeat(32);

describe('search engines', () => {
  let portal: GivenPortal;
  let engine: Server;
  const calls: { host: string; key: string; keyLocation: string; urlList: string[] }[] = [];
  let answer = 202;

  const take = async (request: IncomingMessage): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (answer === 202) calls.push(JSON.parse(Buffer.concat(chunks).toString()) as (typeof calls)[number]);
  };

  beforeAll(async () => {
    engine = createServer((request, reply) => void take(request).then(() => reply.writeHead(answer).end()));
    engine.listen(0, '127.0.0.1');
    await once(engine, 'listening');
    const { port } = engine.address() as AddressInfo;
    portal = await givenPortal({ environment: { INDEXNOW_KEY: key, INDEXNOW_URL: `http://127.0.0.1:${port}/indexnow`, INDEXNOW_EVERY_MS: '200', OUTGOING_ALLOW: `127.0.0.1:${port}` } });
    await eventually(async () => expect(await portal.database.dataSource.query('select 1 from index_now')).toHaveLength(1));
  });
  afterAll(async () => {
    await portal.close();
    engine.close();
  });

  const urls = (): string[] => calls.flatMap((call) => call.urlList);

  it('are told once of what is published and of what is removed, and again of what they did not take', async () => {
    const [first, second] = [await portal.live({ title: 'New' }, { changed_at: new Date() }), await portal.live({ title: 'To go' }, { changed_at: new Date() })];
    const url = (itemId: string): string => `${portalUrl}/articles/${itemId}`;
    await eventually(() => expect(urls().sort()).toEqual([url(first), url(second)].sort()), { withinMs: 12_000 });
    expect(calls[0]).toMatchObject({ host: 'news.example', key, keyLocation: `${portalUrl}/${key}.txt` });
    answer = 503;
    await portal.takeDown(second, 'withdrawn', 410);
    await new Promise((resolve) => setTimeout(resolve, 6_000));
    answer = 202;
    await eventually(() => expect(urls().filter((each) => each === url(second))).toHaveLength(2), { withinMs: 5_000 });
    expect(urls().filter((each) => each === url(first))).toHaveLength(1);
  });

  it('find the key, and no other file', async () => {
    expect((await portal.get(`/${key}.txt`)).text).toBe(key);
    expect((await portal.get('/other.txt')).status).toBe(404);
    expect((await portal.get('/robots.txt')).text).toContain('Sitemap:');
  });
});
