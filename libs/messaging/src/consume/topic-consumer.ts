import { setTimeout as sleep } from 'node:timers/promises';

import { deadLetterTopic } from '@wiredesk/contracts';
import { inTransaction, isTransient } from '@wiredesk/persistence';

import type { BatchControl, Broker, Consumer, FetchedBatch, FetchedMessage, MessagingLog } from '../kafka/port.js';
import { readMessage } from '../wire.js';
import { handleChunk, type ChunkPorts, type HandlerSpec, type Located } from './chunk.js';
import { decideFailure } from './failure.decide.js';

export interface TopicConsumerOptions {
  readonly broker: Broker;
  readonly ports: ChunkPorts;
  readonly spec: HandlerSpec;
  /** Without the deployment's prefix. */
  readonly topic: string;
  readonly topicPrefix: string;
  readonly group: string;
  readonly chunkMax: number;
  readonly log: MessagingLog;
  readonly counters: ConsumerCounters;
}

export interface ConsumerCounters {
  handled(topic: string, count: number, seconds: number): void;
  retried(topic: string): void;
  deadLettered(topic: string): void;
  skipped(topic: string, count: number): void;
}

/** Messages of one partition that wait for their turn, and who waits for them. */
interface Waiting {
  readonly messages: readonly FetchedMessage[];
  readonly partition: number;
  readonly control: BatchControl;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

const partitionsAtOnce = 64;
const restartBackOffMsMax = 5_000;
const askAgainMs = 2_000;

const insertDeadLetter = `
insert into dead_letter (topic, partition, "offset", key, event_id, type, value, headers, reason, error, attempts)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (topic, partition, "offset") do nothing`;
/** A copy for whoever watches the topic; without one the dead letter is in the table all the same. */
const announceDeadLetter = `
insert into outbox (event_id, topic, aggregate_id, type, payload, headers)
values (gen_random_uuid(), $1, $2, $3, $4, $5)`;
const anyDeadLetter = 'select exists (select from dead_letter where topic = $1) as any';

/**
 * Consumes one topic. Batches of all assigned partitions that are in hand at the same time are handled together, up to
 * `chunkMax` messages per transaction: at twelve partitions and a steady trickle that is one commit instead of twelve.
 * The order within a partition stays, because a partition has one batch in hand at a time.
 */
export class TopicConsumer {
  private consumer: Consumer | undefined;
  private stopping = false;
  private starting: Promise<void> = Promise.resolve();
  private readonly queue: Waiting[] = [];
  private draining = false;
  private hasDeadLetters: boolean | undefined;
  private askedAt = 0;
  private ready = false;

  constructor(private readonly options: TopicConsumerOptions) {}

  /** Starts in the background: a topic or broker that is not there yet is waited for. */
  start(): void {
    this.starting = this.keepStarting();
  }

  problem(): string | undefined {
    return this.ready ? undefined : `not consuming ${this.options.topic} yet`;
  }

  /** Someone redrove or discarded dead letters: look again whether any are left. */
  forgetDeadLetters(): void {
    this.hasDeadLetters = undefined;
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await this.starting;
    await this.consumer?.stop();
  }

  private async keepStarting(): Promise<void> {
    let backOffMs = 200;
    while (!this.stopping) {
      try {
        await this.startOnce();
        this.ready = true;
        return;
      } catch (error) {
        this.options.log.warn({ topic: this.options.topic, reason: (error as Error).message, backOffMs }, 'cannot consume yet, trying again');
        await sleep(backOffMs);
        backOffMs = Math.min(backOffMs * 2, restartBackOffMsMax);
      }
    }
  }

  private async startOnce(): Promise<void> {
    const { broker, group, topic, topicPrefix } = this.options;
    if (!(await broker.listTopics()).includes(topicPrefix + topic)) throw new Error(`topic ${topicPrefix}${topic} does not exist; run the topics job`);
    this.consumer = await broker.consume({
      group: `${topicPrefix}${group}.${topic}`,
      topic: topicPrefix + topic,
      partitionsAtOnce,
      onBatch: (batch, control) => this.take(batch, control),
      onGone: (error) => this.restart(error),
    });
  }

