import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Outbox } from '@wiredesk/messaging';
import { CLOCK, LOG, Repeating, type Clock, type Log } from '@wiredesk/platform';

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
  private readonly looking: Repeating;

  constructor(
    private readonly outbox: Outbox,
    private readonly settling: SettleArticles,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) log: Log,
  ) {
    this.looking = new Repeating({ name: 'settle what is due', step: async () => (await this.step()) === articlesPerStep, everyMs: lookEveryMs, log });
  }

  onApplicationBootstrap(): void {
    this.looking.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.looking.stop();
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
