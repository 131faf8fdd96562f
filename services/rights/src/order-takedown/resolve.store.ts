import type { DataSource } from 'typeorm';

import type { Address } from './address.decide.js';
import type { ResolvedTarget } from './decide.js';

type Item = NonNullable<ResolvedTarget['item']>;

interface Row {
  readonly item_id: string;
  readonly source_id: string;
  readonly first_received_at: Date;
  readonly url_key: string | null;
}

const selectById = 'select item_id, source_id, first_received_at, null as url_key from item where item_id = any($1::uuid[])';
/** Several items may have come from one address; the one that came first is the one that a reader of that address means. */
const selectByUrl = `
select distinct on (url_key) item_id, source_id, first_received_at, url_key from item
where url_key = any($1::text[]) order by url_key, first_received_at, item_id`;

const itemOf = (row: Row): Item => ({ itemId: row.item_id, sourceId: row.source_id, firstReceivedAt: row.first_received_at.toISOString() });

/** The item that each address names, by the address' key; an address under which nothing is known is not in the map. */
export const itemsAt = async (dataSource: DataSource, addresses: readonly Address[]): Promise<Map<string, Item>> => {
  const ids = addresses.flatMap((address) => (address.kind === 'article' ? [address.itemId] : []));
  const keys = addresses.flatMap((address) => (address.kind === 'page' ? [address.key] : []));
  const byId = ids.length === 0 ? [] : ((await dataSource.query(selectById, [[...new Set(ids)]])) as Row[]);
  const byUrl = keys.length === 0 ? [] : ((await dataSource.query(selectByUrl, [[...new Set(keys)]])) as Row[]);
  const known = new Map(byId.map((row) => [row.item_id, itemOf(row)]));
  const found = new Map(byUrl.map((row) => [row.url_key ?? '', itemOf(row)]));
  for (const address of addresses) {
    const item = address.kind === 'article' ? known.get(address.itemId) : undefined;
    if (address.kind === 'article' && item) found.set(address.key, item);
  }
  return found;
};
