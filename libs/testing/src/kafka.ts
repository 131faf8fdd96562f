import { randomBytes } from 'node:crypto';

import { ensureTopics, kafkajsBroker, type Broker, type MessagingLog, type WireMessage } from '@wiredesk/messaging';

import { testCluster } from './cluster.js';
import { eventually } from './time.js';

export interface TestKafka {
  readonly brokers: string[];
  /** Put before every topic and group, so that test files do not see each other's events. */
  readonly prefix: string;
  readonly broker: Broker;
  close(): Promise<void>;
}

/** Short, because stopping waits for it, and tests stop often. */
export const testFetchWaitMs = 250;

/** A log that says nothing. */
export const silentLog: MessagingLog = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** A busy cluster is late in giving new partitions their leaders. Making topics that are there already changes nothing, so it is repeated until all have one. */
const topicsSettled = (broker: Broker, prefix: string, partitions: number): Promise<string[]> => eventually(() => ensureTopics(broker, { prefix, partitions, replicationFactor: 1 }), { withinMs: 60_000, everyMs: 250 });

/** The product's topics under a prefix of their own, with `partitions` (default 3) each. */
export const testKafka = async (options: { partitions?: number } = {}): Promise<TestKafka> => {
  const { brokers } = testCluster();
  const prefix = `t${randomBytes(5).toString('hex')}.`;
  const broker = kafkajsBroker({ brokers, clientId: 'test', fetchWaitMs: testFetchWaitMs, log: silentLog });
  await topicsSettled(broker, prefix, options.partitions ?? 3);
  const close = async (): Promise<void> => {
    await deletePrefixed(broker, prefix);
    await broker.close();
  };
  return { brokers: [...brokers], prefix, broker, close };
};

/** Kafka keeps a file and a thread's attention for every partition: hundreds of them left behind slow every later test. */
const deletePrefixed = async (broker: Broker, prefix: string): Promise<void> => broker.deleteTopics((await broker.listTopics()).filter((topic) => topic.startsWith(prefix)));

/** Removes the product's topics under a prefix, when nobody uses them any more. */
export const dropTestTopics = async (prefix: string): Promise<void> => {
  const broker = kafkajsBroker({ brokers: testCluster().brokers, clientId: 'test', log: silentLog });
  await deletePrefixed(broker, prefix);
  await broker.close();
};

/** Creates the product's topics under a prefix. */
export const ensureTestTopics = async (prefix: string, partitions: number): Promise<void> => {
  const broker = kafkajsBroker({ brokers: testCluster().brokers, clientId: 'test', log: silentLog });
  await topicsSettled(broker, prefix, partitions);
  await broker.close();
};

/** Puts messages onto a topic (its full name, with any prefix), as somebody outside would. */
export const sendTestMessages = async (topic: string, messages: readonly WireMessage[]): Promise<void> => {
  const broker = kafkajsBroker({ brokers: testCluster().brokers, clientId: 'test', log: silentLog });
  const producer = await broker.producer();
  await producer.send([{ topic, messages: [...messages] }]);
  await producer.close();
  await broker.close();
};
