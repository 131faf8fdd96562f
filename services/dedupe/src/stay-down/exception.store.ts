import type { Tx } from '@wiredesk/persistence';

import { hashToUuid } from '../placing/hash-column.js';

/** A text that a person let pass. */
export interface Exception {
  readonly exceptionId: string;
  readonly cleanHash: string;
  /** Under this hold only; null for every hold. */
  readonly holdId: string | null;
  readonly itemId: string | null;
  readonly by: string;
  readonly reason: string;
  readonly at: Date;
}

const insertException = `
insert into stay_down_exception (exception_id, clean_hash, hold_id, item_id, decided_by, reason, decided_at) values ($1, $2, $3, $4, $5, $6, $7)`;
const endOne = 'update stay_down_exception set ended_at = $2, ended_by = $3 where exception_id = $1 and ended_at is null';

export const addException = async (tx: Tx, exception: Exception): Promise<void> => {
  const { exceptionId, cleanHash, holdId, itemId, by, reason, at } = exception;
  await tx.query(insertException, [exceptionId, hashToUuid(cleanHash), holdId, itemId, by, reason, at]);
};

/** False where there is none that stands. */
export const endException = async (tx: Tx, exceptionId: string, by: string, at: Date): Promise<boolean> => {
  const [, count] = (await tx.query(endOne, [exceptionId, at, by])) as [unknown, number];
  return count === 1;
};
