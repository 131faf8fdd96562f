import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { CLOCK, CONFIG, LOG, Repeating, type Clock, type Log } from '@wiredesk/platform';
import { DataSource } from 'typeorm';

import type { ConsoleConfig } from '../console.config.js';

const everyMs = 10 * 60_000;
const rowsPerStepMax = 10_000;

const prune = `
delete from moment where ctid = any(array(select ctid from moment where at < $1 limit ${rowsPerStepMax}))`;

/** Forgets moments that are older than the configuration keeps them; the topics and the services have their own. */
@Injectable()
export class PruneTimeline implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly pruning: Repeating;

  constructor(
    private readonly dataSource: DataSource,
    @Inject(CONFIG) private readonly config: ConsoleConfig,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) log: Log,
  ) {
    this.pruning = new Repeating({ name: 'prune the timeline', step: async () => (await this.step()) === rowsPerStepMax, everyMs, log });
  }

  onApplicationBootstrap(): void {
    this.pruning.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pruning.stop();
  }

  private async step(): Promise<number> {
    const before = new Date(this.clock.now().getTime() - this.config.TIMELINE_DAYS * 86_400_000);
    const [, count] = (await this.dataSource.query(prune, [before])) as [unknown, number];
    return count;
  }
}
