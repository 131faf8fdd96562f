import { planned, sendPlanned, sendPrepared, type Tx } from '@wiredesk/persistence';

import type { Known, RemovalReason } from './decide.js';
import { itemKey, type HeldItem } from './plan.decide.js';

/**
 * Locked in the order of their keys, which every transaction keeps, so that two pushes of the same items wait for
 * each other and never deadlock. The lock is what makes the outbox's order the order of revisions per item.
 */
const lockItems = `
select i.id, i.source_id, i.guid, i.revision, i.state, i.upstream_version, i.upstream_modified, i.state_hash,
  i.withdrawn_reason, i.body_revision, i.receipt_id, i.changed_at, i.overruled
from unnest($1::text[], $2::text[]) as wanted (source_id, guid)
join item i using (source_id, guid)
order by i.source_id, i.guid
for no key update of i`;

/** Violates the key of an item where another replica made it since we looked: then the pushes are decided again. */
const insertItems = `
insert into item (id, source_id, guid, revision, state, upstream_version, upstream_modified, state_hash, withdrawn_reason,
  body_revision, receipt_id, changed_at, overruled, first_received_at)
select *, changed_at from unnest($1::uuid[], $2::text[], $3::text[], $4::int[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],
  $10::int[], $11::uuid[], $12::timestamptz[], $13::boolean[])
  as fresh (id, source_id, guid, revision, state, upstream_version, upstream_modified, state_hash, withdrawn_reason, body_revision, receipt_id, changed_at, overruled)`;

const updateItems = `
update item set revision = n.revision, state = n.state, upstream_version = n.upstream_version, upstream_modified = n.upstream_modified,
  state_hash = n.state_hash, withdrawn_reason = n.withdrawn_reason, body_revision = n.body_revision, receipt_id = n.receipt_id, changed_at = n.changed_at, overruled = n.overruled
from unnest($1::uuid[], $2::text[], $3::text[], $4::int[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],
  $10::int[], $11::uuid[], $12::timestamptz[], $13::boolean[])
  as n (id, source_id, guid, revision, state, upstream_version, upstream_modified, state_hash, withdrawn_reason, body_revision, receipt_id, changed_at, overruled)
where item.id = n.id`;

interface ItemRow {
  readonly id: string;
  readonly source_id: string;
  readonly guid: string;
  readonly revision: number;
  readonly state: 'usable' | 'withdrawn';
  readonly upstream_version: string | null;
  readonly upstream_modified: string | null;
  readonly state_hash: string | null;
  readonly withdrawn_reason: RemovalReason | null;
  readonly body_revision: number | null;
  readonly receipt_id: string;
  readonly changed_at: Date;
  readonly overruled: boolean;
}

/** Names of items; a repeated one counts once. */
export interface ItemName {
  readonly sourceId: string;
  readonly guid: string;
}

/** The items of these names that exist, by `itemKey`, locked until the transaction ends. */
export const lockHeld = async (tx: Tx, names: readonly ItemName[]): Promise<Map<string, HeldItem>> => {
  const unique = [...new Map(names.map((name) => [itemKey(name.sourceId, name.guid), name])).values()];
  if (unique.length === 0) return new Map();
  const rows = await planned<ItemRow>(tx, lockItems, [unique.map((name) => name.sourceId), unique.map((name) => name.guid)]);
  return new Map(rows.map((row) => [itemKey(row.source_id, row.guid), toHeld(row)]));
};

/** Writes items that are new, with the commit. That fails with a unique violation where one of them is there by now. */
export const insertHeld = (tx: Tx, items: readonly HeldItem[]): void => {
  if (items.length > 0) sendPrepared(tx, insertItems, columns(items));
};

/** Writes the new state of items that this transaction has locked, with the commit. */
export const updateHeld = (tx: Tx, items: readonly HeldItem[]): void => {
  if (items.length > 0) sendPlanned(tx, updateItems, columns(items));
};

const columns = (items: readonly HeldItem[]): unknown[] => [
  items.map((item) => item.itemId),
  items.map((item) => item.sourceId),
  items.map((item) => item.guid),
  items.map((item) => item.known.revision),
  items.map((item) => item.known.state),
  items.map((item) => item.known.version.version),
  items.map((item) => item.known.version.modifiedAt),
  items.map((item) => (item.known.state === 'usable' ? item.known.stateHash : null)),
  items.map((item) => (item.known.state === 'withdrawn' ? item.known.reason : null)),
  items.map((item) => item.bodyRevision),
  items.map((item) => item.receiptId),
  items.map((item) => item.changedAt),
  items.map((item) => item.known.state === 'usable' && item.known.overruled === true),
];

const toHeld = (row: ItemRow): HeldItem => ({
  itemId: row.id,
  sourceId: row.source_id,
  guid: row.guid,
  known: toKnown(row),
  bodyRevision: row.body_revision,
  receiptId: row.receipt_id,
  changedAt: row.changed_at.toISOString(),
});

const toKnown = (row: ItemRow): Known => {
  const version = { version: row.upstream_version, modifiedAt: row.upstream_modified };
  return row.state === 'withdrawn'
    ? { state: 'withdrawn', revision: row.revision, version, reason: row.withdrawn_reason ?? 'deleted' }
    : { state: 'usable', revision: row.revision, version, stateHash: row.state_hash ?? '', ...(row.overruled ? { overruled: true as const } : {}) };
};
