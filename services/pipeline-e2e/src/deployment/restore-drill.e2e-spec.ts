import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { testCluster, withAdmin } from '@wiredesk/testing';

import { Client, eventually, ninjs, prose } from '../client.js';
import { ProductUnderTest, type ServiceName } from '../product.js';

const workspace = join(import.meta.dirname, '../../../..');
const services: readonly ServiceName[] = ['rights', 'ingest', 'dedupe', 'publish', 'console'];

describe('the restore drill', () => {
  const to = mkdtempSync(join(tmpdir(), 'restore-drill-'));
  let product: ProductUnderTest;
  let client: Client;

  beforeAll(async () => {
    product = await ProductUnderTest.start({ partitions: 2 });
    client = new Client(product);
  }, 300_000);
  afterAll(async () => {
    await product.stop();
    rmSync(to, { recursive: true, force: true });
  }, 60_000);

  const wiredesk = async (...args: string[]): Promise<{ code: number; output: string }> => {
    const child = spawn(process.execPath, [join(workspace, 'services/cli/bin/wiredesk.mjs'), ...args], {
      cwd: workspace,
      env: { PATH: process.env['PATH'], ADMIN_DATABASE_URL: product.adminDatabaseUrl, KAFKA_BROKERS: testCluster().brokers.join(','), KAFKA_TOPIC_PREFIX: product.topicPrefix },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const [code] = (await once(child, 'exit')) as [number];
    return { code, output };
  };
  const publishOne = async (key: string, n: number): Promise<string> => {
    const { itemId } = await client.pushArticle('drilled', key, ninjs(`drill-${n}`, `Drill number ${n} of the fire brigade`, prose(n * 7 + 1)));
    await eventually(async () => expect((await client.article(itemId)).status).toBe(200), 60_000);
    return itemId;
  };
  const statusOf = async (itemId: string): Promise<number> => (await client.article(itemId)).status;
  const backupFolder = (): string => join(to, readdirSync(to).find((name) => name.startsWith('backup-')) ?? 'none');
  const wipe = async (): Promise<void> => {
    const tables = (await withAdmin((admin) => admin.query<{ name: string }>(`select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname = any($1) and tablename <> 'migration'`, [['content', ...services]]), product.adminDatabaseUrl)).rows;
    await withAdmin((admin) => admin.query(`truncate ${tables.map(({ name }) => name).join(', ')}`), product.adminDatabaseUrl);
  };

  it('brings back what was public, and keeps dark what was taken down before the backup and after it', async () => {
    const key = await client.createSource('drilled');
    const [shown, heldBefore, heldAfter] = [await publishOne(key, 1), await publishOne(key, 2), await publishOne(key, 3)];
    await client.takedown([`${product.publish}/articles/${heldBefore}`]);
    await eventually(async () => expect(await statusOf(heldBefore)).toBe(451), 60_000);
    expect(await wiredesk('backup', '--to', to)).toMatchObject({ code: 0, output: expect.stringMatching(/backed up to .*: \d+ tables/) });
    await client.placeHold({ kind: 'item', itemId: heldAfter });
    await eventually(async () => expect(await statusOf(heldAfter)).toBe(410), 60_000);
    expect(await wiredesk('backup', '--to', to, '--ledger-only')).toMatchObject({ code: 0 });

    for (const service of services) await product.kill(service);
    await wipe();
    const restored = await wiredesk('restore', '--from', backupFolder(), '--partitions', '2', '--yes');
    expect(restored).toMatchObject({ code: 0, output: expect.stringMatching(/restored: \d+ tables/) });

    await Promise.all(services.map((service) => product.startService(service)));
    await eventually(async () => expect(await Promise.all([shown, heldBefore, heldAfter].map(statusOf))).toEqual([200, 451, 410]), 60_000);
    // It works on: something new goes all the way, and nothing was left behind as a dead letter.
    await publishOne(key, 9);
    expect(await Promise.all([shown, heldBefore, heldAfter].map(statusOf))).toEqual([200, 451, 410]);
    const letters = await Promise.all(services.map(async (service) => (await fetch(`${product.url(service)}/v1/dead-letters?limit=5`, { headers: { authorization: `Bearer ${product.adminToken}` } })).json() as Promise<{ deadLetters: unknown[] }>));
    expect(letters.map(({ deadLetters }) => deadLetters)).toEqual([[], [], [], [], []]);
  }, 300_000);

  it('refuses a ledger that is older than the content, a damaged file, a database in use, and changes nothing', async () => {
    const folder = backupFolder();
    expect(await wiredesk('restore', '--from', folder, '--yes')).toMatchObject({ code: 1, output: expect.stringContaining('the database is not empty') });
    rmSync(join(to, 'ledger'), { recursive: true });
    rmSync(join(folder, 'ingest.item.copy.gz'));
    const refused = await wiredesk('restore', '--from', folder, '--overwrite', '--yes');
    expect(refused.code).toBe(1);
    expect(refused.output).toContain('no ledger of holds beside the backup');
    expect(refused.output).toContain('ingest.item.copy.gz is not as the manifest says');
    expect((await withAdmin((admin) => admin.query('select from ingest.item'), product.adminDatabaseUrl)).rowCount).toBeGreaterThan(3);
  }, 60_000);
});
