import { setTimeout as sleep } from 'node:timers/promises';

import { Controller, Module } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { outgoing, topics, type EventData, type OutgoingEvent } from '@wiredesk/contracts';
import { EventBatch, KAFKA, messagingTables } from '@wiredesk/messaging';
import { uuidv7, type RunningService } from '@wiredesk/platform';

import { eventually, startTestService, testDatabase, testKafka, type TestDatabase, type TestKafka } from '../index.js';

const sample = (itemId: string, revision = 1, guid = 'g'): OutgoingEvent =>
  outgoing(
    'item.withdrawn',
    { itemId, sourceId: 's', guid, revision, upstreamVersion: null, receiptId: itemId, reason: 'canceled', withdrawnAt: '2026-11-24T08:00:00.000Z' } satisfies EventData<'item.withdrawn'>,
    { id: uuidv7(), time: '2026-11-24T08:00:00.000Z' },
  );

/** What the handler does to events of certain guids, set by each test. */
const behaviour = { poison: new Set<string>(), transientOnce: new Set<string>() };
const handledAt = new Map<string, number>();

const holdsSeen: string[] = [];

@Controller()
class CountingConsumer {
  @EventPattern(topics.holds, KAFKA, { types: ['hold.placed', 'hold.lifted'] })
  async holds(@Payload() batch: EventBatch<'hold.placed' | 'hold.lifted'>): Promise<void> {
    holdsSeen.push(...batch.events.map((event) => event.type));
  }

  @EventPattern(topics.items, KAFKA)
  async count(@Payload() batch: EventBatch<'item.withdrawn'>): Promise<void> {
    for (const event of batch.events) {
      await batch.tx.query('insert into seen (item_id, revision) values ($1, $2)', [event.data.itemId, event.data.revision]);
      if (behaviour.poison.has(event.data.guid)) throw new Error(`cannot handle ${event.data.guid}`);
      if (behaviour.transientOnce.delete(event.data.guid)) throw Object.assign(new Error('connection reset'), { code: 'ECONNRESET' });
      handledAt.set(event.id, performance.now());
    }
  }
}

@Module({ controllers: [CountingConsumer] })
class CountingModule {}

