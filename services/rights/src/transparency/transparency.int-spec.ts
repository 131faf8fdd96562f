import { fakeClock } from '@wiredesk/testing';

import { GivenRights, notice, portal } from '../testing/given-rights.js';

describe('transparency and counter-notices on pages, on real Postgres', () => {
  const clock = fakeClock('2026-03-02T10:00:00.000Z');
  let given: GivenRights;

  beforeAll(async () => {
    given = await GivenRights.start({ clock });
    await given.grant('s1');
  });
  afterAll(() => given.close());

  const figures = async () => {
    clock.advanceMs(61_000);
    return (await given.call('GET', '/transparency')).json as unknown as { cases: number; targets: number; reinstatementRate: number | null; counterRate: number; hoursToDecision: number; secondsToHold: number; automatedShare: number; log: object[]; kinds: object[] };
  };

  it('counts what came and what became of it, and names cases only after their delay, without parties', async () => {
    expect(await figures()).toMatchObject({ cases: 0, reinstatementRate: null, log: [] });
    const taken = await given.takedown(notice([`${portal}/articles/${await given.item('s1')}`, 'https://nowhere.example/secret']));
    clock.advanceMs(1_000);
    const rejected = await given.takedown(notice([`${portal}/articles/${await given.item('s1')}`]));
    clock.advanceMs(2 * 3_600_000);
    await given.officer('POST', `/v1/cases/${rejected.case.number}/decisions`, { decision: 'reject', reason: 'licensed' });
    expect(await figures()).toMatchObject({ cases: 2, targets: 3, kinds: [{ regime: 'US_512', claimType: 'copyright', cases: 2, held: 2, reinstated: 1 }], secondsToHold: 0, automatedShare: 1, log: [] });
    expect((await figures()).hoursToDecision).toBeCloseTo(2, 0);
    expect((await figures()).reinstatementRate).toBeCloseTo(1 / 3);
    clock.advanceMs(31 * 86_400_000);
    const { log } = await figures();
    expect(log).toMatchObject([{ number: rejected.case.number, outcomes: { reinstated: 1 } }, { number: taken.case.number }]);
    expect(JSON.stringify(log)).not.toMatch(/Ada|nowhere|articles/);
    const page = await given.call('GET', '/transparency', { headers: { accept: 'text/html', 'accept-language': 'zh' } });
    expect(page.text).toContain('透明度报告');
    expect(page.text).toContain(taken.case.number);
  });

  it('takes a counter-notice by a form, and says what it lacks for the rules of its case', async () => {
    const taken = await given.takedown(notice([`${portal}/articles/${await given.item('s1')}`]));
    const post = (form: Record<string, string>) => given.call('POST', '/counter', { body: new URLSearchParams({ number: taken.case.number.toLowerCase(), lang: 'en', ...form }).toString(), headers: { 'content-type': 'application/x-www-form-urlencoded' } });
    expect((await given.call('GET', `/counter?case=${taken.case.number}&lang=zh`)).text).toContain(`value="${taken.case.number}"`);
    const deficient = await post({ name: 'Paper', address: 'x', phone: '1', perjury: 'yes', signature: 'P' });
    expect(deficient.status).toBe(202);
    expect(deficient.text).toContain('the consent to jurisdiction');
    expect((await post({ name: 'Paper', address: 'x', phone: '1', perjury: 'yes', jurisdiction: 'yes', signature: 'P' })).text).not.toContain('still lacks');
    expect(await given.query('select state from counter_notice order by received_at')).toEqual([{ state: 'deficient' }, { state: 'complete' }]);
    expect(await post({ targets: '5' })).toMatchObject({ status: 422 });
    expect((await post({ number: 'WD-0000-0000' })).text).toContain('There is no case of this number');
    expect((await post({ website: 'x' })).status).toBe(422);
  });
});
