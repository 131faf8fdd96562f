/**
 * One-shot job: creates the topics that are missing and leaves the others as they are. Reads KAFKA_BROKERS,
 * KAFKA_PARTITIONS (12), KAFKA_REPLICATION_FACTOR (1), KAFKA_TOPIC_PREFIX (none), and KAFKA_TLS and KAFKA_SASL_… as the
 * services do. Waits up to a minute for a broker that is still starting. Ends with 78 for a bad configuration, 1 where
 * Kafka refused or stayed away.
 */
import { setTimeout as sleep } from 'node:timers/promises';

import { ensureTopics, kafkajsBroker } from '@wiredesk/messaging';

const waitMsMax = 60_000;

const problems = [];
const integerOf = (name, otherwise, max) => {
  const text = process.env[name] || String(otherwise);
  if (!/^\d{1,4}$/.test(text) || Number(text) < 1 || Number(text) > max) problems.push(`${name} is "${text}": give a number from 1 to ${max}`);
  return Number(text);
};
const brokers = (process.env.KAFKA_BROKERS ?? '').split(',').map((broker) => broker.trim()).filter(Boolean);
if (brokers.length === 0 || !brokers.every((broker) => /^.+:\d+$/.test(broker))) problems.push('KAFKA_BROKERS: give host:port of the brokers, separated by commas');
const defaults = {
  prefix: process.env.KAFKA_TOPIC_PREFIX ?? '',
  partitions: integerOf('KAFKA_PARTITIONS', 12, 1_000),
  replicationFactor: integerOf('KAFKA_REPLICATION_FACTOR', 1, 9),
};
if (!/^[a-z0-9._-]{0,40}$/.test(defaults.prefix)) problems.push(`KAFKA_TOPIC_PREFIX is "${defaults.prefix}": lower-case letters, digits, ".", "_" and "-", 40 at most`);
const { KAFKA_TLS, KAFKA_SASL_MECHANISM: mechanism = 'scram-sha-512', KAFKA_SASL_USERNAME: username, KAFKA_SASL_PASSWORD: password } = process.env;
if (!username !== !password) problems.push('KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD belong together: one is missing');
if (problems.length > 0) {
  process.stderr.write(`the topics job cannot start:\n${problems.map((problem) => `  - ${problem}`).join('\n')}\n`);
  process.exit(78);
}

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const until = Date.now() + waitMsMax;
for (;;) {
  const broker = kafkajsBroker({ brokers, clientId: 'wiredesk-topics', log: silent, tls: KAFKA_TLS === '1', ...(username ? { sasl: { mechanism, username, password } } : {}) });
  try {
    const made = await ensureTopics(broker, defaults);
    process.stdout.write(made.length === 0 ? 'topics are there, nothing changed\n' : `created ${made.length} topics: ${made.join(', ')}\n`);
    break;
  } catch (error) {
    if (Date.now() > until) {
      process.stderr.write(`topics were not created: ${error.message}\n`);
      process.exit(1);
    }
    await sleep(1_000);
  } finally {
    await broker.close();
  }
}
