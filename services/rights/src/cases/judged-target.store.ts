import type { Tx } from '@wiredesk/persistence';

import type { Target, TargetState } from './target.js';
import type { TargetFacts } from './machine.decide.js';
import type { RegimeName } from './regimes.js';

/** A target with what its next decision depends on. */
export interface JudgedTarget extends Target {
  readonly facts: TargetFacts;
  readonly number: string;
  readonly claimType: string;
  readonly claimantKey: string | null;
}

interface Row extends Omit<Target, 'stateSince'> {
  readonly stateSince: Date;
  readonly regime: RegimeName;
  readonly number: string;
  readonly claimType: string;
  readonly claimantKey: string | null;
  readonly decidedBy: string | null;
  readonly informedAt: Date | null;
  readonly complainedOf: TargetState | null;
}

/** Behind the ledger's lock, which every change of a target takes first. */
const lockJudged = `
select target_id as "targetId", target.case_id as "caseId", ordinal, url, item_id as "itemId", source_id as "sourceId", target.scope, state, state_since as "stateSince", note,
  regime, number, claim_type as "claimType", claimant_key as "claimantKey", decided_by as "decidedBy", informed_at as "informedAt", complained_of as "complainedOf"
from target join takedown_case using (case_id)
where target_id = any($1::uuid[]) order by target_id for update of target`;

const updateJudged = `
update target set state = given.state, state_since = case when target.state = given.state then target.state_since else $7::timestamptz end,
  decided_by = coalesce(given.decided_by, target.decided_by), informed_at = coalesce(given.informed_at, target.informed_at), complained_of = given.complained_of, flag = given.flag
from unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[], $5::text[], $6::text[]) as given (target_id, state, decided_by, informed_at, complained_of, flag)
where target.target_id = given.target_id`;

const endTimers = 'update timer set done_at = $2 where target_id = any($1::uuid[]) and done_at is null';
const insertTimers = `
insert into timer (timer_id, case_id, target_id, kind, due_at, calendar)
select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::timestamptz[], $6::text[])
on conflict (target_id, kind, due_at) do nothing`;
const settleCases = `
update takedown_case set closed_at = case when open.is_open then null else coalesce(closed_at, $2) end
from (select case_id, bool_or(state <> all($3::text[])) as is_open from target where case_id = any($1::uuid[]) group by case_id) as open
where takedown_case.case_id = open.case_id`;
const insertBars = `
insert into renotice_bar (claimant_key, item_id, case_id, since) select * from unnest($1::text[], $2::uuid[], $3::uuid[], $4::timestamptz[])
on conflict do nothing`;

export const lockJudgedTargets = async (tx: Tx, targetIds: readonly string[]): Promise<JudgedTarget[]> => {
  if (targetIds.length === 0) return [];
  const rows = (await tx.query(lockJudged, [targetIds])) as Row[];
  return rows.map(({ stateSince, regime, decidedBy, informedAt, complainedOf, ...target }) => ({
    ...target,
    stateSince: stateSince.toISOString(),
    facts: { state: target.state, regime, decidedBy, informedAt: informedAt?.toISOString() ?? null, complainedOf },
  }));
};

/** How a target stands after it was moved. */
export interface Standing {
  readonly targetId: string;
  readonly caseId: string;
  readonly state: TargetState;
  readonly decidedBy: string | null;
  readonly informedAt: string | null;
  readonly complainedOf: TargetState | null;
  readonly flag: string | null;
}

export interface StartedTimer {
  readonly timerId: string;
  readonly caseId: string;
  readonly targetId: string;
  readonly kind: string;
  readonly dueAt: string;
  readonly calendar: string;
}

/** Writes where targets stand now. Timers of those in `ended` are over; a case is closed while all its targets are. */
export const saveStanding = async (tx: Tx, given: { standings: readonly Standing[]; ended: readonly string[]; timers: readonly StartedTimer[]; closed: ReadonlySet<TargetState>; now: Date }): Promise<void> => {
  const { standings, timers, now } = given;
  if (standings.length === 0) return;
  await tx.query(updateJudged, [
    standings.map((one) => one.targetId),
    standings.map((one) => one.state),
    standings.map((one) => one.decidedBy),
    standings.map((one) => one.informedAt),
    standings.map((one) => one.complainedOf),
    standings.map((one) => one.flag),
    now,
  ]);
  if (given.ended.length > 0) await tx.query(endTimers, [given.ended, now]);
  if (timers.length > 0) {
    await tx.query(insertTimers, [
      timers.map((timer) => timer.timerId),
      timers.map((timer) => timer.caseId),
      timers.map((timer) => timer.targetId),
      timers.map((timer) => timer.kind),
      timers.map((timer) => timer.dueAt),
      timers.map((timer) => timer.calendar),
    ]);
  }
  await tx.query(settleCases, [[...new Set(standings.map((one) => one.caseId))], now, [...given.closed]]);
};

/** This claimant may not notify these items again (条例 art. 17). */
export const barRenotice = async (tx: Tx, targets: readonly JudgedTarget[], now: Date): Promise<void> => {
  const barred = targets.filter((target) => target.claimantKey !== null && target.itemId !== null);
  if (barred.length === 0) return;
  await tx.query(insertBars, [barred.map((target) => target.claimantKey), barred.map((target) => target.itemId), barred.map((target) => target.caseId), barred.map(() => now)]);
};
