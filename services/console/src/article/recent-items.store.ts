import type { DataSource } from 'typeorm';

/** An item as the console has read it from the topics. */
export interface RecentItem {
  readonly itemId: string;
  readonly sourceId: string;
  readonly guid: string | null;
  readonly revision: number;
  readonly storyId: string | null;
}

/** Item ids are UUIDv7: the order of their key is the order of arrival. */
const selectRecent = `
select item_id as "itemId", source_id as "sourceId", guid, revision, story_id as "storyId" from item
where $1::uuid is null or item_id < $1 order by item_id desc limit $2`;

/** The items that came last, before one where it is given. */
export const recentItems = async (dataSource: DataSource, before: string | null, limit: number): Promise<RecentItem[]> => (await dataSource.query(selectRecent, [before, limit])) as RecentItem[];
