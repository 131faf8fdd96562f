import { uuidv7 } from '@wiredesk/platform';
import { testTokens } from '@wiredesk/testing';

import { GivenRights, notice, portal } from '../testing/given-rights.js';

describe('what lies beside a case, on real Postgres', () => {
  let given: GivenRights;

  beforeAll(async () => {
    given = await GivenRights.start();
    await given.grant('s1');
  });
  afterAll(() => given.close());

  it('is the article, what a wider hold would reach, who decided, and what may be decided now', async () => {
    const itemId = await given.item('s1');
    await given.body(itemId, 'The tide gate opens');
    await given.placed(itemId, uuidv7());
    const { case: one } = await given.takedown(notice([`${portal}/articles/${itemId}`]));
    const desk = async () => (await given.officer('GET', `/v1/cases/${one.number}/desk`)).json;
    expect(await desk()).toMatchObject({ targets: [{ ordinal: 0, decidedBy: null, decisions: expect.arrayContaining(['uphold', 'reject']) }], articles: { [itemId]: { title: 'The tide gate opens', story: { items: 1 } } } });
    await given.officer('POST', `/v1/cases/${one.number}/decisions`, { decision: 'uphold', reason: 'founded' });
    const [target] = (await desk())['targets'] as { decidedBy: string; decisions: string[] }[];
    expect(target?.decidedBy).toBe('officer:rights-officer');
    expect(target?.decisions).not.toContain('uphold');
  });

  it('is for rights officers', async () => {
    expect((await given.call('GET', '/v1/cases/WD-0000-0000/desk', { token: testTokens.viewer })).status).toBe(403);
    expect((await given.officer('GET', '/v1/cases/WD-0000-0000/desk')).status).toBe(404);
  });
});
