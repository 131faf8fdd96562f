import { createHmac } from 'node:crypto';

import { eventually } from '@wiredesk/testing';

import { GivenIngest } from '../testing/given-ingest.js';
import { Listener } from '../testing/listener.js';
import { WebSubSubscriptions } from './subscriptions.worker.js';

describe('WebSub', () => {
  let given: GivenIngest;
  let outside: Listener;
  let items: string[] = [];
  beforeAll(async () => {
    outside = await Listener.start();
    outside.answer = (call) => (call.path === '/hub' ? { status: 202 } : { status: 200, headers: { 'content-type': 'application/rss+xml' }, body: feed(items) });
    given = await GivenIngest.start({ OUTGOING_ALLOW: outside.host, PUBLIC_URL: 'https://ingest.example' });
  });
  afterAll(async () => {
    await given.close();
    outside.close();
  });

  const feed = (guids: string[]) => `<rss version="2.0" xmlns:a="http://www.w3.org/2005/Atom"><channel><title>F</title><a:link rel="hub" href="${outside.url}/hub"/><a:link rel="self" href="${outside.url}/feed"/>${guids.map((guid) => `<item><guid>${guid}</guid><title>${guid}</title><description>The body of ${guid}, with enough words to be one.</description></item>`).join('')}</channel></rss>`;
  const look = () => given.service.app.get(WebSubSubscriptions).look();
  const wishes = () => outside.calls.filter((call) => call.path === '/hub').map((call) => new URLSearchParams(call.body));
  const guids = async (id: string) => (await given.query<{ guid: string }>('select guid from item where source_id = $1 order by guid', [id])).map((row) => row.guid);
  const sign = (body: string, secret: string, method = 'sha256') => ({ 'x-hub-signature': `${method}=${createHmac(method, secret).update(body).digest('hex')}`, 'content-type': 'application/rss+xml' });

  /** A feed that is asked for, and its subscription as the hub saw it. */
  const subscribed = async () => {
    items = ['from-poll'];
    outside.calls.length = 0;
    const source = await given.source();
    await given.admin('PUT', `/v1/sources/${source.id}/poll`, { url: `${outside.url}/feed` });
    await eventually(async () => expect(await guids(source.id)).toEqual(['from-poll']));
    await eventually(async () => expect((await given.query('select 1 from poll where source_id = $1 and hub is not null', [source.id])).length).toBe(1));
    await look();
    const wish = wishes().at(-1) ?? new URLSearchParams();
    const callback = new URL(wish.get('hub.callback') ?? '').pathname;
    const verify = (more: Record<string, string> = {}) => given.call('GET', `${callback}?${new URLSearchParams({ 'hub.mode': 'subscribe', 'hub.topic': `${outside.url}/feed`, 'hub.challenge': 'challenge-1', 'hub.lease_seconds': '1000', ...more }).toString()}`);
    return { source, wish, callback, verify, secret: wish.get('hub.secret') ?? '' };
  };

  it('subscribes at the hub that a feed names, and confirms what it asked for', async () => {
    const { wish, verify } = await subscribed();
    expect(Object.fromEntries(wish)).toMatchObject({ 'hub.mode': 'subscribe', 'hub.topic': `${outside.url}/feed`, 'hub.callback': expect.stringMatching(/^https:\/\/ingest\.example\/websub\/[\w-]{32}$/), 'hub.secret': expect.stringMatching(/^[\w-]{43}$/) });
    expect(await verify({ 'hub.topic': 'https://other.example/' })).toMatchObject({ status: 404 });
    expect(await verify()).toMatchObject({ status: 200, text: 'challenge-1' });
    expect((await given.call('GET', '/websub/unknown?hub.mode=subscribe&hub.challenge=x')).status).toBe(404);
  });

  it('renews before the lease ends', async () => {
    const { source, verify } = await subscribed();
    await verify();
    const [row] = await given.query<{ lease: number; renew: number }>('select extract(epoch from lease_until - now())::int as lease, extract(epoch from next_attempt_at - now())::int as renew from websub where source_id = $1', [source.id]);
    expect(row?.lease).toBeGreaterThan(950);
    expect(row?.renew).toBeLessThan(810);
    const before = wishes().length;
    await look();
    expect(wishes()).toHaveLength(before);
    await given.query("update websub set next_attempt_at = now() - interval '1 second' where source_id = $1", [source.id]);
    await look();
    expect(wishes()).toHaveLength(before + 1);
  });

  it('takes what is delivered with a signature, and asks for what is not', async () => {
    const { source, callback, verify, secret } = await subscribed();
    await verify();
    const fat = feed(['from-hub']);
    expect((await given.call('POST', callback, { headers: sign(fat, secret, 'sha512'), body: fat })).status).toBe(202);
    expect(await guids(source.id)).toEqual(['from-hub', 'from-poll']);
    items = ['from-poll', 'from-thin'];
    expect((await given.call('POST', callback, { headers: sign('', secret) })).status).toBe(202);
    await eventually(async () => expect(await guids(source.id)).toEqual(['from-hub', 'from-poll', 'from-thin']));
  });

  it('ignores and counts what is not signed by the hub, and does not say so', async () => {
    const { source, callback, verify } = await subscribed();
    await verify();
    const forged = feed(['forged']);
    expect((await given.call('POST', callback, { headers: sign(forged, 'guess'), body: forged })).status).toBe(202);
    expect((await given.call('POST', callback, { headers: { 'content-type': 'application/rss+xml' }, body: forged })).status).toBe(202);
    expect(await guids(source.id)).toEqual(['from-poll']);
    expect(await given.query('select ignored from websub where source_id = $1', [source.id])).toEqual([{ ignored: 2 }]);
    expect((await given.admin('GET', `/v1/sources/${source.id}/poll`)).json).toMatchObject({ websub: { state: 'verified', ignored: 2, pushedAt: null, lastError: null } });
  });

  it('ends with the wish for the feed', async () => {
    const { source, callback, verify } = await subscribed();
    await verify();
    expect((await verify({ 'hub.mode': 'unsubscribe' })).status).toBe(404);
    await given.admin('DELETE', `/v1/sources/${source.id}/poll`);
    expect((await given.call('POST', callback, { body: feed(['late']) })).status).toBe(410);
    await given.query("update websub set next_attempt_at = now() - interval '1 second' where source_id = $1", [source.id]);
    await look();
    expect(wishes().at(-1)?.get('hub.mode')).toBe('unsubscribe');
    expect(await guids(source.id)).toEqual(['from-poll']);
  });
});
