import { automaticRelations } from '@wiredesk/contracts';
import { urlKey } from '@wiredesk/usage-terms';

import { afterEvent } from '../clearing/decide.js';
import { endOfSpan } from '../cases/calendar.decide.js';
import { calendars } from '../cases/calendars.js';
import { counterMissing, counterNotice } from '../counter-notice/counter-notice.js';
import { decidePlacing } from '../place-hold/decide.js';
import { holdOrder } from '../place-hold/hold-order.js';
import { decideLift } from '../lift-hold/decide.js';
import { decideNotifier } from '../judge-notifier/decide.js';
import { placed } from '../hold-ledger/new-hold.js';
import { readLicence } from '../manage-grants/licence.decide.js';
import { notice } from '../order-takedown/notice.js';
import { missingIn, regimeOf } from '../order-takedown/regime.decide.js';
import { readAddress } from '../order-takedown/address.decide.js';
import { CaseWorld, completeNotice, portal } from './case-world.js';
import { beginning, hold, openGrant, received, withdrawn, World } from './world.js';

const dayMs = 86_400_000;
const world = (...itemIds: string[]): CaseWorld => {
  const made = new CaseWorld();
  for (const itemId of itemIds) made.take(received(itemId, 1));
  return made;
};
const inStory = (made: World, storyId: string, ...itemIds: string[]): void => itemIds.forEach((itemId, n) => made.move({ itemId, from: made.stories.get(itemId) ?? null, to: { storyId, relation: n === 0 ? 'original' : 'reprint' } }));
const shown = (made: World, ...itemIds: string[]): string[] => itemIds.filter((itemId) => made.served(itemId));

