import fc from 'fast-check';

import { decide, decideAgain, decideLate, decideRestore, type Decision, type Incoming, type Known } from './decide.js';
import { compareUpstream, type UpstreamVersion } from './upstream-version.decide.js';

const at = (version: string | null, modifiedAt: string | null = null): UpstreamVersion => ({ version, modifiedAt });
const article = (version: UpstreamVersion, stateHash = `text of ${version.version}`): Incoming => ({ kind: 'article', version, stateHash });
const removal = (version: UpstreamVersion): Incoming => ({ kind: 'removal', version, reason: 'canceled' });

/** What is known after these came in, in this order. */
const after = (...incoming: Incoming[]): Known | undefined =>
  incoming.reduce<Known | undefined>((known, one) => {
    const decision = decide(one, known);
    return 'next' in decision && decision.next ? decision.next : known;
  }, undefined);
const then = (known: Known | undefined, incoming: Incoming): Decision => decide(incoming, known);

describe('upstream versions', () => {
  it.each([
    ['10', '9', 'newer', 'number'],
    ['1.10', '1.9', 'newer', 'number'],
    ['2', '2.0', 'same', 'number'],
    ['007', '7', 'same', 'number'],
    ['2026-11-24T08:00:00Z', '2026-11-24T10:00:00+03:00', 'newer', 'date'],
    ['2017-11-27T08:00:57+0000', '2017-11-27T08:00:57Z', 'same', 'date'],
    ['20171127T080057+0000', '2017-11-27T08:00:58.500Z', 'older', 'date'],
    ['2026-11-24', '2026-11-23', 'newer', 'date'],
    ['final', 'final', 'same', 'text'],
    ['final', 'draft', 'unknown', 'nothing'],
  ] as const)('%s is, to %s, %s', (a, b, order, by) => {
    expect(compareUpstream(at(a), at(b))).toEqual({ order, by });
  });

  it('fall back on the time of modification', () => {
    expect(compareUpstream(at('1', '2026-01-02T00:00:00Z'), at('1', '2026-01-01T00:00:00Z')).order).toBe('newer');
    expect(compareUpstream(at(null, '2026-01-02T00:00:00Z'), at('x', '2026-01-01T00:00:00Z')).order).toBe('newer');
    expect(compareUpstream(at(null), at(null)).order).toBe('unknown');
  });

  it('are never both newer and older', () => {
    const text = fc.oneof(fc.nat(30).map(String), fc.constantFrom('1.2', '1.10', 'a', 'b', '2026-01-01', '2026-01-02T00:00:00Z'));
    const flipped = { newer: 'older', older: 'newer', same: 'same', unknown: 'unknown' } as const;
    fc.assert(fc.property(text, text, (a, b) => compareUpstream(at(a), at(b)).order === flipped[compareUpstream(at(b), at(a)).order]));
  });
});

describe('an article', () => {
  it('is new, then unchanged, then revised', () => {
    expect(then(undefined, article(at(null), 'a'))).toMatchObject({ outcome: 'new', next: { revision: 1 } });
    expect(then(after(article(at(null), 'a')), article(at(null), 'a'))).toEqual({ outcome: 'unchanged' });
    expect(then(after(article(at(null), 'a')), article(at(null), 'b'))).toMatchObject({ outcome: 'revised', next: { revision: 2 } });
  });

  it('in an older version never overwrites', () => {
    expect(then(after(article(at('3'))), article(at('2')))).toMatchObject({ outcome: 'older', reason: { code: 'older-version' } });
  });

  it('that only raises its version changes nothing but the version', () => {
    const known = after(article(at('1'), 'a'), article(at('3'), 'a'));
    expect(known).toMatchObject({ revision: 1, version: { version: '3' } });
    expect(then(known, article(at('2'), 'b')).outcome).toBe('older');
  });

  it('changed under the same number is not taken, and told why', () => {
    expect(then(after(article(at('1'), 'a')), article(at('1'), 'b'))).toMatchObject({ outcome: 'unchanged', warning: { code: 'version-not-raised' } });
  });

  it('changed under the same date is a correction', () => {
    expect(then(after(article(at('2026-01-01'), 'a')), article(at('2026-01-01'), 'b')).outcome).toBe('revised');
  });
});

describe('a removal', () => {
  it('before its item is a permanent tombstone', () => {
    const tombstone = after(removal(at(null)));
    expect(tombstone).toMatchObject({ state: 'withdrawn', revision: 1 });
    expect(then(tombstone, article(at(null)))).toMatchObject({ outcome: 'refused', reason: { code: 'withdrawn-by-upstream' } });
    expect(then(after(removal(at('5'))), article(at('4'))).outcome).toBe('older');
  });

  it('wins a tie, in either order', () => {
    expect(after(article(at('2')), removal(at('2')))).toMatchObject({ state: 'withdrawn' });
    expect(after(removal(at('2')), article(at('2')))).toMatchObject({ state: 'withdrawn' });
  });

  it('without a version remembers the one it removed', () => {
    const known = after(article(at('4')), removal(at(null)));
    expect(then(known, article(at('4'))).outcome).toBe('refused');
    expect(then(known, article(at('5'))).outcome).toBe('restored');
  });

  it('that is older than the item does nothing', () => {
    expect(then(after(article(at('3'))), removal(at('2'))).outcome).toBe('older');
  });

  it('told twice is told once; told again later it is raised', () => {
    expect(then(after(removal(at('2'))), removal(at('2'))).outcome).toBe('unchanged');
    expect(then(after(removal(at('2'))), removal(at('3')))).toMatchObject({ outcome: 'withdrawn', next: { revision: 2 } });
  });
});

