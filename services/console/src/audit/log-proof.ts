import { createHash, createPublicKey, verify } from 'node:crypto';

/** What a signed checkpoint says: how large the log is, and the root of its tree. */
export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Buffer;
}

const ed25519 = 0x01;
const rawKeyBytes = 32;

/** Hashes of RFC 9162 §2.1: a leaf and a node can never be taken for each other. */
export const leafHash = (entry: string): Buffer => createHash('sha256').update(Buffer.of(0)).update(entry, 'utf8').digest();
const nodeHash = (left: Buffer, right: Buffer): Buffer => createHash('sha256').update(Buffer.of(1)).update(left).update(right).digest();

/** The largest power of two below n, for n of 2 or more. */
const split = (n: number): number => 2 ** Math.floor(Math.log2(n - 1));

/** Root of a tree of these leaves (RFC 9162 §2.1.1). */
export const treeRoot = (leaves: readonly Buffer[]): Buffer => {
  const [only] = leaves;
  if (only === undefined) return createHash('sha256').digest();
  if (leaves.length === 1) return only;
  const left = split(leaves.length);
  return nodeHash(treeRoot(leaves.slice(0, left)), treeRoot(leaves.slice(left)));
};

/** Proof that a leaf is in the tree of these leaves: the siblings on its way up, the nearest first (RFC 9162 §2.1.3.1). */
export const inclusionPath = (index: number, leaves: readonly Buffer[]): Buffer[] => {
  if (leaves.length <= 1) return [];
  const left = split(leaves.length);
  return index < left ? [...inclusionPath(index, leaves.slice(0, left)), treeRoot(leaves.slice(left))] : [...inclusionPath(index - left, leaves.slice(left)), treeRoot(leaves.slice(0, left))];
};

/** Whether a proof leads from a leaf to the root (RFC 9162 §2.1.3.2). */
export const isIncluded = (leaf: Buffer, index: number, proof: readonly Buffer[], { size, root }: Pick<Checkpoint, 'size' | 'root'>): boolean => {
  let [place, last, hash] = [index, size - 1, leaf];
  if (index < 0 || index > last) return false;
  for (const sibling of proof) {
    if (last === 0) return false;
    if (place % 2 === 1 || place === last) {
      hash = nodeHash(sibling, hash);
      while (place % 2 === 0 && place !== 0) [place, last] = [place / 2, Math.floor(last / 2)];
    } else hash = nodeHash(hash, sibling);
    [place, last] = [Math.floor(place / 2), Math.floor(last / 2)];
  }
  return last === 0 && hash.equals(root);
};

/**
 * Whether the entries of a whole tile (those from `from` on, up to its last) stand in the tree as they are: the last one
 * is proved by `proof`, whose lower part has to be made of all the others.
 */
export const isTileIntact = (entries: readonly string[], from: number, proof: readonly Buffer[], checkpoint: Checkpoint): boolean => {
  const leaves = entries.map(leafHash);
  const [last, own] = [leaves.at(-1), inclusionPath(leaves.length - 1, leaves)];
  if (!last || !own.every((hash, i) => proof[i]?.equals(hash))) return false;
  return isIncluded(last, from + leaves.length - 1, proof, checkpoint);
};

/**
 * Reads a checkpoint (C2SP tlog-checkpoint, a signed note) and checks its signature against a verifier key (name+id+key,
 * Ed25519). Undefined where it is none, or not of that key.
 */
export const openCheckpoint = (note: string, verifierKey: string): Checkpoint | undefined => {
  const [, name = '', encodedKey = ''] = /^([^+\s]+)\+[0-9a-f]{8}\+(\S+)$/.exec(verifierKey.trim()) ?? [];
  const key = Buffer.from(encodedKey, 'base64');
  const end = note.lastIndexOf('\n\n');
  if (key[0] !== ed25519 || key.length !== rawKeyBytes + 1 || end < 0) return undefined;
  const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: key.subarray(1).toString('base64url') }, format: 'jwk' });
  const text = note.slice(0, end + 1);
  const isSigned = note.slice(end + 2).split('\n').some((line) => {
    const [, signer, signature = ''] = /^— (\S+) (\S+)$/.exec(line) ?? [];
    // The first four bytes name the key.
    return signer === name && verify(null, Buffer.from(text, 'utf8'), publicKey, Buffer.from(signature, 'base64').subarray(4));
  });
  const [origin = '', size = '', root = ''] = text.split('\n');
  return isSigned && /^\d{1,15}$/.test(size) ? { origin, size: Number(size), root: Buffer.from(root, 'base64') } : undefined;
};

/** Entries of a tile: each behind its length in two bytes, big-endian. Throws where the bytes end within one. */
export const readEntries = (bytes: Buffer): string[] => {
  const entries: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = bytes.readUInt16BE(at);
    if (at + 2 + length > bytes.length) throw new Error('the tile ends within an entry');
    entries.push(bytes.toString('utf8', at + 2, at + 2 + length));
    at += 2 + length;
  }
  return entries;
};

export const tileWidth = 256;

/** The path of a tile of entries: `x001/234.p/56` (C2SP tlog-tiles). */
export const entriesPath = (n: number, width: number): string => {
  const digits = String(n).padStart(Math.ceil(String(n).length / 3) * 3, '0');
  const groups = digits.match(/\d{3}/g) ?? [];
  const path = groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group)).join('/');
  return `tile/entries/${path}${width === tileWidth ? '' : `.p/${width}`}`;
};
