import { coverageOf } from './coverage.decide.js';
import type { RecalledCopy } from './copy.store.js';

const copy = (copyId: string, state: RecalledCopy['state'], change: Partial<RecalledCopy> = {}): RecalledCopy => ({
  copyId, holdId: 'h1', itemId: 'i1', surface: 'feed-atom', place: `https://portal.example/${copyId}`, subscriberId: null, state, at: '2026-11-24T10:00:00.000Z', ...change,
});

describe('coverage', () => {
  it('counts as gone what was acknowledged or looked at, and nothing that was merely sent', () => {
    const coverage = coverageOf([copy('a', 'verified_gone'), copy('b', 'acknowledged'), copy('c', 'delivered'), copy('d', 'overdue', { surface: 'webhook' }), copy('e', 'unreachable')]);
    expect(coverage).toMatchObject({ copies: 5, gone: 2, bySurface: [{ surface: 'feed-atom', copies: 4, gone: 2 }, { surface: 'webhook', copies: 1, gone: 0 }] });
    expect(coverage.open.map(({ state }) => state)).toEqual(['delivered', 'overdue', 'unreachable']);
  });

  it('counts a copy under two holds once, by the best that is known', () => {
    expect(coverageOf([copy('a', 'owed'), copy('a', 'verified_gone', { holdId: 'h2' })])).toMatchObject({ copies: 1, gone: 1, open: [] });
    expect(coverageOf([copy('a', 'verified_gone', { holdId: 'h2' }), copy('a', 'owed')])).toMatchObject({ copies: 1, gone: 1, open: [] });
  });

  it('leaves out what was released', () => {
    expect(coverageOf([copy('a', 'released')])).toEqual({ copies: 0, gone: 0, bySurface: [], open: [] });
  });
});
