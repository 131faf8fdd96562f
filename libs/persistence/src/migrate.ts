import { createHash } from 'node:crypto';

import { Client } from 'pg';

/** One step forward of a schema. Never changed once released: a changed one is refused by its checksum. */
export interface Migration {
  /** Ordered by name: `001-sources`. */
  readonly name: string;
  /** What an old version, running beside it, will see. */
  readonly note: string;
  /** SQL; unqualified names are in the service's schema. */
  readonly up: string;
}

export interface MigrateOptions {
  /** A role that may create schemas and roles. */
  readonly adminUrl: string;
  readonly schema: string;
  /** Makes the schema's role able to log in, with this password. Absent: the role stays as it is. */
  readonly rolePassword?: string;
  readonly migrations: readonly Migration[];
}

/** Two migrators at once (two deploys) wait for each other instead of racing. */
const migrationLock = 0x77646d67;

const checksum = (sql: string): string => createHash('sha256').update(sql).digest('hex');
const identifier = (name: string): string => {
  if (!/^[a-z][a-z0-9_]{0,40}$/.test(name)) throw new Error(`"${name}" cannot be a schema name`);
  return `"${name}"`;
};
const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** SQL that makes a schema and the role of the same name that owns nothing and may use its tables. */
const schemaAndRole = (schema: string, rolePassword: string | undefined): string => `
  do $$ begin
    if not exists (select from pg_roles where rolname = ${literal(schema)}) then
      create role ${identifier(schema)} nologin;
    end if;
  end $$;
  ${rolePassword === undefined ? '' : `alter role ${identifier(schema)} login password ${literal(rolePassword)};`}
  create schema if not exists ${identifier(schema)};
  revoke all on schema public from public;
  grant usage on schema ${identifier(schema)} to ${identifier(schema)};
  alter default privileges in schema ${identifier(schema)} grant select, insert, update, delete, truncate on tables to ${identifier(schema)};
  alter default privileges in schema ${identifier(schema)} grant usage, select on sequences to ${identifier(schema)};
  create table if not exists ${identifier(schema)}.migration (
    name text primary key,
    checksum text not null,
    applied_at timestamptz not null default now()
  );
  revoke insert, update, delete, truncate on ${identifier(schema)}.migration from ${identifier(schema)};
`;

/**
 * Brings one schema up to date and returns the names newly applied. Each migration is one transaction with its
 * mark, so that a crash leaves none half done.
 *
 * Throws where the database is ahead of this build (downgrade) or where an applied migration was edited.
 */
export const migrateSchema = async (options: MigrateOptions): Promise<string[]> => {
  const client = new Client({ connectionString: options.adminUrl, application_name: `migrate ${options.schema}` });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [migrationLock]);
    await client.query(schemaAndRole(options.schema, options.rolePassword));
    const applied = await client.query<{ name: string; checksum: string }>(
      `select name, checksum from ${identifier(options.schema)}.migration order by name`,
    );
    const known = new Map(applied.rows.map((row) => [row.name, row.checksum]));
    refuseUnknown(options, known);
    const done: string[] = [];
    for (const migration of options.migrations) {
      if (known.has(migration.name)) continue;
      await applyOne(client, options.schema, migration);
      done.push(migration.name);
    }
    return done;
  } finally {
    await client.end();
  }
};

const refuseUnknown = (options: MigrateOptions, known: ReadonlyMap<string, string>): void => {
  const ours = new Map(options.migrations.map((migration) => [migration.name, checksum(migration.up)]));
  for (const [name, sum] of known) {
    if (!ours.has(name)) {
      throw new Error(
        `schema "${options.schema}" has migration "${name}", which this build does not know: it is older than its database. Deploy the newer build, or restore a backup.`,
      );
    }
    if (ours.get(name) !== sum) {
      throw new Error(`migration "${name}" of schema "${options.schema}" was changed after it had been applied. Add a new migration instead.`);
    }
  }
};

const applyOne = async (client: Client, schema: string, migration: Migration): Promise<void> => {
  await client.query('begin');
  try {
    await client.query(`set local search_path to ${identifier(schema)}`);
    await client.query(migration.up);
    await client.query('insert into migration (name, checksum) values ($1, $2)', [migration.name, checksum(migration.up)]);
    await client.query('commit');
  } catch (cause) {
    await client.query('rollback');
    throw new Error(`migration "${migration.name}" of schema "${schema}" failed: ${(cause as Error).message}`, { cause });
  }
};
