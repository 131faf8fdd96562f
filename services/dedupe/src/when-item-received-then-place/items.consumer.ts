import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { topics } from '@wiredesk/contracts';
import { Fingerprinter } from '@wiredesk/fingerprints';
import { KAFKA, type ConsumeExtras, type EventBatch } from '@wiredesk/messaging';
import { CLOCK, Metrics, type Clock } from '@wiredesk/platform';

import { KnownBoilerplate } from '../boilerplate/known-boilerplate.js';
import { placeItems } from '../placing/place-items.js';

/** An item's own revision makes a repeat harmless. Larger chunks gain little and hold the placing turn for longer. */
const extras: ConsumeExtras = { inbox: 'natural', chunkMax: 128 };

/** Places items that ingest received, and those that their upstream withdrew. */
@Controller()
export class ItemsConsumer {
  private readonly placed: ReturnType<Metrics['counter']>;

  constructor(
    private readonly prints: Fingerprinter,
    private readonly boilerplate: KnownBoilerplate,
    @Inject(CLOCK) private readonly clock: Clock,
    metrics: Metrics,
  ) {
    this.placed = metrics.counter('wiredesk_placements_total', 'Placements said, by relation and by what decided.', ['relation', 'decided_by']);
  }

  @EventPattern(topics.items, KAFKA, extras)
  async place(@Payload() batch: EventBatch<'item.received' | 'item.withdrawn'>): Promise<void> {
    const chunk = { received: batch.ofType('item.received').map(({ data }) => data), withdrawn: batch.ofType('item.withdrawn').map(({ data }) => data) };
    const events = await placeItems(batch.tx, chunk, { prints: this.prints, clock: this.clock, boilerplateOf: (sourceId) => this.boilerplate.of(sourceId) });
    batch.emit(events);
    batch.afterCommit(() => {
      for (const { data } of events) this.placed.inc({ relation: String(data['relation']), decided_by: String(data['decidedBy']) });
    });
  }
}
