import { uuidv7 } from '@wiredesk/platform';
import type { TestDatabase } from '@wiredesk/testing';
import type { DataSource } from 'typeorm';

import { Desk, dedupeDatabase, storeBodies } from '../placing/testing/harness.js';
import { arrival, edited, english, hour } from '../placing/testing/texts.js';
import { retention } from './thin.decide.js';
import { coarsenOldSamples, forgetOldKeys } from './thin-old.js';

const dayMs = 24 * 3_600_000;
const later = (days: number): Date => new Date(Date.now() + days * dayMs);

describe('sketches that grow old', () => {
  let database: TestDatabase;
  let content: DataSource;

  beforeAll(async () => {
    ({ database, content } = await dedupeDatabase());
  });

  afterAll(async () => {
    await content.destroy();
    await database.close();
  });

  const sketchOf = async (itemId: string): Promise<{ keys: number; bytes: number }> => {
    const [row] = (await database.dataSource.query('select cardinality(keys) as keys, length(print) as bytes from sketch where item_id = $1', [itemId])) as { keys: number; bytes: number }[];
    if (!row) throw new Error(`no sketch of ${itemId}`);
    return row;
  };

  it('lose their keys after a month and most of their sample after three, once, and still know an equal text', async () => {
    const desk = new Desk(database.dataSource);
    const text = english(1, 900);
    const [first, brief] = [arrival({ itemId: uuidv7(), text, at: hour(0) }), arrival({ itemId: uuidv7(), text: english(2, 60), at: hour(0) })];
    await storeBodies(content, [first, brief]);
    await desk.place([first, brief]);
    const fresh = await sketchOf(first.item.itemId);

    expect(await forgetOldKeys(database.dataSource, later(retention.keysMs / dayMs - 1))).toBe(false);
    expect(await sketchOf(first.item.itemId)).toEqual(fresh);

    await forgetOldKeys(database.dataSource, later(31));
    expect(await sketchOf(first.item.itemId)).toEqual({ keys: 0, bytes: fresh.bytes });
    const briefBefore = await sketchOf(brief.item.itemId);

    await coarsenOldSamples(database.dataSource, later(91));
    const old = await sketchOf(first.item.itemId);
    expect(old.bytes).toBeLessThan(fresh.bytes * 0.75);
    expect(await sketchOf(brief.item.itemId)).toEqual(briefBefore);
    await coarsenOldSamples(database.dataSource, later(120));
    expect(await sketchOf(first.item.itemId)).toEqual(old);

    const copies = [arrival({ text, source: 'bay-post', at: hour(2) }), arrival({ text: edited(text, 60), source: 'canal-times', at: hour(3) })];
    await storeBodies(content, copies);
    const placed = await desk.place(copies);
    expect(placed.map(({ relation, storyId }) => [relation, storyId])).toEqual([['reprint', placed[0]?.storyId], ['reprint', placed[0]?.storyId]]);
    expect(placed[0]?.relatedTo).toBe(first.item.itemId);
  });

  it('are passed over where another replica is at it', async () => {
    await database.dataSource.transaction(async (tx) => {
      await tx.query(`select 1 from thinned where what = 'keys' for update`);
      expect(await forgetOldKeys(database.dataSource, later(400))).toBe(false);
    });
  });

  it('of ids that are not in the order of time are left alone', async () => {
    const odd = arrival({ itemId: '00000000-1111-4222-8333-444444444444', text: english(3), at: hour(0) });
    await storeBodies(content, [odd]);
    await new Desk(database.dataSource).place([odd]);
    await database.dataSource.query(`update thinned set until_item_id = '00000000-0000-0000-0000-000000000000'`);
    await forgetOldKeys(database.dataSource, later(400));
    expect((await sketchOf(odd.item.itemId)).keys).toBeGreaterThan(0);
  });
});
