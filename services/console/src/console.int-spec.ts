import { contractOf, outgoing, type EventData, type EventType, type OutgoingEvent } from '@wiredesk/contracts';
import { uuidv7, type RunningService } from '@wiredesk/platform';
import { eventually, startTestService, testDatabase, testKafka, testTokens, type TestDatabase, type TestKafka } from '@wiredesk/testing';

import { consoleService } from './console.module.js';
import { migrations } from './migrations/index.js';

const sample = <T extends EventType>(type: T): EventData<T> => (contractOf(type) as unknown as { sample: EventData<T> }).sample;
const event = <T extends EventType>(type: T, change: Partial<EventData<T>>): OutgoingEvent => outgoing(type, { ...sample(type), ...change }, { id: uuidv7(), time: '2026-11-24T08:31:02.117Z' });

describe('the console, on real Kafka and Postgres', () => {
  let database: TestDatabase;
  let kafka: TestKafka;
  let service: RunningService;

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

  const send = (...events: OutgoingEvent[]): Promise<void> => service.messaging.outbox.transaction(async (_tx, emit) => emit(events));
  const get = (path: string, headers: Record<string, string> = { authorization: `Bearer ${testTokens.viewer}` }) => fetch(`${service.url}${path}`, { headers, redirect: 'manual' });
  const explained = async (query: string) => {
    const answer = await get(`/v1/explain?${query}`);
    expect(answer.status).toBe(200);
    return (await answer.json()) as { live: boolean; code: string; itemId: string; timeline: { type: string }[]; portalStatus: number | null };
  };
  const story = (itemId: string, storyId = uuidv7()) => [
    event('item.received', { itemId, guid: `guid ${itemId}`, url: `https://www.up.example/${itemId}?utm_source=x` }),
    event('item.placed', { itemId, storyId, canonicalItemId: itemId }),
    event('item.cleared', { itemId }),
    event('article.published', { itemId, storyId, url: `http://localhost:8080/articles/${itemId}` }),
  ];

  it('tells the whole way of an item by id, address here, address there, and guid', async () => {
    const itemId = uuidv7();
    await send(...story(itemId));
    await eventually(async () => expect((await explained(`id=${itemId}`)).timeline).toHaveLength(4));
    for (const query of [`id=${itemId}`, `url=http://localhost:8080/articles/${itemId}`, `url=http://up.example/${itemId}`, `id=${encodeURIComponent(`guid ${itemId}`)}`]) {
      expect(await explained(query)).toMatchObject({ itemId, live: true, code: 'live', portalStatus: null });
    }
  });

  it('names the hold that keeps an item dark, and not one that was lifted', async () => {
    const [itemId, holdId] = [uuidv7(), uuidv7()];
    await send(...story(itemId), event('hold.placed', { holdId, seq: 1, scope: { kind: 'item', itemId } }));
    await eventually(async () => expect(await explained(`id=${itemId}`)).toMatchObject({ live: false, code: 'held', timeline: expect.arrayContaining([expect.objectContaining({ type: 'hold.placed' })]) }));
    await send(event('hold.lifted', { holdId, seq: 2, scope: { kind: 'item', itemId } }));
    await eventually(async () => expect(await explained(`id=${itemId}`)).toMatchObject({ live: true, code: 'live' }));
  });

  it('counts each event once', async () => {
    const counted = async (): Promise<number> => ((await (await get('/v1/overview')).json()) as { totals: Record<string, number> }).totals['item.withdrawn'] ?? 0;
    const one = event('item.withdrawn', { itemId: uuidv7() });
    await send(one, one);
    await send(one);
    await send(event('item.withdrawn', { itemId: uuidv7() }));
    await eventually(async () => expect(await counted()).toBe(2));
  });

  it('says of services that do not answer that they are away', async () => {
    const { services } = (await (await get('/v1/overview')).json()) as { services: { name: string; ready: boolean; problems: string[] }[] };
    expect(services.map((one) => [one.name, one.ready])).toEqual([['ingest', false], ['dedupe', false], ['rights', false], ['publish', false]]);
    expect(services[0]?.problems[0]).toMatch(/does not answer/);
  });

  it('answers 404 and what to give for an unknown item, 401 without a token', async () => {
    const answer = await get(`/v1/explain?id=${uuidv7()}`);
    expect([answer.status, ((await answer.json()) as { type: string }).type]).toEqual([404, 'https://wiredesk.dev/problems/item-unknown']);
    expect((await get('/v1/explain?id=x', {})).status).toBe(401);
    expect((await get('/v1/explain')).status).toBe(400);
  });

  it('shows pages only to somebody who is signed in, in the language asked for', async () => {
    const away = await get('/explain?q=x', {});
    expect([away.status, away.headers.get('location')]).toEqual([303, '/sign-in?to=%2Fexplain%3Fq%3Dx']);
    const post = (token: string, headers: Record<string, string> = {}) =>
      fetch(`${service.url}/sign-in`, { method: 'POST', redirect: 'manual', headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers }, body: new URLSearchParams({ token, to: '//evil.example' }) });
    expect((await post('wrong')).status).toBe(401);
    expect((await post(testTokens.viewer, { origin: 'https://evil.example' })).status).toBe(403);
    const signedIn = await post(testTokens.viewer);
    expect([signedIn.status, signedIn.headers.get('location')]).toEqual([303, '/']);
    const cookie = (signedIn.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    for (const [path, text] of [['/?lang=zh', '从推送到页面'], ['/?lang=en', 'From push to page'], ['/holds?lang=en', 'Placing and lifting need the role'], ['/explain?lang=zh', '稿件编号']] as const) {
      const page = await get(path, { cookie });
      expect([path, page.status]).toEqual([path, 200]);
      expect(await page.text()).toContain(text);
    }
  });

  it('shows hostile text as text', async () => {
    const itemId = uuidv7();
    const hostile = '"><script>alert(1)</script>';
    await send(event('item.received', { itemId, guid: hostile }));
    await eventually(async () => expect((await explained(`id=${itemId}`)).timeline).toHaveLength(1));
    const signedIn = await fetch(`${service.url}/sign-in`, { method: 'POST', redirect: 'manual', body: new URLSearchParams({ token: testTokens.viewer }) });
    const cookie = (signedIn.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    const page = await (await get(`/explain?q=${encodeURIComponent(hostile)}`, { cookie })).text();
    expect(page).toContain('&lt;script&gt;alert(1)');
    expect(page.match(/<script[^>]*>/g)?.every((tag) => /^<script src="\/assets\/[^"]+" defer>$/.test(tag))).toBe(true);
  });
});
