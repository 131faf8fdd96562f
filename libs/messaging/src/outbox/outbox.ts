import type { OutgoingEvent } from '@wiredesk/contracts';
import { inTransaction, type Tx } from '@wiredesk/persistence';
import type { DataSource } from 'typeorm';

import { appendToOutbox } from './append.js';

/** More waits for Kafka than the bound allows: new work is refused until some of it is gone. */
export class OutboxFull extends Error {
  constructor(
    readonly depth: number,
    readonly retryAfterSeconds: number,
  ) {
    super(`the outbox holds ${depth} events`);
  }
}

export interface OutboxOptions {
  readonly dataSource: DataSource;
  readonly source: string;
  readonly rowsMax: number;
  /** Called after each commit that appended. */
  readonly onAppended: (count: number) => void;
  /** Rows that wait, as last seen by the relay plus what was appended since. */
  readonly depth: () => number;
}

const retryAfterSeconds = 5;

/** How an HTTP handler changes state and says so: one transaction for both. */
export class Outbox {
  constructor(private readonly options: OutboxOptions) {}

  /** Runs `work` and appends what it emits in one transaction, then wakes the relay. */
  async transaction<T>(work: (tx: Tx, emit: (events: readonly OutgoingEvent[]) => void) => Promise<T> | T): Promise<T> {
    const events: OutgoingEvent[] = [];
    const result = await inTransaction(this.options.dataSource, async (tx) => {
      events.length = 0;
      const value = await work(tx, (more) => events.push(...more));
      appendToOutbox(tx, events, this.options.source);
      return value;
    });
    if (events.length > 0) this.options.onAppended(events.length);
    return result;
  }

  /** Throws OutboxFull while more rows wait than the bound. Ask before taking work from outside. */
  assertRoom(): void {
    if (!this.hasRoom()) throw new OutboxFull(this.options.depth(), retryAfterSeconds);
  }

  hasRoom(): boolean {
    return this.options.depth() < this.options.rowsMax;
  }
}
