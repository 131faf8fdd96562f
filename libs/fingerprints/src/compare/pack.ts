/** Hashes as bytes (little endian, four each), for a bytea column. */
export const packHashes = (hashes: Uint32Array): Uint8Array => {
  const bytes = new Uint8Array(hashes.length * 4);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < hashes.length; i += 1) view.setUint32(i * 4, hashes[i] as number, true);
  return bytes;
};

/** The hashes that `packHashes` packed. Throws RangeError where the length is not a multiple of four. */
export const unpackHashes = (bytes: Uint8Array): Uint32Array => {
  if (bytes.byteLength % 4 !== 0) throw new RangeError(`${bytes.byteLength} bytes are not whole hashes`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const hashes = new Uint32Array(bytes.byteLength / 4);
  for (let i = 0; i < hashes.length; i += 1) hashes[i] = view.getUint32(i * 4, true);
  return hashes;
};
