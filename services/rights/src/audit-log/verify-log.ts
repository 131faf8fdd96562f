import type { KeyObject } from 'node:crypto';

import { appendLeaf, leafHash, rootOf, tileWidth, type Frontier } from './merkle.js';
import { openNote, type Checkpoint } from './note.js';

/** Where a verifier reads a log from: a server, or a directory of what was saved from one. */
export interface LogSource {
  checkpoint(): Promise<string>;
  /** Entries `n * 256` and following, `width` of them, as their tile has them. */
  entries(n: number, width: number): Promise<Buffer>;
}

export interface LogVerdict {
  readonly ok: boolean;
  readonly size: number;
  /** What is wrong, each a sentence; empty where all is well. */
  readonly problems: readonly string[];
}

/** Takes a tile of entries apart: each stands behind its length in two bytes. Throws where it is cut off. */
export const entriesOf = (tile: Buffer): Buffer[] => {
  const entries: Buffer[] = [];
  for (let at = 0; at < tile.length; ) {
    const end = at + 2 + tile.readUInt16BE(at);
    if (end > tile.length) throw new Error(`the tile ends within entry ${entries.length}`);
    entries.push(tile.subarray(at + 2, end));
    at = end;
  }
  return entries;
};

/**
 * Verifies a whole log: the signature of its checkpoint, every entry's place and the hash of the one before it, the root
 * of the tree over all of them, and, with a checkpoint that was saved earlier, that the log only grew since.
 */
export const verifyLog = async (source: LogSource, name: string, key: KeyObject, saved?: string): Promise<LogVerdict> => {
  const checkpoint = openNote(await source.checkpoint(), name, key);
  if (!checkpoint) return { ok: false, size: 0, problems: ['The checkpoint is not signed by this key under this name.'] };
  const earlier = saved === undefined ? undefined : openNote(saved, name, key);
  const problems: string[] = [];
  if (saved !== undefined && !earlier) problems.push('The saved checkpoint is not signed by this key under this name.');
  if (earlier && earlier.size > checkpoint.size) problems.push(`The log has shrunk: it had ${earlier.size} entries, now ${checkpoint.size}.`);
  problems.push(...(await walk(source, checkpoint, earlier)));
  return { ok: problems.length === 0, size: checkpoint.size, problems };
};

const walk = async (source: LogSource, checkpoint: Checkpoint, earlier: Checkpoint | undefined): Promise<string[]> => {
  let [frontier, last, index]: [Frontier, Buffer, number] = [[], Buffer.alloc(0), 0];
  for (let n = 0; n * tileWidth < checkpoint.size; n += 1) {
    const width = Math.min(tileWidth, checkpoint.size - n * tileWidth);
    for (const entry of entriesOf(await source.entries(n, width))) {
      const said = JSON.parse(entry.toString('utf8')) as { index?: unknown; prev?: unknown };
      if (said.index !== index) return [`Entry ${index} says that it is entry ${String(said.index)}.`];
      if (said.prev !== last.toString('hex')) return [`Entry ${index} does not follow the one before it.`];
      last = leafHash(entry);
      frontier = appendLeaf(frontier, index, last);
      index += 1;
      if (earlier?.size === index && !rootOf(frontier).equals(earlier.root)) return [`The first ${index} entries are not those of the saved checkpoint.`];
    }
  }
  if (index !== checkpoint.size) return [`The log gives ${index} entries where its checkpoint says ${checkpoint.size}.`];
  return rootOf(frontier).equals(checkpoint.root) ? [] : ['The root of the entries is not the one that was signed.'];
};
