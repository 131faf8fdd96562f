import type { Tx } from '@wiredesk/persistence';
import type { DataSource } from 'typeorm';

export type ExportChannel = 'dsa' | 'lumen';

export interface ExportEntry {
  readonly exportId: string;
  readonly state: 'not-owed' | 'misfit' | 'queued';
  readonly content: unknown;
  readonly detail: string | null;
}

/** One batch at a time is open per channel, and one caller at a time makes it. */
const lockChannel = `select pg_advisory_xact_lock(hashtext('export'), hashtext($1))`;
const selectOpen = 'select batch_id as "batchId" from export_batch where channel = $1 and done_at is null';
const selectLast = 'select max(export_id::text) as last from export_entry where channel = $1';
const insertEntries = `
insert into export_entry (channel, export_id, state, content, detail, changed_at)
select $1, export_id, state, content, detail, $6 from unnest($2::uuid[], $3::text[], $4::jsonb[], $5::text[]) as given (export_id, state, content, detail)
on conflict do nothing`;
const insertBatch = 'insert into export_batch (batch_id, channel, made_at) values ($1, $2, $3)';
const fillBatch = `
update export_entry set state = 'batched', batch_id = $2, changed_at = $3
where channel = $1 and export_id in (select export_id from export_entry where channel = $1 and state = 'queued' order by export_id limit $4)`;
const selectBatch = `select export_id as "exportId", content from export_entry where batch_id = $1 and state = 'batched' order by export_id`;
const settleEntries = `
update export_entry set state = case when export_id = any($2::uuid[]) then 'sent' when export_id = any($3::uuid[]) then 'refused' else 'queued' end,
  detail = (select given.detail from unnest($3::uuid[], $4::text[]) as given (export_id, detail) where given.export_id = export_entry.export_id), changed_at = $5
where batch_id = $1 and state = 'batched'`;
const endBatch = 'update export_batch set done_at = $2 where batch_id = $1 and channel = $3 and done_at is null returning batch_id';
const selectWrong = `
select channel, export_id as "exportId", state, detail, changed_at as "changedAt" from export_entry where state in ('misfit', 'refused') order by changed_at desc limit $1`;

export const lockChannelOf = async (tx: Tx, channel: ExportChannel): Promise<void> => {
  await tx.query(lockChannel, [channel]);
};
export const openBatch = async (tx: Tx, channel: ExportChannel): Promise<string | undefined> => ((await tx.query(selectOpen, [channel])) as { batchId: string }[])[0]?.batchId;
export const lastExport = async (tx: Tx, channel: ExportChannel): Promise<string | null> => ((await tx.query(selectLast, [channel])) as { last: string | null }[])[0]?.last ?? null;

export const noteEntries = async (tx: Tx, channel: ExportChannel, entries: readonly ExportEntry[], now: Date): Promise<void> => {
  if (entries.length === 0) return;
  await tx.query(insertEntries, [channel, entries.map((one) => one.exportId), entries.map((one) => one.state), entries.map((one) => (one.content === null ? null : JSON.stringify(one.content))), entries.map((one) => one.detail), now]);
};

/** A batch of what is queued; undefined where nothing is. */
export const makeBatch = async (tx: Tx, channel: ExportChannel, batchId: string, limit: number, now: Date): Promise<string | undefined> => {
  await tx.query(insertBatch, [batchId, channel, now]);
  const [, filled] = (await tx.query(fillBatch, [channel, batchId, now, limit])) as [unknown[], number];
  if (filled > 0) return batchId;
  await tx.query(endBatch, [batchId, now, channel]);
  return undefined;
};

export const batchEntries = async (tx: Tx, batchId: string): Promise<{ exportId: string; content: unknown }[]> => (await tx.query(selectBatch, [batchId])) as { exportId: string; content: unknown }[];

/** Sent is over for ever, refused waits for a person, the rest goes into the next batch. False for a batch that is not open. */
export const settleBatch = async (tx: Tx, channel: ExportChannel, batchId: string, outcome: { sent: readonly string[]; refused: readonly { exportId: string; detail: string }[] }, now: Date): Promise<boolean> => {
  const [ended] = (await tx.query(endBatch, [batchId, now, channel])) as [unknown[], number];
  if (ended.length === 0) return false;
  await tx.query(settleEntries, [batchId, outcome.sent, outcome.refused.map(({ exportId }) => exportId), outcome.refused.map(({ detail }) => detail), now]);
  return true;
};

export const wrongEntries = async (source: DataSource, limit: number): Promise<{ channel: string; exportId: string; state: string; detail: string | null; changedAt: Date }[]> =>
  (await source.query(selectWrong, [limit])) as { channel: string; exportId: string; state: string; detail: string | null; changedAt: Date }[];
