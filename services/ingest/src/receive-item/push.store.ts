import { planned, sendPlanned, sendPrepared, type Tx } from '@wiredesk/persistence';
import type { DataSource } from 'typeorm';

import type { ItemOutcome } from './plan.decide.js';
import type { Push } from './push.js';

const currentVersions = 'select id, version from source where id = any($1::text[])';

/** The key decides which of two pushes at once is the first; the other one waits here until the first has committed. */
const claimKeys = `
insert into idempotency (source_id, key, body_sha256, receipt_id, created_at)
select * from unnest($1::text[], $2::text[], $3::text[], $4::uuid[], $5::timestamptz[])
on conflict do nothing returning receipt_id`;

const insertReceipts = `
insert into receipt (id, source_id, received_at, content_type, content_encoding, format, charset, payload, payload_sha256, outcomes, warnings)
select * from unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bytea[], $9::text[], $10::text[], $11::text[])`;

/** A receipt whose bytes were read later, or again. */
const rewriteReceipts = `
update receipt set format = n.format, charset = n.charset, outcomes = n.outcomes, warnings = n.warnings
from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[]) as n (id, format, charset, outcomes, warnings)
where receipt.id = n.id`;

/** Closing the case is what makes a retry happen once, whoever else retries at the same moment. */
const closeRetried = `
update quarantine set closed_at = now(), closed_how = 'retried', closed_by = n.closed_by, attempts = attempts + 1, last_error = null
from unnest($1::uuid[], $2::text[]) as n (id, closed_by)
where quarantine.id = n.id and closed_at is null
returning quarantine.id`;

const insertQuarantined = `
insert into quarantine (id, source_id, receipt_id, reason_code, reason_detail, quarantined_at)
select * from unnest($1::uuid[], $2::text[], $3::uuid[], $4::text[], $5::text[], $6::timestamptz[])`;

const selectClaim = `
select i.body_sha256 as "bodySha256", i.receipt_id as "receiptId", r.outcomes, r.warnings
from idempotency i left join receipt r on r.id = i.receipt_id
where i.source_id = $1 and i.key = $2`;

/** Version of each source as it is now, by id. */
export const readVersions = async (tx: Tx, ids: readonly string[]): Promise<Map<string, number>> => {
  const rows = await planned<{ id: string; version: number }>(tx, currentVersions, [[...new Set(ids)]]);
  return new Map(rows.map((row) => [row.id, row.version]));
};

/** Receipt ids of the pushes that are the first with their idempotency key. */
export const claimFirst = async (tx: Tx, pushes: readonly Push[]): Promise<Set<string>> => {
  if (pushes.length === 0) return new Set();
  const rows = (await tx.query(claimKeys, [
    pushes.map((push) => push.sourceId),
    pushes.map((push) => push.idempotencyKey),
    pushes.map((push) => push.payloadSha256),
    pushes.map((push) => push.receiptId),
    pushes.map((push) => push.receivedAt),
  ])) as { receipt_id: string }[];
  return new Set(rows.map((row) => row.receipt_id));
};

/** The pushes that retry a case which was open until now, one per case; it is closed. */
export const claimRetries = async (tx: Tx, pushes: readonly Push[]): Promise<Set<Push>> => {
  const retries = pushes.flatMap(({ origin }) => (origin.kind === 'retry' ? [origin] : []));
  if (retries.length === 0) return new Set();
  const [rows] = (await tx.query(closeRetried, [retries.map((retry) => retry.quarantineId), retries.map((retry) => retry.by)])) as [{ id: string }[], number];
  const open = new Set(rows.map((row) => row.id));
  return new Set(pushes.filter(({ origin }) => origin.kind === 'retry' && open.delete(origin.quarantineId)));
};

/** What the items of each push became. */
export type Outcomes = ReadonlyMap<Push, readonly ItemOutcome[]>;

/** Tells the receipts of pushes that had one already what their bytes mean now. */
export const updateReceipts = (tx: Tx, pushes: readonly Push[], outcomes: Outcomes): void => {
  if (pushes.length === 0) return;
  sendPlanned(tx, rewriteReceipts, [
    pushes.map((push) => push.receiptId),
    pushes.map((push) => push.format),
    pushes.map((push) => push.charset),
    pushes.map((push) => JSON.stringify(outcomes.get(push) ?? [])),
    pushes.map((push) => JSON.stringify(push.warnings)),
  ]);
};

/** Writes a receipt per push: the bytes as they came and what became of each item. */
export const insertPushes = (tx: Tx, pushes: readonly Push[], outcomes: Outcomes): void => {
  if (pushes.length === 0) return;
  sendPrepared(tx, insertReceipts, [
    pushes.map((push) => push.receiptId),
    pushes.map((push) => push.sourceId),
    pushes.map((push) => push.receivedAt),
    pushes.map((push) => push.contentType),
    pushes.map((push) => push.contentEncoding),
    pushes.map((push) => push.format),
    pushes.map((push) => push.charset),
    pushes.map((push) => push.payload),
    pushes.map((push) => push.payloadSha256),
    pushes.map((push) => JSON.stringify(outcomes.get(push) ?? [])),
    pushes.map((push) => JSON.stringify(push.warnings)),
  ]);
  const failed = pushes.filter((push) => push.quarantine !== null);
  if (failed.length === 0) return;
  sendPrepared(tx, insertQuarantined, [
    failed.map((push) => push.quarantine?.id),
    failed.map((push) => push.sourceId),
    failed.map((push) => push.receiptId),
    failed.map((push) => push.quarantine?.code),
    failed.map((push) => push.quarantine?.detail),
    failed.map((push) => push.receivedAt),
  ]);
};

/** The push that used an idempotency key before; its outcomes as they were answered. */
export interface EarlierPush {
  readonly bodySha256: string;
  readonly receiptId: string;
  readonly outcomes: string | null;
  readonly warnings: string | null;
}

export const findEarlier = async (dataSource: DataSource, sourceId: string, key: string): Promise<EarlierPush | undefined> =>
  ((await dataSource.query(selectClaim, [sourceId, key])) as EarlierPush[])[0];
