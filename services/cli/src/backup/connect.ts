import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { kafkajsBroker, type Broker, type KafkajsOptions } from '@wiredesk/messaging';
import { Client } from 'pg';

import { CommandFailed, exitCodes } from '../exit-codes.js';
import type { Settings } from '../settings.js';
import type { SqlClient } from './tables.js';

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** Opens Kafka, runs the work, closes it. */
export const withBroker = async <T>(kafka: Omit<KafkajsOptions, 'clientId' | 'log'>, work: (broker: Broker) => Promise<T>): Promise<T> => {
  const broker = kafkajsBroker({ ...kafka, clientId: 'wiredesk-backup', log: silent });
  try {
    await broker.listTopics();
  } catch (cause) {
    await broker.close();
    throw new CommandFailed(`Kafka at ${kafka.brokers.join(', ')} does not answer: ${(cause as Error).message}`, exitCodes.unreachable, { cause });
  }
  try {
    return await work(broker);
  } finally {
    await broker.close();
  }
};

/** Opens the database as its administrator, runs the work, closes it. */
export const withDatabase = async <T>(url: string, work: (client: SqlClient) => Promise<T>): Promise<T> => {
  const client = new Client({ connectionString: url, application_name: 'wiredesk backup', connectionTimeoutMillis: 5_000 });
  try {
    await client.connect();
  } catch (cause) {
    throw new CommandFailed(`Postgres at ${new URL(url).host} does not let us in: ${(cause as Error).message}`, exitCodes.unreachable, { cause });
  }
  try {
    return await work(client as unknown as SqlClient);
  } finally {
    await client.end();
  }
};

/** ADMIN_DATABASE_URL, or the Postgres of "npm start" where that left its secrets. Throws CommandFailed where there is neither. */
export const adminDatabaseUrl = ({ stateDir, environment }: Settings): string => {
  const file = environment['ADMIN_DATABASE_URL_FILE'];
  const given = environment['ADMIN_DATABASE_URL'] || (file ? readFileSync(file, 'utf8').trim() : undefined);
  if (given) return given;
  try {
    const { postgres } = JSON.parse(readFileSync(join(stateDir, 'secrets.json'), 'utf8')) as { postgres: string };
    return `postgres://postgres:${postgres}@127.0.0.1:${environment['POSTGRES_PORT'] || '15432'}/wiredesk`;
  } catch (cause) {
    throw new CommandFailed('no database: set ADMIN_DATABASE_URL (a role that may read every schema; to restore, one that owns them), or run in the folder of a stack that "npm start" started', exitCodes.usage, { cause });
  }
};

/** How Kafka is reached: as the services, by KAFKA_BROKERS, KAFKA_TLS and KAFKA_SASL_…. */
export const kafkaOptions = ({ brokers, environment }: Settings): Omit<KafkajsOptions, 'clientId' | 'log'> => {
  const { KAFKA_SASL_USERNAME: username, KAFKA_SASL_PASSWORD: password, KAFKA_SASL_MECHANISM: mechanism = 'scram-sha-512' } = environment;
  if (mechanism !== 'plain' && mechanism !== 'scram-sha-256' && mechanism !== 'scram-sha-512') throw new CommandFailed(`KAFKA_SASL_MECHANISM is "${mechanism}": plain, scram-sha-256 or scram-sha-512`, exitCodes.usage);
  return { brokers, tls: environment['KAFKA_TLS'] === '1', ...(username && password ? { sasl: { mechanism, username, password } } : {}) };
};
