import type { DataSource } from 'typeorm';

/** A list of which there are feeds. */
export interface ListedFeed {
  readonly kind: 'all' | 'category' | 'source' | 'language';
  /** Null for all. */
  readonly value: string | null;
  /** Articles that are live in it. */
  readonly live: number;
  /** Articles that were taken down since `since`: as many tombstones stand in it, 500 at most. */
  readonly removed: number;
  /** Newest change of any of them. */
  readonly changedAt: Date | null;
}

const counts = `(count(*) filter (where state = 'live'))::int as live, (count(*) filter (where state = 'down' and changed_at > $1))::int as removed, max(changed_at) as "changedAt"`;
const shown = `from article where state in ('live', 'down')`;

/** Reads the board once for each kind: asked by operators, once a minute at most, on no path of an article. */
const selectFeeds = `
(select 'all' as kind, null as value, ${counts} ${shown})
union all (select 'category', category, ${counts} from article cross join unnest(shown_categories) as category where state in ('live', 'down') group by category order by live desc, category limit $2)
union all (select 'source', source_id, ${counts} ${shown} group by source_id order by live desc, source_id limit $2)
union all (select 'language', language, ${counts} ${shown} and language is not null group by language order by live desc, language limit $2)`;

/** Every list that has, or had, an article; the largest first, at most `perKindMax` of a kind. */
export const readFeedLists = async (dataSource: DataSource, since: Date, perKindMax: number): Promise<ListedFeed[]> => (await dataSource.query(selectFeeds, [since, perKindMax])) as ListedFeed[];
