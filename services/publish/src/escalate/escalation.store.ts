import type { Tx } from '@wiredesk/persistence';
import type { DataSource } from 'typeorm';

/** Overdue once per subscriber and hold, however many articles and however often they are tried again. */
const raise = `
insert into escalation (subscriber_id, kind, hold_id, reason, raised_at, due_at)
select subscriber_id, kind, hold_id, reason, $5::timestamptz, $5::timestamptz from unnest($1::uuid[], $2::text[], $3::uuid[], $4::text[]) as t (subscriber_id, kind, hold_id, reason)
order by subscriber_id, hold_id on conflict do nothing returning id`;

const overdueOf = `d.subscriber_id = e.subscriber_id and d.hold_id is not distinct from e.hold_id and d.lane = 0 and d.overdue_at is not null and d.acknowledged_at is null and d.state in ('due', 'sending', 'failed')`;

const columns = `e.id::text, e.subscriber_id as "subscriberId", s.name, s.contact, e.kind, e.hold_id as "holdId", e.reason, e.raised_at as "raisedAt", e.attempts, e.mailed_at as "mailedAt", e.mail_error as "mailError",
  case when e.kind = 'disabled' then s.state = 'disabled' else exists (select from delivery d where ${overdueOf}) end as open`;

const takeDue = `
select ${columns}, (select array_agg(item_id) from (select d.item_id from delivery d where ${overdueOf} order by d.created_at limit 20) f) as "itemIds",
  (select count(*)::int from (select from delivery d where ${overdueOf} limit 100000) c) as "removals"
from escalation e join subscriber s on s.id = e.subscriber_id where e.due_at <= $1 order by e.due_at limit 1 for update of e skip locked`;

const note = 'update escalation set due_at = $2, attempts = attempts + 1, mailed_at = $3, mail_error = $4 where id = $1';

const newest = `select ${columns} from escalation e join subscriber s on s.id = e.subscriber_id order by e.id desc limit $1`;

/** Removals that are overdue and not acknowledged, of all subscribers; counted up to 100,000. */
const overdue = `
select count(*)::int as overdue from (select from delivery where lane = 0 and overdue_at is not null and acknowledged_at is null and state in ('due', 'sending') limit 100000) d`;

/** What a person is told of. */
export interface NewEscalation {
  readonly subscriberId: string;
  readonly kind: 'removals-overdue' | 'disabled';
  readonly holdId: string | null;
  readonly reason: string | null;
}

export interface EscalationView extends NewEscalation {
  readonly id: string;
  readonly name: string;
  readonly contact: string | null;
  readonly raisedAt: Date;
  readonly attempts: number;
  readonly mailedAt: Date | null;
  readonly mailError: string | null;
  /** Whether it is still so. */
  readonly open: boolean;
}

export interface DueEscalation extends EscalationView {
  /** The first twenty. */
  readonly itemIds: readonly string[] | null;
  readonly removals: number;
}

/** Returns how many are new. */
export const raiseEscalations = async (tx: Tx, escalations: readonly NewEscalation[], now: Date): Promise<number> => {
  if (escalations.length === 0) return 0;
  const rows = (await tx.query(raise, [escalations.map((one) => one.subscriberId), escalations.map((one) => one.kind), escalations.map((one) => one.holdId), escalations.map((one) => one.reason), now])) as unknown[];
  return rows.length;
};

/** The next of which a letter is due, locked; other replicas take others. */
export const takeDueEscalation = async (tx: Tx, now: Date): Promise<DueEscalation | undefined> => ((await tx.query(takeDue, [now])) as DueEscalation[])[0];

export const noteLetter = async (tx: Tx, id: string, outcome: { readonly dueAt: Date | null; readonly mailedAt: Date | null; readonly error: string | null }): Promise<void> => {
  await tx.query(note, [id, outcome.dueAt, outcome.mailedAt, outcome.error]);
};

export const newestEscalations = async (source: DataSource, limit: number): Promise<EscalationView[]> => (await source.query(newest, [limit])) as EscalationView[];

export const countOverdue = async (source: DataSource): Promise<number> => ((await source.query(overdue)) as { overdue: number }[])[0]?.overdue ?? 0;
