import { sha256Hex } from '@wiredesk/platform';
import { eventually, fakeClock, testTokens } from '@wiredesk/testing';

import { canonicalJson } from '../canonical-json.js';
import { GivenRights, notice, portal, type Taken } from '../testing/given-rights.js';

interface CaseJson {
  readonly closedAt: string | null;
  readonly targets: readonly { readonly state: string; readonly next: { readonly kind: string; readonly dueAt: string } | null; readonly holds: readonly { readonly class: string; readonly liftedAt: string | null }[] }[];
  readonly events: readonly { readonly type: string }[];
}

describe('decisions of a case, on real Kafka and Postgres', () => {
  const clock = fakeClock('2025-11-17T20:00:00.000Z');
  let given: GivenRights;

  beforeAll(async () => {
    given = await GivenRights.start({ clock });
    await given.grant('s1');
  });
  afterAll(() => given.close());

  const url = (itemId: string): string => `${portal}/articles/${itemId}`;
  const item = (): Promise<string> => given.item('s1', { receivedAt: '2025-11-01T00:00:00.000Z' });
  const caseOf = async ({ case: one }: Taken): Promise<CaseJson> => (await given.call('GET', `/cases/${one.number}?token=${one.token}`)).json['case'] as unknown as CaseJson;
  const decide = (taken: Taken, decision: string, more: object = {}) => given.officer('POST', `/v1/cases/${taken.case.number}/decisions`, { decision, reason: 'looked at', ...more });
  const held = async (itemId: string): Promise<string[]> => (await given.standing()).filter((hold) => (hold['scope'] as { itemId?: string }).itemId === itemId).map((hold) => String(hold['class']));
  const counter = async (taken: Taken, content: object) => given.call('POST', `/v1/cases/${taken.case.number}/counter-notices`, { body: content });
  const accept = (counterId: unknown) => given.officer('POST', `/v1/counter-notices/${String(counterId)}/decision`, { accept: true, reason: 'it is the source' });
  const completeCounter = { party: { name: 'Paper', address: 'x', phone: '1', email: 'a@paper.example' }, statements: { mistakeUnderPerjury: true, consentToJurisdiction: true }, signature: 'P', evidence: 'contract', grounds: 'licensed' };

  it('upheld, an interim hold becomes a legal one without a moment between', async () => {
    const itemId = await item();
    const taken = await given.takedown(notice([url(itemId)]));
    expect(await decide(taken, 'uphold')).toMatchObject({ status: 200, json: { targets: [{ ordinal: 0, ok: true, state: 'held' }] } });
    expect(await held(itemId)).toEqual(['legal']);
    const interim = taken.targets[0]?.holdId ?? '';
    await eventually(() => expect(given.eventsOf(interim).map(({ type }) => type)).toEqual(['hold.placed', 'hold.lifted']));
    const lift = given.eventsOf(interim)[1]?.data['seq'] as number;
    const legal = given.events.find(({ type, data }) => type === 'hold.placed' && data['class'] === 'legal' && (data['scope'] as { itemId?: string }).itemId === itemId);
    expect(legal?.data['seq']).toBeLessThan(lift);
    expect(await decide(taken, 'uphold')).toMatchObject({ status: 409, json: { type: expect.stringContaining('not-now') } });
  });

  it('rejected, it is put back and the case is closed', async () => {
    const itemId = await item();
    const taken = await given.takedown(notice([url(itemId)]));
    await decide(taken, 'reject');
    expect(await held(itemId)).toEqual([]);
    expect(await caseOf(taken)).toMatchObject({ closedAt: expect.any(String), targets: [{ state: 'reinstated' }] });
  });

  it('each target is decided by itself, and a withdrawal frees exactly what it names', async () => {
    const ids = [await item(), await item(), await item()];
    const taken = await given.takedown(notice(ids.map(url)));
    await decide(taken, 'uphold', { targets: [0, 1] });
    expect((await caseOf(taken)).targets.map(({ state }) => state)).toEqual(['held', 'held', 'interim_held']);
    const withdrawn = await given.call('POST', `/cases/${taken.case.number}/withdrawal`, { token: taken.case.token, body: { targets: [1] } });
    expect(withdrawn).toMatchObject({ status: 200, json: { targets: [{ ordinal: 1, ok: true, state: 'reinstated' }] } });
    expect(await Promise.all(ids.map(held))).toEqual([['legal'], [], ['interim']]);
    expect(await decide(taken, 'uphold', { targets: [7] })).toMatchObject({ status: 422, json: { errors: [{ pointer: '/targets/0' }] } });
  });

  it('one hold of two cases lifted leaves the other standing', async () => {
    const itemId = await item();
    const [one, two] = [await given.takedown(notice([url(itemId)])), await given.takedown(notice([url(itemId)], { signature: 'Another' }))];
    await decide(one, 'reject');
    expect(await held(itemId)).toEqual(['interim']);
    await decide(two, 'reject');
    expect(await held(itemId)).toEqual([]);
  });

  it('a token that reads does not withdraw', async () => {
    const body = notice([url(await item())], { signature: 'Ada twice' });
    await given.takedown(body);
    const second = await given.takedown(body);
    expect(await given.call('POST', `/cases/${second.case.number}/withdrawal`, { token: second.case.token, body: {} })).toMatchObject({ status: 403 });
    expect(await given.call('POST', `/cases/${second.case.number}/withdrawal`, { token: 'x'.repeat(32), body: {} })).toMatchObject({ status: 404 });
  });

  it('a counter-notice of the United States puts it back after ten business days, unless an action is shown first', async () => {
    const [kept, back] = [await item(), await item()];
    const taken = await given.takedown(notice([url(kept), url(back)]));
    await decide(taken, 'uphold');
    const deficient = await counter(taken, { ...completeCounter, signature: '' });
    expect(deficient).toMatchObject({ status: 202, json: { state: 'deficient', missing: ['signature'] } });
    expect(await accept(deficient.json['counterId'])).toMatchObject({ status: 409, json: { detail: expect.stringContaining('signature') } });
    const complete = await counter(taken, completeCounter);
    expect((await caseOf(taken)).targets.map(({ state }) => state)).toEqual(['held', 'held']);
    expect((await accept(complete.json['counterId'])).status).toBe(200);
    expect((await caseOf(taken)).targets.map(({ state, next }) => [state, next?.kind, next?.dueAt])).toEqual([['waiting_claimant', 'window', '2025-12-03T04:59:59.999Z'], ['waiting_claimant', 'window', '2025-12-03T04:59:59.999Z']]);
    await decide(taken, 'action-notified', { targets: [0] });
    clock.advanceMs(Date.parse('2025-12-03T04:59:58.000Z') - clock.now().getTime());
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(await held(back)).toEqual(['legal']);
    clock.advanceMs(3_000);
    await eventually(async () => expect((await caseOf(taken)).targets.map(({ state }) => state)).toEqual(['litigation_held', 'reinstated']));
    expect([await held(kept), await held(back)]).toEqual([['legal'], []]);
    await decide(taken, 'judgment-for-party', { targets: [0] });
    expect(await held(kept)).toEqual([]);
  });

  it('a statement under 条例 puts it back at once, and bars the same claimant from notifying it again', async () => {
    const itemId = await item();
    const chinese = { regime: 'CN_TIAOLI', claimant: { name: 'Li', email: 'li@holder.example', address: 'x' } };
    const taken = await given.takedown(notice([url(itemId)], chinese));
    await decide(taken, 'uphold');
    await accept((await counter(taken, completeCounter)).json['counterId']);
    expect(await held(itemId)).toEqual([]);
    const again = await given.takedown(notice([url(itemId)], { ...chinese, grounds: 'once more' }));
    expect(again.targets).toMatchObject([{ state: 'rejected', holdId: null, note: 'renotice-barred' }]);
    const another = await given.takedown(notice([url(itemId)], { ...chinese, claimant: { name: 'Wu', email: 'wu@holder.example', address: 'x' } }));
    expect(another.targets).toMatchObject([{ state: 'interim_held' }]);
  });

  it('an overdue review calls for people and changes nothing else', async () => {
    const itemId = await item();
    const taken = await given.takedown(notice([url(itemId)]));
    clock.advanceMs(7 * 86_400_000);
    const queued = async () => ((await given.call('GET', '/v1/cases?state=interim_held', { token: testTokens.viewer })).json['cases'] as { number: string; overdue: boolean }[]).find(({ number }) => number === taken.case.number);
    await eventually(async () => expect((await caseOf(taken)).events.map(({ type }) => type)).toContain('review-due'));
    expect(await queued()).toMatchObject({ overdue: true });
    expect(await held(itemId)).toEqual(['interim']);
    await decide(taken, 'uphold');
    expect(await queued()).toBeUndefined();
  });

  it('an incomplete notice that is completed does what it would have done at once', async () => {
    const itemId = await item();
    const taken = await given.takedown(notice([url(itemId), 'nowhere.example/cure', 'nonsense'], { signature: '', statements: { goodFaith: true } }));
    const complete = (body: object) => given.call('POST', `/cases/${taken.case.number}/completion`, { token: taken.case.token, body });
    const half = await complete({ signature: 'Ada Holder' });
    expect(half).toMatchObject({ status: 200, json: { case: { missing: ['statements.accuracy', 'statements.authorityUnderPerjury'], targets: [{ state: 'incomplete' }, { state: 'incomplete' }, { state: 'invalid' }] } } });
    expect(await held(itemId)).toEqual([]);
    const whole = await complete({ statements: { accuracy: true, authorityUnderPerjury: true } });
    expect(whole).toMatchObject({ status: 200, json: { case: { missing: [], targets: [{ state: 'interim_held', next: { kind: 'review' } }, { state: 'unresolved' }, { state: 'invalid' }] } } });
    expect(await held(itemId)).toEqual(['interim']);
    expect(await given.standing()).toContainEqual(expect.objectContaining({ class: 'interim', scope: { kind: 'url', url: 'https://nowhere.example/cure' } }));
    expect(await complete({ signature: 'again' })).toMatchObject({ status: 409 });
  });

  it('an incomplete notice lapses when its time is over', async () => {
    const taken = await given.takedown(notice([url(await item())], { signature: '' }));
    clock.advanceMs(30 * 86_400_000);
    await eventually(async () => expect(await caseOf(taken)).toMatchObject({ closedAt: expect.any(String), targets: [{ state: 'lapsed' }] }));
  });

  it('a complaint is decided by another person than the decision', async () => {
    const itemId = await item();
    const taken = await given.takedown(notice([url(itemId)], { regime: 'EU_DSA', grounds: 'it is mine' }));
    await decide(taken, 'reject');
    const complain = () => given.call('POST', `/cases/${taken.case.number}/complaint`, { token: taken.case.token, body: { reason: 'look again' } });
    expect(await complain()).toMatchObject({ status: 200, json: { targets: [{ state: 'complaint' }] } });
    expect((await caseOf(taken)).closedAt).toBeNull();
    expect(await decide(taken, 'complaint-founded')).toMatchObject({ status: 409, json: { type: expect.stringContaining('same-decider') } });
    expect(await held(itemId)).toEqual([]);
  });

  it('evidence is sealed before anybody hears of the hold, in the log too', async () => {
    const itemId = await item();
    await given.body(itemId, 'The tide gate opens');
    const taken = await given.takedown(notice([url(itemId), 'https://nowhere.example/unknown']));
    const { evidence } = (await given.officer('GET', `/v1/cases/${taken.case.number}/evidence`)).json as unknown as { evidence: { sha256: string; sealedAt: string; content: { article: { title: string }; item: { answer: string } } }[] };
    expect(evidence).toMatchObject([{ content: { article: { title: 'The tide gate opens' }, item: { itemId, standing: 'usable' } } }]);
    expect(evidence[0]?.sha256).toBe(sha256Hex(canonicalJson(evidence[0]?.content)));
    const hold = (await given.standing()).find(({ holdId }) => holdId === taken.targets[0]?.holdId);
    expect(Date.parse(evidence[0]?.sealedAt ?? '')).toBeLessThanOrEqual(Date.parse(String(hold?.['placedAt'])));
    await eventually(async () => expect(await given.query('select from audit_entry where body like $1', [`%${evidence[0]?.sha256}%`])).toHaveLength(1));
    expect((await given.call('GET', `/v1/cases/${taken.case.number}/evidence`, { token: testTokens.operator })).status).toBe(403);
  });

  it('a notifier who is often wrong is warned, then suspended; an order of theirs never', async () => {
    const vex = { claimant: { name: 'Vex', email: 'vex@holder.example', address: 'x', phone: '1' } };
    const file = async (n: number) => given.takedown(notice([url(await item())], { ...vex, signature: `Vex ${n}` }));
    let last = await file(0);
    for (let n = 1; n <= 3; n += 1) {
      await decide(last, 'reject');
      last = await file(n);
    }
    const judge = (body: object) => given.officer('POST', `/v1/cases/${last.case.number}/notifier`, body);
    expect(await judge({ action: 'suspend', days: 30 })).toMatchObject({ status: 409, json: { type: expect.stringContaining('not-warned') } });
    expect(await judge({ action: 'warn' })).toMatchObject({ status: 200, json: { rejected: 3, upheld: 0 } });
    expect((await judge({ action: 'suspend', days: 30 })).status).toBe(200);
    expect((await file(9)).targets).toMatchObject([{ state: 'under_review', holdId: null, note: 'notifier-suspended' }]);
    const order = await given.officer('POST', '/v1/takedowns', { ...vex, type: 'court-order', targets: [url(await item())], order: { authority: 'Court', reference: '9' } });
    expect(order).toMatchObject({ json: { targets: [{ state: 'held' }] } });
    expect((await judge({ action: 'clear' })).status).toBe(200);
    expect((await file(10)).targets).toMatchObject([{ state: 'interim_held' }]);
  });

  it('shows an officer the notice with its personal data, and nobody else', async () => {
    const taken = await given.takedown(notice([url(await item())]));
    const path = `/v1/cases/${taken.case.number}`;
    expect(await given.officer('GET', path)).toMatchObject({ status: 200, json: { notice: { claimant: { name: 'Ada Holder' } }, case: { targets: [{ possible: expect.arrayContaining(['upheld', 'rejected']) }] } } });
    for (const token of [testTokens.operator, testTokens.viewer, testTokens.service]) expect((await given.call('GET', path, { token })).status).toBe(403);
    expect((await given.call('POST', `${path}/decisions`, { token: testTokens.operator, body: { decision: 'reject', reason: 'x' } })).status).toBe(403);
  });
});
