import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { topics } from '@wiredesk/contracts';
import { KAFKA, type ConsumeExtras, type EventBatch } from '@wiredesk/messaging';

import { isClearance, isPublication, newestPerItem, notesOfPublications } from './latest.decide.js';
import { noteClearances, notePlacements, notePublications } from './progress.store.js';

/** Counters of the producers make repeats harmless; large chunks, because a receipt may be some milliseconds late. */
const extras: ConsumeExtras = { inbox: 'natural', chunkMax: 500 };

/** Keeps receipts up to date with what the later services say about an item. */
@Controller()
export class ItemMovesOnConsumer {
  @EventPattern(topics.placements, KAFKA, extras)
  async placed(@Payload() batch: EventBatch): Promise<void> {
    await notePlacements(batch.tx, newestPerItem(batch.ofType('item.placed'), (event) => event.data.placement));
  }

  @EventPattern(topics.clearances, KAFKA, extras)
  async cleared(@Payload() batch: EventBatch): Promise<void> {
    await noteClearances(batch.tx, newestPerItem(batch.events.filter(isClearance), (event) => event.data.clearance));
  }

  @EventPattern(topics.publications, KAFKA, extras)
  async published(@Payload() batch: EventBatch): Promise<void> {
    await notePublications(batch.tx, notesOfPublications(batch.events.filter(isPublication)));
  }
}
