import { createPublicKey, verify } from 'node:crypto';

import { eventually, testTokens } from '@wiredesk/testing';
import { Webhook } from 'standardwebhooks';

import { GivenPublish, titleOf } from '../../testing/given-publish.js';

describe('the pages of a subscriber', () => {
  let given: GivenPublish;
  beforeAll(async () => {
    given = await GivenPublish.start({ sinks: 2 });
  }, 60_000);
  afterAll(() => given.close());

  const linkOf = async (id: string): Promise<string> => new URL(((await given.call('POST', `/v1/subscribers/${id}/links`, { body: {} })).json as { url: string }).url).pathname;
  const open = (path: string, language = 'en') => given.call('GET', path, { token: null, headers: { 'accept-language': language } });
  const post = (path: string, fields: Readonly<Record<string, string>>) =>
    given.call('POST', path, { token: null, body: new URLSearchParams(fields).toString(), headers: { 'content-type': 'application/x-www-form-urlencoded', 'accept-language': 'en' } });

  it('are opened by a link that an operator makes, in the reader\'s language, and are not kept, framed or followed', async () => {
    const { id, secret, token } = await given.subscriber(0, { name: '<b>Desk & Co</b>', filter: { categories: ['harbour'] } });
    expect((await given.call('POST', `/v1/subscribers/${id}/links`, { body: {}, token: testTokens.viewer })).status).toBe(403);
    await given.live(2, { categories: ['harbour'] });
    await given.one({ categories: ['sport'] });
    await eventually(() => expect(given.sink().taken).toHaveLength(2));
    const path = await linkOf(id);
    const page = await open(path);
    expect(page.status).toBe(200);
    expect(page.text).toContain('&lt;b&gt;Desk &amp; Co&lt;/b&gt;');
    expect(page.text).toContain('2 of the newest 200 articles match');
    for (const hidden of [secret, token, 'secret-of-the-url', '<script']) expect(page.text).not.toContain(hidden);
    expect(Object.fromEntries(['cache-control', 'referrer-policy', 'x-robots-tag'].map((name) => [name, page.headers.get(name)]))).toEqual({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'x-robots-tag': 'noindex' });
    expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect((await open(path, 'zh-CN,zh;q=0.9,en;q=0.5')).text).toContain('lang="zh-CN"');
  });

  it('do not open by a link that ended or never was, which look the same', async () => {
    const { id } = await given.subscriber();
    const path = await linkOf(id);
    await given.query(`update subscriber_link set expires_at = now() - interval '1 second'`);
    const [ended, never] = [await open(path), await open('/subscription/never-was')];
    expect([ended.status, never.status]).toEqual([404, 404]);
    expect(ended.text).toBe(never.text);
    expect((await post(path, { action: 'pause' })).status).toBe(404);
    expect((await given.call('GET', `/v1/subscribers/${id}`)).json).toMatchObject({ state: 'active' });
  });

  it('send a test event, pause and resume, and make a secret that is shown once', async () => {
    const { id } = await given.subscriber();
    const path = await linkOf(id);
    given.sink().reset();
    await post(path, { action: 'rotate' }).then(({ text }) => expect(text).toMatch(/whsec_[A-Za-z0-9+/]{43}=/));
    const secret = /whsec_[A-Za-z0-9+/]{43}=/.exec((await post(path, { action: 'rotate' })).text)?.[0] ?? '';
    expect((await open(path)).text).not.toContain('whsec_');
    await post(path, { action: 'ping' });
    await eventually(() => expect(given.sink().taken.some(({ type, raw, headers }) => type === 'test.ping' && verified(secret, raw, headers as Record<string, string>))).toBe(true));
    await post(path, { action: 'pause' });
    expect((await given.call('GET', `/v1/subscribers/${id}`)).json).toMatchObject({ state: 'paused' });
    expect((await post(path, { action: 'ping' })).text).toContain('The subscriber is paused');
    await post(path, { action: 'resume' });
    expect((await given.call('GET', `/v1/subscribers/${id}`)).json).toMatchObject({ state: 'active' });
  });

  it('show what a filter matches before anybody sets it, and nothing that is held', async () => {
    const { id } = await given.subscriber(0, { filter: { sources: ['nothing-of-it'] } });
    const path = await linkOf(id);
    const [shown, held] = (await given.live(2, { sourceId: 'previewed', categories: ['previewed'] })) as [string, string];
    await given.hold({ kind: 'item', itemId: held }).place();
    await eventually(async () => {
      const { text } = await post(path, { action: 'preview', categories: 'previewed， other', words: 'title' });
      expect(text).toContain('1 of the newest 200 articles would match');
      expect(text).toContain(titleOf(shown));
      expect(text).not.toContain(titleOf(held));
    });
    expect((await given.call('GET', `/v1/subscribers/${id}`)).json).toMatchObject({ filter: { sources: ['nothing-of-it'] } });
  });

  it('make feed addresses that work, and a certificate that anybody can verify once the kit is passed', async () => {
    const { id } = await given.subscriber(0, { filter: { sources: ['fed'] } });
    const path = await linkOf(id);
    const itemId = await given.one({ sourceId: 'fed' });
    const url = /http[^<]*\.json/.exec((await post(path, { action: 'feed' })).text)?.[0] ?? '';
    expect((await given.call('GET', new URL(url).pathname, { token: null })).text).toContain(itemId);
    expect((await given.call('GET', `${path}/certificate`, { token: null })).status).toBe(404);
    await given.query('update subscriber set certified_at = now() where id = $1', [id]);
    const { certificate, publicKey, signature } = (await given.call('GET', `${path}/certificate`, { token: null })).json as { certificate: { subscriberId: string }; publicKey: string; signature: string };
    expect(certificate.subscriberId).toBe(id);
    const key = createPublicKey({ key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), Buffer.from(publicKey.replace('whpk_', ''), 'base64')]), format: 'der', type: 'spki' });
    expect(verify(null, Buffer.from(JSON.stringify(certificate)), key, Buffer.from(signature, 'base64'))).toBe(true);
    expect((await open(path)).text).toContain(`href="${path}/certificate"`);
  });

  it('count what a replay would send before they send it', async () => {
    const { id } = await given.subscriber(1, { filter: { sources: ['replayed'] } });
    const path = await linkOf(id);
    const itemId = await given.one({ sourceId: 'replayed' });
    await eventually(() => expect(given.sink(1).story(itemId)).toEqual(expect.arrayContaining(['published 1'])));
    const before = given.sink(1).of(itemId).length;
    const counted = await post(path, { action: 'count', since: '2026-01-01T00:00' });
    expect(counted.text).toContain('1 articles would be sent again.');
    expect(given.sink(1).of(itemId)).toHaveLength(before);
    const since = /name="since" value="([^"]+)"/.exec(counted.text)?.[1] ?? '';
    await post(path, { action: 'replay', since });
    await eventually(() => expect(given.sink(1).of(itemId)).toHaveLength(before + 1));
    expect((await post(path, { action: 'count', since: 'soon' })).text).toContain('Choose a date and a time.');
  });
});

const verified = (secret: string, raw: string, headers: Record<string, string>): boolean => {
  try {
    return new Webhook(secret).verify(raw, headers) !== undefined;
  } catch {
    return false;
  }
};
