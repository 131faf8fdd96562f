import { fakeClock, testTokens } from '@wiredesk/testing';

import { GivenRights, notice, portal } from '../testing/given-rights.js';

describe('statements of reasons for export, on real Postgres', () => {
  const clock = fakeClock('2026-11-24T10:00:00.000Z');
  let given: GivenRights;

  beforeAll(async () => {
    given = await GivenRights.start({ clock });
    await given.grant('s1');
  });
  afterAll(() => given.close());

  it('gives each restriction once, confirmed or not, with nobody in it, and no order', async () => {
    const url = async () => `${portal}/articles/${await given.item('s1')}`;
    const read = async (after: unknown) => (await given.officer('GET', `/v1/exports/dsa${typeof after === 'string' ? `?after=${after}` : ''}`)).json as { statements?: { puid: string; automated_decision: string }[]; next?: string | null };
    const taken = await given.takedown(notice([await url(), await url(), 'nonsense']));
    expect(await read(null)).toEqual({ statements: [], next: null });
    clock.advanceMs(6_000);
    await given.officer('POST', `/v1/cases/${taken.case.number}/decisions`, { decision: 'uphold', reason: 'founded', targets: [0] });
    await given.officer('POST', '/v1/takedowns', { type: 'court-order', targets: [await url()], order: { authority: 'Court', reference: '7' } });
    clock.advanceMs(6_000);
    const first = await read(null);
    expect(first.statements?.map(({ puid }) => puid).sort()).toEqual([taken.targets[0]?.holdId, taken.targets[1]?.holdId].sort());
    expect(first.statements?.map((statement) => statement.automated_decision)).toEqual(['AUTOMATED_DECISION_FULLY', 'AUTOMATED_DECISION_FULLY']);
    expect(JSON.stringify(first)).not.toMatch(/Ada|Holder|articles|Court/);
    expect((await read(first.next)).statements).toEqual([]);
    expect((await given.call('GET', '/v1/exports/dsa', { token: testTokens.viewer })).status).toBe(403);
  });
});
