import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { inTransaction } from '@wiredesk/persistence';
import { CLOCK, CONFIG, LOG, type Clock, type Log } from '@wiredesk/platform';
import { DataSource } from 'typeorm';

import type { IngestConfig } from '../ingest.config.js';
import { dropOldHours, dropOldKeys, dropOldNotices, letClosedCasesGo, letPayloadsGo } from './retention.store.js';

const roundEveryMs = 3_600_000;
const firstRoundAfterMs = 60_000;
const rowsPerStatement = 2_000;
const statementsPerRoundMax = 200;
const noticeDays = 14;
const hourDays = 400;
const dayMs = 86_400_000;

/** Lets go, every hour and in small steps, of what was promised only for a time. Receipts, items and tombstones stay. */
@Injectable()
export class Retention implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private turn: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly dataSource: DataSource,
    @Inject(CONFIG) private readonly config: IngestConfig,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    this.schedule(firstRoundAfterMs);
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.turn;
  }

  private schedule(afterMs: number): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.turn = this.round().then(
        () => this.schedule(roundEveryMs),
        (error: unknown) => {
          this.log.warn({ err: error }, 'what is past its time was not let go this time');
          this.schedule(roundEveryMs);
        },
      );
    }, afterMs);
    this.timer.unref();
  }

  /** One round over everything. */
  async round(): Promise<void> {
    const payloads = await this.repeat(() => inTransaction(this.dataSource, (tx) => letPayloadsGo(tx, this.before(this.config.RECEIPT_PAYLOAD_DAYS), rowsPerStatement)));
    const cases = await this.repeat(() => letClosedCasesGo(this.dataSource, this.before(this.config.RECEIPT_PAYLOAD_DAYS), rowsPerStatement));
    const keys = await this.repeat(() => dropOldKeys(this.dataSource, this.before(this.config.IDEMPOTENCY_DAYS), rowsPerStatement));
    const notices = await this.repeat(() => dropOldNotices(this.dataSource, this.before(noticeDays), rowsPerStatement));
    const hours = await dropOldHours(this.dataSource, this.before(hourDays));
    if (payloads + cases + keys + notices + hours > 0) this.log.info({ payloads, cases, keys, notices, hours }, 'past its time, let go');
  }

  private async repeat(step: () => Promise<number>): Promise<number> {
    let total = 0;
    for (let i = 0; i < statementsPerRoundMax && !this.stopped; i += 1) {
      const count = await step();
      total += count;
      if (count < rowsPerStatement) break;
    }
    return total;
  }

  private before(days: number): Date {
    return new Date(this.clock.now().getTime() - days * dayMs);
  }
}
