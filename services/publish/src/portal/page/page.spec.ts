import { brotliDecompressSync, gunzipSync } from 'node:zlib';

import { isUnchanged } from './conditional.decide.js';
import { Page } from './page.js';

const text = 'The harbour. '.repeat(200);
const page = new Page({ contentType: 'text/plain', text, cacheControl: 'no-cache' });

describe('a page', () => {
  it.each([
    ['br, gzip', 'br'], ['gzip', 'gzip'], ['gzip;q=0.5', 'gzip'], ['gzip;q=0, br;q=0', undefined], ['gzip;q=0.0', undefined], ['deflate', undefined], ['identity', undefined], ['*', undefined], ['GZIP', 'gzip'], ['zebra', undefined], [undefined, undefined],
  ])('is sent to who accepts %s as %s', (accepted, encoding) => {
    expect(page.encodingFor(accepted)).toBe(encoding);
  });

  it('is the same text in every encoding, under another strong ETag', () => {
    expect(gunzipSync(page.bytes('gzip')).toString()).toBe(text);
    expect(brotliDecompressSync(page.bytes('br')).toString()).toBe(text);
    expect(new Set([page.etag(), page.etag('gzip'), page.etag('br')]).size).toBe(3);
    expect(new Page({ contentType: 'text/plain', text: `${text}.`, cacheControl: 'no-cache' }).etag()).not.toBe(page.etag());
  });

  it('is not compressed where that saves nothing', () => {
    expect(new Page({ contentType: 'text/plain', text: 'short', cacheControl: 'no-cache' }).encodingFor('gzip')).toBeUndefined();
  });
});

describe('a conditional request', () => {
  const nowMs = Date.parse('2026-11-25T10:00:10Z');
  const at = (iso: string): number => Date.parse(iso);
  const asked = (ifNoneMatch: string | undefined, ifModifiedSince: string | undefined, lastModifiedMs: number | undefined): boolean => isUnchanged({ ifNoneMatch, ifModifiedSince }, { etags: ['"a"', '"a-gzip"'], lastModifiedMs }, nowMs);

  it.each(['"a"', 'W/"a"', '"x", "a-gzip"', '*'])('is answered by the ETag %s', (tag) => expect(asked(tag, undefined, undefined)).toBe(true));
  it('follows the ETag alone where there is one', () => expect(asked('"x"', 'Wed, 25 Nov 2026 10:00:00 GMT', at('2026-11-25T09:00:00Z'))).toBe(false));
  it('is answered by a date', () => {
    expect(asked(undefined, 'Wed, 25 Nov 2026 10:00:00 GMT', at('2026-11-25T10:00:00.900Z'))).toBe(true);
    expect(asked(undefined, 'Wed, 25 Nov 2026 09:59:59 GMT', at('2026-11-25T10:00:00.900Z'))).toBe(false);
  });
  it('is not answered by a date that cannot tell two changes within its second', () => expect(asked(undefined, 'Wed, 25 Nov 2026 10:00:09 GMT', at('2026-11-25T10:00:09.100Z'))).toBe(false));
  it('is not answered by what is no date, or has none', () => {
    expect(asked(undefined, 'yesterday', at('2026-11-25T09:00:00Z'))).toBe(false);
    expect(asked(undefined, 'Wed, 25 Nov 2026 10:00:00 GMT', undefined)).toBe(false);
  });
});
