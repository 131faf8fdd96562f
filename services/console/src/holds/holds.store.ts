import type { Hold } from '@wiredesk/usage-terms';
import type { DataSource } from 'typeorm';

/** What of the ledger is looked at; null: not restricted. */
export interface HoldFilter {
  readonly state: 'active' | 'lifted' | null;
  readonly class: string | null;
  readonly kind: string | null;
  /** A hold id, what it covers, its case, or who placed it. */
  readonly text: string | null;
  /** Position in the ledger; only what is before it. */
  readonly before: number | null;
}

/** By the ledger's own order; the filters look into the state, which a ledger of some ten thousand rows bears. */
const selectHolds = `
select state from hold
where ($1::text is null or lifted = ($1 = 'lifted')) and ($2::text is null or state->>'class' = $2) and ($3::text is null or state->'scope'->>'kind' = $3)
  and ($4::text is null or hold_id::text = lower($4) or state->'scope'->>'itemId' = lower($4) or state->'scope'->>'storyId' = lower($4) or state->'scope'->>'sourceId' = $4
    or strpos(state->'scope'->>'url', $4) > 0 or upper(state->>'caseNumber') = upper($4) or state->>'placedBy' = $4)
  and ($5::bigint is null or seq < $5)
order by seq desc limit $6`;
const selectOne = 'select state from hold where hold_id = $1';
const selectCounts = 'select (count(*) filter (where not lifted))::int as active, count(*)::int as all from hold';

/** Holds as the console has read them from the topic, the newest first. */
export const readHolds = async (dataSource: DataSource, filter: HoldFilter, limit: number): Promise<Hold[]> =>
  ((await dataSource.query(selectHolds, [filter.state, filter.class, filter.kind, filter.text, filter.before, limit])) as { state: Hold }[]).map((row) => row.state);

export const readHold = async (dataSource: DataSource, holdId: string): Promise<Hold | undefined> => ((await dataSource.query(selectOne, [holdId])) as { state: Hold }[])[0]?.state;

export const countHolds = async (dataSource: DataSource): Promise<{ active: number; all: number }> => ((await dataSource.query(selectCounts)) as { active: number; all: number }[])[0] ?? { active: 0, all: 0 };
