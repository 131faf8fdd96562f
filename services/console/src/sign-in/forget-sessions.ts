import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { CLOCK, LOG, Repeating, type Clock, type Log } from '@wiredesk/platform';
import { DataSource } from 'typeorm';

import { forgetAttempts } from './attempts.store.js';
import { forgetEndedSessions } from './session.store.js';

const everyMs = 15 * 60_000;
const attemptsKeptMs = 86_400_000;

/** Removes sessions that are over and attempts that no longer count. */
@Injectable()
export class ForgetSessions implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly forgetting: Repeating;

  constructor(dataSource: DataSource, @Inject(CLOCK) clock: Clock, @Inject(LOG) log: Log) {
    const step = async (): Promise<boolean> => {
      const now = clock.now();
      await forgetEndedSessions(dataSource, now);
      await forgetAttempts(dataSource, new Date(now.getTime() - attemptsKeptMs));
      return false;
    };
    this.forgetting = new Repeating({ name: 'forget ended sessions', step, everyMs, log });
  }

  onApplicationBootstrap(): void {
    this.forgetting.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.forgetting.stop();
  }
}
