import { eventually, testTokens } from '@wiredesk/testing';

import { givenPortal, type GivenPortal } from '../testing/given-portal.js';

describe('picks', () => {
  let portal: GivenPortal;

  beforeAll(async () => {
    portal = await givenPortal();
  });
  afterAll(() => portal.close());

  const order = (list: string, items: object[], token: string = testTokens.operator) =>
    portal.get(`/v1/picks/${list}`, { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, { method: 'PUT', body: JSON.stringify({ items }) });

  it('stand first where an editor put them, and only while they are live, due and not held', async () => {
    const old = new Date(0);
    const [pinned, ended, held] = [await portal.live({ title: 'Pinned one' }, { sort_at: old }), await portal.live({ title: 'Ended one' }, { sort_at: old }), await portal.live({ title: 'Held one' }, { sort_at: old })];
    for (let n = 0; n < 30; n += 1) await portal.live({ title: `Newer ${n}` });
    const reader = await portal.live({ title: 'Where they stand' });
    expect((await order('front', [{ itemId: pinned }, { itemId: ended, until: '2020-01-01T00:00:00Z' }, { itemId: held }])).status).toBe(200);
    expect((await order('articles', [{ itemId: held }, { itemId: pinned }])).status).toBe(200);
    await eventually(async () => expect((await portal.get('/')).text).toMatch(/class="lead"[\s\S]*?Pinned one/), { withinMs: 4_000 });
    await eventually(async () => expect((await portal.get(`/articles/${reader}`)).text).toMatch(/Held one[\s\S]*Pinned one/), { withinMs: 4_000 });
    const home = (await portal.get('/')).text;
    expect(home).not.toContain('Ended one');
    expect(home).toContain('Held one');
    await portal.hold({ kind: 'item', itemId: held });
    for (const path of ['/', `/articles/${reader}`]) {
      const { text } = await portal.get(path);
      expect(text).toContain('Pinned one');
      expect(text).not.toContain('Held one');
    }
  });

  it('stand at the top of a category, on its first page and only there, and say what became of them', async () => {
    const categories = [{ code: 'harbour' }];
    const pinned = await portal.live({ title: 'Pinned in harbour', categories }, { sort_at: new Date(0) });
    for (let n = 0; n < 30; n += 1) await portal.live({ title: `Harbour ${n}`, categories });
    expect((await order('category:harbour', [{ itemId: pinned }])).status).toBe(200);
    await eventually(async () => expect((await portal.get('/categories/harbour')).text).toMatch(/Pinned in harbour[\s\S]*Harbour 29/), { withinMs: 4_000 });
    const first = (await portal.get('/categories/harbour')).text;
    expect(first.match(/<h[23][^>]*>[^<]*(?:<a [^>]*>)?Pinned in harbour/g)?.length ?? 0).toBeLessThanOrEqual(1);
    const read = async () => JSON.parse((await portal.get('/v1/picks/category:harbour', { authorization: `Bearer ${testTokens.viewer}` })).text) as object;
    expect(await read()).toMatchObject({ list: 'category:harbour', items: [{ itemId: pinned, title: 'Pinned in harbour', state: 'live' }] });
    await portal.hold({ kind: 'item', itemId: pinned });
    expect((await portal.get('/categories/harbour')).text).not.toContain('Pinned in harbour');
    expect((await order('category:a%2Fb', [])).status).toBe(422);
  });

  it('are for editors, in lists that there are', async () => {
    expect((await order('front', [], testTokens.viewer)).status).toBe(403);
    expect((await order('back', [])).status).toBe(422);
    expect((await order('front', [{ itemId: 'x' }])).status).toBe(422);
    const twice = { itemId: '01934d0e-7b1c-7a53-9f0e-1d2c3b4a5968' };
    expect((await order('front', [twice, twice])).status).toBe(422);
    expect((await order('front', [twice])).status).toBe(200);
    expect(JSON.parse((await portal.get('/v1/picks/front', { authorization: `Bearer ${testTokens.viewer}` })).text)).toMatchObject({ items: [{ ...twice, pinnedBy: 'operator', until: null }] });
  });
});
