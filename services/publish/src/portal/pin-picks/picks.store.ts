import type { Tx } from '@wiredesk/persistence';
import type { DataSource } from 'typeorm';

import { listColumns, type ListRow } from '../show-lists/list.store.js';
import type { PickList, PinnedPick } from './pick.js';

const clear = 'delete from pick where list = $1';
const pin = `
insert into pick (list, item_id, position, pinned_by, pinned_at, until)
select $1, item_id, position, $2, $3, until from unnest($4::uuid[], $5::int[], $6::timestamptz[]) as t (item_id, position, until)`;

const pinned = `
select item_id as "itemId", pinned_by as "pinnedBy", pinned_at as "pinnedAt", until, case when state = 'live' then title end as title, state
from pick left join article using (item_id) where list = $1 order by position`;

const rowsOf = `
select p.list, ${listColumns} from pick p join article a using (item_id)
where a.state = 'live' and (p.until is null or p.until > $1) order by p.list, p.position`;

/** Replaces a whole list, in the order given. */
export const writePicks = async (tx: Tx, list: PickList, items: readonly { readonly itemId: string; readonly until?: string | undefined }[], by: string, now: Date): Promise<void> => {
  await tx.query(clear, [list]);
  await tx.query(pin, [list, by, now, items.map((item) => item.itemId), items.map((_, at) => at + 1), items.map((item) => item.until ?? null)]);
};

/** A list as editors left it, what has ended or is not live among it. */
export const readPicks = async (source: DataSource, list: PickList): Promise<PinnedPick[]> => (await source.query(pinned, [list])) as PinnedPick[];

/** Live articles of every list whose time has not ended; not yet gated. */
export const readPickedRows = async (source: DataSource, now: Date): Promise<Map<PickList, ListRow[]>> => {
  const lists = new Map<PickList, ListRow[]>();
  for (const row of (await source.query(rowsOf, [now])) as (ListRow & { list: PickList })[]) lists.set(row.list, [...(lists.get(row.list) ?? []), row]);
  return lists;
};
