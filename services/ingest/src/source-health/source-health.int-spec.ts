import { eventually, testTokens } from '@wiredesk/testing';

import { GivenIngest, ninjs } from '../testing/given-ingest.js';
import { SourceCounters } from './source-counters.js';
import { SourceHealth } from './source-health.handler.js';

describe('health of sources', () => {
  let given: GivenIngest;
  beforeAll(async () => {
    given = await GivenIngest.start();
  });
  afterAll(() => given.close());

  const health = async (id: string) => {
    await given.service.app.get(SourceCounters).write();
    return (await given.call('GET', `/v1/sources/${id}/health`, { token: testTokens.viewer })).json as Record<string, unknown>;
  };

  it('counts pushes and what became of their items', async () => {
    const source = await given.source();
    await given.accepted(source, ninjs('urn:1', { version: '2' }));
    await given.accepted(source, ninjs('urn:1', { version: '1' }));
    await given.accepted(source, { uri: 'urn:1', pubstatus: 'canceled', version: '3' });
    await given.accepted(source, { version: 'https://jsonfeed.org/version/1.1', title: 'T', items: [{ title: 'nothing' }] });
    expect(await health(source.id)).toMatchObject({
      lastHour: { pushes: 4, refusedPushes: 0, items: { accepted: 1, unchanged: 1, withdrawn: 1, refused: 1 } },
      last24Hours: { pushes: 4 },
      lastPushAt: expect.stringMatching(/^20/),
      quarantined: 0,
    });
  });

  it('samples what was refused, with its beginning, also where nobody was proved', async () => {
    const source = await given.source();
    await given.push(source, 'BEGIN:VCALENDAR\r\nno feed', { 'content-type': 'text/calendar' });
    await given.push({ ...source, key: 'wrong' }, ninjs('urn:x'));
    await eventually(async () => expect(await health(source.id)).toMatchObject({
      lastHour: { pushes: 0, refusedPushes: 2 },
      refusals: [
        { status: 401, code: 'key-wrong' },
        { status: 415, code: 'format-unsupported', contentType: 'text/calendar', bytes: 24, beginning: 'BEGIN:VCALENDAR no feed' },
      ],
    }));
  });

  it('keeps a sample only, however many calls fail', async () => {
    const source = await given.source();
    await Promise.all(Array.from({ length: 60 }, () => given.push(source, 'x')));
    await eventually(async () => expect(await health(source.id)).toMatchObject({ lastHour: { refusedPushes: 60 } }));
    const [kept] = await given.query<{ count: number }>('select count(*)::int as count from refusal where source_id = $1', [source.id]);
    expect(kept?.count).toBeLessThanOrEqual(10);
    expect(kept?.count).toBeGreaterThan(0);
  });

  it('raises an alarm for a source that has gone quiet', async () => {
    const source = await given.source({ quietAfterSeconds: 3_600 });
    await given.accepted(source, ninjs('urn:q'));
    expect(await health(source.id)).toMatchObject({ quiet: false, quietAfterSeconds: 3_600 });
    await given.query(`update receipt set received_at = received_at - interval '2 hours' where source_id = $1`, [source.id]);
    expect(await health(source.id)).toMatchObject({ quiet: true, silentForSeconds: expect.any(Number) });
    const quiet = (await given.admin('GET', '/v1/source-health?quiet=true')).json as { sources: { id: string }[] };
    expect(quiet.sources.map((one) => one.id)).toEqual([source.id]);
    await given.service.app.get(SourceHealth).alarm();
    expect((await given.admin('GET', '/metrics')).text).toMatch(/wiredesk_ingest_quiet_sources\{service="ingest"\} 1/);
  });
});
