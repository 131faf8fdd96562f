import { planned, type Tx } from '@wiredesk/persistence';
import { urlKey } from '@wiredesk/usage-terms';

import type { KnownItem } from '../clearing/item.js';
import { lockedSeq } from '../hold-ledger/ledger.store.js';

/** Rare: most new items were notified by nobody. One probe of the partial index per address. */
const selectWaiting = 'select target_id as "targetId", url_key as "urlKey" from target where item_id is null and url_key = any($1::text[]) limit 1000';
const linkTargets = `
update target set item_id = given.item_id, source_id = given.source_id
from unnest($1::uuid[], $2::uuid[], $3::text[]) as given (target_id, item_id, source_id)
where target.target_id = given.target_id and target.item_id is null`;

/**
 * Targets whose address was unknown when they were notified, and under which an item has come now, learn which item it
 * is. Nothing else changes: their address was held all along.
 */
export const linkWaitingTargets = async (tx: Tx, items: readonly KnownItem[], portalUrl: string): Promise<void> => {
  const byKey = new Map<string, KnownItem>();
  for (const item of items) {
    for (const url of [item.url, `${portalUrl}/articles/${item.itemId}`]) {
      const key = url === null ? undefined : urlKey(url);
      if (key !== undefined && !byKey.has(key)) byKey.set(key, item);
    }
  }
  if (byKey.size === 0) return;
  const waiting = await planned<{ targetId: string; urlKey: string }>(tx, selectWaiting, [[...byKey.keys()]]);
  const found = waiting.flatMap(({ targetId, urlKey: key }) => {
    const item = byKey.get(key);
    return item ? [{ targetId, item }] : [];
  });
  if (found.length === 0) return;
  // Targets are changed behind the ledger's lock everywhere, so that nobody waits in a circle.
  await lockedSeq(tx);
  await tx.query(linkTargets, [found.map(({ targetId }) => targetId), found.map(({ item }) => item.itemId), found.map(({ item }) => item.sourceId)]);
};
