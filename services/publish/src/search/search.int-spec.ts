import { givenPortal, type GivenPortal } from '../portal/testing/given-portal.js';
import { IndexArticles } from './index-articles.js';

describe('search, on real Postgres', () => {
  let portal: GivenPortal;

  beforeAll(async () => {
    portal = await givenPortal();
  });
  afterAll(() => portal.close());

  const now = (): { changed_at: Date } => ({ changed_at: new Date() });
  const index = async (): Promise<void> => {
    const indexer = portal.service.app.get(IndexArticles);
    while (await indexer.indexBatch());
  };
  const hits = async (words: string): Promise<string[]> => {
    const { status, text } = await portal.get(`/search?q=${encodeURIComponent(words)}&lang=en`);
    expect(status).toBe(200);
    return [...text.matchAll(/<h2><a href="\/articles\/([0-9a-f-]{36})/g)].map((match) => match[1] as string);
  };

  it('finds Chinese words in titles and texts, the title\'s first', async () => {
    const inText = await portal.live({ title: '园区动态', bodyText: '晋城经开区组织召开区校企合作座谈会。', language: 'zh-Hans' }, now());
    const inTitle = await portal.live({ title: '晋城经开区座谈会', bodyText: '正文', language: 'zh-Hans' }, { ...now(), sort_at: new Date(0) });
    await portal.live({ title: '座谈 会议', bodyText: '经开 区晋城', language: 'zh-Hans' }, now());
    await index();
    expect(await hits('晋城经开区 座谈会')).toEqual([inTitle, inText]);
    expect(await hits('晋城经开区组织召开区校企合作座谈会。')).toEqual([inText]);
    expect(await hits('城晋')).toEqual([]);
    expect((await portal.get('/search?q=%E5%9F%8E%E6%99%8B')).text).toContain('没有找到');
  });

  it('does not find what is held in that moment, nor what is down, and finds what came back', async () => {
    const itemId = await portal.live({ title: 'Quarrelsome lighthouse keepers' }, now());
    await index();
    expect(await hits('quarrelsome LIGHTHOUSE')).toEqual([itemId]);
    const { lift } = await portal.hold({ kind: 'item', itemId });
    const page = await portal.get('/search?q=quarrelsome');
    expect(page.text).not.toContain(itemId);
    expect(page.text).not.toContain('lighthouse keepers');
    await portal.takeDown(itemId, 'withdrawn', 410);
    await lift();
    expect(await hits('quarrelsome')).toEqual([]);
    await index();
    expect(await portal.database.dataSource.query('select grams from search_entry where item_id = $1', [itemId])).toEqual([{ grams: null }]);
  });

  it('goes on where it stopped, and takes a later change of what it has', async () => {
    const itemId = await portal.live({ title: 'Before the change' }, now());
    await index();
    await portal.database.dataSource.query('update article set publication = 2, changed_at = now(), state = $2 where item_id = $1', [itemId, 'down']);
    await index();
    expect(await hits('before the change')).toEqual([]);
  });

  it('takes any words as words', async () => {
    for (const words of [`'; drop table article; --`, '<script>alert(1)</script>', '%_\\', '"unclosed', '\u0000', 'a'.repeat(5_000)]) {
      const { status, text } = await portal.get(`/search?q=${encodeURIComponent(words)}`);
      expect([words.slice(0, 20), status]).toEqual([words.slice(0, 20), 200]);
      expect(text).not.toContain('<script>alert');
    }
  });
});
