import { randomUUID } from 'node:crypto';

import type { Article } from '@wiredesk/content';
import { bodyKey, contentStoreMigrations, eraseBodies, getBodies, latestBodies, putBodies } from '@wiredesk/content-store';
import { createDataSource, inTransaction } from '@wiredesk/persistence';
import type { DataSource } from 'typeorm';

import { testDatabase, type TestDatabase } from '../index.js';

const article = (title: string): Article => ({
  title,
  bodyHtml: `<p>${title}</p>`,
  bodyText: title,
  language: 'en',
  categories: [],
  keywords: [],
  media: [],
  reprintReserved: false,
  hops: [],
  unknown: { odd: 'a\u0000b \ud800 𠮷' },
  warnings: [],
});

describe('the content store', () => {
  let database: TestDatabase;
  let rights: DataSource;
  let dedupe: DataSource;

  beforeAll(async () => {
    const service = (schema: string) => ({ schema, migrations: [] });
    database = await testDatabase({ schema: 'ingest', migrations: [], also: [{ schema: 'content', migrations: contentStoreMigrations }, service('rights'), service('dedupe')] });
    const as = (role: string): Promise<DataSource> => {
      const url = new URL(database.url);
      url.username = role;
      return createDataSource({ url: url.href, schema: role, applicationName: 'test', poolMax: 2 });
    };
    rights = await as('rights');
    dedupe = await as('dedupe');
  });

  afterAll(async () => {
    await Promise.all([rights.destroy(), dedupe.destroy()]);
    await database.close();
  });

  const put = (bodies: Parameters<typeof putBodies>[1]): Promise<void> => inTransaction(database.dataSource, (tx) => putBodies(tx, bodies));

  it('gives back what was put, unknown fields with odd characters too', async () => {
    const itemId = randomUUID();
    await put([{ itemId, revision: 1, language: 'en', article: article('one') }, { itemId, revision: 2, language: 'en', article: article('two') }]);

    const bodies = await getBodies(dedupe, [{ itemId, revision: 1 }, { itemId, revision: 2 }, { itemId, revision: 3 }]);

    expect([...bodies.keys()].sort()).toEqual([`${itemId}:1`, `${itemId}:2`]);
    expect(bodies.get(bodyKey({ itemId, revision: 1 }))).toMatchObject({ erased: false, article: { title: 'one', unknown: { odd: 'a\u0000b \ud800 𠮷' } } });
  });

  it('keeps the first of two puts of one revision', async () => {
    const itemId = randomUUID();
    await put([{ itemId, revision: 1, language: 'en', article: article('first') }]);
    await put([{ itemId, revision: 1, language: 'en', article: article('second') }]);

    expect((await latestBodies(database.dataSource, [itemId])).get(itemId)?.article?.title).toBe('first');
  });

  it('finds the latest revision of many items at once', async () => {
    const [a, b] = [randomUUID(), randomUUID()];
    await put([a, b].flatMap((itemId) => [3, 1, 2].map((revision) => ({ itemId, revision, language: 'en', article: article(`r${revision}`) }))));

    const latest = await latestBodies(dedupe, [a, b, randomUUID()]);

    expect([latest.size, latest.get(a)?.revision, latest.get(b)?.article?.title]).toEqual([2, 3, 'r3']);
  });

  it('erases every revision, once, and only for rights', async () => {
    const itemId = randomUUID();
    await put([1, 2].map((revision) => ({ itemId, revision, language: 'zh', article: article('gone') })));

    await expect(inTransaction(dedupe, (tx) => eraseBodies(tx, [itemId]))).rejects.toThrow(/permission denied/);
    expect(await inTransaction(rights, (tx) => eraseBodies(tx, [itemId]))).toBe(2);
    expect(await inTransaction(rights, (tx) => eraseBodies(tx, [itemId]))).toBe(0);
    expect((await getBodies(dedupe, [{ itemId, revision: 1 }])).get(`${itemId}:1`)).toMatchObject({ erased: true, article: null });
  });

  it('lets nobody but ingest put', async () => {
    await expect(inTransaction(rights, (tx) => putBodies(tx, [{ itemId: randomUUID(), revision: 1, language: 'en', article: article('no') }]))).rejects.toThrow(/permission denied/);
  });
});
