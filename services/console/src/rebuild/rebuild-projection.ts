import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { topics, type EventType, type ReceivedEvent } from '@wiredesk/contracts';
import { EventBatch, Rebuild, TopicFollower, type RebuildState, type RebuiltTopic } from '@wiredesk/messaging';
import { CLOCK, LOG, type Clock, type Log } from '@wiredesk/platform';
import { DataSource } from 'typeorm';

import { FollowTopics } from '../follow-topics/follow-topics.consumer.js';
import { projectedTables } from './projected-tables.js';

/** A topic with the handler that its consumer runs, and the types that the handler takes. */
const reading = <T extends EventType>(topic: string, types: readonly T[], handle: (batch: EventBatch<T>) => Promise<void>): RebuiltTopic => ({
  topic,
  apply: (tx, events) => handle(new EventBatch(events.filter((event): event is ReceivedEvent<T> => types.some((type) => type === event.type)), tx)),
});

/**
 * Builds the console's projection anew from the beginnings of the topics, with the consumers' own handlers, while the
 * present one is shown. What compaction has taken from a topic is not in the new one.
 */
@Injectable()
export class RebuildProjection implements OnApplicationShutdown {
  private readonly rebuild: Rebuild;

  constructor(
    dataSource: DataSource,
    follower: TopicFollower,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) log: Log,
  ) {
    const handlers = new FollowTopics();
    this.rebuild = new Rebuild({
      dataSource,
      schema: 'console',
      tables: projectedTables,
      follower,
      log,
      topics: [
        reading(topics.items, ['item.received', 'item.withdrawn'], (batch) => handlers.items(batch)),
        reading(topics.placements, ['item.placed'], (batch) => handlers.placements(batch)),
        reading(topics.clearances, ['item.cleared', 'item.refused'], (batch) => handlers.clearances(batch)),
        reading(topics.publications, ['article.published', 'article.updated', 'article.taken_down', 'article.restored'], (batch) => handlers.publications(batch)),
        reading(topics.receipts, ['receipt.changed'], (batch) => handlers.receipts(batch)),
        reading(topics.holds, ['hold.placed', 'hold.lifted'], (batch) => handlers.holds(batch)),
      ],
    });
  }

  /** Begins in the background. Throws RebuildRunning where one runs. */
  start(): Promise<void> {
    return this.rebuild.start(() => this.clock.now());
  }

  state(): RebuildState {
    return this.rebuild.state();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.rebuild.stop();
  }
}
