import { randomBytes } from 'node:crypto';

import { call, Client, eventually, ninjs, notice, prose, type Pushed } from '../client.js';
import { ProductUnderTest } from '../product.js';
import { Subscriber } from '../subscriber.js';
import { Collector } from './collector.js';

const hex = (bytes: number): string => randomBytes(bytes).toString('hex');

describe('traces', () => {
  let product: ProductUnderTest;
  let collector: Collector;
  let client: Client;
  const subscriber = new Subscriber();

  beforeAll(async () => {
    collector = await Collector.listen();
    const hook = await subscriber.start();
    product = await ProductUnderTest.start({ partitions: 1, environment: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint, OUTGOING_ALLOW: new URL(hook).host } });
    client = new Client(product);
    subscriber.trust((await client.createSubscriber('traced', hook)).secret);
  }, 300_000);
  afterAll(async () => {
    await product.stop();
    await subscriber.stop();
    await collector.close();
  }, 60_000);

  /** Waits until a trace has all of these spans, and every span of it hangs on another, up to the caller's. */
  const connected = async (traceId: string, rootSpanId: string, names: readonly string[]): Promise<void> =>
    eventually(async () => {
      const trace = collector.trace(traceId, rootSpanId);
      expect(trace.names).toEqual(expect.arrayContaining([...names]));
      expect(trace.loose).toEqual([]);
    }, 60_000);

  it('are one from a push to the page and one from a notice to the last copy, each through Kafka', async () => {
    const key = await client.createSource('traced');
    const [pushTrace, pushSpan] = [hex(16), hex(8)];
    const answer = await call(`${product.ingest}/v1/sources/traced/items`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', traceparent: `00-${pushTrace}-${pushSpan}-01` },
      body: JSON.stringify(ninjs('traced-1', 'A letter is followed through the post', prose(1))),
    });
    expect(answer.status).toBe(202);
    const { itemId } = (JSON.parse(answer.text) as Pushed).items[0] as { itemId: string };
    await eventually(async () => expect((await client.article(itemId)).status).toBe(200), 60_000);
    await connected(pushTrace, pushSpan, [
      'POST /v1/sources/:id/items', 'ingest says item.received', 'dedupe handles item.received', 'dedupe says item.placed', 'rights handles item.received', 'rights says item.cleared',
      'publish handles item.received', 'publish handles item.placed', 'publish handles item.cleared', 'publish says article.published', 'ingest handles article.published',
    ]);
    await eventually(async () => expect(subscriber.ofItem(itemId)).toHaveLength(1), 60_000);

    const [noticeTrace, noticeSpan] = [hex(16), hex(8)];
    const filed = await call(`${product.rights}/v1/takedowns`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', traceparent: `00-${noticeTrace}-${noticeSpan}-01` },
      body: JSON.stringify(notice([`${product.publish}/articles/${itemId}`], 'item')),
    });
    expect(filed.status).toBe(202);
    await eventually(async () => expect((await client.article(itemId)).status).toBe(451), 60_000);
    await connected(noticeTrace, noticeSpan, ['POST /v1/takedowns', 'rights says hold.placed', 'publish handles hold.placed', 'publish says article.taken_down', 'publish says receipt.changed', 'rights handles receipt.changed']);
    // Each state of each copy belongs to it: those of our own places as well as the subscriber's.
    const owed = collector.spans.filter(({ traceId, name }) => traceId === noticeTrace && name === 'rights handles receipt.changed').length;
    expect(owed).toBeGreaterThan(6);
    expect(collector.spans.filter(({ name, traceId }) => name === 'publish says receipt.changed' && traceId !== noticeTrace)).toEqual([]);
  }, 300_000);

  it('are of what changes something: who only reads begins none', () => {
    expect(collector.spans.filter(({ name }) => name.startsWith('GET '))).toEqual([]);
    expect(new Set(collector.spans.map(({ service }) => service))).toEqual(new Set(['wiredesk-ingest', 'wiredesk-dedupe', 'wiredesk-rights', 'wiredesk-publish', 'wiredesk-console']));
  });
});
