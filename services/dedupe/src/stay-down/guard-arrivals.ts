import type { Fingerprinter } from '@wiredesk/fingerprints';
import type { Tx } from '@wiredesk/persistence';

import { familyIdsOfItems } from '../placing/board.store.js';
import type { Facts } from '../placing/facts.js';
import type { LookUp } from '../placing/lookup.store.js';
import { holdTexts, readOverlaps, type HeldText } from './held-text.store.js';
import { judge, type Match } from './match.decide.js';
import { forgetMatchesOfItems, noteMatches, type FoundMatch } from './match.store.js';
import { heldTextOf, winnowed } from './read-incoming.js';

/** What guarding a chunk found: items that came back, with what they came back as. */
export interface Guarded {
  /** Both sides of each match. */
  readonly itemIds: readonly string[];
  /** Families of the held items, to be on the board. */
  readonly familyIds: readonly string[];
}

const nothing: Guarded = { itemIds: [], familyIds: [] };

interface Guarding {
  readonly arrivals: readonly Facts[];
  readonly texts: ReadonlyMap<string, string>;
  readonly found: LookUp;
  readonly prints: Fingerprinter;
  readonly now: Date;
}

/**
 * Looks each arriving text up among those that are held, before it is placed: one that came back is placed in the held
 * story, so that the hold covers it from its first placement on and no page ever shows it. Where the likeness is not
 * sure it is held all the same and listed for a person, who may let it pass. Costs nothing while nothing is held.
 */
export const guardArrivals = async (tx: Tx, { arrivals, texts, found, prints, now }: Guarding): Promise<Guarded> => {
  await holdNamed(tx, { arrivals, texts, found, prints, now });
  if (!found.guarded && found.named.length === 0) return nothing;
  await forgetMatchesOfItems(tx, arrivals.filter((facts) => found.self.has(facts.itemId)).map((facts) => facts.itemId));
  const wanted = arrivals.filter((facts) => facts.suspicion === null).map((facts) => ({ itemId: facts.itemId, text: winnowed(texts.get(facts.itemId) ?? '', prints) }));
  const overlaps = await readOverlaps(tx, wanted.map(({ text }) => text));
  const matches = wanted.flatMap(({ itemId, text }, n) => judge(text, (overlaps[n] ?? []).filter((overlap) => overlap.itemId !== itemId)).filter(isTaken).map((match) => foundOf(itemId, match)));
  if (matches.length === 0) return nothing;
  await noteMatches(tx, closestPerHold(matches), now);
  const heldItems = [...new Set(matches.map((match) => match.heldItemId))];
  return { itemIds: [...new Set([...matches.map((match) => match.itemId), ...heldItems])], familyIds: await familyIdsOfItems(tx, heldItems) };
};

/** A hold may come before the item that it names: the text is held as soon as it is there. */
const holdNamed = async (tx: Tx, { arrivals, texts, found, prints, now }: Guarding): Promise<void> => {
  const held = found.named.flatMap(({ itemId, holdId, spreads }): HeldText[] => {
    const facts = arrivals.find((one) => one.itemId === itemId);
    const text = facts && facts.suspicion === null ? heldTextOf({ holdId, spreads, caseNumber: null }, itemId, texts.get(itemId) ?? '', prints) : null;
    return text ? [text] : [];
  });
  await holdTexts(tx, held, now);
};

const isTaken = (match: Match): boolean => match.spreads && match.verdict !== 'noted';

const foundOf = (itemId: string, match: Match): FoundMatch => ({ itemId, holdId: match.holdId, heldItemId: match.itemId, coverage: match.coverage, review: match.verdict === 'review' });

/** Matches come the closest first; of one hold's texts the closest counts. */
const closestPerHold = (matches: readonly FoundMatch[]): FoundMatch[] => {
  const seen = new Set<string>();
  return matches.filter(({ itemId, holdId }) => {
    const name = itemId + holdId;
    if (seen.has(name)) return false;
    seen.add(name);
    return true;
  });
};
