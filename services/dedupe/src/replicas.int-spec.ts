import { Module } from '@nestjs/common';
import { outgoing, topics, type ItemPlaced } from '@wiredesk/contracts';
import { messagingTables } from '@wiredesk/messaging';
import { uuidv7, type RunningService } from '@wiredesk/platform';
import { eventually, startTestService, testDatabase, testKafka, withAdmin, type TestDatabase, type TestKafka } from '@wiredesk/testing';
import type { DataSource } from 'typeorm';

import type { Arrival } from './placing/facts.decide.js';
import { dedupeDatabase, Desk, storeBodies } from './placing/testing/harness.js';
import { pool, shuffled } from './placing/testing/texts.js';
import { World } from './placing/testing/world.js';
import { buildPrograms, Replica } from './testing/program.js';

@Module({})
class SenderModule {}

/** Where a replica stands still in the middle of a batch: before it decided, and after it wrote but before it committed. */
const stops = [
  ['before it decides', `select pg_advisory_xact_lock(hashtextextended('wiredesk.dedupe.place', 0))`, 'advisory'],
  ['after it wrote its items, before it commits', 'lock table dedupe.outbox in exclusive mode', 'relation'],
] as const;

/** The relay deletes from the outbox and may wait there too: it is not what is meant. */
const waitingOn = `
select count(*)::int as waiting from pg_stat_activity
where datname = $2 and wait_event_type = 'Lock' and wait_event = $1 and query not like 'delete%'`;

describe('replicas of dedupe, as processes', () => {
  let database: TestDatabase;
  let content: DataSource;
  let kafka: TestKafka;
  let upstreamDatabase: TestDatabase;
  let upstream: RunningService;
  const replicas: Replica[] = [];
  const said: ItemPlaced[] = [];

  beforeAll(async () => {
    await buildPrograms();
    ({ database, content } = await dedupeDatabase());
    kafka = await testKafka();
    upstreamDatabase = await testDatabase({ schema: 'ingest', migrations: [{ name: '001', note: '', up: messagingTables }] });
    upstream = await startTestService({ definition: { name: 'ingest', module: SenderModule }, database: upstreamDatabase, kafka });
    upstream.messaging.follower.follow({
      topic: topics.placements,
      onEvents: (events) => {
        for (const event of events) if (event.type === 'item.placed') said.push(event.data);
      },
      onCaughtUp: () => undefined,
    });
    replicas.push(await Replica.start(database, kafka), await Replica.start(database, kafka));
  }, 180_000);

  afterAll(async () => {
    for (const replica of replicas) await replica.kill();
    await upstream.stop();
    await kafka.close();
    await content.destroy();
    await upstreamDatabase.close();
    await database.close();
  });

  const databaseName = (): string => new URL(database.url).pathname.slice(1);
  const send = (items: readonly Arrival[]): Promise<void> =>
    upstream.messaging.outbox.transaction(async (_tx, emit) => emit(items.map((one) => outgoing('item.received', one.item, { id: uuidv7(), time: '2026-11-24T12:00:00.000Z' }))));

  const storiesOf = async (items: readonly Arrival[]): Promise<string[]> => {
    const ids = new Set(items.map((one) => one.item.itemId));
    return (await new Desk(database.dataSource).stories()).filter((story) => story.split(', ').some((item) => ids.has(item.slice(0, 36))));
  };

  /** As all items placed at once on one board, none lost, none doubled; each said without a gap from 1 on. */
  const assertPlaced = async (items: readonly Arrival[]): Promise<void> => {
    const world = new World();
    for (const one of items) world.arrive(one);
    await eventually(async () => expect(await storiesOf(items)).toEqual(world.stories()), { withinMs: 120_000 });
    const ids = new Set(items.map((one) => one.item.itemId));
    await eventually(async () => {
      const last = (await database.dataSource.query('select item_id, placement from item where item_id = any($1::uuid[])', [[...ids]])) as { item_id: string; placement: number }[];
      expect(last).toHaveLength(items.length);
      for (const { item_id: itemId, placement } of last) {
        const numbers = [...new Set(said.filter((one) => one.itemId === itemId).map((one) => one.placement))].sort((a, b) => a - b);
        expect(numbers).toEqual(Array.from({ length: placement }, (_, i) => i + 1));
      }
    }, { withinMs: 60_000 });
  };

  it('place as one does, two under load', async () => {
    const items = shuffled(pool(5_000, 80), 11);
    await storeBodies(content, items);
    for (let from = 0; from < items.length; from += 25) await send(items.slice(from, from + 25));
    await assertPlaced(items);
  }, 240_000);

  it.each(stops)('lose and double nothing where one is killed in the middle of a batch, %s', async (_when, lock, lockType) => {
    for (const replica of replicas.splice(0)) await replica.kill();
    const items = shuffled(pool(lockType === 'advisory' ? 6_000 : 7_000, 12), 12);
    await storeBodies(content, items);
    await withAdmin(async (client) => {
      await client.query('begin');
      await client.query(lock);
      const victim = await Replica.start(database, kafka);
      await send(items);
      await eventually(async () => expect((await client.query<{ waiting: number }>(waitingOn, [lockType, databaseName()])).rows[0]?.waiting).toBeGreaterThan(0), { withinMs: 60_000 });
      await victim.kill();
      expect(await storiesOf(items)).toEqual([]);
      await client.query('rollback');
    }, database.adminUrl);
    replicas.push(await Replica.start(database, kafka));
    await assertPlaced(items);
  }, 240_000);
});
