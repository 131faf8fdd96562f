import { randomUUID } from 'node:crypto';

import { Fingerprinter } from '@wiredesk/fingerprints';
import { createDataSource, inTransaction } from '@wiredesk/persistence';
import type { TestDatabase } from '@wiredesk/testing';
import type { DataSource } from 'typeorm';

import { learnBoilerplate } from '../boilerplate/learn-boilerplate.js';
import type { Arrival } from './facts.decide.js';
import { readSeed } from './fingerprinter.provider.js';
import { lookUpStatement, takePlacingTurn } from './lookup.store.js';
import { Desk, dedupeDatabase, storeBodies } from './testing/harness.js';
import { arrival, cut, english, hour, pool, shuffled } from './testing/texts.js';
import { World } from './testing/world.js';

const chunks = <T>(list: readonly T[], size: number): T[][] => Array.from({ length: Math.ceil(list.length / size) }, (_, i) => list.slice(i * size, (i + 1) * size));

/** Stories of some items only: the database holds those of other tests too. */
const storiesOf = async (dataSource: DataSource, arrivals: readonly Arrival[]): Promise<string[]> => {
  const ids = new Set(arrivals.map((one) => one.item.itemId));
  return (await new Desk(dataSource).stories()).filter((story) => story.split(', ').some((item) => ids.has(item.slice(0, 36))));
};