describe('what a rights lawyer would try', () => {
  it('edge case 1: of five addresses each has its own outcome', () => {
    const made = world('i1', 'i2', 'licensed');
    const ids = made.file(['i1', 'i2', 'licensed', 'https://nowhere.example/x', 'see our website'], { regime: 'US_512' });
    made.happen(ids[2] ?? '', { type: 'rejected' });
    expect(ids.map((id) => made.stateOf(id))).toEqual(['interim_held', 'interim_held', 'reinstated', 'unresolved', 'invalid']);
    expect(shown(made, 'i1', 'i2', 'licensed')).toEqual(['licensed']);
  });

  it('edge case 3: a notice without signature and oath is asked to be completed, and holds once it is', () => {
    const made = world('i1');
    const [id = ''] = made.file(['i1'], { regime: 'US_512', signature: null, statements: { goodFaith: true, accuracy: true } });
    expect([made.stateOf(id), made.served('i1'), made.timers.map(({ kind }) => kind)]).toEqual(['incomplete', true, ['cure']]);
    made.happen(id, { type: 'completed', to: 'interim_held' }, 'claimant');
    expect([made.stateOf(id), made.served('i1')]).toEqual(['interim_held', false]);
  });

  it('edge case 4: the window runs from the day on which the counter-notice lacked nothing', () => {
    const counter = counterNotice.parse({ party: { name: 'Paper', address: 'x', phone: '1' }, signature: 'P', statements: { mistakeUnderPerjury: true } });
    expect(counterMissing(counter, 'US_512')).toEqual(['statements.consentToJurisdiction']);
    expect(counterMissing({ ...counter, statements: { mistakeUnderPerjury: true, consentToJurisdiction: true } }, 'US_512')).toEqual([]);
    const made = world('i1');
    const [id = ''] = made.file(['i1'], { regime: 'US_512' });
    made.happen(id, { type: 'upheld' });
    made.jump(3 * dayMs);
    made.happen(id, { type: 'counter-accepted' });
    expect(made.timers.find(({ kind, done }) => kind === 'window' && !done)?.dueAt).toBe(endOfSpan(made.now.toISOString(), { businessDays: 10 }, calendars['us-federal']));
  });

  it('edge case 5: an action shown a minute before the restoral stops it, a minute after it calls a person; the date on the fax counts for nothing', () => {
    for (const late of [false, true]) {
      const made = world('i1');
      const [id = ''] = made.file(['i1'], { regime: 'US_512' });
      made.happen(id, { type: 'upheld' });
      made.happen(id, { type: 'counter-accepted' });
      const untilMs = Date.parse(made.timers.find(({ kind }) => kind === 'window')?.dueAt ?? '') - made.now.getTime();
      made.jump(untilMs + (late ? 60_000 : -60_000));
      made.happen(id, { type: 'action-notified' }, 'officer:a', beginning);
      made.jump(30 * dayMs);
      expect([made.stateOf(id), made.served('i1')]).toEqual(late ? ['reinstated', true] : ['litigation_held', false]);
    }
  });

  it('edge case 6: business days skip Thanksgiving, an observed 4 July, and National Day with its worked weekends', () => {
    const end = (from: string, businessDays: number, calendar: 'us-federal' | 'cn-mainland'): string => endOfSpan(from, { businessDays }, calendars[calendar]);
    expect(end('2025-11-17T15:00:00.000Z', 10, 'us-federal')).toBe('2025-12-03T04:59:59.999Z');
    expect(end('2026-06-26T15:00:00.000Z', 10, 'us-federal')).toBe('2026-07-14T03:59:59.999Z');
    // From Friday 26 September 2025: Sunday 28 is worked, 1–8 October are not, Saturday 11 October is.
    expect(end('2025-09-26T03:00:00.000Z', 6, 'cn-mainland')).toBe('2025-10-11T15:59:59.999Z');
  });

  it('edge case 8: a second notice after art. 17: barred for the same holder and claim, open to another regime\'s holder', () => {
    const made = world('i1');
    const [id = ''] = made.file(['i1'], { regime: 'CN_TIAOLI' });
    made.happen(id, { type: 'upheld' });
    made.happen(id, { type: 'counter-accepted' });
    const [again = ''] = made.file(['i1'], { regime: 'CN_TIAOLI' });
    expect([made.stateOf(again), made.filed.get(again)?.note]).toEqual(['rejected', 'renotice-barred']);
    made.barred.clear();
    const [other = ''] = made.file(['i1'], { regime: 'CN_TIAOLI', claimant: { name: 'Bo', phone: '2', address: 'y' } });
    expect(made.stateOf(other)).toBe('interim_held');
  });

  it('edge case 9: of three regimes at once the last one that holds decides', () => {
    const made = world('i1');
    const [us = '', cn = '', eu = ''] = (['US_512', 'CN_CIVIL', 'EU_DSA'] as const).flatMap((regime) => made.file(['i1'], { regime }));
    for (const id of [us, cn, eu]) made.happen(id, { type: 'upheld' });
    for (const id of [us, cn]) made.happen(id, { type: 'counter-accepted' });
    made.happen(cn, { type: 'statement-delivered' });
    made.jump(40 * dayMs);
    expect([made.stateOf(us), made.stateOf(cn), made.stateOf(eu), made.served('i1')]).toEqual(['reinstated', 'reinstated', 'held', false]);
    made.happen(eu, { type: 'complaint-filed' }, 'party');
    made.happen(eu, { type: 'complaint-decided', outcome: 'founded' }, 'officer:b');
    expect(made.served('i1')).toBe(true);
  });

  it.each([true, false])('edge case 10: who holds the right is for a person to find; acting first: %s', (actFirst) => {
    const made = world('i1');
    made.actFirst = actFirst;
    const [id = ''] = made.file(['i1'], { regime: 'US_512', claimant: { ...completeNotice.claimant, name: 'The holder until March' } });
    expect([made.stateOf(id), made.served('i1')]).toEqual(actFirst ? ['interim_held', false] : ['under_review', true]);
    made.happen(id, { type: 'rejected' });
    expect(made.served('i1')).toBe(true);
  });

  it('edge case 11: author and publisher both claim: two cases, and what one gives up the other still holds', () => {
    const made = world('i1');
    const [author = ''] = made.file(['i1'], { regime: 'US_512' });
    const [publisher = ''] = made.file(['i1'], { regime: 'US_512', claimant: { ...completeNotice.claimant, name: 'Publisher' } });
    made.happen(author, { type: 'withdrawn' }, 'claimant');
    expect(made.served('i1')).toBe(false);
    made.happen(publisher, { type: 'rejected' });
    expect(made.served('i1')).toBe(true);
  });

  it('edge case 13: a claim on a quotation reaches what quotes only by its own address, and a person may find it fair', () => {
    const made = world('original', 'rebuttal');
    inStory(made, 'A', 'original');
    made.move({ itemId: 'rebuttal', from: null, to: { storyId: 'A', relation: 'related' } });
    made.file(['original'], { regime: 'US_512', scope: 'story' });
    expect(shown(made, 'original', 'rebuttal')).toEqual(['rebuttal']);
    const [id = ''] = made.file(['rebuttal'], { regime: 'US_512' });
    made.happen(id, { type: 'rejected' });
    expect(made.served('rebuttal')).toBe(true);
  });

  it('edge case 14: a translation is claimed by its own address; a claim on the original does not take it', () => {
    expect(automaticRelations).not.toContain('derived');
    const made = world('i1', 'translated');
    inStory(made, 'A', 'i1');
    made.move({ itemId: 'translated', from: null, to: { storyId: 'A', relation: 'derived' } });
    made.place(hold('h', { kind: 'story', storyId: 'A', itemId: 'i1' }));
    expect(shown(made, 'i1', 'translated')).toEqual(['translated']);
  });

  it.each(['correct', 'no-index'])('edge cases 15, 16, 43: who asks for "%s" gets a person, not a removal', (wanted) => {
    const made = world('i1');
    const [id = ''] = made.file(['i1'], { type: 'defamation', regime: 'CN_CIVIL', wanted });
    expect([made.stateOf(id), made.filed.get(id)?.note, made.served('i1')]).toEqual(['under_review', 'not-removal', true]);
  });

  it('edge case 17: an order for one country closes that country alone, and may keep even its existence secret', () => {
    const order = holdOrder.parse({ scope: { kind: 'item', itemId: '01934d0e-7b1c-7a53-9f0e-1d2c3b4a5968' }, reason: 'sealed', class: 'order', territories: ['DE'], httpStatus: 404 });
    const decided = decidePlacing(order, { holdId: 'h', by: 'a', nowMs: 0 });
    expect('hold' in decided && decided.hold).toMatchObject({ territories: ['DE'], httpStatus: 404, law: null });
    const made = world('i1');
    made.place(hold('h', { kind: 'item', itemId: 'i1' }, { territories: ['DE'], httpStatus: 404, class: 'order' }));
    expect(['DE', 'FR', 'CN'].map((territory) => made.served('i1', { territory }))).toEqual([false, true, true]);
    expect(made.verdict('i1', { territory: 'DE' })).toMatchObject({ reasons: [{ httpStatus: 404 }] });
  });

  it('edge case 18: an order that is reversed after 14 months gives back no more than it took: the upstream deleted its own meanwhile', () => {
    const made = world('i1');
    const [id = ''] = made.file(['i1'], { type: 'court-order', order: { authority: 'Court', reference: '7' } }, true);
    made.take(withdrawn('i1', 2));
    made.jump(425 * dayMs);
    expect(made.happen(id, { type: 'order-reversed' })).toBe('reinstated');
    expect(made.served('i1')).toBe(false);
  });

  it('edge case 19: a notice on a thousand items that is retracted for all but three', () => {
    const ids = Array.from({ length: 1_000 }, (_, n) => `i${n}`);
    const made = world(...ids);
    const targets = made.file(ids, { regime: 'US_512' });
    targets.slice(3).forEach((target) => made.happen(target, { type: 'withdrawn' }, 'claimant'));
    expect(ids.filter((itemId) => !made.served(itemId))).toEqual(['i0', 'i1', 'i2']);
  });

  it('edge case 20: who is right three times in two thousand is warned, then suspended; an order of theirs acts all the same', () => {
    const record = { cases: 2_000, upheld: 3, rejected: 1_997, withdrawn: 0, warnedAt: null, suspendedUntil: null };
    expect(decideNotifier(record, { action: 'suspend', days: 30 }, beginning)).toMatchObject({ ok: false, code: 'not-warned' });
    expect(decideNotifier({ ...record, warnedAt: beginning }, { action: 'suspend', days: 30 }, beginning)).toMatchObject({ ok: true, record: { suspendedUntil: '2026-12-24T10:00:00.000Z' } });
    const made = world('i1', 'i2');
    made.suspended = true;
    made.file(['i1'], { regime: 'US_512' });
    made.file(['i2'], { type: 'authority-order', order: { authority: 'Office', reference: '1' } }, true);
    expect(shown(made, 'i1', 'i2')).toEqual(['i1']);
  });

  it('edge case 21: an original that is younger than our first sight of the item closes nothing before a person looked', () => {
    const made = world('i1');
    const [id = ''] = made.file(['i1'], { regime: 'US_512', works: [{ title: 'x', firstPublishedAt: '2026-11-25T00:00:00Z' }] });
    expect([made.stateOf(id), made.filed.get(id)?.note]).toEqual(['under_review', 'original-younger']);
  });

  it('edge case 22: a name may be missing where child abuse is told of, and nowhere else', () => {
    const nameless = (type: string) => notice.parse({ type, targets: ['x'], grounds: 'seen', statements: { goodFaith: true } });
    expect(regimeOf(nameless('child-abuse'), 'CN_TIAOLI')).toBe('EU_DSA');
    expect(missingIn(nameless('child-abuse'), 'EU_DSA')).toEqual([]);
    expect(missingIn(nameless('privacy'), 'EU_DSA')).toEqual(['claimant.name', 'claimant.email']);
  });

  it('edge case 26: what was licensed when it came goes everywhere when the licence ends', () => {
    const made = world('i1');
    const ends = new Date(made.now.getTime() + dayMs).toISOString();
    made.grants = [{ ...openGrant, until: ends }];
    expect(['portal', 'feed', 'api', 'webhook'].map((channel) => made.served('i1', { channel }))).toEqual([true, true, true, true]);
    made.now = new Date(Date.parse(ends));
    expect(['portal', 'feed', 'api', 'webhook'].map((channel) => made.served('i1', { channel }))).toEqual([false, false, false, false]);
  });

  it.each([true, false])('edge case 27: a CC-BY licence that its source withdraws: kept by an officer\'s grant: %s', (kept) => {
    const read = readLicence({ name: 'S', licence: 'CC-BY-4.0' });
    if (read.kind !== 'grant') throw new Error('CC-BY was not read');
    const made = world('i1');
    made.grants = kept ? [{ grantId: 'officer', sourceId: 's', ...read.terms }] : [];
    expect(made.served('i1')).toBe(kept);
  });
});

