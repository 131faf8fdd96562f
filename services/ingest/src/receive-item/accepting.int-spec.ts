import { withAdmin } from '@wiredesk/testing';

import { GivenIngest, ninjs, type Accepted } from '../testing/given-ingest.js';

const counts = `
select (select count(*)::int from receipt) as receipts, (select count(*)::int from item) as items,
  (select count(*)::int from content.body) as bodies, (select count(*)::int from outbox) as outbox`;

/** The lock of the relay, held by somebody else: what is accepted stays in the outbox. */
const relayLock = `select pg_advisory_lock(hashtext('wiredesk.outbox'), hashtext('ingest'))`;

describe('accepting', () => {
  let given: GivenIngest;
  beforeAll(async () => {
    given = await GivenIngest.start();
  });
  afterAll(() => given.close());

  it('is all or nothing: where the events cannot be written, nothing is', async () => {
    const source = await given.source();
    await withAdmin((client) => client.query(`
      create function ingest.refuse() returns trigger language plpgsql as 'begin raise exception ''no room''; end';
      create trigger refuse before insert on ingest.outbox execute function ingest.refuse();`), given.database.adminUrl);
    const before = await given.query(counts);
    const failed = await given.push(source, ninjs('urn:atomic'));
    expect(failed.status).toBe(500);
    expect(failed.text).not.toContain('no room');
    expect(await given.query(counts)).toEqual(before);
    await withAdmin((client) => client.query('drop trigger refuse on ingest.outbox; drop function ingest.refuse();'), given.database.adminUrl);
    expect(await given.accepted(source, ninjs('urn:atomic'))).toMatchObject({ items: [{ outcome: 'new', revision: 1 }] });
  });

  it('makes one item of one guid, though many bring it to two replicas at once', async () => {
    const source = await given.source();
    const other = await given.startReplica();
    const pushes = Array.from({ length: 60 }, (_, i) => given.push(source, ninjs('urn:race', { version: String(i + 1), headline: `Version ${i + 1}` }), {}, '', i % 2 === 0 ? given.url : other));
    const answers = await Promise.all(pushes);
    expect(answers.map((answer) => answer.status)).toEqual(answers.map(() => 202));
    const items = answers.flatMap((answer) => (answer.json as Accepted).items);
    expect(new Set(items.map((item) => item.itemId)).size).toBe(1);
    expect(items.filter((item) => item.outcome === 'new')).toHaveLength(1);
    const [held] = await given.query<{ revision: number; upstream_version: string }>('select revision, upstream_version from item where source_id = $1', [source.id]);
    const accepted = items.filter((item) => item.outcome === 'new' || item.outcome === 'revised');
    expect(held).toEqual({ revision: accepted.length, upstream_version: '60' });
    expect(new Set(accepted.map((item) => item.revision)).size).toBe(accepted.length);
  });

  it('of overlapping feeds in opposite orders never fails', async () => {
    const source = await given.source();
    const other = await given.startReplica();
    const feed = (round: number, reversed: boolean) => {
      const items = Array.from({ length: 30 }, (_, i) => ({ id: `d-${i}`, content_text: `Text ${i} of round ${round}, long enough to be an article.`, date_modified: new Date(Date.UTC(2026, 0, 1, 0, 0, round)).toISOString() }));
      return { version: 'https://jsonfeed.org/version/1.1', title: 'T', items: reversed ? items.reverse() : items };
    };
    for (let round = 0; round < 6; round += 1) {
      const answers = await Promise.all([given.push(source, feed(round, false), {}, '', given.url), given.push(source, feed(round, true), {}, '', other)]);
      expect(answers.map((answer) => answer.status)).toEqual([202, 202]);
    }
    expect(await given.query('select revision from item where source_id = $1', [source.id])).toEqual(Array.from({ length: 30 }, () => ({ revision: 6 })));
  });

  it('answers 202 for what is in the outbox, and 503 once too much is; a removal still passes', async () => {
    const busy = await GivenIngest.start({ OUTBOX_ROWS_MAX: '100' });
    try {
      const source = await busy.source();
      await busy.accepted(source, ninjs('urn:first'));
      await withAdmin(async (client) => {
        await busy.service.messaging.relay.stop(0);
        await client.query(relayLock);
        const feed = { version: 'https://jsonfeed.org/version/1.1', title: 'T', items: Array.from({ length: 120 }, (_, i) => ({ id: `b-${i}`, content_text: `Text ${i}, which is long enough to be an article.` })) };
        const { items } = await busy.accepted(source, feed);
        const waiting = await busy.query<{ aggregate_id: string }>('select aggregate_id from outbox order by id');
        expect(waiting.map((row) => row.aggregate_id).slice(-120)).toEqual(items.map((item) => item.itemId));
        const full = await busy.push(source, ninjs('urn:late'));
        expect([full.status, full.headers.get('retry-after'), full.json]).toMatchObject([503, '5', { retryable: true }]);
        expect(await busy.query('select 1 from item where guid = $1', ['urn:late'])).toEqual([]);
        expect((await busy.accepted(source, { uri: 'urn:first', pubstatus: 'canceled' })).items).toMatchObject([{ outcome: 'withdrawn' }]);
      }, busy.database.adminUrl);
    } finally {
      await busy.close();
    }
  });
});
