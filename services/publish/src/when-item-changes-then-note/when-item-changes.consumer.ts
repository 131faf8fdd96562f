import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { bodyKey, getBodies, type StoredBody } from '@wiredesk/content-store';
import { topics, type ItemReceived, type ItemWithdrawn } from '@wiredesk/contracts';
import { KAFKA, type EventBatch } from '@wiredesk/messaging';

import type { ArticleRow } from '../board/article.js';
import { noteReceived, noteWithdrawn } from '../board/article.store.js';
import { headOf } from '../board/head.js';
import { latestPerItem } from '../board/latest.js';
import { SettleArticles } from '../board/settle-articles.js';

/** New and revised items: what lists show of them is read once, here. A withdrawn item goes dark without waiting for anybody. */
@Controller()
export class WhenItemChanges {
  constructor(private readonly settling: SettleArticles) {}

  @EventPattern(topics.items, KAFKA, { inbox: 'natural' })
  async note(@Payload() batch: EventBatch<'item.received' | 'item.withdrawn'>): Promise<void> {
    const received: ItemReceived[] = latestPerItem(batch.ofType('item.received').map((event) => event.data), (item) => item.revision);
    const withdrawn: ItemWithdrawn[] = latestPerItem(batch.ofType('item.withdrawn').map((event) => event.data), (item) => item.revision);
    const bodies = await getBodies(batch.tx, received);
    const rows = new Map<string, ArticleRow>();
    const withHeads = received.map((data) => ({ data, head: headOf(data, articleOf(bodies.get(bodyKey(data)))) }));
    for (const row of await noteReceived(batch.tx, withHeads)) rows.set(row.item_id, row);
    for (const row of await noteWithdrawn(batch.tx, withdrawn)) rows.set(row.item_id, row);
    const settled = await this.settling.settle(batch.tx, [...rows.values()]);
    batch.emit(settled.events);
    batch.afterCommit(settled.afterCommit);
  }
}

const articleOf = (body: StoredBody | undefined) => (body === undefined || body.erased ? null : body.article);
