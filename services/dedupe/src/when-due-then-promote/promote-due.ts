import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Outbox } from '@wiredesk/messaging';
import { CLOCK, LOG, type Clock, type Log } from '@wiredesk/platform';
import { DataSource } from 'typeorm';

import { promote } from '../placing/promote.js';
import { isAnythingDue, takeDueItems } from './due.store.js';

const everyMs = 1_000;
const itemsPerTurnMax = 200;

/** Embargoes end and windows open and close by themselves: then the canonical of the story is chosen anew. */
@Injectable()
export class PromoteDue implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly dataSource: DataSource,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    this.schedule();
  }

  async onApplicationShutdown(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    await this.running;
  }

  private schedule(): void {
    this.timer = setTimeout(() => {
      this.running = this.turn().finally(() => {
        if (this.timer !== undefined) this.schedule();
      });
    }, everyMs);
    this.timer.unref();
  }

  private async turn(): Promise<void> {
    try {
      const now = this.clock.now();
      if (!(await isAnythingDue(this.dataSource, now))) return;
      await this.outbox.transaction(async (tx, emit) => emit(await promote(tx, await takeDueItems(tx, now, itemsPerTurnMax), now)));
    } catch (error) {
      this.log.warn({ err: error }, 'what is due was not promoted, trying again in a second');
    }
  }
}
