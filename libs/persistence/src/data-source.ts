import { DataSource, type EntityManager, type EntitySchema, type MixedList, type QueryRunner } from 'typeorm';

/** A transaction in progress: `tx.query(sql, parameters)` runs inside it. */
export type Tx = EntityManager;

export interface DataSourceOptions {
  /** `postgres://role:password@host:port/database`, with `?sslmode=` where the server wants it. */
  readonly url: string;
  /** The schema that unqualified names mean; a service sees no other. */
  readonly schema: string;
  /** Shown in pg_stat_activity. */
  readonly applicationName: string;
  /** Connections at most, default 8. */
  readonly poolMax?: number;
  /** A statement is given up after this, default 30,000: no query may hold its locks for ever. */
  readonly statementTimeoutMs?: number;
  readonly entities?: MixedList<string | EntitySchema | (new () => object)>;
}

/**
 * Connects to one schema. An error of an idle pool connection (57P01 when the server stops) is not thrown but
 * dropped with its connection: the next query opens a new one or reports the failure to its caller.
 */
export const createDataSource = async (options: DataSourceOptions): Promise<DataSource> => {
  const dataSource = new DataSource({
    type: 'postgres',
    url: options.url,
    schema: options.schema,
    applicationName: options.applicationName,
    entities: options.entities ?? [],
    synchronize: false,
    logging: false,
    poolErrorHandler: ignoreIdleConnectionError,
    extra: {
      max: options.poolMax ?? 8,
      connectionTimeoutMillis: 5_000,
      idleTimeoutMillis: 60_000,
      statement_timeout: options.statementTimeoutMs ?? 30_000,
      idle_in_transaction_session_timeout: 60_000,
      options: `-c search_path=${options.schema}`,
    },
  });
  return dataSource.initialize();
};

const ignoreIdleConnectionError = (): void => {
  // The pool has already removed the connection; whoever queries next learns whether the server is back.
};

/** A pg client, as far as a commit needs it. */
interface Committer {
  query(sql: string): Promise<{ readonly command: string }>;
}

/**
 * Runs `work` in one transaction: committed when it resolves, rolled back when it throws. Throws as well where `work`
 * caught the error of a statement and went on: Postgres answers that commit with a rollback, says so in its command
 * tag only, and nobody would know that nothing was kept.
 */
export const inTransaction = async <T>(dataSource: DataSource, work: (tx: Tx) => Promise<T>): Promise<T> => {
  const runner = dataSource.createQueryRunner();
  try {
    await runner.startTransaction();
    try {
      const result = await work(runner.manager);
      await commit(runner);
      return result;
    } catch (error) {
      await rollBack(runner);
      throw error;
    }
  } finally {
    await runner.release();
  }
};

/** Past TypeORM's own commit, which does not look at the tag. */
const commit = async (runner: QueryRunner): Promise<void> => {
  const { command } = await ((await runner.connect()) as Committer).query('commit');
  (runner as { isTransactionActive: boolean }).isTransactionActive = false;
  if (command !== 'COMMIT') throw new Error('a statement of this transaction failed and its error was caught; nothing was kept. Use a savepoint, or let the error through');
};

const rollBack = async (runner: QueryRunner): Promise<void> => {
  if (!runner.isTransactionActive) return;
  // Where the connection is gone, so is the transaction; the caller learns the first error, which says more.
  await runner.rollbackTransaction().catch(() => undefined);
};
