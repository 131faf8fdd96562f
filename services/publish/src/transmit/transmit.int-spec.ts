import { createHmac } from 'node:crypto';

import { parsePayload } from '@wiredesk/formats';
import { eventually, testCluster } from '@wiredesk/testing';

import { GivenPublish, titleOf } from '../testing/given-publish.js';
import { ObjectStore } from './testing/object-store.js';
import { SftpServer } from './testing/sftp-server.js';

const keyId = 'AKTEST';
const secretKey = 'secret-of-the-store';
const read = (text: string) => parsePayload({ bytes: Buffer.from(text), source: { id: 'us', name: 'Us' }, receivedAt: '2026-11-25T10:00:00.000Z' });

describe('transmitters, each against a real server', () => {
  let given: GivenPublish;
  let store: ObjectStore;
  let sftp: SftpServer;

  beforeAll(async () => {
    [store, sftp] = await Promise.all([ObjectStore.listen(keyId, secretKey), SftpServer.listen('wire', 'word')]);
    given = await GivenPublish.start({ allow: [store.hostPort, `127.0.0.1:${sftp.port}`, ...testCluster().brokers], environment: { DELIVERY_TIMEOUT_MS: '5000' } });
  }, 60_000);
  afterAll(async () => {
    await given.close();
    await Promise.all([store.close(), sftp.close()]);
  });

  const subscriber = async (transmitter: object, more: object = {}): Promise<{ id: string; secret: string; url: string; transmitter: object }> => {
    const made = await given.call('POST', '/v1/subscribers', { body: { name: 'Receiver', transmitter, ...more } });
    expect([made.status, made.text]).toEqual([201, expect.any(String)]);
    return made.json as never;
  };
  const objectDrop = (change: object = {}) => ({ kind: 'object-drop', endpoint: `http://${store.hostPort}`, bucket: 'news', prefix: 'in/', accessKeyId: keyId, secretAccessKey: secretKey, ...change });
  const sftpDrop = (change: object = {}) => ({ kind: 'sftp', host: '127.0.0.1', port: sftp.port, username: 'wire', password: 'word', hostKey: sftp.hostKey, directory: 'news/in', ...change });
  const deliveriesOf = (id: string) => given.query<{ type: string; state: string; last_error: string | null; last_answer: string | null }>('select type, state, last_error, last_answer from delivery where subscriber_id = $1 order by created_at', [id]);
  const recalled = async (holdId: string, id: string) => (await given.query<{ surface: string; place: string; state: string }>('select surface, place, state from recall where hold_id = $1 and subscriber_id = $2', [holdId, id]))[0];

  it('puts objects into a bucket, deletes every version of what is held, and puts it again when the hold is lifted', async () => {
    const sourceId = 'to-bucket';
    const made = await subscriber(objectDrop(), { filter: { sources: [sourceId] } });
    expect(made.url).toBe(`s3://news.${store.hostPort}/in/`);
    expect(JSON.stringify(made)).not.toContain(secretKey);
    const itemId = await given.one({ sourceId });
    const key = `in/${itemId}.json`;
    await eventually(() => expect(read(store.current()[key] ?? '')).toMatchObject({ ok: true, items: [{ guid: `urn:uuid:${itemId}`, article: { title: titleOf(itemId) } }] }));
    await given.revise(itemId, 2);
    await eventually(() => expect(store.current()[key]).toContain('as of 2'));
    expect(store.everKept(key)).toHaveLength(2);
    const hold = given.hold({ kind: 'item', itemId });
    await hold.place();
    const notice = `in/removals/${itemId}.json`;
    await eventually(() => expect(store.current()).toEqual({ [notice]: expect.any(String) as string }));
    expect(store.everKept(key)).toEqual([]);
    const said = JSON.parse(store.current()[notice] ?? '') as { type: string; data: { itemId: string; ackUrl: string } };
    expect(said).toMatchObject({ type: 'article.taken_down', data: { itemId, httpStatus: 451 } });
    expect(store.current()[notice]).not.toContain(titleOf(itemId));
    await eventually(async () => expect(await recalled(hold.holdId, made.id)).toMatchObject({ surface: 'object-drop', place: `s3://news.${store.hostPort}/in/`, state: 'delivered' }));
    given.acknowledge(said.data.ackUrl, 1);
    await eventually(async () => expect(await recalled(hold.holdId, made.id)).toMatchObject({ state: 'acknowledged' }));
    await hold.lift();
    await eventually(() => expect(Object.keys(store.current())).toEqual([key]));
    expect(store.refused).toEqual([]);
  });

  it('puts files on an SFTP server and takes them away, which is the end of it where that was agreed', async () => {
    const sourceId = 'to-sftp';
    const made = await subscriber(sftpDrop({ receivedIsRemoved: true, format: 'newsml-g2' }), { filter: { sources: [sourceId] } });
    const itemId = await given.one({ sourceId });
    const path = `/news/in/${itemId}.xml`;
    await eventually(() => expect(read(sftp.current()[path] ?? '')).toMatchObject({ ok: true, items: [{ article: { title: titleOf(itemId) } }] }));
    await given.revise(itemId, 2);
    await eventually(() => expect(sftp.current()[path]).toContain('as of 2'));
    const hold = given.hold({ kind: 'item', itemId });
    await hold.place();
    await eventually(() => expect(Object.keys(sftp.current())).toEqual([`/news/in/removals/${itemId}.json`]));
    await eventually(async () => expect(await recalled(hold.holdId, made.id)).toMatchObject({ surface: 'sftp', state: 'acknowledged' }));
    await hold.lift();
    await eventually(() => expect(Object.keys(sftp.current())).toEqual([path]));
  });

  it('writes into a topic of another cluster, all of an article under one key', async () => {
    const topic = `${given.kafka.prefix}customer`;
    await given.kafka.broker.createTopics([{ name: topic, partitions: 2, replicationFactor: 1, settings: {} }]);
    const read: { key: string; value: string; headers: Readonly<Record<string, string>> }[] = [];
    const consumer = await given.kafka.broker.consume({
      group: `${given.kafka.prefix}reader`, topic, commits: false, partitionsAtOnce: 2, onGone: () => undefined,
      onBatch: async ({ messages }, control) => {
        read.push(...messages);
        control.done(messages.at(-1)?.offset ?? '0');
      },
    });
    try {
      const sourceId = 'to-kafka';
      const { id } = await subscriber({ kind: 'kafka', brokers: testCluster().brokers, topic, tls: false, format: 'ninjs' }, { filter: { sources: [sourceId] } });
      const itemId = await given.one({ sourceId });
      await eventually(() => expect(read).toHaveLength(1));
      expect(JSON.parse(read[0]?.value ?? '')).toMatchObject({ type: 'article.published', data: { itemId, ninjs: { pubStatus: 'usable', headlines: [{ value: titleOf(itemId) }] } } });
      const hold = given.hold({ kind: 'item', itemId });
      await hold.place();
      await eventually(() => expect(read).toHaveLength(2));
      expect(read.map(({ key, headers }) => [key, headers['wiredesk-type']])).toEqual([[itemId, 'article.published'], [itemId, 'article.taken_down']]);
      expect(read[1]?.value).not.toContain(titleOf(itemId));
      await eventually(async () => expect(await recalled(hold.holdId, id)).toMatchObject({ surface: 'kafka', state: 'delivered' }));
    } finally {
      await consumer.stop();
    }
  });

  it('pushes as Superdesk does, signed, and kills with a higher version of the same guid', async () => {
    const sourceId = 'to-newsroom';
    const { secret } = await subscriber({ kind: 'superdesk-push' }, { filter: { sources: [sourceId] }, url: given.sink().url });
    const itemId = await given.one({ sourceId });
    const pushed = () => given.sink().taken.map(({ raw, headers }) => ({ item: JSON.parse(raw) as Record<string, string>, raw, signature: headers['x-superdesk-signature'] })).filter(({ item }) => item['guid'] === `urn:uuid:${itemId}`);
    await eventually(() => expect(pushed()).toHaveLength(1));
    await given.hold({ kind: 'item', itemId }).place();
    await eventually(() => expect(pushed()).toHaveLength(2));
    const [first, kill] = pushed();
    expect(first?.item).toMatchObject({ type: 'text', pubstatus: 'usable', headline: titleOf(itemId), body_html: `<p>${titleOf(itemId)} text</p>` });
    for (const { raw, signature } of pushed()) expect(signature).toBe(`sha1=${createHmac('sha1', secret).update(raw).digest('hex')}`);
    expect(kill?.item).toMatchObject({ type: 'text', pubstatus: 'canceled' });
    expect(Number(kill?.item['version'])).toBeGreaterThan(Number(first?.item['version']));
    expect(kill?.raw).not.toContain(titleOf(itemId));
    expect(read(kill?.raw ?? '')).toMatchObject({ ok: true, items: [{ kind: 'removal', guid: `urn:uuid:${itemId}` }] });
  });

  it('tries again what a server refused, and talks to no other server than the one it was told', async () => {
    const wrongKey = await subscriber(objectDrop({ secretAccessKey: 'another' }), { filter: { sources: ['nobody'] } });
    const wrongServer = await subscriber(sftpDrop({ hostKey: `SHA256:${'A'.repeat(43)}` }), { filter: { sources: ['nobody'] } });
    const inside = await Promise.all([
      subscriber(sftpDrop({ port: sftp.port + 1 }), { filter: { sources: ['nobody'] } }),
      subscriber({ kind: 'kafka', brokers: ['localhost:1'], topic: 't', tls: false }, { filter: { sources: ['nobody'] } }),
    ]);
    const before = JSON.stringify(sftp.current());
    for (const { id } of [wrongKey, wrongServer, ...inside]) expect((await given.call('POST', `/v1/subscribers/${id}/test-events`)).status).toBe(202);
    await eventually(async () => {
      expect(await deliveriesOf(wrongKey.id)).toMatchObject([{ state: 'due', last_error: expect.stringMatching(/signature/i) as string }]);
      expect(await deliveriesOf(wrongServer.id)).toMatchObject([{ state: 'due', last_error: expect.stringMatching(/host denied|verification/i) as string }]);
      for (const { id } of inside) expect(await deliveriesOf(id)).toMatchObject([{ state: 'due', last_error: expect.stringMatching(/private or special address/) as string }]);
    }, { withinMs: 30_000 });
    expect(JSON.stringify(sftp.current())).toBe(before);
    // Mended by an operator, without another place.
    expect((await given.call('PATCH', `/v1/subscribers/${wrongKey.id}`, { body: { transmitter: objectDrop() } })).status).toBe(200);
    expect(await given.call('PATCH', `/v1/subscribers/${wrongKey.id}`, { body: { transmitter: objectDrop({ bucket: 'other' }) } })).toMatchObject({ status: 409, json: { type: expect.stringMatching(/transmitter-fixed$/) as string } });
  });

  it('refuses what cannot work, and says how to mend it', async () => {
    const post = async (body: object) => given.call('POST', '/v1/subscribers', { body: { name: 'Wrong', ...body } });
    expect(await post({})).toMatchObject({ status: 422, json: { type: expect.stringMatching(/url-missing$/) as string } });
    expect(await post({ url: 'https://a.example/', transmitter: objectDrop() })).toMatchObject({ status: 422, json: { type: expect.stringMatching(/url-not-used$/) as string } });
    expect(await post({ transmitter: objectDrop({ endpoint: 'http://169.254.169.254/' }) })).toMatchObject({ status: 422, json: { type: expect.stringMatching(/url-refused$/) as string } });
    expect(await post({ transmitter: sftpDrop({ password: undefined }) })).toMatchObject({ status: 422, json: { type: expect.stringMatching(/credentials-missing$/) as string } });
    expect((await post({ transmitter: sftpDrop({ directory: '../up' }) })).status).toBe(422);
  });
});
