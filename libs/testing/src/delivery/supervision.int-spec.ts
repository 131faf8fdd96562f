import { randomBytes } from 'node:crypto';
import { truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { topics } from '@wiredesk/contracts';
import { assertTopic, ensureTopics, kafkajsBroker, TopicFollower, type Broker } from '@wiredesk/messaging';
import { uuidv7, type RunningService } from '@wiredesk/platform';
import { Kafka, logLevel } from 'kafkajs';

import { eventually, ownKafka, silentLog, startTestService, testCluster, testDatabase, testKafka, whyNoOwnKafka, withAdmin, type OwnKafka, type TestDatabase, type TestKafka } from '../index.js';
import { during, RecordingModule, recordingMigrations, seenBy, upTo, withdrawn } from './recording.js';

const noOwnKafka = await whyNoOwnKafka();
const withOwnKafka = noOwnKafka === undefined ? describe : describe.skip;

describe('consumption, whatever ends it', () => {
  let database: TestDatabase;
  const services: RunningService[] = [];
  const ends: (() => Promise<void>)[] = [];

  beforeEach(async () => {
    database = await testDatabase({ schema: 'dedupe', migrations: recordingMigrations });
    ends.push(() => database.close());
  });

  afterEach(async () => {
    during.chunk = async () => undefined;
    await Promise.all(services.splice(0).map((service) => service.stop()));
    for (const end of ends.splice(0).reverse()) await end();
  });

  const start = async (kafka: { brokers: string[]; prefix: string }, environment: Readonly<Record<string, string>> = {}): Promise<RunningService> => {
    const service = await startTestService({ definition: { name: 'dedupe', module: RecordingModule }, database, kafka: kafka as TestKafka, environment });
    services.push(service);
    return service;
  };
  const emit = (service: RunningService, items: readonly string[], revision: number): Promise<void> =>
    service.messaging.outbox.transaction(async (_tx, out) => out(items.map((item) => withdrawn(item, revision))));
  const ready = async (service: RunningService): Promise<{ ready: boolean; notices: string[] }> => (await (await fetch(`${service.url}/health/ready`)).json()) as { ready: boolean; notices: string[] };

  it('begins when its topic is made', async () => {
    const kafka = { brokers: [...testCluster().brokers], prefix: `t${randomBytes(5).toString('hex')}.` };
    const service = await start(kafka);
    await sleep(600);
    expect((await ready(service)).ready).toBe(false);
    const item = uuidv7();
    await emit(service, [item], 1);
    const broker = kafkajsBroker({ brokers: kafka.brokers, clientId: 'test', log: silentLog });
    ends.push(() => broker.close());
    await ensureTopics(broker, { prefix: kafka.prefix, partitions: 3, replicationFactor: 1 });
    await eventually(async () => expect((await ready(service)).ready).toBe(true), { withinMs: 15_000 });
    await eventually(async () => expect(await seenBy(database.dataSource, [item])).toEqual([[1]]), { withinMs: 15_000 });
  });

  it('goes on after its topic was deleted and made again, which ends a kafkajs consumer for good', async () => {
    const kafka = await testKafka();
    ends.push(() => kafka.close());
    const service = await start(kafka);
    const [before, after] = [uuidv7(), uuidv7()];
    await emit(service, [before], 1);
    await eventually(async () => expect(await seenBy(database.dataSource, [before])).toEqual([[1]]));
    const admin = new Kafka({ brokers: kafka.brokers, logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    await admin.deleteTopics({ topics: [kafka.prefix + topics.items] });
    await admin.disconnect();
    await sleep(1_500);
    await ensureTopics(kafka.broker, { prefix: kafka.prefix, partitions: 3, replicationFactor: 1 });
    await emit(service, [after], 1);
    await eventually(async () => expect(await seenBy(database.dataSource, [after])).toEqual([[1]]), { withinMs: 25_000 });
    expect(await seenBy(database.dataSource, [before])).toEqual([[1]]);
  });

  it('does not begin on a topic that has not the one partition on which its order rests', async () => {
    const kafka = await testKafka();
    ends.push(() => kafka.close());
    const broker: Broker = { ...kafka.broker, endsOf: async () => [0, 1, 2].map((partition) => ({ partition, low: 0n, high: 0n })) };
    await expect(assertTopic(broker, kafka.prefix, topics.holds)).rejects.toThrow(/has 3 partitions and must have 1/);
    await expect(assertTopic(broker, kafka.prefix, topics.items)).resolves.toBeUndefined();
    await expect(assertTopic(kafka.broker, kafka.prefix, topics.holds)).resolves.toBeUndefined();
  });

  it('moves partitions to a second replica with a batch in flight, and handles each event once and in order', async () => {
    const kafka = await testKafka({ partitions: 6 });
    ends.push(() => kafka.close());
    const first = await start(kafka, { KAFKA_FETCH_WAIT_MS: '100' });
    const items = Array.from({ length: 30 }, () => uuidv7());
    let chunks = 0;
    during.chunk = async () => {
      chunks += 1;
      await sleep(120);
    };
    for (const revision of upTo(30)) await emit(first, items, revision);
    await eventually(() => expect(chunks).toBeGreaterThan(1));
    const second = await start(kafka);
    await eventually(async () => expect((await ready(second)).ready).toBe(true));
    await sleep(500);
    await first.stop();
    services.splice(services.indexOf(first), 1);
    for (const revision of upTo(10)) await emit(second, items, 30 + revision);
    await eventually(async () => expect((await seenBy(database.dataSource, items)).flat()).toHaveLength(30 * 40), { withinMs: 25_000 });
    expect(await seenBy(database.dataSource, items)).toEqual(items.map(() => upTo(40)));
    expect(await second.messaging.deadLetters.list()).toEqual([]);
  });

  it('finishes the chunk in hand when it is stopped, and leaves the rest', async () => {
    const kafka = await testKafka();
    ends.push(() => kafka.close());
    const first = await start(kafka);
    const items = Array.from({ length: 400 }, () => uuidv7());
    const entered = new Promise<void>((resolve) => {
      during.chunk = async () => {
        resolve();
        await sleep(300);
      };
    });
    await emit(first, items, 1);
    await entered;
    const startedAt = performance.now();
    await first.stop();
    services.splice(services.indexOf(first), 1);
    expect(performance.now() - startedAt).toBeLessThan(8_000);
    const handled = (await seenBy(database.dataSource, items)).flat().length;
    expect(handled).toBeGreaterThan(0);
    expect(handled).toBeLessThan(400);
    during.chunk = async () => undefined;
    const before = await kafka.broker.lagOf(`${kafka.prefix}dedupe.${topics.items}`, kafka.prefix + topics.items);
    expect(before).toBe(400 - handled);
    await start(kafka);
    await eventually(async () => expect(await seenBy(database.dataSource, items)).toEqual(items.map(() => [1])));
  });

  it('waits while Postgres is away, makes no dead letters, and goes on by itself', async () => {
    const kafka = await testKafka();
    ends.push(() => kafka.close());
    const service = await start(kafka);
    const name = new URL(database.url).pathname.slice(1);
    const items = Array.from({ length: 20 }, () => uuidv7());
    await emit(service, items, 1);
    await eventually(async () => expect(await seenBy(database.dataSource, items)).toEqual(items.map(() => [1])));
    const producer = await kafka.broker.producer();
    await withAdmin(async (client) => {
      await client.query(`alter database ${name} allow_connections false`);
      await client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
    });
    await producer.send([{ topic: kafka.prefix + topics.items, messages: items.map((item) => withdrawn(item, 2)).map((event) => ({ key: event.key, value: JSON.stringify(event.data), headers: { ce_id: event.id, ce_type: event.type } })) }]);
    await producer.close();
    await sleep(4_000);
    const refused = await fetch(`${service.url}/take`, { method: 'POST' });
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '2']);
    expect((await ready(service)).ready).toBe(false);
    await withAdmin((client) => client.query(`alter database ${name} allow_connections true`));
    await eventually(async () => expect(await seenBy(database.dataSource, items)).toEqual(items.map(() => [1, 2])), { withinMs: 15_000 });
    expect(await service.messaging.deadLetters.list()).toEqual([]);
    expect((await fetch(`${service.url}/take`, { method: 'POST' })).status).toBe(201);
  });

  withOwnKafka(`with a Kafka of its own${noOwnKafka === undefined ? '' : ` (skipped: ${noOwnKafka})`}`, () => {
    let kafka: OwnKafka;
    const prefix = 'own.';

    beforeAll(async () => {
      kafka = await ownKafka();
    }, 90_000);
    afterAll(() => kafka.close());

    const makeTopics = async (): Promise<void> => {
      const broker = kafkajsBroker({ brokers: [kafka.address], clientId: 'test', log: silentLog });
      await ensureTopics(broker, { prefix, partitions: 3, replicationFactor: 1 });
      await broker.close();
    };

    it('loses and doubles nothing when the broker is killed and comes back; meanwhile the outbox keeps the work up to its bound', async () => {
      await makeTopics();
      const service = await start({ brokers: [kafka.address], prefix }, { OUTBOX_ROWS_MAX: '150' });
      const items = Array.from({ length: 10 }, () => uuidv7());
      for (const revision of upTo(5)) await emit(service, items, revision);
      await eventually(async () => expect((await seenBy(database.dataSource, items)).flat().length).toBeGreaterThan(0));
      await kafka.kill();
      for (const revision of upTo(10)) await emit(service, items, 5 + revision);
      expect((await fetch(`${service.url}/take`, { method: 'POST' })).status).toBe(201);
      await emit(service, items, 16);
      await emit(service, Array.from({ length: 60 }, () => uuidv7()), 1);
      await eventually(async () => {
        const answer = await fetch(`${service.url}/take`, { method: 'POST' });
        expect([answer.status, answer.headers.get('retry-after'), ((await answer.json()) as { type: string }).type]).toEqual([503, '5', expect.stringContaining('outbox-full')]);
      });
      await eventually(async () => expect((await ready(service)).notices.join()).toContain('relay'), { withinMs: 20_000 });
      await kafka.start();
      const backAt = performance.now();
      await eventually(async () => expect((await seenBy(database.dataSource, items)).flat()).toHaveLength(10 * 16), { withinMs: 40_000 });
      expect(performance.now() - backAt).toBeLessThan(25_000);
      expect(await seenBy(database.dataSource, items)).toEqual(items.map(() => upTo(16)));
      await eventually(async () => expect((await fetch(`${service.url}/take`, { method: 'POST' })).status).toBe(201));
      await eventually(async () => expect((await ready(service)).notices).toEqual([]), { withinMs: 15_000 });
      expect(await service.messaging.deadLetters.list()).toEqual([]);
    }, 120_000);

    it('sends again what the broker acknowledged and lost with the power', async () => {
      await makeTopics();
      const [kept, lost] = [uuidv7(), uuidv7()];
      const service = await start({ brokers: [kafka.address], prefix }, { OUTBOX_SETTLE_MS: '5000' });
      await emit(service, [kept], 1);
      await eventually(async () => expect(await seenBy(database.dataSource, [kept])).toEqual([[1]]));
      await emit(service, [lost], 1);
      await eventually(() => expect(service.messaging.relay.depth()).toBe(0));
      await eventually(async () => expect(await seenBy(database.dataSource, [lost])).toEqual([[1]]));
      await kafka.kill();
      // What was in the page cache only is gone: here, all of the topic's messages.
      for (const partition of [0, 1, 2]) await truncate(join(kafka.dataDir, `${prefix}${topics.items}-${partition}`, '00000000000000000000.log'), 0);
      await kafka.start();
      const broker: Broker = kafkajsBroker({ brokers: [kafka.address], clientId: 'test', log: silentLog });
      ends.push(() => broker.close());
      const found: string[] = [];
      const follower = new TopicFollower(broker, prefix, 'test', silentLog);
      ends.push(() => follower.stop());
      follower.follow({ topic: topics.items, onEvents: (events) => void found.push(...events.map((event) => event.subject)), onCaughtUp: () => undefined });
      await eventually(() => expect(found).toContain(lost), { withinMs: 40_000 });
      const after = uuidv7();
      await emit(service, [after], 1);
      await eventually(async () => expect(await seenBy(database.dataSource, [kept, lost, after])).toEqual([[1], [1], [1]]), { withinMs: 40_000 });
    }, 120_000);
  });
});
