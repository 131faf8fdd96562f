import { randomBytes } from 'node:crypto';

import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { CLOCK, CONFIG, LOG, Outgoing, Repeating, type Clock, type Log } from '@wiredesk/platform';
import { DataSource } from 'typeorm';

import type { IngestConfig } from '../ingest.config.js';
import { askAgainAfterSeconds, type Subscription } from './subscription.decide.js';
import { addSubscription, feedsWithNewHub, noteAsked, removeSubscription, takeDueSubscriptions } from './websub.store.js';

const lookEveryMs = 15_000;
const asksAtOnce = 8;
const leaseAskedSeconds = 10 * 86_400;
const callTimeoutMs = 10_000;
const answerBytesMax = 64 * 1024;

/** Subscribes at the hubs that feeds name, renews before the lease ends, and ends what is not wanted any more (WebSub §5). */
@Injectable()
export class WebSubSubscriptions implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly looking: Repeating;

  constructor(
    private readonly dataSource: DataSource,
    private readonly outgoing: Outgoing,
    @Inject(CONFIG) private readonly config: IngestConfig,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
  ) {
    this.looking = new Repeating({ name: 'hubs', step: () => this.look(), everyMs: lookEveryMs, log });
  }

  onApplicationBootstrap(): void {
    // A hub can only call back where it can reach us.
    if (this.config.PUBLIC_URL !== undefined) this.looking.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.looking.stop();
  }

  /** One look: new hubs are adopted, and what is due is asked for; true where more may be due. */
  async look(): Promise<boolean> {
    const now = this.clock.now();
    for (const feed of await feedsWithNewHub(this.dataSource)) {
      await addSubscription(this.dataSource, { ...feed, token: randomBytes(24).toString('base64url'), secret: randomBytes(32).toString('base64url') }, now);
    }
    const due = await takeDueSubscriptions(this.dataSource, now, asksAtOnce);
    await Promise.all(due.map((subscription) => this.ask(subscription)));
    return due.length === asksAtOnce;
  }

  private async ask(subscription: Subscription & { attempts: number }): Promise<void> {
    const error = await this.send(subscription);
    if (!subscription.wanted && error === null) return removeSubscription(this.dataSource, subscription.token);
    const againAt = new Date(this.clock.now().getTime() + askAgainAfterSeconds(subscription.attempts) * 1000);
    await noteAsked(this.dataSource, subscription.sourceId, againAt, error);
    this.log.info({ sourceId: subscription.sourceId, hub: subscription.hub, attempts: subscription.attempts, error }, 'hub was asked');
  }

  /** null where the hub accepted the wish; it verifies it by calling back. */
  private async send({ hub, topic, token, secret, wanted }: Subscription): Promise<string | null> {
    const form = new URLSearchParams({
      'hub.mode': wanted ? 'subscribe' : 'unsubscribe',
      'hub.topic': topic,
      'hub.callback': `${this.config.PUBLIC_URL}/websub/${token}`,
      'hub.secret': secret,
      'hub.lease_seconds': String(leaseAskedSeconds),
    });
    try {
      const answer = await this.outgoing.call(hub, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: form.toString(), timeoutMs: callTimeoutMs, bytesMax: answerBytesMax });
      return answer.status >= 200 && answer.status < 300 ? null : `the hub answered ${answer.status}: ${answer.body.toString('utf8').slice(0, 150)}`;
    } catch (error) {
      return (error as Error).message;
    }
  }
}
