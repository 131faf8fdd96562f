import type { DataSource, EntityManager } from 'typeorm';

import { sqlState, sqlStateOf } from './sql-state.js';

/** A transaction in progress: `tx.query(sql, parameters)` runs inside it. */
export type Tx = EntityManager;

/** A statement that each connection prepares once, under a name. */
interface Statement {
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

interface Answer {
  readonly command: string;
  readonly rows: readonly unknown[];
}

/** What lies under a Tx: a pg client that pipelines, so what is asked of it is sent at once and answered in order. */
export interface Pipe {
  readonly client: { query(statement: string | Statement | Omit<Statement, 'name'>): Promise<Answer> };
  /** What was sent and is not waited for before the commit. */
  readonly sent: Promise<Answer>[];
}

const pipes = new WeakMap<Tx, Pipe>();

/** Throws where `tx` is no transaction of `inTransaction`. */
export const pipeOf = (tx: Tx): Pipe => {
  const pipe = pipes.get(tx);
  if (!pipe) throw new Error('this statement runs inside a transaction of inTransaction');
  return pipe;
};

/**
 * Runs `work` in one transaction: committed when it resolves, rolled back when it throws. Throws as well where `work`
 * caught the error of a statement and went on: Postgres answers that commit with a rollback, says so in its command
 * tag only, and nobody would know that nothing was kept.
 *
 * The begin travels with the first statement, and the commit with what `sendPrepared` and `sendPlanned` sent: a transaction that reads,
 * decides and writes is two round trips.
 */
export const inTransaction = async <T>(dataSource: DataSource, work: (tx: Tx) => Promise<T> | T): Promise<T> => {
  const runner = dataSource.createQueryRunner();
  try {
    const client = (await runner.connect()) as Pipe['client'];
    const pipe: Pipe = { client, sent: [] };
    pipes.set(runner.manager, pipe);
    unwatched(pipe, client.query('begin'));
    let result: T;
    try {
      result = await work(runner.manager);
    } catch (error) {
      // Where the connection is gone, so is the transaction; the caller learns the first error, which says more.
      await client.query('rollback').catch(() => undefined);
      throw await causeOf(runner.manager, error);
    }
    await commit(pipe);
    return result;
  } finally {
    await runner.release();
  }
};

/**
 * Why a transaction, or what was done since a savepoint, failed. Where a statement only says that the transaction is
 * aborted, one that was sent before it and not waited for is the reason, and whoever decides about a retry must see that
 * one. What was sent counts as done with: after a rollback to the savepoint the commit does not meet its failure again.
 */
export const causeOf = async (tx: Tx, error: unknown): Promise<unknown> => {
  const sent = await Promise.allSettled(pipeOf(tx).sent.splice(0));
  if (sqlStateOf(error) !== sqlState.inFailedTransaction) return error;
  const first = sent.find((answer) => answer.status === 'rejected');
  return first === undefined ? error : first.reason;
};

/** Keeps its failure for the commit. */
export const unwatched = (pipe: Pipe, answer: Promise<Answer>): void => {
  answer.catch(() => undefined);
  pipe.sent.push(answer);
};

/** The first failure in the order of sending is the reason; those behind it only say that the transaction is aborted. */
const commit = async ({ client, sent }: Pipe): Promise<void> => {
  const committed = client.query('commit');
  committed.catch(() => undefined);
  for (const answer of sent) await answer;
  const { command } = await committed;
  if (command !== 'COMMIT') throw new Error('a statement of this transaction failed and its error was caught; nothing was kept. Use a savepoint, or let the error through');
};
