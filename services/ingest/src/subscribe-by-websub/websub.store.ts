import type { DataSource } from 'typeorm';

import type { Subscription } from './subscription.decide.js';

/** Feeds that name a hub at which we are not subscribed yet, or which changed hub or topic. */
const selectNew = `
select p.source_id as "sourceId", p.hub, p.topic from poll p left join websub w on w.source_id = p.source_id
where p.hub is not null and p.topic is not null and p.gone_at is null and p.stopped_at is null
  and (w.source_id is null or w.hub <> p.hub or w.topic <> p.topic) limit 100`;

const upsert = `
insert into websub (source_id, hub, topic, token, secret, state, next_attempt_at) values ($1, $2, $3, $4, $5, 'asked', $6)
on conflict (source_id) do update set hub = excluded.hub, topic = excluded.topic, token = excluded.token, secret = excluded.secret, state = 'asked',
  attempts = 0, next_attempt_at = excluded.next_attempt_at, lease_until = null, last_error = null
where websub.hub <> excluded.hub or websub.topic <> excluded.topic`;

const wanted = '(select p.gone_at is null and p.stopped_at is null from poll p where p.source_id = w.source_id)';
const columns = `w.source_id as "sourceId", w.hub, w.topic, w.token, w.secret, w.state, coalesce(${wanted}, false) as wanted`;

/** Counted on entry and put off, so that a crash, or another replica, does not ask twice at once. */
const take = `
update websub w set attempts = w.attempts + 1, next_attempt_at = $1::timestamptz + interval '2 minutes'
from (select source_id from websub where next_attempt_at <= $1 order by next_attempt_at limit $2 for update skip locked) due
where w.source_id = due.source_id
returning ${columns}, w.attempts`;

const selectByToken = `select ${columns} from websub w where token = $1`;
const verified = `
update websub set state = 'verified', attempts = 0, lease_until = $2, next_attempt_at = $3, last_error = null where token = $1`;
const denied = `update websub set state = 'denied', last_error = $2, next_attempt_at = $3 where token = $1`;
const asked = 'update websub set next_attempt_at = $2, last_error = $3 where source_id = $1';
const remove = 'delete from websub where token = $1';
const pushed = 'update websub set pushed_at = $2 where token = $1';
const ignored = 'update websub set ignored = ignored + 1 where token = $1';

export const feedsWithNewHub = async (dataSource: DataSource): Promise<{ sourceId: string; hub: string; topic: string }[]> => dataSource.query(selectNew);

export const addSubscription = async (dataSource: DataSource, one: { sourceId: string; hub: string; topic: string; token: string; secret: string }, now: Date): Promise<void> => {
  await dataSource.query(upsert, [one.sourceId, one.hub, one.topic, one.token, one.secret, now]);
};

/** Subscriptions that are to be asked for, renewed or ended now. */
export const takeDueSubscriptions = async (dataSource: DataSource, now: Date, limit: number): Promise<(Subscription & { attempts: number })[]> => {
  const [rows] = (await dataSource.query(take, [now, limit])) as [(Subscription & { attempts: number })[], number];
  return rows;
};

export const subscriptionOf = async (dataSource: DataSource, token: string): Promise<Subscription | undefined> => ((await dataSource.query(selectByToken, [token])) as Subscription[])[0];

export const noteVerified = async (dataSource: DataSource, token: string, leaseUntil: Date, renewAt: Date): Promise<void> => {
  await dataSource.query(verified, [token, leaseUntil, renewAt]);
};

export const noteDenied = async (dataSource: DataSource, token: string, reason: string, againAt: Date): Promise<void> => {
  await dataSource.query(denied, [token, `denied by the hub: ${reason}`, againAt]);
};

export const noteAsked = async (dataSource: DataSource, sourceId: string, againAt: Date, error: string | null): Promise<void> => {
  await dataSource.query(asked, [sourceId, againAt, error?.slice(0, 300) ?? null]);
};

export const removeSubscription = async (dataSource: DataSource, token: string): Promise<void> => {
  await dataSource.query(remove, [token]);
};

export const notePushed = async (dataSource: DataSource, token: string, now: Date): Promise<void> => {
  await dataSource.query(pushed, [token, now]);
};

export const noteIgnored = async (dataSource: DataSource, token: string): Promise<void> => {
  await dataSource.query(ignored, [token]);
};
