import { uuidv7 } from '@wiredesk/platform';
import { eventually, testTokens } from '@wiredesk/testing';

import { GivenRights, received, withdrawn } from '../testing/given-rights.js';

describe('clearing items, on real Kafka and Postgres', () => {
  let given: GivenRights;

  beforeAll(async () => {
    given = await GivenRights.start();
  });
  afterAll(() => given.close());

  const answers = (itemId: string) => given.eventsOf(itemId).map(({ type, data }) => [type, data['clearance'], (data['reasons'] as { code: string }[] | undefined)?.map(({ code }) => code)]);
  const answersAre = (itemId: string, wanted: unknown[]) => eventually(() => expect(answers(itemId)).toEqual(wanted));

  it('clears what the source\'s licence grants, with its terms', async () => {
    await given.grant('clear-1', { channels: ['portal', 'feed'], territories: ['CN'], until: '2030-01-01T00:00:00Z', credit: 'Harbour Wire' });
    const itemId = await given.item('clear-1', { embargoedUntil: '2027-01-01T00:00:00.000Z' });
    await answersAre(itemId, [['item.cleared', 1, undefined]]);
    expect(given.eventsOf(itemId)[0]?.data).toMatchObject({
      revision: 1, channels: ['portal', 'feed'], territories: ['CN'], from: null, until: '2030-01-01T00:00:00.000Z', embargoedUntil: '2027-01-01T00:00:00.000Z', credit: 'Harbour Wire',
    });
  });

  it('refuses an item whose source has no grant yet, and clears it by itself when the grant comes', async () => {
    const itemId = await given.item('late-grant');
    await answersAre(itemId, [['item.refused', 1, ['no-grant']]]);
    await given.grant('late-grant');
    await answersAre(itemId, [['item.refused', 1, ['no-grant']], ['item.cleared', 2, undefined]]);
  });

  it('sweeps more items than one transaction takes, each once', async () => {
    const ids = Array.from({ length: 1_203 }, () => uuidv7());
    await given.send(...ids.map((itemId) => received(itemId, 'many')));
    await eventually(() => expect(ids.filter((itemId) => answers(itemId).length === 1)).toHaveLength(ids.length), { withinMs: 25_000 });
    await given.grant('many');
    await eventually(() => expect(ids.filter((itemId) => answers(itemId).length === 2)).toHaveLength(ids.length), { withinMs: 25_000 });
    expect(new Set(ids.map((itemId) => given.eventsOf(itemId)[1]?.type))).toEqual(new Set(['item.cleared']));
  });

  it('says nothing where a new revision or the same licence again changes no answer', async () => {
    await given.grant('quiet');
    const itemId = await given.item('quiet');
    await answersAre(itemId, [['item.cleared', 1, undefined]]);
    await given.send(received(itemId, 'quiet', { revision: 2, change: 'revised' }));
    await given.grant('quiet');
    const marker = await given.item('quiet');
    await answersAre(marker, [['item.cleared', 1, undefined]]);
    expect(answers(itemId)).toHaveLength(1);
  });

  it('lets what is revoked go dark', async () => {
    await given.grant('revoked');
    const itemId = await given.item('revoked');
    await given.grant('revoked', 'none');
    await answersAre(itemId, [['item.cleared', 1, undefined], ['item.refused', 2, ['no-grant']]]);
  });

  it('shows what another licence would do before it is told, and then does exactly that', async () => {
    await given.grant('preview');
    const [english, chinese] = [await given.item('preview'), await given.item('preview', { language: 'zh-Hans' })];
    const preview = async (licence: unknown) => (await given.officer('POST', '/v1/sources/preview/grant/preview', { name: 'Source preview', licence })).json;
    expect(await preview(null)).toMatchObject({ items: 2, goDark: 0, comeBack: 0, otherTerms: 0 });
    expect(await preview('none')).toMatchObject({ goDark: 2, sample: [{ reasons: ['no-grant'] }, { reasons: ['no-grant'] }] });
    expect(await preview({ languages: ['zh'], channels: ['portal'] })).toMatchObject({ goDark: 1, otherTerms: 1, truncated: false });
    expect(answers(english)).toHaveLength(1);
    await given.grant('preview', { languages: ['zh'], channels: ['portal'] });
    await answersAre(english, [['item.cleared', 1, undefined], ['item.refused', 2, ['language']]]);
    await eventually(() => expect(given.eventsOf(chinese).at(-1)).toMatchObject({ type: 'item.cleared', data: { clearance: 2, channels: ['portal'] } }));
    expect(await preview(null)).toMatchObject({ goDark: 0, comeBack: 1, otherTerms: 1 });
    expect((await given.officer('POST', '/v1/sources/preview/grant/preview', { name: 'x', licence: 'what' })).status).toBe(422);
  });

  it('adds and revokes an officer\'s grant beside the contract', async () => {
    await given.grant('officer', 'none');
    const itemId = await given.item('officer');
    const added = await given.officer('POST', '/v1/sources/officer/grants', { channels: ['portal'] });
    expect(added.status).toBe(201);
    await answersAre(itemId, [['item.refused', 1, ['no-grant']], ['item.cleared', 2, undefined]]);
    const [grant] = added.json as unknown as { grantId: string }[];
    expect((await given.officer('DELETE', `/v1/sources/officer/grants/${grant?.grantId}`)).status).toBe(204);
    await answersAre(itemId, [['item.refused', 1, ['no-grant']], ['item.cleared', 2, undefined], ['item.refused', 3, ['no-grant']]]);
  });

  it('refuses a licence that it cannot read, and says what it can', async () => {
    const answer = await given.grant('unreadable', 'contract 2026/17');
    expect(answer).toMatchObject({ status: 422, json: { type: expect.stringContaining('licence-unreadable'), detail: expect.stringContaining('CC-BY-4.0') } });
    expect(await given.query('select from source_grant where source_id = $1', ['unreadable'])).toHaveLength(0);
    expect((await given.grant('unreadable', { usesMax: 3 })).status).toBe(422);
  });

  it('takes a licence only from a service or a rights officer', async () => {
    const body = { name: 'x' };
    expect((await given.call('PUT', '/v1/sources/s9/grant', { body })).status).toBe(401);
    expect((await given.call('PUT', '/v1/sources/s9/grant', { token: testTokens.viewer, body })).status).toBe(403);
  });

  it('turns an upstream\'s withdrawal into a hold of its own, and its return into the lift of that hold alone', async () => {
    await given.grant('kill');
    const itemId = await given.item('kill');
    const legal = await given.officer('POST', '/v1/holds', { scope: { kind: 'item', itemId }, reason: 'court', class: 'legal' });
    await given.send(withdrawn(itemId, 'kill', 2), withdrawn(itemId, 'kill', 2));
    await answersAre(itemId, [['item.cleared', 1, undefined], ['item.refused', 2, ['withdrawn']]]);
    const upstream = (await given.standing()).filter((hold) => hold['class'] === 'upstream' && (hold['scope'] as { itemId?: string }).itemId === itemId);
    expect(upstream).toMatchObject([{ httpStatus: 410, reasonCode: 'upstream-canceled', placedBy: 'upstream:kill' }]);
    await given.send(received(itemId, 'kill', { revision: 1 }));
    await given.send(received(itemId, 'kill', { revision: 3, change: 'restored' }));
    await answersAre(itemId, [['item.cleared', 1, undefined], ['item.refused', 2, ['withdrawn']], ['item.cleared', 3, undefined]]);
    const standing = (await given.standing()).filter((hold) => (hold['scope'] as { itemId?: string }).itemId === itemId);
    expect(standing.map((hold) => hold['holdId'])).toEqual([legal.json['holdId']]);
    await eventually(() => expect(given.eventsOf(String(upstream[0]?.['holdId'])).map(({ type }) => type)).toEqual(['hold.placed', 'hold.lifted']));
  });

  it('keeps a kill that comes before its item', async () => {
    await given.grant('early-kill');
    const itemId = uuidv7();
    await given.send(withdrawn(itemId, 'early-kill', 2));
    await answersAre(itemId, [['item.refused', 1, ['withdrawn']]]);
    await given.send(received(itemId, 'early-kill', { revision: 1 }));
    const marker = await given.item('early-kill');
    await answersAre(marker, [['item.cleared', 1, undefined]]);
    expect(answers(itemId)).toHaveLength(1);
    expect((await given.standing()).filter((hold) => (hold['scope'] as { itemId?: string }).itemId === itemId)).toHaveLength(1);
  });
});
