import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Fingerprinter } from '@wiredesk/fingerprints';
import { CLOCK, LOG, Repeating, type Clock, type Log } from '@wiredesk/platform';
import { DataSource } from 'typeorm';

import { readNewestItems } from './boilerplate.store.js';
import { KnownBoilerplate } from './known-boilerplate.js';
import { learnBoilerplate } from './learn-boilerplate.js';

const refreshEveryMs = 20_000;
/** Learning reads up to 2,000 bodies: half a second of work, every five minutes. */
const turnsPerLearning = 15;

/** Learns boilerplate now and then, and takes over what other replicas learned. */
@Injectable()
export class BoilerplateTimer implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly repeating: Repeating;
  private turns = 0;
  /** The newest item when it was last looked: while it is the newest there is nothing to learn. */
  private newest = '';

  constructor(
    private readonly dataSource: DataSource,
    private readonly known: KnownBoilerplate,
    private readonly prints: Fingerprinter,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
  ) {
    this.repeating = new Repeating({ name: 'boilerplate', step: () => this.turn(), everyMs: refreshEveryMs, log });
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.known.refresh();
    this.repeating.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.repeating.stop();
  }

  private async turn(): Promise<false> {
    this.turns += 1;
    if (this.turns % turnsPerLearning === 0) await this.learn();
    await this.known.refresh();
    return false;
  }

  private async learn(): Promise<void> {
    const [newest] = await readNewestItems(this.dataSource, 1);
    if (!newest || newest.itemId === this.newest) return;
    const found = await learnBoilerplate(this.dataSource, this.prints, this.clock.now());
    this.newest = newest.itemId;
    this.log.info({ found }, 'looked for boilerplate');
  }
}
