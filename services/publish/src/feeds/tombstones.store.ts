import type { DataSource } from 'typeorm';

import type { Archive } from './archive.js';
import type { FeedList } from './feed-list.js';

export interface RemovedRow {
  readonly item_id: string;
  readonly publication: number;
  readonly changed_at: Date;
}

/** One range of the index article_down. */
const removed = `
select item_id, publication, changed_at from article
where state = 'down' and changed_at > $1 and ($2::text is null or shown_categories @> array[$2])
  and ($4::text is null or source_id = $4) and ($5::text is null or lower(language) = lower($5) or starts_with(lower(language), lower($5) || '-')) and ($6::uuid is null or story_id = $6)
  and ($7::timestamptz is null or (sort_at >= $7 and sort_at < $8))
order by changed_at desc, item_id limit $3`;

/** What was live (in a category, of a source …, or at all) and went dark since, of one hour where that is asked for; newest first. */
export const readRemoved = async (source: DataSource, since: Date, list: FeedList, limit: number, archive?: Archive): Promise<RemovedRow[]> => {
  const of = (kind: FeedList['kind']): string | null => (list.kind === kind && list.kind !== 'all' ? list.value : null);
  return (await source.query(removed, [since, of('category'), limit, of('source'), of('language'), of('story'), archive?.from ?? null, archive?.to ?? null])) as RemovedRow[];
};