describe('whatever the order of arrival', () => {
  /** Numbered versions, each an article or a removal; of one version both may exist. */
  const history = fc.array(fc.record({ n: fc.integer({ min: 1, max: 12 }), removed: fc.boolean() }), { minLength: 1, maxLength: 10 });
  const toIncoming = (entry: { n: number; removed: boolean }): Incoming => (entry.removed ? removal(at(String(entry.n))) : article(at(String(entry.n))));

  it('the newest version stands in the end, and a removal wins its tie', () => {
    fc.assert(
      fc.property(history, fc.func(fc.nat()), (entries, rank) => {
        const shuffled = [...entries].sort((a, b) => rank(a) - rank(b));
        const newest = Math.max(...entries.map((entry) => entry.n));
        const removed = entries.some((entry) => entry.n === newest && entry.removed);
        const known = after(...shuffled.map(toIncoming));
        expect(known).toMatchObject({ state: removed ? 'withdrawn' : 'usable', version: { version: String(newest) } });
      }),
    );
  });

  it('our revision only grows, and by one for each accepted change', () => {
    fc.assert(
      fc.property(history, (entries) => {
        let known: Known | undefined;
        for (const entry of entries) {
          const decision = decide(toIncoming(entry), known);
          const next = 'next' in decision ? decision.next : undefined;
          const accepted = ['new', 'revised', 'restored', 'withdrawn'].includes(decision.outcome);
          expect(next?.revision ?? known?.revision ?? 0).toBe((known?.revision ?? 0) + (accepted ? 1 : 0));
          known = next ?? known;
        }
      }),
    );
  });

  it('a repeat of all of it changes nothing more', () => {
    fc.assert(
      fc.property(history, (entries) => {
        const incoming = entries.map(toIncoming);
        expect(after(...incoming, ...incoming)).toEqual(after(...incoming));
      }),
    );
  });
});

describe('bytes that waited while others came', () => {
  const held: Known = { state: 'usable', revision: 2, version: at('3'), stateHash: 'held' };

  it('replace nothing but what is shown to be older', () => {
    expect(decideLate(article(at('4')), held).outcome).toBe('revised');
    expect(decideLate(article(at('3')), held)).toMatchObject({ outcome: 'older', reason: { code: 'replaced-meanwhile' } });
    expect(decideLate(article(at(null), 'other'), { ...held, version: at(null) }).outcome).toBe('older');
  });

  it('still remove', () => {
    expect(decideLate(removal(at(null)), held).outcome).toBe('withdrawn');
  });
});

describe('bytes that are read again', () => {
  const held: Known = { state: 'usable', revision: 2, version: at('3'), stateHash: 'as it was read' };

  it('are a revision of ours where the reading differs, under the same upstream version', () => {
    expect(decideAgain(article(at('3'), 'read better'), held)).toEqual({ outcome: 'revised', next: { state: 'usable', revision: 3, version: at('3'), stateHash: 'read better' } });
    expect(decideAgain(article(at('3'), 'as it was read'), held).outcome).toBe('unchanged');
  });

  it('never bring back what was withdrawn', () => {
    expect(decideAgain(article(at('3'), 'read better'), { state: 'withdrawn', revision: 3, version: at('3'), reason: 'canceled' }).outcome).toBe('refused');
  });
});

describe('what an operator brings back', () => {
  const withdrawn: Known = { state: 'withdrawn', revision: 2, version: at('2'), reason: 'canceled' };
  const decision = decideRestore(article(at(null), 'the last body'), withdrawn);
  const back = 'next' in decision ? decision.next : undefined;

  it('stands against the removal that it overruled, however often that is repeated', () => {
    expect(back).toMatchObject({ state: 'usable', revision: 3, version: at('2') });
    expect(then(back, removal(at('2')))).toMatchObject({ outcome: 'unchanged', warning: { code: 'removal-overruled' } });
    expect(then(back, article(at('1'))).outcome).toBe('older');
  });

  it('falls to a later removal, to one without a version, and to the same one after a new version, changed or not', () => {
    expect(then(back, removal(at('3'))).outcome).toBe('withdrawn');
    expect(then(back, removal(at(null))).outcome).toBe('withdrawn');
    for (const revised of [then(back, article(at('3'))), then(back, article(at('3'), 'the last body'))]) {
      expect(then('next' in revised ? revised.next : undefined, removal(at('3'))).outcome).toBe('withdrawn');
    }
  });

  it('is nothing where nothing was withdrawn', () => {
    expect(decideRestore(article(at('1')), { state: 'usable', revision: 1, version: at('1'), stateHash: 'x' })).toEqual({ outcome: 'unchanged' });
  });
});
