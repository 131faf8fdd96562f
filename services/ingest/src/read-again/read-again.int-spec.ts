import { eventually } from '@wiredesk/testing';

import { GivenIngest, ninjs } from '../testing/given-ingest.js';

describe('reading kept bodies again', () => {
  let given: GivenIngest;
  beforeAll(async () => {
    given = await GivenIngest.start();
  });
  afterAll(() => given.close());

  interface Report {
    readonly applied: boolean;
    readonly bodies: number;
    readonly differences: readonly { readonly guid: string; readonly outcome: string; readonly revision: number; readonly fields: readonly string[] | null }[];
    readonly next: string | null;
  }
  const run = async (id: string, body: object = {}): Promise<Report> => (await given.admin('POST', `/v1/sources/${id}/read-again`, body)).json as Report;

  it('finds nothing where nothing is read differently', async () => {
    const source = await given.source();
    await given.accepted(source, ninjs('urn:a', { version: '1' }));
    expect(await run(source.id)).toEqual({ applied: false, bodies: 1, items: 1, differences: [], unreadable: [], next: null });
  });

  it('reports first, and changes only when told to, under the same upstream version', async () => {
    const source = await given.source({ categories: ['old'] });
    const { items, receipt } = await given.accepted(source, ninjs('urn:c', { version: '7' }));
    await given.admin('PATCH', `/v1/sources/${source.id}`, { categories: ['new'] });
    const dry = await run(source.id);
    expect(dry).toMatchObject({ applied: false, differences: [{ receiptId: receipt.id, guid: 'urn:c', outcome: 'revised', revision: 2, fields: ['categories'] }] });
    expect(await given.query('select revision from item where id = $1', [items[0]?.itemId])).toEqual([{ revision: 1 }]);
    expect(await run(source.id, { apply: true })).toMatchObject({ applied: true, differences: dry.differences });
    expect(await given.query('select revision, upstream_version from item where id = $1', [items[0]?.itemId])).toEqual([{ revision: 2, upstream_version: '7' }]);
    await eventually(() => expect(given.eventsOf(items[0]?.itemId).map((event) => [event.data['revision'], event.data['categories']])).toEqual([[1, ['old']], [2, ['new']]]));
    expect(await run(source.id, { apply: true })).toMatchObject({ differences: [] });
  });

  it('leaves alone what came later from elsewhere, and what was withdrawn', async () => {
    const source = await given.source({ categories: ['old'] });
    await given.accepted(source, ninjs('urn:replaced'));
    await given.accepted(source, ninjs('urn:replaced', { headline: 'Replaced' }));
    await given.accepted(source, ninjs('urn:gone'));
    await given.accepted(source, { uri: 'urn:gone', pubstatus: 'canceled' });
    await given.admin('PATCH', `/v1/sources/${source.id}`, { categories: ['new'] });
    const { differences, bodies } = await run(source.id, { apply: true });
    expect([bodies, differences.map((one) => one.guid)]).toEqual([4, ['urn:replaced']]);
    expect(await given.query("select guid, revision, state from item where source_id = $1 order by guid", [source.id])).toEqual([{ guid: 'urn:gone', revision: 2, state: 'withdrawn' }, { guid: 'urn:replaced', revision: 3, state: 'usable' }]);
    const [{ article = '' } = {}] = await given.query<{ article: string }>('select b.article from content.body b join item i on i.id = b.item_id and i.revision = b.revision where i.guid = $1 and i.source_id = $2', ['urn:replaced', source.id]);
    expect(JSON.parse(article)).toMatchObject({ title: 'Replaced' });
  });

  it('goes through all bodies a page at a time', async () => {
    const source = await given.source();
    for (const uri of ['p-1', 'p-2', 'p-3']) await given.accepted(source, ninjs(uri));
    const first = await run(source.id, { limit: 2 });
    expect([first.bodies, first.next === null]).toEqual([2, false]);
    expect(await run(source.id, { limit: 2, after: first.next })).toMatchObject({ bodies: 1, next: null });
    expect((await given.admin('POST', '/v1/sources/nobody/read-again', {})).status).toBe(404);
  });
});
