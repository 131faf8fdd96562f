import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import type { ReceivedEvent } from '@wiredesk/contracts';

import type { Broker, Consumer, FetchedBatch, MessagingLog } from '../kafka/port.js';
import { readMessage } from '../wire.js';

export interface FollowOptions {
  /** Without the deployment's prefix. */
  readonly topic: string;
  /** Events of a partition in their order; the next batch of it waits for the promise. A throw ends the following. */
  readonly onEvents: (events: readonly ReceivedEvent[]) => void | Promise<void>;
  /** Once: everything that the topic held when following began was given to `onEvents`. */
  readonly onCaughtUp: () => void;
}

export interface Following {
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
    const following = new OneFollowing(this.broker, this.topicPrefix + options.topic, `${this.topicPrefix}${this.groupPrefix}.follow.${randomUUID()}`, options, this.log);
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
  private consumer: Consumer | undefined;
  private stopping = false;
  private caughtUp = false;
  private starting: Promise<void> = Promise.resolve();
  private readonly awaited = new Map<number, bigint>();

  constructor(
    private readonly broker: Broker,
    private readonly topic: string,
    private readonly group: string,
    private readonly options: FollowOptions,
    private readonly log: MessagingLog,
  ) {}

  start(): void {
    this.starting = this.keepStarting();
  }

  async stop(): Promise<void> {
    if (this.stopping) return;
    this.stopping = true;
    await this.starting;
    await this.consumer?.stop();
    try {
      await this.broker.deleteGroup(this.group);
    } catch (error) {
      this.log.debug({ reason: (error as Error).message, group: this.group }, 'the group of a follower stays until Kafka forgets it');
    }
  }

  private async keepStarting(): Promise<void> {
    let backOffMs = 200;
    while (!this.stopping) {
      try {
        return await this.startOnce();
      } catch (error) {
        this.log.warn({ topic: this.topic, reason: (error as Error).message, backOffMs }, 'cannot follow yet, trying again');
        await sleep(backOffMs);
        backOffMs = Math.min(backOffMs * 2, backOffMsMax);
      }
    }
  }

  private async startOnce(): Promise<void> {
    if (!(await this.broker.listTopics()).includes(this.topic)) throw new Error(`topic ${this.topic} does not exist; run the topics job`);
    for (const { partition, low, high } of await this.broker.endsOf(this.topic)) if (high > low) this.awaited.set(partition, high);
    this.noteProgress();
    this.consumer = await this.broker.consume({
      group: this.group,
      topic: this.topic,
      partitionsAtOnce,
      onBatch: (batch) => this.take(batch),
      onGone: (error) => {
        this.log.error({ err: error, topic: this.topic }, 'follower ended, starting again');
        const old = this.consumer;
        this.starting = (async () => {
          await old?.stop();
          await this.keepStarting();
        })();
      },
    });
  }

  private async take(batch: FetchedBatch): Promise<void> {
    const events: ReceivedEvent[] = [];
    for (const message of batch.messages) {
      const read = readMessage(message);
      if (read.kind === 'event') events.push(read.event);
      else if (read.kind === 'invalid') this.log.error({ topic: this.topic, offset: message.offset, reason: read.reason }, 'a followed message cannot be read');
    }
    if (events.length > 0) await this.options.onEvents(events);
    const last = batch.messages.at(-1);
    const awaited = this.awaited.get(batch.partition);
    if (last && awaited !== undefined && BigInt(last.offset) + 1n >= awaited) this.awaited.delete(batch.partition);
    this.noteProgress();
  }

  private noteProgress(): void {
    if (this.caughtUp || this.awaited.size > 0) return;
    this.caughtUp = true;
    this.options.onCaughtUp();
  }
}
