import { setTimeout as sleep } from 'node:timers/promises';

import { Kafka, logLevel, type Admin, type SASLOptions } from 'kafkajs';

import { KafkajsConsumer } from './kafkajs-consumer.js';
import { cureIdleTimers } from './kafkajs-idle-timers.js';
import type { Acknowledged, Broker, Consumer, MessagingLog, PartitionEnds, Producer, TopicConfig, WireMessage } from './port.js';

// Only this folder knows kafkajs: it has had no release since 2023, and another client may take its place.
cureIdleTimers();

/** Stops an idle producer of an old session from keeping the process. */
const closeWithinMs = 5_000;

const within = async (work: Promise<unknown>, ms: number): Promise<void> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, ms)));
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
};

const producerOf = async (kafka: Kafka): Promise<Producer> => {
  // Idempotent with one request in flight: a retry after a lost answer neither doubles nor reorders.
  const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1, allowAutoTopicCreation: false, retry: { initialRetryTime: 50, maxRetryTime: 1_000, retries: 5 } });
  try {
    await producer.connect();
  } catch (error) {
    await within(producer.disconnect().catch(() => undefined), closeWithinMs);
    throw error;
  }
  return {
    send: async (batches) => {
      const answers = await producer.sendBatch({
        acks: -1,
        topicMessages: batches.map(({ topic, messages }) => ({
          topic,
          messages: messages.map((message: WireMessage) => ({ key: message.key, value: message.value, headers: { ...message.headers } })),
        })),
      });
      return answers.map(({ topicName, partition, baseOffset }): Acknowledged => ({ topic: topicName, partition, firstOffset: BigInt(baseOffset ?? '-1') }));
    },
    close: () => within(producer.disconnect(), closeWithinMs),
  };
};

const settledWithinMs = 15_000;
const askAgainMs = 50;

/** Asks again while the answer is a passing one: a topic that is just made is not known, or not led, everywhere at once. */
const untilSettled = async <T>(question: () => Promise<T>): Promise<T> => {
  const until = Date.now() + settledWithinMs;
  for (;;) {
    try {
      return await question();
    } catch (error) {
      if (!isPassing(error) || Date.now() > until) throw error;
      await sleep(askAgainMs);
    }
  }
};
const passing = new Set(['UNKNOWN_TOPIC_OR_PARTITION', 'NOT_LEADER_FOR_PARTITION', 'LEADER_NOT_AVAILABLE']);
/** kafkajs wraps what it has tried often enough: the broker's answer is the cause of its error then. */
const isPassing = (error: unknown): boolean => {
  const { type = '', cause } = error as { type?: string; cause?: unknown };
  return passing.has(type) || (typeof cause === 'object' && cause !== null && isPassing(cause));
};

const endsOf = async (admin: Admin, topic: string): Promise<PartitionEnds[]> =>
  (await admin.fetchTopicOffsets(topic)).map(({ partition, low, high }) => ({ partition, low: BigInt(low), high: BigInt(high) }));

const lagOf = async (admin: Admin, group: string, topic: string): Promise<number> => {
  const ends = await endsOf(admin, topic);
  const [committed] = await admin.fetchOffsets({ groupId: group, topics: [topic] });
  let lag = 0n;
  for (const { partition, low, high } of ends) {
    const offset = BigInt(committed?.partitions.find((entry) => entry.partition === partition)?.offset ?? '-1');
    const from = offset < low ? low : offset;
    if (high > from) lag += high - from;
  }
  return Number(lag);
};

/** One connected administrator, and how many questions are on their way over it. */
interface Desk {
  readonly admin: Promise<Admin>;
  asking: number;
  isGivenUp: boolean;
}

/**
 * An administrator that is made at first use, and made anew after an error: a broken one does not mend itself. One that is
 * given up is left once nobody asks it any more: kafkajs never answers what was under way over a connection that it left.
 */
