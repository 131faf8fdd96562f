import { createRequire } from 'node:module';

import { Kafka, logLevel, type Admin, type EachBatchPayload, type IHeaders } from 'kafkajs';

import type { Broker, Consumer, ConsumerOptions, FetchedMessage, MessagingLog, PartitionEnds, Producer, TopicConfig, WireMessage } from './port.js';

// The only file that knows kafkajs: it has had no release since 2023, and another client may take its place.

const sessionTimeoutMs = 30_000;
const heartbeatIntervalMs = 3_000;
/** Bounds an empty fetch only: data is returned at once. Longer is idler. */
const fetchWaitMs = 1_000;
const fetchBytesMaxPerPartition = 1024 * 1024;

interface RequestQueue {
  throttledUntil: number;
  throttleCheckTimeoutId: NodeJS.Timeout | null;
  pending: readonly unknown[];
  checkPendingRequests(): void;
}

/**
 * kafkajs re-arms a one-millisecond timer for ever on every idle connection (tulios/kafkajs#1751), which costs an
 * idle service 3 to 5 % of a core. With nothing throttled and nothing pending there is nothing to check later:
 * answers that arrive check the queue themselves.
 */
const cureIdleTimer = (): void => {
  const require = createRequire(import.meta.url);
  const queue = require('kafkajs/src/network/requestQueue/index.js') as { prototype: { scheduleCheckPendingRequests(this: RequestQueue): void } };
  queue.prototype.scheduleCheckPendingRequests = function scheduleCheckPendingRequests(this: RequestQueue): void {
    if (this.throttleCheckTimeoutId) return;
    const throttledForMs = this.throttledUntil - Date.now();
    const waitMs = throttledForMs > 0 ? throttledForMs : this.pending.length > 0 ? 10 : 0;
    if (waitMs <= 0) return;
    this.throttleCheckTimeoutId = setTimeout(() => {
      this.throttleCheckTimeoutId = null;
      this.checkPendingRequests();
    }, waitMs);
  };
};
cureIdleTimer();

const textHeaders = (headers: IHeaders | undefined): Record<string, string> => {
  const texts: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers ?? {})) {
    const one = Array.isArray(value) ? value[0] : value;
    if (one !== undefined) texts[name] = one.toString();
  }
  return texts;
};

const fetched = (message: EachBatchPayload['batch']['messages'][number]): FetchedMessage => ({
  offset: message.offset,
  key: message.key?.toString() ?? '',
  value: message.value?.toString() ?? '',
  headers: textHeaders(message.headers),
});

class KafkajsConsumer implements Consumer {
  private stopping = false;
  private heartbeatTimer: NodeJS.Timeout | undefined;

  constructor(
    private readonly kafka: Kafka,
    private readonly options: ConsumerOptions,
    private readonly log: MessagingLog,
  ) {}

  private consumer: ReturnType<Kafka['consumer']> | undefined;

  async start(): Promise<void> {
    const { group, topic, partitionsAtOnce, onGone } = this.options;
    const consumer = this.kafka.consumer({
      groupId: group,
      sessionTimeout: sessionTimeoutMs,
      heartbeatInterval: heartbeatIntervalMs,
      maxWaitTimeInMs: fetchWaitMs,
      minBytes: 1,
      maxBytesPerPartition: fetchBytesMaxPerPartition,
      allowAutoTopicCreation: false,
      retry: { initialRetryTime: 100, maxRetryTime: 3_000, retries: 10, restartOnFailure: async () => true },
    });
    this.consumer = consumer;
    // After an error that kafkajs takes for final it stops and does not start again: whoever made us makes another.
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      if (!payload.restart && !this.stopping) onGone(payload.error);
    });
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: partitionsAtOnce,
      eachBatch: (payload) => this.handle(payload),
    });
  }

  async stop(): Promise<void> {
    this.stopping = true;
    clearInterval(this.heartbeatTimer);
    await this.consumer?.disconnect();
  }

  private async handle(payload: EachBatchPayload): Promise<void> {
    const { batch } = payload;
    const beat = setInterval(() => void this.beat(payload), heartbeatIntervalMs);
    try {
      await this.options.onBatch(
        { topic: batch.topic, partition: batch.partition, messages: batch.messages.map(fetched), highWatermark: batch.highWatermark },
        {
          heartbeat: () => payload.heartbeat(),
          isStale: () => payload.isStale() || !payload.isRunning(),
          commit: async (offset) => {
            payload.resolveOffset(offset);
            await payload.commitOffsetsIfNecessary({
              topics: [{ topic: batch.topic, partitions: [{ partition: batch.partition, offset: (BigInt(offset) + 1n).toString() }] }],
            });
          },
        },
      );
    } finally {
      clearInterval(beat);
    }
  }

  /** While a long batch runs. A rebalance answers with an error here; the batch sees it in `isStale`. */
  private async beat(payload: EachBatchPayload): Promise<void> {
    try {
      await payload.heartbeat();
    } catch (error) {
      this.log.debug({ topic: payload.batch.topic, reason: (error as Error).message }, 'heartbeat refused, the group is rebalancing');
    }
  }
}

