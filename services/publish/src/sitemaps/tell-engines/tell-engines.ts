import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { inTransaction } from '@wiredesk/persistence';
import { CLOCK, CONFIG, LOG, Metrics, Outgoing, type Clock, type Log } from '@wiredesk/platform';
import { DataSource } from 'typeorm';

import type { PublishConfig } from '../../publish.config.js';
import { lockEngines, noteTold, readChanged, readTold } from './tell-engines.store.js';

/** IndexNow allows 10,000 URLs a call. */
const urlsMax = 5_000;
/** A change is dated before it is committed; until this has passed a slower transaction may still put one before it. */
const settledAfterMs = 5_000;

/**
 * Tells search engines which addresses changed: published, corrected, removed, restored (https://www.indexnow.org).
 * 200 and 202 mean received, no more. Off without a key. One replica tells at a time, and goes on where the last one
 * stopped; what cannot be told is told with the next turn.
 */
@Injectable()
export class TellEngines implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private turn: Promise<void> = Promise.resolve();
  private readonly told;

  constructor(
    private readonly dataSource: DataSource,
    private readonly outgoing: Outgoing,
    @Inject(CONFIG) private readonly config: PublishConfig,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
    metrics: Metrics,
  ) {
    this.told = metrics.counter('wiredesk_index_now_urls_total', 'Addresses that search engines were told of.');
  }

  onApplicationBootstrap(): void {
    if (this.config.INDEXNOW_KEY === '') return;
    this.timer = setInterval(() => {
      this.turn = this.turn.then(() => this.tell());
    }, this.config.INDEXNOW_EVERY_MS);
    this.timer.unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.turn;
  }

  private async tell(): Promise<void> {
    try {
      await inTransaction(this.dataSource, async (tx) => {
        if (!(await lockEngines(tx))) return;
        const now = this.clock.now();
        const from = await readTold(tx, now);
        const rows = await readChanged(tx, from, new Date(now.getTime() - settledAfterMs), urlsMax);
        const last = rows.at(-1);
        if (!last) return;
        await this.send(rows.map((row) => row.itemId));
        await noteTold(tx, { at: last.changedAt, itemId: last.itemId });
        this.told.inc(rows.length);
      });
    } catch (error) {
      this.log.warn({ reason: (error as Error).message }, 'search engines cannot be told yet');
    }
  }

  private async send(itemIds: readonly string[]): Promise<void> {
    const { PORTAL_PUBLIC_URL: site, INDEXNOW_KEY: key, INDEXNOW_URL: url } = this.config;
    const body = JSON.stringify({ host: new URL(site).host, key, keyLocation: `${site}/${key}.txt`, urlList: itemIds.map((itemId) => `${site}/articles/${itemId}`) });
    const answer = await this.outgoing.call(url, { method: 'POST', headers: { 'content-type': 'application/json; charset=utf-8' }, body, bytesMax: 64 * 1024 });
    if (answer.status !== 200 && answer.status !== 202) throw new Error(`IndexNow answered ${answer.status}`);
  }
}
