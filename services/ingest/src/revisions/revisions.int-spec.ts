import { eraseBodies } from '@wiredesk/content-store';
import { createDataSource, inTransaction } from '@wiredesk/persistence';
import { testTokens } from '@wiredesk/testing';

import { GivenIngest, ninjs } from '../testing/given-ingest.js';

describe('the revisions of an item', () => {
  let given: GivenIngest;
  beforeAll(async () => {
    given = await GivenIngest.start();
  });
  afterAll(() => given.close());

  const get = (path: string, token: string = testTokens.viewer) => given.call('GET', path, { token });

  it('are listed newest first, each with its text', async () => {
    const from = await given.source();
    const { items } = await given.accepted(from, ninjs('urn:r:1', { headline: 'Boats go out' }));
    await given.accepted(from, ninjs('urn:r:1', { headline: 'Forty boats go out', version: '2' }));
    const { receipt } = await given.accepted(from, ninjs('urn:r:1', { pubstatus: 'canceled', version: '3' }));
    const itemId = items[0]?.itemId ?? '';
    const list = (await get(`/v1/items/${itemId}/revisions`)).json;
    expect(list).toMatchObject({
      item: { itemId, sourceId: from.id, guid: 'urn:r:1', revision: 3, state: 'withdrawn', receiptId: receipt.id },
      revisions: [{ revision: 2, title: 'Forty boats go out', erased: false }, { revision: 1, title: 'Boats go out', erased: false }],
    });
    expect((await get(`/v1/items/${itemId}/revisions/1`)).json).toMatchObject({ revision: 1, title: 'Boats go out', cut: false, text: expect.stringContaining('forty boats went out on the ebb') as unknown });
    expect((await get(`/v1/items/${itemId}/revisions/3`)).status).toBe(404);
  });

  it('show no text that was erased, and say so', async () => {
    const { items } = await given.accepted(await given.source(), ninjs('urn:r:erased'));
    const itemId = items[0]?.itemId ?? '';
    const admin = await createDataSource({ url: given.database.adminUrl, schema: 'content', applicationName: 'test', poolMax: 1 });
    expect(await inTransaction(admin, (tx) => eraseBodies(tx, [itemId]))).toBe(1);
    await admin.destroy();
    expect((await get(`/v1/items/${itemId}/revisions`)).json).toMatchObject({ revisions: [{ revision: 1, erased: true, title: null }] });
    expect((await get(`/v1/items/${itemId}/revisions/1`)).status).toBe(410);
  });

  it('are for our own people only', async () => {
    const path = '/v1/items/018f2f4e-0000-7000-8000-000000000000/revisions';
    expect([(await given.call('GET', path)).status, (await get(path, testTokens.service)).status, (await get(path)).status]).toEqual([401, 403, 404]);
  });
});
