import { inTransaction, isTransient, sqlState, sqlStateOf } from '@wiredesk/persistence';

import { bury, hasLetters, type Placed, type WhyDead } from '../dead-letters/dead-letter.store.js';
import type { MessagingLog } from '../kafka/port.js';
import type { Sleeper } from '../sleeper.js';
import { tracerOf } from '../trace/spans.js';
import { childTraceparent, traceIdOf } from '../trace/trace.js';
import { isKnownType, readMessage, storable } from '../wire.js';
import { handleChunk, type ChunkPorts, type HandlerSpec, type Located } from './chunk.js';
import { decideFailure } from './failure.decide.js';

export interface ConsumerCounters {
  handled(topic: string, count: number, seconds: number): void;
  /** From the event's own time to the commit of what it caused. */
  age(topic: string, seconds: number): void;
  retried(topic: string): void;
  deadLettered(topic: string): void;
  skipped(topic: string, count: number): void;
}

export interface ChunkWorkerOptions {
  readonly ports: ChunkPorts;
  readonly spec: HandlerSpec;
  readonly topic: string;
  readonly counters: ConsumerCounters;
  readonly sleeper: Sleeper;
  readonly log: MessagingLog;
}

/** Part of a chunk: events to handle together, or a message that cannot be read. */
type Part = { readonly events: Located[] } | { readonly unreadable: Placed; readonly reason: string };

const askAgainMs = 2_000;
const buryRetryMsMax = 5_000;
const stackCharsMax = 4_000;

/**
 * Handles chunks of one topic: each message ends handled, parked behind a dead letter, or as one. Says false only
 * where it gave up because the messages are stale.
 */
export class ChunkWorker {
  private lettersKnown: boolean | undefined;
  private askedAtMs = 0;

  constructor(private readonly options: ChunkWorkerOptions) {}

  /** Partitions changed hands, or someone redrove dead letters: ask again whether there are any. */
  forgetLetters(): void {
    this.lettersKnown = undefined;
  }

  async handle(messages: readonly Placed[], isStale: () => boolean): Promise<boolean> {
    for (const part of this.partsOf(messages)) {
      const ended = 'events' in part ? await this.attempt(part.events, isStale) : await this.bury(part.unreadable, { reason: part.reason, error: null, attempts: 1 }, isStale);
      if (!ended) return false;
    }
    return true;
  }

  /** One part, unless something in between cannot be read: that must not overtake what came before it. */
  private partsOf(messages: readonly Placed[]): Part[] {
    const parts: Part[] = [];
    let events: Located[] = [];
    let skipped = 0;
    const { types } = this.options.spec;
    for (const message of messages) {
      const type = message.headers['ce_type'] ?? '';
      if (types && !types.has(type) && isKnownType(type)) continue;
      const read = readMessage(message);
      if (read.kind === 'unknown') skipped += 1;
      if (read.kind === 'event') events.push({ ...storable(message), event: read.event });
      if (read.kind !== 'invalid') continue;
      parts.push({ events }, { unreadable: message, reason: read.reason });
      events = [];
    }
    if (skipped > 0) this.options.counters.skipped(this.options.topic, skipped);
    parts.push({ events });
    return parts;
  }

  private async attempt(messages: readonly Located[], isStale: () => boolean): Promise<boolean> {
    const { topic, counters, log, sleeper } = this.options;
    if (messages.length === 0) return true;
    for (let attempt = 1; !isStale(); attempt += 1) {
      const startedAtMs = performance.now();
      try {
        await handleChunk(this.options.ports, this.options.spec, messages, await this.mayBeParked());
        this.count(messages, startedAtMs);
        return true;
      } catch (error) {
        const decision = decideFailure({ transient: isTransient(error), tooSlow: sqlStateOf(error) === sqlState.queryCanceled, count: messages.length, attempt, message: messageOf(error), chance: Math.random() });
        if ('deadLetter' in decision) return this.bisect(messages, { reason: decision.deadLetter, error: stackOf(error), attempts: attempt }, isStale);
        counters.retried(topic);
        log.warn({ topic, count: messages.length, attempt, retryAfterMs: decision.retryAfterMs, reason: messageOf(error) }, 'transient failure, trying again');
        await sleeper.next(decision.retryAfterMs);
        if (decision.inHalves) return this.halves(messages, isStale);
      }
    }
    return false;
  }

