import type { CopyState, ReceivedEvent } from '@wiredesk/contracts';
import type { Tx } from '@wiredesk/persistence';
import type { DataSource } from 'typeorm';

/** What became of one copy under one hold. */
export interface RecalledCopy {
  readonly copyId: string;
  readonly holdId: string;
  readonly itemId: string;
  readonly surface: string;
  readonly place: string;
  readonly subscriberId: string | null;
  readonly state: CopyState;
  /** RFC 3339. */
  readonly at: string;
}

const upsertCopies = `
insert into recalled_copy (copy_id, hold_id, item_id, surface, place, subscriber_id, step, state, at, detail)
select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::uuid[], $7::int[], $8::text[], $9::timestamptz[], $10::text[])
on conflict (hold_id, copy_id) do update set step = excluded.step, state = excluded.state, at = excluded.at, detail = excluded.detail
where recalled_copy.step < excluded.step`;

const selectOfHolds = `
select copy_id as "copyId", hold_id as "holdId", item_id as "itemId", surface, place, subscriber_id as "subscriberId", state, at
from recalled_copy where hold_id = any($1::uuid[]) order by surface, place, copy_id limit $2`;

/** Copies that one answer reads; a hold on a whole source may have more, and then says so. */
export const copiesReadMax = 20_000;

/** One statement; `events` has each copy and hold once, sorted. An older step changes nothing. */
export const noteCopies = async (tx: Tx, events: readonly ReceivedEvent<'receipt.changed'>[]): Promise<void> => {
  if (events.length === 0) return;
  await tx.query(upsertCopies, [
    events.map(({ data }) => data.copyId),
    events.map(({ data }) => data.holdId),
    events.map(({ data }) => data.itemId),
    events.map(({ data }) => data.surface),
    events.map(({ data }) => data.place),
    events.map(({ data }) => data.subscriberId),
    events.map(({ data }) => data.step),
    events.map(({ data }) => data.state),
    events.map(({ data }) => data.at),
    events.map(({ data }) => data.detail),
  ]);
};

/** Copies that these holds recall. */
export const copiesOfHolds = async (source: DataSource | Tx, holdIds: readonly string[]): Promise<RecalledCopy[]> => {
  if (holdIds.length === 0) return [];
  const rows = (await source.query(selectOfHolds, [holdIds, copiesReadMax])) as (Omit<RecalledCopy, 'at'> & { at: Date })[];
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
};
