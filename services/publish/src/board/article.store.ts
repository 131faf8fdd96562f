import type { ItemCleared, ItemPlaced, ItemReceived, ItemRefused, ItemWithdrawn } from '@wiredesk/contracts';
import { prepared, sendPlanned, sendPrepared, type Tx } from '@wiredesk/persistence';

import type { ArticleRow, ClearedTerms } from './article.js';
import type { Settled } from './decide.js';

/**
 * Every transaction that decides about articles takes this lock shared before it reads the holds; one that writes a
 * hold takes it alone. So either the hold is seen by the decision, or the article by the hold's sweep.
 */
export const holdsLock = 0x77646864;
const withHoldsLock = `cross join (select pg_advisory_xact_lock_shared(${holdsLock})) as held_still`;

/** Locks rows in the order of their ids, so that consumers of several topics do not wait for each other in a circle. */
const upsertReceived = `
insert into article (item_id, source_id, revision, language, upstream_url, upstream_url_key, published_at, published_precision,
  received_at, sort_at, categories, title, abstract, image_url, credit, erased)
select item_id, source_id, revision, language, url, url_key, published_at, precision, received_at, least(coalesce(published_at, received_at), received_at),
  array(select jsonb_array_elements_text(categories)), title, abstract, image_url, credit, erased
from unnest($1::uuid[], $2::text[], $3::int[], $4::text[], $5::text[], $6::text[], $7::timestamptz[], $8::text[], $9::timestamptz[], $10::jsonb[],
  $11::text[], $12::text[], $13::text[], $14::text[], $15::boolean[])
  as t (item_id, source_id, revision, language, url, url_key, published_at, precision, received_at, categories, title, abstract, image_url, credit, erased)
${withHoldsLock}
order by item_id
on conflict (item_id) do update set
  source_id = excluded.source_id, revision = excluded.revision, language = excluded.language, upstream_url = excluded.upstream_url,
  upstream_url_key = excluded.upstream_url_key, published_at = excluded.published_at, published_precision = excluded.published_precision,
  received_at = coalesce(article.received_at, excluded.received_at), sort_at = coalesce(article.sort_at, excluded.sort_at), categories = excluded.categories,
  title = excluded.title, abstract = excluded.abstract, image_url = excluded.image_url, credit = excluded.credit, erased = excluded.erased
where article.revision < excluded.revision
returning article.*`;

const upsertWithdrawn = `
insert into article (item_id, source_id, withdrawn_revision)
select item_id, source_id, revision from unnest($1::uuid[], $2::text[], $3::int[]) as t (item_id, source_id, revision)
${withHoldsLock}
order by item_id
on conflict (item_id) do update set withdrawn_revision = excluded.withdrawn_revision
where article.withdrawn_revision < excluded.withdrawn_revision
returning article.*`;

const upsertPlaced = `
insert into article (item_id, source_id, placement, story_id, relation, canonical, canonical_item_id)
select item_id, source_id, placement, story_id, relation, canonical, canonical_item_id
from unnest($1::uuid[], $2::text[], $3::int[], $4::uuid[], $5::text[], $6::boolean[], $7::uuid[])
  as t (item_id, source_id, placement, story_id, relation, canonical, canonical_item_id)
${withHoldsLock}
order by item_id
on conflict (item_id) do update set
  placement = excluded.placement, story_id = excluded.story_id, relation = excluded.relation, canonical = excluded.canonical, canonical_item_id = excluded.canonical_item_id
where article.placement < excluded.placement
returning article.*`;

const upsertCleared = `
insert into article (item_id, source_id, clearance, terms)
select item_id, source_id, clearance, terms from unnest($1::uuid[], $2::text[], $3::int[], $4::jsonb[]) as t (item_id, source_id, clearance, terms)
${withHoldsLock}
order by item_id
on conflict (item_id) do update set clearance = excluded.clearance, terms = excluded.terms
where article.clearance < excluded.clearance
returning article.*`;

const lockRows = `
select article.* from article ${withHoldsLock} where item_id = any($1::uuid[]) order by item_id for update of article`;

const lockDue = `
select article.* from article ${withHoldsLock} where due_at <= $1 order by due_at limit $2 for update of article skip locked`;

/** `shown_categories` is taken from the row itself: an array of arrays of unlike lengths cannot be a parameter. */
const writeSettled = `
update article a set
  publication = t.publication, state = t.state, shown_revision = t.shown_revision, first_live_at = t.first_live_at, changed_at = t.changed_at,
  down_cause = t.down_cause, down_status = t.down_status, down_hold_id = t.down_hold_id, due_at = t.due_at,
  shown_categories = case when t.state = 'live' then array(select distinct unnest(a.shown_categories || a.categories)) else a.shown_categories end
from unnest($1::uuid[], $2::int[], $3::text[], $4::int[], $5::timestamptz[], $6::timestamptz[], $7::text[], $8::smallint[], $9::uuid[], $10::timestamptz[])
  as t (item_id, publication, state, shown_revision, first_live_at, changed_at, down_cause, down_status, down_hold_id, due_at)
where a.item_id = t.item_id`;

const unlist = 'delete from listing where item_id = any($1::uuid[])';
const list = `
insert into listing (category, sort_at, item_id)
select distinct category, a.sort_at, a.item_id from article a cross join unnest(a.categories) as category where a.item_id = any($1::uuid[])
on conflict do nothing`;

