import { createHmac } from 'node:crypto';

import { sha256Hex } from '@wiredesk/platform';
import { eventually, testTokens } from '@wiredesk/testing';

import { GivenIngest, ninjs } from '../testing/given-ingest.js';
import { jpeg, png } from '../testing/images.js';
import { Listener, type ListenerAnswer } from '../testing/listener.js';

interface Picture {
  readonly url: string;
  readonly sha256: string | null;
  readonly givenUp: boolean;
  readonly lastError: string | null;
}

describe('pictures of items', () => {
  let given: GivenIngest;
  let web: Listener;
  const picture = jpeg({ width: 640, height: 360, iptc: { 116: '© Harbour Wire' } });
  beforeAll(async () => {
    web = await Listener.start();
    web.answer = (call): ListenerAnswer => {
      if (call.path === '/p.jpg' || call.path === '/again.jpg') return { status: 200, headers: { 'content-type': 'text/plain' }, body: picture };
      if (call.path === '/lie.jpg') return { status: 200, headers: { 'content-type': 'image/jpeg' }, body: '<svg onload="alert(1)"/>' };
      if (call.path === '/inside.jpg') return { status: 302, headers: { location: 'http://169.254.169.254/x.jpg' } };
      return { status: 404 };
    };
    given = await GivenIngest.start({ OUTGOING_ALLOW: web.host });
  });
  afterAll(async () => {
    await given.close();
    web.close();
  });

  const withPictures = (uri: string, ...urls: string[]) => ninjs(uri, { associations: Object.fromEntries(urls.map((url, i) => [`p${i}`, { uri: `${uri}:p${i}`, type: 'picture', renditions: { original: { href: url, mimetype: 'image/jpeg' } } }])) });
  const pictures = async (itemId: string | null | undefined): Promise<Picture[]> => ((await given.call('GET', `/v1/items/${itemId}/pictures`, { token: testTokens.service })).json as { pictures: Picture[] }).pictures;

  it('are fetched afterwards, known by their bytes, and stored once', async () => {
    const source = await given.source();
    const { items } = await given.accepted(source, withPictures('urn:pic:1', `${web.url}/p.jpg`));
    const [stored] = await eventually(async () => {
      const list = await pictures(items[0]?.itemId);
      expect(list).toMatchObject([{ url: `${web.url}/p.jpg`, sha256: sha256Hex(picture), type: 'image/jpeg', width: 640, height: 360, rights: { copyright: '© Harbour Wire' } }]);
      return list;
    });
    const bytes = await fetch(`${given.url}/v1/pictures/${stored?.sha256}`, { headers: { authorization: `Bearer ${testTokens.service}` } });
    expect([bytes.headers.get('content-type'), bytes.headers.get('x-content-type-options'), Buffer.from(await bytes.arrayBuffer()).equals(picture)]).toEqual(['image/jpeg', 'nosniff', true]);
    const second = await given.accepted(source, withPictures('urn:pic:2', `${web.url}/p.jpg`, `${web.url}/again.jpg`));
    await eventually(async () => expect((await pictures(second.items[0]?.itemId)).map((one) => one.sha256)).toEqual([sha256Hex(picture), sha256Hex(picture)]));
    expect(web.calls.filter((call) => call.path === '/p.jpg')).toHaveLength(1);
    expect(await given.query('select count(*)::int as count from picture')).toEqual([{ count: 1 }]);
  });

  it('that are none, or lie inside, are given up at once; one that is missing is tried again', async () => {
    const { items } = await given.accepted(await given.source(), withPictures('urn:pic:3', `${web.url}/lie.jpg`, `${web.url}/inside.jpg`, `${web.url}/missing.jpg`, 'http://10.0.0.8/a.jpg'));
    await eventually(async () => {
      const list = new Map((await pictures(items[0]?.itemId)).map((one) => [new URL(one.url).pathname, one]));
      expect(list.get('/lie.jpg')).toMatchObject({ sha256: null, givenUp: true, lastError: expect.stringContaining('no JPEG') });
      expect(list.get('/inside.jpg')).toMatchObject({ sha256: null, givenUp: true, lastError: expect.stringContaining('private or special address') });
      expect(list.get('/a.jpg')).toMatchObject({ sha256: null, givenUp: true });
      expect(list.get('/missing.jpg')).toMatchObject({ sha256: null, givenUp: false, lastError: 'answered 404' });
    });
  });

  it('that a Superdesk sent before are not fetched', async () => {
    const source = await given.source({ keyScheme: 'superdesk' });
    const sent = png({ width: 32, height: 32 });
    const form = Buffer.concat([Buffer.from('--b\r\nContent-Disposition: form-data; name="media_id"\r\n\r\nabc999\r\n--b\r\nContent-Disposition: form-data; name="media"; filename="x"\r\n\r\n'), sent, Buffer.from('\r\n--b--\r\n')]);
    const signed = (body: Buffer) => ({ 'x-superdesk-signature': `sha1=${createHmac('sha1', source.key).update(body).digest('hex')}` });
    await given.call('POST', `/superdesk/${source.id}/assets`, { headers: { ...signed(form), 'content-type': 'multipart/form-data; boundary=b' }, body: form });
    const body = Buffer.from(JSON.stringify(withPictures('urn:pic:4', 'https://superdesk.invalid/api/upload-raw/abc999.png')));
    const answer = await given.call('POST', `/superdesk/${source.id}`, { headers: { ...signed(body), 'content-type': 'application/json' }, body });
    const { items } = answer.json as { items: { itemId: string }[] };
    await eventually(async () => expect(await pictures(items[0]?.itemId)).toMatchObject([{ sha256: sha256Hex(sent), type: 'image/png' }]));
  });

  it('are for our services and people, not for the public', async () => {
    expect((await given.call('GET', `/v1/pictures/${sha256Hex(picture)}`)).status).toBe(401);
    expect((await given.call('GET', `/v1/pictures/${'0'.repeat(64)}`, { token: testTokens.service })).status).toBe(404);
    expect((await given.call('GET', '/v1/pictures/..%2f', { token: testTokens.service })).status).toBe(422);
  });
});
