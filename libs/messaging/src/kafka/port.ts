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
  /** Tells the group that we are alive; an error of it (a rebalance) shows in `isStale`. */
  heartbeat(): Promise<void>;
  /** The partition was given to another member, or the consumer is stopping: what is done now is done again there. */
  isStale(): boolean;
  /** Marks everything up to and with this offset as done and commits it. */
  commit(offset: string): Promise<void>;
}

export interface ConsumerOptions {
  readonly group: string;
  readonly topic: string;
  /** Partitions that may be in `onBatch` at once. */
  readonly partitionsAtOnce: number;
  readonly onBatch: (batch: FetchedBatch, control: BatchControl) => Promise<void>;
  /** The consumer ended by itself and will not come back: make another. */
  readonly onGone: (error: Error) => void;
}

export interface Consumer {
  /** Finishes the batches in hand, leaves the group. */
  stop(): Promise<void>;
}

export interface Producer {
  /** Resolves when every in-sync replica has all of it. Messages of one key keep their order. */
  send(batches: readonly { topic: string; messages: readonly WireMessage[] }[]): Promise<void>;
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
  /** Sum of messages that the group has not committed; 0 for a group that never committed. */
  lagOf(group: string, topic: string): Promise<number>;
  deleteGroup(group: string): Promise<void>;
  close(): Promise<void>;
}

/** A minimal logger (pino fits). */
export interface MessagingLog {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}
