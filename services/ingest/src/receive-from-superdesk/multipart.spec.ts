import fc from 'fast-check';

import { readAssetForm } from './multipart.js';

const form = (parts: readonly (readonly [string, Buffer])[], boundary: string): Buffer =>
  Buffer.concat([...parts.flatMap(([head, content]) => [Buffer.from(`--${boundary}\r\n${head}\r\n\r\n`), content, Buffer.from('\r\n')]), Buffer.from(`--${boundary}--\r\n`)]);

describe('an asset form', () => {
  it('is read whatever bytes are in it', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const media = Buffer.from(bytes);
        const body = form([['Content-Disposition: form-data; name="media_id"', Buffer.from('m-1')], ['content-type: image/jpeg\r\ncontent-disposition: form-data; filename="name=x.jpg"; name=media', media]], 'BoundarY');
        const read = readAssetForm(body, 'multipart/form-data; charset=utf-8; boundary="BoundarY"');
        return read.mediaId === 'm-1' && read.bytes.equals(media);
      }),
    );
  });

  it('that is cut off anywhere is refused', () => {
    const whole = form([['Content-Disposition: form-data; name="media_id"', Buffer.from('m')], ['Content-Disposition: form-data; name="media"', Buffer.from('bytes')]], 'b');
    const end = whole.lastIndexOf('--b--') + 5;
    for (let cut = 0; cut < end; cut += 1) expect(() => readAssetForm(whole.subarray(0, cut), 'multipart/form-data; boundary=b')).toThrow(/form|part/);
    expect(readAssetForm(whole.subarray(0, end), 'multipart/form-data; boundary=b').mediaId).toBe('m');
  });
});