  private restart(error: Error): void {
    this.ready = false;
    this.options.log.error({ err: error, topic: this.options.topic }, 'consumer ended, starting another');
    const old = this.consumer;
    this.consumer = undefined;
    this.starting = (async () => {
      try {
        await old?.stop();
      } catch (stopError) {
        this.options.log.debug({ err: stopError }, 'the ended consumer could not be stopped');
      }
      await this.keepStarting();
    })();
  }

  private take(batch: FetchedBatch, control: BatchControl): Promise<void> {
    return new Promise((resolve, reject) => {
      this.queue.push({ messages: batch.messages, partition: batch.partition, control, done: resolve, failed: reject });
      if (!this.draining) void this.drain();
    });
  }

  private async drain(): Promise<void> {
    this.draining = true;
    // Batches of one fetch arrive one after the other within a turn of the event loop: take them together.
    await new Promise<void>((resolve) => setImmediate(resolve));
    while (this.queue.length > 0) {
      const group = this.nextGroup();
      try {
        await this.handleGroup(group);
        for (const waiting of group) waiting.done();
      } catch (error) {
        for (const waiting of group) waiting.failed(error);
      }
    }
    this.draining = false;
  }

  /** Batches of several partitions while they fit into a chunk; at least one. */
  private nextGroup(): Waiting[] {
    const group: Waiting[] = [];
    let count = 0;
    while (this.queue.length > 0) {
      const next = this.queue[0] as Waiting;
      if (group.length > 0 && count + next.messages.length > this.options.chunkMax) break;
      group.push(next);
      this.queue.shift();
      count += next.messages.length;
    }
    return group;
  }

  private async handleGroup(group: readonly Waiting[]): Promise<void> {
    const live = group.filter((waiting) => !waiting.control.isStale());
    const [only] = live;
    if (live.length === 1 && only && only.messages.length > this.options.chunkMax) return this.handleInChunks(only);
    await this.handleMessages(live.flatMap((waiting) => this.readAll(waiting)), () => live.every((waiting) => waiting.control.isStale()));
    await Promise.all(live.map((waiting) => this.commit(waiting, waiting.messages)));
  }

  private async handleInChunks(waiting: Waiting): Promise<void> {
    for (let from = 0; from < waiting.messages.length; from += this.options.chunkMax) {
      if (waiting.control.isStale()) return;
      const messages = waiting.messages.slice(from, from + this.options.chunkMax);
      await this.handleMessages(this.readAll({ ...waiting, messages }), () => waiting.control.isStale());
      await this.commit(waiting, messages);
    }
  }

  private async commit(waiting: Waiting, messages: readonly FetchedMessage[]): Promise<void> {
    const last = messages.at(-1);
    if (last && !waiting.control.isStale()) await waiting.control.commit(last.offset);
  }

  private readAll(waiting: Waiting): Readable[] {
    return waiting.messages.map((message) => ({ ...message, topic: this.options.topic, partition: waiting.partition, read: readMessage(message) }));
  }

  /** Messages that cannot be read become dead letters at once; the rest is handled, and bisected where it fails. */
  private async handleMessages(messages: readonly Readable[], isStale: () => boolean): Promise<void> {
    const good: Located[] = [];
    let skipped = 0;
    for (const message of messages) {
      if (message.read.kind === 'event') good.push({ ...message, event: message.read.event });
      else if (message.read.kind === 'unknown') skipped += 1;
      else await this.deadLetter(message, undefined, message.read.reason, undefined, 1, isStale);
    }
    if (skipped > 0) this.options.counters.skipped(this.options.topic, skipped);
    await this.attempt(good, isStale);
  }

