import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { CLOCK, LOG, Metrics, problem, type Clock, type Log } from '@wiredesk/platform';
import { DataSource } from 'typeorm';

import { quietness, type Quietness } from './quiet.decide.js';
import { readHealth, readRefusals, type HealthRow, type Refusal } from './source-health.store.js';

export interface SourceHealthView extends Quietness {
  readonly id: string;
  readonly name: string;
  readonly lastPushAt: string | null;
  readonly lastHour: Counts;
  readonly last24Hours: Counts & { readonly bytes: number };
  readonly quarantined: number;
}

interface Counts {
  readonly pushes: number;
  readonly refusedPushes: number;
  readonly items: { readonly accepted: number; readonly unchanged: number; readonly withdrawn: number; readonly refused: number };
}

const refusalsShown = 20;
const alarmEveryMs = 60_000;

/** How each source does: when it last sent, how much, what went wrong, and whether it has gone quiet. */
@Injectable()
export class SourceHealth implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private quietBefore: ReadonlySet<string> = new Set();

  constructor(
    private readonly dataSource: DataSource,
    private readonly metrics: Metrics,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.alarm(), alarmEveryMs);
    this.timer.unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  async all(): Promise<SourceHealthView[]> {
    const now = this.clock.now();
    return (await readHealth(this.dataSource, null, now)).map((row) => toView(row, now));
  }

  /** One source, with the last calls of it that were refused. */
  async one(id: string): Promise<SourceHealthView & { refusals: Refusal[] }> {
    const now = this.clock.now();
    const [row] = await readHealth(this.dataSource, id, now);
    if (!row) throw problem(404, 'source-unknown', `There is no source "${id}".`);
    return { ...toView(row, now), refusals: await readRefusals(this.dataSource, id, refusalsShown) };
  }

  /** Says once in the log when a source goes quiet or is back, and keeps the gauge for whoever watches it. */
  async alarm(): Promise<void> {
    try {
      const quiet = new Set((await this.all()).filter((source) => source.quiet).map((source) => source.id));
      for (const sourceId of quiet) if (!this.quietBefore.has(sourceId)) this.log.warn({ sourceId }, 'source has gone quiet');
      for (const sourceId of this.quietBefore) if (!quiet.has(sourceId)) this.log.info({ sourceId }, 'source is back');
      this.quietBefore = quiet;
      this.metrics.gauge('wiredesk_ingest_quiet_sources', 'Sources that have been silent for longer than they ever were.').set(quiet.size);
    } catch (error) {
      this.log.warn({ err: error }, 'quiet sources were not looked for this time');
    }
  }
}

const toView = (row: HealthRow, now: Date): SourceHealthView => ({
  id: row.id,
  name: row.name,
  lastPushAt: row.pushedAt[0]?.toISOString() ?? null,
  ...quietness(row.pushedAt.map((at) => at.getTime()), now.getTime(), row.quietAfterSeconds ?? undefined),
  lastHour: { pushes: row.hourPushes, refusedPushes: row.hourRefusedPushes, items: { accepted: row.hourAccepted, unchanged: row.hourUnchanged, withdrawn: row.hourWithdrawn, refused: row.hourRefused } },
  last24Hours: {
    pushes: row.dayPushes,
    refusedPushes: row.dayRefusedPushes,
    items: { accepted: row.dayAccepted, unchanged: row.dayUnchanged, withdrawn: row.dayWithdrawn, refused: row.dayRefused },
    bytes: row.dayBytes,
  },
  quarantined: row.quarantined,
});
