import { eventually, testTokens } from '@wiredesk/testing';

import { GivenPublish } from '../testing/given-publish.js';

interface Page {
  readonly removals: readonly { itemId: string; event: string; revision: number; cursor: string }[];
  readonly next: string;
  readonly more: boolean;
}

describe('the removals feed, and reconciling', () => {
  let given: GivenPublish;
  beforeAll(async () => {
    given = await GivenPublish.start();
  }, 60_000);
  afterAll(() => given.close());

  const read = async (after: string, token: string | null = null, limit = 200): Promise<Page> => (await given.call('GET', `/v1/removals?after=${after}&limit=${limit}`, { token })).json as Page;
  const downs = (ids: readonly string[]) => eventually(async () => expect(await given.query(`select from article where item_id = any($1) and state = 'down'`, [ids])).toHaveLength(ids.length));

  it('has every removal and restoral in order, without content, and goes on from any cursor', async () => {
    const start = (await read('')).next;
    const itemId = await given.one();
    const hold = given.hold({ kind: 'item', itemId });
    await hold.place();
    await downs([itemId]);
    await hold.lift();
    await eventually(async () => expect((await read(start)).removals.map(({ event, revision }) => [event, revision])).toEqual([['article.taken_down', 2], ['article.restored', 3]]));
    const first = await read(start, null, 1);
    expect(first).toMatchObject({ more: true, removals: [{ itemId, event: 'article.taken_down' }] });
    const second = await read(first.next, null, 1);
    expect(second.removals).toMatchObject([{ event: 'article.restored' }]);
    expect(await read((await read(second.next)).next)).toMatchObject({ removals: [], more: false });
    expect((await given.call('GET', `/v1/removals?after=${start}`, { token: null })).text).not.toContain('Title');
    expect((await given.call('GET', '/v1/removals?after=nonsense', { token: null })).json).toMatchObject({ status: 400, type: expect.stringMatching(/cursor-invalid$/) });
  });

  it('waits for a slow transaction rather than pass it by', async () => {
    const start = (await read('')).next;
    const slow = given.database.dataSource.createQueryRunner();
    await slow.startTransaction();
    const slowId = '01934d0f-1111-7000-8000-0000000000bb';
    await slow.query(`insert into removal (item_id, publication, kind, cause, http_status, source_id, at) values ($1, 2, 'taken_down', 'held', 451, 's1', now())`, [slowId]);
    const itemId = await given.one();
    await given.hold({ kind: 'item', itemId }).place();
    await downs([itemId]);
    const meanwhile = await read(start);
    expect(meanwhile.removals).toEqual([]);
    await slow.commitTransaction();
    await slow.release();
    await eventually(async () => expect((await read(meanwhile.next)).removals.map((removal) => removal.itemId)).toEqual([slowId, itemId]));
  });

  it('is Atom by Accept: tombstones for what went, entries without content for what came back', async () => {
    const start = (await read('')).next;
    const itemId = await given.one();
    await given.hold({ kind: 'item', itemId }).place();
    await eventually(async () => {
      const atom = await given.call('GET', `/v1/removals?after=${start}`, { token: null, headers: { accept: 'application/atom+xml' } });
      expect(atom.headers.get('content-type')).toMatch(/application\/atom\+xml/);
      expect(atom.text).toContain(`<at:deleted-entry ref="urn:uuid:${itemId}" when="`);
    });
  });

  it('names what is gone without a trace only to those who may have had it', async () => {
    const { token } = await given.subscriber();
    const start = (await read('')).next;
    const itemId = await given.one();
    await given.hold({ kind: 'item', itemId }, { httpStatus: 404 }).place();
    await eventually(async () => expect((await read(start, token)).removals.map((removal) => removal.itemId)).toEqual([itemId]));
    expect((await read(start)).removals).toEqual([]);
    expect((await given.call('GET', '/v1/removals', { token: 'wds_nobody' })).status).toBe(401);
  });

  it('reconciles ids, our URLs and upstream URLs, each with the revision that is held', async () => {
    const { token } = await given.subscriber();
    const [kept, revised, removed] = (await given.live(3)) as [string, string, string];
    await given.revise(revised, 2);
    await given.hold({ kind: 'item', itemId: removed }).place();
    await downs([removed]);
    const never = '01934d0f-1111-7000-8000-0000000000aa';
    const asked = await given.call('POST', '/v1/reconcile', {
      token,
      body: { items: [{ id: kept, revision: 1 }, { id: revised, revision: 1 }], ids: [removed, never], urls: [`http://localhost:8080/articles/${kept}?utm_source=x`, `https://up.example/${revised}`] },
    });
    expect(asked.json).toEqual({
      answers: [
        { id: removed, itemId: removed, action: 'delete', revision: 2, reason: 'held', httpStatus: 451 },
        { id: never, action: 'unknown' },
        { id: `http://localhost:8080/articles/${kept}?utm_source=x`, itemId: kept, action: 'keep', revision: 1 },
        { id: `https://up.example/${revised}`, itemId: revised, action: 'keep', revision: 2 },
        { id: kept, itemId: kept, action: 'keep', revision: 1 },
        { id: revised, itemId: revised, action: 'update', revision: 2 },
      ],
    });
  });

  it('reconciles texts that are held without an id, of every revision that was public, and when they are gone', async () => {
    const itemId = await given.one();
    const hashOf = async (): Promise<string> => ((await given.call('GET', `/articles/${itemId}`, { token: null, headers: { accept: 'application/json' } })).json as { textHash: string }).textHash;
    const reconcile = async (hashes: string[]) => ((await given.call('POST', '/v1/reconcile', { token: testTokens.service, body: { hashes } })).json as { answers: { action: string; itemId?: string }[] }).answers.map(({ action, itemId: of }) => [action, of]);
    const first = await hashOf();
    expect(first).toMatch(/^sha256:[0-9a-f]{64}$/);
    await eventually(async () => expect(await reconcile([first, `sha256:${'0'.repeat(64)}`])).toEqual([['keep', itemId], ['unknown', undefined]]), { withinMs: 30_000 });
    await given.revise(itemId, 2);
    const second = await hashOf();
    await eventually(async () => expect(await reconcile([first.toUpperCase().replace('SHA', 'sha'), second])).toEqual([['keep', itemId], ['keep', itemId]]), { withinMs: 30_000 });
    await given.hold({ kind: 'item', itemId }).place();
    await downs([itemId]);
    expect(await reconcile([first, second])).toEqual([['delete', itemId], ['delete', itemId]]);
  });

  it('reconciles NDJSON both ways, and names the line that cannot be read', async () => {
    const itemId = await given.one();
    const post = (body: string) => given.call('POST', '/v1/reconcile', { token: testTokens.service, body, headers: { 'content-type': 'application/x-ndjson' } });
    const answer = await post(`"${itemId}"\n{"id":"${itemId}","revision":0}\n${itemId}\n\nnothing-known\n`);
    expect(answer.text.trim().split('\n').map((line) => (JSON.parse(line) as { action: string }).action)).toEqual(['keep', 'update', 'keep', 'unknown']);
    expect((await post(`"${itemId}"\n{"id":\n`)).json).toMatchObject({ status: 400, line: 2 });
    expect((await post(`{"name":"x"}\n`)).json).toMatchObject({ status: 422, line: 1 });
    expect((await given.call('POST', '/v1/reconcile', { token: null, body: [] })).status).toBe(401);
  });

  it('reconciles 100,000 ids, and refuses more', async () => {
    const ids = await given.live(20);
    const body = Array.from({ length: 100_000 }, (_, index) => ids[index % 20] ?? '').join('\n');
    const answer = await given.call('POST', '/v1/reconcile', { token: testTokens.operator, body, headers: { 'content-type': 'application/x-ndjson' } });
    expect(answer.status).toBe(200);
    expect(answer.text.trim().split('\n')).toHaveLength(100_000);
    expect((await given.call('POST', '/v1/reconcile', { token: testTokens.operator, body: `${body}\n${ids[0]}`, headers: { 'content-type': 'application/x-ndjson' } })).json).toMatchObject({ status: 422, type: expect.stringMatching(/too-many$/) });
  }, 60_000);
});
