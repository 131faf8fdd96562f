import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { CLOCK, LOG, Repeating, type Clock, type Log } from '@wiredesk/platform';
import { DataSource } from 'typeorm';

import { coarsenOldSamples, forgetOldKeys } from './thin-old.js';

const everyMs = 10 * 60_000;

/** Makes sketches smaller as they grow old, so that a year's articles do not cost what a month's do. */
@Injectable()
export class ThinSketches implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly thinning: Repeating;

  constructor(dataSource: DataSource, @Inject(CLOCK) clock: Clock, @Inject(LOG) log: Log) {
    const step = async (): Promise<boolean> => {
      const now = clock.now();
      const keys = await forgetOldKeys(dataSource, now);
      const samples = await coarsenOldSamples(dataSource, now);
      return keys || samples;
    };
    this.thinning = new Repeating({ name: 'thin sketches', step, everyMs, log });
  }

  onApplicationBootstrap(): void {
    this.thinning.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.thinning.stop();
  }
}
