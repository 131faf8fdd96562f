/** A Postgres and a Kafka for tests: in containers where a Docker engine answers, from packages otherwise. */
import { spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

import { startKafka, missingForKafka } from './kafka.mjs';
import { startPostgres, dropPostgres } from './postgres.mjs';
import { end, endRecorded, record, recorded } from './processes.mjs';
import { say, stateDirOf } from './prepare.mjs';

export const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

/** True where a Docker engine answers (a client alone is not enough). */
export const dockerAnswers = () => spawnSync('docker', ['info'], { stdio: 'ignore', timeout: 10_000 }).status === 0;

/** Nothing that tests write has to outlive a power cut. */
const testSettings = ['fsync=off', 'synchronous_commit=on', 'full_page_writes=off', 'max_connections=300'];

/** Where the state of test runs lies: as root not in a folder that may be closed to the user that Postgres runs as. */
const base = () => (process.getuid?.() === 0 && existsSync('/var/tmp') ? '/var/tmp' : tmpdir());
const ours = /^wiredesk-(test|e2e)-/;
/** A test that kills its own launcher leaves such a folder without an owner for a moment. */
const abandonedAfterMs = 10 * 60_000;

/** Ends what test runs left that were killed: folders whose recorded owner is gone. Returns how many. */
const endAbandoned = async () => {
  let count = 0;
  for (const name of readdirSync(base()).filter((entry) => ours.test(entry))) {
    const stateDir = join(base(), name);
    const runDir = join(stateDir, 'run');
    const owner = join(runDir, 'supervisor.pid');
    // Without a record it may be anybody's.
    if (!existsSync(owner) || recorded(runDir, 'supervisor') !== undefined || Date.now() - statSync(owner).mtimeMs < abandonedAfterMs) continue;
    await endRecorded(runDir, ['kafka', 'postgres']);
    dropPostgres(stateDir);
    rmSync(stateDir, { recursive: true, force: true });
    count += 1;
  }
  return count;
};

const fromPackages = async () => {
  const missing = missingForKafka(join(stateDirOf(), 'cache'));
  if (missing) throw new Error(missing);
  const abandoned = await endAbandoned();
  if (abandoned > 0) say(`ended what ${abandoned} earlier runs had left`);
  const stateDir = mkdtempSync(join(base(), 'wiredesk-test-'));
  // The administrator of Postgres is another user when we are root: it has to get through.
  spawnSync('chmod', ['711', stateDir]);
  const places = { stateDir, runDir: join(stateDir, 'run'), logDir: join(stateDir, 'logs'), cacheDir: join(stateDirOf(), 'cache') };
  mkdirSync(places.logDir, { recursive: true });
  record(places.runDir, 'supervisor', process.pid);
  const ports = { postgres: await freePort(), kafka: await freePort(), controller: await freePort() };
  const started = await Promise.allSettled([
    startPostgres({ ...places, port: ports.postgres, password: randomBytes(12).toString('hex'), settings: testSettings }),
    startKafka({ ...places, port: ports.kafka, controllerPort: ports.controller }),
  ]);
  const failed = started.find((outcome) => outcome.status === 'rejected');
  if (failed) {
    await endRecorded(places.runDir, ['kafka', 'postgres']);
    throw failed.reason;
  }
  const [postgres, kafka] = started.map((outcome) => outcome.value);
  return {
    kind: 'from packages (embedded Postgres 18, Apache Kafka by Maven)',
    databaseUrl: postgres.url,
    brokers: kafka.broker,
    stop: async () => {
      await Promise.all([end(kafka.child.pid, 'SIGTERM', 10_000), end(postgres.child.pid, 'SIGINT', 10_000)]);
      dropPostgres(stateDir);
      rmSync(stateDir, { recursive: true, force: true });
    },
  };
};

const fromContainers = async () => {
  const { GenericContainer, Wait } = await import('testcontainers');
  const { PostgreSqlContainer } = await import('@testcontainers/postgresql');
  process.env.TESTCONTAINERS_RYUK_DISABLED ??= 'true';
  const port = await freePort();
  const [postgres, kafka] = await Promise.all([
    new PostgreSqlContainer('postgres:18').withCommand(['postgres', ...testSettings.flatMap((setting) => ['-c', setting])]).start(),
    new GenericContainer('apache/kafka:4.3.1')
      .withExposedPorts({ container: 19_092, host: port })
      .withEnvironment({
        KAFKA_NODE_ID: '1',
        KAFKA_PROCESS_ROLES: 'broker,controller',
        KAFKA_CONTROLLER_QUORUM_VOTERS: '1@localhost:9093',
        KAFKA_LISTENERS: 'PLAINTEXT://:9092,CONTROLLER://:9093,HOST://:19092',
        KAFKA_ADVERTISED_LISTENERS: `PLAINTEXT://localhost:9092,HOST://127.0.0.1:${port}`,
        KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,HOST:PLAINTEXT',
        KAFKA_CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
        KAFKA_INTER_BROKER_LISTENER_NAME: 'PLAINTEXT',
        KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: '1',
        KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: '1',
        KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: '1',
        KAFKA_SHARE_COORDINATOR_STATE_TOPIC_REPLICATION_FACTOR: '1',
        KAFKA_SHARE_COORDINATOR_STATE_TOPIC_MIN_ISR: '1',
        KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: '0',
        KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS: '4',
      })
      .withWaitStrategy(Wait.forListeningPorts())
      .withStartupTimeout(120_000)
      .start(),
  ]);
  return {
    kind: 'in containers (Testcontainers: postgres:18, apache/kafka:4.3.1)',
    databaseUrl: postgres.getConnectionUri(),
    brokers: `127.0.0.1:${port}`,
    stop: async () => void (await Promise.all([postgres.stop(), kafka.stop()])),
  };
};

const groupsWithinMs = 60_000;
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/**
 * Waits until the broker takes consumer groups: the first one makes it create and load the topic of their offsets, and
 * meanwhile refuses whoever asks. A test that starts a consumer of its own should not have to know.
 */
const takesGroups = async (pair) => {
  const { kafkajsBroker } = await import('@wiredesk/messaging');
  const broker = kafkajsBroker({ brokers: pair.brokers.split(','), clientId: 'wiredesk-tests', log: silent });
  const topic = 'wiredesk-tests.first-group';
  const until = Date.now() + groupsWithinMs;
  try {
    if (!(await broker.listTopics()).includes(topic)) await broker.createTopics([{ name: topic, partitions: 1, replicationFactor: 1, settings: {} }]);
    for (;;) {
      try {
        await broker.lagOf('wiredesk-tests', topic);
        return pair;
      } catch (error) {
        if (Date.now() > until) throw error;
        await sleep(200);
      }
    }
  } catch (error) {
    await pair.stop();
    throw error;
  } finally {
    await broker.close();
  }
};

/**
 * Starts both: `{ kind, databaseUrl, brokers, stop }`. TEST_DATABASE_URL and TEST_KAFKA_BROKERS, if given, are used
 * as they are; TEST_CLUSTER=packages or containers decides where the machine could do either.
 */
export const startPair = async () => {
  const { TEST_DATABASE_URL: databaseUrl, TEST_KAFKA_BROKERS: brokers, TEST_CLUSTER: wanted } = process.env;
  if (databaseUrl && brokers) return { kind: 'as given by the environment', databaseUrl, brokers, stop: async () => undefined };
  if (wanted === 'containers') return takesGroups(await fromContainers());
  if (wanted === 'packages' || !dockerAnswers()) return takesGroups(await fromPackages());
  try {
    return await takesGroups(await fromContainers());
  } catch (error) {
    say(`a Docker engine answers, but the containers do not start (${error.message.split('\n')[0]}): Postgres and Kafka come from packages`);
    return takesGroups(await fromPackages());
  }
};
