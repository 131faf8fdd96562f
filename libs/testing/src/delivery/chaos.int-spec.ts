import { setTimeout as sleep } from 'node:timers/promises';

import { Controller, Module } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { outgoing, topics, type EventData, type OutgoingEvent } from '@wiredesk/contracts';
import { EventBatch, KAFKA, messagingTables } from '@wiredesk/messaging';
import { uuidv7, type RunningService } from '@wiredesk/platform';

import { eventually, startTestService, testDatabase, testKafka, type TestDatabase, type TestKafka } from '../index.js';

const withdrawn = (itemId: string, revision: number): OutgoingEvent =>
  outgoing(
    'item.withdrawn',
    { itemId, sourceId: 's', guid: 'g', revision, upstreamVersion: null, receiptId: itemId, reason: 'canceled', withdrawnAt: '2026-11-24T08:00:00.000Z' } satisfies EventData<'item.withdrawn'>,
    { id: uuidv7(), time: '2026-11-24T08:00:00.000Z' },
  );

/** By the inbox: each event once. */
@Controller()
class OnceConsumer {
  @EventPattern(topics.items, KAFKA)
  async once(@Payload() batch: EventBatch<'item.withdrawn'>): Promise<void> {
    for (const { data } of batch.events) await batch.tx.query('insert into seen (item_id, revision) values ($1, $2)', [data.itemId, data.revision]);
  }
}

const keepNewest = `
insert into newest (item_id, revision) values ($1, $2)
on conflict (item_id) do update set revision = excluded.revision, changes = newest.changes + 1 where newest.revision < excluded.revision`;
let natural = 0;

/** By its own counters, without an inbox: whatever comes, the newest stays. */
@Controller()
class NewestConsumer {
  @EventPattern(topics.items, KAFKA, { inbox: 'natural' })
  async newest(@Payload() batch: EventBatch<'item.withdrawn'>): Promise<void> {
    natural += batch.events.length;
    for (const { data } of batch.events) await batch.tx.query(keepNewest, [data.itemId, data.revision]);
  }
}

@Module({ controllers: [OnceConsumer] })
class OnceModule {}
@Module({ controllers: [NewestConsumer] })
class NewestModule {}

const migrations = [{ name: '001', note: '', up: `${messagingTables} create table seen (id bigserial, item_id uuid, revision int); create table newest (item_id uuid primary key, revision int, changes int not null default 0);` }];

describe.each([
  ['duplicate,reorder', OnceModule],
  ['duplicate,scramble', NewestModule],
])('a service under KAFKA_CHAOS=%s', (chaos, module) => {
  let database: TestDatabase;
  let kafka: TestKafka;
  let service: RunningService;

  beforeAll(async () => {
    database = await testDatabase({ schema: 'dedupe', migrations });
    kafka = await testKafka();
    service = await startTestService({ definition: { name: 'dedupe', module }, database, kafka, environment: { KAFKA_CHAOS: chaos, WIREDESK_TEST: '1' } });
  });

  afterAll(async () => {
    await service.stop();
    await kafka.close();
    await database.close();
  });

  it('ends with what it would have ended with on a good day', async () => {
    const items = Array.from({ length: 12 }, () => uuidv7());
    for (let revision = 1; revision <= 20; revision += 1) {
      await service.messaging.outbox.transaction(async (_tx, emit) => emit(items.map((item) => withdrawn(item, revision))));
      await sleep(10);
    }
    if (module === OnceModule) {
      await eventually(async () => expect(await database.dataSource.query('select count(*)::int as n from seen')).toEqual([{ n: 240 }]));
      await sleep(500);
      for (const item of items) {
        const rows = (await database.dataSource.query('select revision from seen where item_id = $1 order by id', [item])) as { revision: number }[];
        expect(rows.map(({ revision }) => revision)).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
      }
      return;
    }
    await eventually(async () => expect(await database.dataSource.query('select count(*)::int as n from newest where revision = 20')).toEqual([{ n: 12 }]));
    await eventually(async () => expect(await service.messaging.deadLetters.list()).toEqual([]));
    expect(natural).toBeGreaterThan(480);
    const [{ changes }] = (await database.dataSource.query('select sum(changes)::int as changes from newest')) as [{ changes: number }];
    // Some revisions were overtaken, so fewer changes than revisions were made.
    expect(changes).toBeLessThan(12 * 19);
  });
});
