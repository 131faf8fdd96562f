import type { DataSource } from 'typeorm';

import type { GrantTerms } from '../manage-grants/licence.decide.js';

/** A grant in force with its source. */
export interface ActiveGrant {
  readonly grantId: string;
  readonly sourceId: string;
  readonly sourceName: string;
  readonly origin: 'contract' | 'officer';
  readonly terms: GrantTerms;
}

const selectActive = `
select grant_id as "grantId", source_id as "sourceId", name as "sourceName", origin, terms from source_grant join source using (source_id)
where revoked_at is null and ($1::text is null or source_id = $1) order by source_id, grant_id limit $2`;
const selectExpiring = `
select grant_id as "grantId", source_id as "sourceId", name as "sourceName", origin, terms from source_grant join source using (source_id)
where revoked_at is null and terms ->> 'until' > $1 and terms ->> 'until' <= $2 order by terms ->> 'until', grant_id limit $3`;
const selectSources = 'select source_id as "sourceId", name from source order by source_id limit $1';

export const activeGrants = async (source: DataSource, sourceId: string | null, limit: number): Promise<ActiveGrant[]> => (await source.query(selectActive, [sourceId, limit])) as ActiveGrant[];
/** Grants in force that end between two instants (ISO, UTC, so that text sorts as time), the soonest first. */
export const expiringGrants = async (source: DataSource, from: Date, to: Date, limit: number): Promise<ActiveGrant[]> => (await source.query(selectExpiring, [from.toISOString(), to.toISOString(), limit])) as ActiveGrant[];
export const licensedSources = async (source: DataSource, limit: number): Promise<{ sourceId: string; name: string }[]> => (await source.query(selectSources, [limit])) as { sourceId: string; name: string }[];
