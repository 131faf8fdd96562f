import { eventually } from '@wiredesk/testing';

import { GivenPublish } from '../testing/given-publish.js';
import type { SinkAnswer, Taken } from '../testing/sink.js';

/** `RECALLED_COPIES=1000` for the long run. */
const copies = Number(process.env['RECALLED_COPIES'] ?? 120);

describe(`a process that is killed while it recalls ${copies} copies`, () => {
  let given: GivenPublish;
  beforeAll(async () => {
    given = await GivenPublish.start({ environment: { DELIVERY_TIMEOUT_MS: '500', DELIVERIES_PER_SUBSCRIBER_MAX: '32' } });
  }, 60_000);
  afterAll(() => given.close());

  it('forgets none of them: another one sends each, once or more, until it is acknowledged', async () => {
    const { id } = await given.subscriber();
    const ids = await given.live(copies, { sourceId: 'recalled' });
    await eventually(() => expect(new Set(given.sink().taken.map(({ data }) => data.itemId)).size).toBe(copies), { withinMs: 60_000 });
    const program = await given.handOver();
    const answers: (number | string)[] = [];
    const acknowledge =
      (origin: string) =>
      ({ data }: Taken): SinkAnswer => {
        if (data.ackUrl === undefined) return { status: 200 };
        const body = JSON.stringify({ removedAt: new Date().toISOString(), copiesRemoved: 1 });
        fetch(`${origin}${new URL(data.ackUrl).pathname}`, { method: 'POST', body, headers: { 'content-type': 'application/json' } }).then(async (answer) => answers.push(answer.status === 200 ? 200 : await answer.text()), (error: unknown) => answers.push(String(error)));
        return { status: 200 };
      };
    // Some are acknowledged to the process that dies, some are on their way when it does, the rest it never comes to.
    given.sink().taken.length = 0;
    given.sink().answer = (taken) => (given.sink().taken.length <= copies / 4 ? acknowledge(program.url)(taken) : 'never');
    const hold = given.hold({ kind: 'source', sourceId: 'recalled' });
    await given.leave(hold.placed());
    await eventually(async () => {
      expect(given.sink().taken.length).toBeGreaterThan(copies / 4);
      expect(answers.length).toBeGreaterThan(copies / 5);
      expect(await given.query(`select from delivery where lane = 0 and state = 'sending'`)).not.toEqual([]);
    }, { withinMs: 60_000, everyMs: 5 });
    await program.kill();
    await given.serveAgain();
    given.sink().answer = acknowledge(given.service.url);
    await eventually(async () => expect(await given.query(`select from recall where hold_id = $1 and surface = 'webhook' and subscriber_id = $2 and state = 'acknowledged'`, [hold.holdId, id])).toHaveLength(copies), { withinMs: 120_000, everyMs: 200 });
    expect(new Set(given.sink().taken.filter(({ type }) => type === 'article.taken_down').map(({ data }) => data.itemId))).toEqual(new Set(ids));
    expect(await given.query(`select from recall where hold_id = $1 and surface = 'webhook'`, [hold.holdId])).toHaveLength(copies);
    // Nobody is told of an article again that is gone: all that came after the hold are removals.
    expect(given.sink().taken.filter(({ type }) => type !== 'article.taken_down')).toEqual([]);
  }, 300_000);
});
