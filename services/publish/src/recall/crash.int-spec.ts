import { eventually } from '@wiredesk/testing';

import { GivenPublish } from '../testing/given-publish.js';

/** `RECALLED_COPIES=1000` for the long run. */
const copies = Number(process.env['RECALLED_COPIES'] ?? 150);

describe('a sender that dies during a recall', () => {
  let given: GivenPublish;
  beforeAll(async () => {
    given = await GivenPublish.start({ environment: { DELIVERY_TIMEOUT_MS: '500', DELIVERIES_PER_SUBSCRIBER_MAX: '32' } });
  }, 60_000);
  afterAll(() => given.close());

  it('forgets none of the copies: another one sends each, once or more, until it is acknowledged', async () => {
    await given.subscriber();
    const ids = await given.live(copies, { sourceId: 'recalled' });
    await eventually(() => expect(new Set(given.sink().taken.map(({ data }) => data.itemId)).size).toBe(copies), { withinMs: 60_000 });
    let isAnswering = false;
    const answers: string[] = [];
    given.sink().answer = ({ data }) => {
      if (!isAnswering) return 'never';
      if (data.ackUrl === undefined) return { status: 200 };
      given.call('POST', new URL(data.ackUrl).pathname, { token: null, body: { removedAt: new Date().toISOString(), copiesRemoved: 1 } }).then(({ status, text }) => answers.push(status === 200 ? '200' : text), (error: unknown) => answers.push(String(error)));
      return { status: 200 };
    };
    const hold = given.hold({ kind: 'source', sourceId: 'recalled' });
    await hold.place();
    await eventually(async () => expect(await given.query(`select from delivery where lane = 0 and state = 'sending'`)).not.toEqual([]), { withinMs: 20_000, everyMs: 10 });
    // As a kill -9 leaves it: nothing more is written by it, what it had taken stays taken.
    const dead = await given.dieAndRestart();
    isAnswering = true;
    await eventually(async () => expect(await given.query(`select from recall where hold_id = $1 and surface = 'webhook' and state = 'acknowledged'`, [hold.holdId])).toHaveLength(copies), { withinMs: 40_000, everyMs: 200 });
    expect(new Set(answers)).toEqual(new Set(['200']));
    const removals = given.sink().taken.filter(({ type }) => type === 'article.taken_down').map(({ data }) => data.itemId);
    expect(new Set(removals)).toEqual(new Set(ids));
    await dead();
  }, 180_000);
});
