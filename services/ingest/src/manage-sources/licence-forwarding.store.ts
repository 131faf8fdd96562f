import type { Tx } from '@wiredesk/persistence';
import type { DataSource } from 'typeorm';

import type { SourceSettings } from './source.js';

/** What rights is owed about one source. */
export interface OwedForwarding {
  readonly sourceId: string;
  readonly settings: SourceSettings;
  readonly attempts: number;
  readonly requestedAt: Date;
}

const request = `
insert into licence_forwarding (source_id, requested_at, next_attempt_at) values ($1, $2, $2)
on conflict (source_id) do update set requested_at = excluded.requested_at, next_attempt_at = excluded.next_attempt_at, attempts = 0, done_at = null, last_error = null`;

/** Counted on entry and pushed into the future, so that two replicas, or a crash in between, do not try at once. */
const take = `
update licence_forwarding f set attempts = attempts + 1, next_attempt_at = $1::timestamptz + least(60, power(2, least(attempts, 6))) * interval '1 second'
from (
  select source_id from licence_forwarding
  where done_at is null and (next_attempt_at <= $1 or source_id = $2) and ($2::text is null or source_id = $2)
  order by next_attempt_at limit 20 for update skip locked
) due
where f.source_id = due.source_id
returning f.source_id as "sourceId", f.attempts, f.requested_at as "requestedAt", (select settings from source where id = f.source_id) as settings`;

/** Not done where it was requested again meanwhile. */
const done = 'update licence_forwarding set done_at = $2, last_error = null where source_id = $1 and requested_at = $3';
const failed = 'update licence_forwarding set last_error = $2 where source_id = $1';
const countOpen = 'select count(*)::int as open from licence_forwarding where done_at is null';

/** Notes, in the transaction of the change, that rights must be told. */
export const requestForwarding = async (tx: Tx, sourceId: string, now: Date): Promise<void> => {
  await tx.query(request, [sourceId, now]);
};

/** What is due now, or the one source asked for; each is ours until its next attempt. */
export const takeDue = async (dataSource: DataSource, now: Date, sourceId: string | null): Promise<OwedForwarding[]> => {
  const [rows] = (await dataSource.query(take, [now, sourceId])) as [OwedForwarding[], number];
  return rows;
};

export const markDone = async (dataSource: DataSource, owed: OwedForwarding, now: Date): Promise<void> => {
  await dataSource.query(done, [owed.sourceId, now, owed.requestedAt]);
};

export const markFailed = async (dataSource: DataSource, owed: OwedForwarding, error: string): Promise<void> => {
  await dataSource.query(failed, [owed.sourceId, error.slice(0, 300)]);
};

export const openForwardings = async (dataSource: DataSource): Promise<number> => ((await dataSource.query(countOpen)) as { open: number }[])[0]?.open ?? 0;
