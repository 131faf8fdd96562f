import type { ItemOutcome } from '../receive-item/plan.decide.js';
import type { Progress } from './receipt.store.js';
import { stagesOf } from './stages.decide.js';

const at = (second: number) => new Date(Date.UTC(2026, 10, 24, 8, 0, second));
const iso = (second: number) => at(second).toISOString();
const outcome: ItemOutcome = { guid: 'g', itemId: 'me', outcome: 'new', revision: 1 };
const fresh: Progress = {
  item_id: 'me', held_revision: 1, held_state: 'usable', placed_revision: null, placed_at: null, story_id: null, relation: null, canonical_item_id: null,
  clearance_revision: null, clearance_state: null, clearance_at: null, refusal_reasons: null, publication_revision: null, publication_state: null, url: null,
  published_at: null, updated_at: null, taken_down_at: null, taken_down_cause: null, taken_down_status: null,
};
const placed = { placed_at: at(2), placed_revision: 1, story_id: 'story', relation: 'original', canonical_item_id: 'me' };
const cleared = { clearance_at: at(1), clearance_state: 'cleared' as const };
const published = { publication_state: 'published' as const, published_at: at(3), updated_at: at(3), url: 'https://portal.example/articles/me' };
const stages = (progress: Partial<Progress> | undefined, of: Partial<ItemOutcome> = {}) => stagesOf({ ...outcome, ...of }, iso(0), progress && { ...fresh, ...progress });

describe('the stages of an item', () => {
  it('begin with having been received', () => {
    expect(stages({})).toEqual({ standing: 'waiting', stages: [{ stage: 'received', at: iso(0) }], supersededBy: null });
  });

  it('come in the order of their times, up to published', () => {
    const { standing, stages: list } = stages({ ...placed, ...cleared, ...published });
    expect([standing, list.map((stage) => stage.stage)]).toEqual(['published', ['received', 'cleared', 'placed', 'published']]);
    expect(list[3]).toEqual({ stage: 'published', at: iso(3), url: 'https://portal.example/articles/me' });
  });

  it('name the copy that is shown instead', () => {
    const { standing, stages: list } = stages({ ...placed, ...cleared, relation: 'reprint', canonical_item_id: 'other' });
    expect([standing, list.find((stage) => stage.stage === 'placed')]).toEqual(['duplicate', { stage: 'placed', at: iso(2), storyId: 'story', relation: 'reprint', duplicateOf: 'other' }]);
  });

  it('name the reasons of a refusal', () => {
    const reasons = [{ code: 'embargo', detail: 'until tomorrow', holdId: null }];
    expect(stages({ ...placed, clearance_at: at(1), clearance_state: 'refused', refusal_reasons: reasons })).toMatchObject({
      standing: 'not-cleared', stages: [{ stage: 'received' }, { stage: 'refused', reasons: [{ code: 'embargo', detail: 'until tomorrow' }] }, { stage: 'placed' }],
    });
  });

  it('show a removal, and that it was restored', () => {
    const down = { ...placed, ...cleared, ...published, publication_state: 'taken_down' as const, updated_at: at(9), taken_down_at: at(9), taken_down_cause: 'held', taken_down_status: 451 };
    expect(stages(down)).toMatchObject({ standing: 'taken-down', stages: [{}, {}, {}, { stage: 'published' }, { stage: 'taken_down', at: iso(9), cause: 'held', httpStatus: 451 }] });
    const again = stages({ ...down, publication_state: 'published', updated_at: at(12) });
    expect([again.standing, again.stages.at(-1)]).toEqual(['published', { stage: 'restored', at: iso(12) }]);
  });

  it('show a later revision as an update', () => {
    expect(stages({ ...placed, ...cleared, ...published, updated_at: at(7), held_revision: 2 })).toMatchObject({ supersededBy: 2, stages: [{}, {}, {}, {}, { stage: 'updated', at: iso(7) }] });
  });

  it('of what was refused alone end at the door', () => {
    expect(stages(undefined, { outcome: 'refused', itemId: null, revision: null })).toEqual({ standing: 'refused-at-the-door', stages: [{ stage: 'received', at: iso(0) }], supersededBy: null });
  });

  it('of a withdrawn item say so, whatever is still public', () => {
    expect(stages({ ...placed, ...cleared, ...published, held_state: 'withdrawn', held_revision: 2 }).standing).toBe('withdrawn');
  });
});
