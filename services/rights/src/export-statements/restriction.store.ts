import type { DataSource } from 'typeorm';

import { claimTypes, type ClaimType } from '../order-takedown/notice.js';
import type { Restriction } from './dsa-statement.decide.js';

/**
 * The first hold of each target is its restriction; one that confirms it or follows it to another story is the same.
 * By hold id, which is a UUID of version 7 and so in the order of time; the newest seconds are left for the next call,
 * because a transaction that began earlier may commit later.
 */
const selectRestrictions = `
select hold.hold_id as "holdId", hold.class, hold.state, claim_type as "claimType", regime, item.language, first_received_at as "contentAt"
from hold join takedown_case using (case_id) join target using (target_id) left join item using (item_id)
where hold.follows is null and hold.hold_id > coalesce($1::uuid, '00000000-0000-0000-0000-000000000000') and (hold.state::jsonb ->> 'placedAt')::timestamptz < $2
  and not exists (select from hold as earlier where earlier.target_id = hold.target_id and earlier.hold_id <> hold.hold_id and (earlier.state::jsonb ->> 'placedAt')::timestamptz < (hold.state::jsonb ->> 'placedAt')::timestamptz)
order by hold.hold_id limit $3`;

interface Row {
  readonly holdId: string;
  readonly class: string;
  readonly state: string;
  readonly claimType: string;
  readonly regime: string;
  readonly language: string | null;
  readonly contentAt: Date | null;
}

const isClaimType = (text: string): text is ClaimType => (claimTypes as readonly string[]).includes(text);

/** Restrictions after a hold, placed before `settled`. Nothing of the notice and nothing of the text is in them. */
export const restrictionsAfter = async (dataSource: DataSource, after: string | null, settled: Date, limit: number): Promise<Restriction[]> => {
  const rows = (await dataSource.query(selectRestrictions, [after, settled, limit])) as Row[];
  return rows.map((row) => {
    const hold = JSON.parse(row.state) as { placedAt: string; law: string | null; territories: string[] };
    return {
      holdId: row.holdId,
      claimType: isClaimType(row.claimType) ? row.claimType : 'other',
      source: row.regime === 'ORDER' ? 'order' : 'notice',
      decidedByPerson: row.class !== 'interim',
      law: hold.law,
      language: row.language,
      contentAt: row.contentAt?.toISOString() ?? hold.placedAt,
      restrictedAt: hold.placedAt,
      territories: hold.territories,
    };
  });
};
