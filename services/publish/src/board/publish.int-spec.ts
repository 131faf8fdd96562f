import { contentStoreMigrations, putBodies } from '@wiredesk/content-store';
import type { Article } from '@wiredesk/content';
import { outgoing, type EventData, type EventType, type OutgoingEvent } from '@wiredesk/contracts';
import { createDataSource, inTransaction } from '@wiredesk/persistence';
import { uuidv7, type RunningService } from '@wiredesk/platform';
import { eventually, startTestService, testDatabase, testKafka, type TestDatabase, type TestKafka } from '@wiredesk/testing';
import type { DataSource } from 'typeorm';

import { migrations } from '../migrations/index.js';
import { publish } from '../publish.module.js';
import type { ArticleRow } from './article.js';

const at = '2026-11-24T08:31:02.117Z';
const event = <T extends EventType>(type: T, data: EventData<T>): OutgoingEvent => outgoing(type, data, { id: uuidv7(), time: at });
const article = (title: string): Article => ({ title, bodyHtml: `<p>${title}</p>`, bodyText: title, language: 'en', categories: [], keywords: [], media: [], reprintReserved: false, hops: [], unknown: {}, warnings: [] });

describe('what is public, on real Kafka and Postgres', () => {
  let database: TestDatabase;
  let kafka: TestKafka;
  let service: RunningService;
  let writer: DataSource;
  let holdSeq = 0;

  beforeAll(async () => {
    database = await testDatabase({ schema: 'publish', migrations, also: [{ schema: 'content', migrations: contentStoreMigrations }] });
    writer = await createDataSource({ url: database.adminUrl, schema: 'content', applicationName: 'test writer' });
    kafka = await testKafka();
    service = await startTestService({ definition: publish, database, kafka, environment: { RIGHTS_URL: 'http://127.0.0.1:9' } });
  });

  afterAll(async () => {
    await service.stop();
    await kafka.close();
    await writer.destroy();
    await database.close();
  });

  const send = (...events: OutgoingEvent[]): Promise<void> => service.messaging.outbox.transaction(async (_tx, emit) => emit(events));
  const rowOf = async (itemId: string): Promise<ArticleRow | undefined> => ((await database.dataSource.query('select * from article where item_id = $1', [itemId])) as ArticleRow[])[0];
  const stateIs = (itemId: string, wanted: Partial<ArticleRow>) => eventually(async () => expect(await rowOf(itemId)).toMatchObject(wanted));
  const received = (itemId: string, revision = 1, change: Partial<EventData<'item.received'>> = {}): OutgoingEvent =>
    event('item.received', {
      itemId, sourceId: 's1', guid: itemId, revision, upstreamVersion: null, change: revision === 1 ? 'new' : 'revised', receiptId: itemId, contentHash: 'aa', language: 'en', url: `https://up.example/${itemId}`,
      publishedAt: at, publishedPrecision: 'instant', receivedAt: at, embargoedUntil: null, expiresAt: null, categories: ['harbour', 'town'], reprintReserved: false, ...change,
    });
  const placed = (itemId: string, storyId: string, placement = 1, change: Partial<EventData<'item.placed'>> = {}): OutgoingEvent =>
    event('item.placed', { itemId, sourceId: 's1', revision: 1, placement, storyId, relation: 'original', canonical: true, canonicalItemId: itemId, relatedTo: null, j: 0, c: 0, decidedBy: 'alone', withdrawn: false, placedAt: at, ...change });
  const cleared = (itemId: string, clearance = 1, change: Partial<EventData<'item.cleared'>> = {}): OutgoingEvent =>
    event('item.cleared', {
      itemId, sourceId: 's1', revision: 1, clearance, grantId: itemId, channels: ['*'], territories: ['*'], from: null, until: null, embargoedUntil: null, credit: null, notice: null, canonicalLinkRequired: false, clearedAt: at, ...change,
    });
  const hold = (scope: EventData<'hold.placed'>['scope'], holdId = uuidv7()) => {
    holdSeq += 1;
    const state = { holdId, seq: holdSeq, class: 'legal' as const, scope, channels: ['*'], territories: ['*'], httpStatus: 451 as const, reasonCode: 'copyright', law: null, caseNumber: null, placedAt: at, placedBy: 'test', effectiveFrom: at, until: null };
    return { holdId, placed: event('hold.placed', { ...state, lift: null }), lift: () => event('hold.lifted', { ...state, seq: (holdSeq += 1), lift: { at, by: 'test', reason: 'test' } }) };
  };
  const stored = async (itemId: string, revision = 1, title = `Title ${itemId}`): Promise<void> => {
    await inTransaction(writer, (tx) => putBodies(tx, [{ itemId, revision, language: 'en', article: article(title) }]));
  };
  const live = async (storyId = uuidv7(), sourceChange: Partial<EventData<'item.received'>> = {}): Promise<string> => {
    const itemId = uuidv7();
    await stored(itemId);
    await send(received(itemId, 1, sourceChange), placed(itemId, storyId), cleared(itemId));
    await stateIs(itemId, { state: 'live', publication: 1, title: `Title ${itemId}` });
    return itemId;
  };

  it('is the same for every order in which the three topics speak', async () => {
    const orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] as const;
    for (const order of orders) {
      const itemId = uuidv7();
      await stored(itemId);
      const events = [received(itemId), placed(itemId, uuidv7()), cleared(itemId)];
      for (const step of order) {
        await send(events[step] as OutgoingEvent);
        await eventually(async () => expect((await rowOf(itemId))?.[(['revision', 'placement', 'clearance'] as const)[step] as 'revision']).toBe(1));
      }
      await stateIs(itemId, { state: 'live', publication: 1 });
    }
  });

  it('does not change by an older or a repeated event', async () => {
    const storyId = uuidv7();
    const itemId = await live(storyId);
    await stored(itemId, 3, 'Third');
    await send(received(itemId, 3));
    await stateIs(itemId, { state: 'live', publication: 2, title: 'Third' });
    await send(received(itemId, 1), received(itemId, 3), placed(itemId, storyId), cleared(itemId));
    const other = await live();
    expect(await rowOf(itemId)).toMatchObject({ publication: 2, title: 'Third' });
    expect(other).not.toBe(itemId);
  });

  it('stands in the lists of its categories only while it is live', async () => {
    const itemId = await live();
    const lists = async (): Promise<string[]> => ((await database.dataSource.query('select category from listing where item_id = $1 order by category', [itemId])) as { category: string }[]).map((row) => row.category);
    expect(await lists()).toEqual(['harbour', 'town']);
    const { placed: placing, lift } = hold({ kind: 'item', itemId });
    await send(placing);
    await stateIs(itemId, { state: 'down', down_cause: 'held', down_status: 451, publication: 2 });
    expect(await lists()).toEqual([]);
    await send(lift());
    await stateIs(itemId, { state: 'live', publication: 3, down_hold_id: null });
    expect(await lists()).toEqual(['harbour', 'town']);
    const kinds = (await database.dataSource.query('select kind, publication from removal where item_id = $1 order by seq', [itemId])) as object[];
    expect(kinds).toEqual([{ kind: 'taken_down', publication: 2 }, { kind: 'restored', publication: 3 }]);
  });

  it('never begins under a hold that came first, and begins when that is lifted', async () => {
    const itemId = uuidv7();
    const { placed: placing, lift, holdId } = hold({ kind: 'item', itemId });
    await send(placing);
    await eventually(async () => expect(await database.dataSource.query('select swept from hold where hold_id = $1', [holdId])).toEqual([{ swept: true }]));
    await stored(itemId);
    await send(received(itemId), placed(itemId, uuidv7()), cleared(itemId));
    await stateIs(itemId, { revision: 1, placement: 1, clearance: 1, state: 'waiting', publication: 0 });
    await send(lift());
    await stateIs(itemId, { state: 'live', publication: 1 });
  });

  it('covers with a story today\'s and tomorrow\'s copies, and not what is only derived', async () => {
    const storyId = uuidv7();
    const first = await live(storyId);
    const derived = uuidv7();
    await stored(derived);
    await send(received(derived), placed(derived, storyId, 1, { relation: 'derived' }), cleared(derived));
    await stateIs(derived, { state: 'live' });
    await send(hold({ kind: 'story', storyId, itemId: first }).placed);
    await stateIs(first, { state: 'down' });
    const tomorrow = uuidv7();
    await stored(tomorrow);
    await send(received(tomorrow), placed(tomorrow, storyId, 1, { relation: 'reprint' }), cleared(tomorrow));
    await stateIs(tomorrow, { revision: 1, placement: 1, clearance: 1, state: 'waiting' });
    expect(await rowOf(derived)).toMatchObject({ state: 'live' });
  });

  it('sweeps a whole source, and later holds do not wait for it', async () => {
    const ids = Array.from({ length: 450 }, () => uuidv7());
    await inTransaction(writer, (tx) => putBodies(tx, ids.map((itemId) => ({ itemId, revision: 1, language: 'en', article: article(itemId) }))));
    await send(...ids.flatMap((itemId) => [received(itemId, 1, { sourceId: 'big' }), placed(itemId, uuidv7(), 1, { sourceId: 'big' }), cleared(itemId, 1, { sourceId: 'big' })]));
    const count = async (state: string): Promise<number> => ((await database.dataSource.query("select count(*)::int as n from article where source_id = 'big' and state = $1", [state])) as { n: number }[])[0]?.n ?? -1;
    await eventually(async () => expect(await count('live')).toBe(450));
    const other = await live();
    const ofSource = hold({ kind: 'source', sourceId: 'big' });
    await send(ofSource.placed, hold({ kind: 'item', itemId: other }).placed);
    await stateIs(other, { state: 'down' });
    await eventually(async () => expect(await count('down')).toBe(450));
    await send(ofSource.lift());
    await eventually(async () => expect(await count('live')).toBe(450));
  });

  it('ends when its upstream withdraws it, and when another copy becomes canonical', async () => {
    const storyId = uuidv7();
    const [withdrawn, superseded] = [await live(), await live(storyId)];
    await send(
      event('item.withdrawn', { itemId: withdrawn, sourceId: 's1', guid: withdrawn, revision: 2, upstreamVersion: null, receiptId: withdrawn, reason: 'canceled', withdrawnAt: at }),
      placed(superseded, storyId, 2, { canonical: false, canonicalItemId: withdrawn }),
    );
    await stateIs(withdrawn, { state: 'down', down_cause: 'withdrawn', down_status: 410 });
    await stateIs(superseded, { state: 'down', down_cause: 'superseded' });
  });

  it('begins by the clock when an embargo ends', async () => {
    const itemId = uuidv7();
    await stored(itemId);
    const endsAt = new Date(Date.now() + 2_500).toISOString();
    await send(received(itemId), placed(itemId, uuidv7()), cleared(itemId, 1, { embargoedUntil: endsAt }));
    await stateIs(itemId, { state: 'waiting', clearance: 1, due_at: new Date(endsAt) });
    await stateIs(itemId, { state: 'live', publication: 1 });
    expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(endsAt));
  });

  it('tells the other services of each change, once, with a growing publication', async () => {
    const seen: { type: string; publication: number }[] = [];
    const itemId = await live();
    const { placed: placing, lift } = hold({ kind: 'url', url: `https://www.up.example/${itemId}/` });
    await send(placing);
    await stateIs(itemId, { state: 'down' });
    await send(lift());
    await stateIs(itemId, { state: 'live' });
    await new Promise<void>((resolve) => {
      service.messaging.follower.follow({
        topic: 'wiredesk.publications.v1',
        onEvents: (events) => {
          for (const one of events) if (one.subject === itemId) seen.push({ type: one.type, publication: (one.data as { publication: number }).publication });
        },
        onCaughtUp: resolve,
      });
    });
    await eventually(() =>
      expect(seen).toEqual([{ type: 'article.published', publication: 1 }, { type: 'article.taken_down', publication: 2 }, { type: 'article.restored', publication: 3 }]),
    );
  });
});
