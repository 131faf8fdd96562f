import type { Hold } from '@wiredesk/usage-terms';

import type { RecalledCopy } from '../recalled-copies/copy.store.js';
import { caseView, silenceMs, type CaseFacts } from './case-view.js';
import type { Target } from './target.js';

const at = '2026-11-24T10:00:00.000Z';
const atMs = Date.parse(at);
const target = (change: Partial<Target> = {}): Target => ({ targetId: 't1', caseId: 'c1', ordinal: 0, url: 'https://portal.example/articles/i1', itemId: 'i1', sourceId: 's1', scope: 'item', state: 'interim_held', stateSince: at, note: null, ...change });
const hold = (holdId: string, targetId: string, lifted = false): CaseFacts['holds'][number] => ({
  hold: {
    holdId, seq: 1, class: 'interim', scope: { kind: 'item', itemId: 'i1' }, channels: ['*'], territories: ['*'], httpStatus: 451, reasonCode: 'copyright', law: null, caseNumber: 'WD-1', placedAt: at, placedBy: 'p', effectiveFrom: at, until: null,
    lift: lifted ? { at, by: 'x', reason: 'y' } : null,
  } as Hold,
  caseId: 'c1', targetId,
});
const copy = (copyId: string, holdId: string, state: RecalledCopy['state']): RecalledCopy => ({ copyId, holdId, itemId: 'i1', surface: 'feed-atom', place: copyId, subscriberId: null, state, at });
const view = (change: Partial<CaseFacts>) =>
  caseView({
    one: { caseId: 'c1', number: 'WD-1', regime: 'US_512', claimType: 'copyright', scope: 'item', channel: 'api', language: 'en', notice: {}, contentHash: 'x', claimantKey: null, missing: [], openedAt: at, closedAt: null },
    targets: [target()], holds: [hold('h1', 't1')], copies: [], timers: [], events: [], shown: new Set(), titles: new Map(), nowMs: atMs, ...change,
  });

describe('how far a removal is', () => {
  it.each<[string, Partial<CaseFacts>, string, boolean]>([
    ['publish has not spoken yet', {}, 'silent', false],
    ['it was shown, and publish stays silent', { shown: new Set(['i1']), nowMs: atMs + 10 * silenceMs }, 'silent', false],
    ['it was never shown, and publish had its time', { nowMs: atMs + silenceMs }, 'none-known', true],
    ['one copy is out', { copies: [copy('a', 'h1', 'verified_gone'), copy('b', 'h1', 'sent')] }, 'open', false],
    ['all are gone', { copies: [copy('a', 'h1', 'verified_gone'), copy('b', 'h1', 'acknowledged')] }, 'complete', true],
    ['its hold was lifted', { holds: [hold('h1', 't1', true)], targets: [target({ state: 'reinstated' })], copies: [copy('a', 'h1', 'released')] }, 'not-held', false],
    ['it was never held', { holds: [], targets: [target({ state: 'under_review' })] }, 'not-held', false],
  ])('%s', (_title, facts, removal, complete) => {
    expect(view(facts)).toMatchObject({ complete, targets: [{ removal }] });
  });

  it('is complete for a case when it is for each target that is held, whatever the others are', () => {
    const facts: Partial<CaseFacts> = {
      targets: [target(), target({ targetId: 't2', ordinal: 1, state: 'rejected' }), target({ targetId: 't3', ordinal: 2 })],
      holds: [hold('h1', 't1'), hold('h3', 't3')],
    };
    expect(view({ ...facts, copies: [copy('a', 'h1', 'verified_gone'), copy('b', 'h3', 'owed')] })).toMatchObject({ complete: false, coverage: { copies: 2, gone: 1 } });
    expect(view({ ...facts, copies: [copy('a', 'h1', 'verified_gone'), copy('b', 'h3', 'verified_gone')] })).toMatchObject({ complete: true, coverage: { copies: 2, gone: 2 } });
  });

  it('counts the copies of each target apart', () => {
    const facts = view({ targets: [target(), target({ targetId: 't2', ordinal: 1 })], holds: [hold('h1', 't1'), hold('h2', 't2')], copies: [copy('a', 'h1', 'verified_gone'), copy('b', 'h2', 'owed'), copy('c', 'h2', 'owed')] });
    expect(facts.targets.map(({ coverage }) => coverage.copies)).toEqual([1, 2]);
  });
});
