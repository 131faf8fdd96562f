import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { topics } from '@wiredesk/contracts';
import { KAFKA, type EventBatch } from '@wiredesk/messaging';

import { ClearOrRefuse } from './item-changes.handler.js';

/** Our revision of the item makes repeats harmless, so no inbox is kept. */
@Controller()
export class ItemChangesConsumer {
  constructor(private readonly clearing: ClearOrRefuse) {}

  @EventPattern(topics.items, KAFKA, { inbox: 'natural', chunkMax: 300 })
  async changed(@Payload() batch: EventBatch<'item.received' | 'item.withdrawn'>): Promise<void> {
    await this.clearing.handle(batch);
  }
}
