import type { CaseEvent } from '../cases/case.store.js';
import type { RegimeName } from '../cases/regimes.js';
import { notice } from '../order-takedown/notice.js';
import { lettersFor, type Correspondence } from './compose.decide.js';
import type { Letter } from './letter.js';

const stated = notice.parse({ targets: ['x'], claimant: { name: 'Ada Holder', email: 'ada@holder.example', address: '1 Mill Lane', phone: '+1 555 0100' }, works: [{ title: 'The original' }], grounds: 'Copied whole.' });
const event = (type: string, targetId: string | null, detail: Record<string, unknown> = {}, actor = 'policy'): CaseEvent => ({ eventId: `${type}-${targetId ?? ''}`, caseId: 'c1', targetId, at: '2026-11-24T10:00:00.000Z', actor, type, detail });
const of = (change: Partial<Correspondence> = {}): Correspondence => ({
  caseId: 'c1', number: 'WD-2222-3333', regime: 'US_512', claimType: 'copyright', language: 'en', notice: stated, missing: [], operator: 'Portal', publicUrl: 'https://rights.example', mail: true,
  events: [event('notice-received', null), event('interim_held', 't0'), event('interim_held', 't1'), event('invalid', 't2')],
  targets: ['s1', 's2', null].map((sourceId, ordinal) => ({ targetId: `t${ordinal}`, ordinal, url: `https://portal.example/${ordinal}`, itemId: null, sourceId })),
  contacts: new Map([['s1', { sourceId: 's1', name: 'Harbour Wire', email: 'desk@harbour.example', language: 'zh' }]]), ...change,
});
const told = (letters: readonly Letter[]): string[] => letters.map(({ kind, recipient, sourceId, state, ordinals }) => `${kind} ${recipient} ${sourceId ?? '-'} ${state} ${ordinals.join(',')}`);

describe('letters of a case', () => {
  it('acknowledge the notice, and give each party concerned its own statement of reasons in its own language', () => {
    const letters = lettersFor(of());
    expect(told(letters)).toEqual(['receipt claimant - queued 0,1,2', 'statement-of-reasons party s1 queued 0', 'statement-of-reasons party s2 by-hand 1']);
    expect(letters[1]).toMatchObject({ language: 'zh', toAddress: 'desk@harbour.example' });
    expect(letters[1]?.body).toContain('17 U.S.C. § 512(c)');
    expect(letters[2]?.body).toMatch(/everywhere, until[\s\S]*placed by rule[\s\S]*Nothing was detected by automated means[\s\S]*https:\/\/rights.example\/counter\?case=WD-2222-3333/);
  });

  it.each<[RegimeName, boolean]>([['US_512', true], ['CN_TIAOLI', true], ['CN_CIVIL', true], ['EU_DSA', false]])('forward the notice under %s with its sender: %s; never with an address (edge case 23)', (regime, named) => {
    const statement = lettersFor(of({ regime })).find(({ kind }) => kind === 'statement-of-reasons');
    expect(statement?.body.includes('Ada Holder')).toBe(named);
    expect(statement?.body).not.toMatch(/ada@holder|Mill Lane|555 0100/);
  });

  it('tell a party of an order nothing: its officer says whom it allows to be told (edge case 17)', () => {
    expect(told(lettersFor(of({ regime: 'ORDER' })))).toEqual(['receipt claimant - queued 0,1,2']);
  });

  it('publish the notice where 条例 asks and its party cannot be reached (edge case 7), and not where it can', () => {
    const letters = lettersFor(of({ regime: 'CN_TIAOLI', events: [event('interim_held', 't0'), event('interim_held', 't1')] }));
    expect(told(letters)).toEqual(['statement-of-reasons party s1 queued 0', 'statement-of-reasons party s2 by-hand 1', 'public-notice public s2 posted 1']);
    expect(letters[2]).toMatchObject({ toName: null, toAddress: null });
  });

  it('ask for what is missing, and restrict nothing meanwhile', () => {
    expect(told(lettersFor(of({ missing: ['signature'], events: [event('notice-received', null), event('incomplete', 't0')] })))).toEqual(['cure-request claimant - queued 0']);
  });

  it.each<[string, CaseEvent, string[]]>([
    ['confirmed', event('upheld', 't0', { from: 'interim_held', to: 'held', reason: 'founded' }, 'officer:a'), ['decision claimant - queued 0', 'restriction-confirmed party s1 queued 0']],
    ['placed late', event('upheld', 't0', { from: 'under_review', to: 'held', hold: 'placed' }, 'officer:a'), ['decision claimant - queued 0', 'statement-of-reasons party s1 queued 0']],
    ['rejected', event('rejected', 't0', { from: 'interim_held', to: 'reinstated', hold: 'lifted' }, 'officer:a'), ['decision claimant - queued 0', 'restored party s1 queued 0']],
    ['put back by a window', event('window-elapsed', 't0', { from: 'waiting_claimant', to: 'reinstated', hold: 'lifted' }, 'timer'), ['put-back claimant - queued 0', 'restored party s1 queued 0']],
    ['countered', event('counter-accepted', 't0', { from: 'held', to: 'waiting_claimant' }, 'officer:a'), ['counter-forwarded claimant - queued 0']],
    ['withdrawn', event('withdrawn', 't0', { from: 'held', to: 'reinstated', hold: 'lifted' }, 'claimant'), ['restored party s1 queued 0']],
    ['a founded complaint', event('complaint-decided', 't0', { from: 'complaint', to: 'reinstated', hold: 'lifted' }, 'officer:b'), ['decision claimant - queued 0', 'restored party s1 queued 0']],
  ])('follow up what was %s', (_title, one, wanted) => {
    expect(told(lettersFor(of({ events: [one] })))).toEqual(wanted);
  });

  it('have the same ids for the same events, so that a repeat tells nobody twice', () => {
    const ids = (): string[] => lettersFor(of()).map(({ letterId }) => letterId);
    expect(ids()).toEqual(ids());
    expect(new Set(ids()).size).toBe(3);
  });

  it('wait for an officer where mail is not configured', () => {
    expect(lettersFor(of({ mail: false })).map(({ state }) => state)).toEqual(['by-hand', 'by-hand', 'by-hand']);
  });
});
