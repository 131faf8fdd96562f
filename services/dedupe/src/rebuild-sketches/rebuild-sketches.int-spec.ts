import { outgoing, topicDefinitions, type ItemPlaced, topics } from '@wiredesk/contracts';
import { uuidv7, type RunningService } from '@wiredesk/platform';
import { eventually, startTestService, testKafka, testTokens, withAdmin, type TestDatabase, type TestKafka } from '@wiredesk/testing';
import type { DataSource } from 'typeorm';

import { dedupe } from '../dedupe.module.js';
import type { Arrival } from '../placing/facts.decide.js';
import { dedupeDatabase, Desk, storeBodies } from '../placing/testing/harness.js';
import { arrival, english, hour, pool } from '../placing/testing/texts.js';

describe('sketches, made anew while items are placed', () => {
  let database: TestDatabase;
  let content: DataSource;
  let kafka: TestKafka;
  let service: RunningService;
  const placed = new Map<string, ItemPlaced>();
  let sent = 0;

  beforeAll(async () => {
    ({ database, content } = await dedupeDatabase());
    kafka = await testKafka();
    service = await startTestService({ definition: dedupe, database, kafka });
    service.messaging.follower.follow({
      topic: topics.placements,
      onEvents: (events) => {
        for (const event of events) if (event.type === 'item.placed') placed.set(event.data.itemId, event.data);
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

  const receive = async (items: readonly Arrival[]): Promise<void> => {
    await storeBodies(content, items);
    await service.messaging.outbox.transaction(async (_tx, emit) => emit(items.map((one) => outgoing('item.received', one.item, { id: uuidv7(), time: '2026-11-24T12:00:00.000Z' }))));
    sent += items.length;
    await eventually(() => expect(items.filter((one) => !placed.has(one.item.itemId))).toEqual([]), { withinMs: 60_000 });
  };
  const sketches = (): Promise<unknown> => database.dataSource.query(`select item_id, keys, encode(print, 'hex') as print from sketch order by item_id`);
  const call = async (method: 'GET' | 'POST', token: string = testTokens.operator): Promise<{ status: number; body: unknown }> => {
    const answer = await fetch(`${service.url}/v1/replay`, { method, headers: { authorization: `Bearer ${token}` } });
    return { status: answer.status, body: await answer.json() };
  };
  const replay = async (): Promise<void> => {
    expect(await call('POST')).toMatchObject({ status: 202 });
    await eventually(async () => expect((await call('GET')).body).toMatchObject({ state: 'done' }), { withinMs: 60_000 });
  };

  it('are what they were, with those of erased texts, and nothing is placed or said again', async () => {
    const items = pool(9_000, 12).map((one) => ({ ...one, item: { ...one.item, itemId: uuidv7() } }));
    await receive(items);
    const [erased] = items as [Arrival];
    const [before, stories, saidBefore] = [await sketches(), await new Desk(database.dataSource).stories(), placed.size];
    await withAdmin((client) => client.query('delete from content.body where item_id = $1', [erased.item.itemId]), database.adminUrl);
    // A sketch that was damaged is made anew; one whose text is gone cannot be.
    await database.dataSource.query(`update sketch set keys = '{}', print = substring(print from 1 for 28) where item_id <> $1`, [erased.item.itemId]);

    expect((await call('POST', testTokens.viewer)).status).toBe(403);
    await replay();
    expect(await sketches()).toEqual(before);
    expect(await new Desk(database.dataSource).stories()).toEqual(stories);
    expect(placed.size).toBe(saidBefore);
    const { low, high } = (await kafka.broker.endsOf(kafka.prefix + topics.items)).reduce((sum, ends) => ({ low: sum.low + ends.low, high: sum.high + ends.high }), { low: 0n, high: 0n });
    expect(Number(high - low)).toBe(sent);
    for (const { name } of topicDefinitions.filter(({ name: topic }) => topic !== topics.items && topic !== topics.placements)) {
      for (const ends of await kafka.broker.endsOf(kafka.prefix + name)) expect(ends.high).toBe(ends.low);
    }
  });

  it('find what arrives after they took their place, and have the index that is looked up', async () => {
    await replay();
    const text = english(9_500);
    const [first, copy] = [arrival({ itemId: uuidv7(), text, at: hour(0) }), arrival({ itemId: uuidv7(), text: `${text} ${english(9_501, 40)}`, source: 'bay-post', at: hour(1) })];
    await receive([first]);
    await replay();
    await receive([copy]);
    expect(placed.get(copy.item.itemId)).toMatchObject({ storyId: placed.get(first.item.itemId)?.storyId, relation: 'reprint' });
    expect(await database.dataSource.query(`select indexname from pg_indexes where schemaname = 'dedupe' and tablename = 'sketch' order by 1`)).toEqual([{ indexname: 'sketch_by_key' }, { indexname: 'sketch_pkey' }]);
  });
});
