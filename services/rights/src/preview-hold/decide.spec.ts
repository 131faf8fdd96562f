import { blastRadius, type NearItem } from './decide.js';

const item = (itemId: string, change: Partial<NearItem> = {}): NearItem => ({
  itemId, sourceId: 's1', language: 'en', url: null, storyId: 'A', relation: 'reprint', canonical: false, cleared: true, shown: false, held: false, firstReceivedAt: `2026-11-24T10:00:0${itemId.length}.000Z`, ...change,
});

describe('the blast radius of a hold', () => {
  it('counts what goes dark, by language and source', () => {
    const radius = blastRadius([item('a', { canonical: true, shown: true }), item('b', { language: 'zh', sourceId: 's2', held: true })], [], false);
    expect(radius.reached).toEqual({ items: 2, shown: 1, alreadyHeld: 1, languages: { en: 1, zh: 1 }, sources: { s1: 1, s2: 1 } });
    expect(radius.sample.map(({ itemId }) => itemId)).toEqual(['a', 'b']);
  });

  it('names what stays and why, and what would be shown instead, the earliest first', () => {
    const dark = item('a', { canonical: true, shown: true, relation: 'original' });
    const radius = blastRadius([dark], [item('bbb'), item('cc'), item('d', { relation: 'related' }), item('e', { cleared: false }), item('f', { held: true })], false);
    expect(radius.stays.map(({ item: one, why }) => [one.itemId, why])).toEqual([['bbb', 'own-licence'], ['cc', 'own-licence'], ['d', 'other-text']]);
    expect(radius.promoted.map(({ itemId }) => itemId)).toEqual(['cc', 'bbb']);
  });

  it('promotes nothing where nothing that is shown goes dark', () => {
    expect(blastRadius([item('a', { canonical: true })], [item('bb')], false).promoted).toEqual([]);
  });
});
