import { eventually, testTokens } from '@wiredesk/testing';

import { GivenIngest, ninjs, type Accepted } from '../testing/given-ingest.js';

interface Review {
  readonly id: string;
  readonly kind: string;
  readonly guid: string;
  readonly about: string;
}

describe('what a person decides', () => {
  let given: GivenIngest;
  beforeAll(async () => {
    given = await GivenIngest.start();
  });
  afterAll(() => given.close());

  const open = async (source: { id: string }): Promise<Review[]> => ((await given.call('GET', `/v1/reviews?source=${source.id}`, { token: testTokens.viewer })).json as { reviews: Review[] }).reviews;
  const decide = (review: Review | undefined, how: 'confirm' | 'dismiss', body: object) => given.admin('POST', `/v1/reviews/${review?.id}/${how}`, body);
  const cancel = (guid: string, version = '2') => ({ uri: guid, pubstatus: 'canceled', version });
  const events = (answer: Accepted) => given.eventsOf(answer.items[0]?.itemId).map((event) => event.type);
  const states = (source: { id: string }) => given.query('select guid, state, revision from item where source_id = $1 order by guid', [source.id]);

  it('is asked about a text that reads like a kill; the answer takes down what it kills, and itself', async () => {
    const source = await given.source();
    const killed = await given.accepted(source, ninjs('urn:berth'));
    await given.accepted(source, ninjs('urn:bulletin', { headline: 'PLEASE KILL BERTH-THREE', body_html: '<p>Editors: the story BERTH-THREE moved at 0830 is withdrawn.</p>' }));
    const [review] = await open(source);
    expect(review).toMatchObject({ kind: 'suspected-kill', guid: 'urn:bulletin', about: 'PLEASE KILL BERTH-THREE' });
    expect((await decide(review, 'confirm', {})).json).toMatchObject({ status: 422, errors: [{ pointer: '/guid' }] });
    expect((await decide(review, 'confirm', { guid: 'urn:berth' })).json).toMatchObject({ review: { closedHow: 'confirmed', closedBy: 'operator' }, items: [{ guid: 'urn:berth', outcome: 'withdrawn' }, { guid: 'urn:bulletin', outcome: 'withdrawn' }] });
    await eventually(() => expect(events(killed)).toEqual(['item.received', 'item.withdrawn']));
    expect(await open(source)).toEqual([]);
    expect((await decide(review, 'dismiss', { note: 'too late' })).status).toBe(409);
  });

  it('is asked before a removal where the source says so; only yes removes', async () => {
    const source = await given.source({ withdrawPolicy: 'ask' });
    const [yes, no] = [await given.accepted(source, ninjs('urn:yes', { version: '1' })), await given.accepted(source, ninjs('urn:no', { version: '1' }))];
    expect((await given.accepted(source, cancel('urn:yes'))).items).toMatchObject([{ outcome: 'unchanged', warnings: [{ code: 'removal-asked' }] }]);
    await given.accepted(source, cancel('urn:yes'));
    await given.accepted(source, cancel('urn:no'));
    const reviews = await open(source);
    expect(reviews.map((review) => [review.kind, review.guid])).toEqual([['removal-asked', 'urn:no'], ['removal-asked', 'urn:yes']]);
    await decide(reviews[1], 'confirm', {});
    await decide(reviews[0], 'dismiss', { note: 'sent by mistake' });
    await eventually(() => expect(events(yes)).toEqual(['item.received', 'item.withdrawn']));
    expect(events(no)).toEqual(['item.received']);
  });

  it('may bring back what was removed at once; older copies stay out, a later removal removes again', async () => {
    const source = await given.source({ withdrawPolicy: 'hold' });
    const answer = await given.accepted(source, ninjs('urn:back', { version: '1' }));
    expect((await given.accepted(source, cancel('urn:back'))).items).toMatchObject([{ outcome: 'withdrawn' }]);
    const [review] = await open(source);
    expect(review?.kind).toBe('removal-made');
    expect((await decide(review, 'dismiss', { note: 'it was another one' })).json).toMatchObject({ items: [{ guid: 'urn:back', revision: 3 }] });
    await eventually(() => expect(events(answer)).toEqual(['item.received', 'item.withdrawn', 'item.received']));
    const [{ article = '' } = {}] = await given.query<{ article: string }>('select article from content.body where item_id = $1 and revision = 3', [answer.items[0]?.itemId]);
    expect(JSON.parse(article)).toMatchObject({ title: 'The tide gate opens: urn:back' });
    expect((await given.accepted(source, ninjs('urn:back', { version: '1', headline: 'Old copy' }))).items).toMatchObject([{ outcome: 'unchanged', reason: { code: 'older-version' } }]);
    expect((await given.accepted(source, cancel('urn:back'))).items).toMatchObject([{ outcome: 'unchanged', warnings: [{ code: 'removal-overruled' }] }]);
    expect((await given.accepted(source, cancel('urn:back', '3'))).items).toMatchObject([{ outcome: 'withdrawn', revision: 4 }]);
    expect(await states(source)).toEqual([{ guid: 'urn:back', state: 'withdrawn', revision: 4 }]);
  });

  describe('about articles of a source whose articles wait', () => {
    const embargoes = (answer: Accepted) => given.eventsOf(answer.items[0]?.itemId).map((event) => event.data['embargoedUntil'] ?? event.type);

    it('lets go what an editor has seen, and asks him again for what was changed', async () => {
      const source = await given.source({ trust: 'hold' });
      const send = (version: string, headline: string) => given.accepted(source, ninjs('urn:held', { version, headline }));
      const first = await send('1', 'Seen');
      expect(first.items).toMatchObject([{ outcome: 'new', warnings: expect.arrayContaining([expect.objectContaining({ code: 'held-for-editor' })]) as object[] }]);
      expect((await send('1', 'Seen')).items).toMatchObject([{ outcome: 'unchanged', revision: 1 }]);
      const [review] = await open(source);
      expect(review).toMatchObject({ kind: 'article-held', guid: 'urn:held', about: 'Seen' });
      expect((await decide(review, 'confirm', { revision: 7 })).status).toBe(409);
      expect((await decide(review, 'confirm', { revision: 1 })).json).toMatchObject({ review: { closedHow: 'confirmed' }, items: [{ guid: 'urn:held', outcome: 'revised', revision: 2 }] });
      expect((await send('1', 'Seen')).items).toMatchObject([{ outcome: 'unchanged', revision: 2 }]);
      expect((await send('2', 'Changed')).items).toMatchObject([{ outcome: 'revised', revision: 3 }]);
      await eventually(() => expect(embargoes(first)).toEqual(['open', 'item.received', 'open']));
      const [again] = await open(source);
      await decide(again, 'dismiss', { note: 'not for us' });
      expect(await states(source)).toEqual([{ guid: 'urn:held', state: 'usable', revision: 3 }]);
      expect(await open(source)).toEqual([]);
    });

    it('keeps the embargo of the upstream behind its own, and obeys its removals at once', async () => {
      const source = await given.source({ trust: 'hold' });
      const sent = await given.accepted(source, ninjs('urn:embargoed', { version: '1', embargoed: '2040-01-01T00:00:00Z' }));
      await decide((await open(source))[0], 'confirm', {});
      expect((await given.accepted(source, cancel('urn:embargoed'))).items).toMatchObject([{ outcome: 'withdrawn' }]);
      await eventually(() => expect(embargoes(sent)).toEqual(['open', '2040-01-01T00:00:00.000Z', 'item.withdrawn']));
    });

    it('holds what is read again, and what comes out of quarantine', async () => {
      const source = await given.source();
      const sent = await given.accepted(source, '<!doctype html><html><head><title>One</title><link rel="canonical" href="https://harbour.example/1"></head><body><article><h1>One</h1><p>The gate was opened at dawn, and forty boats went out.</p><p><a href="https://elsewhere.example/">More</a> was said later.</p></article></body></html>', { 'content-type': 'text/html' });
      await given.admin('PATCH', `/v1/sources/${source.id}`, { trust: 'hold', linkHosts: ['harbour.example'] });
      await given.admin('POST', `/v1/sources/${source.id}/read-again`, { apply: true });
      await eventually(() => expect(embargoes(sent)).toEqual(['item.received', 'open']));
      const [{ article = '' } = {}] = await given.query<{ article: string }>('select article from content.body where item_id = $1 and revision = 2', [sent.items[0]?.itemId]);
      expect(article).not.toContain('elsewhere.example');
    });
  });

  it('is nobody else\'s to decide', async () => {
    const source = await given.source({ withdrawPolicy: 'ask' });
    await given.accepted(source, ninjs('urn:who'));
    await given.accepted(source, cancel('urn:who'));
    const [review] = await open(source);
    expect((await given.call('POST', `/v1/reviews/${review?.id}/confirm`, { token: testTokens.viewer, body: {} })).status).toBe(403);
    expect((await given.call('GET', '/v1/reviews')).status).toBe(401);
    const answers = await Promise.all([1, 2, 3, 4].map(() => decide(review, 'confirm', {})));
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409, 409, 409]);
    expect(await states(source)).toEqual([{ guid: 'urn:who', state: 'withdrawn', revision: 2 }]);
  });

  it('refuses our own output alone', async () => {
    const { items } = await given.accepted(await given.source(), { version: 'https://jsonfeed.org/version/1.1', title: 'T', items: [{ id: 'http://localhost:8080/articles/1', content_text: 'A text of our own portal that came back to us.' }, { id: 'x', content_text: 'A text that is somebody else\'s, and long enough.' }] });
    expect(items).toMatchObject([{ outcome: 'refused', reason: { code: 'own-output' } }, { outcome: 'new' }]);
  });
});
