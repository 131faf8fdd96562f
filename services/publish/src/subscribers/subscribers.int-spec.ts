import { testTokens } from '@wiredesk/testing';

import { GivenPublish } from '../testing/given-publish.js';

describe('subscribers', () => {
  let given: GivenPublish;
  beforeAll(async () => {
    given = await GivenPublish.start();
  }, 60_000);
  afterAll(() => given.close());

  it('are made by an operator only', async () => {
    const body = { name: 'X', url: given.sink().url };
    expect((await given.call('POST', '/v1/subscribers', { body, token: null })).status).toBe(401);
    expect((await given.call('POST', '/v1/subscribers', { body, token: testTokens.viewer })).status).toBe(403);
  });

  it('are told secret and token once, and headers are never shown', async () => {
    const made = await given.subscriber(0, { headers: { 'x-api-key': 'write-only' }, filter: { languages: ['en'] }, contact: 'desk@example.org' });
    expect(made.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const shown = await given.call('GET', `/v1/subscribers/${made.id}`, { token: testTokens.viewer });
    expect(shown.json).toMatchObject({ id: made.id, state: 'active', filter: { languages: ['en'] }, contact: 'desk@example.org', sequence: 0, held: 0 });
    for (const hidden of [made.secret, made.token, 'write-only']) expect(shown.text).not.toContain(hidden);
    const rows = await given.query<{ row: string }>('select row_to_json(s)::text as row from subscriber s');
    expect(rows.some(({ row }) => row.includes(made.token))).toBe(false);
  });

  it.each(['http://169.254.169.254/latest/meta-data', 'http://127.0.0.1:9/hook', 'http://example.org:22/', 'http://[::1]/', 'https://user:pw@example.org/'])('are not reached at %s', async (url) => {
    const answer = await given.call('POST', '/v1/subscribers', { body: { name: 'X', url } });
    expect(answer.json).toMatchObject({ status: 422, errors: [{ pointer: '/url' }] });
  });

  it('cannot be moved to an address that is refused, and every wrong field is named', async () => {
    const { id } = await given.subscriber();
    expect((await given.call('PATCH', `/v1/subscribers/${id}`, { body: { url: 'http://10.0.0.1/' } })).status).toBe(422);
    expect((await given.call('POST', '/v1/subscribers', { body: { name: '', url: 'nonsense', headers: { Host: 'x' }, filter: { colour: ['red'] } } })).json).toMatchObject({
      status: 422,
      errors: expect.arrayContaining([expect.objectContaining({ pointer: '/name' }), expect.objectContaining({ pointer: '/url' }), expect.objectContaining({ pointer: expect.stringMatching(/^\/headers/) }), expect.objectContaining({ pointer: '/filter' })]),
    });
  });

  it('that are not there are not found', async () => {
    expect((await given.call('GET', '/v1/subscribers/01934d0f-1111-7000-8000-0000000000bb')).json).toMatchObject({ status: 404, type: expect.stringMatching(/subscriber-unknown$/) });
    expect((await given.call('PATCH', '/v1/subscribers/nobody', { body: {} })).status).toBe(422);
  });
});
