import { sendPlanned, sendPrepared, type Tx } from '@wiredesk/persistence';

import type { Change } from '../board/article.js';

const noteChanges = `
insert into change_to_deliver (item_id, publication, kind) select * from unnest($1::uuid[], $2::int[], $3::text[])`;

/**
 * What is not on its way yet will not go. A worker that holds one of these rows has noted its copy in the same
 * transaction, and this statement waits for it, so that `queueRemovals`, which comes after, sees that copy.
 */
const supersede = `
update delivery set state = 'superseded', finished_at = $2
where item_id = any($1::uuid[]) and lane = 1 and state in ('due', 'held')`;

/** A removal for everyone who has, or may have, a copy. It names the numbers that were given out for what it supersedes. */
const queueRemovals = `
with removal as (
  insert into delivery (lane, subscriber_id, item_id, publication, type, state, due_at, created_at, hold_id, ack_token)
  select 0, c.subscriber_id, c.item_id, t.publication, 'article.taken_down', 'due', $4::timestamptz, $4::timestamptz, t.hold_id,
    replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '')
  from unnest($1::uuid[], $2::int[], $3::uuid[]) as t (item_id, publication, hold_id) join copy c using (item_id)
  on conflict do nothing
  returning id, subscriber_id, item_id
), named as (
  update delivery d set superseded_by = removal.id from removal
  where d.subscriber_id = removal.subscriber_id and d.item_id = removal.item_id and d.lane = 1
    and d.state in ('superseded', 'dropped') and d.superseded_by is null and d.sequence is not null
)
select count(*)::int as queued from removal`;

/**
 * Queues what subscribers are to be told of these changes, in the transaction that makes them. Each is noted once
 * and spread over subscribers and followers of feeds behind it (`SpreadChanges`); a removal supersedes, here and now,
 * everything of the article that is still queued, and is queued for each subscriber that had it. Returns how many
 * deliveries or changes were queued.
 */
export const enqueueDeliveries = async (tx: Tx, changes: readonly Change[], now: Date): Promise<number> => {
  const removed = changes.filter((change) => change.kind === 'taken_down');
  if (changes.length > 0) sendPrepared(tx, noteChanges, [changes.map(({ row }) => row.item_id), changes.map(({ row }) => row.publication), changes.map(({ kind }) => kind)]);
  if (removed.length === 0) return changes.length;
  sendPlanned(tx, supersede, [removed.map(({ row }) => row.item_id), now]);
  return changes.length + (await enqueueRemovals(tx, removed.map(({ row }) => ({ itemId: row.item_id, publication: row.publication, holdId: row.down_hold_id })), now));
};

/** One article that subscribers are to remove, and under which hold (null: another cause). */
export interface RemovalOrder {
  readonly itemId: string;
  readonly publication: number;
  readonly holdId: string | null;
}

/** Queues a removal for everyone who has a copy; one that is there already is not queued again. */
export const enqueueRemovals = async (tx: Tx, orders: readonly RemovalOrder[], now: Date): Promise<number> => {
  if (orders.length === 0) return 0;
  const [row] = (await tx.query(queueRemovals, [orders.map((order) => order.itemId), orders.map((order) => order.publication), orders.map((order) => order.holdId), now])) as { queued: number }[];
  return row?.queued ?? 0;
};
