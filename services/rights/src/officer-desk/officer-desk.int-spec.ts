import { testTokens } from '@wiredesk/testing';

import { GivenRights, notice, portal } from '../testing/given-rights.js';

describe('the officer\'s desk, in a browser without scripts', () => {
  let given: GivenRights;

  beforeAll(async () => {
    given = await GivenRights.start();
    await given.grant('s1');
  });
  afterAll(() => given.close());

  const basic = (token: string): string => `Basic ${Buffer.from(`anybody:${token}`).toString('base64')}`;
  const browse = (method: string, path: string, form?: Readonly<Record<string, string>>, headers: Record<string, string> = {}) =>
    given.call(method, path, {
      headers: { authorization: basic(testTokens['rights-officer']), accept: 'text/html', 'accept-language': 'en', 'content-type': 'application/x-www-form-urlencoded', ...headers },
      ...(form ? { body: new URLSearchParams(form).toString() } : {}),
    });
  const own = { 'sec-fetch-site': 'same-origin' };

  it('shows what waits, the notice beside the article, and decides by a form', async () => {
    const itemId = await given.item('s1');
    await given.body(itemId, 'The <tide> gate');
    const taken = await given.takedown(notice([`${portal}/articles/${itemId}`], { grounds: '<img src=x onerror=alert(1)>' }));
    expect((await browse('GET', '/officer')).text).toContain(`href="/officer/cases/${taken.case.number}"`);
    const page = await browse('GET', `/officer/cases/${taken.case.number}`);
    expect(page.text).toContain('Ada Holder');
    expect(page.text).toContain('The &lt;tide&gt; gate');
    expect(page.text).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(page.text).not.toMatch(/<img|<script/);
    expect(page.text).toContain('value="uphold"');
    expect((await browse('POST', `/officer/cases/${taken.case.number}/decisions`, { target: 'all', decision: 'uphold', reason: '', template: '' }, own)).status).toBe(422);
    const decided = await browse('POST', `/officer/cases/${taken.case.number}/decisions`, { target: '0', decision: 'uphold', reason: '', template: 'The claim is founded on what was shown.' }, own);
    expect([decided.status, decided.headers.get('location')]).toEqual([303, `/officer/cases/${taken.case.number}`]);
    const after = await browse('GET', `/officer/cases/${taken.case.number}`);
    expect(after.text).toContain('Taken down');
    expect(after.text).not.toContain('value="uphold"');
    expect((await browse('GET', '/officer')).text).not.toContain(taken.case.number);
  });

  it('takes no form that another site sent in an officer\'s name', async () => {
    const taken = await given.takedown(notice(['https://nowhere.example/x']));
    const form = { target: 'all', decision: 'reject', reason: 'x' };
    const foreign: Record<string, string>[] = [{}, { 'sec-fetch-site': 'cross-site' }, { origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site', origin: given.service.url }];
    for (const headers of foreign) {
      expect((await browse('POST', `/officer/cases/${taken.case.number}/decisions`, form, headers)).status).toBe(403);
    }
    expect((await browse('POST', `/officer/cases/${taken.case.number}/decisions`, form, { origin: given.service.url })).status).toBe(303);
  });

  it('asks who comes, and lets in rights officers alone', async () => {
    const nobody = await given.call('GET', '/officer');
    expect([nobody.status, nobody.headers.get('www-authenticate')]).toEqual([401, expect.stringContaining('Basic')]);
    expect((await given.call('GET', '/officer', { headers: { authorization: basic(testTokens.operator) } })).status).toBe(403);
    expect((await given.call('GET', '/officer', { headers: { authorization: basic('wrong') } })).status).toBe(401);
  });

  it('accepts a counter-notice', async () => {
    const itemId = await given.item('s1');
    const taken = await given.takedown(notice([`${portal}/articles/${itemId}`], { regime: 'CN_TIAOLI', signature: 'z' }));
    const sent = await given.call('POST', `/v1/cases/${taken.case.number}/counter-notices`, { body: { party: { name: 'Paper', phone: '1', address: 'x' }, evidence: 'contract' } });
    expect((await browse('GET', `/officer/cases/${taken.case.number}`)).text).toContain('It is the party concerned');
    expect((await browse('POST', `/officer/cases/${taken.case.number}/counter-notices/${String(sent.json['counterId'])}`, { accept: 'yes' }, own)).status).toBe(303);
    expect(await given.standing()).not.toContainEqual(expect.objectContaining({ scope: { kind: 'item', itemId } }));
  });
});
