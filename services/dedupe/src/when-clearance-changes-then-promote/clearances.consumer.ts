import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { topics } from '@wiredesk/contracts';
import { KAFKA, type ConsumeExtras, type EventBatch } from '@wiredesk/messaging';
import { CLOCK, type Clock } from '@wiredesk/platform';

import { changesAfter } from '../placing/permitted.decide.js';
import { noteDue } from '../placing/placement.store.js';
import { promote } from '../placing/promote.js';
import { answerOfCleared, answerOfRefused, changesChoice, newestAnswers } from './clearance.decide.js';
import { noteClearances } from './clearance.store.js';

const extras: ConsumeExtras = { inbox: 'natural', chunkMax: 500, paceMs: 100 };

/**
 * Notes what rights says of items. Only where that lets a story's canonical come out differently (a refusal, or the
 * end of one) the placing turn is taken: the first clearance of an item, by far the most frequent, is one upsert.
 */
@Controller()
export class ClearancesConsumer {
  constructor(@Inject(CLOCK) private readonly clock: Clock) {}

  @EventPattern(topics.clearances, KAFKA, extras)
  async note(@Payload() batch: EventBatch<'item.cleared' | 'item.refused'>): Promise<void> {
    const answers = newestAnswers([...batch.ofType('item.cleared').map(({ data }) => answerOfCleared(data)), ...batch.ofType('item.refused').map(({ data }) => answerOfRefused(data))]);
    const now = this.clock.now();
    const before = await noteClearances(batch.tx, answers);
    const fresh = answers.filter((answer) => before.has(answer.itemId));
    noteDue(batch.tx, fresh.flatMap((answer) => changesAfter(answer, null, now.getTime()).map((atMs) => ({ itemId: answer.itemId, atMs }))));
    const changed = fresh.filter((answer) => changesChoice(before.get(answer.itemId) ?? null, answer, now.getTime()));
    batch.emit(await promote(batch.tx, changed.map((answer) => answer.itemId), now));
  }
}
