import type { CopyState } from '@wiredesk/contracts';
import { uuidv7 } from '@wiredesk/platform';
import { eventually, testTokens } from '@wiredesk/testing';

import { event, GivenRights, notice, portal, receivedAt } from '../testing/given-rights.js';
import type { ListedRecall, RecalledPlace } from './recalls.store.js';

describe('recalls, on real Postgres and Kafka', () => {
  let given: GivenRights;

  beforeAll(async () => {
    given = await GivenRights.start();
    await given.grant('s1');
  });
  afterAll(() => given.close());

  const read = async <T>(path: string): Promise<T> => {
    const answer = await given.call('GET', path, { token: testTokens.viewer });
    expect([path, answer.status]).toEqual([path, 200]);
    return answer.json as unknown as T;
  };
  const recalls = async (query: string): Promise<ListedRecall[]> => (await read<{ recalls: ListedRecall[] }>(`/v1/recalls?${query}`)).recalls;

  it('are counted by state, and each place that is not proven gone is named', async () => {
    const itemId = await given.item('s1');
    const taken = await given.takedown(notice([`${portal}/articles/${itemId}`]));
    const holdId = taken.targets[0]?.holdId ?? '';
    const copies: [CopyState, string][] = [['verified_gone', 'article-page'], ['acknowledged', 'webhook'], ['overdue', 'webhook'], ['released', 'home']];
    await given.send(
      ...copies.map(([state, surface]) => event('receipt.changed', { copyId: uuidv7(), holdId, itemId, surface, place: `https://x.example/${state}`, subscriberId: null, state, step: 1, at: receivedAt, detail: state === 'overdue' ? 'no answer' : null })),
    );
    await eventually(async () => expect((await recalls(`itemId=${itemId}&show=all`))[0]?.copies).toBe(3));
    expect((await recalls('show=overdue'))[0]).toMatchObject({ hold: { holdId }, caseNumber: taken.case.number, copies: 3, gone: 2, counts: { verified_gone: 1, acknowledged: 1, overdue: 1, owed: 0 }, atLeast: false });
    expect(await recalls('show=complete')).toEqual([]);
    expect(await recalls(`case=${taken.case.number}&show=open`)).toHaveLength(1);
    const one = await read<{ recall: { bySurface: object[] }; places: RecalledPlace[]; next: string | null }>(`/v1/recalls/${holdId}`);
    expect(one.places).toMatchObject([{ surface: 'webhook', place: 'https://x.example/overdue', state: 'overdue', detail: 'no answer' }]);
    expect(one.recall.bySurface).toEqual([{ surface: 'article-page', copies: 1, gone: 1 }, { surface: 'webhook', copies: 2, gone: 1 }]);
    const page = await read<{ places: RecalledPlace[]; next: string }>(`/v1/recalls/${holdId}?state=all&limit=3`);
    expect((await read<{ places: RecalledPlace[] }>(`/v1/recalls/${holdId}?state=all&after=${page.next}`)).places).toHaveLength(1);
  });

  it('are for our own people, by ids that there are', async () => {
    expect((await given.call('GET', '/v1/recalls')).status).toBe(401);
    expect((await given.call('GET', `/v1/recalls/${uuidv7()}`, { token: testTokens.viewer })).status).toBe(404);
    expect((await given.call('GET', '/v1/recalls/x', { token: testTokens.viewer })).status).toBe(422);
  });
});
