import type { ItemPlaced, ItemReceived, ItemWithdrawn } from '@wiredesk/contracts';
import type { Tx } from '@wiredesk/persistence';
import { holdNames, urlKey, type Hold } from '@wiredesk/usage-terms';

/** One event that speaks of an item. */
export interface Moment {
  readonly eventId: string;
  readonly itemId: string;
  /** RFC 3339. */
  readonly at: string;
  readonly type: string;
  readonly data: unknown;
}

/** The counts are of the moments that are new: a repeated event counts once, across replicas too. */
const insertMoments = `
with fresh as (
  insert into moment (event_id, item_id, at, type, data)
  select * from unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::text[], $5::text[])
  on conflict do nothing returning at, type
)
insert into funnel (minute, step, count)
select date_trunc('minute', at), type, count(*) from fresh group by 1, 2 order by 1, 2
on conflict (minute, step) do update set count = funnel.count + excluded.count`;

const upsertItems = `
insert into item (item_id, source_id, guid, url_key, revision)
select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::int[]) as t (item_id, source_id, guid, url_key, revision) order by item_id
on conflict (item_id) do update set guid = excluded.guid, url_key = coalesce(excluded.url_key, item.url_key), revision = excluded.revision
where item.revision < excluded.revision`;

const upsertStories = `
insert into item (item_id, source_id, story_id, placement)
select * from unnest($1::uuid[], $2::text[], $3::uuid[], $4::int[]) as t (item_id, source_id, story_id, placement) order by item_id
on conflict (item_id) do update set story_id = excluded.story_id, placement = excluded.placement
where item.placement < excluded.placement`;

const upsertHolds = `
insert into hold (hold_id, seq, state, lifted)
select * from unnest($1::uuid[], $2::bigint[], $3::jsonb[], $4::boolean[])
on conflict (hold_id) do update set seq = excluded.seq, state = excluded.state, lifted = excluded.lifted where hold.seq < excluded.seq`;
const insertHoldNames = 'insert into hold_name (name, hold_id) select * from unnest($1::text[], $2::uuid[]) on conflict do nothing';

/** Adds moments and counts those that are new. */
export const noteMoments = async (tx: Tx, moments: readonly Moment[]): Promise<void> => {
  if (moments.length === 0) return;
  await tx.query(insertMoments, [
    moments.map((moment) => moment.eventId),
    moments.map((moment) => moment.itemId),
    moments.map((moment) => moment.at),
    moments.map((moment) => moment.type),
    moments.map((moment) => JSON.stringify(moment.data)),
  ]);
};

/** One state per item at most. */
export const noteItems = async (tx: Tx, items: readonly (ItemReceived | ItemWithdrawn)[]): Promise<void> => {
  if (items.length === 0) return;
  await tx.query(upsertItems, [
    items.map((item) => item.itemId),
    items.map((item) => item.sourceId),
    items.map((item) => item.guid),
    items.map((item) => ('url' in item && typeof item.url === 'string' ? (urlKey(item.url) ?? null) : null)),
    items.map((item) => item.revision),
  ]);
};

/** One state per item at most. */
export const noteStories = async (tx: Tx, items: readonly ItemPlaced[]): Promise<void> => {
  if (items.length === 0) return;
  await tx.query(upsertStories, [items.map((item) => item.itemId), items.map((item) => item.sourceId), items.map((item) => item.storyId), items.map((item) => item.placement)]);
};

/** One state per hold at most. */
export const noteHolds = async (tx: Tx, holds: readonly Hold[]): Promise<void> => {
  if (holds.length === 0) return;
  await tx.query(upsertHolds, [holds.map((hold) => hold.holdId), holds.map((hold) => hold.seq), holds.map((hold) => JSON.stringify(hold)), holds.map((hold) => hold.lift !== null)]);
  const names = holds.flatMap((hold) => holdNames(hold).map((name) => ({ name, holdId: hold.holdId })));
  await tx.query(insertHoldNames, [names.map((entry) => entry.name), names.map((entry) => entry.holdId)]);
};
