import { verify } from 'node:crypto';

import { uuidv7 } from '@wiredesk/platform';
import { HoldIndex, type Hold, type Use } from '@wiredesk/usage-terms';
import { eventually, testTokens } from '@wiredesk/testing';

import { canonicalJson } from '../canonical-json.js';
import { event, GivenRights, notice, portal, type Taken } from '../testing/given-rights.js';

interface CaseJson {
  readonly number: string;
  readonly complete: boolean;
  readonly coverage: { readonly copies: number; readonly gone: number; readonly open: readonly unknown[] };
  readonly targets: readonly { readonly state: string; readonly removal: string; readonly title: string | null; readonly next: { readonly kind: string; readonly dueAt: string } | null; readonly coverage: { readonly copies: number; readonly gone: number } }[];
  readonly events: readonly { readonly type: string }[];
}

describe('takedowns, on real Kafka and Postgres', () => {
  let given: GivenRights;

  beforeAll(async () => {
    given = await GivenRights.start();
    await given.grant('s1');
  });
  afterAll(() => given.close());

  const url = (itemId: string): string => `${portal}/articles/${itemId}`;
  const covered = async (use: Partial<Use> & { itemId: string }): Promise<string[]> => {
    const index = new HoldIndex();
    for (const hold of await given.standing()) index.apply(hold as unknown as Hold);
    return index.covering({ sourceId: 's1', storyId: null, relation: null, urlKeys: [], channel: 'portal', territory: '*', atMs: Date.now(), ...use }).map((hold) => hold.holdId);
  };
  const caseOf = async ({ case: one }: Taken): Promise<CaseJson> => (await given.call('GET', `/cases/${one.number}?token=${one.token}`, { headers: { accept: 'application/json' } })).json['case'] as unknown as CaseJson;

  it('closes what a complete notice names before it answers', async () => {
    const itemId = await given.item('s1');
    const taken = await given.takedown(notice([url(itemId)]));
    expect(taken.case).toMatchObject({ number: expect.stringMatching(/^WD-[2-9A-Z]{4}-[2-9A-Z]{4}$/), regime: 'US_512', missing: [] });
    expect(taken.case.token.length).toBeGreaterThanOrEqual(22);
    expect(taken.targets).toEqual([{ url: url(itemId), state: 'interim_held', scope: 'item', itemId, holdId: expect.any(String), note: null }]);
    expect(await covered({ itemId })).toEqual([taken.targets[0]?.holdId]);
    await eventually(() => expect(given.eventsOf(taken.targets[0]?.holdId ?? null)).toMatchObject([{ type: 'hold.placed', data: { class: 'interim', httpStatus: 451, caseNumber: taken.case.number, law: '17 U.S.C. § 512(c)' } }]));
  });

  it('knows an article by the upstream\'s own address too, and closes unknown addresses in advance', async () => {
    const itemId = await given.item('s1', { url: 'https://paper.example/2026/tide' });
    const taken = await given.takedown(notice(['http://www.paper.example/2026/tide/?utm_source=x', 'https://nowhere.example/never', url(uuidv7()), 'not an address']));
    expect(taken.targets.map(({ state, scope, itemId: id }) => [state, scope, id])).toEqual([['interim_held', 'item', itemId], ['unresolved', 'url', null], ['unresolved', 'url', null], ['invalid', 'url', null]]);
    expect(taken.targets.map(({ holdId }) => holdId !== null)).toEqual([true, true, true, false]);
    expect(await covered({ itemId: uuidv7(), urlKeys: ['nowhere.example/never'] })).toEqual([taken.targets[1]?.holdId]);
  });

  it('learns which item it was when one comes under an address that was closed in advance', async () => {
    const taken = await given.takedown(notice(['https://later.example/story?utm_source=x'], { scope: 'item' }));
    expect(taken.targets).toMatchObject([{ state: 'unresolved', itemId: null }]);
    const itemId = await given.item('s1', { url: 'http://www.later.example/story' });
    await eventually(async () => expect((await caseOf(taken)).targets).toMatchObject([{ itemId, state: 'unresolved' }]));
    expect(await covered({ itemId, urlKeys: ['later.example/story'] })).toEqual([taken.targets[0]?.holdId]);
  });

  it('asks an incomplete notice to be completed, and closes nothing', async () => {
    const itemId = await given.item('s1');
    const taken = await given.takedown(notice([url(itemId)], { signature: '', statements: {} }));
    expect(taken.case.missing).toEqual(['signature', 'statements.goodFaith', 'statements.accuracy', 'statements.authorityUnderPerjury']);
    expect(taken.targets).toMatchObject([{ state: 'incomplete', holdId: null }]);
    expect(await covered({ itemId })).toEqual([]);
    expect((await caseOf(taken)).targets[0]?.next?.kind).toBe('cure');
  });

  it('covers today\'s and tomorrow\'s copies by a story, and no related text', async () => {
    const [first, second] = [await given.item('s1'), await given.item('s1')];
    const storyId = uuidv7();
    await given.placed(first, storyId);
    const taken = await given.takedown(notice([url(first)], { scope: 'story' }));
    expect(taken.targets).toMatchObject([{ scope: 'story', state: 'interim_held' }]);
    await given.placed(second, storyId, { relation: 'reprint', canonicalItemId: first, canonical: false });
    expect(await covered({ itemId: second, storyId, relation: 'reprint' })).toEqual([taken.targets[0]?.holdId]);
    expect(await covered({ itemId: uuidv7(), storyId, relation: 'related' })).toEqual([]);
  });

  it('lets the hold follow an item into the story that it gets later, and lifts both together', async () => {
    const [first, copy] = [await given.item('s1'), uuidv7()];
    const taken = await given.takedown(notice([url(first)], { scope: 'story' }));
    const storyId = uuidv7();
    await given.placed(first, storyId);
    await eventually(async () => expect(await covered({ itemId: copy, storyId, relation: 'reprint' })).toHaveLength(1));
    expect((await given.officer('POST', `/v1/holds/${taken.targets[0]?.holdId}/lift`, { reason: 'withdrawn' })).status).toBe(200);
    expect(await covered({ itemId: first, storyId, relation: 'original' })).toEqual([]);
    expect(await caseOf(taken)).toMatchObject({ targets: [{ state: 'reinstated' }], closedAt: expect.any(String) });
  });

  it('frees nothing when stories merge or split', async () => {
    const [named, copy] = [await given.item('s1'), await given.item('s1')];
    const [old, merged, split] = [uuidv7(), uuidv7(), uuidv7()];
    await given.placed(named, old);
    await given.placed(copy, old, { relation: 'reprint' });
    await given.takedown(notice([url(named)], { scope: 'story' }));
    await given.placed(copy, split, { placement: 2, relation: 'original' });
    await given.placed(named, merged, { placement: 2, relation: 'original' });
    await eventually(async () => expect(await covered({ itemId: copy, storyId: split, relation: 'original' })).toHaveLength(1));
    await eventually(async () => expect(await covered({ itemId: uuidv7(), storyId: merged, relation: 'reprint' })).toHaveLength(1));
    expect(await covered({ itemId: uuidv7(), storyId: split, relation: 'original' })).toEqual([]);
  });

  it('opens one case for equal notices, and gives the second sender a token that only reads', async () => {
    const itemId = await given.item('s1');
    const body = notice([url(itemId)], { signature: `Ada ${itemId}` });
    const [one, two] = await Promise.all([given.takedown(body), given.takedown(body)]);
    expect(one.case.number).toBe(two.case.number);
    expect(one.targets).toEqual(two.targets);
    expect(one.case.token).not.toBe(two.case.token);
    expect(await covered({ itemId })).toHaveLength(1);
    const rights = await given.query<{ may_withdraw: boolean }>('select may_withdraw from case_token join takedown_case using (case_id) where number = $1 order by may_withdraw', [one.case.number]);
    expect(rights).toEqual([{ may_withdraw: false }, { may_withdraw: true }]);
    expect(await caseOf(two)).toMatchObject({ number: one.case.number });
  });

  it('gives a call that is repeated by its Idempotency-Key its whole right again', async () => {
    const body = notice([url(await given.item('s1'))]);
    const [one, two] = [await given.takedown(body, { 'idempotency-key': 'n1' }), await given.takedown(body, { 'idempotency-key': 'n1' })];
    expect(two.case.number).toBe(one.case.number);
    expect(await given.query('select may_withdraw from case_token join takedown_case using (case_id) where number = $1', [one.case.number])).toEqual([{ may_withdraw: true }, { may_withdraw: true }]);
    expect(await given.call('POST', '/v1/takedowns', { body: notice(['https://other.example']), headers: { 'idempotency-key': 'n1' } })).toMatchObject({ status: 422 });
  });

  it('answers a wrong token and an unknown case alike, and keeps digests of tokens only', async () => {
    const taken = await given.takedown(notice([url(await given.item('s1'))]));
    const wrong = await given.call('GET', `/cases/${taken.case.number}?token=${'x'.repeat(32)}`);
    const unknown = await given.call('GET', `/cases/WD-2222-2222?token=${taken.case.token}`);
    const none = await given.call('GET', `/cases/${taken.case.number}`);
    expect(wrong.status).toBe(404);
    expect([unknown.text, none.text]).toEqual([wrong.text, wrong.text]);
    const stored = await given.query<{ all: string }>(`select string_agg(t::text, ' ') as all from case_token t`);
    expect(stored[0]?.all).not.toContain(taken.case.token);
  });

  it('shows coverage from receipts and certifies it, signed, when all is proven gone', async () => {
    const itemId = await given.item('s1');
    await given.body(itemId, 'The tide gate <opens>');
    const published = { itemId, sourceId: 's1', storyId: uuidv7(), revision: 1, publication: 1, url: url(itemId), at: '2026-11-24T08:31:03.000Z' };
    await given.send(event('article.published', published));
    await eventually(async () => expect(await given.query('select from shown_item where item_id = $1', [itemId])).toHaveLength(1));
    const taken = await given.takedown(notice([url(itemId)]));
    expect(await caseOf(taken)).toMatchObject({ complete: false, targets: [{ title: 'The tide gate <opens>', removal: 'silent', coverage: { copies: 0 } }] });
    const [page, feed] = [uuidv7(), uuidv7()];
    const receipt = (copyId: string, surface: string, step: number, state: 'owed' | 'delivered' | 'acknowledged' | 'verified_gone') =>
      event('receipt.changed', { copyId, holdId: taken.targets[0]?.holdId ?? '', itemId, surface, place: `${portal}/${surface}`, subscriberId: null, step, state, at: '2026-11-24T10:02:11.300Z', detail: null });
    await given.send(receipt(page, 'article-page', 2, 'verified_gone'), receipt(page, 'article-page', 1, 'owed'), receipt(feed, 'webhook', 2, 'delivered'));
    await eventually(async () => expect(await caseOf(taken)).toMatchObject({ complete: false, coverage: { copies: 2, gone: 1 }, targets: [{ removal: 'open' }] }));
    const certificate = () => given.call('GET', `/cases/${taken.case.number}/certificate?token=${taken.case.token}`);
    expect(await certificate()).toMatchObject({ status: 409, json: { open: [`webhook ${portal}/webhook: delivered`], coverage: { copies: 2, gone: 1 } } });
    await given.send(receipt(feed, 'webhook', 3, 'acknowledged'));
    await eventually(async () => expect(await caseOf(taken)).toMatchObject({ complete: true, coverage: { copies: 2, gone: 2, open: [] } }));
    const issued = (await certificate()).json as { certificate?: object; signature?: { keyId: string; value: string } };
    expect(issued.certificate).toMatchObject({ case: { number: taken.case.number }, copies: 2, gone: 2, targets: [{ itemId, state: 'interim_held' }] });
    expect(JSON.stringify(issued)).not.toMatch(/Ada|tide gate/);
    const keys = (await given.call('GET', '/.well-known/wiredesk-signing-key')).json['keys'] as { keyId: string; publicKey: string }[];
    const key = keys.find(({ keyId }) => keyId === issued.signature?.keyId)?.publicKey ?? '';
    const signature = Buffer.from(issued.signature?.value ?? '', 'base64');
    expect(verify(null, Buffer.from(canonicalJson(issued.certificate)), key, signature)).toBe(true);
    expect(verify(null, Buffer.from(canonicalJson({ ...issued.certificate, gone: 3 })), key, signature)).toBe(false);
  });

  it('executes an order that an officer enters, and leaves one from outside to an officer', async () => {
    const itemId = await given.item('s1');
    const order = { type: 'court-order', targets: [url(itemId)], order: { authority: 'District Court', reference: '7/2026', law: 'Decision 7/2026' } };
    expect((await given.takedown(order)).targets).toMatchObject([{ state: 'under_review', holdId: null, note: 'order-unverified' }]);
    const entered = await given.officer('POST', '/v1/takedowns', { ...order, grounds: 'on paper' });
    expect(entered).toMatchObject({ status: 202, json: { targets: [{ state: 'held' }] } });
    expect(await given.standing()).toContainEqual(expect.objectContaining({ class: 'order', law: 'Decision 7/2026', scope: { kind: 'item', itemId } }));
    expect((await given.call('POST', '/v1/takedowns', { token: 'a-token-that-nobody-has-ever-had', body: order })).status).toBe(401);
  });

  it('answers what it cannot read with the fields to mend', async () => {
    expect(await given.call('POST', '/v1/takedowns', { body: '{"targets": [', headers: { 'content-type': 'application/json' } })).toMatchObject({ status: 400, json: { line: 1 } });
    const answer = await given.call('POST', '/v1/takedowns', { body: { type: 'nonsense', targets: [] } });
    expect(answer.status).toBe(422);
    expect((answer.json['errors'] as { pointer: string }[]).map(({ pointer }) => pointer).sort()).toEqual(['/targets', '/type']);
  });

  it('takes ten thousand addresses in one notice', async () => {
    const urls = Array.from({ length: 10_000 }, (_, i) => `https://many.example/${i}`);
    const taken = await given.takedown(notice(urls));
    expect(taken.targets).toHaveLength(10_000);
    expect(taken.targets.every(({ state, holdId }) => state === 'unresolved' && holdId !== null)).toBe(true);
    expect((await given.call('GET', `/cases/${taken.case.number}?token=${taken.case.token}`, { headers: { accept: 'text/html' } })).text).toContain('many.example/499<');
  }, 120_000);

  it('lets an officer read a case, and nobody without a right', async () => {
    const taken = await given.takedown(notice([url(await given.item('s1'))]));
    expect((await given.officer('GET', `/cases/${taken.case.number}`)).status).toBe(200);
    expect((await given.call('GET', `/cases/${taken.case.number}`, { token: testTokens.operator })).status).toBe(200);
    expect((await given.call('GET', `/cases/${taken.case.number}`, { token: 'nobody' })).status).toBe(404);
  });
});
