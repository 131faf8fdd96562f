import { contentStoreMigrations } from '@wiredesk/content-store';
import { createDataSource, migrateSchema } from '@wiredesk/persistence';
import { uuidv7 } from '@wiredesk/platform';
import type { DataSource } from 'typeorm';

import { migrations } from '../migrations/index.js';

/** A database that is made for one run and dropped after it. */
export interface ScratchDatabase {
  readonly name: string;
  readonly dataSource: DataSource;
  drop(): Promise<void>;
}

/**
 * Makes a database beside the given one and migrates it. `adminUrl` is a role that may create databases; nothing in
 * its own database is read or changed. Commits are not waited for (`synchronous_commit`): a scratch need not survive.
 */
export const scratchDatabase = async (adminUrl: string): Promise<ScratchDatabase> => {
  const name = `wiredesk_evaluate_${uuidv7().replaceAll('-', '').slice(0, 24)}`;
  const admin = await createDataSource({ url: adminUrl, schema: 'public', applicationName: 'wiredesk evaluate', poolMax: 1 });
  await admin.query(`create database ${name}`);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  const drop = async (): Promise<void> => {
    await admin.query(`drop database if exists ${name} with (force)`);
    await admin.destroy();
  };
  try {
    await migrateSchema({ adminUrl: url.href, schema: 'content', migrations: contentStoreMigrations });
    await migrateSchema({ adminUrl: url.href, schema: 'dedupe', migrations });
    await admin.query(`alter database ${name} set synchronous_commit = off`);
    const dataSource = await createDataSource({ url: url.href, schema: 'dedupe', applicationName: 'wiredesk evaluate', poolMax: 3 });
    return {
      name,
      dataSource,
      drop: async () => {
        await dataSource.destroy();
        await drop();
      },
    };
  } catch (error) {
    await drop();
    throw error;
  }
};
