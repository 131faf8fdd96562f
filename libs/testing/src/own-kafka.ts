import { mkdtempSync, mkdirSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const workspace = resolve(import.meta.dirname, '../../..');
const cacheDir = join(process.env['WIREDESK_STATE_DIR'] ?? join(workspace, '.wiredesk'), 'cache');

interface KafkaLauncher {
  missingForKafka(cacheDir: string): string | undefined;
  startKafka(options: Readonly<Record<string, unknown>>): Promise<{ child: { pid: number }; broker: string }>;
}
interface Processes {
  end(pid: number, signal: NodeJS.Signals, withinMs?: number): Promise<boolean>;
}

/** A Kafka of the test's own, to be killed and started again. */
export interface OwnKafka {
  readonly address: string;
  /** Where its partitions lie, one folder each. */
  readonly dataDir: string;
  /** kill -9. */
  kill(): Promise<void>;
  /** On the same data and port. */
  start(): Promise<void>;
  close(): Promise<void>;
}

const load = async <T>(file: string): Promise<T> => (await import(pathToFileURL(join(workspace, 'deploy', 'local', file)).href)) as T;

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  return port;
};

/** Why a test that needs one cannot run here, undefined if it can. */
export const whyNoOwnKafka = async (): Promise<string | undefined> => (await load<KafkaLauncher>('kafka.mjs')).missingForKafka(cacheDir);

/** Starts one from the packages of the local stack; `settings` are properties that shall differ. */
export const ownKafka = async (settings: Readonly<Record<string, string>> = {}): Promise<OwnKafka> => {
  const { startKafka } = await load<KafkaLauncher>('kafka.mjs');
  const { end } = await load<Processes>('processes.mjs');
  const stateDir = mkdtempSync(join(tmpdir(), 'own-kafka-'));
  const logDir = join(stateDir, 'logs');
  mkdirSync(logDir);
  const places = { stateDir, logDir, runDir: join(stateDir, 'run'), cacheDir, settings };
  const ports = { port: await freePort(), controllerPort: await freePort() };
  let running = await startKafka({ ...places, ...ports });
  return {
    address: running.broker,
    dataDir: join(stateDir, 'kafka'),
    kill: async () => void (await end(running.child.pid, 'SIGKILL', 5_000)),
    start: async () => void (running = await startKafka({ ...places, ...ports })),
    close: async () => {
      await end(running.child.pid, 'SIGKILL', 5_000);
      rmSync(stateDir, { recursive: true, force: true });
    },
  };
};
