import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { topics } from '@wiredesk/contracts';
import { KAFKA, type ConsumeExtras, type EventBatch } from '@wiredesk/messaging';

import { IngestReadings } from '../metrics/ingest-readings.js';
import { Notices } from '../tell-source/notices.js';
import { noticeOfClearance, noticeOfPublication } from '../tell-source/notices.decide.js';
import { isClearance, isPublication, newestPerItem, notesOfPublications } from './latest.decide.js';
import { noteClearances, notePlacements, notePublications } from './progress.store.js';

/** Counters of the producers make repeats harmless; large chunks, because a receipt may be some milliseconds late. */
const extras: ConsumeExtras = { inbox: 'natural', chunkMax: 500, paceMs: 250 };

/** Keeps receipts up to date with what the later services say about an item, and has its source told. */
@Controller()
export class ItemMovesOnConsumer {
  constructor(
    private readonly notices: Notices,
    private readonly readings: IngestReadings,
  ) {}

  @EventPattern(topics.placements, KAFKA, extras)
  async placed(@Payload() batch: EventBatch): Promise<void> {
    await notePlacements(batch.tx, newestPerItem(batch.ofType('item.placed'), (event) => event.data.placement));
  }

  @EventPattern(topics.clearances, KAFKA, extras)
  async cleared(@Payload() batch: EventBatch): Promise<void> {
    const clearances = batch.events.filter(isClearance);
    await noteClearances(batch.tx, newestPerItem(clearances, (event) => event.data.clearance));
    await this.notices.add(batch, clearances.map(noticeOfClearance));
  }

  @EventPattern(topics.publications, KAFKA, extras)
  async published(@Payload() batch: EventBatch): Promise<void> {
    const publications = batch.events.filter(isPublication);
    await notePublications(batch.tx, notesOfPublications(publications));
    await this.notices.add(batch, publications.map(noticeOfPublication));
    const shown = batch.ofType('article.published').filter(({ data }) => data.revision === 1);
    batch.afterCommit(() => this.readings.noteShown(shown.map(({ data }) => data.itemId)));
  }
}
