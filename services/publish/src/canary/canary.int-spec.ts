import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { eventually, testTokens } from '@wiredesk/testing';

import { GivenPublish } from '../testing/given-publish.js';

interface Drills {
  readonly medianDarkMs: number | null;
  readonly drills: readonly { state: string; itemId: string; publishedMs: number | null; darkMs: number | null; acknowledgedMs: number | null; detail: string | null }[];
}

describe('the canary drill', () => {
  let given: GivenPublish;
  let others: Server;
  const calls: string[] = [];
  let isHoldTaken = true;

  /** What ingest and rights answer, and what they then say on the topics. */
  beforeAll(async () => {
    const answers: Record<string, (body: { pubstatus?: string; scope?: { itemId: string } }) => Promise<object | undefined>> = {};
    others = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const path = request.url ?? '';
        calls.push(`${path.replace(/[0-9a-f-]{36}/, ':id')} ${request.headers.authorization}`);
        const answer = answers[path.replace(/[0-9a-f-]{36}/, ':id')];
        void answer?.(JSON.parse(Buffer.concat(chunks).toString()) as object).then((json) => response.writeHead(json ? 200 : 503, { 'content-type': 'application/json' }).end(JSON.stringify(json ?? {})));
      });
    });
    await new Promise<void>((resolve) => others.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(others.address() as AddressInfo).port}`;
    given = await GivenPublish.start({ environment: { RIGHTS_URL: url, CANARY_INGEST_URL: url, CANARY_SOURCE_KEY: 'key', CANARY_RIGHTS_TOKEN: 'officer', CANARY_EVERY_MINUTES: '0' } });
    let itemId = '';
    let hold: ReturnType<GivenPublish['hold']> | undefined;
    answers['/v1/sources/canary/items'] = async ({ pubstatus }) => {
      if (pubstatus === 'usable') itemId = await given.one({ sourceId: 'canary' });
      else await given.withdraw(itemId, 2);
      return { items: [{ itemId }] };
    };
    answers['/v1/holds'] = async () => {
      if (!isHoldTaken) return undefined;
      hold = given.hold({ kind: 'item', itemId });
      await hold.place();
      return { holdId: hold.holdId };
    };
    answers['/v1/holds/:id/lift'] = async () => (await hold?.lift(), { lifted: true });
  }, 60_000);
  afterAll(async () => {
    await given.close();
    others.closeAllConnections();
    await new Promise((resolve) => others.close(resolve));
  });

  const ended = (count: number) =>
    eventually(async () => {
      const list = (await given.call('GET', '/v1/canary-drills', { token: testTokens.viewer })).json as Drills;
      expect(list.drills.map(({ state }) => state !== 'running')).toEqual(Array.from({ length: count }, () => true));
      return list;
    }, { withinMs: 30_000 });

  it('publishes and takes down on the real path, with a subscriber of its own, and cleans up', async () => {
    await given.subscriber(0, { filter: { sources: ['canary'] } });
    given.sink().answer = ({ data }) => {
      if (data.ackUrl !== undefined) given.acknowledge(data.ackUrl, 1);
      return { status: 200 };
    };
    expect((await given.call('POST', '/v1/canary-drills')).status).toBe(202);
    expect((await given.call('POST', '/v1/canary-drills')).json).toMatchObject({ status: 409, type: expect.stringMatching(/drill-in-progress$/) });
    const { drills, medianDarkMs } = await ended(1);
    expect(drills[0]).toMatchObject({ state: 'passed', publishedMs: expect.any(Number), darkMs: expect.any(Number), acknowledgedMs: expect.any(Number), detail: null });
    expect(medianDarkMs).toBe(drills[0]?.darkMs);
    await eventually(() => expect(calls).toEqual(['/v1/sources/canary/items Bearer key', '/v1/holds Bearer officer', '/v1/sources/canary/items Bearer key', '/v1/holds/:id/lift Bearer officer']));
    await eventually(async () => expect(await given.query('select state, down_cause from article where item_id = $1', [drills[0]?.itemId])).toEqual([{ state: 'down', down_cause: 'withdrawn' }]));
  }, 60_000);

  it('fails loudly where the takedown does not come, and takes its article back all the same', async () => {
    isHoldTaken = false;
    await given.call('POST', '/v1/canary-drills');
    const { drills } = await ended(2);
    expect(drills[0]).toMatchObject({ state: 'failed', darkMs: null, detail: '/v1/holds answered 503' });
    await eventually(async () => expect(await given.query('select state from article where item_id = $1', [drills[0]?.itemId])).toEqual([{ state: 'down' }]));
  }, 60_000);
});
