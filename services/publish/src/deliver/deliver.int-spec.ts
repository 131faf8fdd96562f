import { createPublicKey, verify } from 'node:crypto';

import { eventually } from '@wiredesk/testing';
import { Webhook } from 'standardwebhooks';

import { GivenPublish, titleOf } from '../testing/given-publish.js';

describe('deliveries, on real Kafka and Postgres', () => {
  let given: GivenPublish;
  beforeAll(async () => {
    given = await GivenPublish.start({ sinks: 3, environment: { DELIVERY_TIMEOUT_MS: '1000', SUBSCRIBER_FAILURES_MAX: '3', SUBSCRIBER_FAILING_HOURS_MAX: '0' } });
  }, 60_000);
  afterAll(() => given.close());
  afterEach(async () => {
    for (const sink of given.sinks) sink.reset();
    await given.query(`update subscriber set state = 'deleted' where state <> 'deleted'`);
    await given.query(`update subscriber set version = nextval('subscriber_version')`);
  });

  it('are signed so that the Standard Webhooks library takes them, and carry a link and not the text', async () => {
    const { secret } = await given.subscriber();
    const itemId = await given.one();
    await eventually(() => expect(given.sink().of(itemId)).toHaveLength(1));
    const [taken] = given.sink().of(itemId);
    expect(new Webhook(secret).verify(taken?.raw ?? '', taken?.headers as Record<string, string>)).toMatchObject({
      type: 'article.published',
      data: { itemId, revision: 1, itemRevision: 1, sequence: 1, url: expect.stringContaining(`/articles/${itemId}`), source: { id: 's1' }, title: titleOf(itemId), categories: ['harbour', 'town'] },
    });
    expect(() => new Webhook(secret).verify(`${taken?.raw} `, taken?.headers as Record<string, string>)).toThrow();
    expect(taken?.raw).not.toContain(' text');
  });

  it('are signed by a key whose public half anybody can fetch', async () => {
    await given.subscriber();
    const itemId = await given.one();
    await eventually(() => expect(given.sink().of(itemId)).toHaveLength(1));
    const { keys } = (await given.call('GET', '/v1/signing-keys', { token: null })).json as { keys: [{ publicKey: string }] };
    const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), Buffer.from(keys[0].publicKey.replace(/^whpk_/, ''), 'base64')]);
    const key = createPublicKey({ key: spki, format: 'der', type: 'spki' });
    const [taken] = given.sink().of(itemId);
    if (!taken) throw new Error('nothing came');
    const { headers, raw } = taken;
    const signature = /(?:^| )v1a,(\S+)/.exec(String(headers['webhook-signature']))?.[1] ?? '';
    const valid = (text: string): boolean => verify(null, Buffer.from(`${headers['webhook-id']}.${headers['webhook-timestamp']}.${text}`), key, Buffer.from(signature, 'base64'));
    expect([valid(raw), valid(`${raw} `)]).toEqual([true, false]);
  });

  it('are signed with both secrets while a rotation overlaps, and with the new one alone after it', async () => {
    const made = await given.subscriber();
    const rotate = async (overlapSeconds: number) => (await given.call('POST', `/v1/subscribers/${made.id}/secrets`, { body: { overlapSeconds } })).json as { secret: string };
    const next = await rotate(60);
    const verified = (itemId: string, secret: string): boolean => {
      const [taken] = given.sink().of(itemId);
      try {
        return new Webhook(secret).verify(taken?.raw ?? '', taken?.headers as Record<string, string>) !== undefined;
      } catch {
        return false;
      }
    };
    const during = await given.one();
    await eventually(() => expect([verified(during, made.secret), verified(during, next.secret)]).toEqual([true, true]));
    const last = await rotate(0);
    const after = await given.one();
    await eventually(() => expect([verified(after, made.secret), verified(after, next.secret), verified(after, last.secret)]).toEqual([false, false, true]));
  });

  it('come in order per article, numbered without a gap', async () => {
    await given.subscriber();
    const ids = await given.live(30);
    const [first] = ids as [string];
    await eventually(() => expect(given.sink().story(first)).toEqual(['published 1']));
    await given.revise(first, 2);
    await given.revise(first, 3);
    await given.withdraw(first, 4);
    await eventually(() => expect(given.sink().story(first).at(-1)).toBe('taken_down 4'));
    await eventually(() => expect(new Set(given.sink().taken.map((taken) => taken.data.itemId)).size).toBe(30));
    const revisions = given.sink().of(first).map((taken) => taken.data.revision ?? 0);
    expect(revisions).toEqual([...revisions].sort((a, b) => a - b));
    const numbers = given.sink().taken.flatMap((taken) => [taken.data.sequence, ...(taken.data.supersedes ?? [])]);
    expect([...new Set(numbers)].sort((a, b) => a - b)).toEqual(Array.from({ length: Math.max(...numbers) }, (_, index) => index + 1));
  });

  it('go only to those whose filter wants them, and tell everybody who has a copy of its removal', async () => {
    const wants = await given.subscriber(0, { filter: { categories: ['sport'] } });
    await given.subscriber(1, { filter: { categories: ['harbour'] } });
    const itemId = await given.one({ categories: ['sport'] });
    await eventually(() => expect(given.sink(0).story(itemId)).toEqual(['published 1']));
    await given.call('PATCH', `/v1/subscribers/${wants.id}`, { body: { filter: { categories: ['politics'] } } });
    await given.hold({ kind: 'item', itemId }).place();
    await eventually(() => expect(given.sink(0).story(itemId)).toEqual(['published 1', 'taken_down 2']));
    expect(given.sink(1).taken).toEqual([]);
  });

  it('are tried again after a failure, with the same id, and Retry-After is heeded', async () => {
    await given.subscriber();
    given.sink().answer = () => (given.sink().taken.length === 1 ? { status: 503, headers: { 'retry-after': '7200' } } : { status: 200 });
    const itemId = await given.one();
    await eventually(() => expect(given.sink().of(itemId)).toHaveLength(1));
    const waitS = async () => (await given.query<{ s: number }>('select extract(epoch from due_at - now())::int as s from delivery where item_id = $1 and last_status = 503', [itemId]))[0]?.s;
    await eventually(async () => expect(await waitS()).toBeGreaterThan(7_000));
    await given.query('update delivery set due_at = now() where item_id = $1', [itemId]);
    await given.query('update subscriber set retry_at = null');
    await eventually(() => expect(given.sink().of(itemId)).toHaveLength(2));
    const [first, second] = given.sink().of(itemId);
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
    expect(second?.data.sequence).toBe(first?.data.sequence);
    await eventually(async () => expect(await given.query('select state, attempts from delivery where item_id = $1', [itemId])).toEqual([{ state: 'delivered', attempts: 2 }]));
  });

  it.each([
    ['a redirect', { status: 302, headers: { location: 'http://169.254.169.254/latest/meta-data' } }, 302],
    ['a refusal', { status: 400 }, 400],
    ['more than is read', { status: 200, body: 'x'.repeat(200_000) }, null],
  ])('count %s as a failure', async (_what, answer, status) => {
    await given.subscriber();
    given.sink().answer = () => answer;
    const itemId = await given.one();
    await eventually(async () => expect(await given.query('select state, last_status from delivery where item_id = $1 and attempts > 0 and state = $2', [itemId, 'due'])).toEqual([{ state: 'due', last_status: status }]));
    expect(given.sink().of(itemId)).toHaveLength(1);
  });

  it('disable a subscriber that answers 410, hold what is for it, and go on when it is active again, newest first of each article', async () => {
    const { id } = await given.subscriber();
    given.sink().answer = () => ({ status: 410 });
    const itemId = await given.one();
    const shown = async () => (await given.call('GET', `/v1/subscribers/${id}`)).json;
    await eventually(async () => expect(await shown()).toMatchObject({ state: 'disabled', stateReason: 'it answered 410 Gone', held: 1 }));
    await given.revise(itemId, 2);
    await eventually(async () => expect(await given.query('select publication from delivery where item_id = $1 and state = $2', [itemId, 'held'])).toEqual([{ publication: 2 }]));
    given.sink().reset();
    expect((await given.call('PATCH', `/v1/subscribers/${id}`, { body: { state: 'active' } })).json).toMatchObject({ state: 'active', stateReason: null });
    await eventually(() => expect(given.sink().story(itemId)).toEqual(['updated 2']));
  });

  it('disable a subscriber after so many failures for so long', async () => {
    const { id } = await given.subscriber();
    given.sink().answer = () => ({ status: 500 });
    for (let failures = 1; failures <= 3; failures += 1) {
      await given.one();
      await given.query('update subscriber set retry_at = null');
      await eventually(async () => expect((await given.call('GET', `/v1/subscribers/${id}`)).json).toMatchObject({ failures, state: failures < 3 ? 'active' : 'disabled' }));
    }
    await given.one();
    await eventually(async () => expect((await given.call('GET', `/v1/subscribers/${id}`)).json).toMatchObject({ held: 4, waiting: 0 }));
    expect(given.sink().taken).toHaveLength(3);
  });

  it('do not wait for a subscriber that never answers', async () => {
    await given.subscriber(0);
    await given.subscriber(1);
    given.sink(0).answer = () => 'never';
    const startedAt = Date.now();
    const ids = await given.live(40);
    await eventually(() => expect(new Set(given.sink(1).taken.map((taken) => taken.data.itemId)).size).toBe(40));
    expect(Date.now() - startedAt).toBeLessThan(12_000);
    expect(ids).toHaveLength(40);
    expect(given.sink(0).taken.length).toBeLessThanOrEqual(10);
  });

  it('leave nothing where a hold came before them', async () => {
    const { id } = await given.subscriber();
    await given.call('PATCH', `/v1/subscribers/${id}`, { body: { state: 'paused' } });
    const itemId = await given.one();
    await eventually(async () => expect((await given.call('GET', `/v1/subscribers/${id}`)).json).toMatchObject({ held: 1 }));
    await given.hold({ kind: 'item', itemId }).place();
    await eventually(async () => expect(await given.query('select state, attempts from delivery where item_id = $1', [itemId])).toEqual([{ state: 'superseded', attempts: 0 }]));
    await given.call('PATCH', `/v1/subscribers/${id}`, { body: { state: 'active' } });
    const later = await given.one();
    await eventually(() => expect(given.sink().story(later)).toEqual(['published 1']));
    expect(given.sink().of(itemId)).toEqual([]);
    expect(given.sink().of(later)[0]?.data.sequence).toBe(1);
  });

  it('are sent again by another worker when the first one died between taking and sending', async () => {
    await given.subscriber();
    given.sink().answer = () => ({ status: 500 });
    const itemId = await given.one();
    await eventually(async () => expect(await given.query('select from delivery where item_id = $1 and attempts = 1 and state = $2', [itemId, 'due'])).toHaveLength(1));
    given.sink().reset();
    // What kill -9 leaves: taken, its attempt counted, nobody who will end it.
    await given.query(`update delivery set state = 'sending', attempts = 2, lease_until = now() - interval '1 second' where item_id = $1`, [itemId]);
    await given.query('update subscriber set retry_at = null');
    await eventually(() => expect(given.sink().story(itemId)).toEqual(['published 1']), { withinMs: 15_000 });
    await eventually(async () => expect(await given.query('select state, attempts from delivery where item_id = $1', [itemId])).toEqual([{ state: 'delivered', attempts: 3 }]));
  }, 30_000);

  it('are each sent by one replica only', async () => {
    await given.subscriber();
    const other = await given.replica();
    try {
      const ids = await given.live(60);
      await eventually(async () => expect(await given.query('select from delivery where item_id = any($1) and state = $2', [ids, 'delivered'])).toHaveLength(60));
      expect(given.sink().taken).toHaveLength(60);
    } finally {
      await other.stop();
    }
  }, 30_000);

  it('ping on request, with the next number', async () => {
    const { id } = await given.subscriber();
    expect((await given.call('POST', `/v1/subscribers/${id}/test-events`)).status).toBe(202);
    await eventually(() => expect(given.sink().taken.map((taken) => [taken.type, taken.data.sequence])).toEqual([['test.ping', 1]]));
  });
});
