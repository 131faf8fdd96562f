import { setTimeout as sleep } from 'node:timers/promises';

import { topics } from '@wiredesk/contracts';
import { createMessaging, type Broker, type Messaging } from '@wiredesk/messaging';
import { Metrics, uuidv7 } from '@wiredesk/platform';

import { eventually, silentLog, testDatabase, testKafka, withAdmin, type TestDatabase, type TestKafka } from '../index.js';
import { recordingMigrations, upTo, withdrawn } from './recording.js';

/** Behaves as the broker does, until a test says otherwise. */
const meddled = (broker: Broker, meddle: { afterSend: () => void }): Broker => ({
  ...broker,
  close: async () => undefined,
  producer: async () => {
    const producer = await broker.producer();
    return {
      close: () => producer.close(),
      send: async (batches) => {
        const places = await producer.send(batches);
        meddle.afterSend();
        return places;
      },
    };
  },
});

describe('the relay from outbox to Kafka', () => {
  let database: TestDatabase;
  let kafka: TestKafka;
  const running: Messaging[] = [];
  let arrived: { id: string; key: string; revision: number }[] = [];

  beforeEach(async () => {
    database = await testDatabase({ schema: 'ingest', migrations: recordingMigrations });
    kafka = await testKafka();
    arrived = [];
    await kafka.broker.consume({
      group: `${kafka.prefix}watch`,
      topic: kafka.prefix + topics.items,
      commits: false,
      partitionsAtOnce: 8,
      onGone: () => undefined,
      onBatch: async (batch, control) => {
        for (const { key, value, headers } of batch.messages) arrived.push({ id: headers['ce_id'] ?? '', key, revision: (JSON.parse(value) as { revision: number }).revision });
        control.done(batch.messages.at(-1)?.offset ?? '0');
      },
    });
  });

  afterEach(async () => {
    await Promise.all(running.splice(0).map((each) => each.stop()));
    await kafka.close();
    await database.close();
  });

  const start = async (options: { broker?: Broker; outboxRowsMax?: number } = {}): Promise<Messaging> => {
    const messaging = createMessaging({
      broker: options.broker ?? meddled(kafka.broker, { afterSend: () => undefined }),
      group: 'ingest',
      topicPrefix: kafka.prefix,
      dataSource: database.dataSource,
      schema: `ingest-${kafka.prefix}`.replace(/[^a-z0-9]/g, '_'),
      log: silentLog,
      metrics: new Metrics('ingest'),
      outboxRowsMax: options.outboxRowsMax ?? 100_000,
      outboxSettleMs: 300,
    });
    await messaging.start();
    running.push(messaging);
    return messaging;
  };
  const emit = (messaging: Messaging, item: string, revision: number): Promise<void> => messaging.outbox.transaction(async (_tx, out) => out([withdrawn(item, revision)]));
  const rowsLeft = async (): Promise<number> => ((await database.dataSource.query('select count(*)::int as n from outbox')) as [{ n: number }])[0].n;
  const firstsOf = (item: string): number[] => {
    const ids = new Set<string>();
    return arrived.filter(({ id, key }) => key === item && !ids.has(id) && ids.add(id)).map(({ revision }) => revision);
  };

  it('keeps a row for the settling time after Kafka took it, and no longer', async () => {
    const messaging = await start();
    await emit(messaging, uuidv7(), 1);
    await eventually(() => expect(arrived).toHaveLength(1));
    expect(await rowsLeft()).toBe(1);
    expect(messaging.relay.depth()).toBe(0);
    await eventually(async () => expect(await rowsLeft()).toBe(0));
    expect(arrived).toHaveLength(1);
  });

  it('sends again, and loses nothing, when it dies between Kafka and its own table', async () => {
    let deaths = 3;
    const broker = meddled(kafka.broker, {
      afterSend: () => {
        deaths -= 1;
        if (deaths >= 0) throw new Error('the process died here');
      },
    });
    const messaging = await start({ broker });
    const item = uuidv7();
    for (const revision of upTo(40)) await emit(messaging, item, revision);
    await eventually(() => expect(firstsOf(item)).toHaveLength(40));
    expect(firstsOf(item)).toEqual(upTo(40));
    await eventually(() => expect(arrived.length).toBeGreaterThan(40));
    await eventually(async () => expect(await rowsLeft()).toBe(0));
  });

  it('works once among replicas: each event comes once and in order, and soon, whichever replica commits it', async () => {
    const replicas = [await start(), await start(), await start()] as const;
    await emit(replicas[0], uuidv7(), 1);
    await eventually(() => expect(arrived).toHaveLength(1));
    const item = uuidv7();
    for (const revision of upTo(60)) await emit(replicas[revision % 3] as Messaging, item, revision);
    await eventually(() => expect(firstsOf(item)).toEqual(upTo(60)));
    expect(arrived).toHaveLength(61);
    // A standby tells the working one; without, each would be found by a poll, up to 100 ms later. The best of many is asked, for a busy machine's sake.
    for (const replica of replicas) {
      const took: number[] = [];
      for (let round = 0; round < 12; round += 1) {
        const startedAt = performance.now();
        const count = arrived.length;
        await emit(replica, uuidv7(), 1);
        await eventually(() => expect(arrived).toHaveLength(count + 1), { everyMs: 2 });
        took.push(performance.now() - startedAt);
      }
      expect(took.sort((a, b) => a - b)[3]).toBeLessThan(60);
    }
  });

  it('does not refuse work for ever on a replica whose relay stands by', async () => {
    await start();
    const standby = await start({ outboxRowsMax: 100 });
    for (let n = 0; n < 5; n += 1) await standby.outbox.transaction(async (_tx, out) => out(upTo(60).map((revision) => withdrawn(uuidv7(), revision))));
    await eventually(() => expect(() => standby.outbox.assertRoom()).not.toThrow());
    expect(standby.outbox.hasRoom()).toBe(true);
  });

  it('hands over when its connection is lost, and takes no order from a key', async () => {
    const replicas = [await start(), await start()] as const;
    const item = uuidv7();
    for (const revision of upTo(90)) {
      await emit(replicas[revision % 2] as Messaging, item, revision);
      if (revision % 30 === 0) await withAdmin((client) => client.query(`select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'wiredesk ingest_%relay' and datname = $1`, [new URL(database.url).pathname.slice(1)]));
    }
    await eventually(() => expect(firstsOf(item)).toHaveLength(90));
    expect(firstsOf(item)).toEqual(upTo(90));
    await eventually(async () => expect(await rowsLeft()).toBe(0));
  });

  it('takes over from one that ended', async () => {
    const first = await start();
    await emit(first, uuidv7(), 1);
    await eventually(() => expect(arrived).toHaveLength(1));
    const second = await start();
    running.splice(running.indexOf(first), 1);
    await first.stop();
    const item = uuidv7();
    await emit(second, item, 2);
    await eventually(() => expect(firstsOf(item)).toEqual([2]));
  });

  it('sends what a process left that died before it could say so', async () => {
    await start();
    await database.dataSource.query(
      `insert into outbox (event_id, topic, aggregate_id, type, payload, headers) values (gen_random_uuid(), $1, 'k', 'item.withdrawn', '{"revision":1}', '{"ce_id":"x"}')`,
      [topics.items],
    );
    await eventually(() => expect(arrived).toEqual([{ id: 'x', key: 'k', revision: 1 }]), { withinMs: 3_000 });
  });

  it('passes by what waits for a topic that does not exist', async () => {
    const messaging = await start();
    await database.dataSource.query(`insert into outbox (event_id, topic, aggregate_id, type, payload, headers) values (gen_random_uuid(), 'nowhere', 'k', 't', '{}', '{}')`);
    await emit(messaging, uuidv7(), 1);
    await eventually(() => expect(arrived).toHaveLength(1), { withinMs: 15_000 });
    expect(messaging.troubles()).toEqual([expect.stringContaining('nowhere does not exist')]);
    await eventually(async () => expect(await rowsLeft()).toBe(1));
    await kafka.broker.createTopics([{ name: `${kafka.prefix}nowhere`, partitions: 1, replicationFactor: 1, settings: {} }]);
    await eventually(async () => expect(await rowsLeft()).toBe(0), { withinMs: 15_000 });
    expect(messaging.troubles()).toEqual([]);
  });

  it('sends a hold before the backlog', async () => {
    const order: string[] = [];
    const slow: Broker = {
      ...kafka.broker,
      close: async () => undefined,
      producer: async () => ({
        close: async () => undefined,
        send: async (batches) => {
          for (const { topic, messages } of batches) for (const { key } of messages) order.push(`${topic.slice(kafka.prefix.length)} ${key}`);
          await sleep(100);
          return batches.map(({ topic }, n) => ({ topic, partition: n, firstOffset: -1n }));
        },
      }),
    };
    const messaging = await start({ broker: slow });
    await messaging.outbox.transaction(async (_tx, out) => out(Array.from({ length: 1_200 }, () => withdrawn(uuidv7(), 1))));
    await eventually(() => expect(order.length).toBeGreaterThan(0));
    await database.dataSource.query(`insert into outbox (lane, event_id, topic, aggregate_id, type, payload, headers) values (0, gen_random_uuid(), $1, 'hold-1', 't', '{}', '{}')`, [topics.holds]);
    await eventually(() => expect(order).toHaveLength(1_201));
    expect(order.indexOf(`${topics.holds} hold-1`)).toBeLessThanOrEqual(1_000);
  });

  it('refuses an event that Kafka would not take, where it is made', async () => {
    const messaging = await start();
    const huge = { ...withdrawn(uuidv7(), 1), data: { text: 'x'.repeat(300_000) } };
    await expect(messaging.outbox.transaction(async (_tx, out) => out([huge]))).rejects.toThrow(/events are thin/);
    expect(await rowsLeft()).toBe(0);
  });
});
