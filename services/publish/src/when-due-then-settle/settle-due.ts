import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Outbox } from '@wiredesk/messaging';
import { CLOCK, LOG, type Clock, type Log } from '@wiredesk/platform';

import { lockDueArticles } from '../board/article.store.js';
import { SettleArticles } from '../board/settle-articles.js';

const lookEveryMs = 1_000;
const articlesPerStep = 200;

/**
 * Embargoes, windows and holds that begin or end by time: pages ask the clock themselves, this brings lists and
 * deliveries after it. A late look delays a publication; it never shows anything too long.
 */
@Injectable()
export class SettleDue implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private turn: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly outbox: Outbox,
    private readonly settling: SettleArticles,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    this.schedule();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.turn;
  }

  private schedule(): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.turn = this.look().finally(() => this.schedule());
    }, lookEveryMs);
    this.timer.unref();
  }

  private async look(): Promise<void> {
    try {
      while (!this.stopped && (await this.step()) === articlesPerStep);
    } catch (error) {
      this.log.warn({ err: error }, 'articles that are due were not settled this time');
    }
  }

  private async step(): Promise<number> {
    let wake: () => void = () => undefined;
    const count = await this.outbox.transaction(async (tx, emit) => {
      const rows = await lockDueArticles(tx, this.clock.now(), articlesPerStep);
      const { events, afterCommit } = await this.settling.settle(tx, rows);
      emit(events);
      wake = afterCommit;
      return rows.length;
    });
    wake();
    return count;
  }
}
