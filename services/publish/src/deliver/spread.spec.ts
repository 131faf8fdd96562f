import { spread } from './spread.decide.js';
import type { ChangeToDeliver, SpreadArticle } from './spread.store.js';

const article: SpreadArticle = { item_id: 'i1', source_id: 's1', story_id: 'st1', terms: null, title: 'T', abstract: null, language: 'en', categories: ['harbour'], publication: 3, state: 'live' };
const articles = new Map([['i1', article]]);
const change: ChangeToDeliver = { id: '1', item_id: 'i1', publication: 3, kind: 'updated' };
const sub = (id: string, more: object = {}) => ({ id, filter: {}, state: 'active' as const, ...more });

describe('to whom a change goes', () => {
  it('goes to who wants it, as published where it is new to them', () => {
    const holders = new Map([['i1', new Set(['has'])]]);
    expect(spread([change], articles, holders, [sub('has'), sub('new'), sub('other', { filter: { sources: ['s2'] } })])).toEqual([
      { subscriberId: 'has', itemId: 'i1', publication: 3, type: 'article.updated', state: 'due' },
      { subscriberId: 'new', itemId: 'i1', publication: 3, type: 'article.published', state: 'due' },
    ]);
  });

  it('reaches who has a copy, even where it is no longer wanted', () => {
    const wantsOther = sub('has', { filter: { sources: ['s2'] } });
    expect(spread([change], articles, new Map([['i1', new Set(['has'])]]), [wantsOther])).toHaveLength(1);
    expect(spread([change], articles, new Map(), [wantsOther])).toEqual([]);
  });

  it('waits, held, for who is not active', () => {
    expect(spread([change], articles, new Map(), [sub('p', { state: 'paused' }), sub('d', { state: 'disabled' })]).map(({ state }) => state)).toEqual(['held', 'held']);
  });

  it.each([[{ ...article, publication: 4 }], [{ ...article, state: 'down' as const }]])('is left out where it is not the present state', (present) => {
    expect(spread([change], new Map([['i1', present]]), new Map(), [sub('a')])).toEqual([]);
  });
});
