import type { OutgoingEvent } from '@wiredesk/contracts';
import type { Tx } from '@wiredesk/persistence';
import { uuidv7 } from '@wiredesk/platform';

import { familyIdsOfItems, loadFamilies } from './board.store.js';
import { loadHandRules } from './hand-rules.store.js';
import { heldStories } from './held-story.store.js';
import { takePlacingTurn } from './lookup.store.js';
import { eventsOf } from './place-items.js';
import { place } from './place.decide.js';
import { noteMoved, writePlacing } from './placement.store.js';

const none: ReadonlySet<string> = new Set();
const noKeys: ReadonlySet<number> = new Set();

/**
 * Chooses anew for the families of these items, after something else than their texts changed: what rights said, a
 * moment that passed, a decision by hand. Returns what is to be said. Items that are not placed yet are passed over.
 */
export const promote = async (tx: Tx, itemIds: readonly string[], now: Date, unlinked: ReadonlySet<string> = none): Promise<OutgoingEvent[]> => {
  if (itemIds.length === 0) return [];
  await takePlacingTurn(tx);
  const families = await familyIdsOfItems(tx, itemIds);
  const { members, byHand } = await loadFamilies(tx, families, [...unlinked], now.getTime());
  const hand = await loadHandRules(tx, byHand);
  const storyIds = [...new Set([...members.values()].map((member) => member.standing?.storyId ?? ''))];
  const held = await heldStories(tx, storyIds);
  const placed = place({ members, changed: none, unlinked, pairs: hand.pairsAmong(members), hand, held, freshIds: Array.from(members, () => uuidv7()) });
  await writePlacing(tx, placed.written, none, noKeys, now);
  await noteMoved(tx, placed.moved, now);
  return eventsOf(placed, now);
};
