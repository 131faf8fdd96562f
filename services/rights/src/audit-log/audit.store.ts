import { createHash, randomBytes } from 'node:crypto';

import type { Tx } from '@wiredesk/persistence';
import { uuidv7 } from '@wiredesk/platform';

import { canonicalJson } from '../canonical-json.js';

/** Something that happened, for the log. */
export interface AuditNote {
  /** RFC 3339. */
  readonly at: string;
  readonly kind: 'case' | 'hold' | 'grant';
  readonly type: string;
  /** In what office somebody acted, without a name: `officer`, `claimant`, `timer` … */
  readonly actor: string;
  readonly caseId: string | null;
  /** Ids and states that anybody may see. */
  readonly open: Readonly<Record<string, string | number | null>>;
  /** What must not be seen, or must be erasable: names, reasons, addresses. The entry only commits to it. */
  readonly secret: unknown;
}

const saltBytes = 16;

/** In the transaction of what happened; its place in the log is given moments later. */
const insertNotes = `
with secrets as (
  insert into audit_secret (audit_id, case_id, salt, content) select * from unnest($1::uuid[], $2::uuid[], $3::bytea[], $4::text[])
)
insert into audit_pending (audit_id, body) select * from unnest($1::uuid[], $5::text[])`;

/** What an entry commits to: the salt and the content together, so that the content cannot be guessed and tried. */
export const commitmentOf = (salt: Buffer, content: string): string => createHash('sha256').update(salt).update(content, 'utf8').digest('hex');

const listeners = new Set<() => void>();

/** Calls `listener` after something was appended in this process, before its transaction ends. Returns how to stop that. */
export const onAuditAppended = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** Puts notes into the log. */
export const appendAudit = async (tx: Tx, notes: readonly AuditNote[]): Promise<void> => {
  if (notes.length === 0) return;
  const entries = notes.map((note) => {
    const [auditId, salt, content] = [uuidv7(), randomBytes(saltBytes), canonicalJson(note.secret ?? null)];
    const { at, kind, type, caseId } = note;
    const body = canonicalJson({ v: 1, id: auditId, at, kind, type, actor: note.actor.split(':')[0], case: caseId, ...note.open, commitment: commitmentOf(salt, content) });
    return { auditId, caseId, salt, content, body };
  });
  await tx.query(insertNotes, [entries.map((one) => one.auditId), entries.map((one) => one.caseId), entries.map((one) => one.salt), entries.map((one) => one.content), entries.map((one) => one.body)]);
  for (const listener of listeners) listener();
};
