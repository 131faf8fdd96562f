import type { CopyClient } from './copy.js';
import { schemas, type BackupManifest } from './manifest.js';

export interface SqlClient extends CopyClient {
  query<Row>(sql: string, values?: readonly unknown[]): Promise<{ rows: Row[] }>;
  query(work: object): unknown;
}

type SchemaName = (typeof schemas)[number];

/** Of each schema; `migration` is left to the migrations themselves. */
const selectTables = `
select namespace.nspname as schema, class.relname as table,
  array_agg(attribute.attname::text order by attribute.attnum) as columns
from pg_class class join pg_namespace namespace on namespace.oid = class.relnamespace
join pg_attribute attribute on attribute.attrelid = class.oid and attribute.attnum > 0 and not attribute.attisdropped and attribute.attgenerated = ''
where namespace.nspname = any($1::text[]) and class.relkind = 'r' and class.relname <> 'migration'
group by 1, 2 order by 1, 2`;

const selectReferences = `
select distinct parent_space.nspname || '.' || parent.relname as parent, child_space.nspname || '.' || child.relname as child
from pg_constraint c join pg_class parent on parent.oid = c.confrelid join pg_namespace parent_space on parent_space.oid = parent.relnamespace
join pg_class child on child.oid = c.conrelid join pg_namespace child_space on child_space.oid = child.relnamespace
where c.contype = 'f' and child_space.nspname = any($1::text[]) and c.confrelid <> c.conrelid`;

const selectSequences = `
select schemaname as schema, sequencename as name, coalesce(last_value, start_value)::text as "lastValue", last_value is not null as "isCalled"
from pg_sequences where schemaname = any($1::text[]) order by 1, 2`;

export interface TableName {
  readonly schema: SchemaName;
  readonly table: string;
  readonly columns: string[];
}

/** Every table, those that others refer to before those that refer to them. */
export const tablesOf = async (client: SqlClient): Promise<TableName[]> => {
  const { rows: tables } = await client.query<TableName>(selectTables, [[...schemas]]);
  const { rows: references } = await client.query<{ parent: string; child: string }>(selectReferences, [[...schemas]]);
  const ordered: TableName[] = [];
  const left = new Map(tables.map((table) => [`${table.schema}.${table.table}`, table]));
  while (left.size > 0) {
    const free = [...left].filter(([name]) => !references.some(({ parent, child }) => child === name && left.has(parent)));
    if (free.length === 0) throw new Error(`tables refer to each other in a circle: ${[...left.keys()].join(', ')}`);
    for (const [name, table] of free) {
      ordered.push(table);
      left.delete(name);
    }
  }
  return ordered;
};

export const sequencesOf = async (client: SqlClient): Promise<BackupManifest['sequences']> => (await client.query<BackupManifest['sequences'][number]>(selectSequences, [[...schemas]])).rows;

/** What was applied, by schema. A schema that is not there has none. */
export const migrationsOf = async (client: SqlClient): Promise<BackupManifest['migrations']> => {
  const found: BackupManifest['migrations'] = [];
  for (const schema of schemas) {
    const { rows: there } = await client.query(`select from pg_tables where schemaname = $1 and tablename = 'migration'`, [schema]);
    if (there.length === 0) continue;
    const { rows } = await client.query<{ name: string; checksum: string }>(`select name, checksum from ${schema}.migration order by name`);
    found.push(...rows.map((row) => ({ schema, ...row })));
  }
  return found;
};

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
export const nameOf = ({ schema, table }: { schema: string; table: string }): string => `${quoted(schema)}.${quoted(table)}`;
export const columnsOf = ({ columns }: { columns: readonly string[] }): string => columns.map(quoted).join(', ');
