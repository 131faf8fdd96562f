import { eventually, testTokens } from '@wiredesk/testing';

import { GivenPublish } from '../testing/given-publish.js';

interface Copies {
  readonly article: { readonly state: string; readonly publication: number };
  readonly copies: readonly { readonly surface: string; readonly place: string; readonly subscriber: string | null; readonly recallState: string | null; readonly holdId: string | null }[];
  readonly deliveries: readonly { readonly type: string; readonly state: string }[];
}

describe('where an article went', () => {
  let given: GivenPublish;
  beforeAll(async () => {
    given = await GivenPublish.start({ sinks: 1 });
  }, 60_000);
  afterAll(() => given.close());

  const copiesOf = async (itemId: string): Promise<Copies> => (await given.call('GET', `/v1/items/${itemId}/copies`, { token: testTokens.viewer })).json as Copies;

  it('is told with each copy, its recall and its deliveries', async () => {
    await given.subscriber();
    const itemId = await given.one();
    await eventually(async () => {
      const { article, copies, deliveries } = await copiesOf(itemId);
      expect(article).toMatchObject({ state: 'live', publication: 1, downHoldId: null });
      expect(copies).toMatchObject([{ surface: 'webhook', place: `http://${given.sink().hostPort}/hook`, recallState: null, subscriber: expect.any(String) as string }]);
      expect(deliveries).toMatchObject([{ type: 'article.published', state: 'delivered', attempts: 1, lastStatus: 204 }]);
    });
    const hold = given.hold({ kind: 'item', itemId });
    await hold.place();
    await eventually(async () => {
      const { article, copies, deliveries } = await copiesOf(itemId);
      expect(article).toMatchObject({ state: 'down', downHoldId: hold.holdId, downStatus: 451 });
      expect(copies.find((copy) => copy.surface === 'webhook')).toMatchObject({ recallState: 'delivered', holdId: hold.holdId });
      expect(copies.find((copy) => copy.surface === 'article-page')).toMatchObject({ recallState: 'verified_gone', subscriber: null });
      expect(deliveries.map((delivery) => delivery.type)).toEqual(['article.taken_down', 'article.published']);
    });
  });

  it('is not told to strangers, and of nothing where there is nothing', async () => {
    const path = '/v1/items/018f2f4e-0000-7000-8000-000000000000/copies';
    expect([(await given.call('GET', path, { token: null })).status, (await given.call('GET', path, { token: testTokens.viewer })).status]).toEqual([401, 404]);
  });
});
