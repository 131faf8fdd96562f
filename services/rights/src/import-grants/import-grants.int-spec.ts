import { testTokens } from '@wiredesk/testing';

import { GivenRights } from '../testing/given-rights.js';

describe('licences as a table, as pages, and as policies, on real Postgres', () => {
  let given: GivenRights;
  const clock = { now: () => new Date('2026-11-24T10:00:00.000Z') };

  beforeAll(async () => {
    given = await GivenRights.start({ clock });
    await given.grant('s1', { channels: ['portal'], until: '2026-12-10T00:00:00Z', credit: '=Wire' });
    await given.grant('s2', 'none');
  });
  afterAll(() => given.close());

  const importCsv = (csv: string, query = '') => given.call('POST', `/v1/grants/import${query}`, { token: testTokens['rights-officer'], body: csv, headers: { 'content-type': 'text/csv' } });
  const grantsOf = async (sourceId: string) => ((await given.officer('GET', `/v1/sources/${sourceId}/grants`)).json['grants'] as object[]).length;

  it('shows what an import would do, does it once, and gives back what it took', async () => {
    const itemId = await given.item('s2');
    const csv = 'sourceId,channels,territories,until\r\ns2,portal feed,CN DE,2027-01-01T00:00:00Z\r\n';
    expect((await importCsv(csv)).json).toMatchObject({ applied: false, rows: [{ row: 0, sourceId: 's2', outcome: 'add' }], sources: [{ sourceId: 's2', items: 1, comeBack: 1, goDark: 0 }] });
    expect(await grantsOf('s2')).toBe(0);
    expect((await importCsv(csv, '?apply=yes')).json).toMatchObject({ applied: true });
    expect((await importCsv(csv, '?apply=yes')).json).toMatchObject({ rows: [{ outcome: 'known' }] });
    expect(await grantsOf('s2')).toBe(1);
    const table = await given.officer('GET', '/v1/grants?format=csv');
    expect(table.headers.get('content-disposition')).toContain('attachment');
    expect(table.text).toContain("s1,portal,*,*,,2026-12-10T00:00:00.000Z,'=Wire,");
    expect((await importCsv(table.text)).json['rows']).toMatchObject([{ outcome: 'known' }, { outcome: 'known' }]);
    expect((await given.officer('GET', '/v1/grants')).json['grants']).toHaveLength(2);
    expect(itemId).not.toBe('');
  });

  it('takes a table whole or not at all, and names each row to mend', async () => {
    const before = await grantsOf('s2');
    const bad = await given.officer('POST', '/v1/grants/import?apply=yes', { grants: [{ sourceId: 's2', channels: ['api'] }, { sourceId: 'nobody' }, { sourceId: 's2', untill: 'x' }] });
    expect(bad.status).toBe(422);
    expect((bad.json['errors'] as { pointer: string }[]).map(({ pointer }) => pointer)).toEqual(['/1', '/2']);
    expect(await grantsOf('s2')).toBe(before);
    expect((await importCsv('source,channels\r\ns2,portal')).json['detail']).toContain('"source" is not known');
    expect((await given.call('POST', '/v1/grants/import', { token: testTokens.viewer, body: { grants: [] } })).status).toBe(403);
  });

  it('warns of what ends soon, and shows each source\'s licence to officers', async () => {
    expect((await given.officer('GET', '/v1/grants/expiring?withinDays=30')).json['grants']).toMatchObject([{ sourceId: 's1', terms: { until: '2026-12-10T00:00:00.000Z' } }]);
    expect((await given.officer('GET', '/v1/grants/expiring?withinDays=3')).json['grants']).toEqual([]);
    const page = (path: string) => given.call('GET', path, { headers: { authorization: `Basic ${Buffer.from(`x:${testTokens['rights-officer']}`).toString('base64')}` } });
    expect((await page('/officer/licences?lang=en')).text).toMatch(/Ending within 60 days[\s\S]*Source s1/);
    const one = await page('/officer/licences/s1?lang=zh');
    expect(one.text).toContain('即将到期');
    expect(one.text).toContain('联系人不明');
    expect((await page('/officer/licences/unknown')).status).toBe(404);
    expect((await given.call('GET', '/officer/licences', { token: testTokens.viewer })).status).toBe(403);
  });

  it('reads a policy of RightsML for a licence, and refuses what it does not understand', async () => {
    const policy = (constraint: object) => ({ '@type': 'Set', permission: [{ action: 'distribute', constraint: [constraint], duty: [{ action: 'attribute', attributedParty: 'EPA' }] }] });
    expect((await given.grant('s3', policy({ leftOperand: 'spatial', operator: 'eq', rightOperand: 'http://cvx.iptc.org/iso3166-1a3/DEU' }))).status).toBe(200);
    expect((await given.officer('GET', '/v1/sources/s3/grants')).json['grants']).toMatchObject([{ territories: ['DE'], channels: ['api', 'feed', 'webhook'], credit: 'EPA' }]);
    const refused = await given.grant('s4', policy({ leftOperand: 'count', operator: 'lteq', rightOperand: '3' }));
    expect([refused.status, refused.json['detail']]).toEqual([422, expect.stringContaining('"count" is not understood')]);
  });
});
