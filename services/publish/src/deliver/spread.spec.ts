import { spread } from './spread.decide.js';
import type { ChangeToDeliver, SpreadArticle } from './spread.store.js';

const article: SpreadArticle = { item_id: 'i1', source_id: 's1', story_id: 'st1', terms: null, title: 'T', abstract: null, language: 'en', categories: ['harbour'], shown_categories: ['harbour'], publication: 3, state: 'live' };
const articles = new Map([['i1', article]]);
const change: ChangeToDeliver = { id: '1', item_id: 'i1', publication: 3, kind: 'updated' };
const sub = (id: string, more: object = {}) => ({ id, filter: {}, state: 'active' as const, certified: true, ...more });

const options = { certifiedOnly: false, canarySourceId: 'canary' };

describe('to whom a change goes', () => {
  it('goes to who wants it, as published where it is new to them', () => {
    const holders = new Map([['i1', new Set(['has'])]]);
    expect(spread([change], articles, holders, [sub('has'), sub('new'), sub('other', { filter: { sources: ['s2'] } })], options)).toEqual([
      { subscriberId: 'has', itemId: 'i1', publication: 3, type: 'article.updated', state: 'due' },
      { subscriberId: 'new', itemId: 'i1', publication: 3, type: 'article.published', state: 'due' },
    ]);
  });

  it('reaches who has a copy, even where it is no longer wanted', () => {
    const wantsOther = sub('has', { filter: { sources: ['s2'] } });
    expect(spread([change], articles, new Map([['i1', new Set(['has'])]]), [wantsOther], options)).toHaveLength(1);
    expect(spread([change], articles, new Map(), [wantsOther], options)).toEqual([]);
  });

  it('waits, held, for who is not active', () => {
    expect(spread([change], articles, new Map(), [sub('p', { state: 'paused' }), sub('d', { state: 'disabled' })], options).map(({ state }) => state)).toEqual(['held', 'held']);
  });

  it.each([[{ ...article, publication: 4 }], [{ ...article, state: 'down' as const }]])('is left out where it is not the present state', (present) => {
    expect(spread([change], new Map([['i1', present]]), new Map(), [sub('a')], options)).toEqual([]);
  });

  it('is held, where it is asked for, until the conformance kit is passed', () => {
    const states = (certifiedOnly: boolean) => spread([change], articles, new Map(), [sub('new', { certified: false }), sub('known')], { ...options, certifiedOnly }).map(({ state }) => state);
    expect(states(true)).toEqual(['held', 'due']);
    expect(states(false)).toEqual(['due', 'due']);
  });

  it('is kept from all who do not ask for it where it is of a drill', () => {
    const drill = new Map([['i1', { ...article, source_id: 'canary' }]]);
    expect(spread([change], drill, new Map(), [sub('all'), sub('canary', { filter: { sources: ['canary'] } })], options).map(({ subscriberId }) => subscriberId)).toEqual(['canary']);
  });
});
