import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import { Client } from 'pg';
import type { DataSource } from 'typeorm';

/** One connection outside the pool, for what belongs to a session: advisory locks, LISTEN, session settings. */
export interface Session {
  /** Statements are prepared once by their text: give constants. */
  query<Row>(sql: string, parameters?: readonly unknown[]): Promise<Row[]>;
  /** Calls `onNotice` for each NOTIFY on the channel (a lower-case identifier). */
  listen(channel: string, onNotice: () => void): Promise<void>;
  /** Ends it, and with it every lock that it holds, whether or not the server still answers. */
  end(): Promise<void>;
}

const connectTimeoutMs = 5_000;
const statementTimeoutMs = 30_000;
const endWithinMs = 1_000;

const nameOf = (sql: string): string => createHash('sha1').update(sql).digest('hex');

/** The socket under a client, to be cut where the server no longer answers a goodbye. */
const cut = (client: Client): void => (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();

/** Opens one to the database and schema of a data source. Throws what the driver throws. */
export const openSession = async (dataSource: DataSource, applicationName: string): Promise<Session> => {
  const { url, extra } = dataSource.options as { url?: string; extra?: { options?: string } };
  const client = new Client({
    connectionString: url,
    application_name: applicationName,
    connectionTimeoutMillis: connectTimeoutMs,
    statement_timeout: statementTimeoutMs,
    // A server that hangs does not answer a statement timeout either.
    query_timeout: statementTimeoutMs + connectTimeoutMs,
    keepAlive: true,
    options: extra?.options,
  });
  // Whoever asks next learns that it is gone; without a listener the process would end.
  client.on('error', () => undefined);
  await client.connect();
  const names = new Map<string, string>();
  return {
    query: async <Row>(sql: string, parameters?: readonly unknown[]) => {
      if (!parameters) return (await client.query(sql)).rows as Row[];
      const name = names.get(sql) ?? nameOf(sql);
      names.set(sql, name);
      return (await client.query({ name, text: sql, values: [...parameters] })).rows as Row[];
    },
    listen: async (channel, onNotice) => {
      if (!/^[a-z][a-z0-9_]{0,60}$/.test(channel)) throw new Error(`"${channel}" cannot be a channel`);
      client.on('notification', (notice) => {
        if (notice.channel === channel) onNotice();
      });
      await client.query(`listen ${channel}`);
    },
    end: async () => {
      const waited = new AbortController();
      const late = sleep(endWithinMs, 'late', { signal: waited.signal }).catch(() => undefined);
      if ((await Promise.race([client.end().catch(() => undefined), late])) === 'late') cut(client);
      waited.abort();
    },
  };
};
