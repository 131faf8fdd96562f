import { createHash, generateKeyPairSync, sign } from 'node:crypto';

import { eventually, testTokens } from '@wiredesk/testing';

import { GivenIngest, ninjs } from '../testing/given-ingest.js';

describe('sources', () => {
  let given: GivenIngest;
  beforeAll(async () => {
    given = await GivenIngest.start();
  });
  afterAll(() => given.close());

  it('are made by an operator only', async () => {
    const body = { id: 'not-made', name: 'Not made' };
    expect((await given.call('POST', '/v1/sources', { body })).status).toBe(401);
    expect((await given.call('POST', '/v1/sources', { token: testTokens.viewer, body })).status).toBe(403);
    expect((await given.admin('GET', '/v1/sources/not-made')).status).toBe(404);
  });

  it('show their key once, and never keep it readable', async () => {
    const made = await given.admin('POST', '/v1/sources', { id: 'harbour', name: 'Harbour Wire', language: 'en', licence: 'CC-BY-4.0' });
    expect(made.status).toBe(201);
    const { key } = made.json as { key: string };
    expect(key).toMatch(/^wdk_[\w-]{43}$/);
    const shown = await given.admin('GET', '/v1/sources/harbour');
    expect(shown.json).toMatchObject({ id: 'harbour', name: 'Harbour Wire', language: 'en', licenceTerms: 'CC-BY-4.0', keys: [{ scheme: 'bearer', revokedAt: null }] });
    expect(shown.text).not.toContain(key);
    const rows = await given.query<{ row: string }>('select row_to_json(k)::text as row from source_key k');
    expect(rows.some(({ row }) => row.includes(key))).toBe(false);
  });

  it('have an id of their own, and every wrong field is named', async () => {
    await given.admin('POST', '/v1/sources', { id: 'twice', name: 'First' });
    expect((await given.admin('POST', '/v1/sources', { id: 'twice', name: 'Second' })).json).toMatchObject({ status: 409, type: expect.stringMatching(/source-exists$/) });
    expect((await given.admin('POST', '/v1/sources', { id: 'Not Valid', name: '', timeZone: 'Mars/Olympus' })).json).toMatchObject({
      status: 422,
      errors: expect.arrayContaining([expect.objectContaining({ pointer: '/id' }), expect.objectContaining({ pointer: '/name' }), expect.objectContaining({ pointer: '/timeZone' })]),
    });
  });

  it('tell rights their licence, as the service that they are', async () => {
    await given.source({ id: 'licensed', name: 'Licensed', licence: { channels: ['web'] } });
    await given.source({ id: 'plain', name: 'Plain' });
    const of = (id: string) => given.grants.filter((call) => call.path === `PUT /v1/sources/${id}/grant`);
    expect(of('licensed')).toEqual([{ path: 'PUT /v1/sources/licensed/grant', authorization: `Bearer ${testTokens.service}`, body: { name: 'Licensed', licence: { channels: ['web'] } } }]);
    expect(of('plain')).toMatchObject([{ body: { name: 'Plain', licence: null } }]);
    expect((await given.admin('GET', '/v1/sources/licensed')).json).toMatchObject({ licence: 'forwarded' });
  });

  it('are there while rights is away, which is told when it is back', async () => {
    given.rightsStatus = 503;
    await given.source({ id: 'patient' });
    expect((await given.admin('GET', '/v1/sources/patient')).json).toMatchObject({ licence: 'pending', licenceProblem: 'rights answered 503: not now' });
    given.rightsStatus = 204;
    await eventually(async () => expect((await given.admin('GET', '/v1/sources/patient')).json).toMatchObject({ licence: 'forwarded' }));
  });

  it('change by fields; null forgets one', async () => {
    await given.source({ id: 'changing', language: 'en', timeZone: 'Europe/Berlin' });
    const changed = await given.admin('PATCH', '/v1/sources/changing', { name: 'Renamed', timeZone: null });
    expect(changed.json).toMatchObject({ name: 'Renamed', language: 'en' });
    expect(changed.json).not.toHaveProperty('timeZone');
    expect(given.grants.at(-1)).toMatchObject({ body: { name: 'Renamed' } });
  });

  it('rotate keys with an overlap, and without one', async () => {
    const source = await given.source();
    const soft = (await given.admin('POST', `/v1/sources/${source.id}/keys`, { overlapSeconds: 60 })).json as { key: string };
    expect((await given.push(source, ninjs('a'))).status).toBe(202);
    expect((await given.push({ ...source, key: soft.key }, ninjs('b'))).status).toBe(202);
    const hard = (await given.admin('POST', `/v1/sources/${source.id}/keys`, { overlapSeconds: 0 })).json as { key: string };
    const statuses = await Promise.all([source.key, soft.key, hard.key].map(async (key) => (await given.push({ ...source, key }, ninjs('c'))).status));
    expect(statuses).toEqual([401, 401, 202]);
  });

  it('take the public key of a source that signs itself', async () => {
    const pair = generateKeyPairSync('ed25519');
    const publicKey = pair.publicKey.export({ type: 'spki', format: 'pem' }).toString();
    expect((await given.admin('POST', '/v1/sources', { id: 'signs', name: 'Signs', keyScheme: 'ed25519' })).json).toMatchObject({ status: 422, errors: [{ pointer: '/publicKey' }] });
    expect((await given.admin('POST', '/v1/sources', { id: 'signs', name: 'Signs', keyScheme: 'ed25519', publicKey: 'no key' })).status).toBe(422);
    expect((await given.admin('POST', '/v1/sources', { id: 'signs', name: 'Signs', keyScheme: 'ed25519', publicKey })).json).toMatchObject({ key: null, keyScheme: 'ed25519' });
    const push = async (body: string, over = body) => {
      const uri = `${given.url}/v1/sources/signs/items`;
      const digest = `sha-256=:${createHash('sha256').update(over).digest('base64')}:`;
      const parameters = `("@method" "@target-uri" "content-digest");created=${Math.floor(Date.now() / 1000)};keyid="signs-1"`;
      const signature = sign(null, Buffer.from(`"@method": POST\n"@target-uri": ${uri}\n"content-digest": ${digest}\n"@signature-params": ${parameters}`), pair.privateKey).toString('base64');
      return (await given.call('POST', '/v1/sources/signs/items', { headers: { 'signature-input': `s=${parameters}`, signature: `s=:${signature}:`, 'content-digest': digest, 'content-type': 'application/json' }, body })).status;
    };
    const body = JSON.stringify(ninjs('urn:signed-by-key'));
    expect([await push(body), await push(body, 'other')]).toEqual([202, 401]);
  });

  it('refuse a revoked key at once, in every replica', async () => {
    const source = await given.source();
    const other = await given.startReplica();
    const push = async (base: string) => (await given.push(source, ninjs('x'), {}, '', base)).status;
    expect([await push(given.url), await push(other)]).toEqual([202, 202]);
    expect((await given.admin('DELETE', `/v1/sources/${source.id}/keys/${source.keyId}`)).status).toBe(204);
    expect([await push(other), await push(given.url)]).toEqual([401, 401]);
    expect((await given.admin('DELETE', `/v1/sources/${source.id}/keys/${source.keyId}`)).status).toBe(404);
  });
});
