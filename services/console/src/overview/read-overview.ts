import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, CONFIG, type Clock } from '@wiredesk/platform';
import { DataSource } from 'typeorm';

import type { ConsoleConfig } from '../console.config.js';
import { readFunnel, readOldestUnplaced, readTakedownClock, readTotals, steps } from './funnel.store.js';
import { publicMedian, type PublicMedian } from './public-median.js';
import { ServiceStates } from './service-state.js';

const funnelMinutes = 60;
const clockDays = 30;

/** The funnel from push to page, how each service is, and how long a takedown takes. */
@Injectable()
export class ReadOverview {
  private readonly publicMedian: PublicMedian;

  constructor(
    private readonly dataSource: DataSource,
    private readonly states: ServiceStates,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) config: ConsoleConfig,
  ) {
    this.publicMedian = publicMedian(config.RIGHTS_URL, () => clock.now().getTime());
  }

  async read() {
    const now = this.clock.now().getTime();
    const [minutes, totals, oldestUnplaced, takedown, publicSecondsToHold, services] = await Promise.all([
      readFunnel(this.dataSource, new Date(now - funnelMinutes * 60_000)),
      readTotals(this.dataSource),
      readOldestUnplaced(this.dataSource),
      readTakedownClock(this.dataSource, new Date(now - clockDays * 86_400_000)),
      this.publicMedian(),
      this.states.ask(),
    ]);
    return { at: new Date(now).toISOString(), steps, minutes, totals, oldestUnplaced: oldestUnplaced ?? null, takedown: takedown ?? null, publicSecondsToHold, services };
  }
}

export type Overview = Awaited<ReturnType<ReadOverview['read']>>;
