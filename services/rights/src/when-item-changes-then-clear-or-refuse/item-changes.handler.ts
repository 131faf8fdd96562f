import { Inject, Injectable } from '@nestjs/common';
import type { EventBatch } from '@wiredesk/messaging';
import { CLOCK, CONFIG, type Clock } from '@wiredesk/platform';

import { afterEvent, settle, type ItemEvent } from '../clearing/decide.js';
import type { KnownItem } from '../clearing/item.js';
import { lockKnownItems, saveItems } from '../clearing/item.store.js';
import { holdsNamed, liftHolds, placeHolds } from '../hold-ledger/ledger.store.js';
import { shareGrants } from '../manage-grants/grant.store.js';
import type { RightsConfig } from '../rights.config.js';
import { linkWaitingTargets } from './waiting-targets.store.js';
import { liftedByUpstream, upstreamHold } from './upstream-holds.decide.js';

/** The newest event of each item, in the order of their ids. */
const newestPerItem = (events: readonly ItemEvent[]): ItemEvent[] => {
  const newest = new Map<string, ItemEvent>();
  for (const event of events) {
    const known = newest.get(event.data.itemId);
    if (!known || known.data.revision < event.data.revision) newest.set(event.data.itemId, event);
  }
  return [...newest.values()].sort((a, b) => (a.data.itemId < b.data.itemId ? -1 : 1));
};

/** Clears or refuses each new or changed item at once (ADR 2), and turns an upstream's withdrawal into a hold. */
@Injectable()
export class ClearOrRefuse {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: RightsConfig,
  ) {}

  async handle(batch: EventBatch<'item.received' | 'item.withdrawn'>): Promise<void> {
    const { tx } = batch;
    const now = this.clock.now();
    const events = newestPerItem(batch.events as readonly ItemEvent[]);
    const [grants, known] = await Promise.all([shareGrants(tx, events.map((event) => event.data.sourceId)), lockKnownItems(tx, events.map((event) => event.data.itemId))]);
    const changed: { readonly item: KnownItem; readonly event: ItemEvent; readonly was: KnownItem | undefined }[] = [];
    for (const event of events) {
      const was = known.get(event.data.itemId);
      const item = afterEvent(was, event);
      if (!item) continue;
      const settled = settle(item, grants, now);
      changed.push({ item: settled.item, event, was });
      if (settled.event) batch.emit([settled.event]);
    }
    saveItems(tx, changed.map(({ item }) => item), now);
    const emit = (more: Parameters<typeof batch.emit>[0]): void => batch.emit(more);
    await placeHolds(tx, emit, changed.flatMap(({ event }) => (event.type === 'item.withdrawn' ? [upstreamHold(event)] : [])), now);
    await linkWaitingTargets(tx, changed.flatMap(({ item, was }) => (was === undefined ? [item] : [])), this.config.PORTAL_PUBLIC_URL);
    const returned = changed.filter(({ item, was }) => item.standing === 'usable' && was?.standing === 'withdrawn').map(({ item }) => item.itemId);
    const holds = await holdsNamed(tx, returned.map((itemId) => `item:${itemId}`));
    const lifted = returned.flatMap((itemId) => liftedByUpstream(holds.map(({ hold }) => hold), itemId));
    await liftHolds(tx, emit, lifted, { by: 'upstream', reason: 'the upstream sent a newer usable version' }, now);
  }
}