describe('what a news-desk editor would try', () => {
  it.each([3 * 3_600_000, 3 * dayMs])('edge case 31: the kill comes %d ms before its story', (laterMs) => {
    const made = new CaseWorld();
    made.take(withdrawn('i1', 2));
    made.jump(laterMs);
    made.take(received('i1', 1));
    expect(made.served('i1')).toBe(false);
  });

  it('edge case 32: a corrected version after a kill comes back, unless the law holds it too', () => {
    const made = world('i1');
    made.take(withdrawn('i1', 2));
    const [id = ''] = made.file(['i1'], { regime: 'US_512' });
    made.take(received('i1', 3));
    expect(made.served('i1')).toBe(false);
    made.happen(id, { type: 'withdrawn' }, 'claimant');
    expect(made.served('i1')).toBe(true);
  });

  it('edge case 33: a kill of a version that we never had kills all that we have, and later arrivals of older ones', () => {
    const made = world('i1');
    made.take(received('i1', 2));
    made.take(withdrawn('i1', 4));
    made.take(received('i1', 3));
    expect(made.served('i1')).toBe(false);
  });

  it('edge case 34: withheld, kill, embargo and update are four things', () => {
    for (const reason of ['withheld', 'canceled'] as const) {
      const made = world('i1');
      made.take(withdrawn('i1', 2, { reason }));
      expect([made.served('i1'), [...made.standing()].map(({ reasonCode }) => reasonCode)]).toEqual([false, [`upstream-${reason}`]]);
    }
    const embargoed = world();
    embargoed.take(received('i1', 1, { embargoedUntil: new Date(embargoed.now.getTime() + dayMs).toISOString() }));
    expect([embargoed.served('i1'), embargoed.ledger.size]).toEqual([false, 0]);
    const updated = world('i1');
    updated.take(received('i1', 2));
    expect([updated.served('i1'), updated.ledger.size]).toEqual([true, 0]);
  });

  it.each([
    ['lifted early', null, true], ['extended', '2026-11-26T00:00:00.000Z', false], ['left open', 'open', false], ['given in another zone', '2026-11-24T17:59:00+08:00', true], ['given in another zone, not over', '2026-11-24T18:01:00+08:00', false],
  ])('edge case 35: an embargo that is %s', (_title, embargoedUntil, wanted) => {
    const made = new World();
    made.take(received('i1', 1, { embargoedUntil: '2026-11-25T00:00:00.000Z' }));
    expect(made.served('i1')).toBe(false);
    made.take(received('i1', 2, { embargoedUntil }));
    expect(made.served('i1')).toBe(wanted);
  });

  it('edge case 36: an embargoed item is refused at each use, whatever was queued before', () => {
    const made = new World();
    made.take(received('i1', 1, { embargoedUntil: 'open' }));
    expect(['portal', 'feed', 'api', 'webhook', 'digest', 'card'].filter((channel) => made.served('i1', { channel }))).toEqual([]);
  });

  it('edge case 38: a kill in prose does nothing by itself; the officer who reads it closes what it names, by address', () => {
    const made = world('i1');
    made.take(received('bulletin', 1));
    expect(made.served('i1')).toBe(true);
    made.place(hold('kill', { kind: 'url', url: 'https://up.example/i1?utm_source=bulletin' }, { class: 'editorial', httpStatus: 410 }));
    expect(shown(made, 'i1', 'bulletin')).toEqual(['bulletin']);
  });

  it.each([['item', ['p2', 'p3']], ['story', []]])('edge case 39: one wire story by three papers, killed as %s', (kind, wanted) => {
    const made = world('p1', 'p2', 'p3');
    inStory(made, 'A', 'p1', 'p2', 'p3');
    made.place(hold('h', kind === 'item' ? { kind: 'item', itemId: 'p1' } : { kind: 'story', storyId: 'A', itemId: 'p1' }, { class: 'editorial' }));
    expect(shown(made, 'p1', 'p2', 'p3')).toEqual(wanted);
  });

  it('edge case 41: a text that is pasted into a new story is held as soon as it stands there', () => {
    const made = world('i1');
    inStory(made, 'A', 'i1');
    made.place(hold('h', { kind: 'story', storyId: 'A', itemId: 'i1' }));
    made.take(received('pasted', 1));
    made.move({ itemId: 'pasted', from: null, to: { storyId: 'A', relation: 'reprint' } });
    made.move({ itemId: 'pasted', from: { storyId: 'A', relation: 'reprint' }, to: { storyId: 'B', relation: 'original' } });
    expect(made.served('pasted')).toBe(false);
  });

  it.each([true, false])('edge case 44: one key kills; two persons put back: %s', (secondPerson) => {
    const kill = placed(hold('h', { kind: 'item', itemId: 'i1' }, { class: 'editorial', placedBy: 'officer:li' }), 1, new Date(beginning));
    expect(decideLift(kill, 'own-motion', { by: 'officer:li', secondPerson }).ok).toBe(!secondPerson);
    expect(decideLift(kill, 'own-motion', { by: 'officer:wang', secondPerson }).ok).toBe(true);
  });
});

