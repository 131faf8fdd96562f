import type { DataSource } from 'typeorm';

import type { ArticleRow } from '../../board/article.js';

/** What lists, feeds and site maps know of an article; the gate's facts among it. */
export type ListRow = Pick<
  ArticleRow,
  | 'item_id' | 'source_id' | 'story_id' | 'relation' | 'upstream_url' | 'upstream_url_key' | 'terms' | 'title' | 'abstract' | 'image_url' | 'credit' | 'language' | 'categories'
  | 'published_at' | 'published_precision' | 'sort_at' | 'changed_at' | 'first_live_at' | 'publication' | 'shown_revision' | 'due_at'
>;

/** Where a list goes on: after this article. */
export interface ListPlace {
  readonly sortAt: Date;
  readonly itemId: string;
}

export const listColumns = `a.item_id, a.source_id, a.story_id, a.relation, a.upstream_url, a.upstream_url_key, a.terms, a.title, a.abstract, a.image_url, a.credit, a.language, a.categories,
  a.published_at, a.published_precision, a.sort_at, a.changed_at, a.first_live_at, a.publication, a.shown_revision, a.due_at`;

/** One range of the index article_live. */
const newest = `
select ${listColumns} from article a
where a.state = 'live' and ($1::timestamptz is null or (a.sort_at, a.item_id) < ($1, $2::uuid))
order by a.sort_at desc, a.item_id desc limit $3`;

/** One range of the primary key of listing, whatever the number of articles. */
const newestOfCategory = `
select ${listColumns} from (
  select item_id, sort_at from listing
  where category = $4 and ($1::timestamptz is null or (sort_at, item_id) < ($1, $2::uuid))
  order by sort_at desc, item_id desc limit $3
) l join article a using (item_id)
where a.state = 'live' order by l.sort_at desc, l.item_id desc`;

/** Along the index article_of_source, backwards: ids are made in the order of receipt. */
const newestOfSource = `
select ${listColumns} from article a
where a.source_id = $4 and a.state = 'live' and ($1::timestamptz is null or a.item_id < $2::uuid)
order by a.item_id desc limit $3`;

/** Along the index article_live; a language that few articles have is looked for no further than `scannedMax` of them. */
const newestOfLanguage = `
select ${listColumns} from (
  select * from article where state = 'live' and ($1::timestamptz is null or (sort_at, item_id) < ($1, $2::uuid))
  order by sort_at desc, item_id desc limit $5
) a
where lower(a.language) = lower($4) or starts_with(lower(a.language), lower($4) || '-')
order by a.sort_at desc, a.item_id desc limit $3`;
const scannedMax = 20_000;

const newestOfStory = `
select ${listColumns} from article a
where a.story_id = $4::uuid and a.state = 'live' and ($1::timestamptz is null or (a.sort_at, a.item_id) < ($1, $2::uuid))
order by a.sort_at desc, a.item_id desc limit $3`;

const newestOfEach = `
select s.category as section, ${listColumns} from unnest($1::text[]) with ordinality as s (category, position)
cross join lateral (select item_id, sort_at from listing where category = s.category order by sort_at desc, item_id desc limit $2) l
join article a using (item_id)
where a.state = 'live' order by s.position, l.sort_at desc, l.item_id desc`;

const pictured = `
select ${listColumns} from article a where a.state = 'live' and a.image_url is not null
order by a.sort_at desc, a.item_id desc limit $1`;

const ofStory = `
select ${listColumns} from article a where a.story_id = $1 and a.state = 'live' and a.item_id <> $2
order by a.sort_at desc limit $3`;

const byIds = `
select ${listColumns} from unnest($1::uuid[]) with ordinality as wanted (item_id, position)
join article a using (item_id) where a.state = 'live' order by wanted.position`;

