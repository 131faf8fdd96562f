import { randomUUID } from 'node:crypto';

import { outgoing, topics, type HoldPlaced, type ItemPlaced, type OutgoingEvent } from '@wiredesk/contracts';
import { eraseBodies } from '@wiredesk/content-store';
import { createDataSource, inTransaction } from '@wiredesk/persistence';
import { uuidv7, type RunningService } from '@wiredesk/platform';
import { eventually, startTestService, testKafka, testTokens, type TestDatabase, type TestKafka } from '@wiredesk/testing';
import type { DataSource } from 'typeorm';

import { dedupe } from '../dedupe.module.js';
import type { Arrival } from '../placing/facts.decide.js';
import { dedupeDatabase, storeBodies } from '../placing/testing/harness.js';
import { arrival, cut, english, hour } from '../placing/testing/texts.js';

const time = '2026-11-24T12:00:00.000Z';

describe('stay-down, on real Kafka and Postgres', () => {
  let database: TestDatabase;
  let content: DataSource;
  let kafka: TestKafka;
  let service: RunningService;
  const placements = new Map<string, ItemPlaced>();

  beforeAll(async () => {
    ({ database, content } = await dedupeDatabase());
    kafka = await testKafka();
    service = await startTestService({ definition: dedupe, database, kafka });
    service.messaging.follower.follow({
      topic: topics.placements,
      onEvents: (events) => {
        for (const event of events) if (event.type === 'item.placed') placements.set(event.data.itemId, event.data);
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
  const receive = async (one: Arrival): Promise<ItemPlaced> => {
    await storeBodies(content, [one]);
    await send(outgoing('item.received', one.item, { id: uuidv7(), time }));
    return eventually(() => {
      const placed = placement(one);
      if (!placed) throw new Error('not placed yet');
      return placed;
    });
  };
  let seq = 0;
  const hold = (scope: HoldPlaced['scope'], more: Partial<HoldPlaced> = {}): HoldPlaced => ({
    holdId: randomUUID(), seq: (seq += 1), class: 'legal', scope, channels: ['*'], territories: ['*'], httpStatus: 451, reasonCode: 'copyright', law: null, caseNumber: 'WD-1',
    placedAt: time, placedBy: 'test', effectiveFrom: time, until: null, lift: null, ...more,
  });
  const place = async (state: HoldPlaced): Promise<void> => {
    await send(outgoing('hold.placed', state, { id: uuidv7(), time }));
    await eventually(async () => expect(await database.dataSource.query('select 1 from held_story where hold_id = $1 and seq >= $2', [state.holdId, state.seq])).toHaveLength(1));
  };
  const lift = (state: HoldPlaced): Promise<void> =>
    send(outgoing('hold.lifted', { ...state, seq: (seq += 1), lift: { at: time, by: 'test', reason: 'withdrawn' } }, { id: uuidv7(), time }));
  const call = async (path: string, body?: unknown, token: string = testTokens['rights-officer']): Promise<{ status: number; body: Record<string, unknown> }> => {
    const answer = await fetch(`${service.url}${path}`, { method: body === undefined ? 'GET' : 'POST', headers: { authorization: `Bearer ${token}` }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  const erase = async (one: Arrival): Promise<void> => {
    await database.dataSource.query('delete from sketch where item_id = $1', [one.item.itemId]);
    const url = new URL(database.adminUrl);
    const admin = await createDataSource({ url: url.href, schema: 'content', applicationName: 'test', poolMax: 1 });
    await inTransaction(admin, (tx) => eraseBodies(tx, [one.item.itemId]));
    await admin.destroy();
  };

  it('places what comes back in the held story, weeks later, cut, and after text and sketch were erased', async () => {
    const text = english(1);
    const original = arrival({ text, at: hour(0) });
    const { storyId } = await receive(original);
    const state = hold({ kind: 'story', storyId, itemId: original.item.itemId });
    await place(state);
    await erase(original);
    const again = arrival({ text: cut(text, 0.3), source: 'bay-post', at: hour(24 * 20) });
    expect(await receive(again)).toMatchObject({ storyId, relation: 'reprint', relatedTo: original.item.itemId });
    const other = arrival({ text: english(2), source: 'bay-post', at: hour(1) });
    expect((await receive(other)).storyId).not.toBe(storyId);
    await lift(state);
    await eventually(() => expect(placement(again)).toMatchObject({ relation: 'original', canonical: true, placement: 2 }));
    expect(placement(again)?.storyId).not.toBe(storyId);
  });

  it('lets independent copies be where only one item is held', async () => {
    const text = english(3);
    const original = arrival({ text, at: hour(0) });
    await receive(original);
    await place(hold({ kind: 'item', itemId: original.item.itemId }));
    const later = arrival({ text, source: 'bay-post', at: hour(24 * 40) });
    expect((await receive(later)).storyId).not.toBe(placement(original)?.storyId);
    expect((await call('/v1/staydown/check', { text })).body).toMatchObject({ verdict: 'held', matches: [{ itemId: original.item.itemId, coverage: 1, caseNumber: 'WD-1' }] });
  });

  it('holds a text whose hold came first', async () => {
    const text = english(4);
    const original = arrival({ text, at: hour(0) });
    await place(hold({ kind: 'story', storyId: randomUUID(), itemId: original.item.itemId }));
    const { storyId } = await receive(original);
    const later = arrival({ text: `${english(77, 40)} ${text}`, source: 'bay-post', at: hour(24 * 30) });
    expect(await receive(later)).toMatchObject({ storyId });
  });

  it('lists what a person should look at, and lets it pass when one says so', async () => {
    const text = english(5);
    const original = arrival({ text, at: hour(0) });
    const { storyId } = await receive(original);
    await place(hold({ kind: 'story', storyId, itemId: original.item.itemId }));
    const partly = arrival({ text: `${cut(text, 0.4)} ${english(6)}`, source: 'bay-post', at: hour(24 * 9) });
    expect(await receive(partly)).toMatchObject({ storyId });
    const { body } = await call('/v1/staydown/matches?review=true', undefined, testTokens.viewer);
    expect(body['matches']).toMatchObject([{ itemId: partly.item.itemId, heldItemId: original.item.itemId, review: true }]);
    const allowed = await call('/v1/staydown/exceptions', { of: { itemId: partly.item.itemId }, reason: 'quotes it lawfully' });
    expect(allowed).toMatchObject({ status: 201, body: { changed: 1 } });
    await eventually(() => expect(placement(partly)?.storyId).not.toBe(storyId));
    const same = arrival({ text: partly.article?.bodyText ?? '', source: 'canal-times', at: hour(24 * 9 + 1) });
    expect(await receive(same)).toMatchObject({ storyId: placement(partly)?.storyId });
    const { body: ended } = await call(`/v1/staydown/exceptions/${allowed.body['exceptionId'] as string}/end`, {});
    expect(ended).toMatchObject({ exceptionId: allowed.body['exceptionId'] });
    expect((await call('/v1/staydown/check', { text: partly.article?.bodyText })).body).toMatchObject({ verdict: 'review' });
  });

  it('makes copies of a derived text copies, where the hold names that text', async () => {
    const text = english(8);
    const derivedText = `${cut(text, 0.72)} ${english(9, 110)}`;
    const [original, derived, itsCopy] = [arrival({ text, at: hour(0) }), arrival({ text: derivedText, source: 'bay-post', at: hour(3) }), arrival({ text: derivedText, source: 'canal-times', at: hour(4) })];
    const { storyId } = await receive(original);
    expect(await receive(derived)).toMatchObject({ storyId, relation: 'derived' });
    expect(await receive(itsCopy)).toMatchObject({ storyId, relation: 'derived', relatedTo: derived.item.itemId });
    const state = hold({ kind: 'story', storyId, itemId: derived.item.itemId });
    await place(state);
    await eventually(() => expect(placement(itsCopy)).toMatchObject({ storyId, relation: 'reprint' }));
    await lift(state);
    await eventually(() => expect(placement(itsCopy)).toMatchObject({ storyId, relation: 'derived' }));
  });

  it('reads the index by its fingerprints, not by reading all of it', async () => {
    const plan = await database.dataSource.transaction(async (tx) => {
      await tx.query('set local enable_seqscan = off');
      return (await tx.query(`explain select 1 from held_print where prints && array[1,2]`)) as { 'QUERY PLAN': string }[];
    });
    expect(plan.map((row) => row['QUERY PLAN']).join('\n')).toContain('Bitmap Index Scan on held_print_by_print');
  });

  it.each([
    ['/v1/staydown/check', { itemId: randomUUID() }, 404, testTokens.service],
    ['/v1/staydown/check', {}, 422, testTokens.service],
    ['/v1/staydown/check', { text: 'x' }, 403, testTokens.viewer],
    ['/v1/staydown/exceptions', { of: { text: '…' }, reason: 'x' }, 422, testTokens['rights-officer']],
    ['/v1/staydown/exceptions', { of: { text: 'x' }, reason: 'x' }, 403, testTokens.operator],
  ])('%s of %j is answered %i', async (path, body, status, token) => {
    expect((await call(path, body, token)).status).toBe(status);
  });
});