describe('what an operator would try', () => {
  it('edge case 46: a takedown while the item is on its way through another worker', () => {
    const made = new World();
    const event = received('i1', 1);
    const inFlight = afterEvent(undefined, event);
    made.place(hold('h', { kind: 'url', url: 'https://up.example/i1' }));
    if (inFlight) made.items.set('i1', inFlight);
    expect(made.served('i1')).toBe(false);
  });

  it('edge case 49: a merge of a held and a clean story holds the copies and leaves a rebuttal', () => {
    const made = world('held', 'clean', 'rebuttal');
    inStory(made, 'A', 'held');
    inStory(made, 'B', 'clean');
    made.place(hold('h', { kind: 'story', storyId: 'A', itemId: 'held' }));
    made.move({ itemId: 'clean', from: { storyId: 'B', relation: 'original' }, to: { storyId: 'A', relation: 'reprint' } });
    made.move({ itemId: 'rebuttal', from: null, to: { storyId: 'A', relation: 'related' } });
    expect(shown(made, 'held', 'clean', 'rebuttal')).toEqual(['rebuttal']);
  });

  it('edge case 51: one address in every spelling', () => {
    const id = '01934d0e-7b1c-7a53-9f0e-1d2c3b4a5968';
    for (const url of [`http://www.portal.example/articles/${id}/`, `https://portal.example/articles/${id}?utm_source=x#c`, `https://PORTAL.example/articles/${id}/print?lang=zh`]) {
      expect(readAddress({ url }, portal)).toMatchObject({ kind: 'article', itemId: id });
    }
    expect(urlKey('https://up.example/%E6%96%B0%E9%97%BB/1/')).toBe(urlKey('http://www.up.example/新闻/1?spm=x'));
  });

  it('edge case 54: an event from the future, or from a clock that is behind, is ordered by its revision alone', () => {
    const made = world('i1');
    made.take(withdrawn('i1', 2, { withdrawnAt: '2099-01-01T00:00:00.000Z' }));
    expect(made.served('i1')).toBe(false);
    made.take(received('i1', 3, { receivedAt: '1999-01-01T00:00:00.000Z' }));
    expect(made.served('i1')).toBe(true);
  });
});
