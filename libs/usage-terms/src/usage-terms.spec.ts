import fc from 'fast-check';

import { clear, evaluate, HoldIndex, nextChangeMs, urlKey, type Grant, type GrantedItem, type Hold, type Terms, type Use } from './index.js';

const at = '2026-11-24T10:00:00.000Z';
const atMs = Date.parse(at);
const minutes = (n: number): string => new Date(atMs + n * 60_000).toISOString();

const use = (change: Partial<Use> = {}): Use => ({ itemId: 'i1', sourceId: 's1', storyId: 'st1', relation: 'original', urlKeys: ['paper.example/a'], channel: 'portal', territory: '*', atMs, ...change });
const open: Terms = { channels: ['*'], territories: ['*'], from: null, until: null, embargoedUntil: null };
const hold = (change: Partial<Hold> = {}): Hold =>
  ({
    holdId: 'h1', seq: 1, class: 'legal', scope: { kind: 'item', itemId: 'i1' }, channels: ['*'], territories: ['*'], httpStatus: 451, reasonCode: 'copyright', law: null,
    caseNumber: null, placedAt: at, placedBy: 'test', effectiveFrom: at, until: null, lift: null, ...change,
  }) as Hold;
const lifted = (placed: Hold, seq: number): Hold => ({ ...placed, seq, lift: { at, by: 'test', reason: 'test' } }) as Hold;
const codes = (verdict: ReturnType<typeof evaluate>): string[] => (verdict.permitted ? [] : verdict.reasons.map((reason) => reason.code));

describe('the gate', () => {
  it('permits what terms allow and no hold covers', () => {
    expect(evaluate(use(), open, [])).toEqual({ permitted: true });
  });

  it.each<[string, Partial<Terms> | null, Partial<Use>, string[]]>([
    ['no clearance', null, {}, ['not-cleared']],
    ['an embargo to come', { embargoedUntil: minutes(1) }, {}, ['embargo']],
    ['an open embargo', { embargoedUntil: 'open' }, {}, ['embargo']],
    ['an embargo that ended', { embargoedUntil: at }, {}, []],
    ['a window to come', { from: minutes(1) }, {}, ['not-yet']],
    ['a window that ended', { until: at }, {}, ['ended']],
    ['another channel', { channels: ['feed'] }, {}, ['channel']],
    ['another territory', { territories: ['CN'] }, { territory: 'DE' }, ['territory']],
    ['a use everywhere of what is granted somewhere', { territories: ['CN'] }, {}, ['territory']],
    ['its own territory', { territories: ['CN'] }, { territory: 'CN' }, []],
  ])('answers for %s', (_title, terms, change, wanted) => {
    expect(codes(evaluate(use(change), terms === null ? null : { ...open, ...terms }, []))).toEqual(wanted);
  });

  it('answers with the hold first, and the strictest status of several', () => {
    const verdict = evaluate(use(), null, [hold({ holdId: 'a', httpStatus: 410 }), hold({ holdId: 'b', httpStatus: 451 })]);
    expect(verdict).toMatchObject({ permitted: false, reasons: [{ holdId: 'b', httpStatus: 451 }, { holdId: 'a' }, { code: 'not-cleared' }] });
  });

  it('knows when its answer may change by time alone', () => {
    expect(nextChangeMs({ ...open, embargoedUntil: minutes(3), until: minutes(9) }, [hold({ until: minutes(5), effectiveFrom: minutes(2) })], atMs)).toBe(Date.parse(minutes(2)));
    expect(nextChangeMs({ ...open, embargoedUntil: 'open', from: at }, [], atMs)).toBeUndefined();
  });
});

