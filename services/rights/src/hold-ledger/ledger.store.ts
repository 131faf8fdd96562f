import { outgoing, type HoldLifted, type OutgoingEvent } from '@wiredesk/contracts';
import { planned, type Tx } from '@wiredesk/persistence';
import { holdNames, type Hold } from '@wiredesk/usage-terms';
import type { DataSource } from 'typeorm';

import { appendAudit, type AuditNote } from '../audit-log/audit.store.js';
import { deterministicId } from '../deterministic-id.js';
import { placed, type NewHold } from './new-hold.js';

export type Emit = (events: readonly OutgoingEvent[]) => void;

/** Who lifts, and why. */
export interface Lift {
  readonly by: string;
  readonly reason: string;
}

/** A hold with the case and target that it belongs to. */
export interface LedgerHold {
  readonly hold: Hold;
  readonly caseId: string | null;
  readonly targetId: string | null;
}

interface Row {
  readonly state: string;
  readonly case_id: string | null;
  readonly target_id: string | null;
}

/** Held until the commit, so that positions are given in the order of commits. Everything slow comes before it. */
const lockLedger = 'select seq::float8 as seq from ledger for update';
const knownIds = 'select hold_id from hold where hold_id = any($1::uuid[])';
/** With the ledger's new end: one round trip less under its lock. */
const insertHolds = `
with moved as (update ledger set seq = $10)
insert into hold (hold_id, seq, class, names, lifted, case_id, target_id, follows, note, state)
select hold_id, seq, class, string_to_array(names, chr(10)), false, case_id, target_id, follows, note, state
from unnest($1::uuid[], $2::bigint[], $3::text[], $4::text[], $5::uuid[], $6::uuid[], $7::uuid[], $8::text[], $9::text[])
  as given (hold_id, seq, class, names, case_id, target_id, follows, note, state)`;
/** Not locked one by one: the ledger's own lock is held by every transaction that changes holds. */
const selectUnlifted = 'select state, case_id, target_id from hold where (hold_id = any($1::uuid[]) or follows = any($1::uuid[])) and not lifted';
const updateLifted = `
with moved as (update ledger set seq = $4)
update hold set seq = given.seq, lifted = true, state = given.state
from unnest($1::uuid[], $2::bigint[], $3::text[]) as given (hold_id, seq, state)
where hold.hold_id = given.hold_id`;
const selectAfter = 'select state, case_id, target_id from hold where seq > $1 order by seq limit $2';
const selectSeq = 'select seq::float8 as seq from ledger';
const selectOne = 'select state, case_id, target_id from hold where hold_id = $1';
const selectByNames = 'select state, case_id, target_id from hold where not lifted and names && $1::text[]';
const selectByTargets = 'select state, case_id, target_id from hold where target_id = any($1::uuid[]) order by seq';

const parse = (row: Row): LedgerHold => ({ hold: JSON.parse(row.state) as Hold, caseId: row.case_id, targetId: row.target_id });

/** Nobody places or lifts a hold until the transaction ends. Returns where the ledger ends. */
export const lockedSeq = async (tx: Tx): Promise<number> => {
  const [row] = await planned<{ seq: number }>(tx, lockLedger, []);
  if (!row) throw new Error('the ledger has no row; was the schema migrated?');
  return row.seq;
};

/** What the audit log keeps of a hold: its position and class for everybody, its scope and reasons as a commitment. */
const noteOf = (hold: Hold, caseId: string | null, actor: string, more: object): AuditNote => ({
  at: hold.lift?.at ?? hold.placedAt,
  kind: 'hold',
  type: hold.lift === null ? 'placed' : 'lifted',
  actor,
  caseId,
  open: { hold: hold.holdId, seq: hold.seq, class: hold.class },
  secret: { scope: hold.scope, law: hold.law, reasonCode: hold.reasonCode, by: actor, ...more },
});

/**
 * Places holds and says so. A hold whose id stands in the ledger already, lifted or not, is left as it is: an id is
 * placed once for ever. The ledger is locked from here to the commit. Returns those that are new.
 */
export const placeHolds = async (tx: Tx, emit: Emit, holds: readonly NewHold[], now: Date): Promise<Hold[]> => {
  if (holds.length === 0) return [];
  const seq = await lockedSeq(tx);
  const known = new Set(((await tx.query(knownIds, [holds.map((hold) => hold.holdId)])) as { hold_id: string }[]).map((row) => row.hold_id));
  const fresh = [...new Map(holds.filter((hold) => !known.has(hold.holdId)).map((hold) => [hold.holdId, hold])).values()];
  if (fresh.length === 0) return [];
  const states = fresh.map((hold, i) => placed(hold, seq + i + 1, now));
  await tx.query(insertHolds, [
    states.map((state) => state.holdId),
    states.map((state) => state.seq),
    states.map((state) => state.class),
    states.map((state) => holdNames(state).join('\n')),
    fresh.map((hold) => hold.of?.caseId ?? null),
    fresh.map((hold) => hold.of?.targetId ?? null),
    fresh.map((hold) => hold.follows),
    fresh.map((hold) => hold.note ?? null),
    states.map((state) => JSON.stringify(state)),
    seq + states.length,
  ]);
  await appendAudit(tx, states.map((state, i) => noteOf(state, fresh[i]?.of?.caseId ?? null, state.placedBy, { note: fresh[i]?.note ?? null })));
  emit(states.map((state) => outgoing('hold.placed', state, { id: deterministicId('hold', state.holdId, String(state.seq)), time: now.toISOString() })));
  return states;
};

