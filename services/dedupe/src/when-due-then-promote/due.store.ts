import type { Tx } from '@wiredesk/persistence';
import type { DataSource } from 'typeorm';

/** Taken by one replica: another passes over the locked rows. A crash leaves them for the next turn. */
const takeDue = `
delete from due where (due_at, item_id) in (
  select due_at, item_id from due where due_at <= $1 order by due_at limit $2 for update skip locked
) returning item_id`;

const anyDue = 'select exists (select from due where due_at <= $1) as any';

export const isAnythingDue = async (dataSource: DataSource, now: Date): Promise<boolean> =>
  ((await dataSource.query(anyDue, [now])) as { any: boolean }[])[0]?.any === true;

/** Items whose moment has come, at most `most`; they are not given again. */
export const takeDueItems = async (tx: Tx, now: Date, most: number): Promise<string[]> => {
  const [rows] = (await tx.query(takeDue, [now, most])) as [{ item_id: string }[], number];
  return [...new Set(rows.map((row) => row.item_id))];
};
