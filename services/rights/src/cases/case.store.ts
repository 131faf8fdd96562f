import type { Tx } from '@wiredesk/persistence';
import type { DataSource } from 'typeorm';

import { appendAudit, type AuditNote } from '../audit-log/audit.store.js';
import type { FormalField, RegimeName } from './regimes.js';
import type { Target, TargetState } from './target.js';

/** A notice or order, with the targets apart. */
export interface Case {
  readonly caseId: string;
  readonly number: string;
  readonly regime: RegimeName;
  readonly claimType: string;
  readonly scope: 'item' | 'story' | 'source';
  readonly channel: 'form' | 'api' | 'officer' | 'kafka';
  readonly language: 'zh' | 'en';
  /** The notice as it was read, personal data in it. */
  readonly notice: unknown;
  readonly contentHash: string;
  /** Digest by which the claimant is known again; null where nothing was given. */
  readonly claimantKey: string | null;
  readonly missing: readonly FormalField[];
  readonly openedAt: string;
  readonly closedAt: string | null;
}

/** Something that happened in a case; `detail` carries no personal data. */
export interface CaseEvent {
  readonly eventId: string;
  readonly caseId: string;
  readonly targetId: string | null;
  readonly at: string;
  readonly actor: string;
  readonly type: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface Timer {
  readonly timerId: string;
  readonly caseId: string;
  readonly targetId: string;
  readonly kind: string;
  readonly dueAt: string;
  readonly calendar: string;
}

/** Everything that a new case consists of in one statement: a notice waits for few round trips. */
const insertCase = `
with opened as (
  insert into takedown_case (case_id, number, regime, claim_type, scope, channel, language, notice, content_hash, missing, flags, opened_at, closed_at, claimant_key)
  values ($1, $2, $3, $4, $5, $6, $7, $8::jsonb, $9, $10::jsonb, '[]'::jsonb, $11, $12, $32)
), targets as (
  insert into target (target_id, case_id, ordinal, url, url_key, item_id, source_id, scope, state, state_since, note)
  select target_id, $1, ordinal, url, url_key, item_id, source_id, scope, state, $11, note
  from unnest($13::uuid[], $14::int[], $15::text[], $16::text[], $17::uuid[], $18::text[], $19::text[], $20::text[], $21::text[])
    as given (target_id, ordinal, url, url_key, item_id, source_id, scope, state, note)
), timers as (
  insert into timer (timer_id, case_id, target_id, kind, due_at, calendar)
  select timer_id, $1, target_id, kind, due_at, calendar
  from unnest($22::uuid[], $23::uuid[], $24::text[], $25::timestamptz[], $26::text[]) as given (timer_id, target_id, kind, due_at, calendar)
)
insert into case_event (event_id, case_id, target_id, at, actor, type, detail)
select event_id, $1, target_id, $11, actor, type, detail
from unnest($27::uuid[], $28::uuid[], $29::text[], $30::text[], $31::jsonb[]) as given (event_id, target_id, actor, type, detail)`;
const insertToken = 'insert into case_token (digest, case_id, may_withdraw, created_at) values ($1, $2, $3, $4)';
const insertEvents = `
insert into case_event (event_id, case_id, target_id, at, actor, type, detail)
select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::timestamptz[], $5::text[], $6::text[], $7::jsonb[])`;

/** The lock makes two equal notices that come at once one after the other. */
const lockContent = `select pg_advisory_xact_lock(hashtext('notice'), hashtext($1))`;
const caseColumns = `
case_id as "caseId", number, regime, claim_type as "claimType", scope, channel, language, notice, content_hash as "contentHash", claimant_key as "claimantKey", missing, opened_at as "openedAt", closed_at as "closedAt"`;
const selectOpenByContent = `select ${caseColumns} from takedown_case where content_hash = $1 and closed_at is null order by opened_at limit 1`;
const selectByIds = `select ${caseColumns} from takedown_case where case_id = any($1::uuid[]) order by case_id`;
const selectByNumber = `select ${caseColumns} from takedown_case where number = $1`;
const targetColumns = `
target_id as "targetId", case_id as "caseId", ordinal, url, item_id as "itemId", source_id as "sourceId", scope, state, state_since as "stateSince", note`;
const selectTargets = `select ${targetColumns} from target where case_id = $1 order by ordinal`;
const lockTargets = `select ${targetColumns} from target where target_id = any($1::uuid[]) order by target_id for update`;
const moveTargets = `
update target set state = given.state, state_since = $3::timestamptz
from unnest($1::uuid[], $2::text[]) as given (target_id, state) where target.target_id = given.target_id`;
const endTimers = 'update timer set done_at = $2 where target_id = any($1::uuid[]) and done_at is null';
/** A case is closed when nothing more can happen to any of its targets. */
const closeCases = `
update takedown_case set closed_at = $2
where case_id = any($1::uuid[]) and closed_at is null
  and not exists (select from target where target.case_id = takedown_case.case_id and state <> all($3::text[]))`;
const selectToken = 'select may_withdraw as "mayWithdraw" from case_token where digest = $1 and case_id = $2 and revoked_at is null';
const selectEvents = `
select event_id as "eventId", case_id as "caseId", target_id as "targetId", at, actor, type, detail from case_event where case_id = $1 order by at, event_id limit 2000`;
const selectTimers = `
select timer_id as "timerId", case_id as "caseId", target_id as "targetId", kind, due_at as "dueAt", calendar from timer
where target_id = any($1::uuid[]) and done_at is null order by due_at`;

type Stored<T> = { readonly [K in keyof T]: K extends 'openedAt' | 'stateSince' | 'at' | 'dueAt' ? Date : K extends 'closedAt' ? Date | null : T[K] };

const caseOf = (row: Stored<Case>): Case => ({ ...row, openedAt: row.openedAt.toISOString(), closedAt: row.closedAt?.toISOString() ?? null });
const targetOf = (row: Stored<Target>): Target => ({ ...row, stateSince: row.stateSince.toISOString() });

/** The open case of an equal notice; who asks next waits until this transaction ends. */
export const openCaseOf = async (tx: Tx, contentHash: string): Promise<Case | undefined> => {
  await tx.query(lockContent, [contentHash]);
  const [row] = (await tx.query(selectOpenByContent, [contentHash])) as Stored<Case>[];
  return row ? caseOf(row) : undefined;
};

export interface NewTarget extends Target {
  readonly urlKey: string | null;
}

export interface NewCase {
  readonly one: Case;
  readonly targets: readonly NewTarget[];
  readonly timers: readonly Timer[];
  readonly events: readonly CaseEvent[];
}

/** What the audit log keeps of an event: who acted in which office, and the state that came of it; reasons as a commitment. */
const noteOf = (event: CaseEvent): AuditNote => {
  const { to } = event.detail;
  return {
    at: event.at, kind: 'case', type: event.type, actor: event.actor, caseId: event.caseId,
    open: { target: event.targetId, to: typeof to === 'string' ? to : null },
    secret: { actor: event.actor, detail: event.detail },
  };
};

/** Writes a new case whole. */
export const saveCase = async (tx: Tx, { one, targets, timers, events }: NewCase): Promise<void> => {
  await tx.query(insertCase, [
    one.caseId, one.number, one.regime, one.claimType, one.scope, one.channel, one.language, JSON.stringify(one.notice), one.contentHash, JSON.stringify(one.missing), one.openedAt, one.closedAt,
    targets.map((target) => target.targetId),
    targets.map((target) => target.ordinal),
    targets.map((target) => target.url),
    targets.map((target) => target.urlKey),
    targets.map((target) => target.itemId),
    targets.map((target) => target.sourceId),
    targets.map((target) => target.scope),
    targets.map((target) => target.state),
    targets.map((target) => target.note),
    timers.map((timer) => timer.timerId),
    timers.map((timer) => timer.targetId),
    timers.map((timer) => timer.kind),
    timers.map((timer) => timer.dueAt),
    timers.map((timer) => timer.calendar),
    events.map((event) => event.eventId),
    events.map((event) => event.targetId),
    events.map((event) => event.actor),
    events.map((event) => event.type),
    events.map((event) => JSON.stringify(event.detail)),
    one.claimantKey,
  ]);
  await appendAudit(tx, events.map((event) => (event.targetId === null ? { ...noteOf(event), secret: { detail: event.detail, notice: one.contentHash } } : noteOf(event))));
};

export const saveToken = async (tx: Tx, caseId: string, digest: Buffer, mayWithdraw: boolean, now: Date): Promise<void> => {
  await tx.query(insertToken, [digest, caseId, mayWithdraw, now]);
};

export const saveCaseEvents = async (tx: Tx, events: readonly CaseEvent[]): Promise<void> => {
  if (events.length === 0) return;
  await tx.query(insertEvents, [
    events.map((event) => event.eventId),
    events.map((event) => event.caseId),
    events.map((event) => event.targetId),
    events.map((event) => event.at),
    events.map((event) => event.actor),
    events.map((event) => event.type),
    events.map((event) => JSON.stringify(event.detail)),
  ]);
  await appendAudit(tx, events.map(noteOf));
};

const updateCase = `
update takedown_case set notice = $2::jsonb, missing = $3::jsonb, content_hash = $4, claimant_key = $5 where case_id = $1`;

/** The notice after something was added to it. */
export const updateNotice = async (tx: Tx, given: Pick<Case, 'caseId' | 'notice' | 'missing' | 'contentHash' | 'claimantKey'>): Promise<void> => {
  await tx.query(updateCase, [given.caseId, JSON.stringify(given.notice), JSON.stringify(given.missing), given.contentHash, given.claimantKey]);
};

export const caseByNumber = async (source: DataSource | Tx, number: string): Promise<Case | undefined> => {
  const [row] = (await source.query(selectByNumber, [number])) as Stored<Case>[];
  return row ? caseOf(row) : undefined;
};

export const targetsOfCase = async (source: DataSource | Tx, caseId: string): Promise<Target[]> => ((await source.query(selectTargets, [caseId])) as Stored<Target>[]).map(targetOf);

/** Locked until the transaction ends, in the order of their ids. */
export const lockedTargets = async (tx: Tx, targetIds: readonly string[]): Promise<Target[]> =>
  targetIds.length === 0 ? [] : ((await tx.query(lockTargets, [targetIds])) as Stored<Target>[]).map(targetOf);

/** New states; their timers end, and cases that are through are closed. */
export const moveTargetsTo = async (tx: Tx, moves: readonly { readonly target: Target; readonly state: TargetState }[], closed: ReadonlySet<TargetState>, now: Date): Promise<void> => {
  if (moves.length === 0) return;
  const ids = moves.map(({ target }) => target.targetId);
  await tx.query(moveTargets, [ids, moves.map(({ state }) => state), now]);
  await tx.query(endTimers, [ids, now]);
  await tx.query(closeCases, [[...new Set(moves.map(({ target }) => target.caseId))], now, [...closed]]);
};

/** What a token may do in a case; undefined where it is none of its tokens. */
export const tokenOf = async (source: DataSource | Tx, caseId: string, digest: Buffer): Promise<{ mayWithdraw: boolean } | undefined> =>
  ((await source.query(selectToken, [digest, caseId])) as { mayWithdraw: boolean }[])[0];

export const eventsOfCase = async (source: DataSource | Tx, caseId: string): Promise<CaseEvent[]> =>
  ((await source.query(selectEvents, [caseId])) as Stored<CaseEvent>[]).map((row) => ({ ...row, at: row.at.toISOString() }));

export const openTimers = async (source: DataSource | Tx, targetIds: readonly string[]): Promise<Timer[]> =>
  targetIds.length === 0 ? [] : ((await source.query(selectTimers, [targetIds])) as Stored<Timer>[]).map((row) => ({ ...row, dueAt: row.dueAt.toISOString() }));

export const casesById = async (source: DataSource | Tx, caseIds: readonly string[]): Promise<Case[]> => ((await source.query(selectByIds, [caseIds])) as Stored<Case>[]).map(caseOf);
