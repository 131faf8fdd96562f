import fc from 'fast-check';

import { readImage } from './image.decide.js';
import { gif, jpeg, png, webp, xmp } from '../testing/images.js';

describe('a picture', () => {
  it.each([
    ['image/jpeg', jpeg({ width: 640, height: 480 })],
    ['image/png', png({ width: 640, height: 480 })],
    ['image/gif', gif({ width: 640, height: 480 })],
    ['image/webp', webp({ width: 640, height: 480 })],
  ])('of %s is known by its bytes, with its size', (type, bytes) => {
    expect(readImage(bytes)).toEqual({ type, width: 640, height: 480, rights: {} });
  });

  it('keeps its rights, from XMP before IPTC before Exif', () => {
    const bytes = jpeg({ width: 8, height: 8, exif: { artist: 'Exif artist', copyright: 'Exif copyright' }, iptc: { 110: 'Harbour Wire', 116: '© IPTC' }, xmp: xmp({ rights: '© XMP 港口', source: 'http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia' }) });
    expect(readImage(bytes)?.rights).toEqual({ copyright: '© XMP 港口', credit: 'Harbour Wire', creator: 'Exif artist', digitalSourceType: 'http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia' });
  });

  it('keeps the rights of a PNG and a WebP too', () => {
    expect(readImage(png({ width: 8, height: 8, xmp: xmp({ rights: '© P' }) }))?.rights).toEqual({ copyright: '© P' });
    expect(readImage(webp({ width: 8, height: 8, xmp: xmp({ rights: '© W' }) }))?.rights).toEqual({ copyright: '© W' });
  });

  it('is not what only says so', () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>');
    expect([svg, Buffer.from('<html>'), Buffer.alloc(0), Buffer.from('GIF89a'), jpeg({ width: 8, height: 8 }).subarray(0, 10)].map(readImage)).toEqual([undefined, undefined, undefined, undefined, undefined]);
  });

  it('is not one of a size that only a bomb has', () => {
    expect(readImage(png({ width: 60_000, height: 10 }))).toBeUndefined();
    expect(readImage(png({ width: 25_000, height: 25_000 }))).toBeUndefined();
    expect(readImage(png({ width: 0, height: 10 }))).toBeUndefined();
  });

  it('that is broken anywhere is read or refused, and never throws', () => {
    const whole = [jpeg({ width: 640, height: 480, exif: { artist: 'A', copyright: 'B' }, iptc: { 116: 'C' }, xmp: xmp({ rights: 'D' }) }), png({ width: 9, height: 9, xmp: xmp({ rights: 'D' }) }), webp({ width: 9, height: 9, xmp: xmp({ rights: 'D' }) }), gif({ width: 9, height: 9 })];
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.array(fc.tuple(fc.nat(2_000), fc.nat(255)), { maxLength: 8 }), fc.nat(2_000), (which, edits, cutAt) => {
        const bytes = Uint8Array.from(whole[which] ?? []);
        for (const [at, value] of edits) if (at < bytes.length) bytes[at] = value;
        const image = readImage(bytes.subarray(0, Math.max(1, bytes.length - cutAt)));
        if (image) expect(image.width * image.height).toBeGreaterThan(0);
      }),
      { numRuns: 2_000 },
    );
  });
});
