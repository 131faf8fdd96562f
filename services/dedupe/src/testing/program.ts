import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { eventually, testTokens, type TestDatabase, type TestKafka } from '@wiredesk/testing';

const workspace = join(import.meta.dirname, '../../../..');
const outputKeptChars = 4_000;
const readyWithinMs = 90_000;

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
};

/** Builds what changed since the last build. */
export const buildPrograms = async (): Promise<void> => {
  await promisify(execFile)(process.execPath, [join(workspace, 'deploy/build.mjs')], { cwd: workspace });
};

/** One replica of dedupe as it is deployed: a process of its own, which can be killed as a machine dies. */
export class Replica {
  private output = '';

  private constructor(
    private readonly child: ChildProcess,
    private readonly url: string,
  ) {
    const keep = (chunk: Buffer): void => {
      this.output = `${this.output}${chunk.toString()}`.slice(-outputKeptChars);
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
  }

  /** Starts what was built, and waits until it is ready. */
  static async start(database: TestDatabase, kafka: TestKafka): Promise<Replica> {
    const port = await freePort();
    const env = {
      PATH: process.env['PATH'], HOST: '127.0.0.1', PORT: String(port), DATABASE_URL: database.url, KAFKA_BROKERS: kafka.brokers.join(','), KAFKA_TOPIC_PREFIX: kafka.prefix, LOG_LEVEL: 'warn',
      TOKENS: JSON.stringify(Object.entries(testTokens).map(([role, token]) => ({ name: role, roles: [role], token }))), SERVICE_TOKEN: testTokens.service,
    };
    const replica = new Replica(spawn(process.execPath, [join(workspace, 'services/dedupe/dist/main.js')], { env, cwd: workspace }), `http://127.0.0.1:${port}`);
    try {
      await eventually(() => replica.assertReady(), { withinMs: readyWithinMs, everyMs: 100 });
    } catch (error) {
      await replica.kill();
      throw new Error(`the replica is not ready: ${replica.output}`, { cause: error });
    }
    return replica;
  }

  /** SIGKILL: it finishes nothing and writes nothing more. */
  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await ended;
  }

  private async assertReady(): Promise<void> {
    if (this.child.exitCode !== null) throw new Error(`it ended with ${this.child.exitCode}`);
    const { status } = await fetch(`${this.url}/health/ready`);
    if (status !== 200) throw new Error(`it answers ${status}`);
  }
}
