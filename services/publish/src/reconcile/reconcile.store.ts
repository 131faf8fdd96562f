import type { DataSource } from 'typeorm';

import type { ArticleRow } from '../board/article.js';

const columns = 'a.item_id, a.source_id, a.story_id, a.relation, a.upstream_url_key, a.terms, a.state, a.publication, a.down_status, a.down_cause, a.canonical_item_id';
const byIds = `select ${columns} from article a where a.item_id = any($1::uuid[])`;
/** Of several items with one upstream URL the one that is live, else the newest. */
const byUrls = `
select distinct on (a.upstream_url_key) ${columns} from article a where a.upstream_url_key = any($1::text[])
order by a.upstream_url_key, (a.state = 'live') desc, (a.first_live_at is not null) desc, a.item_id desc`;

/** Of several items with one text the one that is live, else the newest. */
const byHashes = `
select distinct on (t.hash) encode(t.hash, 'hex') as hash, ${columns} from text_hash t join article a using (item_id) where t.hash = any($1::bytea[])
order by t.hash, (a.state = 'live') desc, a.item_id desc`;

/** What reconciling needs to know of an article. */
export type ReconciledRow = Pick<ArticleRow, 'item_id' | 'source_id' | 'story_id' | 'relation' | 'upstream_url_key' | 'terms' | 'state' | 'publication' | 'down_status' | 'down_cause' | 'canonical_item_id'>;

export const articlesByIds = async (source: DataSource, ids: readonly string[]): Promise<ReconciledRow[]> => (ids.length === 0 ? [] : ((await source.query(byIds, [ids])) as ReconciledRow[]));
export const articlesByUrls = async (source: DataSource, keys: readonly string[]): Promise<ReconciledRow[]> => (keys.length === 0 ? [] : ((await source.query(byUrls, [keys])) as ReconciledRow[]));
export const articlesByHashes = async (source: DataSource, hashes: readonly Buffer[]): Promise<(ReconciledRow & { readonly hash: string })[]> =>
  hashes.length === 0 ? [] : ((await source.query(byHashes, [hashes])) as (ReconciledRow & { hash: string })[]);
