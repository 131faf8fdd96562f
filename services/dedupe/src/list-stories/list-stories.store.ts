import type { DataSource } from 'typeorm';

/** Which stories are meant. */
export interface StoryFilter {
  /** At least this many items. */
  readonly sizeMin: number;
  /** One of its items is this to the story. */
  readonly relation: string | null;
  /** An item of this source is in it. */
  readonly sourceId: string | null;
  /** People decided about one of its items. */
  readonly byHand: boolean;
  /** Only stories whose newest item is older than this one: the next page. */
  readonly before: string | null;
}

/** A story in a list. */
export interface ListedStory {
  readonly storyId: string;
  readonly canonicalItemId: string;
  readonly newestItemId: string;
  readonly size: number;
  /** How many items are what. */
  readonly relations: Readonly<Record<string, number>>;
  readonly sources: readonly string[];
  readonly byHand: boolean;
  readonly firstPublishedAt: Date;
  readonly placedAt: Date;
}

/**
 * Item ids are UUIDv7, so their primary key is the order of arrival: 3,000 items are walked from the newest end, and
 * each story comes at the place of its newest item, on one page only. A story of more than 1,000 items is counted to there.
 */
const lookedMax = 3_000;
const looked = `
select item_id, story_id from item where story_id is not null and ($1::uuid is null or item_id < $1) order by item_id desc limit ${lookedMax}`;
const selectStories = `
with looked as (${looked}), newest as (
  select distinct on (story_id) story_id, item_id from looked order by story_id, item_id desc
)
select n.story_id as "storyId", n.item_id as "newestItemId", s.size, s.relations, s.sources, s."byHand", s."canonicalItemId", s."firstPublishedAt", s."placedAt"
from newest n cross join lateral (
  select sum(count)::int as size, jsonb_object_agg(relation, count) as relations, min(canonical) as "canonicalItemId", bool_or(hand) as "byHand",
    min(first) as "firstPublishedAt", max(placed) as "placedAt", (select array_agg(distinct source_id order by source_id) from item where story_id = n.story_id) as sources
  from (
    select relation, count(*) as count, min(canonical_item_id::text) as canonical, bool_or(by_hand or pinned or decided_by = 'hand') as hand, min(published_from) as first, max(placed_at) as placed
    from (select * from item where story_id = n.story_id limit 1000) member group by relation
  ) by_relation
) s
where not exists (select from item later where later.story_id = n.story_id and later.item_id > n.item_id)
  and s.size >= $2 and ($3::text is null or s.relations ? $3) and ($4::text is null or $4 = any(s.sources)) and (not $5 or s."byHand")
order by n.item_id desc limit $6`;
const edge = `select item_id from (${looked}) l offset ${lookedMax - 1}`;

/** A page of stories, the one with the newest item first; `next` is the `before` of the next page, also where this one found less than it might. */
export const listStories = async (dataSource: DataSource, filter: StoryFilter, limit: number): Promise<{ stories: ListedStory[]; next: string | null }> => {
  const stories = (await dataSource.query(selectStories, [filter.before, filter.sizeMin, filter.relation, filter.sourceId, filter.byHand, limit])) as ListedStory[];
  if (stories.length === limit) return { stories, next: stories.at(-1)?.newestItemId ?? null };
  const [last] = (await dataSource.query(edge, [filter.before])) as { item_id: string }[];
  return { stories, next: last?.item_id ?? null };
};