/** Walks from one category to the next by the index (a loose scan), and counts each only as far as it matters. */
const categoriesBySize = `
with recursive c (category) as (
  (select category from listing order by category limit 1)
  union all
  select (select l.category from listing l where l.category > c.category order by l.category limit 1) from c where c.category is not null
)
select category, (select count(*)::int from (select from listing l where l.category = c.category limit $1) counted) as size
from c where category is not null limit $2`;

/** The newest live articles, of one category or of all, after a place; not yet gated. */
export const readNewest = async (source: DataSource, category: string | undefined, after: ListPlace | undefined, limit: number): Promise<ListRow[]> =>
  (category === undefined
    ? await source.query(newest, [after?.sortAt ?? null, after?.itemId ?? null, limit])
    : await source.query(newestOfCategory, [after?.sortAt ?? null, after?.itemId ?? null, limit, category])) as ListRow[];

/** The newest of several categories together, each article once; not yet gated. */
export const readNewestOfMany = async (source: DataSource, categories: readonly string[], after: ListPlace | undefined, limit: number): Promise<ListRow[]> => {
  const lists = await Promise.all(categories.map((category) => readNewest(source, category, after, limit)));
  const rows = new Map(lists.flat().map((row) => [row.item_id, row]));
  return [...rows.values()].sort(newestFirst).slice(0, limit);
};

/** The order of every list: by its time, then by id. */
export const newestFirst = (a: ListRow, b: ListRow): number => (b.sort_at?.getTime() ?? 0) - (a.sort_at?.getTime() ?? 0) || (a.item_id < b.item_id ? 1 : -1);

/** A list that is more special than a category. */
export interface SpecialList {
  readonly kind: 'source' | 'language' | 'story';
  /** Id of a source, BCP 47 tag (`zh` also lists `zh-Hant`), id of a story. */
  readonly value: string;
}

/** The newest live articles of a source, a language or a story, after a place; not yet gated. */
export const readSpecial = async (source: DataSource, { kind, value }: SpecialList, after: ListPlace | undefined, limit: number): Promise<ListRow[]> => {
  const parameters = [after?.sortAt ?? null, after?.itemId ?? null, limit, value];
  switch (kind) {
    case 'source':
      return (await source.query(newestOfSource, parameters)) as ListRow[];
    case 'language':
      return (await source.query(newestOfLanguage, [...parameters, scannedMax])) as ListRow[];
    case 'story':
      return (await source.query(newestOfStory, parameters)) as ListRow[];
  }
};

/** The newest `limit` of each category, by category in the order asked for; not yet gated. */
export const readSections = async (source: DataSource, categories: readonly string[], limit: number): Promise<Map<string, ListRow[]>> => {
  const sections = new Map<string, ListRow[]>(categories.map((category) => [category, []]));
  if (categories.length === 0) return sections;
  for (const row of (await source.query(newestOfEach, [categories, limit])) as (ListRow & { section: string })[]) sections.get(row.section)?.push(row);
  return sections;
};

/** The newest with a picture; not yet gated. */
export const readPictured = async (source: DataSource, limit: number): Promise<ListRow[]> => (await source.query(pictured, [limit])) as ListRow[];

/** Other live articles of a story; not yet gated. */
export const readOfStory = async (source: DataSource, storyId: string, exceptItemId: string, limit: number): Promise<ListRow[]> =>
  (await source.query(ofStory, [storyId, exceptItemId, limit])) as ListRow[];

/** Those of these articles that are live, in this order; not yet gated. */
export const readListed = async (source: DataSource, itemIds: readonly string[]): Promise<ListRow[]> =>
  itemIds.length === 0 ? [] : ((await source.query(byIds, [itemIds])) as ListRow[]);

/** Codes of categories that have articles, largest first; sizes are counted up to 500. */
export const readCategories = async (source: DataSource, limit: number): Promise<string[]> => {
  const rows = (await source.query(categoriesBySize, [500, limit])) as { category: string; size: number }[];
  return rows.sort((a, b) => b.size - a.size || (a.category < b.category ? -1 : 1)).map((row) => row.category);
};
