import { wantsArticle, wantsType, type FilteredArticle } from './filter.decide.js';

const article: FilteredArticle = {
  source_id: 's1', categories: ['harbour', 'town'], language: 'zh-Hant', story_id: 'st1', title: 'Ferry line Reopens', abstract: '渡轮恢复通航',
  terms: { grantId: 'g1', channels: ['*'], territories: ['CN', 'HK'], from: null, until: null, embargoedUntil: null, credit: null, notice: null, canonicalLinkRequired: false },
};

describe('what a subscriber wants', () => {
  it('is everything where nothing is said', () => expect(wantsArticle({}, article)).toBe(true));

  it.each([
    [{ sources: ['s1', 's2'] }], [{ categories: ['town'] }], [{ languages: ['zh'] }], [{ languages: ['ZH-HANT'] }], [{ stories: ['st1'] }], [{ grants: ['g1'] }], [{ territory: 'HK' }],
    [{ words: ['reopens'] }], [{ words: ['nothing', '恢复'] }], [{ sources: ['s1'], categories: ['harbour'], words: ['ferry'] }],
  ])('takes it by %j', (filter) => expect(wantsArticle(filter, article)).toBe(true));

  it.each([
    [{ sources: ['s2'] }], [{ categories: ['sport'] }], [{ languages: ['z'] }], [{ languages: ['en'] }], [{ stories: ['st2'] }], [{ grants: ['g2'] }], [{ territory: 'US' }], [{ words: ['tram'] }],
    [{ sources: ['s1'], categories: ['sport'] }], [{ sources: [] }],
  ])('leaves it by %j', (filter) => expect(wantsArticle(filter, article)).toBe(false));

  it('leaves what nothing is known of, if it is asked for', () => {
    expect(wantsArticle({ stories: ['st1'] }, { ...article, story_id: null })).toBe(false);
    expect(wantsArticle({ territory: 'CN' }, { ...article, terms: null })).toBe(false);
  });

  it('never leaves out removals', () => {
    expect(wantsType({ types: ['article.published'] }, 'article.updated')).toBe(false);
    expect(wantsType({ types: ['article.published'] }, 'article.taken_down')).toBe(true);
  });
});
