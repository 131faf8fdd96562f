import type { DataSource } from 'typeorm';

/** A case that waits for somebody, with its most urgent target first in mind. */
export interface QueuedCase {
  readonly number: string;
  readonly regime: string;
  readonly claimType: string;
  readonly channel: string;
  readonly openedAt: string;
  /** The next deadline of any of its targets; null where only a person can go on. */
  readonly dueAt: string | null;
  readonly overdue: boolean;
  /** How many targets stand in each state. */
  readonly states: Readonly<Record<string, number>>;
}

/** Overdue first, then by the next deadline, then the oldest: the partial index has only targets that wait. */
const selectQueue = `
with waiting as (
  select case_id, bool_or(flag is not null) as flagged from target
  where state in ('unresolved', 'interim_held', 'under_review', 'complaint', 'waiting_claimant', 'litigation_held') and ($1::text is null or state = $1)
  group by case_id
), due as (
  select case_id, min(due_at) as due_at from timer join waiting using (case_id) where done_at is null group by case_id
)
select number, regime, claim_type as "claimType", channel, opened_at as "openedAt", due_at as "dueAt", flagged,
  (select jsonb_object_agg(state, n) from (select state, count(*) as n from target where target.case_id = waiting.case_id group by state) as counted) as states
from waiting join takedown_case using (case_id) left join due using (case_id)
order by flagged desc, due_at asc nulls last, opened_at
limit $2 offset $3`;

interface Row {
  readonly number: string;
  readonly regime: string;
  readonly claimType: string;
  readonly channel: string;
  readonly openedAt: Date;
  readonly dueAt: Date | null;
  readonly flagged: boolean;
  readonly states: Record<string, number>;
}

/** Cases with a target that waits, in a state or in any. */
export const queuedCases = async (dataSource: DataSource, query: { state: string | null; limit: number; offset: number }, now: Date): Promise<QueuedCase[]> => {
  const rows = (await dataSource.query(selectQueue, [query.state, query.limit, query.offset])) as Row[];
  return rows.map(({ flagged, openedAt, dueAt, ...row }) => ({ ...row, openedAt: openedAt.toISOString(), dueAt: dueAt?.toISOString() ?? null, overdue: flagged || (dueAt !== null && dueAt < now) }));
};
