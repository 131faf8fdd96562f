import fc from 'fast-check';

import { appendLeaf, leafHash, rootAt, rootOf, type Frontier } from './merkle.js';
import { appendToTiles, subtreeFrom, tileIndexOf, tileName, tilePath, type Tile } from './tiles.js';

const leaf = (i: number): Buffer => leafHash(Buffer.from(`entry ${i}`));

describe('tiles', () => {
  it('give the root of every size that the log had, however it grew', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 8 }), (steps) => {
        const kept = new Map<string, Tile>();
        let frontier: Frontier = [];
        let size = 0;
        for (const count of steps) {
          const leaves = Array.from({ length: count }, (_, i) => leaf(size + i));
          const levels = new Set([...kept.values()].map(({ level }) => level));
          const open = [...levels].flatMap((level) => [...kept.values()].filter((tile) => tile.level === level).sort((a, b) => b.n - a.n).slice(0, 1));
          for (const tile of appendToTiles(open, size, leaves)) kept.set(tileName(tile.level, tile.n), tile);
          leaves.forEach((hash, i) => (frontier = appendLeaf(frontier, size + i, hash)));
          size += count;
          expect(rootAt(subtreeFrom(new Map([...kept].map(([name, tile]) => [name, tile.hashes]))), size)).toEqual(rootOf(frontier));
        }
      }),
      { numRuns: 40 },
    );
  });

  it.each([
    [0, 256, '000'],
    [67, 256, '067'],
    [1_234_067, 256, 'x001/x234/067'],
    [1_234, 17, 'x001/234.p/17'],
  ])('number %i of width %i is %s', (n, width, path) => {
    expect(tilePath(n, width)).toBe(path);
    expect(tileIndexOf((path.split('.p/')[0] ?? '').split('/'))).toBe(n);
  });

  it.each(['x001', '1', 'abc', '001/002', ''])('%j names none', (path) => {
    expect(tileIndexOf(path.split('/'))).toBeUndefined();
  });
});
