import type { Tx } from '@wiredesk/persistence';
import type { DataSource } from 'typeorm';

import type { NotifierRecord } from './decide.js';

const lockNotifier = `select pg_advisory_xact_lock(hashtext('notifier'), hashtext($1))`;
const selectRecord = `
select
  (select count(*)::int from takedown_case where claimant_key = $1) as cases,
  count(*) filter (where type = 'upheld')::int as upheld, count(*) filter (where type = 'rejected')::int as rejected, count(*) filter (where type = 'withdrawn')::int as withdrawn,
  (select warned_at from notifier where claimant_key = $1) as "warnedAt", (select suspended_until from notifier where claimant_key = $1) as "suspendedUntil"
from takedown_case join case_event using (case_id) where claimant_key = $1`;
const upsertRecord = `
insert into notifier (claimant_key, warned_at, warned_by, suspended_until, suspended_by) values ($1, $2, $4, $3, $4)
on conflict (claimant_key) do update set warned_at = excluded.warned_at, warned_by = excluded.warned_by, suspended_until = excluded.suspended_until, suspended_by = excluded.suspended_by`;

/** What is known of a notifier. Counts are of targets, not of cases. */
export const notifierRecord = async (source: DataSource | Tx, claimantKey: string): Promise<NotifierRecord> => {
  const [row] = (await source.query(selectRecord, [claimantKey])) as (Omit<NotifierRecord, 'warnedAt' | 'suspendedUntil'> & { warnedAt: Date | null; suspendedUntil: Date | null })[];
  if (!row) throw new Error('an aggregate without a row');
  return { ...row, warnedAt: row.warnedAt?.toISOString() ?? null, suspendedUntil: row.suspendedUntil?.toISOString() ?? null };
};

/** The same, and nobody else judges the notifier until the transaction ends. */
export const lockedNotifierRecord = async (tx: Tx, claimantKey: string): Promise<NotifierRecord> => {
  await tx.query(lockNotifier, [claimantKey]);
  return notifierRecord(tx, claimantKey);
};

export const saveNotifier = async (tx: Tx, claimantKey: string, record: Pick<NotifierRecord, 'warnedAt' | 'suspendedUntil'>, by: string): Promise<void> => {
  await tx.query(upsertRecord, [claimantKey, record.warnedAt, record.suspendedUntil, by]);
};
