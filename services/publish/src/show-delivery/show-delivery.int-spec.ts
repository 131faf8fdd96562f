import { uuidv7 } from '@wiredesk/platform';
import { eventually, testTokens } from '@wiredesk/testing';

import { GivenPublish, titleOf } from '../testing/given-publish.js';

describe('one delivery, on the real path', () => {
  let given: GivenPublish;
  beforeAll(async () => {
    given = await GivenPublish.start({ environment: { SUBSCRIBER_DIGESTS: 'false' } });
  }, 60_000);
  afterAll(() => given.close());

  it('is shown with the very message that the subscriber got, and without its secrets; not any more once it is held', async () => {
    const { id } = await given.subscriber(0, { headers: { 'x-key': 'very-secret' } });
    const itemId = await given.one();
    const listed = async () => ((await given.call('GET', `/v1/subscribers/${id}/deliveries`)).json as { deliveries: { id: string; state: string; type: string }[] }).deliveries;
    await eventually(async () => expect((await listed())[0]?.state).toBe('delivered'));
    const deliveryId = (await listed())[0]?.id ?? '';
    const show = async () => (await given.call('GET', `/v1/deliveries/${deliveryId}/payload`)) as { status: number; text: string; json: { request: { body: object } } };
    const shown = await show();
    const sent = JSON.parse(given.sink().taken[0]?.raw ?? '{}') as object;
    expect(shown.json.request.body).toEqual(sent);
    expect(shown.json).toMatchObject({ delivery: { type: 'article.published', state: 'delivered', attempts: 1, itemId }, request: { url: given.sink().url, isWithheld: false, headers: { 'x-key': '(not shown)' } }, answer: { status: 204 } });
    expect(shown.text).not.toContain('very-secret');
    await given.hold({ kind: 'item', itemId }).place();
    await eventually(async () => expect((await show()).text).not.toContain(titleOf(itemId)));
    expect((await show()).json).toMatchObject({ request: { isWithheld: true } });
  });

  it('is for operators', async () => {
    expect((await given.call('GET', `/v1/deliveries/${uuidv7()}/payload`, { token: testTokens.viewer })).status).toBe(403);
    expect((await given.call('GET', `/v1/deliveries/${uuidv7()}/payload`)).status).toBe(404);
  });
});
