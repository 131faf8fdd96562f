import { uuidv7, type RunningService } from '@wiredesk/platform';
import { startTestService, testKafka, testTokens, type TestDatabase, type TestKafka } from '@wiredesk/testing';
import type { DataSource } from 'typeorm';

import { dedupe } from '../dedupe.module.js';
import { dedupeDatabase, Desk, storeBodies } from '../placing/testing/harness.js';
import { arrival, cut, english, hour } from '../placing/testing/texts.js';

interface Listed {
  readonly stories: readonly { readonly storyId: string; readonly canonicalItemId: string; readonly size: number; readonly title: string | null }[];
  readonly next: string | null;
}

describe('the list of stories', () => {
  let database: TestDatabase;
  let content: DataSource;
  let kafka: TestKafka;
  let service: RunningService;

  beforeAll(async () => {
    ({ database, content } = await dedupeDatabase());
    kafka = await testKafka();
    service = await startTestService({ definition: dedupe, database, kafka });
  });
  afterAll(async () => {
    await service.stop();
    await kafka.close();
    await content.destroy();
    await database.close();
  });

  const page = async (query = ''): Promise<Listed> => (await (await fetch(`${service.url}/v1/stories?${query}`, { headers: { authorization: `Bearer ${testTokens.viewer}` } })).json()) as Listed;

  it('has each story once, by its newest item, with its size, relations, sources and title', async () => {
    const [one, two] = [english(1), english(2)];
    const [firstId, aloneId, halfId] = [uuidv7(), uuidv7(), uuidv7()].sort();
    const first = arrival({ itemId: firstId ?? '', text: one, at: hour(0), title: 'The tide gate' });
    const alone = arrival({ itemId: aloneId ?? '', text: two, at: hour(1), title: 'A quiet day' });
    const half = arrival({ itemId: halfId ?? '', text: cut(one, 0.6), source: 'bay-post', at: hour(2), title: 'Gate' });
    await storeBodies(content, [first, alone, half]);
    await new Desk(database.dataSource).place([first, alone, half]);
    const all = await page();
    expect(all).toMatchObject({
      stories: [
        { canonicalItemId: first.item.itemId, newestItemId: half.item.itemId, size: 2, relations: { original: 1, excerpt: 1 }, sources: ['bay-post', first.item.sourceId].sort(), byHand: false, title: 'The tide gate' },
        { canonicalItemId: alone.item.itemId, size: 1, title: 'A quiet day' },
      ],
      next: null,
    });
    const start = await page('limit=1');
    expect(start.stories).toEqual(all.stories.slice(0, 1));
    // The older item of a story that was shown does not bring it back.
    expect((await page(`limit=5&before=${start.next}`)).stories).toEqual(all.stories.slice(1));
  });

  it('is narrowed by size, relation, source, and what people decided', async () => {
    const { stories } = await page();
    const [two, one] = stories.map((story) => story.storyId);
    const ids = async (query: string): Promise<string[]> => (await page(query)).stories.map((story) => story.storyId);
    expect(await ids('sizeMin=2')).toEqual([two]);
    expect(await ids('relation=excerpt')).toEqual([two]);
    expect(await ids('source=bay-post')).toEqual([two]);
    expect(await ids('byHand=true')).toEqual([]);
    await database.dataSource.query('update item set pinned = true where story_id = $1', [one]);
    expect(await ids('byHand=true')).toEqual([one]);
    expect((await fetch(`${service.url}/v1/stories`)).status).toBe(401);
  });
});
