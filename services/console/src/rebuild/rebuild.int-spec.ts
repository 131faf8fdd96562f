import { contractOf, outgoing, topicDefinitions, type EventData, type EventType, type OutgoingEvent } from '@wiredesk/contracts';
import { uuidv7, type RunningService } from '@wiredesk/platform';
import { eventually, startTestService, testDatabase, testKafka, testTokens, type TestDatabase, type TestKafka } from '@wiredesk/testing';

import { consoleService } from '../console.module.js';
import { migrations } from '../migrations/index.js';
import { projectedTables } from './projected-tables.js';

const sample = <T extends EventType>(type: T): EventData<T> => (contractOf(type) as unknown as { sample: EventData<T> }).sample;
const event = <T extends EventType>(type: T, change: Partial<EventData<T>>): OutgoingEvent => outgoing(type, { ...sample(type), ...change }, { id: uuidv7(), time: '2026-11-24T08:31:02.117Z' });
const storyOf = (itemId: string): OutgoingEvent[] => [
  event('item.received', { itemId, guid: `guid ${itemId}` }),
  event('item.placed', { itemId, storyId: uuidv7(), canonicalItemId: itemId }),
  event('item.cleared', { itemId }),
  event('article.published', { itemId }),
];

describe('the projection, rebuilt while the product runs', () => {
  let database: TestDatabase;
  let kafka: TestKafka;
  let service: RunningService;
  let sent = 0;

  beforeAll(async () => {
    database = await testDatabase({ schema: 'console', migrations });
    kafka = await testKafka();
    const away = 'http://127.0.0.1:9';
    service = await startTestService({ definition: consoleService, database, kafka, environment: { INGEST_URL: away, RIGHTS_URL: away, DEDUPE_URL: away, PUBLISH_URL: away } });
  });

  afterAll(async () => {
    await service.stop();
    await kafka.close();
    await database.close();
  });

  const send = async (...events: OutgoingEvent[]): Promise<void> => {
    await service.messaging.outbox.transaction(async (_tx, emit) => emit(events));
    sent += events.length;
  };
  const replay = async (method: 'GET' | 'POST', token: string = testTokens.operator): Promise<{ status: number; body: { state?: string; reason?: string; type?: string; topics?: Record<string, { read: number; of: number }> } }> => {
    const answer = await fetch(`${service.url}/v1/replay`, { method, headers: { authorization: `Bearer ${token}` } });
    return { status: answer.status, body: (await answer.json()) as { state?: string } };
  };
  const untilDone = (): Promise<void> => eventually(async () => expect((await replay('GET')).body).toMatchObject({ state: 'done' }), { withinMs: 60_000 });
  const count = async (sql: string, parameters: readonly unknown[] = []): Promise<number> => ((await database.dataSource.query(sql, [...parameters])) as { n: number }[])[0]?.n ?? 0;
  const moments = (itemIds: readonly string[]): Promise<number> => count('select count(*)::int as n from moment where item_id = any($1::uuid[])', [itemIds]);
  const indexes = async (): Promise<unknown> => database.dataSource.query(`select tablename, indexname from pg_indexes where schemaname = 'console' and tablename = any($1) order by 1, 2`, [projectedTables]);
  const messagesInTopics = async (): Promise<number> => {
    let all = 0;
    for (const { name } of topicDefinitions) for (const { low, high } of await kafka.broker.endsOf(kafka.prefix + name)) all += Number(high - low);
    return all;
  };

  it('is complete again after it was lost, with what came meanwhile, and nothing is said of it', async () => {
    const before = Array.from({ length: 60 }, () => uuidv7());
    const holdId = uuidv7();
    await send(...before.flatMap(storyOf), event('hold.placed', { holdId, seq: 1, scope: { kind: 'item', itemId: before[0] ?? '' } }));
    await eventually(async () => expect(await moments(before)).toBe(240));
    await eventually(async () => expect(await count('select count(*)::int as n from hold')).toBe(1));
    const [indexesBefore, countedBefore] = [await indexes(), await database.dataSource.query('select minute, step, count::int as count from funnel order by 1, 2')];
    const acts = await count('select count(*)::int as n from act');
    await database.dataSource.query('truncate moment, item, hold, hold_name, funnel');

    expect((await replay('POST', testTokens.viewer)).status).toBe(403);
    expect(await replay('POST')).toMatchObject({ status: 202, body: { state: 'reading' } });
    expect(await replay('POST')).toMatchObject({ status: 409, body: { type: 'https://wiredesk.dev/problems/replay-running' } });
    await untilDone();
    expect(await moments(before)).toBe(240);
    expect(await database.dataSource.query('select minute, step, count::int as count from funnel order by 1, 2')).toEqual(countedBefore);
    expect(await count('select count(*)::int as n from hold_name')).toBeGreaterThan(0);
    expect(await indexes()).toEqual(indexesBefore);
    expect(await count(`select count(*)::int as n from pg_namespace where nspname in ('console_shadow', 'console_aside')`)).toBe(0);
    expect(await count('select count(*)::int as n from act')).toBe(acts + 2);

    const { topics } = (await replay('GET')).body;
    expect(Object.values(topics ?? {}).reduce((sum, { read }) => sum + read, 0)).toBe(241);
    expect(await messagesInTopics()).toBe(sent);
  });

  it('loses no event that comes while tables change places', async () => {
    const during: string[] = [];
    let going = true;
    const sending = (async () => {
      while (going) {
        const some = Array.from({ length: 5 }, () => uuidv7());
        during.push(...some);
        await send(...some.flatMap(storyOf));
      }
    })();
    try {
      for (let round = 0; round < 2; round += 1) {
        expect((await replay('POST')).status).toBe(202);
        await untilDone();
      }
    } finally {
      going = false;
      await sending;
    }
    await eventually(async () => expect(await moments(during)).toBe(during.length * 4), { withinMs: 30_000 });
    expect(await count('select sum(count)::int as n from funnel')).toBe(await count('select count(*)::int as n from moment'));
    expect(await messagesInTopics()).toBe(sent);
  });

  it('is left as it was where the service stops in between', async () => {
    const there = await count('select count(*)::int as n from moment');
    expect((await replay('POST')).status).toBe(202);
    await service.stop();
    const away = 'http://127.0.0.1:9';
    service = await startTestService({ definition: consoleService, database, kafka, environment: { INGEST_URL: away, RIGHTS_URL: away, DEDUPE_URL: away, PUBLISH_URL: away } });
    expect(await count('select count(*)::int as n from moment')).toBe(there);
    expect(await count(`select count(*)::int as n from pg_namespace where nspname = 'console_shadow'`)).toBe(0);
    expect((await replay('POST')).status).toBe(202);
    await untilDone();
  });
});
