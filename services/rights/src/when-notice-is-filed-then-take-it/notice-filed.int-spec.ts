import { uuidv7 } from '@wiredesk/platform';
import { eventually } from '@wiredesk/testing';

import { event, GivenRights, notice, portal } from '../testing/given-rights.js';

describe('notices by Kafka, on real Kafka and Postgres', () => {
  let given: GivenRights;

  beforeAll(async () => {
    given = await GivenRights.start();
    await given.grant('s1');
  });
  afterAll(() => given.close());

  const file = (noticeId: string, stated: object) => given.send(event('notice.filed', { noticeId, notice: stated as Record<string, unknown> }));
  const casesOf = (itemId: string) => given.query<{ channel: string; state: string }>('select channel, state from takedown_case join target using (case_id) where item_id = $1', [itemId]);

  it('hold at once like any other, and once however often they come', async () => {
    const itemId = await given.item('s1');
    const [noticeId, stated] = [uuidv7(), notice([`${portal}/articles/${itemId}`])];
    await file(noticeId, stated);
    await file(noticeId, stated);
    await file(uuidv7(), notice([`${portal}/articles/${await given.item('s1')}`], { signature: 'after' }));
    await eventually(async () => expect(await given.query("select from takedown_case where notice ->> 'signature' = 'after'")).toHaveLength(1));
    expect(await casesOf(itemId)).toEqual([{ channel: 'kafka', state: 'interim_held' }]);
    expect((await given.standing()).filter((hold) => (hold['scope'] as { itemId?: string }).itemId === itemId)).toHaveLength(1);
  });

  it('are judged by the same guards: what is missing is asked for, an order is not believed', async () => {
    const [incomplete, ordered] = [await given.item('s1'), await given.item('s1')];
    await file(uuidv7(), notice([`${portal}/articles/${incomplete}`], { signature: '' }));
    await file(uuidv7(), { type: 'court-order', targets: [`${portal}/articles/${ordered}`], order: { authority: 'Court', reference: '7' } });
    await eventually(async () => expect(await casesOf(incomplete)).toMatchObject([{ state: 'incomplete' }]));
    await eventually(async () => expect(await casesOf(ordered)).toMatchObject([{ state: 'under_review' }]));
  });

  it('that cannot be read go to the dead letters with what to mend, and those behind them are taken', async () => {
    const dead: string[] = [];
    await given.kafka.broker.consume({
      group: `${given.kafka.prefix}dead`, topic: `${given.kafka.prefix}rights.dlq`, commits: false, partitionsAtOnce: 1,
      onGone: (error) => {
        throw error;
      },
      onBatch: async (batch, control) => {
        for (const message of batch.messages) {
          dead.push(JSON.stringify(message.headers));
          control.done(message.offset);
        }
      },
    });
    const itemId = await given.item('s1');
    await file(uuidv7(), { targets: [] });
    await file(uuidv7(), notice([`${portal}/articles/${itemId}`]));
    await eventually(async () => expect(await casesOf(itemId)).toHaveLength(1));
    await eventually(() => expect(dead.join()).toMatch(/field/));
  });
});
