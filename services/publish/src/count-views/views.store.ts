import type { Tx } from '@wiredesk/persistence';
import type { DataSource } from 'typeorm';

import { listColumns, type ListRow } from '../portal/show-lists/list.store.js';

/** Only of articles that there are; in the order of their ids, so that two replicas that add to the same articles do not wait for each other in a circle. */
const addToHours = `
insert into view_hour (hour, item_id, views)
select date_trunc('hour', $1::timestamptz), item_id, t.views from unnest($2::uuid[], $3::int[]) as t (item_id, views) join article using (item_id) order by item_id
on conflict (hour, item_id) do update set views = view_hour.views + excluded.views`;

const addToTotals = `
insert into view_total (item_id, views)
select item_id, t.views from unnest($1::uuid[], $2::int[]) as t (item_id, views) join article using (item_id) order by item_id
on conflict (item_id) do update set views = view_total.views + excluded.views`;

const forgetHours = 'delete from view_hour where hour < $1';

const mostRead = `
select ${listColumns} from (
  select item_id, sum(views) as views from view_hour where hour > $1 group by item_id order by views desc, item_id limit $2
) v join article a using (item_id)
where a.state = 'live' order by v.views desc, a.item_id`;

const total = 'select views from view_total where item_id = $1';

/** Adds views of one moment. */
export const addViews = async (tx: Tx, at: Date, views: ReadonlyMap<string, number>): Promise<void> => {
  if (views.size === 0) return;
  const ids = [...views.keys()];
  const counts = [...views.values()];
  await tx.query(addToHours, [at, ids, counts]);
  await tx.query(addToTotals, [ids, counts]);
};

/** Drops hours that no ranking looks at any more; totals stay. */
export const forgetViewsBefore = async (source: DataSource, before: Date): Promise<void> => {
  await source.query(forgetHours, [before]);
};

/** Live articles by views of the last hours, most first; not yet gated. */
export const readMostRead = async (source: DataSource, now: Date, hours: number, limit: number): Promise<ListRow[]> =>
  (await source.query(mostRead, [new Date(now.getTime() - hours * 3_600_000), limit])) as ListRow[];

/** Views counted here of one article. */
export const readViews = async (source: DataSource, itemId: string): Promise<number> =>
  Number(((await source.query(total, [itemId])) as { views: string }[])[0]?.views ?? 0);
