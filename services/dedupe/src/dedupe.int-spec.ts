import { randomUUID } from 'node:crypto';

import { outgoing, topics, type ItemCleared, type ItemPlaced, type OutgoingEvent } from '@wiredesk/contracts';
import { uuidv7, type RunningService } from '@wiredesk/platform';
import { eventually, fakeClock, startTestService, testTokens, testKafka, withAdmin, type TestDatabase, type TestKafka } from '@wiredesk/testing';
import type { DataSource } from 'typeorm';

import { dedupe } from './dedupe.module.js';
import type { Arrival } from './placing/facts.decide.js';
import { dedupeDatabase, Desk, storeBodies } from './placing/testing/harness.js';
import { arrival, english, hour, pool, shuffled } from './placing/testing/texts.js';
import { World } from './placing/testing/world.js';

const time = '2026-11-24T12:00:00.000Z';
const received = (one: Arrival): OutgoingEvent => outgoing('item.received', one.item, { id: uuidv7(), time });
const refused = (one: Arrival, clearance: number): OutgoingEvent =>
  outgoing('item.refused', { itemId: one.item.itemId, sourceId: one.item.sourceId, revision: 1, clearance, reasons: [{ code: 'held', detail: '', holdId: null }], refusedAt: time }, { id: uuidv7(), time });
const cleared = (one: Arrival, clearance: number, terms: Partial<ItemCleared> = {}): OutgoingEvent =>
  outgoing(
    'item.cleared',
    {
      itemId: one.item.itemId, sourceId: one.item.sourceId, revision: 1, clearance, grantId: randomUUID(), channels: ['*'], territories: ['*'], from: null, until: null,
      embargoedUntil: null, credit: null, notice: null, canonicalLinkRequired: false, clearedAt: time, ...terms,
    },
    { id: uuidv7(), time },
  );

describe('the dedupe service, on real Kafka and Postgres', () => {
  const clock = fakeClock(time);
  let database: TestDatabase;
  let content: DataSource;
  let kafka: TestKafka;
  let service: RunningService;
  const placements = new Map<string, ItemPlaced>();
  const said: ItemPlaced[] = [];

  beforeAll(async () => {
    ({ database, content } = await dedupeDatabase());
    kafka = await testKafka();
    service = await startTestService({ definition: dedupe, database, kafka, clock });
    service.messaging.follower.follow({
      topic: topics.placements,
      onEvents: (events) => {
        for (const event of events) {
          if (event.type !== 'item.placed') continue;
          said.push(event.data);
          placements.set(event.data.itemId, event.data);
        }
      },
      onCaughtUp: () => undefined,
    });
  });

  afterAll(async () => {
    await service.stop();
    await kafka.close();
    await content.destroy();
    await database.close();
  });

  const send = (...events: OutgoingEvent[]): Promise<void> => service.messaging.outbox.transaction(async (_tx, emit) => emit(events));
  const placement = (one: Arrival): ItemPlaced | undefined => placements.get(one.item.itemId);
  const pair = async (seed: number): Promise<[Arrival, Arrival]> => {
    const text = english(seed);
    const both: [Arrival, Arrival] = [arrival({ text, at: hour(0) }), arrival({ text, source: 'bay-post', at: hour(1) })];
    await storeBodies(content, both);
    return both;
  };

  it('places what ingest received, and says so', async () => {
    const [first, copy] = await pair(1);
    await send(received(copy), received(first));
    await eventually(() => expect(placement(copy)).toMatchObject({ relation: 'reprint', relatedTo: first.item.itemId, canonical: false, canonicalItemId: first.item.itemId, storyId: placement(first)?.storyId }));
    expect(placement(first)).toMatchObject({ relation: 'original', canonical: true });
    const metrics = await (await fetch(`${service.url}/metrics`, { headers: { authorization: `Bearer ${testTokens.metrics}` } })).text();
    expect(metrics).toMatch(/wiredesk_placements_total\{[^}]*relation="reprint",decided_by="exact"[^}]*\} [1-9]/);
  });

  it('lets a refused item be canonical of nothing that a usable copy can stand for', async () => {
    const [first, copy] = await pair(2);
    await send(received(first), received(copy));
    await eventually(() => expect(placement(copy)?.canonicalItemId).toBe(first.item.itemId));
    await send(refused(first, 2));
    await eventually(() => expect(placement(copy)).toMatchObject({ canonical: true }));
    // An older answer, out of order, changes nothing; a newer one does.
    await send(cleared(first, 1), cleared(copy, 1));
    await send(cleared(first, 3));
    await eventually(() => expect(placement(first)).toMatchObject({ canonical: true, placement: 3 }));
  });

  it('knows a refusal that came before the item', async () => {
    const [first, copy] = await pair(3);
    await send(refused(first, 1));
    await eventually(async () => expect(await database.dataSource.query('select 1 from clearance where item_id = $1', [first.item.itemId])).toHaveLength(1));
    await send(received(first), received(copy));
    await eventually(() => expect(placement(copy)).toMatchObject({ canonical: true, relation: 'reprint' }));
  });

  it('keeps an embargoed item from standing for its story until the embargo ends', async () => {
    const [first, copy] = await pair(4);
    await send(cleared(first, 1, { embargoedUntil: '2026-11-24T13:00:00.000Z' }), received(first), received(copy));
    await eventually(() => expect(placement(copy)).toMatchObject({ canonical: true }));
    clock.advanceMs(3_600_000);
    await eventually(() => expect(placement(first)).toMatchObject({ canonical: true }));
    expect(placement(copy)).toMatchObject({ canonical: false });
  });

  it('loses and doubles nothing where its connections are cut in the middle of batches, and events come twice', async () => {
    const items = shuffled(pool(500, 60), 3);
    await storeBodies(content, items);
    const world = new World();
    for (const one of items) world.arrive(one);
    const events = items.map(received);
    for (let from = 0; from < events.length; from += 60) {
      // Sending goes over connections that are cut as well: what failed is sent again, and may then come twice.
      await eventually(() => send(...events.slice(from, from + 60), ...events.slice(Math.max(0, from - 20), from)));
      await cutConnections(database);
    }
    await eventually(() => expect(items.filter((one) => !placements.has(one.item.itemId))).toEqual([]), { withinMs: 60_000 });
    const ids = new Set(items.map((one) => one.item.itemId));
    const stories = (await new Desk(database.dataSource).stories()).filter((story) => story.split(', ').some((item) => ids.has(item.slice(0, 36))));
    expect(stories).toEqual(world.stories());
    // Each item's placements are numbered from 1, without a gap; the relay may send one twice.
    const last = (await database.dataSource.query('select item_id, placement from item')) as { item_id: string; placement: number }[];
    await eventually(() => {
      for (const { item_id, placement: count } of last.filter((row) => ids.has(row.item_id))) {
        const numbers = new Set(said.filter((one) => one.itemId === item_id).map((one) => one.placement));
        expect([...numbers].sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i + 1));
      }
    });
  }, 120_000);
});

/** As if the database had restarted under it. */
const cutConnections = (database: TestDatabase): Promise<unknown> =>
  withAdmin((client) => client.query(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'wiredesk dedupe' and datname = $1`, [new URL(database.url).pathname.slice(1)]));
