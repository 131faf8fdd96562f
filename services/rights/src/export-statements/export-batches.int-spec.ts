import { testTokens } from '@wiredesk/testing';

import { GivenRights, notice } from '../testing/given-rights.js';

interface Batch {
  readonly batchId: string | null;
  readonly entries: { exportId: string; content: { puid: string; case_id_number?: string } }[];
}

describe('exports in batches, on real Postgres', () => {
  let given: GivenRights;
  let nowMs = new Date('2026-11-24T10:00:00.000Z').getTime();

  beforeAll(async () => {
    given = await GivenRights.start({ environment: { PUBLIC_LOG_DELAY_DAYS: '1' }, clock: { now: () => new Date(nowMs) } });
    await given.grant('s1');
  });
  afterAll(() => given.close());

  const next = async (channel: string): Promise<Batch> => (await given.officer('POST', `/v1/exports/${channel}/batches`)).json as unknown as Batch;
  const outcome = (channel: string, batchId: string | null, order: object) => given.officer('POST', `/v1/exports/${channel}/batches/${batchId ?? ''}/outcome`, order);
  const puids = ({ entries }: Batch): string[] => entries.map(({ content }) => content.puid);

  it('edge case 57: of a hundred statements the 57th is refused; the others are sent once, and no id means two things', async () => {
    await given.takedown(notice(Array.from({ length: 130 }, (_, i) => `https://many.example/${i}`)));
    await given.takedown({ type: 'court-order', targets: ['https://order.example/x'], order: { authority: 'Court', reference: '7' } });
    nowMs += 60_000;
    const first = await next('dsa');
    expect(first.entries).toHaveLength(100);
    expect(first.entries.every(({ exportId, content }) => exportId === content.puid)).toBe(true);
    // Whoever sent it died before it told: the same batch, entry for entry.
    expect(await next('dsa')).toEqual(first);
    const [refused] = first.entries.slice(56, 57);
    expect((await outcome('dsa', first.batchId, { refused: [{ exportId: refused?.exportId, detail: 'content_date: before 2000' }] })).status).toBe(204);
    expect((await outcome('dsa', first.batchId, { sent: [] })).status).toBe(409);
    const second = await next('dsa');
    expect(puids(second)).toHaveLength(100);
    expect(puids(second)).not.toContain(refused?.exportId);
    expect(second.entries[0]).toEqual(first.entries[0]);
    await outcome('dsa', second.batchId, { sent: puids(second) });
    const third = await next('dsa');
    await outcome('dsa', third.batchId, { sent: puids(third) });
    expect(new Set([...puids(second), ...puids(third)]).size).toBe(129);
    expect(await next('dsa')).toEqual({ batchId: null, entries: [] });
    expect((await given.officer('GET', '/v1/exports/wrong')).json['entries']).toMatchObject([{ channel: 'dsa', exportId: refused?.exportId, state: 'refused', detail: 'content_date: before 2000' }]);
  });

  it('tells Lumen of a case once, after its delay, and of no order', async () => {
    expect(await next('lumen')).toMatchObject({ batchId: null });
    nowMs += 2 * 86_400_000;
    const batch = await next('lumen');
    expect(batch.entries).toHaveLength(1);
    expect(JSON.stringify(batch)).not.toMatch(/Ada|Mill Lane|ada@|555 0100/);
    await outcome('lumen', batch.batchId, { sent: batch.entries.map(({ exportId }) => exportId) });
    expect(await next('lumen')).toMatchObject({ batchId: null });
  });

  it('is for rights officers and services', async () => {
    for (const path of ['/v1/exports/dsa/batches', '/v1/exports/lumen/batches']) expect((await given.call('POST', path, { token: testTokens.viewer })).status).toBe(403);
    expect((await given.officer('POST', '/v1/exports/other/batches')).status).toBe(422);
  });
});
