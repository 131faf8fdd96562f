import type { EventData } from '@wiredesk/contracts';
import { uuidv7 } from '@wiredesk/platform';
import { eventually, testTokens } from '@wiredesk/testing';

import { GivenIngest, ninjs } from '../testing/given-ingest.js';

interface View {
  readonly items: readonly { readonly itemId: string; readonly standing: string; readonly stages: readonly { readonly stage: string; readonly at: string; readonly [more: string]: unknown }[]; readonly understood?: { readonly title: string } }[];
}

const at = (second: number): string => new Date(Date.UTC(2027, 0, 1, 0, 0, second)).toISOString();
const storyId = uuidv7();

describe('a receipt', () => {
  let given: GivenIngest;
  let source: { id: string; key: string };
  beforeAll(async () => {
    given = await GivenIngest.start();
    source = await given.source({ name: '港口日报' });
  });
  afterAll(() => given.close());

  const pushed = async (uri: string) => {
    const { receipt, items } = await given.accepted(source, ninjs(uri));
    return { receiptId: receipt.id, itemId: items[0]?.itemId ?? '' };
  };
  const read = async (id: string): Promise<View> => (await given.call('GET', `/v1/receipts/${id}`, { token: source.key })).json as View;
  const placement = (itemId: string, n: number, more: Partial<EventData<'item.placed'>> = {}): EventData<'item.placed'> => ({
    itemId, sourceId: source.id, revision: 1, placement: n, storyId, relation: 'original', canonical: true, canonicalItemId: itemId, relatedTo: null, j: 0, c: 0, decidedBy: 'alone', withdrawn: false, placedAt: at(1), ...more,
  });
  const clearance = (itemId: string, n: number): EventData<'item.cleared'> => ({
    itemId, sourceId: source.id, revision: 1, clearance: n, grantId: uuidv7(), channels: ['*'], territories: ['*'], from: null, until: null, embargoedUntil: null, credit: null, notice: null, canonicalLinkRequired: false, clearedAt: at(2),
  });
  const publication = (itemId: string, n: number, second: number) => ({ itemId, sourceId: source.id, storyId, revision: 1, publication: n, url: `https://portal.example/articles/${itemId}`, at: at(second) });
  const stages = (view: View) => view.items[0]?.stages.map((stage) => stage.stage);

  it('shows at once what was received and understood', async () => {
    const { receiptId, itemId } = await pushed('urn:one');
    expect(await read(receiptId)).toMatchObject({
      receipt: { id: receiptId, source: { id: source.id, name: '港口日报' }, format: 'ninjs' },
      items: [{ itemId, guid: 'urn:one', outcome: 'new', standing: 'waiting', stages: [{ stage: 'received' }], understood: { title: 'The tide gate opens: urn:one', language: 'en' } }],
    });
  });

  it('follows an item from stage to stage', async () => {
    const { receiptId, itemId } = await pushed('urn:way');
    await given.say('item.placed', placement(itemId, 1));
    await given.say('item.cleared', clearance(itemId, 1));
    await given.say('article.published', publication(itemId, 1, 3));
    await eventually(async () => expect(stages(await read(receiptId))).toEqual(['received', 'placed', 'cleared', 'published']));
    await given.say('article.taken_down', { ...publication(itemId, 2, 4), httpStatus: 451, cause: 'held', holdId: uuidv7() });
    await given.say('item.refused', { itemId, sourceId: source.id, revision: 1, clearance: 2, reasons: [{ code: 'held', detail: 'hold of class LEGAL', holdId: null }], refusedAt: at(5) });
    await eventually(async () => expect((await read(receiptId)).items[0]).toMatchObject({
      standing: 'taken-down',
      stages: [{ stage: 'received' }, { stage: 'placed', duplicateOf: null }, { stage: 'published', at: at(3) }, { stage: 'taken_down', at: at(4), cause: 'held', httpStatus: 451 }, { stage: 'refused', reasons: [{ code: 'held' }] }],
    }));
  });

  it('does not mind repeats or the wrong order', async () => {
    const { receiptId, itemId } = await pushed('urn:order');
    const other = uuidv7();
    await given.say('article.taken_down', { ...publication(itemId, 3, 9), httpStatus: 410, cause: 'superseded', holdId: null });
    await given.say('article.published', publication(itemId, 1, 3), publication(itemId, 1, 3));
    await given.say('item.placed', placement(itemId, 2, { canonical: false, canonicalItemId: other, relation: 'reprint', placedAt: at(8) }), placement(itemId, 1), placement(itemId, 2, { canonical: false, canonicalItemId: other, relation: 'reprint', placedAt: at(8) }));
    await given.say('item.placed', placement(itemId, 1));
    const last = await pushed('urn:order-last');
    await given.say('item.placed', placement(last.itemId, 1));
    await eventually(async () => {
      expect(stages(await read(last.receiptId))).toEqual(['received', 'placed']);
      expect((await read(receiptId)).items[0]).toMatchObject({
        standing: 'duplicate',
        stages: [{ stage: 'received' }, { stage: 'published', at: at(3) }, { stage: 'placed', at: at(8), duplicateOf: other }, { stage: 'taken_down', at: at(9), cause: 'superseded' }],
      });
    });
  });

  it('is for its source and for us', async () => {
    const { receiptId } = await pushed('urn:whose');
    const other = await given.source();
    const status = async (headers: Record<string, string>, id = receiptId) => (await given.call('GET', `/v1/receipts/${id}`, { headers })).status;
    expect(await status({ authorization: `Bearer ${testTokens.viewer}` })).toBe(200);
    expect(await status({ authorization: `Basic ${Buffer.from(`me:${source.key}`).toString('base64')}` })).toBe(200);
    expect(await status({ authorization: `Bearer ${other.key}` })).toBe(404);
    expect(await status({ authorization: `Bearer ${testTokens.viewer}` }, uuidv7())).toBe(404);
    expect(await status({ authorization: `Bearer ${source.key}` }, 'not-an-id')).toBe(422);
    const without = await given.call('GET', `/v1/receipts/${receiptId}`);
    expect([without.status, without.headers.get('www-authenticate')]).toEqual([401, expect.stringMatching(/^Basic realm="/)]);
  });

  it('is found again among the last pushes of its source', async () => {
    const own = await given.source();
    for (const uri of ['urn:l:1', 'urn:l:2', 'urn:l:3']) await given.accepted(own, ninjs(uri));
    await given.accepted(own, { uri: 'urn:l:1', pubstatus: 'canceled' });
    const page = async (query: string, key = own.key) => (await given.call('GET', `/v1/sources/${own.id}/receipts?${query}`, { token: key })).json as { receipts: { url: string; outcomes: object }[]; next: string | null };
    const first = await page('limit=3');
    expect(first.receipts.map((receipt) => receipt.outcomes)).toEqual([{ withdrawn: 1 }, { new: 1 }, { new: 1 }]);
    const second = await page(`limit=3&before=${first.next}`);
    expect([second.receipts.length, second.next]).toEqual([1, null]);
    expect((await fetch(first.receipts[0]?.url ?? '', { headers: { authorization: `Bearer ${own.key}` } })).status).toBe(200);
    expect((await given.call('GET', `/v1/sources/${own.id}/receipts`, { token: source.key })).status).toBe(404);
    expect((await given.call('GET', `/v1/sources/${own.id}/receipts`)).status).toBe(401);
    expect((await given.call('GET', `/v1/sources/${own.id}/receipts`, { token: testTokens.viewer })).status).toBe(200);
  });

  it('is a page for a person who asks for one', async () => {
    const { receiptId } = await pushed('urn:page');
    const page = await given.call('GET', `/v1/receipts/${receiptId}`, { token: source.key, headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8', 'accept-language': 'zh-CN' } });
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page.text).toContain('港口日报');
    expect(page.text).toContain('处理中');
  });

  it('has the address that the push was answered, under the public URL', async () => {
    const elsewhere = await given.startReplica({ PUBLIC_URL: 'https://ingest.example' });
    const answer = await given.push(source, ninjs('urn:public'), {}, '', elsewhere);
    const { receipt } = answer.json as { receipt: { id: string; url: string } };
    expect([receipt.url, answer.headers.get('location')]).toEqual([`https://ingest.example/v1/receipts/${receipt.id}`, receipt.url]);
  });
});
