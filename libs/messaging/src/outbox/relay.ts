import { setTimeout as sleep } from 'node:timers/promises';

import type { DataSource, QueryRunner } from 'typeorm';

import type { Broker, MessagingLog, Producer, WireMessage } from '../kafka/port.js';

/**
 * Deletes and returns the next rows; the caller commits after Kafka has them, so a crash between sends them again and
 * loses none. `skip locked` passes by rows whose transaction is still open: they come with the next batch.
 */
const takeRows = `
with taken as (
  select id from outbox order by lane, id limit $1 for update skip locked
), gone as (
  delete from outbox using taken where outbox.id = taken.id
  returning outbox.id, outbox.lane, outbox.topic, outbox.aggregate_id, outbox.payload, outbox.headers, outbox.created_at
)
select * from gone order by lane, id`;

const tryLock = 'select pg_try_advisory_lock(hashtext($1), hashtext($2)) as mine';
const depthNow = `select count(*)::int as depth, coalesce(extract(epoch from now() - min(created_at)), 0)::float8 as age_s from outbox`;

interface OutboxRow {
  readonly topic: string;
  readonly aggregate_id: string;
  readonly payload: string;
  readonly headers: Record<string, string>;
}

export interface RelayOptions {
  readonly dataSource: DataSource;
  readonly schema: string;
  readonly broker: Broker;
  readonly topicPrefix: string;
  readonly log: MessagingLog;
  readonly onDepth: (depth: number, oldestSeconds: number) => void;
  readonly onSent: (count: number) => void;
}

const rowsPerBatchMax = 500;
const pollBusyMs = 50;
const pollIdleMs = 250;
/** After this long without a row the slower poll is enough: the commit of this process wakes us anyway. */
const idleAfterMs = 10_000;
const standbyMs = 1_000;
const backOffMaxMs = 3_000;
const depthEveryMs = 1_000;

/**
 * Carries the outbox to Kafka. One relay per service works at a time, by an advisory lock on its connection: several
 * would break the order per key. The others stand by and take over when that connection ends.
 */
export class OutboxRelay {
  private running = false;
  private loop: Promise<void> = Promise.resolve();
  private wakeUp: (() => void) | undefined;
  private awake = false;
  private known = 0;
  private lastRowAt = 0;
  private lastDepthAt = 0;
  private state: 'starting' | 'working' | 'standby' | 'failing' = 'starting';
  private readonly stopped = new AbortController();

  constructor(private readonly options: RelayOptions) {}

  start(): void {
    this.running = true;
    this.loop = this.run();
  }

  /** Something was committed: look now, not at the next poll. */
  wake(appended = 0): void {
    this.known += appended;
    this.awake = true;
    this.wakeUp?.();
  }

  /** Rows that wait, as far as this process knows. */
  depth(): number {
    return Math.max(0, this.known);
  }

  /** undefined while all is well, else a sentence. */
  problem(): string | undefined {
    return this.state === 'failing' ? 'the outbox relay cannot reach Kafka or the database' : undefined;
  }

  /** Sends what is left for at most `drainMs`, then lets go of the lock. */
  async stop(drainMs: number): Promise<void> {
    const until = Date.now() + drainMs;
    while (this.state === 'working' && this.depth() > 0 && Date.now() < until) {
      this.wake();
      await sleep(20);
    }
    this.running = false;
    this.wake();
    this.stopped.abort();
    await this.loop;
  }

  private async run(): Promise<void> {
    let backOffMs = 100;
    while (this.running) {
      try {
        await this.session();
        backOffMs = 100;
      } catch (error) {
        if (!this.running) return;
        this.state = 'failing';
        this.options.log.warn({ err: error, backOffMs }, 'outbox relay lost its connection, trying again');
        await this.pause(backOffMs);
        backOffMs = Math.min(backOffMs * 2, backOffMaxMs);
      }
    }
  }

  /** One life of the relay's connection. */
  private async session(): Promise<void> {
    const runner = this.options.dataSource.createQueryRunner();
    let producer: Producer | undefined;
    try {
      await runner.connect();
      // A delete that is lost in a crash of the server only sends its row again; waiting for the disk doubles the p99.
      await runner.query('set synchronous_commit = off');
      while (this.running && !(await this.lock(runner))) {
        this.state = 'standby';
        await this.pause(standbyMs);
      }
      if (!this.running) return;
      producer = await this.options.broker.producer();
      this.state = 'working';
      while (this.running) await this.turn(runner, producer);
    } finally {
      await producer?.close();
      await this.release(runner);
    }
  }

  private async lock(runner: QueryRunner): Promise<boolean> {
    const [row] = (await runner.query(tryLock, ['wiredesk.outbox', this.options.schema])) as { mine: boolean }[];
    return row?.mine === true;
  }

  /** A pooled connection keeps its session, and with it the lock, until it is told otherwise. */
  private async release(runner: QueryRunner): Promise<void> {
    try {
      if (runner.isTransactionActive) await runner.rollbackTransaction();
      await runner.query('select pg_advisory_unlock_all(); set synchronous_commit = on');
    } catch (error) {
      this.options.log.debug({ err: error }, 'the relay connection was gone already');
    } finally {
      await runner.release();
    }
  }

  private async turn(runner: QueryRunner, producer: Producer): Promise<void> {
    this.awake = false;
    const sent = await this.relayOnce(runner, producer);
    if (sent > 0) {
      this.lastRowAt = Date.now();
      this.known -= sent;
      this.options.onSent(sent);
    }
    if (Date.now() - this.lastDepthAt > depthEveryMs && (sent > 0 || this.known !== 0 || this.lastDepthAt === 0 || Date.now() - this.lastDepthAt > 5_000)) await this.measure(runner);
    if (sent === rowsPerBatchMax || this.awake) return;
    await this.pause(Date.now() - this.lastRowAt > idleAfterMs ? pollIdleMs : pollBusyMs);
  }

  private async relayOnce(runner: QueryRunner, producer: Producer): Promise<number> {
    await runner.startTransaction();
    try {
      const rows = (await runner.query(takeRows, [rowsPerBatchMax])) as OutboxRow[];
      if (rows.length > 0) await producer.send(batchesOf(rows, this.options.topicPrefix));
      await runner.commitTransaction();
      return rows.length;
    } catch (error) {
      if (runner.isTransactionActive) await runner.rollbackTransaction();
      throw error;
    }
  }

  private async measure(runner: QueryRunner): Promise<void> {
    const [row] = (await runner.query(depthNow)) as { depth: number; age_s: number }[];
    this.lastDepthAt = Date.now();
    this.known = row?.depth ?? 0;
    this.options.onDepth(this.known, row?.age_s ?? 0);
  }

  private async pause(ms: number): Promise<void> {
    if (this.awake && this.state === 'working') return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.wakeUp = undefined;
  }
}

/** Rows of one batch by topic, in their order. */
const batchesOf = (rows: readonly OutboxRow[], prefix: string): { topic: string; messages: WireMessage[] }[] => {
  const byTopic = new Map<string, WireMessage[]>();
  for (const row of rows) {
    const topic = prefix + row.topic;
    const messages = byTopic.get(topic) ?? [];
    messages.push({ key: row.aggregate_id, value: row.payload, headers: row.headers });
    byTopic.set(topic, messages);
  }
  return [...byTopic].map(([topic, messages]) => ({ topic, messages }));
};
