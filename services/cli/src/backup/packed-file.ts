import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Transform, type Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';

/** Writes a gzip file through `fill` and returns its sha256. Only its owner may read it: it may have secrets. */
export const writePacked = async (folder: string, name: string, fill: (target: Writable) => Promise<void>): Promise<{ file: string; sha256: string }> => {
  const hash = createHash('sha256');
  const packed = createGzip({ level: 3 });
  const hashed = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  const written = pipeline(packed, hashed, createWriteStream(join(folder, name), { mode: 0o600 }));
  try {
    await fill(packed);
    packed.end();
  } catch (error) {
    packed.destroy(error as Error);
    await written.catch(() => undefined);
    throw error;
  }
  await written;
  return { file: name, sha256: hash.digest('hex') };
};

/** The unpacked bytes of such a file. */
export const readPacked = (folder: string, name: string): Readable => {
  const unpacked = createGunzip();
  pipeline(createReadStream(join(folder, name)), unpacked).catch((error: Error) => unpacked.destroy(error));
  return unpacked;
};

/** sha256 of a file as it lies there. */
export const sha256Of = async (folder: string, name: string): Promise<string> => {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(join(folder, name))) hash.update(chunk as Buffer);
  return hash.digest('hex');
};
