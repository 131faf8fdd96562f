import type { DataSource } from 'typeorm';

import { readLearnedSince } from './boilerplate.store.js';

const none: ReadonlySet<string> = new Set();
const rowsPerRead = 20_000;
/** Some 40 MB; far beyond what real sources have. */
const paragraphsMax = 200_000;

/**
 * What every source's boilerplate is, in memory, because each arriving paragraph is asked for. Only ever grows, so that
 * a replica that is some seconds behind compares a text with its boilerplate, as before it was learned, and no more.
 */
export class KnownBoilerplate {
  private readonly bySource = new Map<string, Set<string>>();
  private since = new Date(0);
  private count = 0;

  constructor(private readonly dataSource: DataSource) {}

  of(sourceId: string): ReadonlySet<string> {
    return this.bySource.get(sourceId) ?? none;
  }

  /** Reads what was learned since the last time. */
  async refresh(): Promise<void> {
    for (;;) {
      const learned = await readLearnedSince(this.dataSource, this.since, rowsPerRead);
      for (const { sourceId, paragraph, learnedAt } of learned) {
        this.since = learnedAt;
        if (this.count >= paragraphsMax) continue;
        const known = this.bySource.get(sourceId) ?? new Set();
        this.bySource.set(sourceId, known.add(paragraph));
        this.count += 1;
      }
      if (learned.length < rowsPerRead) return;
    }
  }
}
