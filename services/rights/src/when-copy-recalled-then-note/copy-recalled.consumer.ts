import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { topics, type ReceivedEvent } from '@wiredesk/contracts';
import { KAFKA, type EventBatch } from '@wiredesk/messaging';

import { noteCopies } from '../recalled-copies/copy.store.js';

const keyOf = ({ data }: ReceivedEvent<'receipt.changed'>): string => `${data.holdId} ${data.copyId}`;

/** Keeps what became of each copy under each hold; the greatest step is its state. */
@Controller()
export class CopyRecalledConsumer {
  @EventPattern(topics.receipts, KAFKA, { inbox: 'natural', chunkMax: 500, paceMs: 100 })
  async recalled(@Payload() batch: EventBatch<'receipt.changed'>): Promise<void> {
    const newest = new Map<string, ReceivedEvent<'receipt.changed'>>();
    for (const event of batch.ofType('receipt.changed')) {
      const known = newest.get(keyOf(event));
      if (!known || known.data.step < event.data.step) newest.set(keyOf(event), event);
    }
    await noteCopies(batch.tx, [...newest.values()].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)));
  }
}
