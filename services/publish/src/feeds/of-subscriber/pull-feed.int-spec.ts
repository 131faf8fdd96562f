import { eventually } from '@wiredesk/testing';
import { parseAtomFeed } from 'feedsmith';

import { GivenPublish, titleOf } from '../../testing/given-publish.js';

describe('the feed of a subscriber\'s filter', () => {
  let given: GivenPublish;
  beforeAll(async () => {
    given = await GivenPublish.start({ environment: { PORTAL_PUBLIC_URL: 'http://portal.example' } });
  }, 60_000);
  afterAll(() => given.close());

  const linkOf = async (id: string): Promise<string> => {
    const made = await given.call('POST', `/v1/subscribers/${id}/feed-links`, { body: {} });
    expect(made.status).toBe(201);
    return (made.json as { urls: { atom: string } }).urls.atom.replace('http://portal.example', '');
  };

  it('has what the filter wants, enters the ledger of copies, and what was pulled there is called back', async () => {
    // It wants nothing by webhook that it pulls: messages of removals only.
    const { id } = await given.subscriber(0, { filter: { sources: ['pulled'], types: ['article.taken_down'] } });
    const [itemId, other] = [await given.one({ sourceId: 'pulled' }), await given.one({ sourceId: 'not-pulled' })];
    const path = await linkOf(id);
    const first = await given.call('GET', path, { token: null });
    expect([first.status, first.headers.get('cache-control')]).toEqual([200, 'private, no-cache']);
    expect(parseAtomFeed(first.text).entries?.map((entry) => entry.id)).toEqual([`urn:uuid:${itemId}`]);
    expect(first.text).not.toContain(other);
    expect((await given.call('GET', path, { token: null, headers: { 'if-none-match': first.headers.get('etag') ?? '' } })).status).toBe(304);
    expect(await given.query('select surface, place, subscriber_id, publication from copy where item_id = $1', [itemId])).toEqual([{ surface: 'subscriber-feed', place: 'http://portal.example/feeds/subscriptions', subscriber_id: id, publication: 1 }]);
    expect(given.sink().of(itemId)).toEqual([]);

    const hold = given.hold({ kind: 'item', itemId });
    await hold.place();
    await eventually(() => expect(given.sink().story(itemId)).toEqual(['taken_down 2']));
    const after = await given.call('GET', path, { token: null });
    expect(after.text).toContain(`<at:deleted-entry ref="urn:uuid:${itemId}"`);
    expect(after.text).not.toContain(titleOf(itemId));
    given.acknowledge(given.sink().of(itemId)[0]?.data.ackUrl ?? '', 1);
    await eventually(() => expect(given.told(hold.holdId, 'subscriber-feed').at(-1)).toMatchObject({ state: 'acknowledged' }));
  });

  it('gives out nothing in the moment of a hold, though its row is not down yet, and nothing while the subscription rests', async () => {
    const { id } = await given.subscriber(0, { filter: { sources: ['resting'] } });
    const path = await linkOf(id);
    const itemId = await given.one({ sourceId: 'resting' });
    expect((await given.call('GET', path, { token: null })).text).toContain(itemId);
    expect((await given.call('PATCH', `/v1/subscribers/${id}`, { body: { state: 'paused' } })).status).toBe(200);
    expect((await given.call('GET', path, { token: null })).status).toBe(403);
  });

  it('is at no address that was not told, nor at one that ended; and not asked for without end', async () => {
    const { id } = await given.subscriber(0, { filter: { sources: ['nothing'] } });
    const path = await linkOf(id);
    expect((await given.call('GET', path, { token: null })).status).toBe(200);
    const answers = await Promise.all(Array.from({ length: 70 }, () => given.call('GET', path, { token: null })));
    expect(answers.filter(({ status }) => status === 429).length).toBeGreaterThan(5);
    expect((await given.call('DELETE', `/v1/subscribers/${id}/feed-links`)).status).toBe(204);
    for (const wrong of [path, `/feeds/subscriptions/${'A'.repeat(43)}.atom`, '/feeds/subscriptions/x.atom']) expect((await given.call('GET', wrong, { token: null })).status).toBe(404);
    expect((await given.call('POST', '/v1/subscribers/01934d0e-7b1c-7a53-9f0e-1d2c3b4a5968/feed-links', { body: {} })).status).toBe(404);
  });
});
