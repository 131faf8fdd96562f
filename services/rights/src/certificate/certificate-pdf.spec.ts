import { inflateSync } from 'node:zlib';

import type { Certificate } from './certificate.js';
import { certificatePdf, type SignedCertificate } from './certificate-pdf.js';

const certificate: Certificate = {
  type: 'wiredesk.takedown-certificate', version: 1, issuer: '中工国际传媒', issuedAt: '2026-11-24T10:02:11.000Z', case: { number: 'WD-7F3K-9Q2M', regime: 'CN_TIAOLI', claimType: 'copyright', openedAt: '2026-11-24T10:00:00.000Z' },
  targets: Array.from({ length: 60 }, (_, i) => ({
    url: `https://portal.example/新闻/${i}`, itemId: null, state: 'held', scope: 'item', holds: [{ holdId: '01934d0f-1111-7000-8000-0000000000bb', seq: 17, class: 'legal', placedAt: '2026-11-24T10:00:00.100Z' }], copies: 2, gone: 2, bySurface: [{ surface: 'article-page', copies: 2, gone: 2 }],
  })),
  copies: 120, gone: 120,
};
const signed: SignedCertificate = { certificate, signature: { algorithm: 'Ed25519', keyId: '0011223344556677', value: 'c2lnbmF0dXJl' } };

/** Every stream of a PDF that inflates. */
const streamsOf = (pdf: Buffer): string[] =>
  [...pdf.toString('latin1').matchAll(/stream\r?\n([\s\S]*?)\r?\nendstream/g)].flatMap(([, body]) => {
    try {
      return [inflateSync(Buffer.from(body ?? '', 'latin1')).toString('utf8')];
    } catch {
      return [body ?? ''];
    }
  });

describe('the certificate as a PDF', () => {
  it.each(['zh', 'en'] as const)('in %s carries the signed certificate whole, and a typeface that has its signs', async (language) => {
    const pdf = await certificatePdf(signed, { language, publicUrl: 'https://rights.example' });
    const streams = streamsOf(pdf);
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(streams.map(asJson)).toContainEqual(signed);
    // A sign that the typeface lacks would be the glyph 0: the map from glyphs to text names every sign that was written.
    expect(streams.some((stream) => stream.includes('begincmap') && stream.includes('65b0'))).toBe(true);
    expect(pdf.toString('latin1')).toMatch(/\/Count [3-9]/);
  }, 30_000);

  it('is the same for the same certificate, whenever it is asked for', async () => {
    const text = async (): Promise<string> => streamsOf(await certificatePdf(signed, { language: 'en', publicUrl: 'https://rights.example' })).find((stream) => stream.includes('"certificate"')) ?? '';
    expect(await text()).toBe(await text());
  }, 30_000);
});

const asJson = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};
