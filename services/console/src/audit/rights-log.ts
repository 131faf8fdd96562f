import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, problem } from '@wiredesk/platform';

import type { ConsoleConfig } from '../console.config.js';
import { entriesPath, isTileIntact, openCheckpoint, readEntries, tileWidth, type Checkpoint } from './log-proof.js';

const askTimeoutMs = 3_000;
const answerBytesMax = tileWidth * 65_538;

/** A page of the log of rights: the entries of one tile, the newest first. */
export interface LogPage {
  readonly checkpoint: Checkpoint;
  readonly key: string;
  /** Number of the tile, from 0. */
  readonly tile: number;
  readonly tiles: number;
  readonly entries: readonly { readonly index: number; readonly text: string; readonly fields: Readonly<Record<string, unknown>> }[];
  /** Whether these entries, hashed again here, stand in the signed tree. */
  readonly isIntact: boolean;
}

/** The audit log of rights, as everybody may read it, proved again on each look. */
@Injectable()
export class RightsLog {
  private readonly base: string;

  constructor(@Inject(CONFIG) config: ConsoleConfig) {
    this.base = `${config.RIGHTS_URL}/audit`;
  }

  /** A page; the newest where `asked` names none. Undefined while the log is empty. Problem 503 where rights does not answer. */
  async page(asked: number | undefined): Promise<LogPage | undefined> {
    const [note, key] = await Promise.all([this.get('checkpoint'), this.get('key')]);
    if (!note || !key) return undefined;
    const checkpoint = openCheckpoint(note.toString('utf8'), key.toString('utf8'));
    if (!checkpoint) throw problem(503, 'log-unsigned', 'The checkpoint of rights is not signed with the key that it shows. Keep everything, and run "wiredesk audit verify".');
    const tiles = Math.ceil(checkpoint.size / tileWidth);
    const tile = Math.min(asked ?? tiles - 1, tiles - 1);
    const from = tile * tileWidth;
    const width = Math.min(tileWidth, checkpoint.size - from);
    const bytes = await this.get(entriesPath(tile, width));
    const texts = bytes ? readEntries(bytes) : [];
    const entries = texts.map((text, i) => ({ index: from + i, text, fields: JSON.parse(text) as Readonly<Record<string, unknown>> }));
    const proof = await this.proofOf(String(entries.at(-1)?.fields['id']), checkpoint.size);
    return { checkpoint, key: key.toString('utf8').trim(), tile, tiles, entries: entries.reverse(), isIntact: texts.length === width && isTileIntact(texts, from, proof, checkpoint) };
  }

  private async proofOf(id: string, size: number): Promise<Buffer[]> {
    const bytes = await this.get(`inclusion?id=${encodeURIComponent(id)}&size=${size}`);
    const { proof = [] } = bytes ? (JSON.parse(bytes.toString('utf8')) as { proof?: string[] }) : {};
    return proof.map((hash) => Buffer.from(hash, 'base64'));
  }

  /** Undefined for what is not there. */
  private async get(path: string): Promise<Buffer | undefined> {
    try {
      const answer = await fetch(`${this.base}/${path}`, { signal: AbortSignal.timeout(askTimeoutMs), redirect: 'error' });
      if (answer.status === 404) return undefined;
      if (!answer.ok) throw new Error(`it answered ${answer.status}`);
      const bytes = Buffer.from(await answer.arrayBuffer());
      if (bytes.length > answerBytesMax) throw new Error(`it answered ${bytes.length} bytes`);
      return bytes;
    } catch (error) {
      throw problem(503, 'rights-away', `The log of rights could not be read (${(error as Error).message}). Try again in a moment.`, { retryAfterSeconds: 5 });
    }
  }
}
