import { eventually } from '@wiredesk/testing';
import { uuidv7 } from '@wiredesk/platform';

import { givenPortal, type GivenPortal } from '../portal/testing/given-portal.js';
import { CountViews } from './count-views.js';

const browser = (n: number): Record<string, string> => ({ 'user-agent': `Mozilla/5.0 (X11; Linux x86_64; rv:${n}) Gecko/20100101 Firefox/${n}.0`, 'sec-fetch-site': 'same-origin' });

describe('views, on real Postgres', () => {
  let portal: GivenPortal;

  beforeAll(async () => {
    portal = await givenPortal();
  });
  afterAll(() => portal.close());

  const view = (itemId: string, headers: Record<string, string>) => portal.get('/v1/views', headers, { method: 'POST', body: itemId });
  const flush = () => portal.service.app.get(CountViews).flush();
  const totalOf = async (itemId: string): Promise<number> => Number(((await portal.database.dataSource.query('select views from view_total where item_id = $1', [itemId])) as { views: string }[])[0]?.views ?? 0);

  it('count each reader once a minute, begin at the source\'s figure, and no program', async () => {
    const itemId = await portal.live({ title: 'Viewed', views: 40 });
    for (let n = 100; n < 103; n += 1) expect((await view(itemId, browser(n))).status).toBe(204);
    await view(itemId, browser(100));
    expect((await view(itemId, { 'user-agent': 'Googlebot/2.1 (+http://www.google.com/bot.html)', 'sec-fetch-site': 'same-origin' })).status).toBe(204);
    await view(itemId, { ...browser(104), 'sec-fetch-site': 'cross-site' });
    await flush();
    expect(await totalOf(itemId)).toBe(3);
    await flush();
    expect(await totalOf(itemId)).toBe(3);
    await eventually(async () => expect((JSON.parse((await portal.get(`/articles/${itemId}`, { accept: 'application/json' })).text) as { views: number }).views).toBe(43));
  });

  it('rank articles, but never one that is held; its count stays', async () => {
    const [first, second] = [await portal.live({ title: 'Ranked first' }), await portal.live({ title: 'Ranked second' })];
    for (let n = 200; n < 205; n += 1) await view(first, browser(n));
    for (let n = 200; n < 202; n += 1) await view(second, browser(n));
    await flush();
    const ranking = async (): Promise<string> => /class="box ranking".*?<\/section>/s.exec((await portal.get('/')).text)?.[0] ?? '';
    await eventually(async () => expect(await ranking()).toMatch(/Ranked first[\s\S]*Ranked second/));
    await portal.hold({ kind: 'item', itemId: first });
    expect(await ranking()).not.toContain('Ranked first');
    expect(await ranking()).toContain('Ranked second');
    expect(await totalOf(first)).toBe(5);
  });

  it('take nothing that is no article', async () => {
    const unknown = uuidv7();
    expect((await view(unknown, browser(300))).status).toBe(204);
    expect((await view('x', browser(300))).status).toBe(422);
    await flush();
    expect(await totalOf(unknown)).toBe(0);
  });
});
