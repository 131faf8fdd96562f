import { randomBytes } from 'node:crypto';

import { causeOf, inTransaction, migrateSchema, openSession, planned, prepared, sendPrepared, type Migration, type Tx } from '@wiredesk/persistence';
import { Client } from 'pg';

import { eventually, testDatabase, withAdmin, type TestDatabase } from '../index.js';

const one: Migration = { name: '001-one', note: '', up: 'create table one (n int primary key)' };
const two: Migration = { name: '002-two', note: '', up: 'create table two (n int); insert into two values (2)' };

describe('the schema of a service', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase({ schema: 'console', migrations: [one] });
  });
  afterAll(() => database.close());

  const migrate = (schema: string, migrations: readonly Migration[]): Promise<string[]> => migrateSchema({ adminUrl: database.adminUrl, schema, migrations });
  const freshSchema = (): string => `s${randomBytes(5).toString('hex')}`;
  const asAdmin = async <T>(sql: string): Promise<T[]> => {
    const client = new Client({ connectionString: database.adminUrl });
    await client.connect();
    try {
      return (await client.query(sql)).rows as T[];
    } finally {
      await client.end();
    }
  };

  it('is brought forward once, in order, whoever does it at the same time', async () => {
    const schema = freshSchema();
    const done = await Promise.all([migrate(schema, [one, two]), migrate(schema, [one, two]), migrate(schema, [one, two])]);
    expect(done.flat().sort()).toEqual(['001-one', '002-two']);
    expect(await migrate(schema, [one, two])).toEqual([]);
    expect(await asAdmin(`select n from ${schema}.two`)).toEqual([{ n: 2 }]);
    await asAdmin(`drop schema ${schema} cascade; drop role ${schema}`);
  });

  it('keeps nothing of a migration that fails, and can be mended', async () => {
    const schema = freshSchema();
    await expect(migrate(schema, [one, { ...two, up: 'create table two (n int); select no_such_column' }])).rejects.toThrow(/"002-two".*failed.*no_such_column/s);
    expect(await asAdmin(`select to_regclass('${schema}.two') as two`)).toEqual([{ two: null }]);
    expect(await migrate(schema, [one, two])).toEqual(['002-two']);
    await asAdmin(`drop schema ${schema} cascade; drop role ${schema}`);
  });

  it('is not touched by a build that is older than it, nor by one that rewrote history', async () => {
    await expect(migrate('console', [])).rejects.toThrow(/older than its database/);
    await expect(migrate('console', [{ ...one, up: `${one.up};` }])).rejects.toThrow(/was changed after it had been applied/);
  });

  it('gives its role the rows and not the tables, and no other schema', async () => {
    await database.dataSource.query('insert into one values (1); delete from one');
    await expect(database.dataSource.query('drop table one')).rejects.toThrow(/must be owner/);
    await expect(database.dataSource.query(`insert into migration (name, checksum) values ('x', 'x')`)).rejects.toThrow(/permission denied/);
    const other = freshSchema();
    await migrate(other, [one]);
    await expect(database.dataSource.query(`select * from ${other}.one`)).rejects.toThrow(/permission denied/);
    await asAdmin(`drop schema ${other} cascade; drop role ${other}`);
  });

  it('commits a transaction whole, or nothing of it', async () => {
    await inTransaction(database.dataSource, async (tx) => {
      await prepared(tx, 'insert into one values ($1)', [10]);
      await tx.query('insert into one values ($1)', [11]);
    });
    await expect(
      inTransaction(database.dataSource, async (tx) => {
        await prepared(tx, 'insert into one values ($1)', [12]);
        await prepared(tx, 'insert into one values ($1)', [10]);
      }),
    ).rejects.toMatchObject({ code: '23505' });
    await expect(
      inTransaction(database.dataSource, async (tx) => {
        await tx.query('insert into one values (13)');
        await tx.query('insert into one values (10)').catch(() => undefined);
      }),
    ).rejects.toThrow(/error was caught; nothing was kept/);
    expect(await database.dataSource.query('select n from one order by n')).toEqual([{ n: 10 }, { n: 11 }]);
    // The connections that failed are as good as new.
    await Promise.all(Array.from({ length: 12 }, (_, n) => inTransaction(database.dataSource, (tx) => prepared(tx, 'insert into one values ($1)', [100 + n]))));
    expect(await database.dataSource.query('select count(*)::int as n from one')).toEqual([{ n: 14 }]);
  });

  it('tells why a transaction failed, not only that it is aborted: a statement that nobody waited for is the reason', async () => {
    await database.dataSource.query('insert into one values (400)');
    const aborted = async (tx: Tx): Promise<void> => {
      sendPrepared(tx, 'insert into one values ($1)', [400]);
      await planned(tx, 'select n from one where n = $1', [400]);
    };
    await expect(inTransaction(database.dataSource, aborted)).rejects.toMatchObject({ code: '23505' });
    await inTransaction(database.dataSource, async (tx) => {
      await tx.query('savepoint here');
      const error: unknown = await aborted(tx).catch((reason: unknown) => reason);
      expect(error).toMatchObject({ code: '25P02' });
      expect(await causeOf(tx, error)).toMatchObject({ code: '23505' });
      await tx.query('rollback to savepoint here');
      sendPrepared(tx, 'insert into one values ($1)', [401]);
    });
    expect(await database.dataSource.query('select n from one where n >= 400 order by n')).toEqual([{ n: 400 }, { n: 401 }]);
  });

  it('has sessions whose locks end with them, even when the server no longer answers', async () => {
    const locked = async (): Promise<boolean> => {
      const [row] = (await database.dataSource.query(`select pg_try_advisory_xact_lock(42) as free`)) as { free: boolean }[];
      return row?.free === false;
    };
    const first = await openSession(database.dataSource, 'test session');
    await first.query('select pg_advisory_lock(42)');
    expect(await locked()).toBe(true);
    await first.end();
    await eventually(async () => expect(await locked()).toBe(false));

    const stuck = await openSession(database.dataSource, 'test session stuck');
    await stuck.query('select pg_advisory_lock(42)');
    const sleeping = stuck.query('select pg_sleep(20)').catch((error: unknown) => String(error));
    const startedAt = performance.now();
    await stuck.end();
    expect(performance.now() - startedAt).toBeLessThan(3_000);
    expect(await sleeping).toMatch(/terminated|not queryable|closed/i);
    await withAdmin((client) => client.query(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'test session stuck'`));
    await eventually(async () => expect(await locked()).toBe(false));
  });

  it('has sessions that hear each other', async () => {
    const heard: number[] = [];
    const [ear, mouth] = [await openSession(database.dataSource, 'ear'), await openSession(database.dataSource, 'mouth')];
    await ear.listen('test_channel', () => heard.push(heard.length));
    await mouth.query('select pg_notify($1, $2)', ['test_channel', '']);
    await mouth.query('select pg_notify($1, $2)', ['another_channel', '']);
    await eventually(() => expect(heard).toEqual([0]));
    await expect(ear.listen('Bad"name', () => undefined)).rejects.toThrow(/cannot be a channel/);
    await Promise.all([ear.end(), mouth.end()]);
  });
});
