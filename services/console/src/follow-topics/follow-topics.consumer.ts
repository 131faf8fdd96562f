import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { topics, type ReceivedEvent } from '@wiredesk/contracts';
import { KAFKA, type ConsumeExtras, type EventBatch } from '@wiredesk/messaging';
import type { Hold } from '@wiredesk/usage-terms';

import { greatestBy } from './greatest-by.js';
import { noteHolds, noteItems, noteMoments, noteStories, type Moment } from './timeline.store.js';

const momentOf = (event: ReceivedEvent): Moment => ({ eventId: event.id, itemId: (event.data as { itemId: string }).itemId, at: event.time, type: event.type, data: event.data });

/** People look at it, and nothing waits for it. */
const following: ConsumeExtras = { inbox: 'natural', chunkMax: 500, paceMs: 400 };

/** Reads every topic into the projection. Natural keys make repeats harmless, so no inbox is kept. */
@Controller()
export class FollowTopics {
  @EventPattern(topics.items, KAFKA, following)
  async items(@Payload() batch: EventBatch<'item.received' | 'item.withdrawn'>): Promise<void> {
    await noteItems(batch.tx, greatestBy(batch.events.map((event) => event.data), (item) => item.itemId, (item) => item.revision));
    await noteMoments(batch.tx, batch.events.map(momentOf));
  }

  @EventPattern(topics.placements, KAFKA, following)
  async placements(@Payload() batch: EventBatch<'item.placed'>): Promise<void> {
    await noteStories(batch.tx, greatestBy(batch.events.map((event) => event.data), (item) => item.itemId, (item) => item.placement));
    await noteMoments(batch.tx, batch.events.map(momentOf));
  }

  @EventPattern(topics.clearances, KAFKA, following)
  async clearances(@Payload() batch: EventBatch<'item.cleared' | 'item.refused'>): Promise<void> {
    await noteMoments(batch.tx, batch.events.map(momentOf));
  }

  @EventPattern(topics.publications, KAFKA, following)
  async publications(@Payload() batch: EventBatch<'article.published' | 'article.updated' | 'article.taken_down' | 'article.restored'>): Promise<void> {
    await noteMoments(batch.tx, batch.events.map(momentOf));
  }

  @EventPattern(topics.receipts, KAFKA, following)
  async receipts(@Payload() batch: EventBatch<'receipt.changed'>): Promise<void> {
    await noteMoments(batch.tx, batch.events.map(momentOf));
  }

  @EventPattern(topics.holds, KAFKA, { ...following, types: ['hold.placed', 'hold.lifted'] })
  async holds(@Payload() batch: EventBatch<'hold.placed' | 'hold.lifted'>): Promise<void> {
    await noteHolds(batch.tx, greatestBy(batch.events.map((event) => event.data as Hold), (hold) => hold.holdId, (hold) => hold.seq));
  }
}
