import type { Tx } from '@wiredesk/persistence';
import type { DataSource } from 'typeorm';

/** The smallest UUIDv7 of a moment (RFC 9562 §5.7): ids below it are older. */
export const firstIdOf = (moment: Date): string => {
  const hex = moment.getTime().toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
};

const lockMark = `select up_to from retention_mark where name = 'payload' for update`;
const saveMark = `insert into retention_mark (name, up_to) values ('payload', $1) on conflict (name) do update set up_to = excluded.up_to`;

/** In the order of ids, so that the last one is how far we are. One whose case is open stays as long as that. */
const selectOld = 'select id from receipt where id > $1 and id < $2 order by id limit $3';
const letGo = `
update receipt set payload = null where id = any($1::uuid[]) and payload is not null
  and not exists (select from quarantine q where q.receipt_id = receipt.id and q.closed_at is null)`;

/** Those that stayed for their case, once it is closed. */
const letGoClosed = `
update receipt set payload = null where payload is not null and id = any(array(
  select q.receipt_id from quarantine q join receipt r on r.id = q.receipt_id where q.closed_at is not null and q.quarantined_at < $1 and r.payload is not null limit $2))`;

const dropKeys = 'delete from idempotency where ctid = any(array(select ctid from idempotency where created_at < $1 limit $2))';
const dropNotices = `
delete from source_notice where id = any(array(select id from source_notice where id < $1 and (delivered_at is not null or given_up_at is not null) order by id limit $2))`;
const dropHours = 'delete from source_hour where hour < $1';

const nil = '00000000-0000-0000-0000-000000000000';

/** Lets raw payloads go of receipts older than `before`; returns how many receipts were looked at. */
export const letPayloadsGo = async (tx: Tx, before: Date, limit: number): Promise<number> => {
  const [mark] = (await tx.query(lockMark)) as { up_to: string }[];
  const old = (await tx.query(selectOld, [mark?.up_to ?? nil, firstIdOf(before), limit])) as { id: string }[];
  const last = old.at(-1);
  if (!last) return 0;
  await tx.query(letGo, [old.map((row) => row.id)]);
  await tx.query(saveMark, [last.id]);
  return old.length;
};

const deleted = (result: unknown): number => (result as [unknown, number])[1];

export const dropOldKeys = async (dataSource: DataSource, before: Date, limit: number): Promise<number> => deleted(await dataSource.query(dropKeys, [before, limit]));
export const dropOldNotices = async (dataSource: DataSource, before: Date, limit: number): Promise<number> => deleted(await dataSource.query(dropNotices, [firstIdOf(before), limit]));
export const dropOldHours = async (dataSource: DataSource, before: Date): Promise<number> => deleted(await dataSource.query(dropHours, [before]));
export const letClosedCasesGo = async (dataSource: DataSource, before: Date, limit: number): Promise<number> => deleted(await dataSource.query(letGoClosed, [before, limit]));
