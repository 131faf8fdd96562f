import { createHmac } from 'node:crypto';

import { GivenIngest } from '../testing/given-ingest.js';
import { jpeg } from '../testing/images.js';

describe('a Superdesk', () => {
  let given: GivenIngest;
  let source: { id: string; key: string };
  beforeAll(async () => {
    given = await GivenIngest.start();
    source = await given.source({ keyScheme: 'superdesk' });
  });
  afterAll(() => given.close());

  const signed = (body: Buffer, key = source.key) => ({ 'x-superdesk-signature': `sha1=${createHmac('sha1', key).update(body).digest('hex')}` });
  const item = (guid: string, more: object = {}) => Buffer.from(JSON.stringify({ guid, version: '1', type: 'text', pubstatus: 'usable', priority: 6, service: [{ code: 'i', name: 'International' }], headline: `Headline of ${guid}`, body_html: '<p>A body as the desk wrote it, with enough words to be one.</p>', versioncreated: '2026-11-24T08:00:57+0000', ...more }));
  const push = (body: Buffer, to = source) => given.call('POST', `/superdesk/${to.id}`, { headers: { ...signed(body, to.key), 'content-type': 'application/json' }, body });
  const form = (mediaId: string | undefined, media: Buffer | undefined): { body: Buffer; type: string } => {
    const part = (head: string, content: Buffer) => [Buffer.from(`--b\r\nContent-Disposition: form-data; ${head}\r\n\r\n`), content, Buffer.from('\r\n')];
    return {
      body: Buffer.concat([...(mediaId === undefined ? [] : part('name="media_id"', Buffer.from(mediaId))), ...(media === undefined ? [] : part('name="media"; filename="a.jpg"\r\nContent-Type: image/jpeg', media)), Buffer.from('--b--\r\n')]),
      type: 'multipart/form-data; boundary=b',
    };
  };
  const sendAsset = ({ body, type }: { body: Buffer; type: string }, headers = signed(body)) => given.call('POST', `/superdesk/${source.id}/assets`, { headers: { ...headers, 'content-type': type }, body });

  it('is answered 201 for an item, its correction, its kill, and a replay', async () => {
    const outcomes = [];
    for (const body of [item('tag:sd:1'), item('tag:sd:1', { version: '2', headline: 'Corrected' }), item('tag:sd:1', { version: '3', pubstatus: 'canceled', body_html: '' }), item('tag:sd:1')]) {
      const answer = await push(body);
      outcomes.push([answer.status, (answer.json as { items: { outcome: string }[] }).items[0]?.outcome]);
    }
    expect(outcomes).toEqual([[201, 'new'], [201, 'revised'], [201, 'withdrawn'], [201, 'unchanged']]);
  });

  it('is answered 4xx only for what re-sending cannot mend', async () => {
    expect((await push(item('tag:sd:gone', { pubstatus: 'canceled' }))).status).toBe(201);
    expect(await push(item('tag:sd:gone'))).toMatchObject({ status: 422, json: { type: expect.stringMatching(/withdrawn-by-upstream$/), receipt: { id: expect.any(String) } } });
    const slow = await given.source({ keyScheme: 'superdesk', ratePerSecond: 0.01 });
    expect((await push(item('tag:sd:s'), slow)).status).toBe(201);
    const busy = await push(item('tag:sd:t'), slow);
    expect([busy.status, Number(busy.headers.get('retry-after')) > 0]).toEqual([503, true]);
    expect((await given.call('POST', `/superdesk/${source.id}`, { headers: signed(item('a')), body: item('b') })).status).toBe(401);
  });

  it('sends a picture once: asked for, taken, known', async () => {
    const ask = async (id: string) => (await given.call('GET', `/superdesk/${source.id}/assets/${id}`)).status;
    const picture = jpeg({ width: 640, height: 360, iptc: { 116: '© Harbour Wire' } });
    expect(await ask('abc123')).toBe(404);
    expect(await sendAsset(form('abc123', picture))).toMatchObject({ status: 201, json: { media_id: 'abc123', type: 'image/jpeg', width: 640, height: 360 } });
    expect([await ask('abc123'), await ask('abc124')]).toEqual([200, 404]);
    const [row] = await given.query<{ bytes: Buffer; rights: object }>('select p.bytes, p.rights from superdesk_asset a join picture p using (sha256) where media_id = $1', ['abc123']);
    expect([row?.bytes.equals(picture), row?.rights]).toEqual([true, { copyright: '© Harbour Wire' }]);
    expect((await sendAsset(form('again', picture))).status).toBe(201);
    expect(await given.query('select count(*)::int as count from picture where width = 640')).toEqual([{ count: 1 }]);
  });

  it('is told what is wrong with a picture', async () => {
    const picture = jpeg({ width: 8, height: 8 });
    const good = form('x', picture);
    expect((await sendAsset(good, signed(Buffer.from('other')))).status).toBe(401);
    expect((await sendAsset(form(undefined, picture))).status).toBe(422);
    expect((await sendAsset(form('x', undefined))).status).toBe(422);
    expect((await sendAsset(form('x', Buffer.from('<svg/>')))).status).toBe(415);
    expect((await sendAsset({ ...good, type: 'multipart/form-data; boundary=other' })).status).toBe(400);
    expect((await sendAsset({ ...good, type: 'application/json' })).status).toBe(415);
  });
});
