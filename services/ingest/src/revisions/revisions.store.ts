import type { DataSource } from 'typeorm';

/** What ingest holds of an item. */
export interface HeldItem {
  readonly itemId: string;
  readonly sourceId: string;
  readonly guid: string;
  readonly revision: number;
  readonly state: 'usable' | 'withdrawn';
  readonly upstreamVersion: string | null;
  readonly withdrawnReason: string | null;
  /** Of the push that made its newest revision. */
  readonly receiptId: string;
  readonly firstReceivedAt: Date;
  readonly changedAt: Date;
}

const selectItem = `
select id as "itemId", source_id as "sourceId", guid, revision, state, upstream_version as "upstreamVersion", withdrawn_reason as "withdrawnReason",
  receipt_id as "receiptId", first_received_at as "firstReceivedAt", changed_at as "changedAt"
from item where id = $1`;

/** Undefined where no such item was ever received. */
export const readHeldItem = async (dataSource: DataSource, itemId: string): Promise<HeldItem | undefined> => ((await dataSource.query(selectItem, [itemId])) as HeldItem[])[0];
