import { Inject, Injectable } from '@nestjs/common';
import { inTransaction, type Tx } from '@wiredesk/persistence';
import { CLOCK, CONFIG, type Clock } from '@wiredesk/platform';
import { DataSource } from 'typeorm';

import type { PublishConfig } from '../publish.config.js';
import type { Subscriber } from '../subscribers/subscriber.js';
import { SubscriberDirectory } from '../subscribers/subscriber-directory.js';
import { topicsOf } from '../websub/subscription.decide.js';
import { markTopicsDue } from '../websub/websub.store.js';
import { spread } from './spread.decide.js';
import { endChangesToDeliver, holdersOf, isAnythingToSpread, lockShownArticles, queueDeliveries, takeChangesToDeliver, type ChangeToDeliver, type NewDelivery, type SpreadArticle } from './spread.store.js';

const changesPerStepMax = 500;
/** Changes that come together are told of together; a kept feed page is renewed within that time. */
const feedsSettleMs = 1_000;
/** Rows per transaction, about: articles are locked for as long as they take to write. */
const deliveriesPerStep = 5_000;

/** What a step did. */
export interface Spread {
  /** There may be more to spread. */
  readonly more: boolean;
  /** Deliveries were queued, or followers of feeds are to be told. */
  readonly isAnybodyConcerned: boolean;
}

const nothing: Spread = { more: false, isAnybodyConcerned: false };

/** Puts what became public into the queue of each subscriber that wants it or has it. */
@Injectable()
export class SpreadChanges {
  constructor(
    private readonly dataSource: DataSource,
    private readonly directory: SubscriberDirectory,
    @Inject(CONFIG) private readonly config: PublishConfig,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** One step, in one transaction. */
  async step(): Promise<Spread> {
    if (!(await isAnythingToSpread(this.dataSource))) return nothing;
    return inTransaction(this.dataSource, async (tx) => {
      const subscribers = await this.directory.all(tx);
      const limit = Math.max(1, Math.min(changesPerStepMax, Math.floor(deliveriesPerStep / Math.max(1, subscribers.length))));
      const changes = await takeChangesToDeliver(tx, limit);
      if (changes.length === 0) return nothing;
      const now = this.clock.now();
      const articles = await lockShownArticles(tx, changes.map((change) => change.item_id));
      const followers = await markTopicsDue(tx, [...new Set([...articles.values()].flatMap(topicsOf))], new Date(now.getTime() + feedsSettleMs), now);
      const deliveries = subscribers.length === 0 ? [] : await this.deliveriesOf(tx, changes, articles, subscribers);
      await queueDeliveries(tx, deliveries, now);
      endChangesToDeliver(tx, changes.map((change) => change.id));
      return { more: changes.length === limit, isAnybodyConcerned: deliveries.length + followers > 0 };
    });
  }

  private async deliveriesOf(tx: Tx, changes: readonly ChangeToDeliver[], articles: ReadonlyMap<string, SpreadArticle>, subscribers: readonly Subscriber[]): Promise<NewDelivery[]> {
    const holders = await holdersOf(tx, changes.map((change) => change.item_id));
    return spread(changes, articles, holders, subscribers, { certifiedOnly: this.config.CONFORMANCE_REQUIRED, canarySourceId: this.config.CANARY_SOURCE_ID });
  }
}
