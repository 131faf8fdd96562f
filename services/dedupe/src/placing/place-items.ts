import type { ItemReceived, OutgoingEvent } from '@wiredesk/contracts';
import { bodyKey, getBodies } from '@wiredesk/content-store';
import type { Fingerprinter } from '@wiredesk/fingerprints';
import type { Tx } from '@wiredesk/persistence';
import type { Clock } from '@wiredesk/platform';

import { guardArrivals } from '../stay-down/guard-arrivals.js';
import { factsOf } from './facts.decide.js';
import type { Facts } from './facts.js';
import { lookUp, takePlacingTurn } from './lookup.store.js';
import { newestOf } from './newest.decide.js';
import { noteWithdrawals, type Withdrawal } from './placement.store.js';
import { Situation, wantedOf } from './situation.js';

/** What a chunk of the items topic asks for. */
export interface Chunk {
  readonly received: readonly ItemReceived[];
  readonly withdrawn: readonly Withdrawal[];
}

/** Where placing gets what it cannot decide. */
export interface PlacingPorts {
  readonly prints: Fingerprinter;
  readonly clock: Clock;
  /** Hashes of the paragraphs that a source repeats from story to story. */
  readonly boilerplateOf: (sourceId: string) => ReadonlySet<string>;
}

/**
 * Places a chunk of items in one transaction and returns what is to be said of them and of those that moved because
 * of them. Reads bodies and makes sketches first, then waits for its turn. A repeat or an older revision changes
 * nothing and says nothing.
 */
export const placeItems = async (tx: Tx, chunk: Chunk, ports: PlacingPorts): Promise<OutgoingEvent[]> => {
  const received = newestOf(chunk.received);
  const withdrawn = newestOf(chunk.withdrawn);
  const { read, texts } = await readFacts(tx, received, ports);
  const itemIds = [...new Set([...read, ...withdrawn].map((one) => one.itemId))].sort();
  takePlacingTurn(tx);
  const found = await lookUp(tx, read.map(wantedOf), itemIds);
  const arrivals = read.filter((facts) => facts.revision > (found.self.get(facts.itemId)?.revision ?? 0));
  const withdrawals = withdrawn.filter((one) => one.revision > (found.self.get(one.itemId)?.withdrawnRevision ?? 0));
  if (arrivals.length === 0 && withdrawals.length === 0) return [];
  noteWithdrawals(tx, withdrawals);
  const now = ports.clock.now();
  const guard = await guardArrivals(tx, { arrivals, texts, found, prints: ports.prints, now });
  const situation = await new Situation(tx, now, found, guard).with(arrivals, withdrawals);
  return situation.settle();
};

const readFacts = async (tx: Tx, received: readonly ItemReceived[], { prints, boilerplateOf }: PlacingPorts): Promise<{ read: Facts[]; texts: Map<string, string> }> => {
  const bodies = await getBodies(tx, received);
  const articles = received.map((item) => ({ item, article: bodies.get(bodyKey(item))?.article ?? null }));
  return { read: articles.map((one) => factsOf(one, prints, boilerplateOf(one.item.sourceId))), texts: new Map(articles.map(({ item, article }) => [item.itemId, article?.bodyText ?? ''])) };
};
