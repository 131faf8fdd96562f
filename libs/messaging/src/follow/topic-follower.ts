import { randomUUID } from 'node:crypto';

import type { ReceivedEvent } from '@wiredesk/contracts';

import type { BatchControl, Broker, FetchedBatch, MessagingLog } from '../kafka/port.js';
import { Sleeper } from '../sleeper.js';
import { assertTopic } from '../topics/assert-topic.js';
import { readMessage } from '../wire.js';

export interface FollowOptions {
  /** Without the deployment's prefix. */
  readonly topic: string;
  /** Events of a partition in their order; the next batch of it waits for the promise. After a throw all of the topic comes again. */
  readonly onEvents: (events: readonly ReceivedEvent[]) => void | Promise<void>;
  /** Once: everything that the topic held when following began was given to `onEvents`. */
  readonly onCaughtUp: () => void;
}

/** How far a topic was read: messages given, of those that it held when following began. */
export interface Progress {
  readonly read: number;
  readonly of: number;
}

export interface Following {
  /** Resolves once everything that the topic holds at this moment was given to `onEvents`. */
  atEnd(): Promise<void>;
  progress(): Progress;
  stop(): Promise<void>;
}

const backOffMsMax = 3_000;
const partitionsAtOnce = 16;

/**
 * Reads a whole topic from its beginning and goes on with what comes, in memory, for this process alone: each replica
 * of publish keeps the whole hold ledger so. Nothing is committed; a restart reads all of it again, and so does a
 * lost consumer, so `onEvents` must take repeats.
 */
export class TopicFollower {
  private readonly open = new Set<Following>();

  constructor(
    private readonly broker: Broker,
    private readonly topicPrefix: string,
    private readonly groupPrefix: string,
    private readonly log: MessagingLog,
  ) {}

  follow(options: FollowOptions): Following {
    const following = new OneFollowing(this.broker, this.topicPrefix, `${this.topicPrefix}${this.groupPrefix}.follow.${randomUUID()}`, options, this.log);
    following.start();
    this.open.add(following);
    return following;
  }

  async stop(): Promise<void> {
    await Promise.all([...this.open].map((following) => following.stop()));
    this.open.clear();
  }
}

class OneFollowing implements Following {
  private stopping = false;
  private caughtUp = false;
  private supervising: Promise<void> = Promise.resolve();
  private gone: ((error: Error) => void) | undefined;
  private readonly starts = new Sleeper();
  private readonly awaited = new Map<number, bigint>();
  /** The offset after the last message that was given, by partition. */
  private readonly reached = new Map<number, bigint>();
  private awaiting: { readonly ends: ReadonlyMap<number, bigint>; readonly resolve: () => void }[] = [];
  private read = 0;
  private of = 0;
  private readonly topic: string;

  constructor(
    private readonly broker: Broker,
    private readonly topicPrefix: string,
    private readonly group: string,
    private readonly options: FollowOptions,
    private readonly log: MessagingLog,
  ) {
    this.topic = topicPrefix + options.topic;
  }

  start(): void {
    this.supervising = this.supervise();
  }

  async atEnd(): Promise<void> {
    const ends = new Map((await this.broker.endsOf(this.topic)).filter(({ low, high }) => high > low).map(({ partition, high }) => [partition, high]));
    return new Promise((resolve) => {
      this.awaiting.push({ ends, resolve });
      this.noteReached();
    });
  }

  progress(): Progress {
    return { read: Math.min(this.read, this.of), of: this.of };
  }

  async stop(): Promise<void> {
    if (this.stopping) return;
    this.stopping = true;
    this.starts.stop();
    this.gone?.(new Error('stopping'));
    await this.supervising;
    try {
      await this.broker.deleteGroup(this.group);
    } catch (error) {
      this.log.debug({ reason: (error as Error).message, group: this.group }, 'the group of a follower stays until Kafka forgets it');
    }
  }

  private async supervise(): Promise<void> {
    let backOffMs = 200;
    while (!this.stopping) {
      try {
        const error = await this.followUntilGone(() => (backOffMs = 200));
        if (this.stopping) return;
        this.log.error({ err: error, topic: this.topic }, 'follower ended, starting again');
      } catch (error) {
        this.log.warn({ topic: this.topic, reason: (error as Error).message, backOffMs }, 'cannot follow yet, trying again');
      }
      await this.starts.next(backOffMs);
      backOffMs = Math.min(backOffMs * 2, backOffMsMax);
    }
  }

  private async followUntilGone(onStarted: () => void): Promise<Error> {
    await assertTopic(this.broker, this.topicPrefix, this.options.topic);
    this.awaited.clear();
    this.reached.clear();
    this.read = 0;
    this.of = 0;
    for (const { partition, low, high } of await this.broker.endsOf(this.topic)) {
      if (high <= low) continue;
      this.awaited.set(partition, high);
      this.of += Number(high - low);
    }
    this.noteProgress();
    const gone = new Promise<Error>((resolve) => (this.gone = resolve));
    if (this.stopping) return new Error('stopping');
    const consumer = await this.broker.consume({
      group: this.group,
      topic: this.topic,
      commits: false,
      partitionsAtOnce,
      onBatch: (batch, control) => this.take(batch, control),
      onGone: (error) => this.gone?.(error),
    });
    onStarted();
    try {
      return await gone;
    } finally {
      await consumer.stop().catch((error: unknown) => this.log.debug({ err: error, topic: this.topic }, 'the ended follower could not be stopped'));
    }
  }

  /** What the owner cannot take ends the consumer; the next one reads from the beginning. */
  private async take(batch: FetchedBatch, control: BatchControl): Promise<void> {
    if (control.isStale()) return;
    try {
      await this.give(batch);
    } catch (error) {
      this.gone?.(error as Error);
      return;
    }
    const last = batch.messages.at(-1);
    if (!last) return;
    control.done(last.offset);
    this.read += batch.messages.length;
    const next = batch.messages.reduce((greatest, { offset }) => (BigInt(offset) >= greatest ? BigInt(offset) + 1n : greatest), this.reached.get(batch.partition) ?? 0n);
    this.reached.set(batch.partition, next);
    this.noteReached();
    const awaited = this.awaited.get(batch.partition);
    // Not only the last: a broker of a test may disorder them.
    if (awaited !== undefined && batch.messages.some(({ offset }) => BigInt(offset) + 1n >= awaited)) this.awaited.delete(batch.partition);
    this.noteProgress();
  }

  private async give(batch: FetchedBatch): Promise<void> {
    const events: ReceivedEvent[] = [];
    for (const message of batch.messages) {
      const read = readMessage(message);
      if (read.kind === 'event') events.push(read.event);
      else if (read.kind === 'invalid') this.log.error({ topic: this.topic, offset: message.offset, reason: read.reason }, 'a followed message cannot be read');
    }
    if (events.length > 0) await this.options.onEvents(events);
  }

  private noteReached(): void {
    this.awaiting = this.awaiting.filter(({ ends, resolve }) => {
      const there = [...ends].every(([partition, end]) => (this.reached.get(partition) ?? 0n) >= end);
      if (there) resolve();
      return !there;
    });
  }

  private noteProgress(): void {
    if (this.caughtUp || this.awaited.size > 0) return;
    this.caughtUp = true;
    this.options.onCaughtUp();
  }
}
