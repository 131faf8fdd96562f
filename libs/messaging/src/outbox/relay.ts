import { openSession, type Session } from '@wiredesk/persistence';
import type { DataSource } from 'typeorm';

import type { Acknowledged, Broker, MessagingLog, Producer } from '../kafka/port.js';
import { Sleeper } from '../sleeper.js';
import { Floor, type Floors } from './floor.js';
import { batchesOf, deleteRows, depthOf, nextRows, tryLock, type OutboxRow } from './outbox-rows.js';
import { Settling } from './settling.js';

export interface RelayOptions {
  readonly dataSource: DataSource;
  readonly schema: string;
  readonly broker: Broker;
  readonly topicPrefix: string;
  /**
   * How long an acknowledged row is kept, because the broker may not have it on disk yet (ADR 6). More than the
   * broker's flush interval; 0 where every partition has replicas on other machines.
   */
  readonly settleMs: number;
  readonly log: MessagingLog;
  readonly onDepth: (depth: number, oldestSeconds: number) => void;
  readonly onSent: (count: number) => void;
}

const rowsPerBatchMax = 500;
/** At most this lies in the table and is sent: beyond it the relay waits for the oldest to settle. */
const settlingRowsMax = 20_000;
/** Whoever commits wakes the relay; polls find what a process left that died in between. */
const pollBusyMs = 100;
const pollIdleMs = 500;
const idleAfterMs = 10_000;
const standbyMs = 1_000;
const backOffMaxMs = 3_000;
const depthEveryMs = 1_000;
const depthAtLeastEveryMs = 5_000;
const blockedForMs = 5_000;
/** A standby tells the working relay of its commits, all of some milliseconds at once. */
const noticeEveryMs = 10;

/**
 * Carries the outbox to Kafka. One relay per service works at a time, by an advisory lock on its connection: several
 * would break the order per key. The others stand by, tell it of what their processes commit, and take over when its
 * connection ends. Rows go after Kafka has them, so whatever dies in between, they are sent again and none is lost.
 */
export class OutboxRelay {
  private running = false;
  private loop: Promise<void> = Promise.resolve();
  private awake = false;
  private known = 0;
  private lastRowAt = 0;
  private lastDepthAt = 0;
  private lastNoticeAt = 0;
  private state: 'starting' | 'working' | 'standby' | 'failing' = 'starting';
  private reason = '';
  private readonly sleeper = new Sleeper();
  private floor = new Floor();
  private readonly blocked = new Map<string, number>();

  constructor(private readonly options: RelayOptions) {}

  start(): void {
    this.running = true;
    this.loop = this.run();
  }

  /** Something was committed: look now, not at the next poll. */
  wake(appended = 0): void {
    this.known += appended;
    this.awake = true;
    if (this.state !== 'failing') this.sleeper.wake();
  }

  /** Rows that wait for Kafka, as far as this process knows. */
  depth(): number {
    return Math.max(0, this.known);
  }

  /** undefined while all is well, else a sentence. */
  problem(): string | undefined {
    if (this.state === 'failing') return `the outbox relay cannot work: ${this.reason}`;
    const [topic] = this.blocked.keys();
    return topic === undefined ? undefined : `topic ${topic} does not exist; its events wait. Run the topics job`;
  }

  /** Sends what is left for at most `drainMs`, then lets go of the lock. What was sent and did not settle is sent again by the next. */
  async stop(drainMs: number): Promise<void> {
    const until = Date.now() + drainMs;
    while (this.state === 'working' && this.depth() > 0 && Date.now() < until) {
      this.wake();
      await this.sleeper.next(20);
    }
    this.running = false;
    this.sleeper.stop();
    const waited = new Sleeper();
    await Promise.race([this.loop, waited.next(Math.max(1_000, until - Date.now()))]);
    waited.stop();
  }

  private async run(): Promise<void> {
    let backOffMs = 100;
    while (this.running) {
      const startedAt = Date.now();
      try {
        await this.session();
      } catch (error) {
        if (!this.running) return;
        this.state = 'failing';
        this.reason = (error as Error).message;
        if (Date.now() - startedAt > 30_000) backOffMs = 100;
        this.options.log.warn({ err: error, backOffMs }, 'outbox relay failed, trying again');
        await this.sleeper.next(backOffMs);
        backOffMs = Math.min(backOffMs * 2, backOffMaxMs);
      }
    }
  }

  /** One life of the relay's connection and producer. */
  private async session(): Promise<void> {
    const { dataSource, schema, broker } = this.options;
    const session = await openSession(dataSource, `wiredesk ${schema} relay`);
    let producer: Producer | undefined;
    try {
      // A delete that is lost in a crash of the server only sends its row again; waiting for the disk doubles the p99.
      await session.query('set synchronous_commit = off');
      await this.measure(session, '{}', [0, 0]);
      while (this.running && !(await tryLock(session, schema))) await this.standBy(session);
      if (!this.running) return;
      producer = await broker.producer();
      await session.listen(channelOf(schema), () => this.wake());
      this.state = 'working';
      const settling = new Settling(this.options.settleMs);
      this.floor = new Floor();
      while (this.running) await this.turn(session, producer, settling);
    } finally {
      // The lock first: whatever the producer does about its end, another relay may begin.
      await session.end();
      await producer?.close().catch((error: unknown) => this.options.log.debug({ err: error }, 'the relay left its producer'));
    }
  }

