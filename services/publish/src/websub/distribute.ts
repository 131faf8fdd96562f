import { createHmac } from 'node:crypto';

import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { CLOCK, type Clock, CONFIG, LOG, type Log, Metrics, Outgoing, Repeating } from '@wiredesk/platform';
import { DataSource } from 'typeorm';

import { DeliveryWake } from '../deliver/wake.js';
import type { PublishConfig } from '../publish.config.js';
import { FetchPlaces, type Fetched } from '../recall/fetch-places.js';
import { waitAfterAttempt } from './subscription.decide.js';
import { endSubscriptions, finishSubscriptions, isAnythingDue, pruneSubscriptions, takeDueSubscriptions, type DueSubscription, type Told } from './websub.store.js';

const everyMs = 2_000;
const perStep = 64;
const heldForMs = 60_000;
const atOnce = 16;
const timeoutMs = 15_000;
const answerBytesMax = 16 * 1024;
const pruneEveryMs = 3_600_000;
const errorCharsMax = 200;

/** Sends feeds that changed to those who follow them (§7), whole, with the type and links that the feed itself has. */
@Injectable()
export class Distribute implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly repeating: readonly Repeating[];
  private readonly counted;

  constructor(
    private readonly dataSource: DataSource,
    private readonly places: FetchPlaces,
    private readonly outgoing: Outgoing,
    @Inject(CONFIG) private readonly config: PublishConfig,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) log: Log,
    wake: DeliveryWake,
    metrics: Metrics,
  ) {
    const distribute = new Repeating({ name: 'websub', everyMs, log, step: () => this.step() });
    const pruning = new Repeating({ name: 'websub leases', everyMs: pruneEveryMs, log, step: async () => (await pruneSubscriptions(dataSource, clock.now()), false) });
    this.repeating = [distribute, pruning];
    this.counted = metrics.counter('wiredesk_websub_distributions_total', 'Feeds sent to WebSub subscribers, by outcome.', ['outcome']);
    wake.onSpread(() => distribute.wake());
  }

  onApplicationBootstrap(): void {
    for (const one of this.repeating) one.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.repeating.map((one) => one.stop()));
  }

  private async step(): Promise<boolean> {
    const now = this.clock.now();
    if (!this.places.canFetch || !(await isAnythingDue(this.dataSource, now))) return false;
    const heldUntil = new Date(now.getTime() + heldForMs);
    const due = await takeDueSubscriptions(this.dataSource, now, perStep, heldUntil);
    const feeds = new Map<string, Fetched>();
    for (const topic of new Set(due.map((one) => one.topic))) feeds.set(topic, await this.places.fetch(topic, '*/*'));
    for (let at = 0; at < due.length; at += atOnce) {
      const slice = due.slice(at, at + atOnce);
      const answers = await Promise.all(slice.map((one) => this.tell(one, feeds.get(one.topic))));
      const ended = answers.flatMap(({ id, status }) => (status === 410 ? [id] : []));
      await endSubscriptions(this.dataSource, ended);
      await finishSubscriptions(this.dataSource, answers.filter(({ id }) => !ended.includes(id)), heldUntil);
    }
    return due.length === perStep;
  }

  private async tell(subscription: DueSubscription, feed: Fetched | undefined): Promise<Told> {
    const later = (): Date => new Date(this.clock.now().getTime() + waitAfterAttempt(subscription.attempts));
    const told = { id: subscription.id, status: null, error: null };
    if (feed?.status !== 200) return { ...told, dueAt: later(), error: `the feed answers ${feed?.status ?? 0}` };
    try {
      const answer = await this.outgoing.call(subscription.callback, { method: 'POST', headers: this.headersOf(subscription, feed), body: feed.text, timeoutMs, bytesMax: answerBytesMax });
      const received = answer.status >= 200 && answer.status <= 299;
      this.counted.inc({ outcome: received ? 'received' : 'refused' });
      return { ...told, dueAt: received ? null : later(), status: answer.status };
    } catch (error) {
      this.counted.inc({ outcome: 'failed' });
      return { ...told, dueAt: later(), error: (error as Error).message.slice(0, errorCharsMax) };
    }
  }

  private headersOf({ topic, secret }: DueSubscription, feed: Fetched): Record<string, string> {
    const { PORTAL_PUBLIC_URL: site } = this.config;
    return {
      'content-type': feed.contentType,
      link: `<${site}/websub>; rel="hub", <${site}${topic}>; rel="self"`,
      'user-agent': 'Wiredesk/1',
      ...(secret === null ? {} : { 'x-hub-signature': `sha256=${createHmac('sha256', secret).update(feed.text).digest('hex')}` }),
    };
  }
}
