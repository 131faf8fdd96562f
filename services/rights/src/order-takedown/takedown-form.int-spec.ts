import { GivenRights, notice, portal } from '../testing/given-rights.js';

const fields = (change: Readonly<Record<string, string>> = {}): string =>
  new URLSearchParams({
    type: 'copyright', jurisdiction: 'US', scope: 'item', wanted: 'remove', workTitle: 'The original', workUrls: 'https://holder.example/original', name: 'Ada Holder', role: 'owner', email: 'ada@holder.example', phone: '1', address: '1 Mill Lane',
    goodFaith: 'yes', accuracy: 'yes', perjury: 'yes', signature: 'Ada Holder', nonce: '', website: '', lang: 'en', step: 'send', ...change,
  }).toString();

describe('the takedown form, without a script', () => {
  let given: GivenRights;

  beforeAll(async () => {
    given = await GivenRights.start({ environment: { NOTICES_PER_MINUTE: '10' } });
  });
  afterAll(() => given.close());

  const post = (change: Readonly<Record<string, string>>) => given.call('POST', '/takedown', { body: fields(change), headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' } });
  const url = (itemId: string): string => `${portal}/articles/${itemId}`;

  it('is prefilled by the address that it is asked with, and shows what is there', async () => {
    const itemId = await given.item('s1');
    await given.body(itemId, 'A title with <b>markup</b>');
    const page = await given.call('GET', `/takedown?url=${encodeURIComponent(url(itemId))}`, { headers: { 'accept-language': 'zh-CN' } });
    expect(page.status).toBe(200);
    expect(page.text).toContain('<html lang="zh-Hans">');
    expect(page.text).toContain(`>${url(itemId)}</textarea>`);
    expect(page.text).toContain('A title with &lt;b&gt;markup&lt;/b&gt;');
    expect(page.text).not.toMatch(/<script|<b>markup/);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it('asks for a correction where the portal\'s link for corrections leads here, and says beforehand what the rules ask for', async () => {
    const page = await given.call('GET', `/takedown?url=${encodeURIComponent(url(await given.item('s1')))}&wanted=correct&lang=en`);
    expect(page.text).toMatch(/<option value="correct" selected>/);
    expect(page.text).toMatch(/<option value="other" selected>/);
    expect(page.text).toContain('wanted=correct&amp;lang=zh');
    expect(page.text).toMatch(/The rules chosen ask for: [^<]*why it is unlawful/);
    const chinese = await post({ urls: 'https://nowhere.example/x', jurisdiction: 'CN', step: 'check' });
    expect(chinese.text).toMatch(/The rules chosen ask for: [^<]*your postal address/);
  });

  it('shows what addresses name when they are checked, and sends nothing', async () => {
    const itemId = await given.item('s1');
    const before = await given.query('select from takedown_case');
    const page = await post({ urls: `${url(itemId)}\r\nhttps://nowhere.example/x\r\nnonsense`, step: 'check' });
    expect(page.status).toBe(200);
    expect(page.text).toContain('nothing of ours is known here');
    expect(page.text).toContain('not an address of the web');
    expect(await given.query('select from takedown_case')).toHaveLength(before.length);
  });

  it('takes a complete notice and leads to the case, once for a form that is sent twice', async () => {
    const itemId = await given.item('s1');
    const sent = { urls: `${url(itemId)}\r\n`, nonce: '3f0d6a86-7f0d-4e0a-9a40-0f5c6a1b2c3d' };
    const [answer, again] = [await post(sent), await post(sent)];
    expect(answer.status).toBe(303);
    const [location, second] = [answer.headers.get('location') ?? '', again.headers.get('location') ?? ''];
    expect(location.split('?')[0]).toBe(second.split('?')[0]);
    const page = await given.call('GET', location, { headers: { accept: 'text/html' } });
    expect(page.status).toBe(200);
    expect(page.text).toContain('Closed at once; a person reviews it');
    expect(page.headers.get('x-robots-tag')).toBe('noindex');
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.text).not.toContain('Ada Holder');
    expect((await given.call('GET', `${location}&lang=zh`.replace('lang=en&', ''), { headers: { accept: 'text/html' } })).text).toContain('已立即下架，等待人工复核');
  });

  it('lets the claimant withdraw by the page of the case, target by target', async () => {
    const ids = [await given.item('s1'), await given.item('s1')];
    const location = (await post({ urls: ids.map(url).join('\n') })).headers.get('location') ?? '';
    const token = new URLSearchParams(location.split('?')[1]).get('token') ?? '';
    const number = location.split('?')[0]?.split('/').at(-1) ?? '';
    expect((await given.call('GET', location, { headers: { accept: 'text/html' } })).text).toContain('name="target" value="1"');
    const withdrawn = await given.call('POST', `/cases/${number}/withdrawal`, { body: new URLSearchParams({ token, target: '1' }).toString(), headers: { 'content-type': 'application/x-www-form-urlencoded' } });
    expect(withdrawn.status).toBe(303);
    const page = (await given.call('GET', withdrawn.headers.get('location') ?? '', { headers: { accept: 'text/html' } })).text;
    expect(page).toContain('Put back');
    expect(page).not.toContain('name="target" value="1"');
    expect(page).toContain('name="target" value="0"');
  });

  it('lets the claimant add what a notice lacked, by the page of the case', async () => {
    const itemId = await given.item('s1');
    const taken = await given.takedown(notice([url(itemId)], { signature: '', statements: { goodFaith: true, accuracy: true } }));
    const path = `/cases/${taken.case.number}`;
    const page = (await given.call('GET', `${path}?token=${taken.case.token}&lang=en`, { headers: { accept: 'text/html' } })).text;
    expect(page).toContain('name="signature"');
    expect(page).toContain('name="statements.authorityUnderPerjury"');
    const form = new URLSearchParams({ token: taken.case.token, signature: 'Ada', 'statements.authorityUnderPerjury': 'yes' }).toString();
    const answer = await given.call('POST', `${path}/completion`, { body: form, headers: { 'content-type': 'application/x-www-form-urlencoded' } });
    expect(answer.status).toBe(303);
    expect((await given.call('GET', answer.headers.get('location') ?? '')).json).toMatchObject({ case: { missing: [], targets: [{ state: 'interim_held' }] } });
  });

  it('keeps what was filled in and names what is missing', async () => {
    const page = await post({ urls: 'https://nowhere.example/x', signature: '', name: 'A "quoted" <name>' });
    expect(page.status).toBe(422);
    expect(page.text).toContain('Nothing was sent yet');
    expect(page.text).toContain('<a href="#signature">your signature</a>');
    expect(page.text).toContain('value="A &quot;quoted&quot; &lt;name&gt;"');
    expect(page.text).toMatch(/id="signature"[^>]*aria-invalid="true"/);
    expect((await post({ urls: '' })).text).toContain('name at least one');
    expect((await post({ urls: 'https://nowhere.example/x', workFirst: 'yesterday' })).text).toContain('First published on: cannot be read');
  });

  it('opens nothing for a machine that fills in every field', async () => {
    const page = await post({ urls: 'https://nowhere.example/robot', website: 'https://spam.example' });
    expect(page.status).toBe(422);
    expect(await given.query(`select from target where url like '%robot%'`)).toHaveLength(0);
  });

  it('takes only so many notices of one network address', async () => {
    const statuses: number[] = [];
    for (let i = 0; i < 10; i += 1) statuses.push((await post({ urls: `https://nowhere.example/rate/${i}` })).status);
    expect(statuses).toContain(303);
    expect(statuses.at(-1)).toBe(429);
  });

  it('says on one page that a case is not there and that a link is not its own', async () => {
    const page = await given.call('GET', '/cases/WD-2222-2222?token=x', { headers: { accept: 'text/html' } });
    expect(page.status).toBe(404);
    expect(page.text).toContain('this is not its private link');
  });
});
