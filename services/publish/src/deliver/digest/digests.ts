import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { inTransaction } from '@wiredesk/persistence';
import { CLOCK, type Clock, CONFIG, LOG, type Log, Repeating } from '@wiredesk/platform';
import { DataSource } from 'typeorm';

import type { PublishConfig } from '../../publish.config.js';
import { queueMessage } from '../delivery.store.js';
import { DeliveryWake } from '../wake.js';
import { countsOf, noteDigest, openNumbersOf, takeDueDigests } from './digest.store.js';

const everyMs = 5 * 60_000;
const subscribersPerStep = 50;
const openMax = 200;

/**
 * Once a day (UTC) each subscriber is told which numbers it was given since the last time and what became of those that
 * it did not receive, so that either side sees a gap. One that chose the types of its messages gets none.
 */
@Injectable()
export class Digests implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly repeating: Repeating;

  constructor(
    private readonly dataSource: DataSource,
    private readonly wake: DeliveryWake,
    @Inject(CONFIG) private readonly config: PublishConfig,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) log: Log,
  ) {
    this.repeating = new Repeating({ name: 'digests', step: () => this.step(), everyMs, log });
  }

  onApplicationBootstrap(): void {
    if (this.config.SUBSCRIBER_DIGESTS) this.repeating.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.repeating.stop();
  }

  /** Makes digests of the day that ended last. Returns whether there may be more to make. */
  async step(): Promise<boolean> {
    const now = this.clock.now();
    const day = new Date(now.getTime() - 86_400_000).toISOString().slice(0, 10);
    const count = await inTransaction(this.dataSource, async (tx) => {
      const dueDigests = await takeDueDigests(tx, day, subscribersPerStep);
      for (const due of dueDigests) {
        const open = await openNumbersOf(tx, due, openMax);
        const detail = {
          day,
          firstSequence: due.told + 1,
          lastSequence: due.sequence,
          counts: await countsOf(tx, due),
          notReceived: open.map(({ sequence, item_id, state, superseded_by }) => ({ sequence, itemId: item_id, state, ...(superseded_by === null ? {} : { supersededBySequence: superseded_by }) })),
          deliveriesUrl: `${this.config.PUBLIC_URL ?? this.config.PORTAL_PUBLIC_URL}/v1/subscribers/${due.id}/deliveries`,
        };
        await noteDigest(tx, due, day, await queueMessage(tx, { subscriberId: due.id, type: 'subscription.digest', detail }, now));
      }
      return dueDigests.length;
    });
    if (count > 0) this.wake.wake();
    return count === subscribersPerStep;
  }
}
