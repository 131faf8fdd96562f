import { holdLedgerPage } from '@wiredesk/contracts';
import { inTransaction } from '@wiredesk/persistence';
import { uuidv7 } from '@wiredesk/platform';
import { eventually, testTokens } from '@wiredesk/testing';

import { GivenRights } from '../testing/given-rights.js';
import { liftHolds, placeHolds } from './ledger.store.js';
import type { NewHold } from './new-hold.js';

const newHold = (holdId = uuidv7()): NewHold => ({
  holdId, class: 'editorial', scope: { kind: 'item', itemId: uuidv7() }, channels: ['*'], territories: ['*'], httpStatus: 410, reasonCode: 'test', law: null, placedBy: 'test', effectiveFrom: null, until: null, of: null, follows: null,
});

describe('the hold ledger, on real Postgres and Kafka', () => {
  let given: GivenRights;

  beforeAll(async () => {
    given = await GivenRights.start();
  });
  afterAll(() => given.close());

  const page = async (query: string) => holdLedgerPage.parse((await given.call('GET', `/v1/holds?${query}`, { token: testTokens.service })).json);
  const place = (scope: object, more: object = {}, headers: Record<string, string> = {}) => given.officer('POST', '/v1/holds', { scope, reason: 'emergency', ...more }, headers);

  it('gives positions without a gap in the order of commits, however many place and lift at once', async () => {
    const start = (await page('after=0')).seq;
    const seen: number[] = [];
    let watching = true;
    // Whoever has seen a position must have seen every one before it: a reader that follows the ledger misses none.
    const watcher = (async () => {
      let after = start;
      while (watching) {
        const { holds, seq } = await page(`after=${after}`);
        for (const hold of holds) seen.push(hold.seq);
        after = Math.max(after, seq);
      }
      for (const hold of (await page(`after=${after}`)).holds) seen.push(hold.seq);
    })();
    const ids = Array.from({ length: 40 }, () => uuidv7());
    await Promise.all(ids.map((holdId) => inTransaction(given.database.dataSource, (tx) => placeHolds(tx, () => undefined, [newHold(holdId)], new Date()))));
    await Promise.all(ids.slice(0, 10).map((holdId) => inTransaction(given.database.dataSource, (tx) => liftHolds(tx, () => undefined, [holdId], { by: 'test', reason: 'test' }, new Date()))));
    watching = false;
    await watcher;
    expect((await page('after=0')).seq).toBe(start + 50);
    const last = (await page(`after=${start}`)).holds.map((hold) => hold.seq);
    expect(last.every((seq) => seen.includes(seq))).toBe(true);
    expect(last).toEqual([...last].sort((a, b) => a - b));
  });

  it('places an id once for ever, also after its lift', async () => {
    const hold = newHold();
    const seqs = async () => (await page('after=0')).seq;
    await inTransaction(given.database.dataSource, (tx) => placeHolds(tx, () => undefined, [hold], new Date()));
    await inTransaction(given.database.dataSource, (tx) => liftHolds(tx, () => undefined, [hold.holdId], { by: 'test', reason: 'over' }, new Date()));
    const after = await seqs();
    expect(await inTransaction(given.database.dataSource, (tx) => placeHolds(tx, () => undefined, [hold], new Date()))).toEqual([]);
    expect(await inTransaction(given.database.dataSource, (tx) => liftHolds(tx, () => undefined, [hold.holdId], { by: 'test', reason: 'again' }, new Date()))).toEqual([]);
    expect(await seqs()).toBe(after);
  });

  it('says each placing and each lift on the lane, in full', async () => {
    const itemId = uuidv7();
    const { status, json } = await place({ kind: 'item', itemId });
    expect(status).toBe(201);
    expect(json).toMatchObject({ class: 'editorial', httpStatus: 410, reasonCode: 'editorial', placedBy: 'officer:rights-officer', lift: null });
    const lifted = await given.officer('POST', `/v1/holds/${String(json['holdId'])}/lift`, { reason: 'test is over' });
    expect(lifted).toMatchObject({ status: 200, json: { holdId: json['holdId'], lift: { by: 'officer:rights-officer', reason: 'test is over' } } });
    await eventually(() =>
      expect(given.eventsOf(String(json['holdId']))).toMatchObject([
        { type: 'hold.placed', data: { scope: { kind: 'item', itemId }, lift: null } },
        { type: 'hold.lifted', data: { scope: { kind: 'item', itemId }, seq: lifted.json['seq'] } },
      ]),
    );
    expect(JSON.stringify(given.eventsOf(String(json['holdId'])))).not.toContain('emergency');
  });

  it('is read page by page', async () => {
    const after = (await page('after=0')).seq;
    for (let i = 0; i < 3; i += 1) await place({ kind: 'item', itemId: uuidv7() });
    const first = await page(`after=${after}&limit=2`);
    expect(first).toMatchObject({ more: true, seq: after + 3 });
    expect(first.holds.map((hold) => hold.seq)).toEqual([after + 1, after + 2]);
    const second = await page(`after=${after + 2}&limit=2`);
    expect(second).toMatchObject({ more: false, holds: [{ seq: after + 3 }] });
  });

  it('beats each second, once whatever the number of replicas, and says where the ledger ends', async () => {
    await given.startReplica();
    const { seq } = await page('after=0');
    const beats = () => given.events.filter(({ type }) => type === 'lane.heartbeat');
    const before = beats().length;
    const started = performance.now();
    await eventually(() => expect(beats().length).toBeGreaterThanOrEqual(before + 3));
    const seconds = (performance.now() - started) / 1_000;
    expect(seconds).toBeGreaterThan(1.5);
    expect(seconds).toBeLessThan(15);
    expect(beats().at(-1)?.data['seq']).toBe(seq);
  });

  it('does the same order once by its Idempotency-Key', async () => {
    const scope = { kind: 'source', sourceId: 'once' };
    const first = await place(scope, {}, { 'idempotency-key': 'k1' });
    const again = await place(scope, {}, { 'idempotency-key': 'k1' });
    expect(again.json['holdId']).toBe(first.json['holdId']);
    expect((await given.standing()).filter((hold) => (hold['scope'] as { sourceId?: string }).sourceId === 'once')).toHaveLength(1);
    expect(await place({ kind: 'source', sourceId: 'other' }, {}, { 'idempotency-key': 'k1' })).toMatchObject({ status: 422, json: { type: expect.stringContaining('idempotency-key-reused') } });
    const both = await Promise.all([1, 2, 3].map(() => place({ kind: 'source', sourceId: 'race' }, {}, { 'idempotency-key': 'k2' })));
    expect(new Set(both.map(({ json }) => json['holdId'])).size).toBe(1);
    const lift = () => given.officer('POST', `/v1/holds/${String(first.json['holdId'])}/lift`, { reason: 'over' }, { 'idempotency-key': 'k3' });
    expect((await lift()).json).toEqual((await lift()).json);
  });

  it.each([
    [{ kind: 'item', itemId: 'no-uuid' }, '/scope/itemId'],
    [{ kind: 'url', url: 'javascript:alert(1)' }, '/scope/url'],
    [{ kind: 'work', id: 'x' }, '/scope/kind'],
  ])('refuses the scope %j and says which field', async (scope, pointer) => {
    const answer = await place(scope);
    expect(answer.status).toBe(422);
    expect((answer.json['errors'] as { pointer: string }[])[0]?.pointer).toBe(pointer);
  });

  it('refuses a hold that ends before it begins', async () => {
    expect(await place({ kind: 'source', sourceId: 's1' }, { until: '2020-01-01T00:00:00Z' })).toMatchObject({ status: 422, json: { detail: expect.stringContaining('end before it begins') } });
  });

  it('lets an order be lifted only where the order itself is gone', async () => {
    const { json } = await place({ kind: 'item', itemId: uuidv7() }, { class: 'order', law: 'Decision 7/2026' });
    expect(json).toMatchObject({ httpStatus: 451, class: 'order' });
    const lift = (body: object) => given.officer('POST', `/v1/holds/${String(json['holdId'])}/lift`, body);
    expect(await lift({ reason: 'we think so' })).toMatchObject({ status: 409, json: { type: expect.stringContaining('order-binds') } });
    expect(await lift({ reason: 'appeal', basis: 'order-reversed' })).toMatchObject({ status: 200 });
  });

  it('is ordered and lifted by rights officers alone', async () => {
    const body = { scope: { kind: 'source', sourceId: 's1' }, reason: 'x' };
    for (const token of [testTokens.operator, testTokens.service, testTokens.viewer]) expect((await given.call('POST', '/v1/holds', { token, body })).status).toBe(403);
    expect((await given.call('POST', `/v1/holds/${uuidv7()}/lift`, { token: testTokens.operator, body: { reason: 'x' } })).status).toBe(403);
    expect((await given.call('GET', '/v1/holds')).status).toBe(401);
    expect((await given.officer('POST', `/v1/holds/${uuidv7()}/lift`, { reason: 'x' })).status).toBe(404);
  });

  it('keeps what its placer wrote to itself', async () => {
    const { json } = await place({ kind: 'source', sourceId: 'private' }, { reason: 'called by Ms Holder' });
    expect(JSON.stringify(json)).not.toContain('Holder');
    expect(await given.query('select note from hold where hold_id = $1', [json['holdId']])).toEqual([{ note: 'called by Ms Holder' }]);
  });
});

describe('the second way, with Kafka away', () => {
  it('places, lifts and gives the ledger all the same', async () => {
    const given = await GivenRights.start();
    try {
      const replica = await given.startReplica({ environment: { KAFKA_BROKERS: '127.0.0.1:1' } });
      const call = (method: string, path: string, token: string, body?: object) => given.call(method, path, { token, base: replica, ...(body ? { body } : {}) });
      const placed = await call('POST', '/v1/holds', testTokens['rights-officer'], { scope: { kind: 'source', sourceId: 'dark' }, reason: 'emergency' });
      expect(placed.status).toBe(201);
      const { json } = await call('GET', '/v1/holds?after=0', testTokens.service);
      expect(holdLedgerPage.parse(json)).toMatchObject({ holds: [{ holdId: placed.json['holdId'], lift: null }], seq: 1, more: false });
      expect((await call('POST', `/v1/holds/${String(placed.json['holdId'])}/lift`, testTokens['rights-officer'], { reason: 'over' })).status).toBe(200);
      expect(holdLedgerPage.parse((await call('GET', '/v1/holds?after=1', testTokens.service)).json)).toMatchObject({ holds: [{ seq: 2, lift: { reason: 'over' } }] });
    } finally {
      await given.close();
    }
  });
});
