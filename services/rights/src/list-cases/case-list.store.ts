import type { DataSource } from 'typeorm';

/** How a case stands in the list; clocks are of its targets. */
export interface ListedCase {
  readonly number: string;
  readonly regime: string;
  readonly claimType: string;
  readonly scope: string;
  readonly channel: string;
  readonly openedAt: string;
  readonly closedAt: string | null;
  /** The next deadline of any of its targets; null where none runs. */
  readonly dueAt: string | null;
  /** What is due then: cure, review, window, complaint. */
  readonly dueKind: string | null;
  /** A deadline passed, or somebody was called. */
  readonly overdue: boolean;
  /** How many targets stand in each state. */
  readonly states: Readonly<Record<string, number>>;
  /** Counter-notices that nobody has decided. */
  readonly counters: number;
}

/** Null: not restricted. */
export interface CaseFilter {
  readonly open: 'waiting' | 'open' | 'closed' | 'all';
  readonly state: string | null;
  readonly regime: string | null;
  readonly claimType: string | null;
  readonly channel: string | null;
  /** Only cases that are overdue, or due before this. */
  readonly dueBefore: Date | null;
  /** A part of a case number, an item id, or a part of an address that the case names. */
  readonly text: string | null;
}

export interface CaseCounts {
  readonly waiting: number;
  readonly overdue: number;
  readonly dueWithinDay: number;
  readonly counters: number;
}

const waitingStates = `('unresolved', 'interim_held', 'under_review', 'complaint', 'waiting_claimant', 'litigation_held')`;

/**
 * One row per case, its clock from the timers of its own targets. What waits is found by the partial index of targets;
 * what is closed by time, the newest first. No locks: it is only looked at.
 */
const selectCases = `
with listed as (
  select c.*, clock.due_at, clock.kind as due_kind,
    exists (select from target t where t.case_id = c.case_id and t.flag is not null) as flagged,
    (select jsonb_object_agg(state, n) from (select state, count(*) as n from target t where t.case_id = c.case_id group by state) as counted) as states,
    (select count(*)::int from counter_notice n where n.case_id = c.case_id and n.state in ('deficient', 'complete')) as counters
  from takedown_case c
  left join lateral (
    select m.due_at, m.kind from target t join timer m using (target_id)
    where t.case_id = c.case_id and m.done_at is null and m.kind <> 'restore-alarm' order by m.due_at limit 1
  ) clock on true
  where case $1::text
      when 'waiting' then c.case_id in (select case_id from target where state in ${waitingStates})
      when 'open' then c.closed_at is null
      when 'closed' then c.closed_at is not null
      else true end
    and ($2::text is null or exists (select from target t where t.case_id = c.case_id and t.state = $2))
    and ($3::text is null or c.regime = $3) and ($4::text is null or c.claim_type = $4) and ($5::text is null or c.channel = $5)
    and ($7::text is null or c.number ilike '%' || $7 || '%' or exists (select from target t where t.case_id = c.case_id and (t.item_id::text = $7 or t.url ilike '%' || $7 || '%')))
)
select number, regime, claim_type as "claimType", scope, channel, opened_at as "openedAt", closed_at as "closedAt", due_at as "dueAt", due_kind as "dueKind", flagged, coalesce(states, '{}') as states, counters
from listed where $6::timestamptz is null or flagged or due_at < $6
order by case when $1 in ('closed', 'all') then null else flagged end desc nulls last, case when $1 in ('closed', 'all') then null else due_at end asc nulls last, opened_at desc, number
limit $8 offset $9`;

const selectCounts = `
with waiting as (
  select case_id, bool_or(flag is not null) as flagged, min(clock.due_at) as due_at
  from target left join lateral (select min(due_at) as due_at from timer where timer.target_id = target.target_id and done_at is null and kind <> 'restore-alarm') clock on true
  where state in ${waitingStates} group by case_id
)
select count(*)::int as waiting, (count(*) filter (where flagged or due_at < $1))::int as overdue, (count(*) filter (where not flagged and due_at >= $1 and due_at < $2))::int as "dueWithinDay",
  (select count(*)::int from counter_notice where state in ('deficient', 'complete')) as counters
from waiting`;

type Row = Omit<ListedCase, 'openedAt' | 'closedAt' | 'dueAt' | 'overdue'> & { readonly openedAt: Date; readonly closedAt: Date | null; readonly dueAt: Date | null; readonly flagged: boolean };

const likeText = (text: string | null): string | null => text?.replaceAll(/[\\%_]/g, String.raw`\$&`) ?? null;

/** Cases by the next deadline (closed and all: the newest first), overdue ones ahead. */
export const readCases = async (dataSource: DataSource, filter: CaseFilter, page: { readonly limit: number; readonly offset: number }, now: Date): Promise<ListedCase[]> => {
  const rows = (await dataSource.query(selectCases, [filter.open, filter.state, filter.regime, filter.claimType, filter.channel, filter.dueBefore, likeText(filter.text), page.limit, page.offset])) as Row[];
  return rows.map(({ flagged, openedAt, closedAt, dueAt, ...row }) => ({
    ...row,
    openedAt: openedAt.toISOString(),
    closedAt: closedAt?.toISOString() ?? null,
    dueAt: dueAt?.toISOString() ?? null,
    overdue: flagged || (dueAt !== null && dueAt < now),
  }));
};

/** Of everything that waits, whatever is looked at. */
export const readCaseCounts = async (dataSource: DataSource, now: Date, dayMs: number): Promise<CaseCounts> => {
  const [row] = (await dataSource.query(selectCounts, [now, new Date(now.getTime() + dayMs)])) as CaseCounts[];
  return row ?? { waiting: 0, overdue: 0, dueWithinDay: 0, counters: 0 };
};
