import type { DataSource } from 'typeorm';

/** A feed that is due. */
export interface DuePoll {
  readonly sourceId: string;
  readonly url: string;
  readonly minIntervalSeconds: number;
  readonly maxIntervalSeconds: number;
  readonly intervalSeconds: number;
  readonly etag: string | null;
  readonly lastModified: string | null;
  readonly payloadSha256: string | null;
  readonly fetchedOnce: boolean;
  readonly failures: number;
}

/** What a round says about the feed; a field left out stays as it is. */
export interface PollRound {
  readonly url: string;
  readonly movedFrom: string | null;
  readonly etag: string | null;
  readonly lastModified: string | null;
  readonly payloadSha256: string | null;
  readonly fetchedOnce: boolean;
  readonly changed: boolean;
  readonly gone: boolean;
  readonly intervalSeconds: number;
  readonly nextPollAt: Date;
  readonly failures: number;
  readonly status: number | null;
  readonly error: string | null;
  readonly hub: string | null;
  readonly topic: string | null;
}

/** Put off by a lease, so that a crash, or another replica, does not ask twice at once. */
const take = `
update poll p set next_poll_at = $1::timestamptz + interval '5 minutes'
from (
  select source_id from poll where gone_at is null and stopped_at is null and next_poll_at <= $1 and not source_id = any($3::text[])
  order by next_poll_at limit $2 for update skip locked
) due
where p.source_id = due.source_id
returning p.source_id as "sourceId", p.url, p.min_interval_s as "minIntervalSeconds", p.max_interval_s as "maxIntervalSeconds", p.interval_s as "intervalSeconds",
  p.etag, p.last_modified as "lastModified", p.payload_sha256 as "payloadSha256", p.fetched_once as "fetchedOnce", p.failures`;

/** Only while it is still the same feed: an operator may have changed it meanwhile. */
const save = `
update poll set url = $3, moved_from = coalesce($4, moved_from), etag = $5, last_modified = $6, payload_sha256 = $7, fetched_once = fetched_once or $8,
  changed_at = case when $9 then $10 else changed_at end, polled_at = $10, gone_at = case when $11 then $10 end, interval_s = $12, next_poll_at = $13,
  failures = $14, last_status = $15, last_error = $16, hub = coalesce($17, hub), topic = coalesce($18, topic)
where source_id = $1 and url = $2 and stopped_at is null`;

const put = `
insert into poll (source_id, url, min_interval_s, max_interval_s, interval_s, next_poll_at) values ($1, $2, $3, $4, $5, $6)
on conflict (source_id) do update set url = excluded.url, min_interval_s = excluded.min_interval_s, max_interval_s = excluded.max_interval_s,
  interval_s = excluded.interval_s, next_poll_at = excluded.next_poll_at, etag = null, last_modified = null, payload_sha256 = null,
  fetched_once = false, failures = 0, last_error = null, moved_from = null, gone_at = null, stopped_at = null`;

const stop = 'update poll set stopped_at = $2 where source_id = $1 and stopped_at is null';
const hurry = 'update poll set next_poll_at = $2 where source_id = $1 and stopped_at is null and gone_at is null';
const select = `
select url, min_interval_s as "minIntervalSeconds", max_interval_s as "maxIntervalSeconds", interval_s as "intervalSeconds", next_poll_at as "nextPollAt",
  polled_at as "polledAt", changed_at as "changedAt", failures, last_status as "lastStatus", poll.last_error as "lastError", moved_from as "movedFrom",
  gone_at as "goneAt", stopped_at as "stoppedAt", poll.hub,
  case when w.source_id is not null then jsonb_build_object('state', w.state, 'leaseUntil', w.lease_until, 'pushedAt', w.pushed_at, 'ignored', w.ignored, 'lastError', w.last_error) end as websub
from poll left join websub w using (source_id) where source_id = $1`;

export type PollView = Readonly<Record<string, unknown>>;

/** Feeds that are due and not among `without`, each ours for five minutes. */
export const takeDuePolls = async (dataSource: DataSource, now: Date, limit: number, without: readonly string[]): Promise<DuePoll[]> => {
  const [rows] = (await dataSource.query(take, [now, limit, without])) as [DuePoll[], number];
  return rows;
};

export const saveRound = async (dataSource: DataSource, poll: DuePoll, round: PollRound, now: Date): Promise<void> => {
  await dataSource.query(save, [
    poll.sourceId, poll.url, round.url, round.movedFrom, round.etag, round.lastModified, round.payloadSha256, round.fetchedOnce, round.changed, now, round.gone,
    round.intervalSeconds, round.nextPollAt, round.failures, round.status, round.error?.slice(0, 300) ?? null, round.hub, round.topic,
  ]);
};

export const putPoll = async (dataSource: DataSource, sourceId: string, poll: { url: string; minIntervalSeconds: number; maxIntervalSeconds: number }, now: Date): Promise<void> => {
  await dataSource.query(put, [sourceId, poll.url, poll.minIntervalSeconds, poll.maxIntervalSeconds, Math.min(poll.maxIntervalSeconds, Math.max(poll.minIntervalSeconds, 900)), now]);
};

/** False if it was not asked for anyway. */
export const stopPoll = async (dataSource: DataSource, sourceId: string, now: Date): Promise<boolean> => ((await dataSource.query(stop, [sourceId, now])) as [unknown, number])[1] === 1;

/** False if it is not asked for, or gone. */
export const hurryPoll = async (dataSource: DataSource, sourceId: string, now: Date): Promise<boolean> => ((await dataSource.query(hurry, [sourceId, now])) as [unknown, number])[1] === 1;

export const readPoll = async (dataSource: DataSource, sourceId: string): Promise<PollView | undefined> => ((await dataSource.query(select, [sourceId])) as PollView[])[0];
