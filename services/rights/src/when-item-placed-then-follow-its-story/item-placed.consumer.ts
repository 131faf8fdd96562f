import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { automaticRelations, topics, type ReceivedEvent } from '@wiredesk/contracts';
import { KAFKA, type EventBatch } from '@wiredesk/messaging';
import { CLOCK, type Clock } from '@wiredesk/platform';

import { holdsNamed, lockedSeq, placeHolds } from '../hold-ledger/ledger.store.js';
import { followingHolds, type Move, type StandingHold } from './decide.js';
import { lockedStandings, saveStandings, scopesOfTargets } from './story.store.js';

const newestPerItem = (events: readonly ReceivedEvent<'item.placed'>[]): ReceivedEvent<'item.placed'>[] => {
  const newest = new Map<string, ReceivedEvent<'item.placed'>>();
  for (const event of events) {
    const known = newest.get(event.data.itemId);
    if (!known || known.data.placement < event.data.placement) newest.set(event.data.itemId, event);
  }
  return [...newest.values()].sort((a, b) => (a.data.itemId < b.data.itemId ? -1 : 1));
};

/** Notes in which story an item stands, and lets holds of scope story follow what they hold. */
@Controller()
export class ItemPlacedConsumer {
  constructor(@Inject(CLOCK) private readonly clock: Clock) {}

  @EventPattern(topics.placements, KAFKA, { inbox: 'natural', chunkMax: 300, paceMs: 100 })
  async placed(@Payload() batch: EventBatch<'item.placed'>): Promise<void> {
    const { tx } = batch;
    const events = newestPerItem(batch.ofType('item.placed'));
    const was = await lockedStandings(tx, events.map(({ data }) => data.itemId));
    const newer = events.filter(({ data }) => (was.get(data.itemId)?.placement ?? 0) < data.placement);
    if (newer.length === 0) return;
    saveStandings(tx, newer);
    const moves: Move[] = newer.flatMap(({ data }) => {
      const from = was.get(data.itemId) ?? null;
      const { storyId, relation } = data;
      const isSame = from?.storyId === storyId && automaticRelations.includes(relation) === automaticRelations.includes(from.relation);
      return isSame ? [] : [{ itemId: data.itemId, from, to: { storyId, relation } }];
    });
    if (moves.length === 0) return;
    // Under the ledger's lock: a hold that is being placed on the story that an item leaves is either seen here, or its placer sees the move.
    const [, standing] = await Promise.all([lockedSeq(tx), this.standingHolds(batch, moves)]);
    if (standing.length === 0) return;
    await placeHolds(tx, (more) => batch.emit(more), followingHolds(moves, standing), this.clock.now());
  }

  private async standingHolds(batch: EventBatch<'item.placed'>, moves: readonly Move[]): Promise<StandingHold[]> {
    const names = moves.flatMap(({ itemId, from }) => [`item:${itemId}`, ...(from ? [`story:${from.storyId}`] : [])]);
    const holds = await holdsNamed(batch.tx, names);
    const scopes = await scopesOfTargets(batch.tx, holds.flatMap(({ targetId }) => (targetId === null ? [] : [targetId])));
    return holds.map((one) => ({ ...one, wantedScope: one.targetId === null ? null : (scopes.get(one.targetId) ?? null) }));
  }
}
