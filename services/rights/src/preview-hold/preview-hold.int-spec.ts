import { uuidv7 } from '@wiredesk/platform';
import { eventually, testTokens } from '@wiredesk/testing';

import { event, GivenRights, portal } from '../testing/given-rights.js';

describe('the preview of a hold, on real Postgres', () => {
  let given: GivenRights;

  beforeAll(async () => {
    given = await GivenRights.start();
    await given.grant('s1');
    await given.grant('s2');
  });
  afterAll(() => given.close());

  it('shows for each scope what would go dark, what stays, and what would be shown instead; and changes nothing', async () => {
    const storyId = uuidv7();
    const [first, copy, related, alone] = [await given.item('s1'), await given.item('s2', { language: 'zh' }), await given.item('s1'), await given.item('s1', { url: 'https://up.example/alone' })];
    await given.body(first, 'The tide gate opens');
    await given.placed(first, storyId);
    await given.placed(copy, storyId, { relation: 'reprint', canonical: false, canonicalItemId: first });
    await given.placed(related, storyId, { relation: 'related', canonical: false, canonicalItemId: first });
    await given.send(event('article.published', { itemId: first, sourceId: 's1', storyId, revision: 1, publication: 1, url: `${portal}/articles/${first}`, at: '2026-11-24T08:31:03.000Z' }));
    await eventually(async () => expect(await given.query('select from shown_item where item_id = $1', [first])).toHaveLength(1));
    const preview = async (scope: object) => (await given.officer('POST', '/v1/holds/preview', { scope })).json as unknown as { reached: { items: number; shown: number; languages: object }; stays: { item: { itemId: string }; why: string }[]; promoted: { itemId: string }[]; titles: object };

    expect(await preview({ kind: 'item', itemId: first })).toMatchObject({ reached: { items: 1, shown: 1 }, promoted: [{ itemId: copy }], stays: [{ item: { itemId: copy }, why: 'own-licence' }, { item: { itemId: related }, why: 'other-text' }], titles: { [first]: 'The tide gate opens' } });
    expect(await preview({ kind: 'story', storyId })).toMatchObject({ reached: { items: 2, languages: { en: 1, zh: 1 } }, promoted: [], stays: [{ item: { itemId: related } }] });
    expect(await preview({ kind: 'source', sourceId: 's1' })).toMatchObject({ reached: { items: 3 }, promoted: [{ itemId: copy }] });
    expect(await preview({ kind: 'url', url: `${portal}/articles/${first}?x=1` })).toMatchObject({ reached: { items: 1, shown: 1 } });
    expect(await preview({ kind: 'url', url: 'http://www.up.example/alone/' })).toMatchObject({ reached: { items: 1, shown: 0 }, stays: [] });
    expect(await preview({ kind: 'url', url: 'https://nowhere.example/x' })).toMatchObject({ reached: { items: 0 } });
    expect(await given.standing()).toEqual([]);
    await given.officer('POST', '/v1/holds', { scope: { kind: 'item', itemId: copy }, reason: 'x' });
    expect(await preview({ kind: 'item', itemId: first })).toMatchObject({ promoted: [], stays: [{ item: { itemId: related } }] });
    expect(await preview({ kind: 'item', itemId: alone })).toMatchObject({ reached: { items: 1 } });
    expect((await given.call('POST', '/v1/holds/preview', { token: testTokens.service, body: { scope: { kind: 'item', itemId: first } } })).status).toBe(403);
  });
});
