import type { Tx } from '@wiredesk/persistence';

import type { SubscriberState } from '../subscribers/subscriber.js';
import type { EndpointHealth } from './health.decide.js';

/** Only who holds the lease may end the attempt; an acknowledgement that came before the answer ends a removal. */
const write = `
update delivery d set
  state = case when d.acknowledged_at is not null then 'delivered' else t.state end,
  due_at = coalesce(t.due_at, d.due_at), lease_until = null, last_status = t.status, last_error = t.error, last_answer = t.answer, last_ms = t.ms,
  finished_at = case when t.state in ('delivered', 'failed', 'dropped') or d.acknowledged_at is not null then $9::timestamptz end,
  overdue_at = case when t.overdue and d.acknowledged_at is null then coalesce(d.overdue_at, $9::timestamptz) else d.overdue_at end
from unnest($1::uuid[], $2::int[], $3::text[], $4::timestamptz[], $5::int[], $6::text[], $7::text[], $8::int[], $10::boolean[])
  as t (id, attempt, state, due_at, status, error, answer, ms, overdue)
where d.id = t.id and d.state = 'sending' and d.attempts = t.attempt
returning d.id, d.acknowledged_at is not null as acknowledged`;

/** An older message ended after the removal of its article had been sent: its holder may have it again. */
const reopen = `
update delivery k set state = 'due', due_at = $4, acknowledged_at = null, finished_at = null
from unnest($1::uuid[], $2::uuid[], $3::int[]) as t (subscriber_id, item_id, publication)
where k.item_id = t.item_id and k.subscriber_id = t.subscriber_id and k.lane = 0 and k.publication >= t.publication and k.attempts > 0 and k.state in ('due', 'delivered')
returning k.item_id, k.subscriber_id, k.hold_id`;

const lockHealth = `
select id, name, contact, state, failures, failing_since, warned_percent from subscriber where id = any($1::uuid[]) order by id for no key update`;

const writeHealth = `
update subscriber s set failures = t.failures, failing_since = t.failing_since, retry_at = t.retry_at, warned_percent = t.warned,
  state = t.state, state_reason = coalesce(t.reason, s.state_reason), state_changed_at = case when s.state = t.state then s.state_changed_at else $8::timestamptz end,
  version = case when s.state = t.state then s.version else nextval('subscriber_version') end
from unnest($1::uuid[], $2::int[], $3::timestamptz[], $4::timestamptz[], $5::int[], $6::text[], $7::text[]) as t (id, failures, failing_since, retry_at, warned, state, reason)
where s.id = t.id`;

const uncertify = `update subscriber set certified_at = null, version = nextval('subscriber_version') where id = any($1::uuid[]) and certified_at is not null`;
const holdOf = `update delivery set state = 'held' where subscriber_id = any($1::uuid[]) and lane = 1 and state = 'due'`;

/** The end of one attempt. */
export interface EndedAttempt {
  readonly id: string;
  readonly attempt: number;
  readonly state: 'due' | 'delivered' | 'failed' | 'held' | 'dropped';
  readonly dueAt: Date | null;
  readonly status: number | null;
  readonly error: string | null;
  readonly answer: string | null;
  readonly ms: number;
  readonly overdue: boolean;
}

/** Writes how attempts ended. Returns those that were still this worker's, and whether they are acknowledged. */
export const writeEndedAttempts = async (tx: Tx, ended: readonly EndedAttempt[], now: Date): Promise<Map<string, { acknowledged: boolean }>> => {
  const [rows] = (await tx.query(write, [
    ended.map(({ id }) => id),
    ended.map(({ attempt }) => attempt),
    ended.map(({ state }) => state),
    ended.map(({ dueAt }) => dueAt),
    ended.map(({ status }) => status),
    ended.map(({ error }) => error),
    ended.map(({ answer }) => answer),
    ended.map(({ ms }) => ms),
    now,
    ended.map(({ overdue }) => overdue),
  ])) as [{ id: string; acknowledged: boolean }[], number];
  return new Map(rows.map((row) => [row.id, row]));
};

/** A message about an article that may have reached its holder. */
export interface SentAbout {
  readonly subscriberId: string;
  readonly itemId: string;
  readonly publication: number;
}

/** Makes removals due again that had been sent before these ended. Returns the removals. */
export const reopenRemovals = async (tx: Tx, sent: readonly SentAbout[], now: Date): Promise<{ item_id: string; subscriber_id: string; hold_id: string | null }[]> => {
  if (sent.length === 0) return [];
  const [rows] = (await tx.query(reopen, [sent.map(({ subscriberId }) => subscriberId), sent.map(({ itemId }) => itemId), sent.map(({ publication }) => publication), now])) as [
    { item_id: string; subscriber_id: string; hold_id: string | null }[],
    number,
  ];
  return rows;
};

interface HealthRow {
  readonly id: string;
  readonly name: string;
  readonly contact: string | null;
  readonly state: SubscriberState;
  readonly failures: number;
  readonly failing_since: Date | null;
  readonly warned_percent: number;
}

export interface NamedHealth extends EndpointHealth {
  readonly id: string;
  readonly name: string;
  readonly contact: string | null;
}

export const lockedHealth = async (tx: Tx, ids: readonly string[]): Promise<NamedHealth[]> =>
  ((await tx.query(lockHealth, [ids])) as HealthRow[]).map((row) => ({
    id: row.id, name: row.name, contact: row.contact, state: row.state, failures: row.failures, failingSince: row.failing_since, warnedPercent: row.warned_percent,
  }));

/** What becomes of a subscriber's health; what is queued for one that was disabled now is held. */
export const writeHealthOf = async (tx: Tx, changes: readonly { readonly id: string; readonly health: EndpointHealth; readonly retryAt: Date | null; readonly disabled: string | null }[], now: Date): Promise<void> => {
  if (changes.length === 0) return;
  await tx.query(writeHealth, [
    changes.map(({ id }) => id),
    changes.map(({ health }) => health.failures),
    changes.map(({ health }) => health.failingSince),
    changes.map(({ retryAt }) => retryAt),
    changes.map(({ health }) => health.warnedPercent),
    changes.map(({ health }) => health.state),
    changes.map(({ disabled }) => disabled),
    now,
  ]);
  const disabled = changes.filter((change) => change.disabled !== null).map(({ id }) => id);
  if (disabled.length > 0) await tx.query(holdOf, [disabled]);
};

/** Whoever leaves a removal unacknowledged is certified no more: it has to pass the conformance kit again. */
export const endCertificates = async (tx: Tx, subscriberIds: readonly string[]): Promise<void> => {
  if (subscriberIds.length > 0) await tx.query(uncertify, [subscriberIds]);
};
