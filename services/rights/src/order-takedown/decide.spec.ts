import { regimes, type RegimeName } from '../cases/regimes.js';
import { readAddress } from './address.decide.js';
import { decideIntake, holdScope, type Intake, type ResolvedTarget } from './decide.js';
import { notice } from './notice.js';
import { missingIn, regimeOf } from './regime.decide.js';

const portal = 'https://portal.example';
const itemId = '01934d0e-7b1c-7a53-9f0e-1d2c3b4a5968';
const complete = {
  type: 'copyright', regime: 'US_512', claimant: { name: 'Ada', address: 'Mill Lane', phone: '1' }, works: [{ title: 'x' }], targets: [`${portal}/articles/${itemId}`],
  statements: { goodFaith: true, accuracy: true, authorityUnderPerjury: true }, signature: 'Ada',
};
const target = (url = `${portal}/articles/${itemId}`, known = true): ResolvedTarget => ({
  targetId: 't1', holdId: 'h1', given: url, address: readAddress({ url }, portal), item: known ? { itemId, sourceId: 's1', firstReceivedAt: '2026-11-20T08:00:00.000Z' } : null,
});
const decide = (change: object = {}, given: Partial<Intake> = {}) =>
  decideIntake({ notice: notice.parse({ ...complete, ...change }), byOfficer: false, actFirst: true, defaultRegime: 'CN_TIAOLI', targets: [target()], barredItems: new Set(), suspended: false, caseNumber: 'WD-2222-3333', caseId: 'c1', now: '2026-11-24T10:00:00.000Z', ...given });

describe('what a notice does', () => {
  it('closes a known address at once and has it reviewed within two business days', () => {
    // Tuesday; Thursday is Thanksgiving, so that the second business day is Friday, which ends at 05:00 UTC on Saturday.
    expect(decide().targets).toMatchObject([
      { state: 'interim_held', scope: 'item', note: null, hold: { holdId: 'h1', class: 'interim', httpStatus: 451, reasonCode: 'copyright', law: '17 U.S.C. § 512(c)', of: { caseNumber: 'WD-2222-3333' } }, timer: { kind: 'review', dueAt: '2026-11-28T04:59:59.999Z' } },
    ]);
  });

  it('closes an unknown address in advance', () => {
    const [decided] = decide({}, { targets: [target('https://paper.example/a', false)] }).targets;
    expect(decided).toMatchObject({ state: 'unresolved', scope: 'url', note: 'item-unknown', hold: { class: 'interim' } });
    expect(decided && holdScope(decided, null)).toEqual({ kind: 'url', url: 'https://paper.example/a' });
  });

  it('closes nothing for what is no address, and goes on with the others', () => {
    expect(decide({}, { targets: [target('nonsense', false), target()] }).targets.map(({ state, hold }) => [state, hold !== null])).toEqual([['invalid', false], ['interim_held', true]]);
  });

  it('asks for what is missing and holds nothing meanwhile', () => {
    const decided = decide({ signature: null, statements: { goodFaith: true } });
    expect(decided).toMatchObject({ missing: ['signature', 'statements.accuracy', 'statements.authorityUnderPerjury'], targets: [{ state: 'incomplete', hold: null, timer: { kind: 'cure' } }] });
  });

  it.each<[string, object, Partial<Intake>, string]>([
    ['an original that is younger than our first sight', { works: [{ title: 'x', firstPublishedAt: '2026-11-21' }] }, {}, 'original-younger'],
    ['a wish for something else than removal', { wanted: 'correct' }, {}, 'not-removal'],
    ['an order from somebody we do not know', { type: 'court-order', order: { authority: 'Court', reference: '7/2026' } }, {}, 'order-unverified'],
    ['an operator who reviews first', {}, { actFirst: false }, 'review-first'],
    ['a claimant whose notices were too often unfounded', {}, { suspended: true }, 'notifier-suspended'],
  ])('leaves %s to a person', (_title, change, given, note) => {
    expect(decide(change, given).targets).toMatchObject([{ state: 'under_review', hold: null, note, timer: { kind: 'review' } }]);
  });

  it('is not stopped by one old original among younger ones, nor by one of the same day', () => {
    expect(decide({ works: [{ title: 'x', firstPublishedAt: '2026-11-21' }, { firstPublishedAt: '2020-01-01' }] }).targets[0]?.state).toBe('interim_held');
    expect(decide({ works: [{ title: 'x', firstPublishedAt: '2026-11-20' }] }).targets[0]?.state).toBe('interim_held');
  });

  it('is barred from what was put back on the party\'s statement, under the rules that say so alone', () => {
    const barredItems = new Set([itemId]);
    const chinese = { regime: 'CN_TIAOLI', claimant: { name: 'Ada', phone: '1', address: 'x' }, works: [{ title: 'x', urls: ['https://ada.example'] }] };
    expect(decide(chinese, { barredItems }).targets).toMatchObject([{ state: 'rejected', hold: null, note: 'renotice-barred' }]);
    expect(decide({}, { barredItems }).targets).toMatchObject([{ state: 'interim_held' }]);
  });

  it('never suspends an order', () => {
    expect(decide({ type: 'court-order', order: { authority: 'Court', reference: '7' } }, { byOfficer: true, suspended: true }).targets).toMatchObject([{ state: 'held' }]);
  });

  it('executes an order that an officer entered, as an order', () => {
    const order = { type: 'court-order', scope: 'source', order: { authority: 'Court', reference: '7/2026', law: 'Decision 7/2026' } };
    const decided = decide(order, { byOfficer: true });
    expect(decided).toMatchObject({ regime: 'ORDER', scope: 'source', targets: [{ state: 'held', scope: 'source', hold: { class: 'order', law: 'Decision 7/2026' }, timer: null }] });
    expect(decided.targets[0] && holdScope(decided.targets[0], null)).toEqual({ kind: 'source', sourceId: 's1' });
  });

  it('narrows a claim on a whole source to what it names', () => {
    expect(decide({ scope: 'source' })).toMatchObject({ scope: 'item', targets: [{ scope: 'item', note: 'scope-narrowed', state: 'interim_held' }] });
    expect(decide({ scope: 'source' }, { byOfficer: true })).toMatchObject({ scope: 'item' });
  });

  it('covers the story where it is known, the item until then', () => {
    const [decided] = decide({ scope: 'story' }).targets;
    expect(decided && holdScope(decided, 'st1')).toEqual({ kind: 'story', storyId: 'st1', itemId });
    expect(decided && holdScope(decided, null)).toEqual({ kind: 'item', itemId });
  });
});

