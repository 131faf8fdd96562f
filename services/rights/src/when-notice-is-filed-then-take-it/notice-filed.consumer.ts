import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { topics } from '@wiredesk/contracts';
import { KAFKA, type EventBatch } from '@wiredesk/messaging';
import { check } from '@wiredesk/platform';

import { notice } from '../order-takedown/notice.js';
import { OrderTakedown } from '../order-takedown/order-takedown.handler.js';

/**
 * `wiredesk.notices.v1`: a notice is taken as if it came by HTTP from outside, by the same schema and the same guards. It
 * opens its case in a transaction of its own, once per `noticeId`, so that a repeat finds it done; one that cannot be
 * read goes to the dead letters with the fields to mend.
 */
@Controller()
export class NoticeFiledConsumer {
  constructor(private readonly takedown: OrderTakedown) {}

  @EventPattern(topics.notices, KAFKA, { inbox: 'natural', chunkMax: 1 })
  async filed(@Payload() batch: EventBatch<'notice.filed'>): Promise<void> {
    for (const { data } of batch.events) {
      const stated = check(notice, data.notice);
      await this.takedown.order(stated, { channel: 'kafka', language: stated.language ?? 'en', key: data.noticeId, actor: 'claimant' });
    }
  }
}
