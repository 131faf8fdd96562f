import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { topics } from '@wiredesk/contracts';
import { KAFKA, type ConsumeExtras, type EventBatch } from '@wiredesk/messaging';

import { ReceiveByKafka } from './receive-by-kafka.handler.js';

/** Bodies of up to 1 MB: a chunk of them stays within some tens of megabytes. The inbox leaves out what Kafka brings twice. */
const extras: ConsumeExtras = { inbox: 'table', chunkMax: 32 };

/** `wiredesk.intake.v1`: the door for upstreams inside the house. */
@Controller()
export class ReceiveByKafkaConsumer {
  constructor(private readonly receiver: ReceiveByKafka) {}

  @EventPattern(topics.intake, KAFKA, extras)
  async offered(@Payload() batch: EventBatch): Promise<void> {
    await this.receiver.take(batch.ofType('payload.offered'));
  }
}
