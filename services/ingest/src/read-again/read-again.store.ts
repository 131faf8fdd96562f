import type { DataSource } from 'typeorm';

import type { ItemOutcome } from '../receive-item/plan.decide.js';
import type { RawPayload } from '../receive-item/payload.js';

/** A kept body that could be read when it came. */
export interface KeptBody extends RawPayload {
  readonly receiptId: string;
  readonly receivedAt: Date;
  readonly earlier: readonly ItemOutcome[];
}

export interface KeptBodies {
  readonly sourceId: string;
  /** RFC 3339; null for no bound. */
  readonly since: string | null;
  readonly until: string | null;
  /** The receipt after which to go on; ids are UUIDv7, so their order is the order of time. */
  readonly after: string | null;
  readonly limit: number;
}

const selectKept = `
select id as "receiptId", received_at as "receivedAt", payload as bytes, content_type as "contentType", content_encoding as "contentEncoding", outcomes
from receipt
where source_id = $1 and format is not null and payload is not null
  and ($2::timestamptz is null or received_at >= $2) and ($3::timestamptz is null or received_at < $3) and ($4::uuid is null or id > $4)
order by id limit $5`;

/** Bodies in the order in which they came. */
export const readKept = async (dataSource: DataSource, which: KeptBodies): Promise<KeptBody[]> => {
  const rows = (await dataSource.query(selectKept, [which.sourceId, which.since, which.until, which.after, which.limit])) as (Omit<KeptBody, 'earlier'> & { outcomes: string })[];
  return rows.map(({ outcomes, ...row }) => ({ ...row, earlier: JSON.parse(outcomes) as ItemOutcome[] }));
};
