import fc from 'fast-check';

import { appendLeaf, consistencyProof, emptyRoot, inclusionProof, leafHash, nodeHash, rootAt, rootOf, verifyConsistency, verifyInclusion, type Frontier, type SubtreeOf } from './merkle.js';

const leaves = Array.from({ length: 600 }, (_, i) => leafHash(Buffer.from(`entry ${i}`)));
/** Straight from the definition, with nothing kept. */
const definition = (hashes: readonly Buffer[]): Buffer => {
  const [only] = hashes;
  if (!only) return emptyRoot;
  if (hashes.length === 1) return only;
  const left = 2 ** Math.floor(Math.log2(hashes.length - 1));
  return nodeHash(definition(hashes.slice(0, left)), definition(hashes.slice(left)));
};
const subtree: SubtreeOf = (start, height) => definition(leaves.slice(start, start + 2 ** height));
const size = fc.integer({ min: 1, max: leaves.length });

describe('the Merkle tree of the log', () => {
  it('has the hashes of RFC 9162', () => {
    expect(emptyRoot.toString('hex')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(leafHash(Buffer.alloc(0)).toString('hex')).toBe('6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d');
  });

  it('has one root, whether it grew leaf by leaf or is computed from its definition', () => {
    let frontier: Frontier = [];
    for (const [i, leaf] of leaves.entries()) {
      frontier = appendLeaf(frontier, i, leaf);
      if (i % 37 === 0 || i > 580) expect(rootOf(frontier)).toEqual(definition(leaves.slice(0, i + 1)));
    }
  });

  it('proves each of its leaves, and no other', () => {
    fc.assert(
      fc.property(size, fc.nat(), (n, pick) => {
        const index = pick % n;
        const root = rootAt(subtree, n);
        const proof = inclusionProof(subtree, index, n);
        const leaf = leaves[index] ?? emptyRoot;
        expect(verifyInclusion({ leaf, index, size: n, root, proof })).toBe(true);
        expect(verifyInclusion({ leaf: leafHash(Buffer.from('forged')), index, size: n, root, proof })).toBe(false);
        if (n > 1) expect(verifyInclusion({ leaf, index: (index + 1) % n, size: n, root, proof })).toBe(false);
      }),
      { numRuns: 200 },
    );
  });

  it('proves that it only grew, and not where something was changed', () => {
    fc.assert(
      fc.property(size, size, (a, b) => {
        const [from, to] = a <= b ? [a, b] : [b, a];
        const proof = consistencyProof(subtree, from, to);
        const [fromRoot, root] = [rootAt(subtree, from), rootAt(subtree, to)];
        expect(verifyConsistency({ from, fromRoot, size: to, root, proof })).toBe(true);
        const forged = [...leaves.slice(0, from - 1), leafHash(Buffer.from('changed'))];
        expect(verifyConsistency({ from, fromRoot: definition(forged), size: to, root, proof })).toBe(false);
      }),
      { numRuns: 200 },
    );
  });
});
