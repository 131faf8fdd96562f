import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { topics, type CopyState, type ReceiptChanged, type ReceivedEvent } from '@wiredesk/contracts';
import { KAFKA, type EventBatch } from '@wiredesk/messaging';
import { Metrics } from '@wiredesk/platform';

import { TakedownTimes } from '../metrics/takedown-times.js';
import { noteCopies } from '../recalled-copies/copy.store.js';

const keyOf = ({ data }: ReceivedEvent<'receipt.changed'>): string => `${data.holdId} ${data.copyId}`;

/** All are shown from the start, so that a rate over them has a beginning. */
const states: readonly CopyState[] = ['owed', 'sent', 'delivered', 'acknowledged', 'verified_gone', 'overdue', 'unreachable', 'released'];

/** Keeps what became of each copy under each hold; the greatest step is its state. */
@Controller()
export class CopyRecalledConsumer {
  private readonly counted;

  constructor(
    private readonly times: TakedownTimes,
    metrics: Metrics,
  ) {
    this.counted = metrics.counter('wiredesk_recall_states_total', 'Changes of copies under a hold, by the state that they came to.', ['state']);
    for (const state of states) this.counted.inc({ state }, 0);
  }

  @EventPattern(topics.receipts, KAFKA, { inbox: 'natural', chunkMax: 500, paceMs: 100 })
  async recalled(@Payload() batch: EventBatch<'receipt.changed'>): Promise<void> {
    const newest = new Map<string, ReceivedEvent<'receipt.changed'>>();
    for (const event of batch.ofType('receipt.changed')) {
      const known = newest.get(keyOf(event));
      if (!known || known.data.step < event.data.step) newest.set(keyOf(event), event);
    }
    await noteCopies(batch.tx, [...newest.values()].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)));
    batch.afterCommit(() => batch.ofType('receipt.changed').forEach(({ data }) => this.count(data)));
  }

  private count({ holdId, state }: ReceiptChanged): void {
    this.counted.inc({ state });
    if (state === 'acknowledged' || state === 'verified_gone') this.times.noteProven(holdId);
  }
}
