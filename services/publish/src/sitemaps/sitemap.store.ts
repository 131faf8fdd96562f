import type { DataSource } from 'typeorm';

import { listColumns, type ListRow } from '../portal/show-lists/list.store.js';

/** Months are counted in one pass over the index article_live; asked once a minute at most. */
const months = `
select to_char(date_trunc('month', sort_at at time zone 'UTC'), 'YYYY-MM') as month, count(*)::int as size, max(changed_at) as last_change
from article where state = 'live' group by 1 order by 1 desc`;

const ofMonth = `
select ${listColumns} from article a
where a.state = 'live' and a.sort_at >= $1 and a.sort_at < $2 order by a.sort_at, a.item_id offset $3 limit $4`;

const recent = `
select ${listColumns} from article a
where a.state = 'live' and a.sort_at >= $1 order by a.sort_at desc, a.item_id desc limit $2`;

export interface Month {
  /** `2026-11`. */
  readonly month: string;
  readonly size: number;
  readonly last_change: Date | null;
}

/** Months that have live articles, newest first. */
export const readMonths = async (source: DataSource): Promise<Month[]> => (await source.query(months)) as Month[];

/** Live articles of a month (UTC), oldest first, so that full parts do not change as articles come; not yet gated. */
export const readMonth = async (source: DataSource, month: string, offset: number, limit: number): Promise<ListRow[]> => {
  const from = new Date(`${month}-01T00:00:00Z`);
  const to = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + 1, 1));
  return (await source.query(ofMonth, [from, to, offset, limit])) as ListRow[];
};

/** Live articles since, newest first; not yet gated. */
export const readRecent = async (source: DataSource, since: Date, limit: number): Promise<ListRow[]> => (await source.query(recent, [since, limit])) as ListRow[];
