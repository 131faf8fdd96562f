import { setTimeout as sleep } from 'node:timers/promises';

import type { EachBatchPayload, IHeaders, Kafka } from 'kafkajs';

import type { BatchControl, Consumer, ConsumerOptions, FetchedMessage, MessagingLog } from './port.js';

/** A member that was killed holds its partitions for as long: its successor waits. The least that brokers allow by default; a member that is too slow once joins again. */
const sessionTimeoutMs = 6_000;
const heartbeatIntervalMs = 2_000;
const rebalanceTimeoutMs = 30_000;
const fetchBytesMaxPerPartition = 1024 * 1024;
const fetchBytesMax = 4 * 1024 * 1024;
/** Messages done since the last commit are delivered again after a crash; the inbox knows them. One commit per message would cost more than the message. */
const commitEveryMs = 500;
const stopWithinMs = 8_000;

const membershipLost = new Set(['REBALANCE_IN_PROGRESS', 'NOT_COORDINATOR_FOR_GROUP', 'ILLEGAL_GENERATION', 'UNKNOWN_MEMBER_ID', 'FENCED_INSTANCE_ID']);

const textHeaders = (headers: IHeaders | undefined): Record<string, string> => {
  const texts: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
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

/** One member of one group on one topic. Ends with the first crash; whoever made it makes another. */
export class KafkajsConsumer implements Consumer {
  private readonly consumer: ReturnType<Kafka['consumer']>;
  /** Grows with each join: what was fetched before belongs to an assignment that is over. */
  private generation = 0;
  private revoked = false;
  private stopping = false;
  private started = false;
  private crash: Error | undefined;
  private inHand = 0;
  private beat: NodeJS.Timeout | undefined;
  private readonly uncommitted = new Map<number, string>();
  private commitTimer: NodeJS.Timeout | undefined;
  private sendCommit: EachBatchPayload['commitOffsetsIfNecessary'] | undefined;

  constructor(
    kafka: Kafka,
    private readonly options: ConsumerOptions,
    fetchWaitMs: number,
    private readonly log: MessagingLog,
  ) {
    this.consumer = kafka.consumer({
      groupId: options.group,
      sessionTimeout: sessionTimeoutMs,
      rebalanceTimeout: rebalanceTimeoutMs,
      heartbeatInterval: heartbeatIntervalMs,
      maxWaitTimeInMs: fetchWaitMs,
      minBytes: 1,
      maxBytesPerPartition: fetchBytesMaxPerPartition,
      maxBytes: fetchBytesMax,
      allowAutoTopicCreation: false,
      // kafkajs restarts after some errors and not after others, and a restart that fails ends silently: never by itself.
      retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 8, restartOnFailure: async () => false },
    });
    const { CRASH, GROUP_JOIN, REBALANCING } = this.consumer.events;
    this.consumer.on(CRASH, ({ payload }) => this.crashed(payload.error));
    this.consumer.on(REBALANCING, () => void this.flush());
    this.consumer.on(GROUP_JOIN, () => this.joined());
  }

  async start(): Promise<void> {
    await this.consumer.connect();
    await this.consumer.subscribe({ topic: this.options.topic, fromBeginning: true });
    await this.consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: this.options.partitionsAtOnce,
      eachBatch: (payload) => this.handle(payload),
    });
    // kafkajs reports a failed join as a crash of a run that then resolves.
    if (this.crash) throw this.crash;
    this.started = true;
  }

  async stop(): Promise<void> {
    this.stopping = true;
    const waited = new AbortController();
    // What is done and not yet committed would be delivered again to whoever follows.
    const gone = this.flush().then(() => this.consumer.disconnect()).catch((error: unknown) => this.log.debug({ err: error, topic: this.options.topic }, 'the consumer could not say goodbye'));
    await Promise.race([gone, sleep(stopWithinMs, undefined, { signal: waited.signal }).catch(() => undefined)]);
    waited.abort();
    clearInterval(this.beat);
    clearTimeout(this.commitTimer);
  }

  private crashed(error: Error): void {
    if (this.crash || this.stopping) return;
    this.crash = error;
    if (this.started) this.options.onGone(error);
  }

  private joined(): void {
    this.generation += 1;
    this.revoked = false;
    this.uncommitted.clear();
    this.options.onAssigned?.();
  }

  private async handle(payload: EachBatchPayload): Promise<void> {
    if (this.stopping) return;
    const { batch } = payload;
    this.sendCommit = payload.commitOffsetsIfNecessary;
    this.keepBeating(payload);
    try {
      await this.options.onBatch(
        { topic: batch.topic, partition: batch.partition, messages: batch.messages.map(fetched), highWatermark: batch.highWatermark },
        this.controlOf(payload),
      );
    } finally {
      this.inHand -= 1;
      if (this.inHand === 0) {
        clearInterval(this.beat);
        this.beat = undefined;
      }
    }
    if (this.stopping || this.revoked) await this.flush();
  }

  private controlOf(payload: EachBatchPayload): BatchControl {
    const { generation } = this;
    return {
      isStale: () => this.stopping || this.revoked || generation !== this.generation || this.crash !== undefined,
      done: (offset) => {
        if (generation !== this.generation) return;
        payload.resolveOffset(offset);
        if (!this.options.commits) return;
        this.uncommitted.set(payload.batch.partition, (BigInt(offset) + 1n).toString());
        this.commitTimer ??= setTimeout(() => void this.flush(), commitEveryMs);
      },
    };
  }

  /** While a long batch runs, so that the group does not take us for dead. An answer that we are no member any more ends the batch early. */
  private keepBeating(payload: EachBatchPayload): void {
    this.inHand += 1;
    this.beat ??= setInterval(() => {
      payload.heartbeat().catch((error: unknown) => {
        const { type, message } = error as { type?: string; message: string };
        if (type !== undefined && membershipLost.has(type)) this.revoked = true;
        this.log.debug({ topic: this.options.topic, reason: message }, 'heartbeat refused');
      });
    }, heartbeatIntervalMs);
  }

  /** Commits what is done. One that fails is tried with the next; one that is lost is delivered again. */
  private async flush(): Promise<void> {
    clearTimeout(this.commitTimer);
    this.commitTimer = undefined;
    if (this.uncommitted.size === 0 || !this.sendCommit) return;
    const { generation } = this;
    const sent = [...this.uncommitted];
    this.uncommitted.clear();
    try {
      await this.sendCommit({ topics: [{ topic: this.options.topic, partitions: sent.map(([partition, offset]) => ({ partition, offset })) }] });
    } catch (error) {
      this.log.debug({ topic: this.options.topic, reason: (error as Error).message }, 'offsets were not committed this time');
      if (generation !== this.generation || this.stopping) return;
      for (const [partition, offset] of sent) if (!this.uncommitted.has(partition)) this.uncommitted.set(partition, offset);
      this.commitTimer ??= setTimeout(() => void this.flush(), commitEveryMs);
    }
  }
}
