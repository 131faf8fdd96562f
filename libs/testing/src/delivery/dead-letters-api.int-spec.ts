import { topics } from '@wiredesk/contracts';
import type { DeadLetter } from '@wiredesk/messaging';
import { uuidv7, type RunningService } from '@wiredesk/platform';

import { eventually, startTestService, testDatabase, testKafka, testTokens, type TestDatabase, type TestKafka } from '../index.js';
import { during, RecordingModule, recordingMigrations, seenBy, withdrawn } from './recording.js';

describe('the dead letters of a service, over HTTP', () => {
  let database: TestDatabase;
  let kafka: TestKafka;
  let service: RunningService;

  beforeAll(async () => {
    database = await testDatabase({ schema: 'rights', migrations: recordingMigrations });
    kafka = await testKafka();
    service = await startTestService({ definition: { name: 'rights', module: RecordingModule }, database, kafka });
  });
  afterAll(async () => {
    await service.stop();
    await kafka.close();
    await database.close();
  });
  afterEach(() => {
    during.chunk = async () => undefined;
  });

  const call = async (path: string, token: string, body?: unknown): Promise<{ status: number; body: Record<string, unknown> }> => {
    const answer = await fetch(`${service.url}/v1/dead-letters${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  const { operator, viewer } = testTokens;

  /** A dead letter with one message parked behind it. */
  const makeLetter = async (guid: string): Promise<{ item: string; letter: DeadLetter }> => {
    during.chunk = async (events) => {
      if (events.some((event) => event.guid === guid)) throw new Error(`cannot handle ${guid}`);
    };
    const item = uuidv7();
    await service.messaging.outbox.transaction(async (_tx, emit) => emit([withdrawn(item, 1, guid), withdrawn(item, 2)]));
    const letter = await eventually(async () => {
      const { body } = await call(`?reasonContains=${guid}`, viewer);
      const [found] = body['deadLetters'] as DeadLetter[];
      expect(found).toMatchObject({ topic: topics.items, key: item, reason: `cannot handle ${guid}`, parkedBehind: 1 });
      return found as DeadLetter;
    });
    return { item, letter };
  };

  it('are seen by a viewer and changed by an operator only', async () => {
    expect((await fetch(`${service.url}/v1/dead-letters`)).status).toBe(401);
    expect((await call('', viewer)).body).toEqual({ total: 0, parked: 0, deadLetters: [] });
    expect((await call('/redrive', viewer, { all: true })).status).toBe(403);
    expect((await call('/discard', testTokens.service, { all: true, reason: 'because' })).status).toBe(403);
  });

  it('are not touched where the call does not say which, or not why', async () => {
    expect(await call('/redrive', operator, {})).toMatchObject({ status: 422, body: { errors: [{ detail: expect.stringContaining('say which') as unknown }] } });
    expect(await call('/discard', operator, { all: true })).toMatchObject({ status: 422, body: { errors: [{ pointer: '/reason' }] } });
    expect((await call('?limit=9999', operator)).status).toBe(422);
  });

  it('are redriven, after a look at what it would be', async () => {
    const { item, letter } = await makeLetter('redriven');
    expect((await call('/redrive', operator, { topic: topics.items, dryRun: true })).body).toMatchObject({ dryRun: true, matching: [{ id: letter.id }] });
    expect((await call('/redrive', operator, { ids: [letter.id] })).body).toEqual({ dryRun: false, outcomes: [{ id: letter.id, failedAgain: 'cannot handle redriven' }] });
    expect((await call('', viewer)).body).toMatchObject({ total: 1, parked: 1 });
    during.chunk = async () => undefined;
    expect((await call('/redrive', operator, { reasonContains: 'redriven' })).body).toEqual({ dryRun: false, outcomes: [{ id: letter.id, redriven: 2 }] });
    expect(await seenBy(database.dataSource, [item])).toEqual([[1, 2]]);
    expect((await call('', viewer)).body).toEqual({ total: 0, parked: 0, deadLetters: [] });
  });

  it('are grouped by what went wrong, ids and numbers left out, and show their message and stack to an operator only', async () => {
    const made = [await makeLetter('group-1'), await makeLetter('group-22')];
    const ids = made.map(({ letter }) => letter.id);
    const { body } = await call('/groups', viewer);
    expect(body).toMatchObject({ total: 2, parked: 2, groups: [{ topic: topics.items, type: 'item.withdrawn', pattern: 'cannot handle group-…', count: 2, parked: 2, reason: 'cannot handle group-22', ids }] });
    expect((await call('', viewer)).body['deadLetters']).toMatchObject([{ error: null }, { error: null }]);
    expect((await call(`/${ids[0]}/payload`, viewer)).status).toBe(403);
    const whole = (await call(`/${ids[0]}/payload`, operator)).body;
    expect(whole).toMatchObject({ id: ids[0], key: made[0]?.item, parkedBehind: 1, error: expect.stringContaining('Error: cannot handle group-1') as unknown });
    expect(JSON.parse(whole['value'] as string)).toMatchObject({ guid: 'group-1' });
    expect((await call(`/${uuidv7()}/payload`, operator)).status).toBe(404);
    during.chunk = async () => undefined;
    expect((await call('/redrive', operator, { ids })).body['outcomes']).toHaveLength(2);
    expect((await call('/groups', viewer)).body).toEqual({ total: 0, parked: 0, groups: [] });
  });

  it('are given up with a reason, and what waits behind them is handled', async () => {
    const { item, letter } = await makeLetter('given-up');
    expect((await call('/discard', operator, { ids: [letter.id], reason: 'its source is gone' })).body).toEqual({ dryRun: false, outcomes: [{ id: letter.id, redriven: 1 }] });
    expect(await seenBy(database.dataSource, [item])).toEqual([[2]]);
    expect(await database.dataSource.query('select discarded_by, discard_reason from dead_letter')).toEqual([{ discarded_by: 'operator', discard_reason: 'its source is gone' }]);
  });

  it('are in the description of the API', async () => {
    const { paths } = (await (await fetch(`${service.url}/openapi.json`)).json()) as { paths: Record<string, unknown> };
    expect(Object.keys(paths).filter((path) => path.startsWith('/v1/dead-letters'))).toEqual(['/v1/dead-letters', '/v1/dead-letters/groups', '/v1/dead-letters/{id}/payload', '/v1/dead-letters/redrive', '/v1/dead-letters/discard']);
  });

  it('carry the trace of the request that caused the event', async () => {
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    during.chunk = async () => {
      throw new Error('traced');
    };
    expect((await fetch(`${service.url}/take`, { method: 'POST', headers: { traceparent } })).status).toBe(201);
    await eventually(async () => {
      const [row] = (await database.dataSource.query(`select headers->>'traceparent' as traceparent from dead_letter where reason = 'traced'`)) as { traceparent: string }[];
      expect(row?.traceparent.slice(0, 36)).toBe(traceparent.slice(0, 36));
      expect(row?.traceparent.slice(36, 52)).not.toBe(traceparent.slice(36, 52));
    });
  });
});
