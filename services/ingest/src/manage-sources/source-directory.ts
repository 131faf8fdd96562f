import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

import type { Source } from './source.js';
import { readSources } from './source.store.js';

const sourcesKeptMax = 10_000;

/**
 * Sources as this process last read them, so that a push costs no query to know its source. Their version is compared
 * inside the transaction that accepts the push; a stale one is read again and the push decided again.
 */
@Injectable()
export class SourceDirectory {
  private readonly kept = new Map<string, Source>();

  constructor(private readonly dataSource: DataSource) {}

  /** The source as it was read last; undefined if there is none. */
  async find(id: string): Promise<Source | undefined> {
    return this.kept.get(id) ?? this.reread(id);
  }

  /** The source as it is now. */
  async reread(id: string): Promise<Source | undefined> {
    const [source] = await readSources(this.dataSource, [id]);
    this.kept.delete(id);
    if (!source) return undefined;
    this.kept.set(id, source);
    const oldest = this.kept.size > sourcesKeptMax ? this.kept.keys().next() : undefined;
    if (oldest && !oldest.done) this.kept.delete(oldest.value);
    return source;
  }

  forget(id: string): void {
    this.kept.delete(id);
  }
}
