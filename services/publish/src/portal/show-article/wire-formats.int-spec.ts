import { parsePayload } from '@wiredesk/formats';
import { XMLValidator } from 'fast-xml-parser';

import { givenPortal, portalUrl, type GivenPortal } from '../testing/given-portal.js';

const source = { id: 'us', name: 'Us' };
const receivedAt = '2026-11-25T10:00:00.000Z';
const read = (text: string) => parsePayload({ bytes: Buffer.from(text), source, receivedAt });
const forms = ['ninjs', 'newsml-g2'] as const;

describe('an article in the formats of the wire', () => {
  let portal: GivenPortal;

  beforeAll(async () => {
    portal = await givenPortal();
  });
  afterAll(() => portal.close());

  const whole = {
    title: '港口 & "harbour"', subtitle: 'Below', abstract: 'In brief', bodyHtml: '<h2>Head<br />line</h2>\n<p>Body &amp; soul</p>', bodyText: 'Head\nline\nBody & soul', byline: ['Ada B.', 'Bo C.'], credit: { name: 'Harbour Wire', url: 'https://up.example/x' },
    language: 'zh-Hans', rights: { holder: 'Harbour Wire Ltd', notice: 'All rights reserved.' }, keywords: ['ferry'], urgency: 3, categories: [{ code: 'harbour', name: 'Harbour' }], url: 'https://up.example/x',
    media: [{ url: 'https://up.example/p.jpg', type: 'image/jpeg', width: 800, height: 600, caption: 'A ferry', credit: 'C.' }],
  };

  it.each(forms)('is read back from %s as the article that it is', async (form) => {
    const itemId = await portal.live(whole);
    const { status, text } = await portal.get(`/articles/${itemId}/${form}`);
    expect(status).toBe(200);
    if (form === 'newsml-g2') expect(XMLValidator.validate(text)).toBe(true);
    expect(read(text)).toMatchObject({
      ok: true,
      items: [{ kind: 'article', guid: `urn:uuid:${itemId}`, version: '1', article: { title: whole.title, abstract: 'In brief', language: 'zh-Hans', credit: { name: 'Harbour Wire' }, bodyText: whole.bodyText } }],
    });
  });

  it.each(forms)('is canceled in %s, with a higher version and without content, in the moment of the hold', async (form) => {
    const itemId = await portal.live(whole, { publication: 4 });
    await portal.hold({ kind: 'item', itemId });
    const { status, text, headers } = await portal.get(`/articles/${itemId}/${form}`);
    expect([status, headers.get('cache-control')]).toEqual([451, 'no-store']);
    expect(headers.get('link')).toBe(`<${portalUrl}/pages/removal-policy>; rel="blocked-by"`);
    for (const secret of [whole.title, '港口', 'soul', 'Ada B.', 'p.jpg', 'Harbour Wire']) expect(text).not.toContain(secret);
    expect(read(text)).toMatchObject({ ok: true, items: [{ kind: 'removal', guid: `urn:uuid:${itemId}`, version: '5' }] });
  });

  it('is data where its body is no XML', async () => {
    const itemId = await portal.live({ ...whole, bodyHtml: '<p>one<br>two</p>', bodyText: 'one\ntwo' });
    const { text } = await portal.get(`/articles/${itemId}/newsml-g2`);
    expect(XMLValidator.validate(text)).toBe(true);
    expect(read(text)).toMatchObject({ items: [{ kind: 'article', article: { bodyText: 'one\ntwo' } }] });
  });

  it('is in no other form, and unknown where it is', async () => {
    const itemId = await portal.live(whole);
    expect((await portal.get(`/articles/${itemId}/docx`)).status).toBe(404);
    expect((await portal.get(`/articles/00000000-0000-7000-8000-000000000000/ninjs`)).status).toBe(404);
  });
});
