import { migrateSchema, type Migration } from '@wiredesk/persistence';
import { z } from 'zod';

import { ConfigError, loadConfig } from '../config/config.js';

/**
 * The one-shot migration command of a service: applies what is missing and prints it. Reads ADMIN_DATABASE_URL and
 * `<SCHEMA>_DB_PASSWORD` (each also as `…_FILE`); without a password the role is left as it is. Ends the process
 * with 78 for a bad configuration, 1 for a failed migration.
 */
export const migrateService = async (schema: string, migrations: readonly Migration[]): Promise<void> => {
  const passwordName = `${schema.toUpperCase()}_DB_PASSWORD`;
  const config = z.object({
    ADMIN_DATABASE_URL: z.string().min(1).describe('Postgres, as a role that may create schemas and roles.'),
    [passwordName]: z.string().min(12).optional().describe('Password to give to the role of the schema.'),
  });
  try {
    const values = loadConfig(`migrate ${schema}`, config, process.env) as Record<string, string | undefined>;
    const done = await migrateSchema({
      adminUrl: values['ADMIN_DATABASE_URL'] ?? '',
      schema,
      migrations,
      ...(values[passwordName] === undefined ? {} : { rolePassword: values[passwordName] }),
    });
    process.stdout.write(`${schema}: ${done.length === 0 ? 'up to date' : `applied ${done.join(', ')}`}\n`);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exit(error instanceof ConfigError ? 78 : 1);
  }
};
