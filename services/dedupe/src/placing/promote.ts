import type { OutgoingEvent } from '@wiredesk/contracts';
import type { Tx } from '@wiredesk/persistence';
import { uuidv7 } from '@wiredesk/platform';

import { familyIdsOfItems, loadFamilies, type Board } from './board.store.js';
import type { Pair } from './candidates.decide.js';
import { loadHandRules } from './hand-rules.store.js';
import { heldStories } from './held-story.store.js';
import { takePlacingTurn } from './lookup.store.js';
import { eventsOf } from './placement-events.js';
import { place } from './place.decide.js';
import { noteMoved, writePlacing } from './placement.store.js';

const none: ReadonlySet<string> = new Set();
const noKeys: ReadonlySet<number> = new Set();

/**
 * Chooses anew for the families of these items, after something else than their texts changed: what rights said, or a
 * moment that passed. Returns what is to be said. Items that are not placed yet are passed over.
 */
export const promote = async (tx: Tx, itemIds: readonly string[], now: Date): Promise<OutgoingEvent[]> => {
  if (itemIds.length === 0) return [];
  takePlacingTurn(tx);
  const families = await familyIdsOfItems(tx, itemIds);
  return settle(tx, await loadFamilies(tx, families, [], now.getTime()), [], none, now);
};

/**
 * Links and places the families of these items from the beginning, each member compared with each: after a decision
 * by hand. Their best parents are among them, so that without the decision the result is what it was. Throws
 * FamilyTooLarge where that would be too much.
 */
export const placeAgain = async (tx: Tx, itemIds: readonly string[], now: Date): Promise<OutgoingEvent[]> => {
  const families = await familyIdsOfItems(tx, itemIds);
  const board = await loadFamilies(tx, families, itemIds, now.getTime());
  const ids = [...board.members.keys()];
  if (ids.length > membersAgainMax) throw new FamilyTooLarge(ids.length);
  const pairs = ids.flatMap((a, i) => ids.slice(i + 1).map((b): Pair => [a, b]));
  return settle(tx, board, pairs, new Set(ids), now);
};

const membersAgainMax = 400;

/** More members than can be compared each with each while others wait. */
export class FamilyTooLarge extends Error {
  constructor(readonly members: number) {
    super(`${members} items hang together; at most ${membersAgainMax} are placed again at once`);
  }
}

const settle = async (tx: Tx, { members, byHand }: Board, pairs: readonly Pair[], unlinked: ReadonlySet<string>, now: Date): Promise<OutgoingEvent[]> => {
  const hand = await loadHandRules(tx, byHand);
  const storyIds = [...new Set([...members.values()].map((member) => member.standing?.storyId ?? ''))];
  const held = await heldStories(tx, storyIds);
  const placed = place({ members, changed: none, unlinked, pairs, hand, held, freshIds: Array.from(members, () => uuidv7()) });
  writePlacing(tx, placed.written, none, noKeys, now);
  noteMoved(tx, placed.moved, now);
  return eventsOf(placed, now);
};
