import { planned, sendPrepared, type Tx } from '@wiredesk/persistence';
import type { Grant } from '@wiredesk/usage-terms';
import type { DataSource } from 'typeorm';

import type { GrantTerms } from './licence.decide.js';

/** A grant with where it came from. */
export interface StoredGrant extends Grant {
  readonly origin: 'contract' | 'officer';
  readonly grantedBy: string;
  readonly grantedAt: string;
  readonly revokedAt: string | null;
}

interface Row {
  readonly grant_id: string;
  readonly source_id: string;
  readonly origin: 'contract' | 'officer';
  readonly terms: GrantTerms;
  readonly granted_by: string;
  readonly granted_at: Date;
  readonly revoked_at: Date | null;
}

/**
 * Who clears items of a source shares this lock, who changes its grants has it alone. So each item is either decided
 * with the new grants or seen by the sweep that follows them; a lock on rows could not cover a source that has none.
 * In the order of the ids, so that two clearing transactions cannot wait for each other around a change.
 */
const shareSources = `
select pg_advisory_xact_lock_shared(hashtext('grants'), hashtext(source_id))
from (select distinct unnest($1::text[]) as source_id order by 1) as sources`;
const ownSource = `select pg_advisory_xact_lock(hashtext('grants'), hashtext($1))`;

const upsertSource = `
insert into source (source_id, name, licence, updated_at) values ($1, $2, $3::jsonb, $4)
on conflict (source_id) do update set name = excluded.name, licence = excluded.licence, updated_at = excluded.updated_at`;

const insertGrant = `
insert into source_grant (grant_id, source_id, origin, terms, granted_by, granted_at) values ($1, $2, $3, $4::jsonb, $5, $6)`;
const updateContract = `
update source_grant set terms = $2::jsonb, granted_by = $3, granted_at = $4
where source_id = $1 and origin = 'contract' and revoked_at is null returning grant_id`;
const revokeContract = `
update source_grant set revoked_by = $2, revoked_at = $3 where source_id = $1 and origin = 'contract' and revoked_at is null`;
const revokeOne = `
update source_grant set revoked_by = $3, revoked_at = $4 where source_id = $1 and grant_id = $2 and revoked_at is null returning grant_id`;

/** From the beginning again, also where a sweep of an earlier change is under way. */
const requestSweep = `
insert into grant_sweep (source_id, after_item, requested_at) values ($1, null, $2)
on conflict (source_id) do update set after_item = null, requested_at = excluded.requested_at`;

const selectActive = `
select grant_id, source_id, origin, terms, granted_by, granted_at, revoked_at from source_grant
where source_id = any($1::text[]) and revoked_at is null`;
const selectAll = `
select grant_id, source_id, origin, terms, granted_by, granted_at, revoked_at from source_grant
where source_id = $1 order by granted_at desc, grant_id limit 500`;
const selectSource = 'select name, licence from source where source_id = $1';

const grantOf = (row: Row): StoredGrant => ({
  grantId: row.grant_id,
  sourceId: row.source_id,
  ...row.terms,
  origin: row.origin,
  grantedBy: row.granted_by,
  grantedAt: row.granted_at.toISOString(),
  revokedAt: row.revoked_at?.toISOString() ?? null,
});

/** The grants in force of these sources, which stay so until the transaction ends. */
export const shareGrants = async (tx: Tx, sourceIds: readonly string[]): Promise<Grant[]> => {
  if (sourceIds.length === 0) return [];
  // One round trip; the second statement sees what the first has waited for.
  sendPrepared(tx, shareSources, [sourceIds]);
  return (await planned<Row>(tx, selectActive, [sourceIds])).map(grantOf);
};

/** Nobody clears items of the source, or changes its grants, until the transaction ends. */
export const ownGrants = async (tx: Tx, sourceId: string): Promise<void> => {
  await tx.query(ownSource, [sourceId]);
};

export const saveSource = async (tx: Tx, sourceId: string, name: string, licence: unknown, now: Date): Promise<void> => {
  await tx.query(upsertSource, [sourceId, name, JSON.stringify(licence ?? null), now]);
};

/** Replaces the source's own contract, keeping its id where there was one. Returns that id. */
export const saveContract = async (tx: Tx, grant: { grantId: string; sourceId: string; terms: GrantTerms; by: string; now: Date }): Promise<string> => {
  const [rows] = (await tx.query(updateContract, [grant.sourceId, JSON.stringify(grant.terms), grant.by, grant.now])) as [{ grant_id: string }[], number];
  const [kept] = rows;
  if (kept) return kept.grant_id;
  await tx.query(insertGrant, [grant.grantId, grant.sourceId, 'contract', JSON.stringify(grant.terms), grant.by, grant.now]);
  return grant.grantId;
};

export const addOfficerGrant = async (tx: Tx, grant: { grantId: string; sourceId: string; terms: GrantTerms; by: string; now: Date }): Promise<void> => {
  await tx.query(insertGrant, [grant.grantId, grant.sourceId, 'officer', JSON.stringify(grant.terms), grant.by, grant.now]);
};

export const revokeSourceContract = async (tx: Tx, sourceId: string, by: string, now: Date): Promise<void> => {
  await tx.query(revokeContract, [sourceId, by, now]);
};

/** False where the source has no such grant in force. */
export const revokeGrant = async (tx: Tx, sourceId: string, grantId: string, by: string, now: Date): Promise<boolean> => {
  const [rows] = (await tx.query(revokeOne, [sourceId, grantId, by, now])) as [unknown[], number];
  return rows.length > 0;
};

/** Every item of the source is to be cleared again. */
export const noteSweep = async (tx: Tx, sourceId: string, now: Date): Promise<void> => {
  await tx.query(requestSweep, [sourceId, now]);
};

/** Grants of a source, revoked ones too, newest first, 500 at most. */
export const grantsOf = async (dataSource: DataSource, sourceId: string): Promise<StoredGrant[]> => ((await dataSource.query(selectAll, [sourceId])) as Row[]).map(grantOf);

export const sourceOf = async (dataSource: DataSource, sourceId: string): Promise<{ name: string; licence: unknown } | undefined> =>
  ((await dataSource.query(selectSource, [sourceId])) as { name: string; licence: unknown }[])[0];
