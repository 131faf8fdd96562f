import type { DataSource } from 'typeorm';

import type { Reading, Sample } from './readings.js';

const selectTables = `
select class.relname as name, pg_total_relation_size(class.oid)::float8 as bytes, coalesce(stat.n_dead_tup, 0)::float8 as dead_rows
from pg_class class left join pg_stat_user_tables stat on stat.relid = class.oid
where class.relnamespace = current_schema()::regnamespace and class.relkind = 'r'`;

/** Of the connections with this service's role only: others' are not shown to it. */
const selectConnections = `
select coalesce(state, 'unknown') as state, count(*)::float8 as count, coalesce(max(extract(epoch from now() - xact_start)), 0)::float8 as oldest_seconds
from pg_stat_activity where datname = current_database() and usename = current_user and pid <> pg_backend_pid() group by 1`;

const selectDatabase = `
select pg_database_size(datid)::float8 as bytes, (select sum(numbackends) from pg_stat_database)::float8 as connections,
  current_setting('max_connections')::float8 as "connectionsMax", (blks_hit / nullif(blks_hit + blks_read, 0)::float8)::float8 as "cacheHitRatio", deadlocks::float8 as deadlocks
from pg_stat_database where datname = current_database()`;

interface DatabaseRow {
  readonly bytes: number;
  readonly connections: number;
  readonly connectionsMax: number;
  readonly cacheHitRatio: number | null;
  readonly deadlocks: number;
}

const slowEveryMs = 60_000;
const quickEveryMs = 10_000;

/** What Postgres knows of itself, as far as a service's own role may see it: no exporter and no other login is needed. */
export const databaseReadings = (dataSource: DataSource): readonly Reading[] => [
  {
    name: 'database-tables',
    everyMs: slowEveryMs,
    gauges: {
      wiredesk_database_table_bytes: { help: 'Size of a table of this service with its indexes.', labels: ['table'] },
      wiredesk_database_dead_rows: { help: 'Rows of a table that wait for vacuum.', labels: ['table'] },
    },
    ask: async () => {
      const rows = (await dataSource.query(selectTables)) as { name: string; bytes: number; dead_rows: number }[];
      return rows.flatMap(({ name, bytes, dead_rows: deadRows }): Sample[] => [
        { name: 'wiredesk_database_table_bytes', labels: { table: name }, value: bytes },
        { name: 'wiredesk_database_dead_rows', labels: { table: name }, value: deadRows },
      ]);
    },
  },
  {
    name: 'database-connections',
    everyMs: quickEveryMs,
    gauges: {
      wiredesk_database_role_connections: { help: 'Connections of this service, all its replicas, by state.', labels: ['state'] },
      wiredesk_database_oldest_transaction_seconds: { help: 'Age of the oldest transaction of this service.' },
    },
    ask: async () => {
      const rows = (await dataSource.query(selectConnections)) as { state: string; count: number; oldest_seconds: number }[];
      return [
        ...rows.map(({ state, count }): Sample => ({ name: 'wiredesk_database_role_connections', labels: { state }, value: count })),
        { name: 'wiredesk_database_oldest_transaction_seconds', value: Math.max(0, ...rows.map((row) => row.oldest_seconds)) },
      ];
    },
  },
  {
    name: 'database',
    everyMs: slowEveryMs,
    gauges: {
      wiredesk_database_bytes: { help: 'Size of the database.' },
      wiredesk_database_connections: { help: 'Connections of the whole server.' },
      wiredesk_database_connections_max: { help: 'Connections that the server takes at most.' },
      wiredesk_database_cache_hit_ratio: { help: 'Share of blocks that were found in memory since the statistics began.' },
      wiredesk_database_deadlocks: { help: 'Deadlocks in this database since its statistics began.' },
    },
    ask: async () => {
      const [row] = (await dataSource.query(selectDatabase)) as DatabaseRow[];
      if (!row) return [];
      return [
        { name: 'wiredesk_database_bytes', value: row.bytes },
        { name: 'wiredesk_database_connections', value: row.connections },
        { name: 'wiredesk_database_connections_max', value: row.connectionsMax },
        ...(row.cacheHitRatio === null ? [] : [{ name: 'wiredesk_database_cache_hit_ratio', value: row.cacheHitRatio }]),
        { name: 'wiredesk_database_deadlocks', value: row.deadlocks },
      ];
    },
  },
];
