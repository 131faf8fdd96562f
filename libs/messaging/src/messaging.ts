import type { DataSource } from 'typeorm';

import type { ChunkPorts, HandlerSpec } from './consume/chunk.js';
import { KafkaStrategy, type Subscription } from './consume/kafka-strategy.js';
import { TopicConsumer } from './consume/topic-consumer.js';
import { DeadLetters } from './dead-letters/dead-letters.js';
import { TopicFollower } from './follow/topic-follower.js';
import type { Broker, MessagingLog } from './kafka/port.js';
import { metersOf, repeatMeasuring, type MessagingMetrics } from './meters.js';
import { Outbox } from './outbox/outbox.js';
import { OutboxRelay } from './outbox/relay.js';
import { prune } from './prune.js';

export interface MessagingOptions {
  /** Ended by `stop`. Tests give one that repeats and reorders. */
  readonly broker: Broker;
  /** Name of the service: its consumer group, and `ce_source` of what it sends. */
  readonly group: string;
  readonly topicPrefix: string;
  readonly dataSource: DataSource;
  readonly schema: string;
  readonly log: MessagingLog;
  readonly metrics: MessagingMetrics;
  readonly outboxRowsMax: number;
  /** How long a row is kept after Kafka acknowledged it, default 1,000; 0 where all partitions have replicas (ADR 6). */
  readonly outboxSettleMs?: number;
}

/** A service's messaging, made once. */
export interface Messaging {
  readonly strategy: KafkaStrategy;
  readonly outbox: Outbox;
  readonly follower: TopicFollower;
  readonly deadLetters: DeadLetters;
  readonly relay: OutboxRelay;
  /** What keeps this process from being of use: topics that it has not begun to consume, an outbox that is full. Empty when ready. */
  health(): string[];
  /** What is not well and mends itself: Kafka away, a consumer being replaced. Work from outside may be taken all the same: the outbox keeps it. */
  troubles(): string[];
  start(): Promise<void>;
  /** Consumers finish their chunk, the relay drains for some seconds, connections close. */
  stop(): Promise<void>;
}

const chunkMaxDefault = 200;
const settleMsDefault = 1_000;
const drainMs = 5_000;

const sentences = (problems: readonly (string | undefined)[]): string[] => problems.filter((problem) => problem !== undefined);

/** Puts the parts together: outbox and relay, consumers, dead letters, follower, metrics. */
export const createMessaging = (options: MessagingOptions): Messaging => {
  const { broker, dataSource, group, log, topicPrefix, outboxRowsMax: rowsMax } = options;
  const meters = metersOf(options.metrics);
  const { onDepth, onSent } = meters;
  const relay = new OutboxRelay({ dataSource, schema: options.schema, broker, topicPrefix, settleMs: options.outboxSettleMs ?? settleMsDefault, log, onDepth, onSent });
  const onAppended = (count: number): void => relay.wake(count);
  const outbox = new Outbox({ dataSource, source: group, rowsMax, onAppended, depth: () => relay.depth() });
  const follower = new TopicFollower(broker, topicPrefix, group, log);
  const deadLetters = new DeadLetters(dataSource);
  const consumers: TopicConsumer[] = [];
  const subscribed: string[] = [];
  const ends: (() => void)[] = [];

  const consume = ({ topic, extras, handle }: Subscription): void => {
    const ports: ChunkPorts = { dataSource, source: group, consumer: topic, onAppended, log };
    const spec: HandlerSpec = { handle, inbox: extras.inbox ?? 'table', ...(extras.types ? { types: new Set(extras.types) } : {}) };
    const consumer = new TopicConsumer({
      broker, ports, spec, topicPrefix, group, log, topic,
      chunkMax: extras.chunkMax ?? chunkMaxDefault,
      paceMs: extras.paceMs ?? 0,
      hasRoom: () => outbox.hasRoom(),
      counters: meters.consumer,
    });
    deadLetters.register(topic, { ports, spec, onRedriven: () => consumer.forgetDeadLetters() });
    consumers.push(consumer);
    subscribed.push(topic);
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
    health: () => sentences([...consumers.filter((consumer) => !consumer.hasConsumed()).map((consumer) => consumer.problem()), outbox.hasRoom() ? undefined : 'the outbox is full']),
    troubles: () => sentences([relay.problem(), ...consumers.map((consumer) => consumer.problem())]),
    start: async () => {
      relay.start();
      ends.push(prune(dataSource, log), repeatMeasuring({ broker, topicPrefix, group, topicNames: subscribed, deadLetters, meters, log }));
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
