import { testTokens } from '@wiredesk/testing';

import { GivenIngest, ninjs } from '../testing/given-ingest.js';

/** Plainly ISO-2022-JP by its escapes, and not readable as that, nor as any other multi-byte encoding, for its last byte. */
const unreadable = (guid: string, title = 'One'): Buffer =>
  Buffer.from(
    `<!doctype html><html><head><title>${title}</title><link rel="canonical" href="https://harbour.example/${guid}"></head><body><article><h1>${title}</h1>` +
      '<p>\x1b$B9A$N?eLg$,3+$-\x1b(B, and forty boats went out on the ebb before the wind turned to the north that morning.</p>'.repeat(8) +
      '<p>\x81\xff</p></article></body></html>',
    'latin1',
  );
const guidOf = (guid: string) => `https://harbour.example/${guid}`;

interface Case {
  readonly id: string;
  readonly receiptId: string;
}

describe('quarantine', () => {
  let given: GivenIngest;
  beforeAll(async () => {
    given = await GivenIngest.start();
  });
  afterAll(() => given.close());

  const quarantined = async (source: { id: string; key: string }, body: Buffer): Promise<Case> => {
    const answer = await given.push(source, body, { 'content-type': 'text/html; charset=iso-2022-jp' });
    if (answer.status !== 422) throw new Error(`was read: ${answer.status} ${answer.text}`);
    const { quarantine, receipt } = answer.json as { quarantine: string; receipt: string };
    return { id: quarantine, receiptId: receipt };
  };
  const source = () => given.source({ charset: 'iso-2022-jp' });
  const mended = (id: string) => given.admin('PATCH', `/v1/sources/${id}`, { charset: 'windows-1252' });

  it('lists what could not be read, a page at a time, without its bytes', async () => {
    const from = await source();
    const cases = [await quarantined(from, unreadable('l-1')), await quarantined(from, unreadable('l-2')), await quarantined(from, unreadable('l-3'))];
    const page = async (query: string) => (await given.call('GET', `/v1/quarantine?source=${from.id}&${query}`, { token: testTokens.viewer })).json as { cases: { id: string; reason: { code: string }; bytes: number }[]; next: string | null };
    const first = await page('limit=2');
    expect(first.cases.map((one) => one.id)).toEqual([cases[2]?.id, cases[1]?.id]);
    expect(first.cases[0]).toMatchObject({ sourceId: from.id, reason: { code: 'undecodable' }, bytes: unreadable('l-3').length, attempts: 0, closedAt: null });
    expect((await page(`limit=2&before=${first.next}`)).cases.map((one) => one.id)).toEqual([cases[0]?.id]);
    expect((await given.call('GET', '/v1/quarantine')).status).toBe(401);
  });

  it('gives the bytes to an operator only, as a download', async () => {
    const bytes = unreadable('b');
    const { id } = await quarantined(await source(), bytes);
    expect((await given.call('GET', `/v1/quarantine/${id}/payload`, { token: testTokens.viewer })).status).toBe(403);
    const answer = await fetch(`${given.url}/v1/quarantine/${id}/payload`, { headers: { authorization: `Bearer ${testTokens.operator}` } });
    expect([answer.headers.get('content-type'), answer.headers.get('content-disposition'), answer.headers.get('x-content-type-options')]).toEqual(['application/octet-stream', `attachment; filename="${id}.bin"`, 'nosniff']);
    expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
  });

  it('retries with the settings of now: fails again, then is accepted under the receipt it had', async () => {
    const from = await source();
    const { id, receiptId } = await quarantined(from, unreadable('again'));
    expect((await given.admin('POST', `/v1/quarantine/${id}/retry`)).json).toMatchObject({ outcome: 'failed-again', code: 'undecodable' });
    expect((await given.admin('GET', `/v1/quarantine?source=${from.id}`)).json).toMatchObject({ cases: [{ attempts: 1, lastError: expect.stringMatching(/^undecodable/) }] });
    await mended(from.id);
    expect((await given.admin('POST', `/v1/quarantine/${id}/retry`)).json).toMatchObject({ outcome: 'accepted', receiptId, items: [{ guid: guidOf('again'), outcome: 'new' }] });
    expect((await given.admin('POST', `/v1/quarantine/${id}/retry`)).json).toMatchObject({ outcome: 'closed-already' });
    expect((await given.call('GET', `/v1/receipts/${receiptId}`, { token: from.key })).json).toMatchObject({ receipt: { format: 'html', charset: 'windows-1252' }, items: [{ guid: guidOf('again'), standing: 'waiting' }], quarantine: { closedHow: 'retried' } });
  });

  it('says beforehand what a retry would make of them, and changes nothing by that', async () => {
    const from = await source();
    const cases = [await quarantined(from, unreadable('dry-1')), await quarantined(from, unreadable('dry-2'))];
    const dryRun = async () => (await given.admin('POST', '/v1/quarantine/retry', { source: from.id, dryRun: true })).json;
    expect(await dryRun()).toMatchObject({ dryRun: true, outcomes: cases.map(({ id }) => ({ id, outcome: 'would-fail-again', code: 'undecodable' })) });
    await mended(from.id);
    expect(await dryRun()).toEqual({ dryRun: true, outcomes: cases.map(({ id }, i) => ({ id, outcome: 'would-be-accepted', items: [{ guid: guidOf(`dry-${i + 1}`), itemId: null, outcome: 'new', revision: 1 }] })) });
    expect(await given.query('select guid from item where source_id = $1', [from.id])).toEqual([]);
    const { reasons } = (await given.call('GET', '/v1/quarantine/reasons', { token: testTokens.viewer })).json as { reasons: { sourceId: string }[] };
    expect(reasons.filter((reason) => reason.sourceId === from.id)).toMatchObject([{ code: 'undecodable', count: 2, detail: expect.any(String) as string }]);
    expect((await given.admin('GET', `/v1/quarantine?source=${from.id}`)).json).toMatchObject({ cases: [{ attempts: 0 }, { attempts: 0 }] });
  });

  it('accepts a case once, though it is retried many times at once', async () => {
    const from = await source();
    const { id } = await quarantined(from, unreadable('once'));
    await mended(from.id);
    const answers = await Promise.all(Array.from({ length: 8 }, () => given.admin('POST', `/v1/quarantine/${id}/retry`)));
    expect(answers.filter((answer) => (answer.json as { outcome: string }).outcome === 'accepted')).toHaveLength(1);
    expect(await given.query('select revision from item where source_id = $1', [from.id])).toEqual([{ revision: 1 }]);
  });

  it('retries many, oldest first, and never over what came meanwhile', async () => {
    const from = await source();
    await quarantined(from, unreadable('two', 'First'));
    await quarantined(from, unreadable('two', 'Second'));
    await quarantined(from, unreadable('replaced', 'Old'));
    await mended(from.id);
    await given.accepted(from, ninjs(guidOf('replaced'), { headline: 'Came later' }));
    const { outcomes } = (await given.admin('POST', '/v1/quarantine/retry', { source: from.id })).json as { outcomes: { items: { outcome: string; reason?: { code: string } }[] }[] };
    expect(outcomes.map((one) => one.items[0]?.outcome)).toEqual(['new', 'revised', 'unchanged']);
    expect(outcomes[2]?.items[0]?.reason?.code).toBe('replaced-meanwhile');
    expect((await given.admin('POST', '/v1/quarantine/retry', {})).status).toBe(422);
  });

  it('discards with a reason that the source can read', async () => {
    const from = await source();
    const { id, receiptId } = await quarantined(from, unreadable('gone'));
    expect((await given.admin('POST', `/v1/quarantine/${id}/discard`, {})).status).toBe(422);
    expect((await given.admin('POST', `/v1/quarantine/${id}/discard`, { reason: 'a test of yours' })).status).toBe(204);
    expect((await given.admin('POST', `/v1/quarantine/${id}/discard`, { reason: 'once more' })).status).toBe(409);
    expect((await given.call('GET', `/v1/receipts/${receiptId}`, { token: from.key })).json).toMatchObject({ quarantine: { closedHow: 'discarded', closedReason: 'a test of yours' } });
    expect((await given.admin('GET', `/v1/quarantine?source=${from.id}&state=closed`)).json).toMatchObject({ cases: [{ id, closedHow: 'discarded', closedBy: 'operator' }] });
  });
});
