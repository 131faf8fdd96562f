import type { Tx } from '@wiredesk/persistence';
import { problem } from '@wiredesk/platform';

/** Names one call that may be repeated. */
export interface Call {
  /** Who calls and what, such as `officer place-hold`. */
  readonly caller: string;
  /** The Idempotency-Key; undefined where the caller gave none. */
  readonly key: string | undefined;
  readonly bodySha256: string;
}

/** One of two calls with the same key waits for the other. */
const lockCall = 'select pg_advisory_xact_lock(hashtext($1), hashtext($2))';
const selectCall = 'select body_sha256, answer from idempotency where caller = $1 and key = $2';
const insertCall = 'insert into idempotency (caller, key, body_sha256, answer, created_at) values ($1, $2, $3, $4::jsonb, $5)';

/**
 * Does `work` once per Idempotency-Key and gives its first answer to every repeat, in the transaction of the work.
 * Problem 422 where the key was used for another body. Without a key it is simply done.
 */
export const once = async <T extends object>(tx: Tx, call: Call, now: Date, work: () => Promise<T>): Promise<{ answer: T; repeated: boolean }> => {
  const { caller, key, bodySha256 } = call;
  if (key === undefined) return { answer: await work(), repeated: false };
  await tx.query(lockCall, [caller, key]);
  const [known] = (await tx.query(selectCall, [caller, key])) as { body_sha256: string; answer: T }[];
  if (known && known.body_sha256 !== bodySha256) throw problem(422, 'idempotency-key-reused', 'This Idempotency-Key came with another body before. Use a new key for a new request.');
  if (known) return { answer: known.answer, repeated: true };
  const answer = await work();
  await tx.query(insertCall, [caller, key, bodySha256, JSON.stringify(answer), now]);
  return { answer, repeated: false };
};
