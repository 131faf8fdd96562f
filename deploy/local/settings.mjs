/** What the local stack is configured by: environment variables, checked whole before anything starts. */
import { join } from 'node:path';

import { stateDirOf } from './prepare.mjs';

/** The five services in the order in which they are shown; `variable` moves a port. */
export const services = [
  { name: 'publish', variable: 'PORTAL_PORT', port: 8080 },
  { name: 'ingest', variable: 'INGEST_PORT', port: 8081 },
  { name: 'rights', variable: 'RIGHTS_PORT', port: 8082 },
  { name: 'dedupe', variable: 'DEDUPE_PORT', port: 8083 },
  { name: 'console', variable: 'CONSOLE_PORT', port: 8090 },
];
const demoPort = { name: 'demo-subscriber', variable: 'DEMO_SUBSCRIBER_PORT', port: 8099 };
const postgresPort = { name: 'postgres', variable: 'POSTGRES_PORT', port: 15_432 };
const kafkaPorts = [
  { name: 'kafka', variable: 'KAFKA_PORT', port: 19_092 },
  { name: 'kafka-controller', variable: 'KAFKA_CONTROLLER_PORT', port: 19_093 },
];

const portFrom = (environment, { variable, port }, problems) => {
  const text = environment[variable] || String(port);
  const value = Number(text);
  if (!/^\d{1,5}$/.test(text) || value < 1 || value > 65_535) problems.push(`${variable} is "${text}": give a port from 1 to 65535`);
  return value;
};

const postgresUrl = (environment, problems) => {
  const url = environment.DATABASE_URL || undefined;
  if (url !== undefined && !(URL.canParse(url) && /^postgres(ql)?:$/.test(new URL(url).protocol))) problems.push('DATABASE_URL is not a URL of the form postgres://user:password@host:5432/database, of a role that may create schemas and roles');
  return url;
};

const brokersFrom = (environment, problems) => {
  const brokers = environment.KAFKA_BROKERS || undefined;
  if (brokers !== undefined && !brokers.split(',').every((broker) => /^\S+:\d+$/.test(broker.trim()))) problems.push('KAFKA_BROKERS is not host:port, several separated by commas');
  return brokers;
};

/**
 * Settings of a run: `{ stateDir, runDir, logDir, cacheDir, ports: [{name, variable, port}], portOf(name), urlOf(name),
 * databaseUrl?, brokers?, demo }`. Only the ports of what will really be started are in `ports`. Throws with every
 * problem at once.
 */
export const settingsFrom = (environment) => {
  const problems = [];
  const databaseUrl = postgresUrl(environment, problems);
  const brokers = brokersFrom(environment, problems);
  const demo = environment.WIREDESK_DEMO !== 'no';
  const used = [...services, ...(demo ? [demoPort] : []), ...(databaseUrl === undefined ? [postgresPort] : []), ...(brokers === undefined ? kafkaPorts : [])];
  const ports = used.map((entry) => ({ ...entry, port: portFrom(environment, entry, problems) }));
  for (const entry of ports) {
    const twin = ports.find((other) => other !== entry && other.port === entry.port);
    if (twin && ports.indexOf(twin) > ports.indexOf(entry)) problems.push(`${entry.variable} and ${twin.variable} are both ${entry.port}`);
  }
  if (problems.length > 0) throw new Error(`the environment cannot be used:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
  const stateDir = stateDirOf();
  const portOf = (name) => ports.find((entry) => entry.name === name)?.port;
  return {
    stateDir,
    runDir: join(stateDir, 'run'),
    logDir: join(stateDir, 'logs'),
    cacheDir: join(stateDir, 'cache'),
    ports,
    portOf,
    urlOf: (name) => `http://localhost:${portOf(name)}`,
    databaseUrl,
    brokers,
    demo,
  };
};
