import type { DataSource } from 'typeorm';

const windowMinutes = 15;

/** Counted before the password is looked at, in one statement: a hundred at the same moment are a hundred. */
const count = `
with counted as (
  insert into attempt (bucket, window_start, failed) values ($1, $2, 1)
  on conflict (bucket, window_start) do update set failed = attempt.failed + 1
  returning failed
)
select (select failed from counted) + coalesce((select sum(failed) from attempt where bucket = $1 and window_start > $3 and window_start <> $2), 0)::int as tried`;
const forgive = 'delete from attempt where bucket = $1';
const forgetOld = 'delete from attempt where window_start < $1';

/** Counts an attempt to sign in; returns how many there were in this bucket in the last quarter of an hour, over all replicas. */
export const countAttempt = async (dataSource: DataSource, bucket: string, now: Date): Promise<number> => {
  const minute = new Date(Math.floor(now.getTime() / 60_000) * 60_000);
  const [row] = (await dataSource.query(count, [bucket, minute, new Date(now.getTime() - windowMinutes * 60_000)])) as { tried: number }[];
  return row?.tried ?? 0;
};

export const forgiveAttempts = async (dataSource: DataSource, bucket: string): Promise<void> => void (await dataSource.query(forgive, [bucket]));
export const forgetAttempts = async (dataSource: DataSource, before: Date): Promise<void> => void (await dataSource.query(forgetOld, [before]));
