import type { DataSource } from 'typeorm';

import type { ChunkPorts } from './consume/chunk.js';
import { KafkaStrategy, type Subscription } from './consume/kafka-strategy.js';
import { TopicConsumer } from './consume/topic-consumer.js';
import { DeadLetters } from './dead-letters/dead-letters.js';
import { TopicFollower } from './follow/topic-follower.js';
import { pruneInbox } from './inbox-prune.js';
import { kafkajsBroker } from './kafka/kafkajs-broker.js';
import type { Broker, MessagingLog } from './kafka/port.js';
import { Outbox } from './outbox/outbox.js';
import { OutboxRelay } from './outbox/relay.js';

/** Counters, gauges and histograms as prom-client has them. */
export interface MessagingMetrics {
  counter(name: string, help: string, labels?: string[]): { inc(labels: Record<string, string>, by?: number): void };
  gauge(name: string, help: string, labels?: string[]): { set(labels: Record<string, string>, value: number): void };
  histogram(name: string, help: string, labels?: string[]): { observe(labels: Record<string, string>, seconds: number): void };
}

export interface MessagingOptions {
  readonly brokers: readonly string[];
  readonly clientId: string;
  /** Name of the service: its consumer group, and `ce_source` of what it sends. */
  readonly group: string;
  readonly topicPrefix: string;
  readonly dataSource: DataSource;
  readonly schema: string;
  readonly log: MessagingLog;
  readonly metrics: MessagingMetrics;
  readonly outboxRowsMax: number;
  /** Instead of Kafka at `brokers`: tests give one that repeats and reorders. */
  readonly broker?: Broker;
}

/** A service's messaging, made once. */
export interface Messaging {
  readonly strategy: KafkaStrategy;
  readonly outbox: Outbox;
  readonly follower: TopicFollower;
  readonly deadLetters: DeadLetters;
  readonly relay: OutboxRelay;
  /** What is not well; empty when all is. */
  health(): string[];
  start(): Promise<void>;
  /** Consumers finish their chunk, the relay drains for some seconds, connections close. */
  stop(): Promise<void>;
}

const chunkMaxDefault = 200;
const drainMs = 5_000;
const lagEveryMs = 10_000;

/** Puts the parts together: outbox and relay, consumers, dead letters, follower, metrics. */
export const createMessaging = (options: MessagingOptions): Messaging => {
  const { dataSource, group, log, topicPrefix } = options;
  const broker = options.broker ?? kafkajsBroker({ brokers: options.brokers, clientId: options.clientId, log });
  const meters = metersOf(options.metrics);
  const relay = new OutboxRelay({
    dataSource,
    schema: options.schema,
    broker,
    topicPrefix,
    log,
    onDepth: (depth, oldestSeconds) => {
      meters.outboxDepth.set({}, depth);
      meters.outboxAge.set({}, oldestSeconds);
    },
    onSent: (count) => meters.sent.inc({}, count),
  });
  const onAppended = (count: number): void => relay.wake(count);
  const outbox = new Outbox({ dataSource, source: group, rowsMax: options.outboxRowsMax, onAppended, depth: () => relay.depth() });
  const follower = new TopicFollower(broker, topicPrefix, group, log);
  const deadLetters = new DeadLetters(dataSource);
  const consumers: TopicConsumer[] = [];
  const subscribed: string[] = [];
  const ends: (() => void)[] = [];

  const consume = (subscription: Subscription): void => {
    const ports: ChunkPorts = { dataSource, source: group, consumer: subscription.topic, onAppended };
    const spec = { handle: subscription.handle, inbox: subscription.extras.inbox ?? 'table' } as const;
    const consumer = new TopicConsumer({
      broker, ports, spec, topicPrefix, group, log,
      topic: subscription.topic,
      chunkMax: subscription.extras.chunkMax ?? chunkMaxDefault,
      counters: {
        handled: (topic, count, seconds) => {
          meters.handled.inc({ topic }, count);
          meters.chunkSeconds.observe({ topic }, seconds);
        },
        retried: (topic) => meters.retried.inc({ topic }),
        deadLettered: (topic) => meters.deadLettered.inc({ topic }),
        skipped: (topic, count) => meters.skipped.inc({ topic }, count),
      },
    });
    deadLetters.register(subscription.topic, { ports, spec, onRedriven: () => consumer.forgetDeadLetters() });
    consumers.push(consumer);
    subscribed.push(subscription.topic);
    consumer.start();
  };

  let stopConsumers: Promise<void> | undefined;
  const stopConsuming = (): Promise<void> => {
    stopConsumers ??= Promise.all(consumers.map((consumer) => consumer.stop())).then(() => undefined);
    return stopConsumers;
  };

  return {
    strategy: new KafkaStrategy((subscriptions) => subscriptions.forEach(consume), stopConsuming),
    outbox,
    follower,
    deadLetters,
    relay,
    health: () => [relay.problem(), ...consumers.map((consumer) => consumer.problem())].filter((problem) => problem !== undefined),
    start: async () => {
      relay.start();
      ends.push(pruneInbox(dataSource, log));
      const timer = setInterval(() => void measureLag(broker, topicPrefix, group, subscribed, meters.lag, log), lagEveryMs);
      timer.unref();
      ends.push(() => clearInterval(timer));
    },
    stop: async () => {
      for (const end of ends) end();
      await stopConsuming();
      await follower.stop();
      await relay.stop(drainMs);
      await broker.close();
    },
  };
};

const measureLag = async (broker: Broker, prefix: string, group: string, topicNames: readonly string[], gauge: { set(labels: Record<string, string>, value: number): void }, log: MessagingLog): Promise<void> => {
  try {
    for (const topic of topicNames) gauge.set({ topic }, await broker.lagOf(`${prefix}${group}.${topic}`, prefix + topic));
  } catch (error) {
    log.debug({ reason: (error as Error).message }, 'lag was not measured this time');
  }
};

const metersOf = (metrics: MessagingMetrics) => ({
  handled: metrics.counter('wiredesk_events_handled_total', 'Events handled, by topic.', ['topic']),
  retried: metrics.counter('wiredesk_chunks_retried_total', 'Chunks that failed for a passing reason and were tried again.', ['topic']),
  deadLettered: metrics.counter('wiredesk_dead_letters_total', 'Messages that could not be handled.', ['topic']),
  skipped: metrics.counter('wiredesk_events_skipped_total', 'Events of a type that this build does not know.', ['topic']),
  sent: metrics.counter('wiredesk_events_sent_total', 'Events that the relay brought to Kafka.'),
  chunkSeconds: metrics.histogram('wiredesk_chunk_seconds', 'Time of one transaction over a chunk of events.', ['topic']),
  outboxDepth: metrics.gauge('wiredesk_outbox_rows', 'Events that wait for Kafka.'),
  outboxAge: metrics.gauge('wiredesk_outbox_oldest_seconds', 'Age of the oldest event that waits for Kafka.'),
  lag: metrics.gauge('wiredesk_consumer_lag_messages', 'Messages that this group has not handled.', ['topic']),
});
