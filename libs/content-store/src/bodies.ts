import type { Article } from '@wiredesk/content';
import { sendPrepared, type Tx } from '@wiredesk/persistence';
import type { DataSource } from 'typeorm';

/** A body on its way into the store. */
export interface NewBody {
  readonly itemId: string;
  readonly revision: number;
  readonly language: string;
  readonly article: Article;
}

/** Names one body. */
export interface BodyId {
  readonly itemId: string;
  readonly revision: number;
}

interface StoredHead extends BodyId {
  readonly language: string;
}

/** A body as it lies in the store: whole, or erased with only its name left. */
export type StoredBody =
  | (StoredHead & { readonly erased: false; readonly article: Article })
  | (StoredHead & { readonly erased: true; readonly article: null });

/** Key of `getBodies`' answer. */
export const bodyKey = (body: BodyId): string => `${body.itemId}:${body.revision}`;

interface Row {
  readonly item_id: string;
  readonly revision: number;
  readonly language: string;
  readonly article: string | null;
}

/** A body never changes, so a repeat of the same put finds it there and changes nothing. */
const insertBodies = `
insert into content.body (item_id, revision, language, article)
select * from unnest($1::uuid[], $2::int[], $3::text[], $4::text[])
on conflict do nothing`;

const selectBodies = `
select item_id, revision, language, article
from unnest($1::uuid[], $2::int[]) as wanted (item_id, revision)
join content.body using (item_id, revision)`;

/** One index probe per item, instead of reading all its revisions. */
const selectLatest = `
select latest.item_id, latest.revision, latest.language, latest.article
from unnest($1::uuid[]) as wanted (item_id)
cross join lateral (
  select item_id, revision, language, article from content.body
  where body.item_id = wanted.item_id order by revision desc limit 1
) as latest`;

const erase = `
update content.body set article = null, erased_at = now()
where item_id = any($1::uuid[]) and erased_at is null`;

/** Stores bodies in one statement, inside the transaction that announces them; it travels with its commit. Idempotent. */
export const putBodies = (tx: Tx, bodies: readonly NewBody[]): void => {
  if (bodies.length === 0) return;
  sendPrepared(tx, insertBodies, [
    bodies.map((body) => body.itemId),
    bodies.map((body) => body.revision),
    bodies.map((body) => body.language),
    bodies.map((body) => JSON.stringify(body.article)),
  ]);
};

/**
 * Many bodies by one query, under `bodyKey` (`itemId:revision`). One that was never stored is not in the map; one
 * that was erased is, with `erased: true`.
 */
export const getBodies = async (source: Tx | DataSource, ids: readonly BodyId[]): Promise<Map<string, StoredBody>> => {
  if (ids.length === 0) return new Map();
  const rows = (await source.query(selectBodies, [ids.map((id) => id.itemId), ids.map((id) => id.revision)])) as Row[];
  return new Map(rows.map((row) => [bodyKey({ itemId: row.item_id, revision: row.revision }), stored(row)]));
};

/** The body of the greatest revision of each item, by item id. */
export const latestBodies = async (source: Tx | DataSource, itemIds: readonly string[]): Promise<Map<string, StoredBody>> => {
  if (itemIds.length === 0) return new Map();
  const rows = (await source.query(selectLatest, [itemIds])) as Row[];
  return new Map(rows.map((row) => [row.item_id, stored(row)]));
};

/** Erases every revision of the items; their names stay. Only the role of rights may. Returns how many it erased now. */
export const eraseBodies = async (tx: Tx, itemIds: readonly string[]): Promise<number> => {
  if (itemIds.length === 0) return 0;
  const [, count] = (await tx.query(erase, [itemIds])) as [unknown, number];
  return count;
};

const stored = (row: Row): StoredBody => {
  const head = { itemId: row.item_id, revision: row.revision, language: row.language };
  return row.article === null ? { ...head, erased: true, article: null } : { ...head, erased: false, article: JSON.parse(row.article) as Article };
};
