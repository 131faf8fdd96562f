import type { DataSource } from 'typeorm';

export interface RemovedRow {
  readonly item_id: string;
  readonly publication: number;
  readonly changed_at: Date;
}

/** One range of the index article_down. */
const removed = `
select item_id, publication, changed_at from article
where state = 'down' and changed_at > $1 and ($2::text is null or shown_categories @> array[$2])
order by changed_at desc, item_id limit $3`;

/** What was live (in a category, or at all) and went dark since; newest first. */
export const readRemoved = async (source: DataSource, since: Date, category: string | undefined, limit: number): Promise<RemovedRow[]> =>
  (await source.query(removed, [since, category ?? null, limit])) as RemovedRow[];
