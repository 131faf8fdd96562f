import { XMLParser } from 'fast-xml-parser';

import { GivenIngest } from '../testing/given-ingest.js';

describe('AtomPub', () => {
  let given: GivenIngest;
  let source: { id: string; key: string };
  beforeAll(async () => {
    given = await GivenIngest.start();
    source = await given.source();
  });
  afterAll(() => given.close());

  const entry = (id: string, title: string, updated = '2026-11-24T08:00:00Z') =>
    `<entry xmlns="http://www.w3.org/2005/Atom"><id>${id}</id><title>${title}</title><updated>${updated}</updated><author><name>Ada &amp; Co</name></author><content type="html">&lt;p&gt;A body with enough words to be the body of an entry.&lt;/p&gt;</content></entry>`;
  const atom = { 'content-type': 'application/atom+xml;type=entry' };
  const call = (method: string, path: string, body?: string, headers: Record<string, string> = {}) => given.call(method, path, { token: source.key, headers: { ...(body === undefined ? {} : atom), ...headers }, ...(body === undefined ? {} : { body }) });
  const posted = async (id: string, title = 'First <em>title</em> &amp; more'.replaceAll('<', '&lt;')) => {
    const answer = await call('POST', `/atompub/${source.id}`, entry(id, title));
    if (answer.status !== 201) throw new Error(`${answer.status} ${answer.text}`);
    return { path: new URL(answer.headers.get('location') ?? '').pathname, answer };
  };

  it('takes an entry, says where it can be edited, and gives it back', async () => {
    const { path, answer } = await posted('urn:ap:1');
    expect(path).toMatch(new RegExp(`^/atompub/${source.id}/[0-9a-f-]{36}$`));
    expect(answer.headers.get('etag')).toBe('"1"');
    const read = await call('GET', path);
    expect([read.status, read.text]).toEqual([200, answer.text]);
    const { entry: parsed } = new XMLParser({ ignoreAttributes: false }).parse(read.text) as { entry: Record<string, unknown> };
    expect(parsed).toMatchObject({ id: 'urn:ap:1', author: { name: 'Ada & Co' }, link: { '@_rel': 'edit', '@_href': `${given.url}${path}` } });
    expect((await call('GET', path, undefined, { 'if-none-match': '"1"' })).status).toBe(304);
  });

  it('changes an entry only from the revision that was read', async () => {
    const { path } = await posted('urn:ap:2');
    const changed = entry('urn:ap:2', 'Second', '2026-11-24T09:00:00Z');
    expect((await call('PUT', path, changed)).status).toBe(428);
    expect((await call('PUT', path, changed, { 'if-match': '"7"' })).status).toBe(412);
    const put = await call('PUT', path, changed, { 'if-match': '"1"' });
    expect([put.status, put.headers.get('etag')]).toEqual([200, '"2"']);
    expect(put.text).toContain('<title>Second</title>');
    expect((await call('PUT', path, entry('urn:ap:2', 'Third', '2026-11-24T10:00:00Z'), { 'if-match': '"1"' })).status).toBe(412);
    expect((await call('PUT', path, entry('urn:ap:2', 'Old', '2026-11-24T07:00:00Z'), { 'if-match': '*' })).status).toBe(409);
  });

  it('lets one of two editors through, never both', async () => {
    const { path } = await posted('urn:ap:race');
    const answers = await Promise.all(['A', 'B', 'C', 'D'].map((title, i) => call('PUT', path, entry('urn:ap:race', title, `2026-11-24T09:00:0${i}Z`), { 'if-match': '"1"' })));
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 412, 412, 412]);
  });

  it('deletes, and what was deleted is gone', async () => {
    const { path } = await posted('urn:ap:3');
    expect((await call('DELETE', path, undefined, { 'if-match': '"9"' })).status).toBe(412);
    expect((await call('DELETE', path)).status).toBe(204);
    expect((await call('GET', path)).status).toBe(410);
    expect((await call('DELETE', path)).status).toBe(204);
    expect(await given.query('select state, revision from item where guid = $1', ['urn:ap:3'])).toEqual([{ state: 'withdrawn', revision: 2 }]);
  });

  it('is each source its own, and an id never changes', async () => {
    const { path } = await posted('urn:ap:4');
    const other = await given.source();
    const elsewhere = path.replace(source.id, other.id);
    expect((await given.call('GET', elsewhere, { token: other.key })).status).toBe(404);
    expect((await given.call('DELETE', elsewhere, { token: other.key })).status).toBe(404);
    expect((await given.call('DELETE', path, { token: other.key })).status).toBe(401);
    expect(await call('PUT', path, entry('urn:ap:other', 'X'), { 'if-match': '"1"' })).toMatchObject({ status: 422, json: { type: expect.stringMatching(/id-changed$/) } });
    expect((await given.call('POST', `/atompub/${source.id}`, { token: source.key, body: '{}', headers: { 'content-type': 'application/json' } })).status).toBe(415);
  });
});
