import type { DataSource } from 'typeorm';

/**
 * In the order of transactions, and only those older than every transaction in progress: a slower one that took an
 * earlier place is waited for, so that a reader who goes on from its cursor misses none.
 */
const select = `
select r.xid::text, r.seq::text, r.item_id, r.publication, r.kind, r.cause, r.http_status, r.story_id, r.source_id, r.at
from removal r
where (r.xid, r.seq) > ($1::xid8, $2::bigint) and r.xid < pg_snapshot_xmin(pg_current_snapshot()) and ($4 or coalesce(r.http_status, 410) <> 404)
order by r.xid, r.seq limit $3`;

/** What went dark or came back. */
export interface RemovalRow {
  readonly xid: string;
  readonly seq: string;
  readonly item_id: string;
  readonly publication: number;
  readonly kind: 'taken_down' | 'restored';
  readonly cause: string | null;
  readonly http_status: number | null;
  readonly story_id: string | null;
  readonly source_id: string;
  readonly at: Date;
}

/** Where a reader is. */
export interface Cursor {
  readonly xid: string;
  readonly seq: string;
}

export const beginning: Cursor = { xid: '0', seq: '0' };

/** After a cursor, at most `limit`. `secret`: also what is dark without a trace (404). */
export const readRemovals = async (source: DataSource, after: Cursor, limit: number, secret: boolean): Promise<RemovalRow[]> =>
  (await source.query(select, [after.xid, after.seq, limit, secret])) as RemovalRow[];
