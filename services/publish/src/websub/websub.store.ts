import type { Tx } from '@wiredesk/persistence';
import type { DataSource } from 'typeorm';

/** A new subscription takes the place of the old one, lease and secret too. */
const upsert = `
insert into websub_subscription (id, topic, callback, secret, lease_until, created_at) values ($1, $2, $3, $4, $5, $6)
on conflict (topic, callback) do update set secret = excluded.secret, lease_until = excluded.lease_until`;
const remove = 'delete from websub_subscription where topic = $1 and callback = $2';

const markDue = `
update websub_subscription set due_at = least(due_at, $2), attempts = 0 where topic = any($1::text[]) and lease_until > $3`;

/** Held until $3 by moving what is due; a change meanwhile moves it back. */
const takeDue = `
update websub_subscription w set due_at = $3, attempts = w.attempts + 1
from (select id from websub_subscription where due_at <= $1 and lease_until > $1 order by due_at limit $2 for update skip locked) due
where w.id = due.id returning w.id, w.topic, w.callback, w.secret, w.attempts`;

/** What came due again since it was taken stays due. */
const finish = `
update websub_subscription w set due_at = case when w.due_at = $2 then t.due_at else w.due_at end, last_status = t.status, last_error = t.error
from unnest($1::uuid[], $3::timestamptz[], $4::int[], $5::text[]) as t (id, due_at, status, error) where w.id = t.id`;
const end = 'delete from websub_subscription where id = any($1::uuid[])';
const prune = 'delete from websub_subscription where lease_until < $1';
const isDue = 'select exists (select from websub_subscription where due_at <= $1) as anything';
const count = 'select count(*)::int as count from (select from websub_subscription where callback like $1 limit 1001) as matching';

export interface DueSubscription {
  readonly id: string;
  /** Path of the feed. */
  readonly topic: string;
  readonly callback: string;
  readonly secret: string | null;
  readonly attempts: number;
}

export const writeSubscription = async (source: DataSource, subscription: { id: string; topic: string; callback: string; secret: string | null; leaseUntil: Date }, now: Date): Promise<void> => {
  await source.query(upsert, [subscription.id, subscription.topic, subscription.callback, subscription.secret, subscription.leaseUntil, now]);
};

export const removeSubscription = async (source: DataSource, topic: string, callback: string): Promise<void> => {
  await source.query(remove, [topic, callback]);
};

/** Subscriptions with a callback on this origin, counted up to 1,001. */
export const countOfOrigin = async (source: DataSource, origin: string): Promise<number> =>
  ((await source.query(count, [`${origin.replace(/[%_\\]/g, '\\$&')}/%`])) as { count: number }[])[0]?.count ?? 0;

/** Feeds changed: who follows them is told from `dueAt` on. Returns how many follow them. */
export const markTopicsDue = async (tx: Tx, topics: readonly string[], dueAt: Date, now: Date): Promise<number> => {
  if (topics.length === 0) return 0;
  const [, count] = (await tx.query(markDue, [topics, dueAt, now])) as [unknown, number];
  return count;
};

export const isAnythingDue = async (source: DataSource, now: Date): Promise<boolean> => ((await source.query(isDue, [now])) as { anything: boolean }[])[0]?.anything ?? false;

export const takeDueSubscriptions = async (source: DataSource, now: Date, limit: number, heldUntil: Date): Promise<DueSubscription[]> => {
  const [rows] = (await source.query(takeDue, [now, limit, heldUntil])) as [DueSubscription[], number];
  return rows;
};

/** How content was taken; `dueAt` where it is sent again. */
export interface Told {
  readonly id: string;
  readonly dueAt: Date | null;
  readonly status: number | null;
  readonly error: string | null;
}

export const finishSubscriptions = async (source: DataSource, told: readonly Told[], heldUntil: Date): Promise<void> => {
  if (told.length > 0) await source.query(finish, [told.map(({ id }) => id), heldUntil, told.map(({ dueAt }) => dueAt), told.map(({ status }) => status), told.map(({ error }) => error)]);
};

export const endSubscriptions = async (source: DataSource, ids: readonly string[]): Promise<void> => {
  if (ids.length > 0) await source.query(end, [ids]);
};

export const pruneSubscriptions = async (source: DataSource, now: Date): Promise<void> => {
  await source.query(prune, [now]);
};