  private async standBy(session: Session): Promise<void> {
    this.state = 'standby';
    const until = Date.now() + standbyMs;
    while (this.running && Date.now() < until) {
      if (this.awake && Date.now() - this.lastNoticeAt >= noticeEveryMs) {
        this.awake = false;
        this.lastNoticeAt = Date.now();
        await session.query('select pg_notify($1, $2)', [channelOf(this.options.schema), '']);
      }
      await this.sleeper.next(this.awake ? noticeEveryMs : Math.max(1, until - Date.now()));
    }
    await this.measureSometimes(session, '{}', [0, 0]);
  }

  private async turn(session: Session, producer: Producer, settling: Settling): Promise<void> {
    this.awake = false;
    await this.settle(session, settling);
    const blocked = this.blockedTopics();
    const above = this.floor.at(Date.now());
    const sent = settling.size < settlingRowsMax ? await this.relayOnce(session, producer, settling, blocked, above) : 0;
    if (sent > 0) {
      this.lastRowAt = Date.now();
      this.known -= sent;
      this.options.onSent(sent);
    }
    await this.measureSometimes(session, settling.ranges(), above);
    if (sent === rowsPerBatchMax || this.awake) return;
    await this.sleeper.next(Date.now() - this.lastRowAt > idleAfterMs ? pollIdleMs : pollBusyMs);
  }

  private async relayOnce(session: Session, producer: Producer, settling: Settling, blocked: readonly string[], above: Floors): Promise<number> {
    const rows = await nextRows(session, { limit: rowsPerBatchMax, settling: settling.ranges(), blocked, above });
    if (rows.length === 0) return 0;
    const batches = batchesOf(rows, this.options.topicPrefix);
    const atMs = Date.now();
    let places: readonly Acknowledged[];
    try {
      places = await producer.send(batches);
    } catch (error) {
      await this.blockMissing(rows);
      throw error;
    }
    const ids = rows.map((row) => row.id);
    if (this.options.settleMs === 0) await deleteRows(session, ids);
    else if (!settling.add(ids, places, atMs)) throw new Error('Kafka lost messages that it had acknowledged (its machine went down?); they are sent again');
    this.floor.sent(rows, atMs);
    return rows.length;
  }

  /** Deletes what is known to be on the broker's disk. Asks Kafka where nothing else tells; a log that was cut ends the session, and the next sends again. */
  private async settle(session: Session, settling: Settling): Promise<void> {
    const due = settling.due(Date.now());
    if (due.sends === 0) return;
    for (const topic of new Set(due.unproven.map((place) => place.topic))) {
      const highs = new Map((await this.options.broker.endsOf(topic)).map(({ partition, high }) => [partition, high]));
      const cut = due.unproven.find((place) => place.topic === topic && place.firstOffset >= (highs.get(place.partition) ?? 0n));
      if (cut) throw new Error(`Kafka lost messages of ${topic}, partition ${cut.partition}, that it had acknowledged (its machine went down?); they are sent again`);
    }
    await deleteRows(session, due.ids);
    settling.settled(due);
  }

  /** One topic that does not exist must not hold up the others: its rows are passed by for some seconds. */
  private async blockMissing(rows: readonly OutboxRow[]): Promise<void> {
    const there = new Set(await this.options.broker.listTopics());
    for (const { topic } of rows) {
      if (there.has(this.options.topicPrefix + topic) || this.blocked.has(topic)) continue;
      this.blocked.set(topic, Date.now() + blockedForMs);
      this.options.log.error({ topic: this.options.topicPrefix + topic }, 'topic does not exist; its events wait. Run the topics job');
    }
  }

  private blockedTopics(): string[] {
    for (const [topic, until] of this.blocked) {
      if (until >= Date.now()) continue;
      this.blocked.delete(topic);
      // What waited for it lies below the floors.
      this.floor = new Floor();
    }
    return [...this.blocked.keys()];
  }

  private async measureSometimes(session: Session, settling: string, above: Floors): Promise<void> {
    const sinceMs = Date.now() - this.lastDepthAt;
    if (sinceMs < depthEveryMs || (this.known === 0 && sinceMs < depthAtLeastEveryMs)) return;
    await this.measure(session, settling, above);
  }

  private async measure(session: Session, settling: string, above: Floors): Promise<void> {
    const { depth, oldestSeconds } = await depthOf(session, settling, above);
    this.lastDepthAt = Date.now();
    this.known = depth;
    this.options.onDepth(depth, oldestSeconds);
  }
}

const channelOf = (schema: string): string => `wiredesk_outbox_${schema}`;
