import { eventually } from '@wiredesk/testing';

import { Digests } from '../deliver/digest/digests.js';
import { GivenPublish } from '../testing/given-publish.js';

interface List {
  readonly deliveries: readonly { id: string; sequence: number; type: string; state: string; itemId: string; revision: number; supersededBySequence: number | null; answer: { status: number } }[];
  readonly next: number | null;
}

describe('what was sent to a subscriber', () => {
  let given: GivenPublish;
  beforeAll(async () => {
    given = await GivenPublish.start({ sinks: 2, environment: { SUBSCRIBER_DIGESTS: 'false' } });
  }, 60_000);
  afterAll(() => given.close());
  afterEach(async () => {
    for (const sink of given.sinks) sink.reset();
    await given.query(`update subscriber set state = 'deleted', version = nextval('subscriber_version') where state <> 'deleted'`);
  });

  const list = async (id: string, query = '', token?: string): Promise<List> => (await given.call('GET', `/v1/subscribers/${id}/deliveries${query}`, token === undefined ? {} : { token })).json as List;

  it('is listed by number with its answers, to an operator and to the subscriber, and to no other', async () => {
    const mine = await given.subscriber(0);
    const other = await given.subscriber(1);
    const ids = await given.live(5);
    await eventually(async () => expect((await list(mine.id)).deliveries.filter(({ state }) => state === 'delivered')).toHaveLength(5));
    const first = await list(mine.id, '?limit=2', mine.token);
    expect(first.deliveries).toMatchObject([{ sequence: 5, state: 'delivered', answer: { status: 204 } }, { sequence: 4 }]);
    const rest = await list(mine.id, `?before=${first.next}`);
    expect(rest.deliveries.map(({ sequence }) => sequence)).toEqual([3, 2, 1]);
    expect(new Set([...first.deliveries, ...rest.deliveries].map(({ itemId }) => itemId))).toEqual(new Set(ids));
    expect((await given.call('GET', `/v1/subscribers/${mine.id}/deliveries`, { token: other.token })).status).toBe(403);
    expect((await given.call('GET', `/v1/subscribers/${mine.id}/deliveries`, { token: null })).status).toBe(401);
  });

  it('is counted first and sent again then, as it is now: what is held is removed again, what changed is sent changed', async () => {
    const { id } = await given.subscriber();
    const [kept, revised, removed] = (await given.live(3)) as [string, string, string];
    await eventually(() => expect(given.sink().taken).toHaveLength(3));
    await given.revise(revised, 2);
    await given.hold({ kind: 'item', itemId: removed }).place();
    await eventually(() => expect(given.sink().taken).toHaveLength(5));
    await eventually(async () => expect((await list(id, '?state=sending')).deliveries).toEqual([]));
    const ask = (body: object) => given.call('POST', `/v1/subscribers/${id}/replays`, { body });
    expect((await ask({ since: '2026-01-01T00:00:00Z' })).json).toEqual({ articles: 3, confirmed: false });
    expect((await ask({ since: '2999-01-01T00:00:00Z' })).json).toEqual({ articles: 0, confirmed: false });
    expect((await ask({})).json).toMatchObject({ status: 422 });
    await given.query('update delivery set acknowledged_at = now(), state = $2 where item_id = $1 and lane = 0', [removed, 'delivered']);
    expect((await ask({ since: '2026-01-01T00:00:00Z', sources: ['s1'], confirm: true })).json).toEqual({ articles: 3, confirmed: true, shown: 2, removed: 1, held: false });
    await eventually(() => {
      expect(given.sink().story(kept)).toEqual(['published 1', 'updated 1']);
      expect(given.sink().story(revised)).toEqual(['published 1', 'updated 2', 'updated 2']);
      expect(given.sink().story(removed)).toEqual(['published 1', 'taken_down 2', 'taken_down 2']);
    });
    expect(given.sink().of(kept)[1]?.data).toMatchObject({ replay: true, sequence: expect.any(Number) });
  });

  it('is sent again alone by its id', async () => {
    const { id } = await given.subscriber();
    const [first, second] = (await given.live(2)) as [string, string];
    await eventually(async () => expect((await list(id, '?state=delivered')).deliveries).toHaveLength(2));
    const deliveryId = (await list(id, `?itemId=${first}`)).deliveries[0]?.id;
    await given.call('POST', `/v1/subscribers/${id}/replays`, { body: { deliveryId, confirm: true } });
    await eventually(() => expect(given.sink().story(first)).toEqual(['published 1', 'updated 1']));
    expect(given.sink().story(second)).toEqual(['published 1']);
  });

  it('is told once a day, with the numbers that were not received', async () => {
    const { id } = await given.subscriber();
    const [first] = (await given.live(2)) as [string];
    await eventually(async () => expect((await list(id, '?state=delivered')).deliveries).toHaveLength(2));
    given.sink().answer = () => ({ status: 500 });
    await given.revise(first, 2);
    await eventually(async () => expect((await list(id, '?state=due')).deliveries).toHaveLength(1));
    await given.query('update subscriber set failures = 0, retry_at = null, failing_since = null where id = $1', [id]);
    given.sink().reset();
    await given.query(`update subscriber set created_at = now() - interval '3 days' where id = $1`, [id]);
    const digests = given.service.app.get(Digests, { strict: false });
    await digests.step();
    await digests.step();
    const told = await eventually(() => {
      const found = given.sink().taken.filter((taken) => taken.type === 'subscription.digest');
      expect(found).toHaveLength(1);
      return found[0]?.data;
    });
    expect(told).toMatchObject({ firstSequence: 1, lastSequence: 3, sequence: 4, counts: { delivered: 2, due: 1 }, notReceived: [{ sequence: 3, itemId: first, state: 'due' }] });
    expect(await given.query('select sequence::int as sequence from subscriber_digest where subscriber_id = $1', [id])).toEqual([{ sequence: 3 }]);
  });
});