describe('placing, on a real database', () => {
  let database: TestDatabase;
  let content: DataSource;
  let desk: Desk;

  beforeAll(async () => {
    ({ database, content } = await dedupeDatabase());
    desk = new Desk(database.dataSource);
  });

  afterAll(async () => {
    await content.destroy();
    await database.close();
  });

  it('says what it decided', async () => {
    const text = english(1);
    const [first, half] = [arrival({ text, at: hour(0) }), arrival({ text: cut(text, 0.5), source: 'bay-post', at: hour(1) })];
    await storeBodies(content, [first, half]);
    const [one] = await desk.place([first]);
    expect(one).toEqual({
      itemId: first.item.itemId, sourceId: 'harbour-wire', revision: 1, placement: 1, storyId: one?.storyId, relation: 'original', canonical: true,
      canonicalItemId: first.item.itemId, relatedTo: null, j: 0, c: 0, decidedBy: 'alone', withdrawn: false, placedAt: '2026-11-24T12:00:00.000Z',
    });
    const [other] = await desk.place([half]);
    expect(other).toMatchObject({ itemId: half.item.itemId, placement: 1, storyId: one?.storyId, relation: 'excerpt', canonical: false, canonicalItemId: first.item.itemId, relatedTo: first.item.itemId, decidedBy: 'sketch' });
    expect(other?.c).toBeGreaterThan(0.95);
    expect(other?.j).toBeGreaterThan(0.35);
  });

  it('says nothing about a repeat or an older revision', async () => {
    const newer = arrival({ text: english(2), revision: 2 });
    const older = arrival({ text: english(3), revision: 1, itemId: newer.item.itemId });
    await storeBodies(content, [newer, older]);
    expect(await desk.place([newer])).toHaveLength(1);
    expect(await desk.place([newer, older])).toEqual([]);
  });

  it('places as the decisions do on one board, in any order, in chunks of any size', async () => {
    const items = pool(100, 30);
    await storeBodies(content, items);
    const world = new World();
    for (const one of items) world.arrive(one);
    const expected = world.stories();
    for (const [seed, size] of [[7, 64], [8, 1], [9, 13]] as const) {
      // The same items under other ids: a fresh database for each order would take longer.
      await database.dataSource.query('truncate item, sketch');
      for (const chunk of chunks(shuffled(items, seed), size)) await desk.place(chunk);
      expect(await storiesOf(database.dataSource, items)).toEqual(expected);
    }
  });

  it('loses and doubles no story where several replicas place copies at once', async () => {
    const items = shuffled(pool(300, 40), 5);
    await storeBodies(content, items);
    const world = new World();
    for (const one of items) world.arrive(one);
    const replicas = await Promise.all([1, 2, 3].map(() => createDataSource({ url: database.url, schema: 'dedupe', applicationName: 'replica', poolMax: 2 })));
    const waiting = chunks(items, 4);
    await Promise.all(
      replicas.map(async (replica) => {
        const own = new Desk(replica);
        for (let next = waiting.pop(); next; next = waiting.pop()) await own.place(next);
      }),
    );
    await Promise.all(replicas.map((replica) => replica.destroy()));
    expect(await storiesOf(database.dataSource, items)).toEqual(world.stories());
  });

  it('knows a withdrawal that came before its item', async () => {
    const late = arrival({ text: english(4) });
    const { itemId, sourceId, guid } = late.item;
    await storeBodies(content, [late]);
    expect(await desk.place([], [{ itemId, sourceId, guid, revision: 2 }])).toEqual([]);
    expect(await desk.place([late])).toMatchObject([{ itemId, withdrawn: true }]);
  });

  it('promotes the next copy when the canonical is withdrawn, and lets it come back when it is restored', async () => {
    const text = english(5);
    const [first, copy] = [arrival({ text, at: hour(0) }), arrival({ text, source: 'bay-post', at: hour(1) })];
    const restored = { ...first, item: { ...first.item, revision: 3, change: 'restored' as const } };
    await storeBodies(content, [first, copy, restored]);
    await desk.place([first, copy]);
    const { itemId, sourceId, guid } = first.item;
    const said = await desk.place([], [{ itemId, sourceId, guid, revision: 2 }]);
    expect(said.find((one) => one.itemId === itemId)).toMatchObject({ withdrawn: true, canonical: false, placement: 2 });
    expect(said.find((one) => one.itemId === copy.item.itemId)).toMatchObject({ canonical: true, placement: 2 });
    await desk.place([restored]);
    expect(await storiesOf(database.dataSource, [first])).toEqual([[`${itemId} original*`, `${copy.item.itemId} reprint`].sort().join(', ')]);
  });

  it('places a body that was erased by itself', async () => {
    const gone = arrival({ text: english(6) });
    expect(await desk.place([gone])).toMatchObject([{ decidedBy: 'suspect', relation: 'original', canonical: true }]);
  });

  it('learns what a source repeats, and compares without it', async () => {
    const sourced = (source: string, plate: number) => (seed: number, words: number, hours: number): Arrival =>
      arrival({ text: `${english(seed, words)}\n${english(plate, 100)}`, source, title: `Page ${seed}`, at: hour(hours) });
    const [page, other] = [sourced('page-times', 9_000), sourced('other-times', 9_001)];
    const long = [page(3_001, 200, 0), page(3_002, 200, 1), page(3_003, 200, 2)];
    const short = [page(3_004, 20, 10), page(3_005, 20, 11)];
    const unlearned = [other(3_006, 20, 10), other(3_007, 20, 11)];
    await storeBodies(content, [...long, ...short, ...unlearned]);
    const [a, b] = await desk.place(unlearned);
    expect(a?.storyId).toBe(b?.storyId);
    await desk.place(long);
    expect(await learnBoilerplate(database.dataSource, new Fingerprinter(await readSeed(database.dataSource)), new Date())).toBeGreaterThan(0);
    await desk.known.refresh();
    const [c, d] = await desk.place(short);
    expect(c?.storyId).not.toBe(d?.storyId);
  });

  it('finds candidates by the index, whatever the planner thinks of its selectivity', async () => {
    await database.dataSource.query('analyze');
    const plan = await inTransaction(database.dataSource, async (tx) => {
      takePlacingTurn(tx);
      return (await tx.query(`explain ${lookUpStatement}`, [['{1,2}', '{3}'], [randomUUID()], [randomUUID()]])) as { 'QUERY PLAN': string }[];
    });
    const text = plan.map((row) => row['QUERY PLAN']).join('\n');
    expect(text).toContain('Bitmap Index Scan on sketch_by_key');
    expect(text).not.toMatch(/Seq Scan on|Hash Join|Hash (Left|Right) Join|Merge (Left |Right )?Join/);
  });

  it('takes a text under a key that very many hold, and a chunk of the like, in bounded time', async () => {
    const sentence = english(7, 60);
    const items = Array.from({ length: 600 }, (_, i) => arrival({ text: `${sentence} ${english(1_000 + i, 60)}`, source: `s${i}`, at: hour(i % 60) }));
    const many = [...items, arrival({ text: `${sentence} ${english(2_000, 60)}`, at: hour(5) })];
    await storeBodies(content, many);
    for (const chunk of chunks(items, 100)) await desk.place(chunk);
    const [last] = many.slice(-1) as [Arrival];
    const started = performance.now();
    expect(await desk.place([last])).toMatchObject([{ relation: 'original' }]);
    expect(performance.now() - started).toBeLessThan(10_000);
    const [row] = (await database.dataSource.query(
      'select max(n)::int as most from (select count(*) as n from sketch, unnest(keys) as key group by key) counted',
    )) as { most: number }[];
    expect(row?.most).toBeLessThan(500);
  });
});
