import { fakeClock, testTokens } from '@wiredesk/testing';

import { GivenRights, notice, portal } from '../testing/given-rights.js';
import type { CaseCounts, ListedCase } from './case-list.store.js';

describe('the list of cases, on real Postgres', () => {
  let given: GivenRights;
  const clock = fakeClock('2026-11-24T09:00:00.000Z');

  beforeAll(async () => {
    given = await GivenRights.start({ clock });
    await given.grant('s1');
  });
  afterAll(() => given.close());

  const list = async (query: string) => {
    const answer = await given.call('GET', `/v1/case-list?${query}`, { token: testTokens.viewer });
    expect([query, answer.status]).toEqual([query, 200]);
    return answer.json as unknown as { cases: ListedCase[]; counts: CaseCounts; next: number | null };
  };
  const numbers = async (query: string): Promise<string[]> => (await list(query)).cases.map(({ number }) => number);

  it('has what waits by its next deadline, with its clock, and finds by state, rules, address and item', async () => {
    const itemId = await given.item('s1');
    const us = await given.takedown(notice([`${portal}/articles/${itemId}`]));
    const order = await given.takedown(notice(['https://elsewhere.example/a_page'], { type: 'privacy', regime: 'EU_DSA', grounds: 'It is about me.' }));
    const [first, second] = (await list('')).cases;
    expect([first?.number, second?.number].sort()).toEqual([us.case.number, order.case.number].sort());
    expect((await list('')).cases.find(({ number }) => number === us.case.number)).toMatchObject({ regime: 'US_512', claimType: 'copyright', channel: 'api', dueKind: 'review', overdue: false, states: { interim_held: 1 }, closedAt: null, counters: 0 });
    expect(await numbers('regime=EU_DSA')).toEqual([order.case.number]);
    expect(await numbers('state=interim_held')).toEqual([us.case.number]);
    expect(await numbers(`q=${itemId}`)).toEqual([us.case.number]);
    expect(await numbers('q=a_page')).toEqual([order.case.number]);
    expect(await numbers('q=aXpage')).toEqual([]);
    expect(await numbers(`q=${us.case.number.toLowerCase()}`)).toEqual([us.case.number]);
    expect(await numbers('due=overdue')).toEqual([]);
    expect((await list('limit=1')).next).toBe(1);
    expect((await list('limit=1&offset=1')).cases).toHaveLength(1);
  });

  it('says what is overdue once its clock has passed, and keeps the closed apart', async () => {
    const { case: rejected } = await given.takedown(notice([`${portal}/articles/${await given.item('s1')}`]));
    expect((await given.officer('POST', `/v1/cases/${rejected.number}/decisions`, { decision: 'reject', reason: 'licensed' })).status).toBe(200);
    expect(await numbers('open=closed')).toEqual([rejected.number]);
    expect(await numbers('')).not.toContain(rejected.number);
    expect((await list('')).counts).toMatchObject({ waiting: 2, overdue: 0 });
    clock.advanceMs(10 * 86_400_000);
    const { cases, counts } = await list('due=overdue');
    expect([cases.length, cases.every(({ overdue }) => overdue), counts.overdue]).toEqual([2, true, 2]);
  });

  it('is for our own people, and says what it can be asked', async () => {
    expect((await given.call('GET', '/v1/case-list')).status).toBe(401);
    expect((await given.call('GET', '/v1/case-list?due=soon', { token: testTokens.viewer })).status).toBe(422);
  });
});
