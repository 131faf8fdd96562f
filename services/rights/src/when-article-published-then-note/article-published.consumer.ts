import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { topics } from '@wiredesk/contracts';
import { KAFKA, type EventBatch } from '@wiredesk/messaging';

import { TakedownTimes } from '../metrics/takedown-times.js';

/** The first time counts; a repeat, a restoral and an update say nothing new. */
const noteShown = `
insert into shown_item (item_id, first_shown_at) select * from unnest($1::uuid[], $2::timestamptz[])
on conflict (item_id) do nothing`;

/** Notes which items were ever seen in public: of one that never was, no copy can be owed. */
@Controller()
export class ArticlePublishedConsumer {
  constructor(private readonly times: TakedownTimes) {}

  @EventPattern(topics.publications, KAFKA, { inbox: 'natural', chunkMax: 500, paceMs: 250 })
  async published(@Payload() batch: EventBatch): Promise<void> {
    const dark = batch.ofType('article.taken_down');
    batch.afterCommit(() => {
      for (const { data } of dark) if (data.holdId !== null) this.times.noteDark(data.holdId, data.at);
    });
    const first = new Map<string, string>();
    for (const { data } of batch.ofType('article.published')) if (!first.has(data.itemId)) first.set(data.itemId, data.at);
    if (first.size === 0) return;
    const shown = [...first].sort(([a], [b]) => (a < b ? -1 : 1));
    await batch.tx.query(noteShown, [shown.map(([itemId]) => itemId), shown.map(([, at]) => at)]);
  }
}
