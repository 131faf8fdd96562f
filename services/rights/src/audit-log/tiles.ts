import { hashBytes, nodeHash, tileWidth, type SubtreeOf } from './merkle.js';

/** Hashes of a tile, one after the other; a partial one has fewer than 256. */
export interface Tile {
  readonly level: number;
  readonly n: number;
  readonly hashes: Buffer;
}

export const tileName = (level: number, n: number): string => `${level}/${n}`;

const hashIn = (hashes: Buffer, i: number): Buffer => hashes.subarray(i * hashBytes, (i + 1) * hashBytes);

/**
 * Subtree roots from tiles: those at every eighth level are kept, the ones between are computed. Throws for a tile that
 * is not there: the caller loads what its proof needs.
 */
export const subtreeFrom = (tiles: ReadonlyMap<string, Buffer>): SubtreeOf => {
  const subtree: SubtreeOf = (start, height) => {
    if (height % 8 !== 0) return nodeHash(subtree(start, height - 1), subtree(start + 2 ** (height - 1), height - 1));
    const index = start / 2 ** height;
    const tile = tiles.get(tileName(height / 8, Math.floor(index / tileWidth)));
    const hash = tile ? hashIn(tile, index % tileWidth) : undefined;
    if (hash?.length !== hashBytes) throw new Error(`no hash of level ${height / 8} at ${index}`);
    return hash;
  };
  return subtree;
};

/** Root of a full tile, which is a hash of the level above. */
export const tileRoot = (hashes: Buffer): Buffer => {
  let level = Array.from({ length: hashes.length / hashBytes }, (_, i) => hashIn(hashes, i));
  while (level.length > 1) level = level.flatMap((left, i) => (i % 2 === 0 ? [nodeHash(left, level[i + 1] ?? left)] : []));
  return level[0] ?? Buffer.alloc(0);
};

/**
 * New leaves go into the tiles of their level; a tile that is full gives a hash to the level above. `open` are the last
 * tiles of each level as they are kept. Returns every tile that changed.
 */
export const appendToTiles = (open: readonly Tile[], size: number, leaves: readonly Buffer[]): Tile[] => {
  const tiles = new Map(open.map((tile) => [tileName(tile.level, tile.n), tile]));
  const changed = new Map<string, Tile>();
  const add = (level: number, index: number, hash: Buffer): void => {
    const n = Math.floor(index / tileWidth);
    const name = tileName(level, n);
    const known = changed.get(name) ?? tiles.get(name);
    const tile = { level, n, hashes: Buffer.concat([known?.hashes ?? Buffer.alloc(0), hash]) };
    if (tile.hashes.length !== ((index % tileWidth) + 1) * hashBytes) throw new Error(`tile ${name} has ${tile.hashes.length} bytes where hash ${index} goes in`);
    changed.set(name, tile);
    if (tile.hashes.length === tileWidth * hashBytes) add(level + 1, n, tileRoot(tile.hashes));
  };
  leaves.forEach((leaf, i) => add(0, size + i, leaf));
  return [...changed.values()];
};

/** The index of a tile as a path names it: `x001/x234/067` for 1234067 (C2SP tlog-tiles). Undefined for what is none. */
export const tileIndexOf = (parts: readonly string[]): number | undefined => {
  const last = parts.at(-1) ?? '';
  if (!/^\d{3}$/.test(last) || !parts.slice(0, -1).every((part) => /^x\d{3}$/.test(part)) || parts.length > 5) return undefined;
  return Number(parts.map((part) => part.replace('x', '')).join(''));
};

/** The path of a tile below its level, `x001/234` or `x001/234.p/56`: the other direction of `tileIndexOf`. */
export const tilePath = (n: number, width: number): string => {
  const digits = String(n).padStart(Math.ceil(String(n).length / 3) * 3, '0');
  const groups = digits.match(/\d{3}/g) ?? [];
  const path = groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group)).join('/');
  return width === tileWidth ? path : `${path}.p/${width}`;
};
