import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { topics } from '@wiredesk/contracts';
import { latestBodies } from '@wiredesk/content-store';
import { Fingerprinter } from '@wiredesk/fingerprints';
import { KAFKA, type ConsumeExtras, type EventBatch } from '@wiredesk/messaging';
import type { Tx } from '@wiredesk/persistence';
import { CLOCK, type Clock } from '@wiredesk/platform';

import { takePlacingTurn } from '../placing/lookup.store.js';
import { placeAgain, promote } from '../placing/promote.js';
import { holdTexts, liftTexts } from '../stay-down/held-text.store.js';
import { forgetMatchesOfHolds } from '../stay-down/match.store.js';
import { heldTextOf } from '../stay-down/read-incoming.js';
import { guardedHolds, type GuardedHold } from './guard.decide.js';
import { itemsOfHold, noteHolds } from './hold.store.js';

const extras: ConsumeExtras = { inbox: 'natural', chunkMax: 200, types: ['hold.placed', 'hold.lifted'] };
const textsPerHoldMax = 64;

/**
 * Keeps down what is held: its fingerprints go into the stay-down index within this transaction, so that the next item
 * already meets them, and stay when the text is erased. A lift takes them out and gives back what they held.
 */
@Controller()
export class HoldsConsumer {
  constructor(
    private readonly prints: Fingerprinter,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @EventPattern(topics.holds, KAFKA, extras)
  async guard(@Payload() batch: EventBatch<'hold.placed' | 'hold.lifted'>): Promise<void> {
    const holds = guardedHolds([...batch.ofType('hold.placed').map(({ data }) => data), ...batch.ofType('hold.lifted').map(({ data }) => data)]);
    takePlacingTurn(batch.tx);
    const fresh = await noteHolds(batch.tx, holds);
    const changed = holds.filter((hold) => fresh.has(hold.holdId));
    for (const hold of changed.filter((one) => !one.lifted && one.guards)) await this.hold(batch.tx, hold);
    const now = this.clock.now();
    const lifted = changed.filter((hold) => hold.lifted).map((hold) => hold.holdId);
    if (lifted.length > 0) {
      await liftTexts(batch.tx, lifted, now);
      batch.emit(await placeAgain(batch.tx, await forgetMatchesOfHolds(batch.tx, lifted), now));
    }
    // Which copies of a derived text the hold is about depends on the item that it names.
    batch.emit(await promote(batch.tx, changed.flatMap((hold) => (hold.scope === 'story' && hold.itemId !== null ? [hold.itemId] : [])), now));
  }

  private async hold(tx: Tx, hold: GuardedHold): Promise<void> {
    const items = await itemsOfHold(tx, hold, textsPerHoldMax);
    const bodies = await latestBodies(tx, items);
    const named = { holdId: hold.holdId, spreads: hold.scope === 'story', caseNumber: hold.caseNumber };
    const texts = items.flatMap((itemId) => heldTextOf(named, itemId, bodies.get(itemId)?.article?.bodyText ?? '', this.prints) ?? []);
    await holdTexts(tx, texts, this.clock.now());
  }
}
