import { GivenIngest, ninjs } from '../testing/given-ingest.js';
import { firstIdOf } from './retention.store.js';
import { Retention } from './retention.worker.js';

describe('what was promised for a time', () => {
  let given: GivenIngest;
  beforeAll(async () => {
    given = await GivenIngest.start();
  });
  afterAll(() => given.close());

  const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);
  /** A receipt as it would be of that day: its id carries its time. */
  const aged = async (uri: string, days: number): Promise<string> => {
    const { receipt } = await given.accepted(await given.source(), ninjs(uri));
    const id = `${firstIdOf(daysAgo(days)).slice(0, 24)}${receipt.id.slice(24)}`;
    await given.query('update receipt set id = $2 where id = $1', [receipt.id, id]);
    return id;
  };
  const payloadOf = async (id: string) => (await given.query<{ kept: boolean }>('select payload is not null as kept from receipt where id = $1', [id]))[0]?.kept;
  const round = () => given.service.app.get(Retention).round();

  it('is let go then: the bytes of old pushes, but not their receipts', async () => {
    const [old, young] = [await aged('urn:old', 91), await aged('urn:young', 89)];
    await round();
    expect([await payloadOf(old), await payloadOf(young)]).toEqual([false, true]);
    const later = await aged('urn:later', 90.5);
    await round();
    expect(await payloadOf(later)).toBe(false);
  });

  it('stays while somebody has still to decide about it', async () => {
    const id = await aged('urn:open', 90.2);
    await given.query(`insert into quarantine (id, source_id, receipt_id, reason_code, reason_detail, quarantined_at) select gen_random_uuid(), source_id, id, 'undecodable', 'x', received_at - interval '91 days' from receipt where id = $1`, [id]);
    await round();
    expect(await payloadOf(id)).toBe(true);
    await given.query(`update quarantine set closed_at = now(), closed_how = 'discarded' where receipt_id = $1`, [id]);
    await round();
    expect(await payloadOf(id)).toBe(false);
  });

  it('is let go then: idempotency keys after a week', async () => {
    const source = await given.source();
    for (const key of ['old', 'young']) await given.push(source, ninjs(`urn:${key}`), { 'idempotency-key': key });
    await given.query(`update idempotency set created_at = $2 where key = $1`, ['key:old', daysAgo(8)]);
    await round();
    expect(await given.query('select key from idempotency where source_id = $1', [source.id])).toEqual([{ key: 'key:young' }]);
  });

  it('is found by the time in ids', () => {
    expect(firstIdOf(new Date(0x0193_4d0e_7b1c))).toBe('01934d0e-7b1c-7000-8000-000000000000');
    expect(firstIdOf(new Date(0x0193_4d0e_7b1c)) < '01934d0e-7b1c-7a53-9f0e-1d2c3b4a5968').toBe(true);
  });
});
