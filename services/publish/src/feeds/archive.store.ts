import type { DataSource } from 'typeorm';

import { readNewest } from '../portal/show-lists/list.store.js';

/** One range each of the index article_live and of the primary key of listing, forwards. */
const nextOfAll = `
select sort_at from article where state = 'live' and sort_at >= $1 order by sort_at limit 1`;
const nextOfCategory = `
select sort_at from listing where category = $2 and sort_at >= $1 order by sort_at limit 1`;

const leastId = '00000000-0000-0000-0000-000000000000';

/** The newest time before this one at which a list (a category, or undefined: all) has something. */
export const timeBefore = async (source: DataSource, category: string | undefined, at: Date): Promise<Date | undefined> =>
  (await readNewest(source, category, { sortAt: at, itemId: leastId }, 1))[0]?.sort_at ?? undefined;

/** The first time from this one on. */
export const timeFrom = async (source: DataSource, category: string | undefined, at: Date): Promise<Date | undefined> => {
  const rows = (await (category === undefined ? source.query(nextOfAll, [at]) : source.query(nextOfCategory, [at, category]))) as { sort_at: Date }[];
  return rows[0]?.sort_at;
};