/**
 * Lifts holds by their ids, those that follow them too, and says so of each; one that is unknown or lifted already is
 * left as it is. The ledger is locked from here to the commit. Returns those lifted now.
 */
export const liftHolds = async (tx: Tx, emit: Emit, holdIds: readonly string[], lift: Lift, now: Date): Promise<LedgerHold[]> => {
  if (holdIds.length === 0) return [];
  const seq = await lockedSeq(tx);
  const standing = ((await tx.query(selectUnlifted, [holdIds])) as Row[]).map(parse);
  if (standing.length === 0) return [];
  const at = now.toISOString();
  const states: HoldLifted[] = standing.map(({ hold }, i) => ({ ...hold, seq: seq + i + 1, lift: { at, by: lift.by.slice(0, 80), reason: lift.reason.slice(0, 300) } }));
  await tx.query(updateLifted, [states.map((state) => state.holdId), states.map((state) => state.seq), states.map((state) => JSON.stringify(state)), seq + states.length]);
  await appendAudit(tx, states.map((state, i) => noteOf(state, standing[i]?.caseId ?? null, lift.by, { lift: state.lift })));
  emit(states.map((state) => outgoing('hold.lifted', state, { id: deterministicId('hold', state.holdId, String(state.seq)), time: at })));
  return standing.map((one, i) => ({ ...one, hold: states[i] ?? one.hold }));
};

/**
 * Holds that changed after a position, each in its state of now, by position; and where the ledger ends. The end is
 * read first: a hold that is placed meanwhile is then on the page or beyond its end, never missing between.
 */
export const ledgerAfter = async (dataSource: DataSource, after: number, limit: number): Promise<{ holds: Hold[]; seq: number }> => {
  const seq = await ledgerEnd(dataSource);
  const rows = (await dataSource.query(selectAfter, [after, limit])) as Row[];
  return { holds: rows.map((row) => parse(row).hold), seq };
};

export const ledgerEnd = async (source: DataSource | Tx): Promise<number> => ((await source.query(selectSeq)) as { seq: number }[])[0]?.seq ?? 0;

export const findHold = async (source: DataSource | Tx, holdId: string): Promise<LedgerHold | undefined> => {
  const [row] = (await source.query(selectOne, [holdId])) as Row[];
  return row ? parse(row) : undefined;
};

/** Holds not lifted that stand under any of these names (`item:…`, `story:…`, see `holdNames`). */
export const holdsNamed = async (source: DataSource | Tx, names: readonly string[]): Promise<LedgerHold[]> =>
  names.length === 0 ? [] : ((await source.query(selectByNames, [names])) as Row[]).map(parse);

/** Every hold that these targets ever had, by position. */
export const holdsOfTargets = async (source: DataSource | Tx, targetIds: readonly string[]): Promise<LedgerHold[]> =>
  targetIds.length === 0 ? [] : ((await source.query(selectByTargets, [targetIds])) as Row[]).map(parse);

const selectKnown = 'select hold_id as "holdId", seq::float8 as seq from hold where hold_id = any($1::uuid[])';
const raiseLedger = 'update ledger set seq = greatest(seq, $1) returning seq::float8 as seq';
const upsertHolds = `
with moved as (update ledger set seq = $7)
insert into hold (hold_id, seq, class, names, lifted, state)
select hold_id, seq, class, string_to_array(names, chr(10)), lifted, state
from unnest($1::uuid[], $2::bigint[], $3::text[], $4::text[], $5::bool[], $6::text[]) as given (hold_id, seq, class, names, lifted, state)
on conflict (hold_id) do update set seq = excluded.seq, lifted = excluded.lifted, state = excluded.state`;

/** Which states of these holds the database has. */
export const knownStates = async (tx: Tx, holdIds: readonly string[]): Promise<{ holdId: string; seq: number }[]> =>
  holdIds.length === 0 ? [] : ((await tx.query(selectKnown, [holdIds])) as { holdId: string; seq: number }[]);

/**
 * Takes back holds that the database has lost, each at a new position beyond all that was ever given (`saidTo`), and
 * says them again: whoever follows the ledger takes the greater position for the newer state.
 */
export const takeBackHolds = async (tx: Tx, emit: Emit, lost: readonly Hold[], saidTo: number): Promise<void> => {
  const [[row]] = (await tx.query(raiseLedger, [saidTo])) as [{ seq: number }[], number];
  if (lost.length === 0 || !row) return;
  const states = lost.map((hold, i): Hold => ({ ...hold, seq: row.seq + i + 1 }));
  await tx.query(upsertHolds, [
    states.map((state) => state.holdId),
    states.map((state) => state.seq),
    states.map((state) => state.class),
    states.map((state) => holdNames(state).join('\n')),
    states.map((state) => state.lift !== null),
    states.map((state) => JSON.stringify(state)),
    row.seq + states.length,
  ]);
  await appendAudit(tx, states.map((state) => ({ ...noteOf(state, null, 'recovery', {}), type: 'taken-back' })));
  emit(states.map((state) => eventOf(state)));
};

const eventOf = (state: Hold): OutgoingEvent => {
  const time = state.lift?.at ?? state.placedAt;
  const meta = { id: deterministicId('hold', state.holdId, String(state.seq)), time };
  return state.lift === null ? outgoing('hold.placed', { ...state, lift: null }, meta) : outgoing('hold.lifted', { ...state, lift: state.lift }, meta);
};
