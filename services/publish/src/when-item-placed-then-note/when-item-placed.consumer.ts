import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { topics } from '@wiredesk/contracts';
import { KAFKA, type EventBatch } from '@wiredesk/messaging';

import { notePlaced } from '../board/article.store.js';
import { latestPerItem } from '../board/latest.js';
import { SettleArticles } from '../board/settle-articles.js';

/** An item stands in a story: only the canonical one of a story is shown, and holds of the story cover it. */
@Controller()
export class WhenItemPlaced {
  constructor(private readonly settling: SettleArticles) {}

  @EventPattern(topics.placements, KAFKA, { inbox: 'natural' })
  async note(@Payload() batch: EventBatch<'item.placed'>): Promise<void> {
    const placed = latestPerItem(batch.ofType('item.placed').map((event) => event.data), (item) => item.placement);
    const settled = await this.settling.lockAndSettle(batch.tx, placed.map((item) => item.itemId), notePlaced(batch.tx, placed));
    batch.emit(settled.events);
    batch.afterCommit(settled.afterCommit);
  }
}