describe('what a hold covers', () => {
  const covering = (placed: Hold, asked: Use): string[] => {
    const index = new HoldIndex();
    index.apply(placed);
    return index.covering(asked).map((found) => found.holdId);
  };

  it.each<[string, Partial<Hold>, Partial<Use>, boolean]>([
    ['its item', {}, {}, true],
    ['another item', {}, { itemId: 'i2' }, false],
    ['a copy in its story', { scope: { kind: 'story', storyId: 'st1', itemId: null } }, { itemId: 'i9', relation: 'reprint' }, true],
    ['a derived text in its story', { scope: { kind: 'story', storyId: 'st1', itemId: null } }, { itemId: 'i9', relation: 'derived' }, false],
    ['an item without a story', { scope: { kind: 'story', storyId: 'st1', itemId: null } }, { itemId: 'i9', storyId: null, relation: null }, false],
    ['the named item after a split', { scope: { kind: 'story', storyId: 'st1', itemId: 'i1' } }, { storyId: 'other' }, true],
    ['its source', { scope: { kind: 'source', sourceId: 's1' } }, {}, true],
    ['its URL in another spelling', { scope: { kind: 'url', url: 'https://www.paper.example/a/?utm_source=x#top' } }, {}, true],
    ['another channel', { channels: ['webhook'] }, {}, false],
    ['a use everywhere, of a hold for one territory', { territories: ['DE'] }, {}, true],
    ['another territory', { territories: ['DE'] }, { territory: 'CN' }, false],
  ])('%s', (_title, placed, asked, wanted) => {
    expect(covering(hold(placed), use(asked))).toEqual(wanted ? ['h1'] : []);
  });

  it('is the same for every order and repetition of the ledger', () => {
    const placed = Array.from({ length: 6 }, (_, i) => hold({ holdId: `h${i}`, seq: i + 1, scope: i % 2 === 0 ? { kind: 'item', itemId: 'i1' } : { kind: 'source', sourceId: 's1' } }));
    const ledger = [...placed, ...placed.slice(0, 3).map((one, i) => lifted(one, 10 + i))];
    fc.assert(
      fc.property(fc.shuffledSubarray([...ledger, ...ledger], { minLength: ledger.length * 2 }), (events) => {
        const index = new HoldIndex();
        for (const event of events) index.apply(event);
        expect(index.covering(use()).map((found) => found.holdId).sort()).toEqual(['h3', 'h4', 'h5']);
        expect(index.size).toBe(6);
      }),
    );
  });
});

describe('the key of an URL', () => {
  it.each([
    ['http://www.Paper.example:80/a/b/?b=2&a=1&utm_medium=x#frag', 'paper.example/a/b?a=1&b=2'],
    ['https://paper.example/%E6%96%B0%E9%97%BB', 'paper.example/新闻'],
    ['https://paper.example/新闻', 'paper.example/新闻'],
    ['https://paper.example/100%', 'paper.example/100%'],
    ['http://paper.example:8080', 'paper.example:8080'],
  ])('of %s is %s', (url, key) => {
    expect(urlKey(url)).toBe(key);
  });

  it.each(['ftp://paper.example/a', 'nonsense', 'javascript:alert(1)', ''])('is none for %j', (url) => {
    expect(urlKey(url)).toBeUndefined();
  });
});

describe('clearing', () => {
  const grant = (change: Partial<Grant> = {}): Grant => ({
    grantId: 'g1', sourceId: 's1', channels: ['*'], territories: ['*'], languages: ['*'], from: null, until: null, credit: null, notice: null, canonicalLinkRequired: false, coversReserved: false, ...change,
  });
  const item = (change: Partial<GrantedItem> = {}): GrantedItem => ({ sourceId: 's1', language: 'zh-Hans', reprintReserved: false, embargoedUntil: null, expiresAt: null, ...change });

  it.each<[string, Grant[], Partial<GrantedItem>, string]>([
    ['no grant', [], {}, 'no-grant'],
    ["another source's grant", [grant({ sourceId: 's2' })], {}, 'no-grant'],
    ['a grant that ended', [grant({ until: at })], {}, 'grant-ended'],
    ['another language', [grant({ languages: ['en'] })], {}, 'language'],
    ['a reserved text', [grant()], { reprintReserved: true }, 'reprint-reserved'],
    ['an item past its end', [grant()], { expiresAt: at }, 'expired'],
  ])('refuses %s', (_title, grants, change, code) => {
    expect(clear(item(change), grants, atMs)).toMatchObject({ cleared: false, reasons: [{ code }] });
  });

  it('gives the terms of the grant and of the item, the narrower end of both', () => {
    const decision = clear(item({ embargoedUntil: 'open', expiresAt: minutes(5) }), [grant({ languages: ['zh'], until: minutes(9), channels: ['portal'] })], atMs);
    expect(decision).toMatchObject({ cleared: true, terms: { channels: ['portal'], until: minutes(5), embargoedUntil: 'open' } });
  });

  it('chooses the same of several grants in any order', () => {
    const grants = [grant({ grantId: 'b', from: minutes(1) }), grant({ grantId: 'c', channels: ['portal'] }), grant({ grantId: 'd', until: minutes(9) }), grant({ grantId: 'a', until: minutes(9) })];
    fc.assert(fc.property(fc.shuffledSubarray(grants, { minLength: 4 }), (order) => expect(clear(item(), order, atMs)).toMatchObject({ grant: { grantId: 'a' } })));
  });
});