const adminOf = (kafka: Kafka) => {
  let current: Desk | undefined;
  const open = (): Desk => {
    const admin = kafka.admin();
    return { admin: admin.connect().then(() => admin), asking: 0, isGivenUp: false };
  };
  const leave = async (desk: Desk): Promise<void> => {
    const admin = await desk.admin.catch(() => undefined);
    if (admin) await within(admin.disconnect().catch(() => undefined), closeWithinMs);
  };
  const drop = async (): Promise<void> => {
    const old = current;
    current = undefined;
    if (old) await leave(old);
  };
  const ask = async <T>(question: (admin: Admin) => Promise<T>, mayAskAgain = true): Promise<T> => {
    const isOld = current !== undefined;
    const desk = (current ??= open());
    desk.asking += 1;
    try {
      return await question(await desk.admin);
    } catch (error) {
      desk.isGivenUp = true;
      if (current === desk) current = undefined;
      // One that was ever asked about a topic that is deleted since fails with whatever it is asked.
      if (isOld && mayAskAgain && isPassing(error)) return await ask(question, false);
      throw error;
    } finally {
      desk.asking -= 1;
      if (desk.isGivenUp && desk.asking === 0) await leave(desk);
    }
  };
  return { drop, ask };
};

export interface KafkajsOptions {
  readonly brokers: readonly string[];
  readonly clientId: string;
  readonly log: MessagingLog;
  /** Encrypted, with the system's certificates and those of NODE_EXTRA_CA_CERTS. */
  readonly tls?: boolean;
  readonly sasl?: { readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512'; readonly username: string; readonly password: string };
  /** How long an empty fetch waits, 2,500 ms: it bounds nothing else, data is returned at once. Longer is idler, but stopping waits for it. */
  readonly fetchWaitMs?: number;
}

const fetchWaitMsDefault = 2_500;

/** Apache Kafka through kafkajs. Connects lazily; `close` ends the producers and consumers that it made as well. */
export const kafkajsBroker = (options: KafkajsOptions): Broker => {
  const { log, fetchWaitMs = fetchWaitMsDefault } = options;
  const kafka = new Kafka({
    clientId: options.clientId,
    brokers: [...options.brokers],
    ssl: options.tls ?? false,
    ...(options.sasl ? { sasl: options.sasl as SASLOptions } : {}),
    connectionTimeout: 3_000,
    requestTimeout: 20_000,
    retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 5 },
    logLevel: logLevel.ERROR,
    logCreator: () => (entry) => log.debug({ kafka: entry.log.message, error: entry.log['error'] as unknown }, 'kafkajs'),
  });
  const admin = adminOf(kafka);
  const open = new Set<{ end(): Promise<void> }>();
  return {
    producer: async () => {
      const producer = await producerOf(kafka);
      const entry = { end: () => producer.close() };
      open.add(entry);
      return {
        send: producer.send,
        close: async () => {
          open.delete(entry);
          await producer.close();
        },
      };
    },
    consume: async (consumerOptions) => {
      const consumer = new KafkajsConsumer(kafka, consumerOptions, fetchWaitMs, log);
      try {
        await consumer.start();
      } catch (error) {
        await consumer.stop();
        throw error;
      }
      const entry = { end: () => consumer.stop() };
      open.add(entry);
      return {
        stop: async () => {
          open.delete(entry);
          await consumer.stop();
        },
      } satisfies Consumer;
    },
    listTopics: () => admin.ask((asked) => asked.listTopics()),
    createTopics: (topics: readonly TopicConfig[]) =>
      admin.ask(async (asked) => {
        await asked.createTopics({
          // kafkajs's own wait fails where the broker does not know of the new topic at once.
          waitForLeaders: false,
          topics: topics.map((topic) => ({
            topic: topic.name,
            numPartitions: topic.partitions,
            replicationFactor: topic.replicationFactor,
            configEntries: Object.entries(topic.settings).map(([name, value]) => ({ name, value })),
          })),
        });
        for (const { name } of topics) await untilSettled(() => endsOf(asked, name));
      }),
    endsOf: (topic) => admin.ask((asked) => endsOf(asked, topic)),
    lagOf: (group, topic) => admin.ask((asked) => lagOf(asked, group, topic)),
    deleteTopics: (topics) =>
      admin.ask(async (asked) => {
        const there = new Set(await asked.listTopics());
        const gone = topics.filter((topic) => there.has(topic));
        if (gone.length > 0) await asked.deleteTopics({ topics: gone });
      }),
    deleteGroup: (group) => admin.ask(async (asked) => void (await asked.deleteGroups([group]))),
    close: async () => {
      const ends = [...open];
      open.clear();
      await Promise.allSettled(ends.map((entry) => entry.end()));
      await admin.drop();
    },
  };
};
