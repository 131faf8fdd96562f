import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Outbox } from '@wiredesk/messaging';
import { CLOCK, LOG, Repeating, type Clock, type Log } from '@wiredesk/platform';
import { DataSource } from 'typeorm';

import { promote } from '../placing/promote.js';
import { isAnythingDue, takeDueItems } from './due.store.js';

const everyMs = 1_000;
const itemsPerTurnMax = 200;

/** Embargoes end and windows open and close by themselves: then the canonical of the story is chosen anew. */
@Injectable()
export class PromoteDue implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly promoting: Repeating;

  constructor(
    private readonly dataSource: DataSource,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) log: Log,
  ) {
    this.promoting = new Repeating({ name: 'promote what is due', step: () => this.step(), everyMs, log });
  }

  onApplicationBootstrap(): void {
    this.promoting.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.promoting.stop();
  }

  /** Promotes some; true where more may be due. */
  private async step(): Promise<boolean> {
    const now = this.clock.now();
    if (!(await isAnythingDue(this.dataSource, now))) return false;
    await this.outbox.transaction(async (tx, emit) => emit(await promote(tx, await takeDueItems(tx, now, itemsPerTurnMax), now)));
    return true;
  }
}
