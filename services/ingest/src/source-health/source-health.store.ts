import type { DataSource } from 'typeorm';

/** What one source sent within an hour, counted up. */
export interface HourCounts {
  readonly sourceId: string;
  /** Its beginning, RFC 3339. */
  readonly hour: string;
  pushes: number;
  bytes: number;
  accepted: number;
  unchanged: number;
  withdrawn: number;
  refused: number;
  refusedPushes: number;
}

/** A body that was refused as a whole, or a call that proved nothing. */
export interface Refusal {
  readonly id: string;
  readonly sourceId: string;
  readonly refusedAt: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly contentType: string | null;
  readonly bytes: number;
  /** The first characters, for somebody who knows the format to see what it is. */
  readonly beginning: string;
}

/** Sorted by source and hour, so that two replicas never deadlock. */
const addCounts = `
insert into source_hour as h (source_id, hour, pushes, bytes, accepted, unchanged, withdrawn, refused, refused_pushes)
select * from unnest($1::text[], $2::timestamptz[], $3::int[], $4::bigint[], $5::int[], $6::int[], $7::int[], $8::int[], $9::int[])
  as n (source_id, hour, pushes, bytes, accepted, unchanged, withdrawn, refused, refused_pushes) order by source_id, hour
on conflict (source_id, hour) do update set pushes = h.pushes + excluded.pushes, bytes = h.bytes + excluded.bytes, accepted = h.accepted + excluded.accepted,
  unchanged = h.unchanged + excluded.unchanged, withdrawn = h.withdrawn + excluded.withdrawn, refused = h.refused + excluded.refused,
  refused_pushes = h.refused_pushes + excluded.refused_pushes`;

const insertRefusal = `
insert into refusal (id, source_id, refused_at, status, code, detail, content_type, bytes, beginning)
select $1, id, $3, $4, $5, $6, $7, $8, $9 from source where id = $2`;

const dropOldRefusals = `
delete from refusal where source_id = $1 and id <= (select id from refusal where source_id = $1 order by id desc offset $2 limit 1)`;

const selectHealth = `
select s.id, s.settings->>'name' as name, (s.settings->>'quietAfterSeconds')::int as "quietAfterSeconds",
  array(select received_at from receipt r where r.source_id = s.id order by received_at desc limit 40) as "pushedAt",
  hour.pushes as "hourPushes", hour.accepted as "hourAccepted", hour.unchanged as "hourUnchanged", hour.withdrawn as "hourWithdrawn", hour.refused as "hourRefused", hour.refused_pushes as "hourRefusedPushes",
  day.pushes as "dayPushes", day.accepted as "dayAccepted", day.unchanged as "dayUnchanged", day.withdrawn as "dayWithdrawn", day.refused as "dayRefused", day.refused_pushes as "dayRefusedPushes", day.bytes::float8 as "dayBytes",
  (select count(*)::int from quarantine q where q.source_id = s.id and closed_at is null) as quarantined
from source s
cross join lateral (select coalesce(sum(pushes), 0)::int as pushes, coalesce(sum(accepted), 0)::int as accepted, coalesce(sum(unchanged), 0)::int as unchanged,
  coalesce(sum(withdrawn), 0)::int as withdrawn, coalesce(sum(refused), 0)::int as refused, coalesce(sum(refused_pushes), 0)::int as refused_pushes
  from source_hour where source_id = s.id and hour > $2::timestamptz - interval '1 hour') hour
cross join lateral (select coalesce(sum(pushes), 0)::int as pushes, coalesce(sum(accepted), 0)::int as accepted, coalesce(sum(unchanged), 0)::int as unchanged,
  coalesce(sum(withdrawn), 0)::int as withdrawn, coalesce(sum(refused), 0)::int as refused, coalesce(sum(refused_pushes), 0)::int as refused_pushes, coalesce(sum(bytes), 0) as bytes
  from source_hour where source_id = s.id and hour > $2::timestamptz - interval '24 hours') day
where $1::text is null or s.id = $1
order by s.id limit 1000`;

const selectRefusals = `
select id, source_id as "sourceId", refused_at as "refusedAt", status, code, detail, content_type as "contentType", bytes, beginning
from refusal where source_id = $1 order by id desc limit $2`;

export interface HealthRow {
  readonly id: string;
  readonly name: string;
  readonly quietAfterSeconds: number | null;
  /** Newest first, 40 at most. */
  readonly pushedAt: readonly Date[];
  readonly hourPushes: number;
  readonly hourAccepted: number;
  readonly hourUnchanged: number;
  readonly hourWithdrawn: number;
  readonly hourRefused: number;
  readonly hourRefusedPushes: number;
  readonly dayPushes: number;
  readonly dayAccepted: number;
  readonly dayUnchanged: number;
  readonly dayWithdrawn: number;
  readonly dayRefused: number;
  readonly dayRefusedPushes: number;
  readonly dayBytes: number;
  readonly quarantined: number;
}

/** Adds to what is counted already. */
export const writeCounts = async (dataSource: DataSource, counts: readonly HourCounts[]): Promise<void> => {
  if (counts.length === 0) return;
  const column = <K extends keyof HourCounts>(name: K): HourCounts[K][] => counts.map((count) => count[name]);
  await dataSource.query(addCounts, [
    column('sourceId'), column('hour'), column('pushes'), column('bytes'), column('accepted'), column('unchanged'), column('withdrawn'), column('refused'), column('refusedPushes'),
  ]);
};

/** Keeps a refusal, and of each source only the last `kept`. One of a source that is not there is dropped. */
export const keepRefusal = async (dataSource: DataSource, refusal: Refusal, kept: number): Promise<void> => {
  await dataSource.query(insertRefusal, [
    refusal.id, refusal.sourceId, refusal.refusedAt, refusal.status, refusal.code, refusal.detail, refusal.contentType, refusal.bytes, refusal.beginning,
  ]);
  await dataSource.query(dropOldRefusals, [refusal.sourceId, kept]);
};

/** Health of one source, or of all (1,000 at most). */
export const readHealth = async (dataSource: DataSource, sourceId: string | null, now: Date): Promise<HealthRow[]> => (await dataSource.query(selectHealth, [sourceId, now])) as HealthRow[];

export const readRefusals = async (dataSource: DataSource, sourceId: string, limit: number): Promise<Refusal[]> => (await dataSource.query(selectRefusals, [sourceId, limit])) as Refusal[];
