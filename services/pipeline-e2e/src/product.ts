import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { dropTestTopics, ensureTestTopics, testCluster, testRolePassword, withAdmin } from '@wiredesk/testing';

import type { Product } from './client.js';

const services = ['rights', 'ingest', 'dedupe', 'publish', 'console'] as const;
export type ServiceName = (typeof services)[number];

const workspace = join(import.meta.dirname, '../../..');
const readyWithinMs = 120_000;
const stopWithinMs = 28_000;
const outputKeptChars = 20_000;

/** A port that was free a moment ago. */
export const freePort = async (): Promise<number> => {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
};

const environmentOf = (database: string, password: string): NodeJS.ProcessEnv => ({ ...process.env, NODE_OPTIONS: '', ADMIN_DATABASE_URL: database, ...Object.fromEntries(['content', ...services].map((name) => [`${name.toUpperCase()}_DB_PASSWORD`, password])) });

const runOnce = async (script: string, env: NodeJS.ProcessEnv): Promise<void> => {
  const child = spawn(process.execPath, [join(workspace, script)], { env, cwd: workspace });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`${script} ended with ${code}: ${output}`);
};

/**
 * The whole product as it is deployed: five processes built from the sources, a database of their own, topics under a
 * prefix of their own, on the test cluster. Its processes can be killed and started again.
 */
export class ProductUnderTest implements Product {
  private readonly running = new Map<ServiceName, ChildProcess>();
  private readonly output = new Map<ServiceName, string>();

  private constructor(
    private readonly ports: Readonly<Record<ServiceName, number>>,
    private readonly env: NodeJS.ProcessEnv,
    private readonly databaseName: string,
    private readonly password: string,
    readonly topicPrefix: string,
    readonly adminToken: string,
    readonly serviceToken: string,
  ) {}

  readonly url = (service: ServiceName): string => `http://127.0.0.1:${this.ports[service]}`;
  get publish(): string {
    return this.url('publish');
  }
  get ingest(): string {
    return this.url('ingest');
  }
  get rights(): string {
    return this.url('rights');
  }
  get dedupe(): string {
    return this.url('dedupe');
  }
  get console(): string {
    return this.url('console');
  }

  static async start(options: { partitions?: number; environment?: Readonly<Record<string, string>> } = {}): Promise<ProductUnderTest> {
    const cluster = testCluster();
    const mark = randomBytes(5).toString('hex');
    const databaseName = `product_${mark}`;
    const topicPrefix = `p${mark}.`;
    const token = (): string => randomBytes(24).toString('base64url');
    const adminToken = token();
    const serviceToken = token();
    // Roles belong to the whole cluster: a password of our own would shut out the tests that run beside this one.
    const password = testRolePassword;
    await withAdmin((client) => client.query(`create database ${databaseName}`));
    const adminUrl = new URL(cluster.databaseUrl);
    adminUrl.pathname = `/${databaseName}`;
    const migrateEnv = environmentOf(adminUrl.href, password);
    for (const service of ['ingest', 'dedupe', 'rights', 'publish', 'console']) await runOnce(`services/${service}/dist/migrate.js`, migrateEnv);
    await ensureTestTopics(topicPrefix, options.partitions ?? 12);
    const ports = {} as Record<ServiceName, number>;
    for (const service of services) ports[service] = await freePort();
    const url = (service: ServiceName): string => `http://127.0.0.1:${ports[service]}`;
    const env: NodeJS.ProcessEnv = {
      PATH: process.env['PATH'],
      KAFKA_BROKERS: cluster.brokers.join(','),
      KAFKA_TOPIC_PREFIX: topicPrefix,
      TOKENS: JSON.stringify([
        { name: 'admin', roles: ['viewer', 'editor', 'rights-officer', 'operator'], token: adminToken },
        { name: 'services', roles: ['service'], token: serviceToken },
      ]),
      SERVICE_TOKEN: serviceToken,
      LOG_LEVEL: process.env['TEST_LOG_LEVEL'] ?? 'warn',
      NODE_OPTIONS: '--max-old-space-size=288',
      INGEST_URL: url('ingest'),
      RIGHTS_URL: url('rights'),
      DEDUPE_URL: url('dedupe'),
      PUBLISH_URL: url('publish'),
      PORTAL_PUBLIC_URL: url('publish'),
      RIGHTS_PUBLIC_URL: url('rights'),
      ...options.environment,
    };
    const product = new ProductUnderTest(ports, env, databaseName, password, topicPrefix, adminToken, serviceToken);
    try {
      await Promise.all(services.map((service) => product.startService(service)));
    } catch (error) {
      await product.stop();
      throw error;
    }
    return product;
  }

  /** Its database, as the administrator of the cluster. */
  get adminDatabaseUrl(): string {
    const url = new URL(testCluster().databaseUrl);
    url.pathname = `/${this.databaseName}`;
    return url.href;
  }

  pidOf(service: ServiceName): number {
    return this.running.get(service)?.pid ?? -1;
  }

  /** Starts one process and waits until it says that it is ready. */
  async startService(service: ServiceName): Promise<void> {
    const database = new URL(testCluster().databaseUrl);
    database.pathname = `/${this.databaseName}`;
    database.username = service;
    database.password = this.password;
    const child = spawn(process.execPath, [join(workspace, `services/${service}/dist/main.js`)], {
      cwd: workspace,
      env: { ...this.env, PORT: String(this.ports[service]), PUBLIC_URL: this.url(service), DATABASE_URL: database.href },
    });
    this.running.set(service, child);
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => this.output.set(service, ((this.output.get(service) ?? '') + chunk.toString()).slice(-outputKeptChars)));
    }
    const until = Date.now() + readyWithinMs;
    for (;;) {
      if (child.exitCode !== null) throw new Error(`${service} ended with ${child.exitCode}: ${this.output.get(service)}`);
      const ready = await fetch(`${this.url(service)}/health/ready`, { signal: AbortSignal.timeout(2_000) }).then(
        async (answer) => (answer.ok ? undefined : `${answer.status} ${await answer.text()}`),
        (error: unknown) => String(error),
      );
      if (ready === undefined) return;
      if (Date.now() > until) throw new Error(`${service} is not ready after ${readyWithinMs} ms: ${ready}\n${this.output.get(service)}`);
      await sleep(100);
    }
  }

  /** kill -9, as a crash of the machine's memory would end it. */
  async kill(service: ServiceName): Promise<void> {
    const child = this.running.get(service);
    if (!child || child.exitCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  logOf(service: ServiceName): string {
    return this.output.get(service) ?? '';
  }

  /** SIGTERM to all; every one has to end by itself. Returns the exit codes. */
  async stop(): Promise<Readonly<Record<string, number | null>>> {
    const codes: Record<string, number | null> = {};
    await Promise.all(
      [...this.running].map(async ([service, child]) => {
        if (child.exitCode === null && child.signalCode === null) {
          child.kill('SIGTERM');
          const timer = setTimeout(() => child.kill('SIGKILL'), stopWithinMs);
          await once(child, 'exit');
          clearTimeout(timer);
        }
        codes[service] = child.exitCode;
      }),
    );
    await Promise.all([withAdmin((client) => client.query(`drop database if exists ${this.databaseName} with (force)`)), dropTestTopics(this.topicPrefix)]);
    return codes;
  }
}
