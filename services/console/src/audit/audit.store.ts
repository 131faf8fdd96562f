import type { Tx } from '@wiredesk/persistence';
import type { DataSource } from 'typeorm';

type Runner = Pick<DataSource, 'query'> | Tx;

/** Done: it was. Refused: it was not, and why. Unknown: nobody can say (no answer, the console stopped meanwhile). */
export type Outcome = 'done' | 'refused' | 'unknown';

export interface ActRow {
  readonly actId: string;
  readonly at: Date;
  readonly actor: string;
  readonly roles: readonly string[];
  readonly address: string;
  readonly act: string;
  readonly target: string | null;
  readonly details: unknown;
  readonly outcome: Outcome;
  readonly outcomeDetail: string | null;
}

/** What the log is asked for; all that is given has to hold. */
export interface AuditFilter {
  readonly actor?: string | undefined;
  /** What the act begins with. */
  readonly act?: string | undefined;
  readonly target?: string | undefined;
  readonly outcome?: Outcome | undefined;
  readonly from?: Date | undefined;
  /** Up to here, exclusive. */
  readonly until?: Date | undefined;
}

const insertAct = `
insert into act (act_id, at, actor, roles, address, act, target, details) values ($1, $2, $3, $4, $5, $6, $7, $8)`;
const insertOutcome = 'insert into act_outcome (act_id, at, outcome, detail) values ($1, $2, $3, $4)';
/** $8, $9: the place after which to go on, the newest first. */
const selectActs = `
select a.act_id as "actId", a.at, a.actor, a.roles, a.address, a.act, a.target, a.details, coalesce(o.outcome, 'unknown') as outcome, o.detail as "outcomeDetail"
from act a left join act_outcome o on o.act_id = a.act_id
where ($1::text is null or a.actor = $1)
  and ($2::text is null or starts_with(a.act, $2))
  and ($3::text is null or a.target = $3)
  and ($4::text is null or coalesce(o.outcome, 'unknown') = $4)
  and ($5::timestamptz is null or a.at >= $5)
  and ($6::timestamptz is null or a.at < $6)
  and ($8::timestamptz is null or (a.at, a.act_id) < ($8, $9::uuid))
order by a.at desc, a.act_id desc limit $7`;

/** Enters that an act begins. */
export const enterAct = async (db: Runner, one: Omit<ActRow, 'outcome' | 'outcomeDetail'>): Promise<void> => {
  await db.query(insertAct, [one.actId, one.at, one.actor, one.roles, one.address, one.act, one.target, JSON.stringify(one.details)]);
};

/** Enters what came of it; once. */
export const enterOutcome = async (db: Runner, actId: string, at: Date, outcome: Outcome, detail: string | null): Promise<void> => {
  await db.query(insertOutcome, [actId, at, outcome, detail]);
};

/** Acts, the newest first, `limit` at most, after the place of `after`. */
export const readActs = async (db: Runner, filter: AuditFilter, limit: number, after?: { readonly at: Date; readonly actId: string }): Promise<ActRow[]> =>
  (await db.query(selectActs, [filter.actor ?? null, filter.act ?? null, filter.target ?? null, filter.outcome ?? null, filter.from ?? null, filter.until ?? null, limit, after?.at ?? null, after?.actId ?? null])) as ActRow[];
