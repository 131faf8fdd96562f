import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { CLOCK, CONFIG, LOG, type Clock, type Log } from '@wiredesk/platform';
import { DataSource } from 'typeorm';

import type { ConsoleConfig } from '../console.config.js';

const everyMs = 10 * 60_000;
const rowsPerStepMax = 10_000;
const stepsMax = 100;

const prune = `
delete from moment where ctid = any(array(select ctid from moment where at < $1 limit ${rowsPerStepMax}))`;

/** Forgets moments that are older than the configuration keeps them; the topics and the services have their own. */
@Injectable()
export class PruneTimeline implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private turn: Promise<void> = Promise.resolve();

  constructor(
    private readonly dataSource: DataSource,
    @Inject(CONFIG) private readonly config: ConsoleConfig,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.turn = this.run();
    }, everyMs);
    this.timer.unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.turn;
  }

  /** Returns when nothing older is left, or after a bounded number of steps. */
  async run(): Promise<void> {
    const before = new Date(this.clock.now().getTime() - this.config.TIMELINE_DAYS * 86_400_000);
    try {
      for (let i = 0; i < stepsMax; i += 1) {
        const [, count] = (await this.dataSource.query(prune, [before])) as [unknown, number];
        if (count < rowsPerStepMax) return;
      }
    } catch (error) {
      this.log.warn({ err: error }, 'the timeline was not pruned this time');
    }
  }
}
