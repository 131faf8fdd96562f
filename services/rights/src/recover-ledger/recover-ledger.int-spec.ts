import { uuidv7 } from '@wiredesk/platform';
import { eventually } from '@wiredesk/testing';

import { GivenRights } from '../testing/given-rights.js';

describe('a ledger that was restored from an old backup, on real Kafka and Postgres', () => {
  let given: GivenRights;

  beforeAll(async () => {
    given = await GivenRights.start();
  });
  afterAll(() => given.close());

  it('has every hold again that it ever said, lifted ones as lifted, before it is ready', async () => {
    const place = async () => String((await given.officer('POST', '/v1/holds', { scope: { kind: 'item', itemId: uuidv7() }, reason: 'x' })).json['holdId']);
    const [old, lost, liftedSince] = [await place(), await place(), await place()];
    await given.officer('POST', `/v1/holds/${liftedSince}/lift`, { reason: 'over' });
    await eventually(() => expect(given.eventsOf(liftedSince)).toHaveLength(2));
    await eventually(() => expect(given.eventsOf(lost)).toHaveLength(1));

    // The backup of last night: one hold, and one that was not lifted yet.
    await given.query('delete from hold where hold_id = $1', [lost]);
    await given.query(`update hold set seq = 2, lifted = false, state = (state::jsonb || '{"seq": 2, "lift": null}')::text where hold_id = $1`, [liftedSince]);
    await given.query('update ledger set seq = 2');
    expect((await given.standing()).map((hold) => hold['holdId'])).toEqual(expect.arrayContaining([old, liftedSince]));

    const restarted = await given.startReplica();
    await eventually(async () => expect((await fetch(`${restarted}/health/ready`)).status).toBe(200));
    const standing = await given.standing();
    expect(standing.map((hold) => hold['holdId']).sort()).toEqual([old, lost].sort());
    // Beyond every position that was ever given, so that whoever follows takes it for newer.
    expect(standing.find((hold) => hold['holdId'] === lost)?.['seq']).toBeGreaterThan(4);
    await eventually(() => expect(given.eventsOf(lost).map(({ data }) => data['lift'])).toEqual([null, null]));
    await eventually(() => expect(given.eventsOf(liftedSince).map(({ type }) => type)).toEqual(['hold.placed', 'hold.lifted', 'hold.lifted']));
  });

  it('takes nothing back where nothing was lost', async () => {
    const before = await given.query('select seq from ledger');
    const restarted = await given.startReplica();
    await eventually(async () => expect((await fetch(`${restarted}/health/ready`)).status).toBe(200));
    expect(await given.query('select seq from ledger')).toEqual(before);
  });
});
