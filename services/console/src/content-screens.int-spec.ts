import { outgoing, contractOf, type EventData } from '@wiredesk/contracts';
import { createDataSource } from '@wiredesk/persistence';
import { uuidv7, type RunningService } from '@wiredesk/platform';
import { eventually, startTestService, testDatabase, testKafka, testTokens, type TestDatabase, type TestKafka } from '@wiredesk/testing';

import { consoleService } from './console.module.js';
import { migrations } from './migrations/index.js';

/** What the screens of the content side do by themselves; with the other services beside it they are in the tests of the whole product. */
describe('the screens of the content side, with every other service away', () => {
  let database: TestDatabase;
  let kafka: TestKafka;
  let service: RunningService;
  const cookies: Record<string, string> = {};

  beforeAll(async () => {
    database = await testDatabase({ schema: 'console', migrations });
    kafka = await testKafka();
    const away = 'http://127.0.0.1:9';
    service = await startTestService({ definition: consoleService, database, kafka, environment: { INGEST_URL: away, RIGHTS_URL: away, DEDUPE_URL: away, PUBLISH_URL: away } });
    for (const role of ['viewer', 'operator'] as const) {
      const signedIn = await fetch(`${service.url}/sign-in`, { method: 'POST', redirect: 'manual', body: new URLSearchParams({ token: testTokens[role] }) });
      cookies[role] = (signedIn.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    }
  });
  afterAll(async () => {
    await service.stop();
    await kafka.close();
    await database.close();
  });

  const get = (path: string, role: 'viewer' | 'operator' = 'operator') => fetch(`${service.url}${path}`, { headers: { cookie: cookies[role] ?? '' }, redirect: 'manual' });
  const post = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) => fetch(`${service.url}${path}`, { method: 'POST', redirect: 'manual', headers: { cookie: cookies['operator'] ?? '', ...headers }, body: new URLSearchParams(fields) });
  const id = '018f2f4e-0000-7000-8000-000000000000';

  it.each([
    ['/sources', 200, 'ingest could not be asked'], ['/sources/harbour-wire', 502, 'ingest could not be asked'], ['/receipts', 200, 'ingest could not be asked'], [`/receipts/${id}`, 502, 'ingest could not be asked'], ['/quarantine', 200, 'ingest could not be asked'],
    ['/stories', 200, 'dedupe could not be asked'], [`/stories/${id}`, 502, 'dedupe could not be asked'], [`/compare?a=${id}&b=${id}`, 502, 'dedupe could not be asked'], ['/dead-letters', 200, 'publish could not be asked'], [`/articles/${id}`, 404, 'ingest could not be asked'],
  ])('%s says who could not be asked, and does not look empty', async (path, status, said) => {
    for (const language of ['en', 'zh']) {
      const answer = await get(`${path}${path.includes('?') ? '&' : '?'}lang=${language}`);
      expect([path, answer.status]).toEqual([path, status]);
      expect(await answer.text()).toContain(said);
    }
  });

  it('are for people who are signed in, and acts come only from their own pages', async () => {
    for (const path of ['/sources', `/receipts/${id}/payload`, '/dead-letters', `/articles/${id}`]) {
      const answer = await fetch(`${service.url}${path}`, { redirect: 'manual' });
      expect([answer.status, answer.headers.get('location')]).toEqual([303, `/sign-in?to=${encodeURIComponent(path)}`]);
    }
    for (const path of ['/sources/a/keys', '/quarantine/discard', `/stories/${id}/split`, '/dead-letters/ingest/redrive', `/articles/${id}/hold`]) {
      expect([path, (await post(path, { reason: 'x' }, { origin: 'https://evil.example' })).status]).toEqual([path, 403]);
    }
  });

  it('keep bytes, messages and stacks from who has no permission for them', async () => {
    for (const path of [`/receipts/${id}/payload`, `/receipts/${id}/payload.bin`, `/dead-letters/ingest/${id}`]) expect([path, (await get(path, 'viewer')).status]).toEqual([path, 403]);
  });

  it('do nothing without saying which and why', async () => {
    expect(await (await post('/quarantine/retry', {})).text()).toContain('Choose at least one case.');
    expect(await (await post('/quarantine/discard', { ids: id, why: '' })).text()).toContain('Why they may be given up');
    expect(await (await post('/dead-letters/ingest/redrive', {})).text()).toContain('Choose at least one dead letter.');
    expect(await (await post('/dead-letters/ingest/discard', { ids: id, why: 'no' })).text()).toContain('at least 5 characters');
    expect((await post('/dead-letters/nobody/redrive', { ids: id })).status).toBe(422);
  });

  it('show what the console itself could not handle, and handle it again once it can', async () => {
    const { sample } = contractOf('item.withdrawn') as unknown as { sample: EventData<'item.withdrawn'> };
    const itemId = uuidv7();
    const admin = await createDataSource({ url: database.adminUrl, schema: 'console', applicationName: 'test', poolMax: 1 });
    await admin.query(`create function refuse() returns trigger language plpgsql as $$ begin if new.item_id = '${itemId}' then raise exception 'no room for %', new.item_id; end if; return new; end $$`);
    await admin.query('create trigger poison before insert on item for each row execute function refuse()');
    await service.messaging.outbox.transaction(async (_tx, emit) => emit([outgoing('item.withdrawn', { ...sample, itemId }, { id: uuidv7(), time: new Date().toISOString() })]));
    await eventually(async () => expect(await (await get('/dead-letters?service=console')).text()).toContain('no room for …'));
    const [letter] = (await database.dataSource.query('select id from dead_letter')) as { id: string }[];
    const ids = letter?.id ?? '';
    expect(await (await get(`/dead-letters/console/${ids}`)).text()).toContain(itemId);
    expect(await (await post('/dead-letters/console/redrive', { ids })).text()).toContain('dead letters would be handled again');
    expect(await (await post('/dead-letters/console/redrive', { ids, confirmed: '1' })).text()).toContain('failed again');
    await admin.query('drop trigger poison on item');
    await admin.destroy();
    expect(await (await post('/dead-letters/console/redrive', { ids, confirmed: '1' })).text()).toContain('1 messages handled');
    expect(await database.dataSource.query('select act from act where act like $1', ['console POST%'])).toHaveLength(2);
    await eventually(async () => expect(await (await get(`/articles/${itemId}`)).text()).toContain('its source withdrew it'));
  });

  it('show the last articles and find one by what is at hand', async () => {
    const itemId = uuidv7();
    const hostile = '<img src=x onerror=alert(1)>';
    const { sample } = contractOf('item.received') as unknown as { sample: EventData<'item.received'> };
    await service.messaging.outbox.transaction(async (_tx, emit) => emit([outgoing('item.received', { ...sample, itemId, guid: hostile, url: `https://www.up.example/${itemId}` }, { id: uuidv7(), time: new Date().toISOString() })]));
    await eventually(async () => expect(await (await get('/articles')).text()).toContain(`/articles/${itemId}`));
    const list = await (await get('/articles')).text();
    expect([list.includes('&lt;img src=x onerror'), list.includes(hostile)]).toEqual([true, false]);
    const found = await get(`/articles?q=${encodeURIComponent(`https://up.example/${itemId}`)}`);
    expect([found.status, found.headers.get('location')]).toEqual([303, `/articles/${itemId}`]);
    expect((await get('/articles?q=nothing-like-it')).status).toBe(404);
    expect(await (await get(`/articles/${itemId}`)).text()).toMatch(/Not live.*rights has not decided/);
  });
});
