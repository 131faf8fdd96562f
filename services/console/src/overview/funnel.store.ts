import type { DataSource } from 'typeorm';

/** Steps of the way from a push to a page, in their order. */
export const steps = ['item.received', 'item.placed', 'item.cleared', 'item.refused', 'article.published', 'article.updated', 'item.withdrawn', 'article.taken_down', 'article.restored'] as const;
export type Step = (typeof steps)[number];

export type Totals = Readonly<Partial<Record<Step, number>>>;

/** Counts of one minute. */
export interface FunnelMinute {
  /** RFC 3339. */
  readonly minute: string;
  readonly counts: Readonly<Partial<Record<Step, number>>>;
}

const selectMinutes = `
select minute, step, count::float8 as count from funnel where minute > $1 and step = any($2::text[]) order by minute`;
const selectTotals = 'select step, sum(count)::float8 as count from funnel where step = any($1::text[]) group by step';
const selectOldestUnplaced = 'select item_id from item where placement = 0 order by item_id limit 1';
const selectSlowest = `
select percentile_cont(array[0.5, 0.95]) within group (order by ms) as ms, count(*)::int as n from (
  select extract(epoch from (down.at - (h.state->>'placedAt')::timestamptz)) * 1000 as ms
  from moment down join hold h on h.hold_id::text = (down.data::jsonb)->>'holdId'
  where down.type = 'article.taken_down' and down.at > $1 and (down.data::jsonb)->>'holdId' is not null
  order by down.at desc limit 1000
) as recent`;

/** Per minute since `since`, the oldest first; minutes without anything are left out. */
export const readFunnel = async (dataSource: DataSource, since: Date): Promise<FunnelMinute[]> => {
  const rows = (await dataSource.query(selectMinutes, [since, steps])) as { minute: Date; step: Step; count: number }[];
  const minutes = new Map<string, Partial<Record<Step, number>>>();
  for (const { minute, step, count } of rows) {
    const key = minute.toISOString();
    minutes.set(key, { ...minutes.get(key), [step]: count });
  }
  return [...minutes].map(([minute, counts]) => ({ minute, counts }));
};

/** Of all time. */
export const readTotals = async (dataSource: DataSource): Promise<Totals> =>
  Object.fromEntries(((await dataSource.query(selectTotals, [steps])) as { step: Step; count: number }[]).map((row) => [row.step, row.count]));

/** Of the items that dedupe has not placed yet the one that came first, with when that was; undefined where there is none. */
export const readOldestUnplaced = async (dataSource: DataSource): Promise<{ readonly itemId: string; readonly receivedAt: string } | undefined> => {
  const [row] = (await dataSource.query(selectOldestUnplaced)) as { item_id: string }[];
  return row && { itemId: row.item_id, receivedAt: timeOf(row.item_id).toISOString() };
};

/** When a UUID of version 7 was made (RFC 9562 §5.7: its first 48 bits are milliseconds). */
const timeOf = (uuid: string): Date => new Date(Number.parseInt(uuid.replaceAll('-', '').slice(0, 12), 16));

/** The takedown clock: from a hold's placing to its article's going dark, in milliseconds, of the newest 1,000 since `since`. */
export const readTakedownClock = async (dataSource: DataSource, since: Date): Promise<{ readonly p50Ms: number; readonly p95Ms: number; readonly count: number } | undefined> => {
  const [row] = (await dataSource.query(selectSlowest, [since])) as { ms: [number, number] | null; n: number }[];
  return row?.ms ? { p50Ms: row.ms[0], p95Ms: row.ms[1], count: row.n } : undefined;
};
