import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { bodyKey, getBodies } from '@wiredesk/content-store';
import { inTransaction } from '@wiredesk/persistence';
import { CLOCK, LOG, Metrics, type Clock, type Log } from '@wiredesk/platform';
import { DataSource } from 'typeorm';

import { textHashOf } from '../reconcile/text-hash.js';
import { gramsOfArticle } from './grams.decide.js';
import { lockIndexer, noteLookedTo, readLookedTo, readStale, writeEntries, type StaleRow } from './search.store.js';

const batchArticles = 50;
const gramsMax = 1_500;
const idleMs = 1_000;
/** A burst is indexed in what the others leave (a tenth of one core): after each batch, nine times as long as it took. */
const restFactor = 9;
const restMsMax = 5_000;
/** Changes are dated before they are committed: one that took longer is found by the hourly look back. */
const overlapMs = 10_000;
const lookBackEveryMs = 3_600_000;
const lookBackMs = 2 * 3_600_000;

/**
 * Keeps the search index behind the board, off the path of publishing: whatever changed is read again, in batches, by one
 * replica at a time. What is removed does not wait for it: a search asks the gate and the board for every hit.
 */
@Injectable()
export class IndexArticles implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private turn: Promise<void> = Promise.resolve();
  private stopped = false;
  private lookedBackMs = 0;
  private readonly indexed;

  constructor(
    private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
    metrics: Metrics,
  ) {
    this.indexed = metrics.counter('wiredesk_search_indexed_total', 'Articles written into the search index.');
  }

  onApplicationBootstrap(): void {
    this.schedule(idleMs);
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.turn;
  }

  private schedule(afterMs: number): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.turn = this.step();
    }, afterMs);
    this.timer.unref();
  }

  private async step(): Promise<void> {
    const startedAt = performance.now();
    let isBehind = false;
    try {
      isBehind = await this.indexBatch();
    } catch (error) {
      this.log.warn({ reason: (error as Error).message }, 'the search index cannot be written yet');
    }
    const tookMs = performance.now() - startedAt;
    this.schedule(isBehind ? Math.min(restMsMax, tookMs * restFactor) : idleMs);
  }

  /** Indexes the next batch; true where there is more. */
  async indexBatch(): Promise<boolean> {
    return inTransaction(this.dataSource, async (tx) => {
      if (!(await lockIndexer(tx))) return false;
      const nowMs = this.clock.now().getTime();
      const lookedTo = await readLookedTo(tx);
      const rows = await readStale(tx, this.since(lookedTo, nowMs), batchArticles);
      await writeEntries(tx, await this.entriesOf(rows));
      this.indexed.inc(rows.length);
      const last = rows.at(-1);
      const isBehind = rows.length === batchArticles;
      const reached = last && isBehind ? last.changed_at.getTime() : nowMs - overlapMs;
      if (reached > lookedTo.getTime()) await noteLookedTo(tx, new Date(reached));
      return isBehind;
    });
  }

  private since(lookedTo: Date, nowMs: number): Date {
    if (nowMs - this.lookedBackMs < lookBackEveryMs) return lookedTo;
    this.lookedBackMs = nowMs;
    return new Date(lookedTo.getTime() - lookBackMs);
  }

  private async entriesOf(rows: readonly StaleRow[]) {
    const live = rows.filter((row) => row.state === 'live');
    const bodies = await getBodies(this.dataSource, live.map((row) => ({ itemId: row.item_id, revision: row.shown_revision })));
    return rows.map((row) => {
      const article = row.state === 'live' ? bodies.get(bodyKey({ itemId: row.item_id, revision: row.shown_revision }))?.article : undefined;
      return { row, grams: article ? gramsOfArticle(`${article.title} ${article.subtitle ?? ''}`, [article.abstract, article.credit?.name, ...(article.byline ?? []), ...article.keywords, article.bodyText].join('\n'), gramsMax) : null, textHash: article ? textHashOf(article.bodyText) : null };
    });
  }
}
