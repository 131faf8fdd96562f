import type { DataSource } from 'typeorm';

import type { PageRow } from '../portal/show-article/article.store.js';
import { listColumns } from '../portal/show-lists/list.store.js';
import type { KeyFilter } from './api-key.js';
import type { ArticlesQuery, Position } from './articles-query.js';

const columns = `${listColumns}, a.state, a.down_cause, a.down_status, a.down_hold_id, a.canonical_item_id, a.erased`;

/** $4 to $10: what is asked for, and what the key allows. `zh` asks for `zh-Hant` as well. */
const wanted = `
  ($4::text is null or a.source_id = $4) and ($5::uuid is null or a.story_id = $5) and ($6::text is null or lower(a.language) = lower($6) or starts_with(lower(a.language), lower($6) || '-'))
  and ($7::text is null or a.categories @> array[$7]) and ($8::text[] is null or a.source_id = any($8)) and ($9::text[] is null or a.categories && $9)
  and ($10::text[] is null or exists (select from unnest($10) as l where lower(a.language) = lower(l) or starts_with(lower(a.language), lower(l) || '-')))`;

/** Along the index article_live. */
const live = `
select ${columns} from article a
where a.state = 'live' and ($1::timestamptz is null or (a.sort_at, a.item_id) < ($1, $2::uuid)) and ${wanted}
order by a.sort_at desc, a.item_id desc limit $3`;

/** Along the primary key of listing, then the rest of what is asked for. */
const liveOfCategory = `
select ${columns} from listing l join article a using (item_id)
where l.category = $7 and ($1::timestamptz is null or (l.sort_at, l.item_id) < ($1, $2::uuid)) and a.state = 'live' and ${wanted}
order by l.sort_at desc, l.item_id desc limit $3`;

/** Along the index article_changed, backwards: within one moment the greater id comes first. */
const changes = `
select ${columns} from article a
where a.first_live_at is not null and a.changed_at >= $1 and (a.changed_at > $1 or a.item_id < $2::uuid) and a.changed_at <= $11 and ${wanted}
order by a.changed_at, a.item_id desc limit $3`;

const parametersOf = (position: Position | undefined, limit: number, query: ArticlesQuery, filter: KeyFilter): unknown[] => [
  position?.at ?? null, position?.itemId ?? null, limit, query.source ?? null, query.story ?? null, query.language ?? null, query.category ?? null,
  filter.sources ?? null, filter.categories ?? null, filter.languages ?? null,
];

/** Live articles, newest first; not yet gated. */
export const readLive = async (source: DataSource, position: Position | undefined, limit: number, query: ArticlesQuery, filter: KeyFilter): Promise<PageRow[]> =>
  (await source.query(query.category === undefined ? live : liveOfCategory, parametersOf(position, limit, query, filter))) as PageRow[];

/** What was ever live and changed after the position and not after `until`, oldest change first; not yet gated. */
export const readChanges = async (source: DataSource, position: Position, until: Date, limit: number, query: ArticlesQuery, filter: KeyFilter): Promise<PageRow[]> =>
  (await source.query(changes, [...parametersOf(position, limit, query, filter), until])) as PageRow[];
