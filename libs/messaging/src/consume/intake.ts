import type { BatchControl, FetchedBatch, FetchedMessage, MessagingLog } from '../kafka/port.js';
import type { Placed } from '../dead-letters/dead-letter.store.js';
import type { Sleeper } from '../sleeper.js';

export interface IntakeOptions {
  /** Without the deployment's prefix. */
  readonly topic: string;
  /** Messages per transaction at most. */
  readonly chunkMax: number;
  /** From the beginning of one transaction to that of the next at least, unless a full chunk waits; 0 for no pause. */
  readonly paceMs: number;
  /** Handles messages, in their order; false when it gave up because they are stale. */
  readonly work: (messages: readonly Placed[], isStale: () => boolean) => Promise<boolean>;
  /** False while the outbox is full: what we consume would make it fuller. */
  readonly hasRoom: () => boolean;
  readonly sleeper: Sleeper;
  readonly log: MessagingLog;
}

/** A batch of one partition that waits for its turns, and who waits for it. */
interface Waiting {
  readonly batch: FetchedBatch;
  readonly control: BatchControl;
  from: number;
  readonly finished: () => void;
}

const askForRoomMs = 200;
const afterDefectMs = 1_000;

/**
 * Makes chunks of what is fetched. Batches of all assigned partitions that are in hand at the same time are handled
 * together, each with its share, up to `chunkMax` messages per transaction: at twelve partitions and a steady trickle
 * that is one commit instead of twelve, and no partition waits for the backlog of another. The order within a partition
 * stays, because a partition has one batch in hand at a time.
 */
export class Intake {
  private waiting: Waiting[] = [];
  private draining = false;
  private lastTurnAtMs = Number.NEGATIVE_INFINITY;

  constructor(private readonly options: IntakeOptions) {}

  /** Resolves when the batch is done or stale. Never rejects. */
  take(batch: FetchedBatch, control: BatchControl): Promise<void> {
    return new Promise((resolve) => {
      this.waiting.push({ batch, control, from: 0, finished: resolve });
      if (!this.draining) void this.drain();
    });
  }

  private async drain(): Promise<void> {
    this.draining = true;
    // Batches of one fetch arrive one after the other within a turn of the event loop: take them together.
    await new Promise<void>((resolve) => setImmediate(resolve));
    while (this.waiting.length > 0) {
      if (this.dropStale() && (await this.room()) && (await this.isTime())) await this.turn();
    }
    this.draining = false;
  }

  /** Gives back what is not ours any more; true while something is left. */
  private dropStale(): boolean {
    for (const each of this.waiting) if (each.control.isStale()) each.finished();
    this.waiting = this.waiting.filter((each) => !each.control.isStale());
    return this.waiting.length > 0;
  }

  private async room(): Promise<boolean> {
    if (this.options.hasRoom()) return true;
    await this.options.sleeper.next(askForRoomMs);
    // A stopped sleeper does not wait: whoever stops us must get a turn of the event loop to say so.
    await new Promise<void>((resolve) => setImmediate(resolve));
    return false;
  }

  /** What nobody waits for comes together: a transaction costs the same for one message and for twenty. */
  private async isTime(): Promise<boolean> {
    const waitMs = this.lastTurnAtMs + this.options.paceMs - performance.now();
    const count = this.waiting.reduce((sum, each) => sum + each.batch.messages.length - each.from, 0);
    if (waitMs <= 0 || count >= this.options.chunkMax) return true;
    await this.options.sleeper.next(waitMs);
    return this.dropStale();
  }

  private async turn(): Promise<void> {
    this.lastTurnAtMs = performance.now();
    const shares = sharesOf(this.waiting, this.options.chunkMax);
    const messages = shares.flatMap(({ waiting, count }) => this.placed(waiting.batch, waiting.batch.messages.slice(waiting.from, waiting.from + count)));
    const isStale = (): boolean => shares.every(({ waiting }) => waiting.control.isStale());
    const handled = await this.tryToWork(messages, isStale);
    for (const { waiting, count } of shares) {
      const last = waiting.batch.messages[waiting.from + count - 1];
      if (handled && last) waiting.control.done(last.offset);
      waiting.from += count;
      if (!handled || waiting.from >= waiting.batch.messages.length) waiting.finished();
    }
    this.waiting = this.waiting.filter((each) => handled ? each.from < each.batch.messages.length : !shares.some(({ waiting }) => waiting === each));
  }

  private async tryToWork(messages: readonly Placed[], isStale: () => boolean): Promise<boolean> {
    try {
      return await this.options.work(messages, isStale);
    } catch (error) {
      // A defect of ours: every failure of handlers, database and broker has its answer in there. Delivered again.
      this.options.log.error({ err: error, topic: this.options.topic }, 'a chunk failed in a way that has no answer, it is delivered again');
      await this.options.sleeper.next(afterDefectMs);
      return false;
    }
  }

  private placed(batch: FetchedBatch, messages: readonly FetchedMessage[]): Placed[] {
    return messages.map((message) => ({ topic: this.options.topic, partition: batch.partition, offset: message.offset, key: message.key, value: message.value, headers: message.headers }));
  }
}

/** How many messages of each batch come into the next chunk: equal shares, and what one does not need goes to the next. */
const sharesOf = (waiting: readonly Waiting[], chunkMax: number): { waiting: Waiting; count: number }[] => {
  let room = chunkMax;
  return waiting.slice(0, chunkMax).map((each, index, taken) => {
    const share = Math.max(1, Math.floor(room / (taken.length - index)));
    const count = Math.min(share, each.batch.messages.length - each.from);
    room -= count;
    return { waiting: each, count };
  });
};
