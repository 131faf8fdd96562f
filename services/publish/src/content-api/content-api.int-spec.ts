import { testTokens } from '@wiredesk/testing';

import { givenPortal, type GivenPortal } from '../portal/testing/given-portal.js';

interface ApiArticle {
  readonly itemId: string;
  readonly status: string;
  readonly title?: string;
  readonly bodyHtml?: string;
  readonly publication: number;
}

describe('the content API, on real Kafka and Postgres', () => {
  let portal: GivenPortal;

  beforeAll(async () => {
    portal = await givenPortal();
  });
  afterAll(() => portal.close());

  const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });
  const ask = async (query: string, token: string = testTokens.viewer) => {
    const answer = await portal.get(`/v1/articles${query}`, bearer(token));
    return { ...answer, body: JSON.parse(answer.text) as { articles: ApiArticle[]; next: string | null } };
  };
  const order = async (body: object): Promise<{ id: string; key: string }> =>
    JSON.parse((await portal.get('/v1/api-keys', { ...bearer(testTokens.operator), 'content-type': 'application/json' }, { method: 'POST', body: JSON.stringify(body) })).text) as { id: string; key: string };

  it('is for who has a key or a role', async () => {
    expect((await portal.get('/v1/articles')).status).toBe(401);
    expect((await portal.get('/v1/articles', bearer('wdk_unknown'))).status).toBe(401);
    expect((await portal.get('/v1/api-keys', bearer(testTokens.viewer), { method: 'POST', body: '{}' })).status).toBe(403);
    const { id, key } = await order({ name: 'partner' });
    expect((await ask('', key)).status).toBe(200);
    expect((await portal.get('/v1/api-keys', bearer(testTokens.operator))).text).not.toContain(key);
    expect((await portal.get(`/v1/api-keys/${id}`, bearer(testTokens.operator), { method: 'DELETE' })).status).toBe(204);
    await new Promise((resolve) => setTimeout(resolve, 2_100));
    expect((await ask('', key)).status).toBe(401);
  });

  it('gives what is live by filter, page by page, and nothing twice', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 7; n += 1) ids.push(await portal.live({ title: `Paged ${n}`, language: n % 2 ? 'zh-Hant' : 'en' }, { categories: ['api'], source_id: 'wire', sort_at: new Date(Date.UTC(2026, 0, 1, 0, Math.floor(n / 2))) }));
    const seen: string[] = [];
    let after: string | null = '';
    for (let pages = 0; after !== null && pages < 10; pages += 1) {
      const { body } = await ask(`?category=api&limit=2&after=${after}`);
      seen.push(...body.articles.map((article) => article.itemId));
      after = body.next;
    }
    expect(seen).toHaveLength(7);
    expect(new Set(seen)).toEqual(new Set(ids));
    expect((await ask('?source=wire&language=zh')).body.articles.map((article) => article.title)).toEqual(['Paged 5', 'Paged 3', 'Paged 1']);
    expect((await ask('?category=api&fields=head&limit=1')).body.articles[0]).not.toHaveProperty('bodyHtml');
    expect((await ask('?category=api&limit=1')).body.articles[0]?.bodyHtml).toBe('<p>First paragraph.</p><p>Second paragraph.</p>');
  });

  it('keeps a key to its filter and its quota', async () => {
    const mine = await portal.live({ title: 'Mine' }, { source_id: 'mine', categories: ['x'] });
    const theirs = await portal.live({ title: 'Theirs' }, { source_id: 'theirs', categories: ['x'] });
    const { key } = await order({ name: 'narrow', filter: { sources: ['mine'] }, requestsPerMinute: 3 });
    const ids = (await ask('?category=x', key)).body.articles.map((article) => article.itemId);
    expect(ids).toEqual([mine]);
    expect((await ask('?source=theirs', key)).body.articles).toEqual([]);
    expect((await ask(`?since=2020-01-01T00:00:00Z`, key)).text).not.toContain(theirs);
    const spent = await portal.get('/v1/articles', bearer(key));
    expect([spent.status, spent.headers.get('retry-after')]).toEqual([429, '20']);
  });

  it('names what was removed among the changes, also in the moment of the hold, and lists it nowhere', async () => {
    const before = new Date(Date.now() - 30_000);
    const [held, down, stays] = [await portal.live({ title: 'Held by API' }, { source_id: 'c', changed_at: before }), await portal.live({ title: 'Down by API' }, { source_id: 'c', changed_at: before }), await portal.live({ title: 'Stays' }, { source_id: 'c', changed_at: before })];
    await portal.hold({ kind: 'item', itemId: held });
    await portal.database.dataSource.query("update article set state = 'down', down_cause = 'withdrawn', down_status = 410, publication = 2 where item_id = $1", [down]);
    expect((await ask('?source=c')).body.articles.map((article) => article.itemId)).toEqual([stays]);
    const { body, text } = await ask(`?source=c&since=${encodeURIComponent(before.toISOString())}`);
    expect(new Map(body.articles.map((article) => [article.itemId, article.status]))).toEqual(new Map([[held, 'removed'], [down, 'removed'], [stays, 'usable']]));
    expect(text).not.toContain('Held by API');
    const again = await ask(`?source=c&after=${body.next}`);
    expect(again.body).toEqual({ articles: [], next: body.next });
  });

  it('says what is wrong with a question', async () => {
    expect((await ask('?limit=1000')).status).toBe(422);
    expect((await ask('?since=yesterday')).status).toBe(422);
    expect((await ask('?unknown=1')).status).toBe(422);
    expect((await ask('?after=x')).status).toBe(400);
  });
});
