import type { Tx } from '@wiredesk/persistence';
import type { DataSource } from 'typeorm';

import { listColumns, type ListRow } from '../portal/show-lists/list.store.js';
import { gramKey } from './grams.decide.js';

/** One replica indexes at a time; the others look again later. */
const indexerLock = 0x77647365;
const tryLock = `select pg_try_advisory_xact_lock(${indexerLock}) as locked`;

const readProgress = 'select looked_to from search_progress';
const writeProgress = 'insert into search_progress (one, looked_to) values (true, $1) on conflict (one) do update set looked_to = excluded.looked_to';

/** What changed since and is not in the index as it is now, by the index article_changed. */
const stale = `
select a.item_id, a.publication, a.state, a.shown_revision, a.sort_at, a.changed_at from article a left join search_entry s using (item_id)
where a.first_live_at is not null and a.changed_at >= $1 and (s.item_id is null or s.publication < a.publication)
order by a.changed_at, a.item_id limit $2`;

const write = `
insert into search_entry (item_id, publication, sort_at, grams)
select item_id, publication, sort_at, grams::int[]
from unnest($1::uuid[], $2::int[], $3::timestamptz[], $4::text[]) as t (item_id, publication, sort_at, grams)
on conflict (item_id) do update set publication = excluded.publication, sort_at = excluded.sort_at, grams = excluded.grams
where search_entry.publication < excluded.publication`;

const find = `
select ${listColumns} from search_entry s join article a using (item_id)
where s.grams @> $1::int[] and a.state = 'live' and ($2::timestamptz is null or (s.sort_at, s.item_id) < ($2, $3::uuid))
order by s.sort_at desc, s.item_id desc limit $4`;

const writeHashes = `
insert into text_hash (hash, item_id) select * from unnest($1::bytea[], $2::uuid[]) on conflict do nothing`;

export interface StaleRow {
  readonly item_id: string;
  readonly publication: number;
  readonly state: 'live' | 'down';
  readonly shown_revision: number;
  readonly sort_at: Date | null;
  readonly changed_at: Date;
}

export interface SearchEntry {
  readonly row: StaleRow;
  /** Null for what is not live: it is found by nothing. */
  readonly grams: readonly string[] | null;
  /** Of its plain text; null for what is not live. Those of earlier revisions stay. */
  readonly textHash: Buffer | null;
}

export const lockIndexer = async (tx: Tx): Promise<boolean> => ((await tx.query(tryLock)) as { locked: boolean }[])[0]?.locked ?? false;

export const readLookedTo = async (tx: Tx): Promise<Date> => ((await tx.query(readProgress)) as { looked_to: Date }[])[0]?.looked_to ?? new Date(0);
export const noteLookedTo = async (tx: Tx, at: Date): Promise<void> => {
  await tx.query(writeProgress, [at]);
};

export const readStale = async (tx: Tx, since: Date, limit: number): Promise<StaleRow[]> => (await tx.query(stale, [since, limit])) as StaleRow[];

export const writeEntries = async (tx: Tx, entries: readonly SearchEntry[]): Promise<void> => {
  if (entries.length === 0) return;
  await tx.query(write, [
    entries.map(({ row }) => row.item_id),
    entries.map(({ row }) => row.publication),
    entries.map(({ row }) => row.sort_at),
    entries.map(({ grams }) => (grams === null ? null : `{${grams.map(gramKey).join(',')}}`)),
  ]);
  const hashed = entries.flatMap(({ row, textHash }) => (textHash === null ? [] : [{ itemId: row.item_id, textHash }]));
  if (hashed.length > 0) await tx.query(writeHashes, [hashed.map(({ textHash }) => textHash), hashed.map(({ itemId }) => itemId)]);
};

/** Live articles that have all of these grams, newest first, after a place; not yet gated, phrases not yet checked. */
export const findByGrams = async (source: DataSource, grams: readonly string[], after: { sortAt: Date; itemId: string } | undefined, limit: number): Promise<ListRow[]> =>
  (await source.query(find, [grams.map(gramKey), after?.sortAt ?? null, after?.itemId ?? null, limit])) as ListRow[];
