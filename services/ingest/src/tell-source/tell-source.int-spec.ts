import type { EventData } from '@wiredesk/contracts';
import { uuidv7 } from '@wiredesk/platform';
import { eventually, testTokens } from '@wiredesk/testing';
import { Webhook } from 'standardwebhooks';

import { GivenIngest, ninjs } from '../testing/given-ingest.js';
import { Listener } from '../testing/listener.js';
import { NoticeDelivery } from './notice-delivery.js';

const at = '2027-01-01T00:00:00.000Z';

describe('telling a source', () => {
  let given: GivenIngest;
  let upstream: Listener;
  beforeAll(async () => {
    upstream = await Listener.start();
    given = await GivenIngest.start({ OUTGOING_ALLOW: upstream.host, PUBLIC_URL: 'https://ingest.example' });
  });
  afterAll(async () => {
    await given.close();
    upstream.close();
  });
  beforeEach(() => {
    upstream.calls.length = 0;
    upstream.answer = () => ({ status: 204 });
  });

  const sourceWithWebhook = async (path: string, more: object = {}) => {
    const source = await given.source();
    const set = await given.admin('PUT', `/v1/sources/${source.id}/webhook`, { url: `${upstream.url}${path}`, ...more });
    return { ...source, secret: (set.json as { secret: string }).secret };
  };
  const pushed = async (source: { id: string; key: string }, uri: string) => {
    const { items, receipt } = await given.accepted(source, ninjs(uri));
    return { itemId: items[0]?.itemId ?? '', receiptId: receipt.id };
  };
  const publication = (source: { id: string }, itemId: string, n: number): EventData<'article.published'> => ({ itemId, sourceId: source.id, storyId: uuidv7(), revision: 1, publication: n, url: 'https://portal.example/a', at });
  const of = (path: string) => upstream.calls.filter((call) => call.path === path);

  it('is signed so that the reference library agrees, and says what became of which item', async () => {
    const source = await sourceWithWebhook('/hook');
    const { itemId, receiptId } = await pushed(source, 'urn:told');
    await given.say('article.published', publication(source, itemId, 1));
    const [call] = await eventually(() => {
      expect(of('/hook')).toHaveLength(1);
      return of('/hook');
    });
    const told = new Webhook(source.secret).verify(call?.body ?? '', call?.headers as Record<string, string>);
    expect(told).toMatchObject({ type: 'item.published', data: { guid: 'urn:told', itemId, revision: 1, url: 'https://portal.example/a', receipt: { id: receiptId, url: `https://ingest.example/v1/receipts/${receiptId}` } } });
  });

  it('happens once per event, however often the event comes, and in order', async () => {
    const source = await sourceWithWebhook('/once');
    const { itemId } = await pushed(source, 'urn:once');
    const event = publication(source, itemId, 1);
    await given.say('article.published', event, event);
    await given.say('article.published', event);
    await given.say('item.refused', { itemId, sourceId: source.id, revision: 1, clearance: 1, reasons: [{ code: 'held', detail: 'hold of class LEGAL', holdId: uuidv7() }], refusedAt: at });
    await given.say('article.taken_down', { ...publication(source, itemId, 2), httpStatus: 451, cause: 'held', holdId: null });
    await eventually(() => expect(of('/once').map((call) => (JSON.parse(call.body) as { type: string }).type).sort()).toEqual(['item.published', 'item.refused', 'item.taken_down']));
    await given.say('article.published', event);
    const last = await pushed(source, 'urn:once-last');
    await given.say('article.published', publication(source, last.itemId, 1));
    await eventually(() => expect(of('/once')).toHaveLength(4));
  });

  it('is tried again, under the same id, until it is taken', async () => {
    const source = await sourceWithWebhook('/flaky');
    upstream.answer = () => ({ status: of('/flaky').length === 1 ? 500 : 200 });
    const { itemId } = await pushed(source, 'urn:flaky');
    await given.say('article.published', publication(source, itemId, 1));
    await eventually(async () => expect((await given.admin('GET', `/v1/sources/${source.id}/webhook`)).json).toMatchObject({ waiting: 1, last: [{ attempts: 1, lastStatus: 500, deliveredAt: null }] }));
    await given.query('update source_notice set next_attempt_at = now() where source_id = $1', [source.id]);
    given.service.app.get(NoticeDelivery).wake();
    await eventually(async () => expect((await given.admin('GET', `/v1/sources/${source.id}/webhook`)).json).toMatchObject({ waiting: 0, last: [{ attempts: 2, lastStatus: 200 }] }));
    expect(new Set(of('/flaky').map((call) => call.headers['webhook-id'])).size).toBe(1);
  });

  it('ends when the receiver says that it is gone, or an operator does', async () => {
    const source = await sourceWithWebhook('/gone');
    upstream.answer = () => ({ status: 410 });
    const { itemId } = await pushed(source, 'urn:gone');
    await given.say('article.published', publication(source, itemId, 1));
    await eventually(async () => expect((await given.admin('GET', `/v1/sources/${source.id}/webhook`)).json).toMatchObject({ waiting: 0, endedWhy: 'the receiver answered 410 Gone' }));
    expect((await given.admin('DELETE', `/v1/sources/${source.id}/webhook`)).status).toBe(404);
    const other = await sourceWithWebhook('/ended');
    expect((await given.admin('DELETE', `/v1/sources/${other.id}/webhook`)).status).toBe(204);
    const item = await pushed(other, 'urn:ended');
    await given.say('article.published', publication(other, item.itemId, 1));
    const witness = await sourceWithWebhook('/witness');
    const seen = await pushed(witness, 'urn:witness');
    await given.say('article.published', publication(witness, seen.itemId, 1));
    await eventually(() => expect(of('/witness')).toHaveLength(1));
    expect(of('/ended')).toEqual([]);
  });

  it('is only about what the source wants, and never to a private address', async () => {
    const source = await sourceWithWebhook('/some', { kinds: ['taken_down'] });
    const { itemId } = await pushed(source, 'urn:some');
    await given.say('article.published', publication(source, itemId, 1));
    await given.say('article.taken_down', { ...publication(source, itemId, 2), httpStatus: 410, cause: 'withdrawn', holdId: null });
    await eventually(() => expect(of('/some').map((call) => (JSON.parse(call.body) as { type: string }).type)).toEqual(['item.taken_down']));
    const inside = await given.source();
    await given.admin('PUT', `/v1/sources/${inside.id}/webhook`, { url: 'http://169.254.169.254/latest' });
    const item = await pushed(inside, 'urn:inside');
    await given.say('article.published', publication(inside, item.itemId, 1));
    await eventually(async () => expect((await given.admin('GET', `/v1/sources/${inside.id}/webhook`)).json).toMatchObject({ last: [{ lastError: expect.stringContaining('private or special address') }] }));
  });

  it('is set by an operator only', async () => {
    const source = await given.source();
    expect((await given.call('PUT', `/v1/sources/${source.id}/webhook`, { token: testTokens.viewer, body: { url: 'https://a.example' } })).status).toBe(403);
    expect((await given.admin('PUT', '/v1/sources/nobody/webhook', { url: 'https://a.example' })).status).toBe(404);
    expect((await given.admin('PUT', `/v1/sources/${source.id}/webhook`, { url: 'ftp://a.example' })).status).toBe(422);
    expect((await given.call('GET', `/v1/sources/${source.id}/webhook`, { token: testTokens.viewer })).status).toBe(404);
  });
});
