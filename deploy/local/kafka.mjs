/** Apache Kafka without Docker: one KRaft node from Maven's jars. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';

import { lastLines, launch, runToEnd, waitForPort } from './processes.mjs';

const version = '4.3.1';
const startWithinMs = 120_000;
const javaOptions = ['-Xms160m', '-Xmx384m', '-XX:+UseSerialGC', '-XX:-UsePerfData', '-XX:TieredStopAtLevel=4', '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn'];

const jarsIn = (cacheDir) => join(cacheDir, `kafka-${version}`);

/** A sentence for whoever has to install something, undefined if all is there. Maven is needed only to fetch the jars. */
export const missingForKafka = (cacheDir) => {
  const java = spawnSync('java', ['-version'], { encoding: 'utf8' });
  const major = Number(/version "(?:1\.)?(\d+)/.exec(java.stderr ?? '')?.[1] ?? 0);
  if (java.status !== 0) return 'Java is missing: install a JDK or JRE of version 17 or later (Debian: apt install openjdk-17-jre-headless; macOS: brew install openjdk@21), or give KAFKA_BROKERS of a Kafka that runs.';
  if (major < 17) return `Java ${major} is too old for Kafka ${version}: install version 17 or later, or give KAFKA_BROKERS of a Kafka that runs.`;
  if (!existsSync(jarsIn(cacheDir)) && spawnSync('mvn', ['-v']).status !== 0) return 'Maven is missing: install it (Debian: apt install maven; macOS: brew install maven), or give KAFKA_BROKERS of a Kafka that runs.';
  return undefined;
};

/** Fetches the jars once (54 MB, some seconds) and returns their folder. */
export const kafkaJars = async (cacheDir) => {
  const libs = jarsIn(cacheDir);
  if (existsSync(libs)) return libs;
  mkdirSync(cacheDir, { recursive: true });
  const half = `${libs}.part-${process.pid}`;
  const { status, output } = await runToEnd('mvn', ['-q', '-B', '-f', join(import.meta.dirname, 'kafka', 'pom.xml'), 'dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${half}`]);
  if (status !== 0) {
    rmSync(half, { recursive: true, force: true });
    throw new Error(`Maven could not fetch Kafka ${version}: ${lastLines(output, 5)}`);
  }
  if (existsSync(libs)) rmSync(half, { recursive: true, force: true });
  else renameSync(half, libs);
  return libs;
};

const properties = ({ data, port, controllerPort, settings }) =>
  Object.entries({
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.bootstrap.servers': `127.0.0.1:${controllerPort}`,
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'PLAINTEXT',
    'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT',
    'log.dirs': data,
    'auto.create.topics.enable': false,
    'offsets.topic.replication.factor': 1,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'share.coordinator.state.topic.replication.factor': 1,
    'share.coordinator.state.topic.min.isr': 1,
    'offsets.topic.num.partitions': 4,
    'group.initial.rebalance.delay.ms': 0,
    'num.network.threads': 2,
    'num.io.threads': 2,
    'background.threads': 2,
    'log.cleaner.dedupe.buffer.size': 16_777_216,
    'log.index.size.max.bytes': 1_048_576,
    'log.segment.bytes': 134_217_728,
    // After a kill -9 the broker waits for its former session to end: 2 s instead of 9.
    'broker.session.timeout.ms': 2_000,
    'broker.heartbeat.interval.ms': 500,
    // On one node there is no replica to keep what a power cut takes: at most 200 ms of it is not on disk.
    // Both: the first says how old unflushed data may be, the second how often that is looked at (by default never).
    'log.flush.interval.ms': 200,
    'log.flush.scheduler.interval.ms': 200,
    // A service that was down for longer than its offsets are kept would read everything again.
    'offsets.retention.minutes': 525_600,
    ...settings,
  })
    .map(([name, value]) => `${name}=${value}`)
    .join('\n');

/** 16 random bytes as Kafka's cluster ids are written; not with a leading hyphen, which would read as an option. */
const clusterId = () => {
  for (;;) {
    const id = randomBytes(16).toString('base64url');
    if (!id.startsWith('-')) return id;
  }
};

/** Starts it and resolves when it listens: `{ child, broker }`. A first start formats its storage. `settings` are properties that shall differ. */
export const startKafka = async ({ stateDir, runDir, logDir, cacheDir, port, controllerPort, settings = {} }) => {
  const classPath = `${await kafkaJars(cacheDir)}/*`;
  const data = join(stateDir, 'kafka');
  const file = join(stateDir, 'kafka.properties');
  mkdirSync(stateDir, { recursive: true });
  writeFileSync(file, `${properties({ data, port, controllerPort, settings })}\n`);
  if (!existsSync(join(data, 'meta.properties'))) {
    const { status, output } = await runToEnd('java', ['-cp', classPath, '-XX:TieredStopAtLevel=1', 'kafka.tools.StorageTool', 'format', '--standalone', '-t', clusterId(), '-c', file]);
    if (status !== 0) throw new Error(`Kafka could not format its storage: ${lastLines(output, 3)}`);
  }
  const child = launch({ runDir, logDir, name: 'kafka', command: 'java', args: [...javaOptions, '-cp', classPath, 'kafka.Kafka', file] });
  await waitForPort(port, child, startWithinMs, 'Kafka');
  return { child, broker: `127.0.0.1:${port}` };
};