  private async attempt(messages: readonly Located[], isStale: () => boolean): Promise<void> {
    if (messages.length === 0) return;
    for (let attempt = 1; ; attempt += 1) {
      const startedAt = performance.now();
      try {
        await handleChunk(this.options.ports, this.options.spec, messages, await this.mayBeParked());
        this.options.counters.handled(this.options.topic, messages.length, (performance.now() - startedAt) / 1_000);
        return;
      } catch (error) {
        const decision = decideFailure({ transient: isTransient(error), attempt, message: messageOf(error), chance: Math.random() });
        if ('deadLetter' in decision) return this.bisect(messages, error, decision.deadLetter, attempt, isStale);
        this.options.counters.retried(this.options.topic);
        this.options.log.warn({ topic: this.options.topic, count: messages.length, attempt, retryAfterMs: decision.retryAfterMs, reason: messageOf(error) }, 'transient failure, trying again');
        await sleep(decision.retryAfterMs);
        // Given to another member, or stopping: there it is handled again, the inbox sees to once.
        if (isStale() || this.stopping) throw error;
      }
    }
  }

  private async bisect(messages: readonly Located[], error: unknown, reason: string, attempt: number, isStale: () => boolean): Promise<void> {
    const [only] = messages;
    if (messages.length === 1 && only) return this.deadLetter(only, only.event.type, reason, error, attempt, isStale);
    const middle = Math.ceil(messages.length / 2);
    await this.attempt(messages.slice(0, middle), isStale);
    await this.attempt(messages.slice(middle), isStale);
  }

  /** Writes one dead letter; its key is parked from here on. Waits out a database that is away: it must not be lost. */
  private async deadLetter(message: Readable | Located, type: string | undefined, reason: string, error: unknown, attempts: number, isStale: () => boolean): Promise<void> {
    const { ports, topic, log } = this.options;
    const stack = error instanceof Error ? (error.stack ?? error.message).slice(0, 4_000) : null;
    for (let attempt = 1; ; attempt += 1) {
      try {
        await inTransaction(ports.dataSource, async (tx) => {
          const headers = JSON.stringify(message.headers);
          await tx.query(insertDeadLetter, [topic, message.partition, message.offset, message.key, message.headers['ce_id'] ?? null, type ?? message.headers['ce_type'] ?? null, message.value, headers, reason, stack, attempts]);
          await tx.query(announceDeadLetter, [deadLetterTopic(ports.source), message.key, message.headers['ce_type'] ?? 'unknown', message.value, JSON.stringify({ ...message.headers, wd_reason: reason, wd_topic: topic, wd_partition: String(message.partition), wd_offset: message.offset })]);
        });
        break;
      } catch (failure) {
        if (!isTransient(failure) || isStale() || this.stopping) throw failure;
        await sleep(Math.min(50 * 2 ** attempt, restartBackOffMsMax));
      }
    }
    this.hasDeadLetters = true;
    ports.onAppended(1);
    this.options.counters.deadLettered(topic);
    log.error({ topic, partition: message.partition, offset: message.offset, key: message.key, type, reason, attempts }, 'dead letter; later messages of its key wait behind it');
  }

  /**
   * Almost always false, and then the look-up per chunk is saved. Asked again every few seconds, because a partition
   * may come to us from a replica that parked one of its keys.
   */
  private async mayBeParked(): Promise<boolean> {
    if (this.hasDeadLetters === undefined || performance.now() - this.askedAt > askAgainMs) {
      this.askedAt = performance.now();
      const [row] = (await this.options.ports.dataSource.query(anyDeadLetter, [this.options.topic])) as { any: boolean }[];
      this.hasDeadLetters = row?.any === true;
    }
    return this.hasDeadLetters;
  }
}

type Readable = FetchedMessage & { readonly topic: string; readonly partition: number; readonly read: ReturnType<typeof readMessage> };

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
