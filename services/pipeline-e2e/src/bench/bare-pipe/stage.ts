import { Kafka, logLevel } from 'kafkajs';
import { Pool } from 'pg';

import { nowMs, openLoop } from '../statistics.js';

/**
 * One stage of the bare pipe, a process of its own: what the product's hops cost with kafkajs and pg alone. A stage
 * takes from its topic in batches, writes inbox, row and outbox in one transaction, and relays its outbox to the
 * next topic. The first stage has a generator instead of a topic, the last one keeps the latencies.
 */
interface StageCommand {
  readonly name: string;
  readonly databaseUrl: string;
  readonly brokers: string[];
  readonly from: string | null;
  readonly to: string | null;
}

interface LoadCommand {
  readonly ratePerSecond: number;
  readonly seconds: number;
}

interface Message {
  readonly id: string;
  readonly t0: number;
}

const relayBatchMax = 500;
const insertBatch = 100;
const outboxDepthMax = 20_000;
const body = 'x'.repeat(4_096);

const relayed = 'delete from outbox where id in (select id from outbox order by id limit $1 for update skip locked) returning id, key, payload';

class Stage {
  private readonly pool: Pool;
  private readonly kafka: Kafka;
  private wake: () => void = () => undefined;
  private latencies: number[] = [];
  private arrived = 0;
  private waiting = 0;

  constructor(private readonly stage: StageCommand) {
    this.pool = new Pool({ connectionString: stage.databaseUrl, max: 6 });
    this.kafka = new Kafka({ clientId: `bare-${stage.name}`, brokers: stage.brokers, logLevel: logLevel.ERROR });
  }

  async start(): Promise<void> {
    const { name } = this.stage;
    await this.pool.query(`drop schema if exists bare_${name} cascade; create schema bare_${name}`);
    await this.pool.query(`create table bare_${name}.row (id uuid primary key, body text not null, t0 double precision not null);
      create table bare_${name}.inbox (event_id uuid primary key);
      create table bare_${name}.outbox (id bigserial primary key, key text not null, payload text not null)`);
    if (this.stage.to) await this.startRelay(this.stage.to);
    if (this.stage.from) await this.startConsumer(this.stage.from);
  }

  async load({ ratePerSecond, seconds }: LoadCommand): Promise<void> {
    if (ratePerSecond > 0) return openLoop(ratePerSecond, seconds, () => this.store([{ id: crypto.randomUUID(), t0: nowMs() }]));
    const until = nowMs() + seconds * 1_000;
    const worker = async (): Promise<void> => {
      while (nowMs() < until) {
        if (this.waiting > outboxDepthMax) await new Promise((resolve) => setTimeout(resolve, 5));
        else await this.store(Array.from({ length: insertBatch }, () => ({ id: crypto.randomUUID(), t0: nowMs() })));
      }
    };
    await Promise.all([worker(), worker(), worker(), worker()]);
  }

  takeFigures(): { latencies: number[]; arrived: number } {
    const figures = { latencies: this.latencies, arrived: this.arrived };
    this.latencies = [];
    this.arrived = 0;
    return figures;
  }

  /** Row and outbox of new messages, one transaction; the inbox decides what is new. */
  private async store(messages: readonly Message[]): Promise<void> {
    const { name, from, to } = this.stage;
    const ids = messages.map((message) => message.id);
    const t0s = messages.map((message) => message.t0);
    const client = await this.pool.connect();
    try {
      await client.query('begin');
      if (from) await client.query(`insert into bare_${name}.inbox select unnest($1::uuid[]) on conflict do nothing`, [ids]);
      await client.query(
        `insert into bare_${name}.row select m.id, $3, m.t0 from unnest($1::uuid[], $2::float8[]) m(id, t0) on conflict do nothing`,
        [ids, t0s, from ? '' : body],
      );
      if (to) {
        await client.query(`insert into bare_${name}.outbox (key, payload) select * from unnest($1::text[], $2::text[])`, [
          ids,
          messages.map((message) => JSON.stringify(message)),
        ]);
      }
      await client.query('commit');
    } finally {
      client.release();
    }
    this.waiting += to ? messages.length : 0;
    this.wake();
  }

  private async startRelay(topic: string): Promise<void> {
    const producer = this.kafka.producer({ idempotent: true, maxInFlightRequests: 1 });
    await producer.connect();
    let awake = false;
    let wakeNow: () => void = () => undefined;
    this.wake = () => {
      awake = true;
      wakeNow();
    };
    const loop = async (): Promise<void> => {
      const client = await this.pool.connect();
      await client.query(`set synchronous_commit = off; set search_path to bare_${this.stage.name}`);
      for (;;) {
        awake = false;
        await client.query('begin');
        const { rows } = await client.query<{ id: string; key: string; payload: string }>(relayed, [relayBatchMax]);
        if (rows.length > 0) {
          rows.sort((a, b) => Number(a.id) - Number(b.id));
          await producer.send({ topic, acks: -1, messages: rows.map((row) => ({ key: row.key, value: row.payload })) });
        }
        await client.query('commit');
        this.waiting -= rows.length;
        if (rows.length === 0 && !awake) {
          await new Promise<void>((resolve) => {
            wakeNow = resolve;
            setTimeout(resolve, 50);
          });
        }
      }
    };
    loop().catch((error: unknown) => {
      process.stderr.write(`relay of ${this.stage.name}: ${String(error)}\n`);
      process.exit(1);
    });
  }

  private async startConsumer(topic: string): Promise<void> {
    const consumer = this.kafka.consumer({ groupId: `bare-${this.stage.name}-${process.pid}`, maxWaitTimeInMs: 500 });
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      eachBatch: async ({ batch, resolveOffset, commitOffsetsIfNecessary, uncommittedOffsets }) => {
        for (let from = 0; from < batch.messages.length; from += 200) {
          const chunk = batch.messages.slice(from, from + 200);
          const messages = chunk.map((message) => JSON.parse(message.value?.toString() ?? '{}') as Message);
          await this.store(messages);
          this.arrived += messages.length;
          if (!this.stage.to) for (const message of messages) this.latencies.push(nowMs() - message.t0);
          resolveOffset(chunk.at(-1)?.offset ?? '0');
        }
        await commitOffsetsIfNecessary(uncommittedOffsets());
      },
    });
  }
}

let stage: Stage | undefined;
process.on('message', (message: { kind: string } & Record<string, unknown>) => {
  const answer = (value: unknown): void => void process.send?.({ kind: message.kind, value });
  const work = async (): Promise<void> => {
    if (message.kind === 'start') {
      stage = new Stage(message as unknown as StageCommand);
      await stage.start();
      answer('started');
    } else if (message.kind === 'load') {
      await stage?.load(message as unknown as LoadCommand);
      answer('loaded');
    } else if (message.kind === 'figures') answer(stage?.takeFigures());
  };
  work().catch((error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exit(1);
  });
});
