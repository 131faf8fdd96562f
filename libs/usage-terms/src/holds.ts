import { automaticRelations, type HoldLifted, type HoldPlaced } from '@wiredesk/contracts';

import { includesCode, type Use } from './use.js';
import { urlKey } from './url-key.js';

/** A hold in its full state, as each event of the ledger carries it. */
export type Hold = HoldPlaced | HoldLifted;

/** True from `effectiveFrom` on until it was lifted by its id, or `until` passed. */
export const isActive = (hold: Hold, atMs: number): boolean =>
  hold.lift === null && Date.parse(hold.effectiveFrom) <= atMs && (hold.until === null || Date.parse(hold.until) > atMs);

/** True where the hold's scope, channels and territories reach this use; whether it is active is another question. */
export const covers = (hold: Hold, use: Use): boolean =>
  coversItem(hold, use) && includesCode(hold.channels, use.channel) && (use.territory === '*' || includesCode(hold.territories, use.territory));

/** Reading an address costs more than all the rest of a question to the gate, and a hold's never changes. */
const keysOfUrls = new WeakMap<Hold['scope'], string>();
const keyOfUrl = (scope: Extract<Hold['scope'], { kind: 'url' }>): string => {
  const known = keysOfUrls.get(scope);
  if (known !== undefined) return known;
  const key = urlKey(scope.url) ?? scope.url;
  keysOfUrls.set(scope, key);
  return key;
};

/**
 * True where the hold's scope reaches the item. A hold of scope story that names an item covers that item whatever
 * becomes of its story: a split never frees it.
 */
export const coversItem = (hold: Hold, item: Pick<Use, 'itemId' | 'sourceId' | 'storyId' | 'relation' | 'urlKeys'>): boolean => {
  const { scope } = hold;
  switch (scope.kind) {
    case 'item':
      return scope.itemId === item.itemId;
    case 'story':
      return scope.itemId === item.itemId || (scope.storyId === item.storyId && item.relation !== null && automaticRelations.includes(item.relation));
    case 'source':
      return scope.sourceId === item.sourceId;
    case 'url':
      return item.urlKeys.includes(keyOfUrl(scope));
  }
};

/** Under which names a hold is looked up: `item:…`, `story:…`, `source:…`, `url:…`. */
export const holdNames = (hold: Hold): string[] => {
  const { scope } = hold;
  switch (scope.kind) {
    case 'item':
      return [`item:${scope.itemId}`];
    case 'story':
      return [`story:${scope.storyId}`, ...(scope.itemId === null ? [] : [`item:${scope.itemId}`])];
    case 'source':
      return [`source:${scope.sourceId}`];
    case 'url':
      return [`url:${keyOfUrl(scope)}`];
  }
};

/** Every name under which a hold may cover an item: those of `holdNames` that speak of it. */
export const itemNames = (item: Pick<Use, 'itemId' | 'sourceId' | 'storyId' | 'urlKeys'>): string[] => [
  `item:${item.itemId}`,
  ...(item.storyId === null ? [] : [`story:${item.storyId}`]),
  `source:${item.sourceId}`,
  ...item.urlKeys.map((key) => `url:${key}`),
];

/**
 * Every hold of a ledger, found by what it covers in a constant number of look-ups. Grows only: a lift is the same
 * hold with a greater `seq`. Applying events in any order, any number of times, gives the same index.
 */
export class HoldIndex {
  private readonly byId = new Map<string, Hold>();
  /** One look-up per kind of scope, by its bare id: putting names together at each question would cost more than asking. */
  private readonly byScope: Readonly<Record<Hold['scope']['kind'], Map<string, Map<string, Hold>>>> = { item: new Map(), story: new Map(), source: new Map(), url: new Map() };

  /** Takes a state of a hold; an older state than the one it has changes nothing. Returns whether it changed something. */
  apply(hold: Hold): boolean {
    const known = this.byId.get(hold.holdId);
    if (known && known.seq >= hold.seq) return false;
    this.byId.set(hold.holdId, hold);
    for (const name of holdNames(hold)) {
      const colon = name.indexOf(':');
      const lookUp = this.byScope[name.slice(0, colon) as Hold['scope']['kind']];
      const key = name.slice(colon + 1);
      const holds = lookUp.get(key);
      // A lifted hold covers nothing: it stays known by its id and leaves the look-up.
      if (hold.lift !== null) {
        holds?.delete(hold.holdId);
        if (holds?.size === 0) lookUp.delete(key);
      } else if (holds) holds.set(hold.holdId, hold);
      else lookUp.set(key, new Map([[hold.holdId, hold]]));
    }
    return true;
  }

  get(holdId: string): Hold | undefined {
    return this.byId.get(holdId);
  }

  /** Holds known, lifted ones too. */
  get size(): number {
    return this.byId.size;
  }

  /** Holds not lifted whose scope, channels and territories reach the use, active now or not. */
  covering(use: Use): Hold[] {
    const found: Hold[] = [];
    const { item, story, source, url } = this.byScope;
    collect(found, item.get(use.itemId), use);
    if (use.storyId !== null) collect(found, story.get(use.storyId), use);
    collect(found, source.get(use.sourceId), use);
    for (const key of use.urlKeys) collect(found, url.get(key), use);
    return found;
  }
}

const collect = (found: Hold[], holds: ReadonlyMap<string, Hold> | undefined, use: Use): void => {
  if (!holds) return;
  for (const hold of holds.values()) if (covers(hold, use) && !found.includes(hold)) found.push(hold);
};