const noteRemovals = `
insert into removal (item_id, publication, kind, cause, http_status, hold_id, story_id, source_id, at)
select * from unnest($1::uuid[], $2::int[], $3::text[], $4::text[], $5::smallint[], $6::uuid[], $7::uuid[], $8::text[], $9::timestamptz[])`;

/** What of a body lists show. */
export interface Head {
  readonly title: string;
  readonly abstract: string | null;
  readonly imageUrl: string | null;
  readonly credit: string | null;
  readonly urlKey: string | null;
}

/** An item with its head; null where its text was erased. */
export interface ReceivedWithHead {
  readonly data: ItemReceived;
  readonly head: Head | null;
}

/** Each of these takes one event per item at most, writes what is newer than what is there and returns the changed rows, locked. */
export const noteReceived = async (tx: Tx, items: readonly ReceivedWithHead[]): Promise<ArticleRow[]> => {
  if (items.length === 0) return [];
  const data = items.map((item) => item.data);
  const heads = items.map((item) => item.head);
  return prepared<ArticleRow>(tx, upsertReceived, [
    data.map((item) => item.itemId),
    data.map((item) => item.sourceId),
    data.map((item) => item.revision),
    data.map((item) => item.language),
    data.map((item) => item.url),
    heads.map((head) => head?.urlKey ?? null),
    data.map((item) => item.publishedAt),
    data.map((item) => item.publishedPrecision),
    data.map((item) => item.receivedAt),
    data.map((item) => JSON.stringify(item.categories)),
    heads.map((head) => head?.title ?? null),
    heads.map((head) => head?.abstract ?? null),
    heads.map((head) => head?.imageUrl ?? null),
    heads.map((head) => head?.credit ?? null),
    heads.map((head) => head === null),
  ]);
};

export const noteWithdrawn = async (tx: Tx, items: readonly ItemWithdrawn[]): Promise<ArticleRow[]> =>
  items.length === 0 ? [] : prepared<ArticleRow>(tx, upsertWithdrawn, [items.map((item) => item.itemId), items.map((item) => item.sourceId), items.map((item) => item.revision)]);

export const notePlaced = async (tx: Tx, items: readonly ItemPlaced[]): Promise<ArticleRow[]> =>
  items.length === 0
    ? []
    : prepared<ArticleRow>(tx, upsertPlaced, [
        items.map((item) => item.itemId),
        items.map((item) => item.sourceId),
        items.map((item) => item.placement),
        items.map((item) => item.storyId),
        items.map((item) => item.relation),
        items.map((item) => item.canonical),
        items.map((item) => item.canonicalItemId),
      ]);

export const noteClearance = async (tx: Tx, items: readonly (ItemCleared | ItemRefused)[]): Promise<ArticleRow[]> =>
  items.length === 0
    ? []
    : prepared<ArticleRow>(tx, upsertCleared, [
        items.map((item) => item.itemId),
        items.map((item) => item.sourceId),
        items.map((item) => item.clearance),
        items.map((item) => ('grantId' in item ? JSON.stringify(termsOf(item as ItemCleared)) : null)),
      ]);

const termsOf = (item: ItemCleared): ClearedTerms => {
  const { grantId, channels, territories, from, until, embargoedUntil, credit, notice, canonicalLinkRequired } = item;
  return { grantId, channels, territories, from, until, embargoedUntil, credit, notice, canonicalLinkRequired };
};

/** Rows by id, locked until the transaction ends. */
export const lockArticles = async (tx: Tx, itemIds: readonly string[]): Promise<ArticleRow[]> => (await tx.query(lockRows, [itemIds])) as ArticleRow[];

/** Rows whose verdict may have changed by time alone, locked; other replicas take other rows. */
export const lockDueArticles = async (tx: Tx, now: Date, limit: number): Promise<ArticleRow[]> => (await tx.query(lockDue, [now, limit])) as ArticleRow[];

/** Writes what follows from the rest of each row, with the commit. */
export const writeSettlements = (tx: Tx, rows: readonly { readonly itemId: string; readonly settled: Settled }[]): void => {
  if (rows.length === 0) return;
  const settled = rows.map((row) => row.settled);
  sendPlanned(tx, writeSettled, [
    rows.map((row) => row.itemId),
    settled.map((row) => row.publication),
    settled.map((row) => row.state),
    settled.map((row) => row.shown_revision),
    settled.map((row) => row.first_live_at),
    settled.map((row) => row.changed_at),
    settled.map((row) => row.down_cause),
    settled.map((row) => row.down_status),
    settled.map((row) => row.down_hold_id),
    settled.map((row) => row.due_at),
  ]);
};

/** Takes articles out of every list, and puts those that are live into the lists of their categories. */
export const relist = (tx: Tx, listedBefore: readonly string[], live: readonly string[]): void => {
  if (listedBefore.length > 0) sendPlanned(tx, unlist, [listedBefore]);
  if (live.length > 0) sendPlanned(tx, list, [live]);
};

/** Notes what went dark and what came back. */
export const appendRemovals = (tx: Tx, changes: readonly { readonly kind: 'taken_down' | 'restored'; readonly row: ArticleRow }[], now: Date): void => {
  if (changes.length === 0) return;
  sendPrepared(tx, noteRemovals, [
    changes.map(({ row }) => row.item_id),
    changes.map(({ row }) => row.publication),
    changes.map(({ kind }) => kind),
    changes.map(({ row }) => row.down_cause),
    changes.map(({ row }) => row.down_status),
    changes.map(({ row }) => row.down_hold_id),
    changes.map(({ row }) => row.story_id),
    changes.map(({ row }) => row.source_id),
    changes.map(() => now),
  ]);
};
