import { eventually } from '@wiredesk/testing';

import { GivenPublish, storyIdOf } from '../testing/given-publish.js';

describe('recalls, on real Kafka and Postgres', () => {
  let given: GivenPublish;
  beforeAll(async () => {
    given = await GivenPublish.start({ sinks: 3 });
  }, 60_000);
  afterAll(() => given.close());
  afterEach(async () => {
    for (const sink of given.sinks) sink.reset();
    await given.query(`update subscriber set state = 'deleted', version = nextval('subscriber_version') where state <> 'deleted'`);
  });

  const delivered = (itemId: string, sink = 0) => eventually(() => expect(given.sink(sink).story(itemId)).toEqual(['published 1']));
  const removalOf = (itemId: string, sink = 0) => eventually(() => {
    const found = given.sink(sink).of(itemId).find((taken) => taken.type === 'article.taken_down');
    if (!found) throw new Error('no removal came');
    return found;
  });
  const acknowledge = (ackUrl: string | undefined, body: object = { removedAt: '2026-11-25T10:00:00.000Z', copiesRemoved: 2 }) => given.call('POST', new URL(ackUrl ?? '').pathname, { body, token: null });

  it('tell a subscriber what to remove, without content, and by when', async () => {
    await given.subscriber();
    const itemId = await given.one();
    await delivered(itemId);
    await given.hold({ kind: 'story', storyId: storyIdOf(itemId), itemId }).place();
    const { data, raw } = await removalOf(itemId);
    expect(data).toMatchObject({
      itemId, revision: 2, sequence: 2, scope: 'story', reasonCode: 'copyright', httpStatus: 451, caseNumber: 'WD-TEST', ackUrl: expect.stringMatching(/\/v1\/acknowledgements\/[0-9a-f]{64}$/),
    });
    const { effectiveAt, respondBy } = data as { effectiveAt?: string; respondBy?: string };
    expect(Date.parse(respondBy ?? '') - Date.parse(effectiveAt ?? '')).toBe(24 * 3_600_000);
    expect(raw).not.toContain('Title');
  });

  it('prove each place of ours by looking, and each delivery by its acknowledgement, one step after the other', async () => {
    await given.subscriber();
    const itemId = await given.one();
    await delivered(itemId);
    const hold = given.hold({ kind: 'item', itemId });
    await hold.place();
    const { data } = await removalOf(itemId);
    const places = ['article-page', 'article-json', 'home', 'news-sitemap', 'search', 'ninjs', 'newsml-g2'];
    await eventually(() => {
      for (const surface of places) expect([surface, given.told(hold.holdId, surface)]).toEqual([surface, [{ step: 1, state: 'owed' }, { step: 2, state: 'verified_gone' }]]);
    });
    const feeds = given.receipts.filter((receipt) => receipt.holdId === hold.holdId && receipt.surface.startsWith('feed-') && receipt.state === 'verified_gone').map((receipt) => new URL(receipt.place).pathname);
    const wide = ['all', 'harbour', 'town'];
    // An archive of a month has the path of its feed.
    const expected = [...wide, 'source/s1', 'language/en', `story/${storyIdOf(itemId)}`].flatMap((name) => [...['atom', 'json', 'rss'], ...(wide.includes(name) ? ['atom', 'ninjs', 'newsml-g2'] : [])].map((format) => `/feeds/${name}.${format}`));
    expect(feeds.sort()).toEqual(expected.sort());
    const before = [{ step: 1, state: 'owed' }, { step: 2, state: 'sent' }, { step: 3, state: 'delivered' }];
    await eventually(() => expect(given.told(hold.holdId, 'webhook')).toEqual(before));
    expect((await acknowledge(data.ackUrl)).json).toMatchObject({ itemId, state: 'acknowledged' });
    await eventually(() => expect(given.told(hold.holdId, 'webhook')).toEqual([...before, { step: 4, state: 'acknowledged' }]));
    expect((await acknowledge(data.ackUrl)).json).toMatchObject({ state: 'acknowledged' });
    const webhook = given.receipts.find((receipt) => receipt.holdId === hold.holdId && receipt.surface === 'webhook');
    expect(webhook?.place).toBe(`http://${given.sink().hostPort}/hook`);
    expect(await given.query('select state, copies_removed from delivery where item_id = $1 and lane = 0', [itemId])).toEqual([{ state: 'delivered', copies_removed: 2 }]);
  });

  it('know no other token, and say what an acknowledgement lacks', async () => {
    expect((await given.call('POST', `/v1/acknowledgements/${'0'.repeat(64)}`, { body: { removedAt: '2026-11-25T10:00:00Z', copiesRemoved: 1 }, token: null })).status).toBe(404);
    expect((await given.call('POST', `/v1/acknowledgements/${'0'.repeat(64)}`, { body: { copiesRemoved: -1 }, token: null })).json).toMatchObject({ status: 422, errors: [{ pointer: '/removedAt' }, { pointer: '/copiesRemoved' }] });
  });

  it('reach paused, disabled and former subscribers, whatever they answer, until they acknowledge', async () => {
    const paused = await given.subscriber(0);
    const disabled = await given.subscriber(1);
    const former = await given.subscriber(2);
    const itemId = await given.one();
    for (const sink of [0, 1, 2]) await delivered(itemId, sink);
    await given.call('PATCH', `/v1/subscribers/${paused.id}`, { body: { state: 'paused' } });
    given.sink(1).answer = () => ({ status: 410 });
    const other = await given.one();
    await eventually(async () => expect((await given.call('GET', `/v1/subscribers/${disabled.id}`)).json).toMatchObject({ state: 'disabled' }));
    expect((await given.call('DELETE', `/v1/subscribers/${former.id}`)).status).toBe(204);
    given.sink(2).answer = () => ({ status: 404 });
    await given.hold({ kind: 'item', itemId }).place();
    await Promise.all([0, 1, 2].map((sink) => removalOf(itemId, sink)));
    // The first waits are a second, then five.
    await eventually(() => expect(given.sink(1).story(itemId).filter((line) => line === 'taken_down 2').length).toBeGreaterThanOrEqual(2));
    await eventually(() => expect(given.sink(2).story(itemId).filter((line) => line === 'taken_down 2').length).toBeGreaterThanOrEqual(2));
    expect((await acknowledge((await removalOf(itemId, 1)).data.ackUrl)).json).toMatchObject({ state: 'acknowledged' });
    expect(await given.query('select state from delivery where item_id = $1 and lane = 0 and subscriber_id = $2', [itemId, disabled.id])).toEqual([{ state: 'delivered' }]);
    expect(given.sink(0).story(other)).toEqual([]);
  });

  it('name what is overdue and who is unreachable, and go on', async () => {
    const { id } = await given.subscriber(0);
    await given.subscriber(1);
    const itemId = await given.one();
    await Promise.all([delivered(itemId, 0), delivered(itemId, 1)]);
    given.sink(1).answer = (_taken, response) => (response.destroy(), 'never');
    const hold = given.hold({ kind: 'item', itemId });
    await hold.place();
    await Promise.all([removalOf(itemId, 0), removalOf(itemId, 1)]);
    await eventually(() => expect(given.told(hold.holdId, 'webhook').filter(({ state }) => state === 'delivered')).toHaveLength(1));
    await given.query(`update delivery set created_at = created_at - interval '25 hours' where item_id = $1 and lane = 0`, [itemId]);
    await eventually(async () => {
      // One may have been on its way with the old time; its next attempt has the new one.
      await given.query(`update delivery set due_at = now() where item_id = $1 and lane = 0 and state = 'due' and overdue_at is null`, [itemId]);
      const last = (subscriber: boolean) => given.receipts.filter((receipt) => receipt.holdId === hold.holdId && receipt.surface === 'webhook' && (receipt.subscriberId === id) === subscriber).sort((a, b) => b.step - a.step)[0];
      expect(last(true)).toMatchObject({ state: 'overdue', detail: 'answered 204, not acknowledged' });
      expect(last(false)).toMatchObject({ state: 'unreachable' });
    });
    await eventually(async () => expect(await given.query('select from delivery where item_id = $1 and lane = 0 and state = $2 and overdue_at is not null', [itemId, 'due'])).toHaveLength(2));
  });

  it('are released when the hold is lifted, and the article comes back with a greater revision', async () => {
    await given.subscriber();
    const itemId = await given.one();
    await delivered(itemId);
    const hold = given.hold({ kind: 'item', itemId });
    await hold.place();
    const { data } = await removalOf(itemId);
    await eventually(() => expect(given.told(hold.holdId, 'home').at(-1)).toMatchObject({ state: 'verified_gone' }));
    await hold.lift();
    await eventually(() => expect(given.sink().story(itemId)).toEqual(['published 1', 'taken_down 2', 'restored 3']));
    await eventually(() => {
      expect(given.told(hold.holdId, 'home').at(-1)).toMatchObject({ state: 'released' });
      expect(given.told(hold.holdId, 'webhook').at(-1)).toMatchObject({ state: 'released' });
    });
    expect((await acknowledge(data.ackUrl)).json).toEqual({ itemId, state: 'released' });
  });

  it('send the removal again where an older delivery ended after it', async () => {
    await given.subscriber();
    let finish: () => void = () => undefined;
    given.sink().answer = (taken, response) => {
      if (taken.type !== 'article.published') return { status: 204 };
      finish = () => void response.writeHead(200).end();
      return 'never';
    };
    const itemId = await given.one();
    await delivered(itemId);
    const hold = given.hold({ kind: 'item', itemId });
    await hold.place();
    const { data } = await removalOf(itemId);
    await acknowledge(data.ackUrl);
    await eventually(() => expect(given.told(hold.holdId, 'webhook').at(-1)).toMatchObject({ state: 'acknowledged' }));
    finish();
    await eventually(() => expect(given.sink().story(itemId)).toEqual(['published 1', 'taken_down 2', 'taken_down 2']));
    await acknowledge(data.ackUrl);
    await eventually(() => expect(given.told(hold.holdId, 'webhook').map(({ state }) => state).filter((state) => state !== 'delivered')).toEqual(['owed', 'sent', 'acknowledged', 'owed', 'sent', 'acknowledged']));
  });

  it('of a whole source fetch each shared page a few times, not once for each article', async () => {
    const ids = await given.live(60, { sourceId: 'many' });
    const fetched: string[] = [];
    given.service.app.getHttpAdapter().getInstance().server.on('request', (request: { url?: string; headers: Record<string, string> }) => {
      if (request.headers['user-agent']?.startsWith('Wiredesk-Recall')) fetched.push(request.url ?? '');
    });
    const hold = given.hold({ kind: 'source', sourceId: 'many' });
    await hold.place();
    // Six of its own, home, two categories, six lists in three forms, three in three more, site maps, search.
    const copies = ids.length * (6 + 1 + 2 + 6 * 3 + 3 * 3 + 3 + 1);
    await eventually(async () => expect(await given.query(`select from recall where hold_id = $1 and state = 'verified_gone'`, [hold.holdId])).toHaveLength(copies), { withinMs: 30_000 });
    const of = (path: string): number => fetched.filter((url) => url === path).length;
    expect(Math.max(...['/', '/categories/harbour', '/feeds/all.rss', '/feeds/town.atom', '/sitemap.xml'].map(of))).toBeLessThan(40);
  }, 60_000);
});
