import type { Tx } from '@wiredesk/persistence';
import type { DataSource } from 'typeorm';

import type { CaseEvent } from '../cases/case.store.js';
import type { Letter, LetterState, SourceContact } from './letter.js';

/** A letter as it is shown to officers. */
export interface StoredLetter extends Letter {
  readonly caseNumber: string;
  readonly createdAt: string;
  readonly attempts: number;
  readonly lastError: string | null;
  readonly sentAt: string | null;
  readonly sentBy: string | null;
}

/**
 * Cases with something of which nobody was told. The lock keeps another replica from writing the same; it is the one of
 * an update of no key, so that new rows that refer to the case do not wait for it.
 */
const lockUntold = `
select case_id as "caseId" from takedown_case where case_id in (select distinct case_id from case_event where not told limit $1)
order by case_id for no key update skip locked`;
const selectUntold = `
select event_id as "eventId", case_id as "caseId", target_id as "targetId", at, actor, type, detail from case_event
where case_id = any($1::uuid[]) and not told order by at, event_id`;
const markTold = 'update case_event set told = true where event_id = any($1::uuid[])';
const selectContacts = 'select source_id as "sourceId", name, email, language from source_contact where source_id = any($1::text[])';
const insertLetters = `
insert into letter (letter_id, case_id, kind, recipient, source_id, ordinals, language, to_name, to_address, subject, body, state, created_at, due_at)
select letter_id, case_id, kind, recipient, source_id, string_to_array(ordinals, ',')::int[], language, to_name, to_address, subject, body, state, $13, $13
from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[])
  as given (letter_id, case_id, kind, recipient, source_id, ordinals, language, to_name, to_address, subject, body, state)
on conflict (letter_id) do nothing`;

const columns = `
letter_id as "letterId", letter.case_id as "caseId", number as "caseNumber", kind, recipient, source_id as "sourceId", ordinals, letter.language, to_name as "toName", to_address as "toAddress",
subject, body, state, created_at as "createdAt", attempts, last_error as "lastError", sent_at as "sentAt", sent_by as "sentBy"`;
const selectOfCase = `select ${columns} from letter join takedown_case using (case_id) where case_id = $1 order by created_at, letter_id limit 500`;
const selectByHand = `select ${columns} from letter join takedown_case using (case_id) where state in ('by-hand', 'failed') order by created_at, letter_id limit $1`;
const selectPosted = `select ${columns} from letter join takedown_case using (case_id) where state = 'posted' order by created_at desc, letter_id limit $1`;
const noteSentByHand = `
update letter set state = 'sent', sent_at = $2, sent_by = $3 where letter_id = $1 and state in ('by-hand', 'failed', 'queued') returning case_id as "caseId", kind`;
const lockDue = `select letter_id as "letterId", to_name as "toName", to_address as "toAddress", subject, body, attempts from letter
where state = 'queued' and due_at <= $1 order by due_at limit $2 for update skip locked`;
const noteTried = 'update letter set state = $2, attempts = attempts + 1, due_at = $3, last_error = $4, sent_at = $5, sent_by = $6 where letter_id = $1';
const upsertContact = `
insert into source_contact (source_id, name, email, language, updated_by, updated_at) values ($1, $2, $3, $4, $5, $6)
on conflict (source_id) do update set name = excluded.name, email = excluded.email, language = excluded.language, updated_by = excluded.updated_by, updated_at = excluded.updated_at`;

type Row = Omit<StoredLetter, 'createdAt' | 'sentAt'> & { readonly createdAt: Date; readonly sentAt: Date | null };
const letterOf = (row: Row): StoredLetter => ({ ...row, createdAt: row.createdAt.toISOString(), sentAt: row.sentAt?.toISOString() ?? null });

export const lockUntoldCases = async (tx: Tx, limit: number): Promise<string[]> => ((await tx.query(lockUntold, [limit])) as { caseId: string }[]).map(({ caseId }) => caseId);

export const untoldEvents = async (tx: Tx, caseIds: readonly string[]): Promise<CaseEvent[]> =>
  ((await tx.query(selectUntold, [caseIds])) as (Omit<CaseEvent, 'at'> & { at: Date })[]).map((row) => ({ ...row, at: row.at.toISOString() }));

export const contactsOf = async (source: DataSource | Tx, sourceIds: readonly string[]): Promise<Map<string, SourceContact>> =>
  new Map(((await source.query(selectContacts, [sourceIds])) as SourceContact[]).map((contact) => [contact.sourceId, contact]));

export const saveContact = async (source: DataSource, contact: SourceContact, by: string, now: Date): Promise<void> => {
  await source.query(upsertContact, [contact.sourceId, contact.name, contact.email, contact.language, by, now]);
};

/** Queues letters, each id once for ever, and notes of what they tell. */
export const saveLetters = async (tx: Tx, letters: readonly Letter[], told: readonly string[], now: Date): Promise<void> => {
  if (letters.length > 0) {
    const of = <T>(value: (letter: Letter) => T): T[] => letters.map(value);
    await tx.query(insertLetters, [
      of((one) => one.letterId), of((one) => one.caseId), of((one) => one.kind), of((one) => one.recipient), of((one) => one.sourceId), of((one) => one.ordinals.join(',')), of((one) => one.language),
      of((one) => one.toName), of((one) => one.toAddress), of((one) => one.subject), of((one) => one.body), of((one) => one.state), now,
    ]);
  }
  await tx.query(markTold, [told]);
};

export const lettersOfCase = async (source: DataSource, caseId: string): Promise<StoredLetter[]> => ((await source.query(selectOfCase, [caseId])) as Row[]).map(letterOf);
/** What an officer has to send, the oldest first. */
export const lettersByHand = async (source: DataSource, limit: number): Promise<StoredLetter[]> => ((await source.query(selectByHand, [limit])) as Row[]).map(letterOf);
const countWaiting = "select count(*)::int as n from (select from letter where state in ('by-hand', 'failed') limit 1000) as waiting";

/** How many an officer has to send, up to a thousand. */
export const countByHand = async (source: DataSource): Promise<number> => ((await source.query(countWaiting)) as { n: number }[])[0]?.n ?? 0;
export const postedLetters = async (source: DataSource, limit: number): Promise<StoredLetter[]> => ((await source.query(selectPosted, [limit])) as Row[]).map(letterOf);

/** False where there is no such letter that waits. */
export const markSentByHand = async (tx: Tx, letterId: string, by: string, now: Date): Promise<{ caseId: string; kind: string } | undefined> => {
  const [rows] = (await tx.query(noteSentByHand, [letterId, now, by])) as [{ caseId: string; kind: string }[], number];
  return rows[0];
};

export interface DueLetter {
  readonly letterId: string;
  readonly toName: string | null;
  readonly toAddress: string | null;
  readonly subject: string;
  readonly body: string;
  readonly attempts: number;
}

/** Letters whose time has come, nobody else's until the transaction ends. */
export const lockDueLetters = async (tx: Tx, now: Date, limit: number): Promise<DueLetter[]> => (await tx.query(lockDue, [now, limit])) as DueLetter[];

export const noteAttempt = async (tx: Tx, letterId: string, outcome: { state: LetterState; dueAt: Date; error: string | null; sentAt: Date | null }): Promise<void> => {
  await tx.query(noteTried, [letterId, outcome.state, outcome.dueAt, outcome.error, outcome.sentAt, outcome.sentAt === null ? null : 'mail']);
};
