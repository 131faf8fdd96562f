import { planned, sendPrepared, type Tx } from '@wiredesk/persistence';
import { urlKey } from '@wiredesk/usage-terms';
import type { DataSource } from 'typeorm';

import type { KnownItem } from './item.js';

interface Row {
  readonly item_id: string;
  readonly source_id: string;
  readonly guid: string;
  readonly revision: number;
  readonly standing: 'usable' | 'withdrawn';
  readonly url: string | null;
  readonly language: string;
  readonly reprint_reserved: boolean;
  readonly embargoed_until: string | null;
  readonly expires_at: Date | null;
  readonly first_received_at: Date;
  readonly clearance: number;
  readonly answer: string;
}

const columns = 'item_id, source_id, guid, revision, standing, url, language, reprint_reserved, embargoed_until, expires_at, first_received_at, clearance, answer';

/** Locked in the order of their ids: the consumer and the sweep of a source meet on the same rows. */
const lockItems = `select ${columns} from item where item_id = any($1::uuid[]) order by item_id for update`;
const lockNextOfSource = `select ${columns} from item where source_id = $1 and item_id > coalesce($2::uuid, '00000000-0000-0000-0000-000000000000') order by item_id limit $3 for update`;

/** The revision guard is for two consumers that meet on a new item while a partition changes hands. */
const upsertItems = `
insert into item (item_id, source_id, guid, revision, standing, url, url_key, language, reprint_reserved, embargoed_until, expires_at, first_received_at, clearance, answer, answered_at)
select *, $15::timestamptz from unnest($1::uuid[], $2::text[], $3::text[], $4::int[], $5::text[], $6::text[], $7::text[], $8::text[], $9::bool[], $10::text[], $11::timestamptz[], $12::timestamptz[], $13::int[], $14::text[])
on conflict (item_id) do update set
  revision = excluded.revision, standing = excluded.standing, url = excluded.url, url_key = excluded.url_key, language = excluded.language,
  reprint_reserved = excluded.reprint_reserved, embargoed_until = excluded.embargoed_until, expires_at = excluded.expires_at,
  clearance = excluded.clearance, answer = excluded.answer, answered_at = excluded.answered_at
where item.revision < excluded.revision or (item.revision = excluded.revision and item.clearance < excluded.clearance)`;

const itemOf = (row: Row): KnownItem => ({
  itemId: row.item_id,
  sourceId: row.source_id,
  guid: row.guid,
  revision: row.revision,
  standing: row.standing,
  url: row.url,
  language: row.language,
  reprintReserved: row.reprint_reserved,
  embargoedUntil: row.embargoed_until,
  expiresAt: row.expires_at?.toISOString() ?? null,
  firstReceivedAt: row.first_received_at.toISOString(),
  clearance: row.clearance,
  answer: row.answer,
});

/** Items by id, locked until the transaction ends. */
export const lockKnownItems = async (tx: Tx, itemIds: readonly string[]): Promise<Map<string, KnownItem>> => {
  if (itemIds.length === 0) return new Map();
  const rows = await planned<Row>(tx, lockItems, [itemIds]);
  return new Map(rows.map((row) => [row.item_id, itemOf(row)]));
};

/** The next items of a source in the order of their ids, locked. */
export const lockItemsOfSource = async (tx: Tx, sourceId: string, after: string | null, limit: number): Promise<KnownItem[]> =>
  ((await tx.query(lockNextOfSource, [sourceId, after, limit])) as Row[]).map(itemOf);

const selectOfSource = `select ${columns} from item where source_id = $1 order by item_id limit $2`;

/** Items of a source to look at, not to change. */
export const itemsOfSource = async (dataSource: DataSource, sourceId: string, limit: number): Promise<KnownItem[]> => ((await dataSource.query(selectOfSource, [sourceId, limit])) as Row[]).map(itemOf);

const selectItems = `select ${columns} from item where item_id = any($1::uuid[])`;

/** Items by id, to look at. */
export const knownItems = async (dataSource: DataSource, itemIds: readonly string[]): Promise<Map<string, KnownItem>> =>
  itemIds.length === 0 ? new Map() : new Map(((await dataSource.query(selectItems, [itemIds])) as Row[]).map((row) => [row.item_id, itemOf(row)]));

/** Writes items, one statement, which travels with what comes next; they come sorted by id. */
export const saveItems = (tx: Tx, items: readonly KnownItem[], now: Date): void => {
  if (items.length === 0) return;
  sendPrepared(tx, upsertItems, [
    items.map((item) => item.itemId),
    items.map((item) => item.sourceId),
    items.map((item) => item.guid),
    items.map((item) => item.revision),
    items.map((item) => item.standing),
    items.map((item) => item.url),
    items.map((item) => (item.url === null ? null : (urlKey(item.url) ?? null))),
    items.map((item) => item.language),
    items.map((item) => item.reprintReserved),
    items.map((item) => item.embargoedUntil),
    items.map((item) => item.expiresAt),
    items.map((item) => item.firstReceivedAt),
    items.map((item) => item.clearance),
    items.map((item) => item.answer),
    now,
  ]);
};