describe('whose rules a notice follows', () => {
  it.each<[object, RegimeName]>([
    [{ type: 'copyright' }, 'CN_TIAOLI'],
    [{ type: 'copyright', jurisdiction: 'us' }, 'US_512'],
    [{ type: 'copyright', jurisdiction: 'DE' }, 'EU_DSA'],
    [{ type: 'copyright', jurisdiction: 'BR' }, 'CN_TIAOLI'],
    [{ type: 'copyright', jurisdiction: 'US', regime: 'CN_ECOM' }, 'CN_ECOM'],
    [{ type: 'defamation' }, 'CN_CIVIL'],
    [{ type: 'privacy', jurisdiction: 'US' }, 'EU_DSA'],
    [{ type: 'COURT_ORDER', jurisdiction: 'US' }, 'ORDER'],
  ])('%j: %s', (fields, wanted) => {
    expect(regimeOf(notice.parse({ targets: ['x'], ...fields }), 'CN_TIAOLI')).toBe(wanted);
  });

  it('asks for every formal field of every regime', () => {
    const empty = notice.parse({ targets: ['x'] });
    for (const name of Object.keys(regimes) as RegimeName[]) expect(missingIn(empty, name)).toEqual(regimes[name].formalFields);
  });

  it('takes an e-mail or a telephone number for a contact, and the address of an original for preliminary proof', () => {
    const some = notice.parse({ targets: ['x'], claimant: { name: 'Ada', phone: '1', address: 'Mill Lane' }, works: [{ title: 'x', urls: ['https://ada.example'] }] });
    expect(missingIn(some, 'CN_TIAOLI')).toEqual([]);
  });
});

describe('the text of a notice', () => {
  it('loses what a database or a page could choke on', () => {
    const read = notice.parse({ targets: [{ url: 'https://a.example/\u0000x' }], grounds: 'a\u0007b\ud800c\nd', signature: '  Ada ' });
    expect(read).toMatchObject({ targets: [{ url: 'https://a.example/x' }], grounds: 'ab\ufffdc\nd', signature: 'Ada' });
  });
});
