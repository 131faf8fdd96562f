import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { inTransaction } from '@wiredesk/persistence';
import { CLOCK, LOG, Metrics, sha256Hex, type Clock, type Log } from '@wiredesk/platform';
import { DataSource } from 'typeorm';

import { BoundedLru } from '../portal/page/bounded-lru.js';
import { addViews, forgetViewsBefore } from './views.store.js';

const flushEveryMs = 2_000;
const forgetEveryMs = 3_600_000;
/** A day more than the longest ranking. */
const hoursKeptMs = 8 * 86_400_000;
const itemsWaitingMax = 20_000;
const seenMax = 50_000;
/** One reader's reloads within this are one view. */
const sameViewMs = 60_000;

/** Counts views in memory and adds them in batches: no page and no reader waits for the database. What a crash loses is 2 s. */
@Injectable()
export class CountViews implements OnApplicationBootstrap, OnApplicationShutdown {
  private waiting = new Map<string, number>();
  private readonly seen = new BoundedLru<number>(seenMax, seenMax);
  private timer: NodeJS.Timeout | undefined;
  private flushing: Promise<void> = Promise.resolve();
  private forgotMs = 0;
  private readonly dropped;

  constructor(
    private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
    metrics: Metrics,
  ) {
    this.dropped = metrics.counter('wiredesk_views_dropped_total', 'Views not counted because too many articles waited to be written.');
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.flushing = this.flushing.then(() => this.flush());
    }, flushEveryMs);
    this.timer.unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.flushing;
    await this.flush();
  }

  /** `reader` tells readers apart for a minute; only a hash of it is kept, in memory. */
  count(itemId: string, reader: string): void {
    const nowMs = this.clock.now().getTime();
    const key = sha256Hex(`${itemId}|${reader}`);
    const last = this.seen.get(key);
    if (last !== undefined && nowMs - last < sameViewMs) return;
    this.seen.set(key, nowMs, 1);
    if (!this.waiting.has(itemId) && this.waiting.size >= itemsWaitingMax) {
      this.dropped.inc();
      return;
    }
    this.waiting.set(itemId, (this.waiting.get(itemId) ?? 0) + 1);
  }

  /** Writes what waits. What cannot be written waits on. */
  async flush(): Promise<void> {
    const views = this.waiting;
    this.waiting = new Map();
    const now = this.clock.now();
    try {
      if (views.size > 0) await inTransaction(this.dataSource, (tx) => addViews(tx, now, views));
      if (now.getTime() - this.forgotMs > forgetEveryMs) {
        this.forgotMs = now.getTime();
        await forgetViewsBefore(this.dataSource, new Date(now.getTime() - hoursKeptMs));
      }
    } catch (error) {
      this.log.warn({ reason: (error as Error).message, articles: views.size }, 'views cannot be written yet');
      for (const [itemId, count] of views) if (this.waiting.has(itemId) || this.waiting.size < itemsWaitingMax) this.waiting.set(itemId, (this.waiting.get(itemId) ?? 0) + count);
    }
  }
}
