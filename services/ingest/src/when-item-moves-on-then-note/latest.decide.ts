import type { EventType, ReceivedEvent } from '@wiredesk/contracts';

/** The newest of each item, sorted by item: a chunk is one upsert, and upserts lock rows in one order. */
export const newestPerItem = <E extends { readonly data: { readonly itemId: string } }>(events: readonly E[], counterOf: (event: E) => number): E[] => {
  const newest = new Map<string, E>();
  for (const event of events) {
    const known = newest.get(event.data.itemId);
    if (!known || counterOf(event) > counterOf(known)) newest.set(event.data.itemId, event);
  }
  return [...newest.values()].sort((a, b) => (a.data.itemId < b.data.itemId ? -1 : 1));
};

export type PlacementEvent = ReceivedEvent<'item.placed'>;
export type ClearanceEvent = ReceivedEvent<'item.cleared' | 'item.refused'>;
export type PublicationEvent = ReceivedEvent<'article.published' | 'article.updated' | 'article.taken_down' | 'article.restored'>;

/** What one chunk says about an item's publication. */
export interface PublicationNote {
  readonly event: PublicationEvent;
  /** When readers could first see it, as far as these events know; null if they know only of its removal. */
  readonly publishedAt: string | null;
}

const isShown = (event: PublicationEvent): boolean => event.type !== 'article.taken_down';

/** The newest publication per item, with the earliest time at which these events show it public. */
export const notesOfPublications = (events: readonly PublicationEvent[]): PublicationNote[] => {
  const firstShown = new Map<string, string>();
  for (const event of events) {
    const { itemId, at } = event.data;
    const known = firstShown.get(itemId);
    if (isShown(event) && (known === undefined || at < known)) firstShown.set(itemId, at);
  }
  return newestPerItem(events, (event) => event.data.publication).map((event) => ({ event, publishedAt: firstShown.get(event.data.itemId) ?? null }));
};

const publicationTypes: ReadonlySet<EventType> = new Set<EventType>(['article.published', 'article.updated', 'article.taken_down', 'article.restored']);
const clearanceTypes: ReadonlySet<EventType> = new Set<EventType>(['item.cleared', 'item.refused']);

export const isPublication = (event: ReceivedEvent): event is PublicationEvent => publicationTypes.has(event.type);
export const isClearance = (event: ReceivedEvent): event is ClearanceEvent => clearanceTypes.has(event.type);