describe('delivery, on real Kafka and Postgres', () => {
  let database: TestDatabase;
  let kafka: TestKafka;
  let service: RunningService;

  beforeAll(async () => {
    database = await testDatabase({
      schema: 'dedupe',
      migrations: [{ name: '001', note: '', up: `${messagingTables} create table seen (id bigserial, item_id uuid, revision int);` }],
    });
    kafka = await testKafka();
    service = await startTestService({ definition: { name: 'dedupe', module: CountingModule }, database, kafka });
  });

  afterAll(async () => {
    await service.stop();
    await kafka.close();
    await database.close();
  });

  afterEach(() => {
    behaviour.poison.clear();
    behaviour.transientOnce.clear();
  });

  const send = (events: OutgoingEvent[]): Promise<void> => service.messaging.outbox.transaction(async (_tx, emit) => emit(events));
  const seen = async (itemId: string): Promise<number[]> =>
    ((await database.dataSource.query('select revision from seen where item_id = $1 order by id', [itemId])) as { revision: number }[]).map((row) => row.revision);

  it('carries what was committed, and only that, from the outbox to the handler', async () => {
    const [kept, dropped] = [uuidv7(), uuidv7()];
    await send([sample(kept)]);
    await expect(
      service.messaging.outbox.transaction(async (_tx, emit) => {
        emit([sample(dropped)]);
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    await eventually(async () => expect(await seen(kept)).toEqual([1]));
    expect(await seen(dropped)).toEqual([]);
  });

  it('handles an event once, however often it is sent', async () => {
    const itemId = uuidv7();
    const event = sample(itemId);
    await send([event, event]);
    await send([event]);
    await send([sample(itemId, 2)]);
    await eventually(async () => expect(await seen(itemId)).toEqual([1, 2]));
  });

  it('keeps the order of a key through a burst', async () => {
    const itemId = uuidv7();
    for (let from = 1; from <= 600; from += 150) await send(Array.from({ length: 150 }, (_, i) => sample(itemId, from + i)));
    await eventually(async () => expect(await seen(itemId)).toHaveLength(600));
    expect(await seen(itemId)).toEqual(Array.from({ length: 600 }, (_, i) => i + 1));
  });

  it('tries again in place what failed for a passing reason, and leaves no dead letter', async () => {
    const itemId = uuidv7();
    behaviour.transientOnce.add('passing');
    await send([sample(itemId, 1, 'passing')]);
    await eventually(async () => expect(await seen(itemId)).toEqual([1]));
    expect(await service.messaging.deadLetters.list()).toEqual([]);
  });

  it('parks the key of a poison message, delays no other, and redrives in order', async () => {
    const [bad, good] = [uuidv7(), uuidv7()];
    behaviour.poison.add('poison');
    const neighbours = Array.from({ length: 50 }, () => sample(uuidv7()));
    const sentAt = performance.now();
    await send([...neighbours.slice(0, 25), sample(bad, 1, 'poison'), sample(bad, 2), sample(good), ...neighbours.slice(25)]);
    await eventually(async () => expect(await seen(good)).toEqual([1]));
    await eventually(() => expect(neighbours.every((event) => handledAt.has(event.id))).toBe(true));
    const slowestMs = Math.max(...neighbours.map((event) => handledAt.get(event.id) ?? Number.POSITIVE_INFINITY)) - sentAt;
    expect(slowestMs).toBeLessThan(2_000);
    await send([sample(bad, 3)]);
    const letters = await eventually(async () => {
      const found = await service.messaging.deadLetters.list({ reasonContains: 'poison' });
      expect(found).toMatchObject([{ key: bad, parkedBehind: 2, reason: 'cannot handle poison' }]);
      return found;
    });
    expect(await seen(bad)).toEqual([]);

    const [letter] = letters;
    expect(await service.messaging.deadLetters.redrive({ ids: [letter?.id ?? ''] })).toEqual([{ id: letter?.id, failedAgain: 'cannot handle poison' }]);
    behaviour.poison.clear();
    expect(await service.messaging.deadLetters.redrive({ reasonContains: 'poison' })).toEqual([{ id: letter?.id, redriven: 3 }]);
    expect(await seen(bad)).toEqual([1, 2, 3]);
    await send([sample(bad, 4)]);
    await eventually(async () => expect(await seen(bad)).toEqual([1, 2, 3, 4]));
  });

  it('passes by what a handler does not want, and goes on behind it', async () => {
    const at = new Date().toISOString();
    const beat = outgoing('lane.heartbeat', { at, seq: 1 }, { id: uuidv7(), time: at });
    await send([beat, beat]);
    await eventually(async () => expect(await kafka.broker.endsOf(kafka.prefix + topics.holds)).toMatchObject([{ high: 2n }]));
    await eventually(async () => expect(await kafka.broker.lagOf(`${kafka.prefix}dedupe.${topics.holds}`, kafka.prefix + topics.holds)).toBe(0));
    expect(holdsSeen).toEqual([]);
  });

  it('refuses new work while too much waits for Kafka', async () => {
    service.messaging.relay.wake(200_000);
    expect(() => service.messaging.outbox.assertRoom()).toThrow(/outbox holds/);
    await eventually(() => expect(() => service.messaging.outbox.assertRoom()).not.toThrow());
  });

  it('gives a follower the whole topic, and says when', async () => {
    const ids: string[] = [];
    const caughtUp = new Promise<void>((resolve) => {
      service.messaging.follower.follow({ topic: topics.items, onEvents: (events) => void ids.push(...events.map((event) => event.id)), onCaughtUp: resolve });
    });
    await caughtUp;
    expect(ids.length).toBeGreaterThan(600);
    const event = sample(uuidv7());
    await send([event]);
    await eventually(() => expect(ids).toContain(event.id));
    // Once: a follower that does not move on would be given the same again and again.
    await sleep(1_500);
    expect(ids.filter((id) => id === event.id)).toHaveLength(1);
  });
});
