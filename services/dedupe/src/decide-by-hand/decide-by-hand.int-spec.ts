import { randomUUID } from 'node:crypto';

import { outgoing } from '@wiredesk/contracts';
import { uuidv7, type RunningService } from '@wiredesk/platform';
import { eventually, startTestService, testKafka, testTokens, type TestDatabase, type TestKafka } from '@wiredesk/testing';
import type { DataSource } from 'typeorm';

import { dedupe } from '../dedupe.module.js';
import type { Arrival } from '../placing/facts.decide.js';
import { dedupeDatabase, storeBodies } from '../placing/testing/harness.js';
import { arrival, cut, edited, english, hour } from '../placing/testing/texts.js';

interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}
const editorToken = 'test-token-of-the-editor-role-x';

describe('the API of dedupe', () => {
  let database: TestDatabase;
  let content: DataSource;
  let kafka: TestKafka;
  let service: RunningService;

  beforeAll(async () => {
    ({ database, content } = await dedupeDatabase());
    kafka = await testKafka();
    const tokens = [
      { name: 'ed', roles: ['editor'], token: editorToken },
      { name: 'vi', roles: ['viewer'], token: testTokens.viewer },
    ];
    service = await startTestService({ definition: dedupe, database, kafka, environment: { TOKENS: JSON.stringify(tokens) } });
  });

  afterAll(async () => {
    await service.stop();
    await kafka.close();
    await content.destroy();
    await database.close();
  });

  const call = async (method: string, path: string, body?: unknown, token: string = editorToken): Promise<Answer> => {
    const answer = await fetch(`${service.url}${path}`, { method, headers: { authorization: `Bearer ${token}` }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  const item = async (one: Arrival): Promise<Record<string, unknown>> => (await call('GET', `/v1/items/${one.item.itemId}`)).body;
  const storyOf = async (one: Arrival): Promise<string> => (await item(one))['storyId'] as string;
  const given = async (...arrivals: Arrival[]): Promise<void> => {
    await storeBodies(content, arrivals);
    for (const one of arrivals) {
      await service.messaging.outbox.transaction(async (_tx, emit) => emit([outgoing('item.received', one.item, { id: uuidv7(), time: hour(0) })]));
      await eventually(async () => expect(await item(one)).toMatchObject({ itemId: one.item.itemId }));
    }
  };
  const copies = (seed: number): [Arrival, Arrival] => {
    const text = english(seed);
    return [arrival({ text, at: hour(0) }), arrival({ text: cut(text, 0.6), source: 'bay-post', at: hour(1) })];
  };

  it('says where an item stands and which passages show it', async () => {
    const [first, half] = copies(1);
    await given(first, half);
    const found = await item(half);
    expect(found).toMatchObject({ relation: 'excerpt', relatedTo: first.item.itemId, canonical: false, evidence: { with: first.item.itemId, thisCovered: 1 } });
    const [passage] = (found['evidence'] as { passages: { text: string }[] }).passages;
    expect(first.article?.bodyText).toContain(passage?.text.slice(0, 80));
    expect(passage?.text.length).toBeGreaterThan(100);
    const story = await call('GET', `/v1/stories/${found['storyId'] as string}`, undefined, testTokens.viewer);
    expect(story.body).toMatchObject({ canonicalItemId: first.item.itemId, items: [{ itemId: first.item.itemId }, { itemId: half.item.itemId }], decisions: [] });
  });

  it('gives all placements, page by page', async () => {
    const seen: string[] = [];
    for (let after = ''; ; ) {
      const { body } = await call('GET', `/v1/placements?limit=1${after === '' ? '' : `&after=${after}`}`);
      seen.push(...(body['placements'] as { itemId: string }[]).map((one) => one.itemId));
      if (body['next'] === null) break;
      after = body['next'] as string;
    }
    const rows = (await database.dataSource.query('select item_id from item order by 1')) as { item_id: string }[];
    expect(seen).toEqual(rows.map((row) => row.item_id));
    expect(seen.length).toBeGreaterThan(1);
  });

  it('splits, and keeps apart what joins later; an undone split is as if it had never been', async () => {
    const [first, half] = copies(2);
    await given(first, half);
    const storyId = await storyOf(first);
    const split = await call('POST', `/v1/stories/${storyId}/split`, { items: [half.item.itemId], reason: 'another event' });
    expect(split).toMatchObject({ status: 200, body: { changed: 1 } });
    expect(await storyOf(first)).toBe(storyId);
    expect(await item(half)).toMatchObject({ relation: 'original', canonical: true });
    const third = arrival({ text: edited(first.article?.bodyText ?? '', 40), source: 'canal-times', at: hour(0.5) });
    await given(third);
    expect(await storyOf(third)).toBe(storyId);
    // The half is closest to nothing that it may not join: the third is allowed, but its story holds the first.
    expect(await storyOf(half)).not.toBe(storyId);
    expect((await call('GET', `/v1/stories/${storyId}`)).body['decisions']).toMatchObject([{ kind: 'apart', by: 'ed', reason: 'another event', undoneAt: null }]);
    const { body } = split;
    expect(await call('POST', `/v1/decisions/${body['decisionId'] as string}/undo`, { reason: 'was wrong' })).toMatchObject({ status: 200 });
    expect(await storyOf(half)).toBe(storyId);
    expect(await call('POST', `/v1/decisions/${body['decisionId'] as string}/undo`, { reason: 'again' })).toMatchObject({ status: 404 });
  });

  it('merges, remembers where a story went, and takes later copies along', async () => {
    const [a, b] = [arrival({ text: english(3), at: hour(0) }), arrival({ text: english(4), source: 'bay-post', at: hour(1) })];
    await given(a, b);
    const [into, from] = [await storyOf(a), await storyOf(b)];
    const merged = await call('POST', `/v1/stories/${into}/merge`, { storyId: from, reason: 'a translation' });
    expect(merged).toMatchObject({ status: 200 });
    expect(await item(b)).toMatchObject({ storyId: into, relation: 'reprint', relatedTo: a.item.itemId, decidedBy: 'hand', canonical: false });
    expect((await call('GET', `/v1/stories/${from}`)).body).toMatchObject({ storyId: into, movedFrom: from });
    const late = arrival({ text: english(4), source: 'canal-times', at: hour(2) });
    await given(late);
    expect(await item(late)).toMatchObject({ storyId: into, relatedTo: b.item.itemId });
    await call('POST', `/v1/decisions/${merged.body['decisionId'] as string}/undo`, { reason: 'no translation' });
    expect(await storyOf(late)).toBe(await storyOf(b));
    expect(await storyOf(b)).not.toBe(into);
  });

  it('pins, and another pin takes its place', async () => {
    const [first, half] = copies(5);
    await given(first, half);
    const storyId = await storyOf(first);
    await call('POST', `/v1/stories/${storyId}/pin`, { itemId: half.item.itemId, reason: 'has the pictures' });
    expect(await item(first)).toMatchObject({ canonicalItemId: half.item.itemId });
    await call('POST', `/v1/stories/${storyId}/pin`, { itemId: first.item.itemId, reason: 'after all' });
    expect(await item(half)).toMatchObject({ canonicalItemId: first.item.itemId, pinned: false });
  });

  it('marks a form; what is filled in after it joins nothing', async () => {
    const form = arrival({ text: english(6), at: hour(0) });
    await given(form);
    await call('POST', `/v1/stories/${await storyOf(form)}/template`, { itemId: form.item.itemId, reason: 'weekly bulletin' });
    const [next, after] = [arrival({ text: edited(english(6), 50), at: hour(1) }), arrival({ text: edited(english(6), 45), at: hour(2) })];
    await given(next, after);
    expect(new Set([await storyOf(form), await storyOf(next), await storyOf(after)]).size).toBe(3);
    expect(await item(after)).toMatchObject({ template: true });
  });

  it('compares two texts, or two items, and says why', async () => {
    const text = english(7);
    const { status, body } = await call('POST', '/v1/compare', {
      a: { text, publishedAt: hour(0) },
      b: { text: cut(text, 0.5), publishedAt: hour(3) },
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({ relation: 'excerpt', joins: true, earlier: 'a', bCovered: 1, marks: [[0, expect.any(Number), 0, expect.any(Number)]], sentences: [{ zh: expect.stringMatching(/较短一篇的 100 %/) as string }, { zh: '相隔 3 小时。' }], reasons: [expect.stringMatching(/share 100 % of the shorter/), 'They are 3 hours apart.'] });
    expect(body['c']).toBeGreaterThan(0.95);
    const far = await call('POST', '/v1/compare', { a: { text, publishedAt: hour(0) }, b: { text: edited(text, 90), publishedAt: hour(100) } });
    expect(far.body).toMatchObject({ joins: false, reasons: expect.arrayContaining([expect.stringMatching(/beyond 72 hours/)]) as unknown });
    const [first, half] = copies(1);
    await given(first, half);
    expect((await call('POST', '/v1/compare', { a: { itemId: half.item.itemId }, b: { itemId: first.item.itemId } })).body).toMatchObject({ relation: 'excerpt', earlier: 'b', aInB: 1 });
  });

  it.each([
    ['GET', `/v1/items/${randomUUID()}`, undefined, 404, /still be on its way/],
    ['GET', '/v1/items/seven', undefined, 422, /errors/],
    ['GET', `/v1/stories/${randomUUID()}`, undefined, 404, /no story/],
    ['GET', '/v1/placements?limit=5000', undefined, 422, /errors/],
    ['POST', `/v1/stories/${randomUUID()}/split`, { items: [randomUUID()], reason: 'x' }, 404, /no story/],
    ['POST', `/v1/stories/${randomUUID()}/pin`, { itemId: randomUUID(), reason: ' ' }, 422, /errors/],
    ['POST', '/v1/compare', { a: { text: 'x' } }, 422, /errors/],
    ['POST', '/v1/compare', { a: { itemId: randomUUID() }, b: { text: 'x' } }, 404, /give its text/],
  ])('%s %s is answered %#', async (method, path, body, status, detail) => {
    expect(await call(method, path, body)).toMatchObject({ status, body: { detail: expect.stringMatching(detail) as string } });
  });

  it('lets nobody decide who may only look, and nobody look who is not known', async () => {
    expect((await call('POST', `/v1/stories/${randomUUID()}/split`, { items: [randomUUID()], reason: 'x' }, testTokens.viewer)).status).toBe(403);
    expect((await call('GET', '/v1/placements', undefined, 'nobody-knows-this-token-at-all')).status).toBe(401);
  });
});
