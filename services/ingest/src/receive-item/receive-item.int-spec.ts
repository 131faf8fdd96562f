import { createHmac, randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { gzipSync } from 'node:zlib';

import { eventually } from '@wiredesk/testing';

import { GivenIngest, ninjs, type Accepted } from '../testing/given-ingest.js';

const html = `<!doctype html><html lang="en"><head><title>Forty boats leave - Harbour Wire</title>
<meta property="og:title" content="Forty boats leave"><link rel="canonical" href="https://harbour.example/forty-boats"></head>
<body><nav><a href="/">Home</a></nav><article><h1>Forty boats leave</h1><p>The tide gate was opened at dawn on Tuesday, and forty boats went out on the ebb before the wind turned to the north.</p>
<p>The harbour master said that the gate had been shut for eleven days, the longest time since it was built, and that every boat had asked for a place in the first hour.</p></article></body></html>`;
const rss = `<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour</title><link>https://harbour.example/</link>
<item><title>One</title><link>https://harbour.example/1</link><guid>urn:h:1</guid><pubDate>Tue, 24 Nov 2026 08:00:00 GMT</pubDate><description>The first of two items, with a body of some words.</description></item>
<item><title>Two</title><link>https://harbour.example/2</link><guid>urn:h:2</guid><description>The second of two items, with a body of some words.</description></item></channel></rss>`;
const atom = `<feed xmlns="http://www.w3.org/2005/Atom"><title>Harbour</title><id>urn:h</id><updated>2026-11-24T08:00:00Z</updated>
<entry><id>urn:h:a</id><title>An entry</title><updated>2026-11-24T08:00:00Z</updated><content type="html">&lt;p&gt;The entry has a body of some words.&lt;/p&gt;</content></entry></feed>`;
const jsonFeed = { version: 'https://jsonfeed.org/version/1.1', title: 'Harbour', items: [{ id: 'jf-1', title: 'A JSON item', content_html: '<p>The item has a body of some words.</p>' }] };

const outcomes = (answer: Accepted) => answer.items.map((item) => item.outcome);

describe('a push', () => {
  let given: GivenIngest;
  beforeAll(async () => {
    given = await GivenIngest.start({ ITEM_BYTES_MAX: '262144', UNPACKED_BYTES_MAX: '524288' });
  });
  afterAll(() => given.close());

  describe('of every format', () => {
    it.each([
      ['ninjs', ninjs('urn:h:n'), {}, ['urn:h:n'], 'ninjs'],
      ['RSS', rss, { 'content-type': 'application/rss+xml' }, ['urn:h:1', 'urn:h:2'], 'rss'],
      ['Atom', atom, { 'content-type': 'application/atom+xml' }, ['urn:h:a'], 'atom'],
      ['JSON Feed', jsonFeed, {}, ['jf-1'], 'json-feed'],
      ['an HTML page', html, { 'content-type': 'text/html; charset=utf-8' }, ['https://harbour.example/forty-boats'], 'html'],
      ['a feed with the wrong type', rss, { 'content-type': 'text/plain' }, ['urn:h:1', 'urn:h:2'], 'rss'],
    ])('%s is taken, stored and announced', async (_name, body, headers, guids, format) => {
      const source = await given.source();
      const answer = await given.accepted(source, body, headers);
      expect(answer.items.map(({ guid, outcome, revision }) => [guid, outcome, revision])).toEqual(guids.map((guid) => [guid, 'new', 1]));
      await eventually(() => {
        for (const { itemId, guid } of answer.items) {
          expect(given.eventsOf(itemId)).toMatchObject([{ type: 'item.received', data: { itemId, guid, sourceId: source.id, revision: 1, change: 'new', receiptId: answer.receipt.id } }]);
        }
      });
      const bodies = await given.query<{ article: string }>('select article from content.body where item_id = any($1::uuid[])', [answer.items.map(({ itemId }) => itemId)]);
      expect(bodies).toHaveLength(guids.length);
      expect(await given.query('select format from receipt where id = $1', [answer.receipt.id])).toEqual([{ format }]);
    });

    it('keeps the bytes exactly as they came', async () => {
      const bytes = Buffer.from(`\ufeff ${JSON.stringify(ninjs('urn:bytes'))}\r\n\t`);
      const { receipt } = await given.accepted(await given.source(), bytes);
      const [row] = await given.query<{ payload: Buffer }>('select payload from receipt where id = $1', [receipt.id]);
      expect(row?.payload.equals(bytes)).toBe(true);
    });

    it('refuses one bad item alone', async () => {
      const feed = { ...jsonFeed, items: [{ id: 'good', content_text: 'A text that is long enough to be an article.' }, { title: 'no id and no body' }] };
      const answer = await given.accepted(await given.source(), feed);
      expect(outcomes(answer)).toEqual(['new', 'refused']);
      expect(answer.items[1]?.reason?.detail.length).toBeGreaterThan(20);
      expect(answer.items[1]?.itemId).toBeNull();
    });
  });

  describe('of a revision', () => {
    it('is new, unchanged, revised; an older version never overwrites', async () => {
      const source = await given.source();
      const of = (version: string, headline: string) => given.accepted(source, ninjs('urn:r', { version, headline }));
      const first = await of('1', 'One');
      const itemId = first.items[0]?.itemId;
      expect([outcomes(await of('1', 'One')), outcomes(await of('3', 'Three')), outcomes(await of('2', 'Two')), outcomes(await of('10', 'Ten'))]).toEqual([['unchanged'], ['revised'], ['unchanged'], ['revised']]);
      await eventually(() => expect(given.eventsOf(itemId).map((event) => [event.data['revision'], event.data['upstreamVersion']])).toEqual([[1, '1'], [2, '3'], [3, '10']]));
      const titles = await given.query<{ article: string }>('select article from content.body where item_id = $1 order by revision', [itemId]);
      expect(titles.map(({ article }) => (JSON.parse(article) as { title: string }).title)).toEqual(['One', 'Three', 'Ten']);
    });

    it('of another source is another item, though the guid is the same', async () => {
      const [a, b] = [await given.source(), await given.source()];
      const [ofA, ofB] = [await given.accepted(a, ninjs('urn:same')), await given.accepted(b, ninjs('urn:same'))];
      expect(outcomes(ofB)).toEqual(['new']);
      expect(ofA.items[0]?.itemId).not.toBe(ofB.items[0]?.itemId);
    });
  });

  describe('of a removal', () => {
    const removal = (version?: string) => ({ uri: 'urn:k', pubstatus: 'canceled', ...(version === undefined ? {} : { version }) });

    it('withdraws, once, and a higher version restores', async () => {
      const source = await given.source();
      const { items } = await given.accepted(source, ninjs('urn:k', { version: '1' }));
      expect(outcomes(await given.accepted(source, removal('2')))).toEqual(['withdrawn']);
      expect(outcomes(await given.accepted(source, removal('2')))).toEqual(['unchanged']);
      const refused = await given.accepted(source, ninjs('urn:k', { version: '2' }));
      expect(refused.items).toMatchObject([{ outcome: 'refused', reason: { code: 'withdrawn-by-upstream' } }]);
      expect(outcomes(await given.accepted(source, ninjs('urn:k', { version: '3' })))).toEqual(['revised']);
      await eventually(() => expect(given.eventsOf(items[0]?.itemId).map((event) => [event.type, event.data['revision'], event.data['reason'] ?? event.data['change']])).toEqual([
        ['item.received', 1, 'new'], ['item.withdrawn', 2, 'canceled'], ['item.received', 3, 'restored'],
      ]));
    });

    it('before its item is a tombstone that stays', async () => {
      const source = await given.source();
      const { items } = await given.accepted(source, removal());
      expect(items).toMatchObject([{ outcome: 'withdrawn', revision: 1 }]);
      expect(await given.accepted(source, ninjs('urn:k'))).toMatchObject({ items: [{ outcome: 'refused', itemId: items[0]?.itemId }] });
      await eventually(() => expect(given.eventsOf(items[0]?.itemId).map((event) => event.type)).toEqual(['item.withdrawn']));
      expect(await given.query('select 1 from content.body where item_id = $1', [items[0]?.itemId])).toEqual([]);
    });
  });

  describe('that proves who it is', () => {
    it('by Standard Webhooks, once per message', async () => {
      const source = await given.source({ keyScheme: 'standard-webhooks' });
      const body = JSON.stringify(ninjs('urn:signed'));
      const id = `msg_${randomUUID()}`;
      const timestamp = String(Math.floor(Date.now() / 1000));
      const mac = createHmac('sha256', Buffer.from(source.key.slice('whsec_'.length), 'base64')).update(`${id}.${timestamp}.${body}`).digest('base64');
      const headers = { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${mac}` };
      const send = (sent: string) => given.call('POST', `/v1/sources/${source.id}/items`, { headers, body: sent });
      const first = await send(body);
      expect([first.status, (await send(body)).text, (await send(`${body} `)).status]).toEqual([202, first.text, 401]);
      expect(await given.query('select 1 from receipt where source_id = $1', [source.id])).toHaveLength(1);
    });

    it('by x-superdesk-signature; a replay changes nothing', async () => {
      const source = await given.source({ keyScheme: 'superdesk' });
      const body = JSON.stringify({ guid: 'urn:sd', version: '4', type: 'text', pubstatus: 'usable', service: [{ code: 'n', name: 'News' }], priority: 3, headline: 'Signed', body_html: '<p>A body that Superdesk has signed as a whole.</p>', versioncreated: '2026-11-24T08:00:57+0000' });
      const headers = { 'x-superdesk-signature': `sha1=${createHmac('sha1', source.key).update(body).digest('hex')}`, 'content-type': 'application/json' };
      const send = async () => (await given.call('POST', `/v1/sources/${source.id}/items`, { headers, body })).json as Accepted;
      expect([outcomes(await send()), outcomes(await send())]).toEqual([['new'], ['unchanged']]);
    });

    it('is all that is taken', async () => {
      const [source, other] = [await given.source(), await given.source()];
      const status = async (id: string, headers: Record<string, string>) => (await given.call('POST', `/v1/sources/${id}/items`, { headers, body: ninjs('u') })).status;
      expect(await status('nobody', { authorization: `Bearer ${source.key}` })).toBe(404);
      expect(await status(source.id, {})).toBe(401);
      expect(await status(source.id, { authorization: `Bearer ${other.key}` })).toBe(401);
      expect(await given.query('select 1 from receipt where source_id = $1', [source.id])).toEqual([]);
    });
  });

  describe('that is bad', () => {
    const problem = (answer: { json: unknown }) => answer.json as { status: number; type: string; detail: string; [member: string]: unknown };

    it('as JSON or XML is told where it breaks', async () => {
      const source = await given.source();
      expect(problem(await given.push(source, '{"uri": "a",\n  "headline": oops}', { 'content-type': 'application/json' }))).toMatchObject({ status: 400, line: 2, column: expect.any(Number) });
      expect(problem(await given.push(source, '<rss version="2.0">\n<channel>\n<item></channel></rss>', { 'content-type': 'application/rss+xml' }))).toMatchObject({ status: 400, line: 3 });
    });

    it('as no format at all is told what is read', async () => {
      const answer = problem(await given.push(await given.source(), 'hello', { 'content-type': 'text/plain' }));
      expect(answer.status).toBe(415);
      expect(answer.detail).toMatch(/hello[\s\S]*RSS/);
    });

    it('and cannot be decoded goes to quarantine with its bytes', async () => {
      const source = await given.source();
      // An odd byte at the end of UTF-16 and lone halves: no encoding reads these without a loss.
      const bytes = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('<rss version="2.0"><channel><title>', 'utf16le'), Buffer.from([0x00, 0xd8, 0x41, 0x00, 0xff, 0xff, 0x80])]);
      const answer = problem(await given.push(source, bytes, { 'content-type': 'application/rss+xml' }));
      expect(answer).toMatchObject({ status: 422, quarantine: expect.any(String), receipt: expect.any(String) });
      const rows = await given.query<{ payload: Buffer }>('select r.payload from quarantine q join receipt r on r.id = q.receipt_id where q.id = $1 and r.id = $2 and q.closed_at is null', [answer['quarantine'], answer['receipt']]);
      expect(rows[0]?.payload.equals(bytes)).toBe(true);
    });

    it('and too large is answered before it is read', async () => {
      const source = await given.source();
      const url = new URL(`${given.url}/v1/sources/${source.id}/items`);
      const status = await new Promise<number>((resolve, reject) => {
        const call = request(url, { method: 'POST', headers: { authorization: `Bearer ${source.key}`, 'content-length': String(300 * 1024 * 1024), 'content-type': 'text/html' } }, (response) => {
          resolve(response.statusCode ?? 0);
          call.destroy();
        });
        call.on('error', reject); // after the answer: its own end, and the promise is settled
        call.write('<html>');
      });
      expect(status).toBe(413);
      expect((await given.push(source, 'x'.repeat(300_000))).status).toBe(413);
    });

    it('and too large for its source or its packing is refused', async () => {
      const small = await given.source({ bytesMax: 2_048 });
      expect(problem(await given.push(small, ninjs('big', { body_html: `<p>${'a'.repeat(3_000)}</p>` })))).toMatchObject({ status: 413, detail: expect.stringContaining('2048') });
      const bomb = gzipSync(Buffer.alloc(40 * 1024 * 1024));
      expect(problem(await given.push(await given.source(), bomb, { 'content-encoding': 'gzip' }))).toMatchObject({ status: 413, type: expect.stringMatching(/unpacked-too-large$/) });
    });

    it('in its packing is told so; a good one is unpacked', async () => {
      const source = await given.source();
      const packed = gzipSync(Buffer.from(JSON.stringify(ninjs('urn:gz'))));
      expect((await given.push(source, packed.subarray(0, 40), { 'content-encoding': 'gzip' })).status).toBe(400);
      expect((await given.push(source, packed, { 'content-encoding': 'zstd' })).status).toBe(415);
      expect((await given.push(source, '')).status).toBe(400);
      expect(outcomes(await given.accepted(source, packed, { 'content-encoding': 'gzip' }))).toEqual(['new']);
    });
  });

  describe('with a key of its own', () => {
    it('is answered the same again, refused with another body, and only once stored', async () => {
      const source = await given.source();
      const headers = { 'idempotency-key': '"k-1"' };
      const first = await given.push(source, ninjs('urn:i'), headers);
      const again = await given.push(source, ninjs('urn:i'), { 'idempotency-key': 'k-1' });
      expect([again.status, again.json]).toEqual([202, first.json]);
      expect((await given.push(source, ninjs('urn:other'), headers)).status).toBe(422);
      expect(await given.query('select 1 from receipt where source_id = $1', [source.id])).toHaveLength(1);
    });

    it('is the first in one replica only, though it comes to both at once', async () => {
      const source = await given.source();
      const other = await given.startReplica();
      const send = (base: string) => given.push(source, ninjs('urn:both'), { 'idempotency-key': 'both' }, '', base);
      for (let round = 0; round < 5; round += 1) {
        const answers = await Promise.all([send(given.url), send(other)]);
        for (const answer of answers) expect([202, 409]).toContain(answer.status);
      }
      expect(await given.query('select 1 from receipt where source_id = $1', [source.id])).toHaveLength(1);
    });

    it('is demanded where the source says so', async () => {
      const source = await given.source({ idempotencyKeyRequired: true });
      expect((await given.push(source, ninjs('a'))).status).toBe(400);
      expect((await given.push(source, ninjs('a'), { 'idempotency-key': 'a' })).status).toBe(202);
    });
  });

  it('as a dry run reports what it would do, and stores nothing', async () => {
    const source = await given.source();
    await given.accepted(source, ninjs('urn:held'));
    const before = await given.query('select (select count(*) from receipt) as receipts, (select count(*) from item) as items, (select count(*) from content.body) as bodies');
    const known = await given.push(source, ninjs('urn:held', { headline: 'Changed' }), {}, '?dryRun=true');
    expect([known.status, known.json]).toMatchObject([200, { dryRun: true, format: 'ninjs', items: [{ outcome: 'revised', itemId: expect.any(String), article: { title: 'Changed' } }] }]);
    expect((await given.push(source, ninjs('urn:fresh'), {}, '?dryRun=true')).json).toMatchObject({ items: [{ outcome: 'new', itemId: null }] });
    expect(await given.query('select (select count(*) from receipt) as receipts, (select count(*) from item) as items, (select count(*) from content.body) as bodies')).toEqual(before);
  });

  it('faster than its rate is told when, a removal is not', async () => {
    const source = await given.source({ ratePerSecond: 0.05 });
    const first = await given.push(source, ninjs('urn:1'));
    const second = await given.push(source, ninjs('urn:2'));
    expect([first.status, second.status]).toEqual([202, 429]);
    expect(Number(second.headers.get('retry-after'))).toBeGreaterThan(10);
    expect((await given.push(source, { uri: 'urn:1', pubstatus: 'canceled' })).status).toBe(202);
  });
});
