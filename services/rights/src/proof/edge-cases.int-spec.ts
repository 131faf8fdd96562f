import { eventually, testTokens } from '@wiredesk/testing';

import { GivenRights, notice, portal } from '../testing/given-rights.js';

describe('edge cases of the rights reference, on real Kafka and Postgres', () => {
  let given: GivenRights;

  beforeAll(async () => {
    given = await GivenRights.start({ environment: { LIFT_BY_SECOND_PERSON: 'yes' } });
    await given.grant('s1');
  });
  afterAll(() => given.close());
  const url = (itemId: string): string => `${portal}/articles/${itemId}`;
  const answerOf = async (number: string): Promise<Record<string, unknown>> => (await given.officer('GET', `/v1/cases/${number}`)).json;

  it('edge case 2: the same notice by e-mail and by post is one case; with one more address it is a second one with holds of its own', async () => {
    const [first, more] = [await given.item('s1'), await given.item('s1')];
    const friday = await given.takedown(notice([url(first)]));
    const monday = await given.officer('POST', '/v1/takedowns', notice([url(first)]));
    expect((monday.json['case'] as { number: string }).number).toBe(friday.case.number);
    expect(((await answerOf(friday.case.number))['case'] as { events: { type: string }[] }).events.filter(({ type }) => type === 'notice-repeated')).toHaveLength(1);
    const extended = await given.takedown(notice([url(first), url(more)]));
    expect(extended.case.number).not.toBe(friday.case.number);
    await given.call('POST', `/cases/${friday.case.number}/withdrawal`, { body: { token: friday.case.token } });
    expect((await given.standing()).filter((hold) => (hold['scope'] as { itemId?: string }).itemId === first)).toHaveLength(1);
  });

  it('edge case 8: the bar of art. 17 is for the claim that was put back, not for a photo in the same text', async () => {
    const itemId = await given.item('s1');
    const chinese = { regime: 'CN_TIAOLI', works: [{ title: '原作', urls: ['https://holder.example/o'] }] };
    const taken = await given.takedown(notice([url(itemId)], chinese));
    await given.officer('POST', `/v1/cases/${taken.case.number}/decisions`, { decision: 'uphold', reason: 'x' });
    const counter = await given.call('POST', `/v1/cases/${taken.case.number}/counter-notices`, { body: { party: { name: 'Paper', phone: '1', address: 'x' }, evidence: 'licence 7' } });
    const counterId = (counter.json['counter'] as { counterId?: string } | undefined)?.counterId ?? String(counter.json['counterId']);
    await given.officer('POST', `/v1/counter-notices/${counterId}/decision`, { accept: true, reason: 'the party' });
    expect((await given.takedown(notice([url(itemId)], { ...chinese, grounds: 'again' }))).targets).toMatchObject([{ state: 'rejected', note: 'renotice-barred' }]);
    expect((await given.takedown(notice([url(itemId)], { ...chinese, type: 'photo-rights' }))).targets).toMatchObject([{ state: 'interim_held' }]);
  });

  it('edge case 9: an officer opens a second track; what both hold stays dark when one of them lets go', async () => {
    const itemId = await given.item('s1');
    const taken = await given.takedown(notice([url(itemId)]));
    const track = () => given.officer('POST', `/v1/cases/${taken.case.number}/tracks`, { regime: 'CN_TIAOLI' });
    const opened = (await track()).json['case'] as { number: string; regime: string };
    expect(opened.regime).toBe('CN_TIAOLI');
    expect((await track()).json['case']).toMatchObject({ number: opened.number });
    expect((await given.officer('POST', `/v1/cases/${taken.case.number}/tracks`, { regime: 'US_512' })).status).toBe(409);
    await given.officer('POST', `/v1/cases/${taken.case.number}/decisions`, { decision: 'reject', reason: 'licensed there' });
    expect((await given.standing()).filter((hold) => hold['caseNumber'] === opened.number)).toHaveLength(1);
  });

  it('edge case 24: a strike against a source is gone when its item is put back', async () => {
    await given.grant('s9');
    const taken = await given.takedown(notice([url(await given.item('s9')), url(await given.item('s9'))]));
    const strikes = async () => (await given.officer('GET', '/v1/sources/s9/strikes')).json['strikes'];
    expect(await strikes()).toEqual([]);
    await given.officer('POST', `/v1/cases/${taken.case.number}/decisions`, { decision: 'uphold', reason: 'x' });
    expect(await strikes()).toHaveLength(2);
    await given.officer('POST', `/v1/cases/${taken.case.number}/decisions`, { targets: [0], decision: 'reverse', reason: 'licensed' });
    expect(await strikes()).toMatchObject([{ number: taken.case.number, ordinal: 1 }]);
  });

  it('edge case 28: personal data are erased when nothing needs them any more, not before, and the record stays', async () => {
    const taken = await given.takedown(notice([url(await given.item('s1'))], { claimant: { name: 'Forget Me', email: 'forget@me.example', address: 'x', phone: '1' }, signature: 'Forget Me' }));
    const erase = () => given.officer('POST', `/v1/cases/${taken.case.number}/erasure`, { basis: 'request 7' });
    expect(await erase()).toMatchObject({ status: 409, json: { type: expect.stringContaining('still-needed') as string } });
    await eventually(async () => expect(await given.query("select from letter where to_name = 'Forget Me'")).toHaveLength(1));
    await given.officer('POST', `/v1/cases/${taken.case.number}/decisions`, { decision: 'reject', reason: 'licensed' });
    await eventually(async () => expect(await given.query("select from letter where to_name = 'Forget Me'")).toHaveLength(2));
    expect((await erase()).status).toBe(204);
    const left = await given.query<{ text: string }>("select row_to_json(takedown_case)::text || coalesce((select string_agg(row_to_json(letter)::text, '') from letter where letter.case_id = takedown_case.case_id), '') as text from takedown_case where number = $1", [taken.case.number]);
    expect(left[0]?.text).not.toMatch(/Forget|forget@/);
    expect(await answerOf(taken.case.number)).toMatchObject({ case: { targets: [{ state: 'reinstated' }] } });
  });

  it('edge case 29: a disclosure is noted with what was given and to whom, and names nobody', async () => {
    const taken = await given.takedown(notice([url(await given.item('s1'))]));
    const disclose = (body: object) => given.officer('POST', `/v1/cases/${taken.case.number}/disclosures`, body);
    expect((await disclose({ to: 'Copyright office', reference: '2026/7', law: '条例 第十三条', disclosed: ['name', 'contact'] })).status).toBe(204);
    expect((await disclose({ to: 'x', reference: 'x', law: 'x', disclosed: ['everything'] })).status).toBe(422);
    expect((await given.call('POST', `/v1/cases/${taken.case.number}/disclosures`, { token: testTokens.operator, body: {} })).status).toBe(403);
    const rows = await given.query<{ detail: unknown }>("select detail from case_event join takedown_case using (case_id) where number = $1 and type = 'identity-disclosed'", [taken.case.number]);
    expect(rows).toEqual([{ detail: { to: 'Copyright office', reference: '2026/7', law: '条例 第十三条', disclosed: ['name', 'contact'] } }]);
  });

  it('edge case 44: who closed it by hand does not open it where two persons are asked for', async () => {
    const placed = await given.officer('POST', '/v1/holds', { scope: { kind: 'item', itemId: await given.item('s1') }, reason: 'error in an obituary' });
    expect(await given.officer('POST', `/v1/holds/${String(placed.json['holdId'])}/lift`, { reason: 'checked' })).toMatchObject({ status: 409, json: { type: expect.stringContaining('second-person') as string } });
  });
});
