import { contractOf, outgoing, type EventData, type EventType, type OutgoingEvent } from '@wiredesk/contracts';
import { uuidv7, type RunningService } from '@wiredesk/platform';
import { startTestService, testDatabase, testKafka, testTokens, type TestDatabase, type TestKafka } from '@wiredesk/testing';

import { consoleService } from '../console.module.js';
import { migrations } from '../migrations/index.js';
import { serve, type Served } from '../testing/serve.js';

const event = <T extends EventType>(type: T, change: Partial<EventData<T>>): OutgoingEvent =>
  outgoing(type, { ...(contractOf(type) as unknown as { sample: EventData<T> }).sample, ...change }, { id: uuidv7(), time: new Date().toISOString() });

describe('the overview, and the stream of it', () => {
  let database: TestDatabase;
  let kafka: TestKafka;
  let service: RunningService;
  let other: Served;
  let cookie: string;

  beforeAll(async () => {
    database = await testDatabase({ schema: 'console', migrations });
    kafka = await testKafka();
    other = await serve(({ path }) => {
      switch (path) {
        case '/transparency':
          return { status: 200, body: '{"secondsToHold":2.5}' };
        case '/metrics':
          return { status: 200, body: 'wiredesk_dead_letters 3\nwiredesk_delivery_attempts_total{lane="1",outcome="delivered"} 40\nwiredesk_delivery_attempts_total{lane="1",outcome="retrying"} 7\nwiredesk_deliveries{lane="1",state="due"} 5\nwiredesk_delivery_oldest_due_seconds{lane="1"} 90\n' };
        default:
          return { status: 200, body: '{"checks":{}}' };
      }
    });
    service = await startTestService({ definition: consoleService, database, kafka, environment: { INGEST_URL: other.url, RIGHTS_URL: other.url, DEDUPE_URL: other.url, PUBLISH_URL: other.url } });
    const signedIn = await fetch(`${service.url}/sign-in`, { method: 'POST', redirect: 'manual', body: new URLSearchParams({ token: testTokens.viewer }) });
    cookie = (signedIn.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  });
  afterAll(async () => {
    await kafka.close();
    await database.close();
    await other.close();
  });

  /** Reads a stream until what came contains a text; says what came, and how it ended where it ended first. */
  const readUntil = async (reader: ReadableStreamDefaultReader<Uint8Array>, text: string | undefined): Promise<string> => {
    const decoder = new TextDecoder();
    let came = '';
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return `${came}(end)`;
      came += decoder.decode(value, { stream: true });
      if (text !== undefined && came.includes(text)) return came;
    }
  };
  const watch = async (): Promise<ReadableStreamDefaultReader<Uint8Array>> => {
    const answer = await fetch(`${service.url}/live/overview?lang=en`, { headers: { cookie } });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
    if (!answer.body) throw new Error('a stream has a body');
    return answer.body.getReader();
  };

  it('says what waits longest, what was delivered, how many letters are dead, and the public median', async () => {
    const [itemId, placed] = [uuidv7(), uuidv7()];
    await service.messaging.outbox.transaction(async (_tx, emit) => emit([event('item.received', { itemId: placed }), event('item.placed', { itemId: placed }), event('item.received', { itemId })]));
    const reader = await watch();
    const figures = await readUntil(reader, itemId);
    await reader.cancel();
    expect(figures).toMatch(/^data: /);
    const { oldestUnplaced, publicSecondsToHold, services } = (await (await fetch(`${service.url}/v1/overview`, { headers: { authorization: `Bearer ${testTokens.viewer}` } })).json()) as { oldestUnplaced: { itemId: string }; publicSecondsToHold: number; services: object[] };
    expect([oldestUnplaced.itemId, publicSecondsToHold]).toEqual([itemId, 2.5]);
    expect(services[3]).toMatchObject({ name: 'publish', deadLetters: 3, deliveries: { delivered: 40, waiting: 5, overdueSeconds: 90 } });
    for (const text of ['waiting: 5', 'overdue by 90 s', 'median <strong>2.5 s</strong>']) expect(figures.replaceAll('\ndata: ', '')).toContain(text);
  });

  it('moves while one looks', async () => {
    const reader = await watch();
    await readUntil(reader, '</table>');
    await service.messaging.outbox.transaction(async (_tx, emit) => emit(Array.from({ length: 41 }, () => event('item.withdrawn', { itemId: uuidv7() }))));
    expect(await readUntil(reader, '>41<')).toContain('withdrawn');
    await reader.cancel();
  });

  it('is for who is signed in', async () => {
    const answer = await fetch(`${service.url}/live/overview`, { redirect: 'manual', headers: { 'hx-request': 'true' } });
    expect([answer.status, answer.headers.get('hx-redirect')]).toEqual([401, '/sign-in?to=%2Flive%2Foverview']);
  });

  it('does not keep the service from stopping', async () => {
    const reader = await watch();
    await readUntil(reader, '</table>');
    const [ended] = await Promise.all([readUntil(reader, undefined), service.stop()]);
    expect(ended).toMatch(/\(end\)$/);
  });
});
