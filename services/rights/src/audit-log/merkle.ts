import { createHash } from 'node:crypto';

/** Hashes of RFC 9162 §2.1: a leaf and a node can never be taken for each other. */
export const leafHash = (entry: Uint8Array): Buffer => createHash('sha256').update(Buffer.of(0)).update(entry).digest();
export const nodeHash = (left: Uint8Array, right: Uint8Array): Buffer => createHash('sha256').update(Buffer.of(1)).update(left).update(right).digest();
export const emptyRoot: Buffer = createHash('sha256').digest();

export const hashBytes = 32;
/** A tile has this many hashes; a level of tiles stands for eight levels of the tree (C2SP tlog-tiles). */
export const tileWidth = 256;

/** Roots of the perfect subtrees that a tree of some size consists of, the largest first: all that is needed to go on. */
export type Frontier = readonly Buffer[];

/** The largest power of two below n, for n of 2 or more. */
const split = (n: number): number => 2 ** Math.floor(Math.log2(n - 1));

/** The frontier after one more leaf; `size` is how many there were. */
export const appendLeaf = (frontier: Frontier, size: number, leaf: Buffer): Frontier => {
  const next = [...frontier];
  let hash = leaf;
  // Each bit that is set carries: two subtrees of one size become one.
  for (let n = size; n % 2 === 1; n = (n - 1) / 2) hash = nodeHash(next.pop() ?? Buffer.alloc(0), hash);
  return [...next, hash];
};

/** The root of the tree that a frontier stands for. */
export const rootOf = (frontier: Frontier): Buffer => {
  const [last, ...rest] = [...frontier].reverse();
  if (!last) return emptyRoot;
  return rest.reduce((right, left) => nodeHash(left, right), last);
};

/** Gives the root of the perfect subtree of `2 ** height` leaves that begins at leaf `start`. */
export type SubtreeOf = (start: number, height: number) => Buffer;

/** Root of the leaves from `start`, `count` of them; `start` is a multiple of the subtree sizes that occur. */
const rangeRoot = (subtree: SubtreeOf, start: number, count: number): Buffer => {
  if (Number.isInteger(Math.log2(count))) return subtree(start, Math.log2(count));
  const left = split(count);
  return nodeHash(rangeRoot(subtree, start, left), rangeRoot(subtree, start + left, count - left));
};

/** The root of the first `size` leaves. */
export const rootAt = (subtree: SubtreeOf, size: number): Buffer => (size === 0 ? emptyRoot : rangeRoot(subtree, 0, size));

/** Proof that leaf `index` is in the tree of `size` leaves: the siblings on its way up (RFC 9162 §2.1.3). */
export const inclusionProof = (subtree: SubtreeOf, index: number, size: number): Buffer[] => {
  const path = (start: number, count: number): Buffer[] => {
    if (count === 1) return [];
    const left = split(count);
    return index < start + left ? [...path(start, left), rangeRoot(subtree, start + left, count - left)] : [...path(start + left, count - left), rangeRoot(subtree, start, left)];
  };
  return path(0, size);
};

/** Proof that the tree of `from` leaves is the beginning of the one of `size` (RFC 9162 §2.1.4). */
export const consistencyProof = (subtree: SubtreeOf, from: number, size: number): Buffer[] => {
  const walk = (m: number, start: number, count: number, whole: boolean): Buffer[] => {
    if (m === count) return whole ? [] : [rangeRoot(subtree, start, count)];
    const left = split(count);
    if (m <= left) return [...walk(m, start, left, whole), rangeRoot(subtree, start + left, count - left)];
    return [...walk(m - left, start + left, count - left, false), rangeRoot(subtree, start, left)];
  };
  return from === 0 || from === size ? [] : walk(from, 0, size, true);
};

/** True where the proof leads from the leaf to the root (RFC 9162 §2.1.3.2). */
export const verifyInclusion = (given: { leaf: Buffer; index: number; size: number; root: Buffer; proof: readonly Buffer[] }): boolean => {
  if (given.index >= given.size) return false;
  let [fn, sn] = [given.index, given.size - 1];
  let hash = given.leaf;
  for (const sibling of given.proof) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      hash = nodeHash(sibling, hash);
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [fn / 2, Math.floor(sn / 2)];
    } else hash = nodeHash(hash, sibling);
    [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
  }
  return sn === 0 && hash.equals(given.root);
};

/** True where the tree of `fromRoot` is the beginning of the one of `root` (RFC 9162 §2.1.4.2). */
export const verifyConsistency = (given: { from: number; fromRoot: Buffer; size: number; root: Buffer; proof: readonly Buffer[] }): boolean => {
  const { from, size, proof } = given;
  if (from === 0) return proof.length === 0;
  if (from === size) return proof.length === 0 && given.fromRoot.equals(given.root);
  if (from > size) return false;
  const path = Number.isInteger(Math.log2(from)) ? [given.fromRoot, ...proof] : [...proof];
  let [fn, sn] = [from - 1, size - 1];
  while (fn % 2 === 1) [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
  const [first, ...rest] = path;
  if (!first) return false;
  let [fr, sr] = [first, first];
  for (const hash of rest) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      [fr, sr] = [nodeHash(hash, fr), nodeHash(hash, sr)];
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [fn / 2, Math.floor(sn / 2)];
    } else sr = nodeHash(sr, hash);
    [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
  }
  return sn === 0 && fr.equals(given.fromRoot) && sr.equals(given.root);
};
