import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { CLOCK, CONFIG, LOG, type Clock, type Log } from '@wiredesk/platform';
import { DataSource } from 'typeorm';

import type { IngestConfig } from '../ingest.config.js';
import { markDone, markFailed, openForwardings, takeDue, type OwedForwarding } from './licence-forwarding.store.js';

const callTimeoutMs = 3_000;
const lookEveryMs = 1_000;
/** While nothing is owed; another replica may have noted something and died. */
const lookIdleEveryMs = 15_000;

/**
 * Tells rights the licence of each source (`PUT /v1/sources/{id}/grant`). What is owed is a row, so it is told
 * however long rights is away: at once, then after 1, 2, 4 … 60 seconds.
 */
@Injectable()
export class LicenceForwarding implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;
  private turn: Promise<void> = Promise.resolve();

  constructor(
    private readonly dataSource: DataSource,
    @Inject(CONFIG) private readonly config: IngestConfig,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    this.schedule(0);
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.turn;
  }

  /** One attempt for one source, now; what fails is tried again later. */
  async tryNow(sourceId: string): Promise<void> {
    const [owed] = await takeDue(this.dataSource, this.clock.now(), sourceId);
    if (!owed) return;
    await this.forward(owed);
    this.schedule(lookEveryMs);
  }

  private schedule(afterMs: number): void {
    clearTimeout(this.timer);
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.turn = this.look();
    }, afterMs);
    this.timer.unref();
  }

  private async look(): Promise<void> {
    let open = 1;
    try {
      for (const owed of await takeDue(this.dataSource, this.clock.now(), null)) await this.forward(owed);
      open = await openForwardings(this.dataSource);
    } catch (error) {
      this.log.warn({ err: error }, 'licences were not forwarded this time');
    }
    this.schedule(open > 0 ? lookEveryMs : lookIdleEveryMs);
  }

  private async forward(owed: OwedForwarding): Promise<void> {
    const error = await this.put(owed);
    if (error === undefined) await markDone(this.dataSource, owed, this.clock.now());
    else await markFailed(this.dataSource, owed, error);
    this.log.info({ sourceId: owed.sourceId, attempt: owed.attempts, ...(error === undefined ? {} : { error }) }, error === undefined ? 'licence forwarded' : 'licence not forwarded yet');
  }

  /** undefined when rights has it, else what went wrong. */
  private async put({ sourceId, settings }: OwedForwarding): Promise<string | undefined> {
    try {
      const answer = await fetch(`${this.config.RIGHTS_URL}/v1/sources/${sourceId}/grant`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${this.config.SERVICE_TOKEN ?? ''}` },
        body: JSON.stringify({ name: settings.name, licence: settings.licence ?? null }),
        signal: AbortSignal.timeout(callTimeoutMs),
        redirect: 'error',
      });
      const text = await answer.text();
      return answer.ok ? undefined : `rights answered ${answer.status}: ${text.slice(0, 200)}`;
    } catch (error) {
      return `rights cannot be reached: ${(error as Error).message}`;
    }
  }
}
