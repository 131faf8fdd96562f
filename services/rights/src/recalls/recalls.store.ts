import type { CopyState } from '@wiredesk/contracts';
import type { Hold } from '@wiredesk/usage-terms';
import type { DataSource } from 'typeorm';

import type { Coverage } from '../recalled-copies/coverage.decide.js';

/** Copies under one hold, counted by state. */
export type CopyCounts = Readonly<Record<Exclude<CopyState, 'released'>, number>>;

export interface ListedRecall {
  readonly hold: Hold;
  readonly caseNumber: string | null;
  readonly copies: number;
  readonly gone: number;
  readonly counts: CopyCounts;
  readonly lastChangeAt: string | null;
  /** The hold has more copies than are counted here. */
  readonly atLeast: boolean;
}

export interface RecalledPlace {
  readonly copyId: string;
  readonly itemId: string;
  readonly surface: string;
  readonly place: string;
  readonly subscriberId: string | null;
  readonly state: CopyState;
  readonly at: string;
  /** In the words of publish; null: none. */
  readonly detail: string | null;
}

/** Copies of one hold that the list counts; the page of the hold counts all. */
export const countedMax = 20_000;

const openStates = `('owed', 'sent', 'delivered', 'overdue', 'unreachable')`;
const countsOf = (limit: string): string => `
select count(*)::int as copies, (count(*) filter (where state in ('acknowledged', 'verified_gone')))::int as gone, max(at) as "lastChangeAt",
  ${['owed', 'sent', 'delivered', 'acknowledged', 'verified_gone', 'overdue', 'unreachable'].map((state) => `(count(*) filter (where state = '${state}'))::int as ${state}`).join(', ')}
from (select state, at from recalled_copy where hold_id = h.hold_id and state <> 'released' ${limit}) counted`;

/** Open and overdue ones are found by the partial index of what is not proven gone, so that old holds cost nothing. */
const selectRecalls = `
select h.state, c.number as "caseNumber", counts.* from hold h
left join takedown_case c using (case_id)
cross join lateral (${countsOf(`limit ${countedMax + 1}`)}) counts
where ($1::bigint is null or h.seq < $1) and ($4::uuid is null or h.hold_id in (select hold_id from recalled_copy where item_id = $4)) and ($5::text is null or c.number = $5)
  and case $2::text
    when 'open' then h.hold_id in (select hold_id from recalled_copy where state in ${openStates}) and not h.lifted
    when 'overdue' then h.hold_id in (select hold_id from recalled_copy where state in ('overdue', 'unreachable')) and not h.lifted
    when 'complete' then counts.copies > 0 and counts.copies = counts.gone
    else true end
order by h.seq desc limit $3`;

const selectBySurface = `
select surface, count(*)::int as copies, (count(*) filter (where state in ('acknowledged', 'verified_gone')))::int as gone
from recalled_copy where hold_id = $1 and state <> 'released' group by surface order by surface`;
const selectOne = `select h.state, c.number as "caseNumber", counts.* from hold h left join takedown_case c using (case_id) cross join lateral (${countsOf('')}) counts where h.hold_id = $1`;
const selectPlaces = `
select copy_id as "copyId", item_id as "itemId", surface, place, subscriber_id as "subscriberId", state, at, detail from recalled_copy
where hold_id = $1 and ($2::uuid is null or copy_id > $2) and case $3::text when 'open' then state in ${openStates} when 'all' then true else state = $3 end
order by copy_id limit $4`;

type Row = { readonly state: string; readonly caseNumber: string | null; readonly copies: number; readonly gone: number; readonly lastChangeAt: Date | null } & CopyCounts;

const recallOf = ({ state, caseNumber, copies, gone, lastChangeAt, ...counts }: Row): ListedRecall => ({
  hold: JSON.parse(state) as Hold,
  caseNumber,
  copies,
  gone,
  counts,
  lastChangeAt: lastChangeAt?.toISOString() ?? null,
  atLeast: copies > countedMax,
});

export interface RecallFilter {
  readonly before: number | null;
  readonly show: 'open' | 'overdue' | 'complete' | 'all';
  readonly itemId: string | null;
  readonly caseNumber: string | null;
}

/** Holds with what became of the copies under them, the newest first. */
export const readRecalls = async (dataSource: DataSource, filter: RecallFilter, limit: number): Promise<ListedRecall[]> =>
  ((await dataSource.query(selectRecalls, [filter.before, filter.show, limit, filter.itemId, filter.caseNumber])) as Row[]).map(recallOf);

/** One hold with all its copies counted; undefined for an unknown one. */
export const readRecall = async (dataSource: DataSource, holdId: string): Promise<(ListedRecall & Pick<Coverage, 'bySurface'>) | undefined> => {
  const [[row], bySurface] = await Promise.all([dataSource.query(selectOne, [holdId]) as Promise<Row[]>, dataSource.query(selectBySurface, [holdId]) as Promise<Coverage['bySurface']>]);
  return row ? { ...recallOf(row), atLeast: false, bySurface } : undefined;
};

/** Copies of a hold by their ids, from `after` on. */
export const readPlaces = async (dataSource: DataSource, holdId: string, page: { readonly after: string | null; readonly state: string; readonly limit: number }): Promise<RecalledPlace[]> =>
  ((await dataSource.query(selectPlaces, [holdId, page.after, page.state, page.limit])) as (Omit<RecalledPlace, 'at'> & { at: Date })[]).map((row) => ({ ...row, at: row.at.toISOString() }));