  private bisect(messages: readonly Located[], why: WhyDead, isStale: () => boolean): Promise<boolean> {
    const [only] = messages;
    return messages.length === 1 && only ? this.bury(only, why, isStale) : this.halves(messages, isStale);
  }

  private async halves(messages: readonly Located[], isStale: () => boolean): Promise<boolean> {
    const middle = Math.ceil(messages.length / 2);
    return (await this.attempt(messages.slice(0, middle), isStale)) && (await this.attempt(messages.slice(middle), isStale));
  }

  /** Writes one dead letter; its key is parked from here on. Waits out whatever keeps it from being written: it must not be lost. */
  private async bury(message: Placed, why: WhyDead, isStale: () => boolean): Promise<boolean> {
    const { ports, topic, counters, log, sleeper } = this.options;
    for (let attempt = 1; !isStale(); attempt += 1) {
      try {
        const id = await inTransaction(ports.dataSource, (tx) => bury(tx, storable(message), why, ports.source));
        this.lettersKnown = true;
        this.askedAtMs = performance.now();
        if (id === undefined) return true;
        ports.onAppended(1);
        counters.deadLettered(topic);
        log.error({ id, topic, partition: message.partition, offset: message.offset, key: message.key, type: message.headers['ce_type'], traceId: traceIdOf(message.headers['traceparent']), ...why }, 'dead letter; later messages of its key wait behind it');
        return true;
      } catch (error) {
        const retryAfterMs = Math.min(50 * 2 ** Math.min(attempt, 10), buryRetryMsMax);
        log.warn({ err: error, topic, offset: message.offset, attempt, retryAfterMs }, 'a dead letter could not be written, trying again');
        await sleeper.next(retryAfterMs);
      }
    }
    return false;
  }

  private count(messages: readonly Located[], startedAtMs: number): void {
    const { topic, counters } = this.options;
    counters.handled(topic, messages.length, (performance.now() - startedAtMs) / 1_000);
    const now = Date.now();
    for (const { event } of messages) {
      const seconds = (now - Date.parse(event.time)) / 1_000;
      if (seconds >= 0) counters.age(topic, seconds);
    }
    const { source } = this.options.ports;
    const tracer = tracerOf(source);
    if (!tracer) return;
    const startMs = now - (performance.now() - startedAtMs);
    for (const { event, partition, offset } of messages) {
      const attributes = { 'messaging.system': 'kafka', 'messaging.destination.name': topic, 'messaging.kafka.message.key': event.subject, 'messaging.destination.partition.id': String(partition), 'messaging.kafka.offset': String(offset), 'cloudevents.event_id': event.id, 'messaging.batch.message_count': messages.length };
      tracer.report({ traceparent: childTraceparent(event.traceparent), cause: event.traceparent, kind: 'consumer', name: `${source} handles ${event.type}`, startMs, endMs: now, attributes });
    }
  }

  /**
   * Almost always false, and then the look-up per chunk is saved. Asked again every few seconds, and whenever
   * partitions come to us: their former owner may have parked one of their keys.
   */
  private async mayBeParked(): Promise<boolean> {
    if (this.lettersKnown === undefined || performance.now() - this.askedAtMs > askAgainMs) {
      this.askedAtMs = performance.now();
      this.lettersKnown = await hasLetters(this.options.ports.dataSource, this.options.topic);
    }
    return this.lettersKnown;
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
const stackOf = (error: unknown): string | null => (error instanceof Error ? (error.stack ?? error.message).replaceAll('\0', '\uFFFD').slice(0, stackCharsMax) : null);
