import type { Broker, Consumer, MessagingLog } from '../kafka/port.js';
import { Sleeper } from '../sleeper.js';
import { assertTopic } from '../topics/assert-topic.js';
import type { ChunkPorts, HandlerSpec } from './chunk.js';
import { ChunkWorker, type ConsumerCounters } from './chunk-worker.js';
import { Intake } from './intake.js';

export interface TopicConsumerOptions {
  readonly broker: Broker;
  readonly ports: ChunkPorts;
  readonly spec: HandlerSpec;
  /** Without the deployment's prefix. */
  readonly topic: string;
  readonly topicPrefix: string;
  readonly group: string;
  readonly chunkMax: number;
  readonly paceMs: number;
  readonly hasRoom: () => boolean;
  readonly log: MessagingLog;
  readonly counters: ConsumerCounters;
}

const partitionsAtOnce = 64;
const restartBackOffMsMax = 3_000;
const stopWithinMs = 10_000;

/**
 * Consumes one topic for a group, and sees to it that it is consumed: a topic or broker that is not there yet is
 * waited for, a consumer that ended is replaced.
 */
export class TopicConsumer {
  private consumer: Consumer | undefined;
  private stopping = false;
  private supervising: Promise<void> = Promise.resolve();
  private gone: ((error: Error) => void) | undefined;
  private state = 'not consuming yet';
  private everConsumed = false;
  private readonly sleeper = new Sleeper();
  private readonly starts = new Sleeper();
  private readonly worker: ChunkWorker;
  private readonly intake: Intake;

  constructor(private readonly options: TopicConsumerOptions) {
    const { topic, chunkMax, paceMs, hasRoom, log } = options;
    this.worker = new ChunkWorker({ ...options, sleeper: this.sleeper });
    this.intake = new Intake({ topic, chunkMax, paceMs, hasRoom, log, sleeper: this.sleeper, work: (messages, isStale) => this.worker.handle(messages, isStale) });
  }

  /** Starts in the background. */
  start(): void {
    this.supervising = this.supervise();
  }

  /** undefined while the topic is being consumed, else a sentence. */
  problem(): string | undefined {
    return this.consumer ? undefined : `${this.options.topic}: ${this.state}`;
  }

  /** Whether the topic was consumed since this process began. */
  hasConsumed(): boolean {
    return this.everConsumed;
  }

  /** Someone redrove or discarded dead letters: look again whether any are left. */
  forgetDeadLetters(): void {
    this.worker.forgetLetters();
  }

  /** The chunk in hand is finished and its offsets are committed; the rest is left for the next. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.sleeper.stop();
    this.starts.stop();
    this.gone?.(new Error('stopping'));
    // One that just joins a group cannot be hurried; it leaves as soon as it is in.
    const waited = new Sleeper();
    await Promise.race([this.supervising, waited.next(stopWithinMs)]);
    waited.stop();
  }

  private async supervise(): Promise<void> {
    let backOffMs = 200;
    while (!this.stopping) {
      try {
        const error = await this.consumeUntilGone(() => (backOffMs = 200));
        if (this.stopping) return;
        this.state = `the consumer ended (${error.message}), starting another`;
        this.options.log.error({ err: error, topic: this.options.topic }, 'consumer ended, starting another');
      } catch (error) {
        this.state = `cannot consume: ${(error as Error).message}`;
        this.options.log.warn({ topic: this.options.topic, reason: (error as Error).message, backOffMs }, 'cannot consume yet, trying again');
      }
      await this.starts.next(backOffMs);
      backOffMs = Math.min(backOffMs * 2, restartBackOffMsMax);
    }
  }

  /** One consumer's life; resolves with what ended it. */
  private async consumeUntilGone(onStarted: () => void): Promise<Error> {
    const { broker, group, topic, topicPrefix } = this.options;
    await assertTopic(broker, topicPrefix, topic);
    const gone = new Promise<Error>((resolve) => (this.gone = resolve));
    if (this.stopping) return new Error('stopping');
    const consumer = await broker.consume({
      group: `${topicPrefix}${group}.${topic}`,
      topic: topicPrefix + topic,
      commits: true,
      partitionsAtOnce,
      onBatch: (batch, control) => this.intake.take(batch, control),
      onGone: (error) => this.gone?.(error),
      onAssigned: () => this.worker.forgetLetters(),
    });
    this.consumer = consumer;
    this.everConsumed = true;
    onStarted();
    try {
      return await gone;
    } finally {
      this.consumer = undefined;
      await consumer.stop().catch((error: unknown) => this.options.log.debug({ err: error, topic }, 'the ended consumer could not be stopped'));
    }
  }
}
