import type { DataSource } from 'typeorm';

const selectMember = `
select id as "itemId", guid, revision, state, body_revision as "bodyRevision", changed_at as "changedAt" from item where source_id = $1 and id = $2`;

/** An item as its source may see it. */
export interface HeldMember {
  readonly itemId: string;
  readonly guid: string;
  readonly revision: number;
  readonly state: 'usable' | 'withdrawn';
  readonly bodyRevision: number | null;
  readonly changedAt: Date;
}

/** The item, if it is this source's. */
export const readMember = async (dataSource: DataSource, sourceId: string, itemId: string): Promise<HeldMember | undefined> =>
  ((await dataSource.query(selectMember, [sourceId, itemId])) as HeldMember[])[0];
