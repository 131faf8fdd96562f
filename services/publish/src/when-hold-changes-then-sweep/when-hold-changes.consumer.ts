import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { topics } from '@wiredesk/contracts';
import { KAFKA, type EventBatch } from '@wiredesk/messaging';
import type { Hold } from '@wiredesk/usage-terms';

import { noteHolds } from '../board/hold.store.js';
import { SweepHolds } from './sweep-holds.js';

/** The ledger in this service's database: what a hold covers goes dark, what a lift frees comes back. */
@Controller()
export class WhenHoldChanges {
  constructor(private readonly sweeping: SweepHolds) {}

  @EventPattern(topics.holds, KAFKA, { inbox: 'natural', chunkMax: 50, types: ['hold.placed', 'hold.lifted'] })
  async sweep(@Payload() batch: EventBatch<'hold.placed' | 'hold.lifted'>): Promise<void> {
    const latest = new Map<string, Hold>();
    for (const event of batch.events) {
      const known = latest.get(event.data.holdId);
      if (!known || known.seq < event.data.seq) latest.set(event.data.holdId, event.data as Hold);
    }
    const changed = await noteHolds(batch.tx, [...latest.values()].sort((a, b) => a.seq - b.seq));
    for (const hold of changed) {
      const { events, afterCommit } = await this.sweeping.step(batch.tx, hold, null);
      batch.emit(events);
      batch.afterCommit(afterCommit);
    }
    if (changed.length > 0) batch.afterCommit(() => this.sweeping.wake());
  }
}