const producerOf = async (kafka: Kafka): Promise<Producer> => {
  // Idempotent with one request in flight: a retry after a lost answer neither doubles nor reorders.
  const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1, allowAutoTopicCreation: false, retry: { initialRetryTime: 50, maxRetryTime: 2_000, retries: 8 } });
  await producer.connect();
  return {
    send: async (batches) => {
      await producer.sendBatch({
        acks: -1,
        topicMessages: batches.map(({ topic, messages }) => ({
          topic,
          messages: messages.map((message: WireMessage) => ({ key: message.key, value: message.value, headers: { ...message.headers } })),
        })),
      });
    },
    close: () => producer.disconnect(),
  };
};

const endsOf = async (admin: Admin, topic: string): Promise<PartitionEnds[]> =>
  (await admin.fetchTopicOffsets(topic)).map(({ partition, low, high }) => ({ partition, low: BigInt(low), high: BigInt(high) }));

const lagOf = async (admin: Admin, group: string, topic: string): Promise<number> => {
  const ends = await endsOf(admin, topic);
  const [committed] = await admin.fetchOffsets({ groupId: group, topics: [topic] });
  let lag = 0n;
  for (const { partition, low, high } of ends) {
    const offset = BigInt(committed?.partitions.find((entry) => entry.partition === partition)?.offset ?? '-1');
    lag += high - (offset < low ? low : offset);
  }
  return Number(lag);
};

/** Apache Kafka through kafkajs. Connects lazily; `close` ends producers and consumers made by it. */
export const kafkajsBroker = (options: { brokers: readonly string[]; clientId: string; log: MessagingLog }): Broker => {
  const { log } = options;
  const kafka = new Kafka({
    clientId: options.clientId,
    brokers: [...options.brokers],
    connectionTimeout: 3_000,
    requestTimeout: 20_000,
    retry: { initialRetryTime: 100, maxRetryTime: 3_000, retries: 10 },
    logLevel: logLevel.ERROR,
    logCreator: () => (entry) => log.debug({ kafka: entry.log.message, error: entry.log['error'] as unknown }, 'kafkajs'),
  });
  let admin: Promise<Admin> | undefined;
  const adminOf = (): Promise<Admin> => {
    admin ??= (async () => {
      const made = kafka.admin();
      await made.connect();
      return made;
    })();
    admin.catch(() => (admin = undefined));
    return admin;
  };
  return {
    producer: () => producerOf(kafka),
    consume: async (consumerOptions) => {
      const consumer = new KafkajsConsumer(kafka, consumerOptions, log);
      try {
        await consumer.start();
      } catch (error) {
        await consumer.stop();
        throw error;
      }
      return consumer;
    },
    listTopics: async () => (await adminOf()).listTopics(),
    createTopics: async (topics: readonly TopicConfig[]) => {
      await (await adminOf()).createTopics({
        waitForLeaders: true,
        topics: topics.map((topic) => ({
          topic: topic.name,
          numPartitions: topic.partitions,
          replicationFactor: topic.replicationFactor,
          configEntries: Object.entries(topic.settings).map(([name, value]) => ({ name, value })),
        })),
      });
    },
    endsOf: async (topic) => endsOf(await adminOf(), topic),
    lagOf: async (group, topic) => lagOf(await adminOf(), group, topic),
    deleteGroup: async (group) => void (await (await adminOf()).deleteGroups([group])),
    close: async () => {
      if (admin) await (await admin).disconnect();
    },
  };
};
