import type { Hold } from '@wiredesk/usage-terms';

import { followingHolds, type Move, type StandingHold } from './decide.js';

const standing = (scope: Hold['scope'], change: Partial<StandingHold> = {}): StandingHold => ({
  hold: {
    holdId: 'h1', seq: 1, class: 'interim', scope, channels: ['*'], territories: ['*'], httpStatus: 451, reasonCode: 'copyright', law: null, caseNumber: 'WD-1', placedAt: '2026-11-24T10:00:00.000Z', placedBy: 'policy:act-first',
    effectiveFrom: '2026-11-24T10:00:00.000Z', until: null, lift: null,
  },
  caseId: 'c1', targetId: 't1', wantedScope: 'story', ...change,
});
const move = (itemId: string, from: Move['from'], storyId: string, relation: Move['to']['relation'] = 'reprint'): Move => ({ itemId, from, to: { storyId, relation } });
const story = { kind: 'story' as const, storyId: 'A', itemId: 'named' };

describe('holds that follow a story', () => {
  it.each<[string, Move, StandingHold, unknown[]]>([
    ['the named item takes its text to another story: that is held', move('named', { storyId: 'A', relation: 'original' }, 'B'), standing(story), [{ kind: 'story', storyId: 'B', itemId: 'named' }]],
    ['another copy leaves: it alone is held', move('copy', { storyId: 'A', relation: 'reprint' }, 'B'), standing(story), [{ kind: 'item', itemId: 'copy' }]],
    ['a copy is found to be another text: it is held until a person decides', move('copy', { storyId: 'A', relation: 'reprint' }, 'A', 'related'), standing(story), [{ kind: 'item', itemId: 'copy' }]],
    ['a copy becomes another kind of copy: the hold covers it still', move('copy', { storyId: 'A', relation: 'reprint' }, 'A', 'excerpt'), standing(story), []],
    ['the named item is found to be another text: it is named, and covered', move('named', { storyId: 'A', relation: 'original' }, 'A', 'related'), standing(story), []],
    ['a related text leaves: it was never held', move('other', { storyId: 'A', relation: 'related' }, 'B'), standing(story), []],
    ['a copy comes into the held story: the hold covers it by itself', move('copy', { storyId: 'C', relation: 'original' }, 'A'), standing(story), []],
    ['an item whose story was to be held gets one', move('named', null, 'A'), standing({ kind: 'item', itemId: 'named' }), [{ kind: 'story', storyId: 'A', itemId: 'named' }]],
    ['an item that alone was to be held gets a story', move('named', null, 'A'), standing({ kind: 'item', itemId: 'named' }, { wantedScope: 'item' }), []],
    ['an item held outside of cases gets a story', move('named', null, 'A'), standing({ kind: 'item', itemId: 'named' }, { wantedScope: null, caseId: null, targetId: null }), []],
  ])('%s', (_title, moved, one, scopes) => {
    const placed = followingHolds([moved], [one]);
    expect(placed.map(({ scope }) => scope)).toEqual(scopes);
    for (const hold of placed) expect(hold).toMatchObject({ follows: 'h1', class: 'interim', of: { caseId: 'c1', targetId: 't1', caseNumber: 'WD-1' } });
  });

  it('have the same id for the same move, another for another', () => {
    const ids = ['B', 'B', 'C'].map((to) => followingHolds([move('named', { storyId: 'A', relation: 'original' }, to)], [standing(story)])[0]?.holdId);
    expect(ids[0]).toBe(ids[1]);
    expect(ids[0]).not.toBe(ids[2]);
  });
});
