import type { Tx } from '@wiredesk/persistence';
import type { DataSource } from 'typeorm';

/** A decision against a source's item that stands. One that was put back is no strike any more: it is read, not kept. */
export interface Strike {
  readonly number: string;
  readonly ordinal: number;
  readonly claimType: string;
  readonly state: string;
  readonly since: string;
}

const selectStrikes = `
select number, ordinal, claim_type as "claimType", state, state_since as since from target join takedown_case using (case_id)
where source_id = $1 and decided_by is not null and state in ('held', 'held_final', 'litigation_held', 'waiting_claimant') order by state_since desc, target_id limit $2`;

export const strikesOf = async (source: DataSource, sourceId: string, limit: number): Promise<Strike[]> =>
  ((await source.query(selectStrikes, [sourceId, limit])) as (Omit<Strike, 'since'> & { since: Date })[]).map((row) => ({ ...row, since: row.since.toISOString() }));

const lockClosed = `
select closed_at is not null as closed, exists (select from hold where hold.case_id = takedown_case.case_id and not lifted) as held from takedown_case where case_id = $1 for no key update`;
/** What the notice was about stays; who filed it, what they wrote and signed goes. */
const eraseNotice = `
update takedown_case set claimant_key = null, notice = jsonb_build_object('targets', notice -> 'targets', 'type', notice -> 'type', 'scope', notice -> 'scope', 'wanted', notice -> 'wanted', 'claimant', jsonb_build_object('role', notice -> 'claimant' -> 'role'))
where case_id = $1`;
const eraseLetters = `update letter set to_name = null, to_address = null, subject = '', body = '' where case_id = $1`;
const eraseFiles = 'delete from evidence_file where case_id = $1';
const eraseCounters = `update counter_notice set content = '{"party": {}, "targets": [], "statements": {}}'::jsonb where case_id = $1`;
const eraseSecrets = 'delete from audit_secret where case_id = $1';

/** Whether a case is over, and whether a hold of it stands; nobody changes the case until the transaction ends. */
export const lockedEnd = async (tx: Tx, caseId: string): Promise<{ closed: boolean; held: boolean }> => ((await tx.query(lockClosed, [caseId])) as { closed: boolean; held: boolean }[])[0] ?? { closed: false, held: false };

/** Erases who the parties were; the record of what was done stays, and so does the audit log, which only commits to it. */
export const erasePersonalData = async (tx: Tx, caseId: string): Promise<void> => {
  for (const statement of [eraseNotice, eraseLetters, eraseFiles, eraseCounters, eraseSecrets]) await tx.query(statement, [caseId]);
};
