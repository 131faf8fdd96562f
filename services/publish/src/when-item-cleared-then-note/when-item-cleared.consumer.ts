import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { topics } from '@wiredesk/contracts';
import { KAFKA, type EventBatch } from '@wiredesk/messaging';

import { noteClearance } from '../board/article.store.js';
import { latestPerItem } from '../board/latest.js';
import { SettleArticles } from '../board/settle-articles.js';

/** Rights cleared an item, within terms, or refused it. */
@Controller()
export class WhenItemCleared {
  constructor(private readonly settling: SettleArticles) {}

  @EventPattern(topics.clearances, KAFKA, { inbox: 'natural' })
  async note(@Payload() batch: EventBatch<'item.cleared' | 'item.refused'>): Promise<void> {
    const answers = [...batch.ofType('item.cleared').map((event) => event.data), ...batch.ofType('item.refused').map((event) => event.data)];
    const latest = latestPerItem(answers, (item) => item.clearance);
    const settled = await this.settling.lockAndSettle(batch.tx, latest.map((item) => item.itemId), noteClearance(batch.tx, latest));
    batch.emit(settled.events);
    batch.afterCommit(settled.afterCommit);
  }
}
