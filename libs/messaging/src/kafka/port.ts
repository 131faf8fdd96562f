/** A message as it lies in a topic. */
export interface WireMessage {
  readonly key: string;
  readonly value: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface FetchedMessage extends WireMessage {
  readonly offset: string;
}

export interface FetchedBatch {
  readonly topic: string;
  readonly partition: number;
  readonly messages: readonly FetchedMessage[];
  /** Offset after the last message that the broker has, at the time of the fetch. */
  readonly highWatermark: string;
}

/** What a consumer may do about the batch in its hands. */
export interface BatchControl {
  /** The partition may belong to another member by now, or the consumer is stopping: what is not done yet is done again, there or here. */
  isStale(): boolean;
  /**
   * Everything up to and with this offset is done: this member does not get it again, and where the consumer commits,
   * the group soon knows. Until it does, a crash delivers it again.
   */
  done(offset: string): void;
}

export interface ConsumerOptions {
  readonly group: string;
  readonly topic: string;
  /** Whether the group remembers its place; without, each start reads from the beginning. */
  readonly commits: boolean;
  /** Partitions that may be in `onBatch` at once. */
  readonly partitionsAtOnce: number;
  /** Must not throw: that would hold up every partition of the topic. What is returned without `done` is delivered again. */
  readonly onBatch: (batch: FetchedBatch, control: BatchControl) => Promise<void>;
  /** The consumer ended by itself and will not come back: make another. */
  readonly onGone: (error: Error) => void;
  /** Partitions were given to this member, anew or again. */
  readonly onAssigned?: () => void;
}

export interface Consumer {
  /** Finishes the batches in hand, leaves the group. */
  stop(): Promise<void>;
}

/** Where the messages of one send to one partition begin. */
export interface Acknowledged {
  readonly topic: string;
  readonly partition: number;
  /** -1 where the broker did not say. */
  readonly firstOffset: bigint;
}

export interface TopicMessages {
  readonly topic: string;
  readonly messages: readonly WireMessage[];
}

export interface Producer {
  /** Resolves when every in-sync replica has all of it. Messages of one key keep their order. */
  send(batches: readonly TopicMessages[]): Promise<readonly Acknowledged[]>;
  close(): Promise<void>;
}

export interface TopicConfig {
  readonly name: string;
  readonly partitions: number;
  readonly replicationFactor: number;
  readonly settings: Readonly<Record<string, string>>;
}

export interface PartitionEnds {
  readonly partition: number;
  readonly low: bigint;
  readonly high: bigint;
}

/** What the rest of the library knows of Kafka. The contract suite runs on every implementation. */
export interface Broker {
  producer(): Promise<Producer>;
  consume(options: ConsumerOptions): Promise<Consumer>;
  listTopics(): Promise<string[]>;
  createTopics(topics: readonly TopicConfig[]): Promise<void>;
  endsOf(topic: string): Promise<PartitionEnds[]>;
  /** Sum of messages that the group has not committed; the whole topic for a group that never committed. */
  lagOf(group: string, topic: string): Promise<number>;
  deleteGroup(group: string): Promise<void>;
  /** Topics and all that is in them; one that is not there is passed by. */
  deleteTopics(topics: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

/** A minimal logger (pino fits). */
export interface MessagingLog {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}
