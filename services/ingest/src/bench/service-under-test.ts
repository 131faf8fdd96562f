import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { contentStoreMigrations } from '@wiredesk/content-store';
import { ensureTopics, kafkajsBroker } from '@wiredesk/messaging';
import { createDataSource, migrateSchema } from '@wiredesk/persistence';
import { uuidv7 } from '@wiredesk/platform';

import { migrations } from '../migrations/index.js';

const startWithinMs = 60_000;
const stopWithinMs = 15_000;
const partitions = 12;
const ticksPerSecond = 100;
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** ingest as it is deployed, in a process of its own, on a database and topics that are made for it and dropped after it. */
export class ServiceUnderTest {
  private constructor(
    readonly url: string,
    readonly adminToken: string,
    private readonly child: ChildProcess,
    private readonly drop: () => Promise<void>,
  ) {}

  /** `adminUrl` is a role that may create databases. */
  static async start(adminUrl: string, brokers: readonly string[]): Promise<ServiceUnderTest> {
    const mark = uuidv7().replaceAll('-', '').slice(-16);
    const [database, prefix, port, adminToken] = [`wiredesk_bench_${mark}`, `b${mark}.`, await freePort(), uuidv7()];
    const admin = await createDataSource({ url: adminUrl, schema: 'public', applicationName: 'wiredesk bench', poolMax: 1 });
    await admin.query(`create database ${database}`);
    const url = new URL(adminUrl);
    url.pathname = `/${database}`;
    const broker = kafkajsBroker({ brokers: [...brokers], clientId: 'wiredesk-bench', log: silent });
    const drop = async (): Promise<void> => {
      await broker.deleteTopics((await broker.listTopics()).filter((topic) => topic.startsWith(prefix)));
      await broker.close();
      await admin.query(`drop database if exists ${database} with (force)`);
      await admin.destroy();
    };
    try {
      await migrateSchema({ adminUrl: url.href, schema: 'content', migrations: contentStoreMigrations });
      await migrateSchema({ adminUrl: url.href, schema: 'ingest', migrations });
      await ensureTopics(broker, { prefix, partitions, replicationFactor: 1 });
      const tokens = JSON.stringify([{ name: 'bench', roles: ['viewer', 'editor', 'rights-officer', 'operator'], token: adminToken }]);
      const child = spawn(process.execPath, [join(import.meta.dirname, '../main.js')], {
        stdio: ['ignore', 'inherit', 'inherit'],
        env: { PATH: process.env['PATH'], PORT: String(port), DATABASE_URL: url.href, KAFKA_BROKERS: brokers.join(','), KAFKA_TOPIC_PREFIX: prefix, TOKENS: tokens, RIGHTS_URL: 'http://127.0.0.1:9', LOG_LEVEL: 'error', PUSHES_PER_SECOND: '1000000', NODE_OPTIONS: '--max-old-space-size=288' },
      });
      const service = new ServiceUnderTest(`http://127.0.0.1:${port}`, adminToken, child, drop);
      await service.ready();
      return service;
    } catch (error) {
      await drop();
      throw error;
    }
  }

  /** A new source; returns its key. */
  async source(id: string): Promise<string> {
    const answer = await fetch(`${this.url}/v1/sources`, { method: 'POST', headers: { authorization: `Bearer ${this.adminToken}`, 'content-type': 'application/json' }, body: JSON.stringify({ id, name: id }) });
    if (answer.status !== 201) throw new Error(`no source: ${answer.status} ${await answer.text()}`);
    return ((await answer.json()) as { key: string }).key;
  }

  /** Processor seconds that it has used so far, all of its threads (Linux). */
  cpuSeconds(): number {
    const stat = readFileSync(`/proc/${this.child.pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
  }

  /** Resident memory, MiB (Linux). */
  memoryMiB(): number {
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${this.child.pid}/status`, 'utf8'))?.[1] ?? 0) / 1_024;
  }

  async stop(): Promise<void> {
    const ended = new Promise<void>((resolve) => this.child.once('exit', () => resolve()));
    this.child.kill('SIGTERM');
    await Promise.race([ended, sleep(stopWithinMs).then(() => this.child.kill('SIGKILL'))]);
    await this.drop();
  }

  private async ready(): Promise<void> {
    for (const until = Date.now() + startWithinMs; Date.now() < until; await sleep(200)) {
      if (this.child.exitCode !== null) throw new Error(`ingest ended with ${this.child.exitCode}`);
      const answer = await fetch(`${this.url}/health/ready`).catch(() => undefined);
      if (answer?.ok) return;
    }
    throw new Error('ingest did not become ready in time');
  }
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
