import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';

import { errorCodeOf } from '@wiredesk/persistence';
import { problem } from '@wiredesk/platform';

const decoders: Readonly<Record<string, (bytes: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>>> = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
};

/**
 * Undoes `Content-Encoding` (one coding, as clients send it). Stops at `bytesMax` of output, so that a bomb costs no
 * more than that. Throws problems 413, 415 for an unknown coding, 400 for a broken stream.
 */
export const unpack = async (bytes: Buffer, encoding: string | undefined, bytesMax: number): Promise<Buffer> => {
  const name = (encoding ?? 'identity').trim().toLowerCase();
  if (name === '' || name === 'identity') return bytes;
  const decode = decoders[name];
  if (!decode) throw problem(415, 'content-encoding-unknown', `Content-Encoding "${name.slice(0, 60)}" is not read. Send gzip, deflate, br or none.`, { headers: { 'accept-encoding': 'gzip, deflate, br' } });
  try {
    return await decode(bytes, { maxOutputLength: bytesMax });
  } catch (error) {
    if (errorCodeOf(error) === 'ERR_BUFFER_TOO_LARGE') throw problem(413, 'unpacked-too-large', `Unpacked, the body is larger than ${bytesMax} bytes. Send fewer items at a time.`);
    throw problem(400, 'content-encoding-broken', `The body is not valid ${name}: ${(error as Error).message}.`);
  }
};
