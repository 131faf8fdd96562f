import type { DataSource } from 'typeorm';

/** Counts of one kind of case over the period. */
export interface KindCount {
  readonly regime: string;
  readonly claimType: string;
  readonly cases: number;
  readonly targets: number;
  readonly held: number;
  readonly reinstated: number;
  readonly rejected: number;
}

/** A case as the public log has it: no addresses, no parties. */
export interface LoggedCase {
  readonly number: string;
  readonly regime: string;
  readonly claimType: string;
  readonly scope: string;
  readonly channel: string;
  readonly openedAt: string;
  readonly closedAt: string | null;
  readonly outcomes: Readonly<Record<string, number>>;
}

export interface Transparency {
  /** RFC 3339; from when on cases are counted. */
  readonly since: string;
  readonly kinds: readonly KindCount[];
  readonly cases: number;
  readonly targets: number;
  /** Of the targets that were held. */
  readonly reinstatementRate: number | null;
  /** Counter-notices per case. */
  readonly counterRate: number | null;
  /** Median seconds from the notice to the hold, of targets that were held. */
  readonly secondsToHold: number | null;
  /** Median hours from the notice to the decision of a person. */
  readonly hoursToDecision: number | null;
  /** Share of holds that were placed without a person. */
  readonly automatedShare: number | null;
  readonly log: readonly LoggedCase[];
  /** Cases younger than this many days are not in the log: it must not lead people to copies that are still out. */
  readonly logDelayDays: number;
}

const selectKinds = `
select regime, claim_type as "claimType", count(distinct case_id)::int as cases, count(*)::int as targets,
  count(*) filter (where state in ('unresolved', 'interim_held', 'held', 'waiting_claimant', 'litigation_held', 'held_final'))::int as held,
  count(*) filter (where state = 'reinstated')::int as reinstated,
  count(*) filter (where state = 'rejected')::int as rejected
from takedown_case join target using (case_id) where opened_at >= $1
group by regime, claim_type order by cases desc, regime, claim_type limit 100`;

const selectTimes = `
select
  (select percentile_cont(0.5) within group (order by extract(epoch from (state::jsonb ->> 'placedAt')::timestamptz - opened_at))
   from hold join takedown_case using (case_id) where opened_at >= $1 and follows is null)::float8 as "secondsToHold",
  (select percentile_cont(0.5) within group (order by extract(epoch from at - opened_at) / 3600)
   from case_event join takedown_case using (case_id) where opened_at >= $1 and type in ('upheld', 'rejected'))::float8 as "hoursToDecision",
  (select avg((class = 'interim')::int) from hold join takedown_case using (case_id) where opened_at >= $1 and class in ('interim', 'legal', 'order') and follows is null)::float8 as "automatedShare",
  (select count(*)::float8 from counter_notice where received_at >= $1) as counters`;

const selectLog = `
select number, regime, claim_type as "claimType", scope, channel, opened_at as "openedAt", closed_at as "closedAt",
  (select jsonb_object_agg(state, n) from (select state, count(*) as n from target where target.case_id = takedown_case.case_id group by state) as counted) as outcomes
from takedown_case where opened_at < $1 order by opened_at desc, number limit $2`;

const logRowsMax = 200;
const dayMs = 86_400_000;
const periodDays = 365;

const rate = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

/** The figures of the last year, and the delayed log. */
export const readTransparency = async (dataSource: DataSource, now: Date, logDelayDays: number): Promise<Transparency> => {
  const since = new Date(now.getTime() - periodDays * dayMs);
  const [kinds, [times], log] = await Promise.all([
    dataSource.query(selectKinds, [since]) as Promise<KindCount[]>,
    dataSource.query(selectTimes, [since]) as Promise<{ secondsToHold: number | null; hoursToDecision: number | null; automatedShare: number | null; counters: number }[]>,
    dataSource.query(selectLog, [new Date(now.getTime() - logDelayDays * dayMs), logRowsMax]) as Promise<(Omit<LoggedCase, 'openedAt' | 'closedAt'> & { openedAt: Date; closedAt: Date | null })[]>,
  ]);
  const sum = (of: (kind: KindCount) => number): number => kinds.reduce((total, kind) => total + of(kind), 0);
  const cases = sum((kind) => kind.cases);
  return {
    since: since.toISOString(),
    kinds,
    cases,
    targets: sum((kind) => kind.targets),
    reinstatementRate: rate(sum((kind) => kind.reinstated), sum((kind) => kind.held + kind.reinstated)),
    counterRate: rate(times?.counters ?? 0, cases),
    secondsToHold: times?.secondsToHold ?? null,
    hoursToDecision: times?.hoursToDecision ?? null,
    automatedShare: times?.automatedShare ?? null,
    log: log.map((row) => ({ ...row, openedAt: row.openedAt.toISOString(), closedAt: row.closedAt?.toISOString() ?? null })),
    logDelayDays,
  };
};
