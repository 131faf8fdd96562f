import { testTokens } from '@wiredesk/testing';

import { GivenIngest, ninjs } from '../testing/given-ingest.js';

interface Page {
  readonly receipts: readonly { readonly id: string; readonly sourceId: string; readonly items: number; readonly outcomes: Readonly<Record<string, number>>; readonly quarantineId: string | null }[];
  readonly next: string | null;
}

describe('finding receipts', () => {
  let given: GivenIngest;
  beforeAll(async () => {
    given = await GivenIngest.start();
  });
  afterAll(() => given.close());

  const page = async (query: string): Promise<Page> => (await given.call('GET', `/v1/receipts?${query}`, { token: testTokens.viewer })).json as Page;
  const ids = (found: Page): string[] => found.receipts.map((receipt) => receipt.id);

  it('lists the pushes of all sources, newest first, a page at a time', async () => {
    const [one, other] = [await given.source(), await given.source()];
    const first = await given.accepted(one, ninjs('urn:f:1'));
    const second = await given.accepted(other, ninjs('urn:f:2'));
    const third = await given.accepted(one, ninjs('urn:f:1'));
    const all = await page('limit=2');
    expect(ids(all)).toEqual([third.receipt.id, second.receipt.id]);
    expect(all.receipts[1]).toMatchObject({ sourceId: other.id, items: 1, outcomes: { new: 1 }, quarantineId: null });
    expect(ids(await page(`limit=1&before=${all.next}`))).toEqual([first.receipt.id]);
    const ofOne = await page(`source=${one.id}&limit=1`);
    expect(ids(ofOne)).toEqual([third.receipt.id]);
    expect(ids(await page(`source=${one.id}&before=${ofOne.next}`))).toEqual([first.receipt.id]);
  });

  it('finds by what became of an item, by part of a guid and by item id', async () => {
    const from = await given.source();
    const wanted = await given.accepted(from, ninjs('urn:f:"quoted" 引号'));
    const repeated = await given.accepted(from, ninjs('urn:f:"quoted" 引号'));
    await given.accepted(from, ninjs('urn:f:other'));
    expect(ids(await page(`source=${from.id}&outcome=unchanged`))).toEqual([repeated.receipt.id]);
    expect(ids(await page(`q=${encodeURIComponent('"quoted" 引')}`))).toEqual([repeated.receipt.id, wanted.receipt.id]);
    expect(ids(await page(`q=${wanted.items[0]?.itemId}`))).toEqual([repeated.receipt.id, wanted.receipt.id]);
    expect(await page('q=nothing-like-it')).toEqual({ receipts: [], next: null });
  });

  it('gives the bytes to an operator only, as a download, and says where they were let go', async () => {
    const from = await given.source();
    const body = JSON.stringify(ninjs('urn:f:bytes'));
    const { receipt } = await given.accepted(from, body, { 'content-type': 'application/json' });
    const path = `/v1/receipts/${receipt.id}/payload`;
    expect((await given.call('GET', path, { token: testTokens.viewer })).status).toBe(403);
    const answer = await given.admin('GET', path);
    expect([answer.text, answer.headers.get('content-type'), answer.headers.get('content-disposition')]).toEqual([body, 'application/octet-stream', `attachment; filename="${receipt.id}.bin"`]);
    const asJson = (await given.call('GET', path, { token: testTokens.operator, headers: { accept: 'application/json' } })).json;
    expect(asJson).toMatchObject({ bytes: body.length, contentType: 'application/json', text: body, cut: false, base64: Buffer.from(body).toString('base64'), hex: expect.stringMatching(/^0{8} {2}7b 22 75 72 69 /) as string });
    await given.query('update receipt set payload = null where id = $1', [receipt.id]);
    expect(await given.admin('GET', path)).toMatchObject({ status: 410, json: { type: expect.stringContaining('payload-let-go') as unknown } });
    expect((await given.admin('GET', '/v1/receipts/018f2f4e-0000-7000-8000-000000000000/payload')).status).toBe(404);
  });
});
