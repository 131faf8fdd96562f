import { DataSource, type EntitySchema, type MixedList } from 'typeorm';

import { OneWritePerTurn } from './one-write-per-turn.js';

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
      pipeline: true,
      stream: () => new OneWritePerTurn(),
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
