import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { bodyKey, getBodies, type StoredBody } from '@wiredesk/content-store';
import { topics, type ItemReceived, type ItemWithdrawn } from '@wiredesk/contracts';
import { KAFKA, type EventBatch } from '@wiredesk/messaging';
import type { Tx } from '@wiredesk/persistence';

import type { ArticleRow } from '../board/article.js';
import { noteReceived, noteWithdrawn, type ReceivedWithHead } from '../board/article.store.js';
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
    const withHeads = received.map((data) => ({ data, head: headOf(data, articleOf(bodies.get(bodyKey(data)))) }));
    const settled = await this.settling.settle(batch.tx, await changedRows(batch.tx, withHeads, withdrawn));
    batch.emit(settled.events);
    batch.afterCommit(settled.afterCommit);
  }
}

/** Of an item that is in both lists, the row as it is after both. */
const changedRows = async (tx: Tx, received: readonly ReceivedWithHead[], withdrawn: readonly ItemWithdrawn[]): Promise<ArticleRow[]> => {
  const [first, second] = await Promise.all([noteReceived(tx, received), noteWithdrawn(tx, withdrawn)]);
  return [...new Map([...first, ...second].map((row) => [row.item_id, row])).values()];
};

const articleOf = (body: StoredBody | undefined) => (body === undefined || body.erased ? null : body.article);
