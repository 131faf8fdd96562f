import { generateKeyPairSync, sign } from 'node:crypto';

import { entriesPath, inclusionPath, isIncluded, isTileIntact, leafHash, openCheckpoint, readEntries, tileWidth, treeRoot } from './log-proof.js';

const entriesOf = (size: number): string[] => Array.from({ length: size }, (_, i) => `{"index":${i}}`);

describe('a log that only grows', () => {
  it('has the root of RFC 6962 for the tests of its authors', () => {
    // google/certificate-transparency, merkletree test vectors: eight inputs, and their root.
    const inputs = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
    const leaves = inputs.map((hex) => leafHash(Buffer.from(hex, 'hex').toString('latin1')));
    expect(treeRoot(leaves).toString('hex')).toBe('5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328');
    expect(treeRoot([]).toString('hex')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  });

  it('proves every leaf of trees of every small size, and none at another place', () => {
    for (let size = 1; size <= 20; size += 1) {
      const leaves = entriesOf(size).map(leafHash);
      const root = treeRoot(leaves);
      for (let i = 0; i < size; i += 1) {
        const [leaf, path] = [leaves[i] as Buffer, inclusionPath(i, leaves)];
        expect(isIncluded(leaf, i, path, { size, root })).toBe(true);
        expect([isIncluded(leaf, i + 1, path, { size, root }), isIncluded(leaf, i, path.slice(1), { size, root }) && size > 1, isIncluded(leafHash('x'), i, path, { size, root })]).toEqual([false, false, false]);
      }
    }
  });

  it.each([1, 2, 255, 256, 257, 400, 512, 700])('proves whole tiles of a log of %d, and sees any entry that was changed', (size) => {
    const entries = entriesOf(size);
    const leaves = entries.map(leafHash);
    const checkpoint = { origin: 'x', size, root: treeRoot(leaves) };
    for (let from = 0; from < size; from += tileWidth) {
      const tile = entries.slice(from, from + tileWidth);
      const proof = inclusionPath(from + tile.length - 1, leaves);
      expect(isTileIntact(tile, from, proof, checkpoint)).toBe(true);
      for (const at of [0, tile.length >> 1, tile.length - 1]) expect(isTileIntact(tile.with(at, '{"index":"changed"}'), from, proof, checkpoint)).toBe(false);
      if (tile.length > 1) expect(isTileIntact(tile.slice(0, -1), from, proof, checkpoint)).toBe(false);
    }
    expect(isTileIntact([], 0, [], checkpoint)).toBe(false);
  });

  it('has a checkpoint that only its key signs', () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const raw = Buffer.from((publicKey.export({ format: 'jwk' }) as { x: string }).x, 'base64url');
    const key = `rights.example/audit+00000000+${Buffer.concat([Buffer.of(1), raw]).toString('base64')}`;
    const text = `rights.example/audit\n7\n${Buffer.alloc(32, 3).toString('base64')}\n`;
    const note = (signed: string): string => `${text}\n— rights.example/audit ${Buffer.concat([Buffer.alloc(4), sign(null, Buffer.from(signed), privateKey)]).toString('base64')}\n`;
    expect(openCheckpoint(note(text), key)).toEqual({ origin: 'rights.example/audit', size: 7, root: Buffer.alloc(32, 3) });
    expect([openCheckpoint(note(`${text}.`), key), openCheckpoint(note(text).replace('\n7\n', '\n8\n'), key), openCheckpoint(note(text), 'no key'), openCheckpoint('nothing', key)]).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('is read tile by tile', () => {
    expect([entriesPath(0, 5), entriesPath(7, 256), entriesPath(1_234_067, 256), entriesPath(1_234, 1)]).toEqual(['tile/entries/000.p/5', 'tile/entries/007', 'tile/entries/x001/x234/067', 'tile/entries/x001/234.p/1']);
    const bytes = Buffer.concat(['字', ''].flatMap((text) => [Buffer.of(0, Buffer.byteLength(text)), Buffer.from(text)]));
    expect(readEntries(bytes)).toEqual(['字', '']);
    expect(() => readEntries(bytes.subarray(0, 4))).toThrow(/within an entry/);
  });
});
