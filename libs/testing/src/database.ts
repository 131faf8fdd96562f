import { createHash, randomBytes } from 'node:crypto';

import { createDataSource, migrateSchema, type Migration } from '@wiredesk/persistence';
import type { Client } from 'pg';
import type { DataSource } from 'typeorm';

import { testCluster, withAdmin } from './cluster.js';

export interface TestDatabaseOptions {
  readonly schema: string;
  readonly migrations: readonly Migration[];
  /** Other schemas that the code under test reads, migrated first: the content store, say. */
  readonly also?: readonly { readonly schema: string; readonly migrations: readonly Migration[] }[];
}

export interface TestDatabase {
  /** As the role of the schema, with no more rights than the service has. */
  readonly url: string;
  readonly adminUrl: string;
  /** Connected as that role. */
  readonly dataSource: DataSource;
  close(): Promise<void>;
}

/** Roles belong to the cluster and not to a database: whatever tests on it gives them the same password. */
export const testRolePassword = 'test-password-of-a-role';

/** One lock for making templates: test files run side by side. */
const templateLock = 0x77647470;

const databaseUrl = (base: string, database: string, user?: string): string => {
  const url = new URL(base);
  url.pathname = `/${database}`;
  if (user !== undefined) {
    url.username = user;
    url.password = testRolePassword;
  }
  return url.href;
};

/**
 * A database of its own for a test file, cloned from a template that is migrated once per set of migrations (a clone
 * takes some 50 ms, migrating it some hundreds).
 */
export const testDatabase = async (options: TestDatabaseOptions): Promise<TestDatabase> => {
  const { databaseUrl: base } = testCluster();
  const schemas = [...(options.also ?? []), { schema: options.schema, migrations: options.migrations }];
  const template = `template_${createHash('sha256').update(JSON.stringify(schemas)).digest('hex').slice(0, 24)}`;
  const name = `test_${randomBytes(8).toString('hex')}`;
  await withAdmin(async (client) => {
    await client.query('select pg_advisory_lock($1)', [templateLock]);
    const { rowCount } = await client.query('select from pg_database where datname = $1 and datistemplate', [template]);
    if (rowCount === 0) await makeTemplate(client, base, template, schemas);
    await client.query(`create database ${name} template ${template}`);
  });
  const url = databaseUrl(base, name, options.schema);
  const dataSource = await createDataSource({ url, schema: options.schema, applicationName: 'test', poolMax: 12 });
  return {
    url,
    adminUrl: databaseUrl(base, name),
    dataSource,
    close: async () => {
      if (dataSource.isInitialized) await dataSource.destroy();
      await withAdmin((client) => client.query(`drop database if exists ${name} with (force)`));
    },
  };
};

const makeTemplate = async (client: Client, base: string, template: string, schemas: NonNullable<TestDatabaseOptions['also']>): Promise<void> => {
  await client.query(`drop database if exists ${template} with (force)`);
  await client.query(`create database ${template}`);
  for (const { schema, migrations } of schemas) await migrateSchema({ adminUrl: databaseUrl(base, template), schema, rolePassword: testRolePassword, migrations });
  await client.query(`alter database ${template} is_template true`);
};
