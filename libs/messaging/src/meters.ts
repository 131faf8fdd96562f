import type { ConsumerCounters } from './consume/chunk-worker.js';
import type { DeadLetters } from './dead-letters/dead-letters.js';
import type { Broker, MessagingLog } from './kafka/port.js';

interface Gauge {
  set(labels: Record<string, string>, value: number): void;
}

/** Counters, gauges and histograms as prom-client has them. */
export interface MessagingMetrics {
  counter(name: string, help: string, labels?: string[]): { inc(labels: Record<string, string>, by?: number): void };
  gauge(name: string, help: string, labels?: string[]): Gauge;
  histogram(name: string, help: string, labels?: string[]): { observe(labels: Record<string, string>, seconds: number): void };
}

export interface Meters {
  readonly consumer: ConsumerCounters;
  readonly onDepth: (depth: number, oldestSeconds: number) => void;
  readonly onSent: (count: number) => void;
  readonly lag: Gauge;
  readonly deadLetters: Gauge;
  readonly parked: Gauge;
}

/** The metrics of delivery, under their names. */
export const metersOf = (metrics: MessagingMetrics): Meters => {
  const handled = metrics.counter('wiredesk_events_handled_total', 'Events handled, by topic.', ['topic']);
  const retried = metrics.counter('wiredesk_chunks_retried_total', 'Chunks that failed for a passing reason and were tried again.', ['topic']);
  const deadLettered = metrics.counter('wiredesk_dead_letters_total', 'Messages that could not be handled.', ['topic']);
  const skipped = metrics.counter('wiredesk_events_skipped_total', 'Events of a type that this build does not know.', ['topic']);
  const chunkSeconds = metrics.histogram('wiredesk_chunk_seconds', 'Time of one transaction over a chunk of events.', ['topic']);
  const age = metrics.histogram('wiredesk_event_age_seconds', 'From the time of an event to the commit of what it caused here.', ['topic']);
  const sent = metrics.counter('wiredesk_events_sent_total', 'Events that the relay brought to Kafka.');
  const outboxDepth = metrics.gauge('wiredesk_outbox_rows', 'Events that wait for Kafka.');
  const outboxAge = metrics.gauge('wiredesk_outbox_oldest_seconds', 'Age of the oldest event that waits for Kafka.');
  return {
    consumer: {
      handled: (topic, count, seconds) => {
        handled.inc({ topic }, count);
        chunkSeconds.observe({ topic }, seconds);
      },
      age: (topic, seconds) => age.observe({ topic }, seconds),
      retried: (topic) => retried.inc({ topic }),
      deadLettered: (topic) => deadLettered.inc({ topic }),
      skipped: (topic, count) => skipped.inc({ topic }, count),
    },
    onDepth: (depth, oldestSeconds) => {
      outboxDepth.set({}, depth);
      outboxAge.set({}, oldestSeconds);
    },
    onSent: (count) => sent.inc({}, count),
    lag: metrics.gauge('wiredesk_consumer_lag_messages', 'Messages that this group has not handled.', ['topic']),
    deadLetters: metrics.gauge('wiredesk_dead_letters', 'Dead letters that wait for an operator.'),
    parked: metrics.gauge('wiredesk_parked_messages', 'Messages that wait behind a dead letter of their key.'),
  };
};

export interface Measured {
  readonly broker: Broker;
  readonly topicPrefix: string;
  readonly group: string;
  readonly topicNames: readonly string[];
  readonly deadLetters: DeadLetters;
  readonly meters: Meters;
  readonly log: MessagingLog;
}

const measureEveryMs = 10_000;

/** Measures every ten seconds what nobody counts along the way: lag and dead letters. Returns how to stop it. */
export const repeatMeasuring = (measured: Measured): (() => void) => {
  let running = false;
  const timer = setInterval(() => {
    if (running) return;
    running = true;
    void measure(measured).finally(() => (running = false));
  }, measureEveryMs);
  timer.unref();
  return () => clearInterval(timer);
};

const measure = async ({ broker, topicPrefix, group, topicNames, deadLetters, meters, log }: Measured): Promise<void> => {
  try {
    const { letters, parked } = await deadLetters.count();
    meters.deadLetters.set({}, letters);
    meters.parked.set({}, parked);
    for (const topic of topicNames) meters.lag.set({ topic }, await broker.lagOf(`${topicPrefix}${group}.${topic}`, topicPrefix + topic));
  } catch (error) {
    log.debug({ reason: (error as Error).message }, 'lag was not measured this time');
  }
};
