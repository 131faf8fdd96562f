import { inTransaction, type Tx } from '@wiredesk/persistence';
import type { DataSource } from 'typeorm';

import { finish, runHandler, type ChunkPorts, type HandlerSpec, type Located } from '../consume/chunk.js';
import type { EventBatch } from '../consume/event-batch.js';
import { readMessage } from '../wire.js';

/** A message that could not be handled, and what waits behind it. */
export interface DeadLetter {
  readonly id: string;
  readonly topic: string;
  readonly key: string;
  readonly eventId: string | null;
  readonly type: string | null;
  readonly reason: string;
  readonly error: string | null;
  readonly attempts: number;
  readonly failedAt: string;
  /** Later messages of the same key that wait. */
  readonly parkedBehind: number;
}

export interface DeadLetterFilter {
  readonly topic?: string;
  readonly reasonContains?: string;
  readonly ids?: readonly string[];
}

export type RedriveOutcome = { readonly id: string; readonly redriven: number } | { readonly id: string; readonly failedAgain: string };

/** How to handle a topic's messages again; given by whoever consumes. */
export interface Redrivable {
  readonly ports: ChunkPorts;
  readonly spec: HandlerSpec;
  readonly onRedriven: () => void;
}

interface MessageRow {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly key: string;
  readonly value: string;
  readonly headers: Record<string, string>;
}

const page = `
select d.id, d.topic, d.key, d.event_id as "eventId", d.type, d.reason, d.error, d.attempts, d.failed_at as "failedAt",
  (select count(*)::int from parked_message p where p.topic = d.topic and p.key = d.key) as "parkedBehind"
from dead_letter d
where ($1::text is null or d.topic = $1) and ($2::text is null or position($2 in d.reason) > 0) and ($3::uuid[] is null or d.id = any($3))
order by d.failed_at, d.id limit $4`;

const takeOne = 'select topic, partition, "offset", key, value, headers from dead_letter where id = $1 for update';
const takeParked = 'delete from parked_message where topic = $1 and key = $2 returning topic, partition, "offset", key, value, headers';
const drop = 'delete from dead_letter where id = $1';
const others = 'select count(*)::int as n from dead_letter where topic = $1 and key = $2 and id <> $3';

const pageMax = 500;

/** The way back for what could not be handled: list, redrive, discard. */
export class DeadLetters {
  private readonly redrivable = new Map<string, Redrivable>();

  constructor(private readonly dataSource: DataSource) {}

  /** Says how messages of a topic are handled. */
  register(topic: string, redrivable: Redrivable): void {
    this.redrivable.set(topic, redrivable);
  }

  /** At most `limit` (500) that match, the oldest first. */
  async list(filter: DeadLetterFilter = {}, limit = pageMax): Promise<DeadLetter[]> {
    return (await this.dataSource.query(page, [filter.topic ?? null, filter.reasonContains ?? null, filter.ids ?? null, Math.min(limit, pageMax)])) as DeadLetter[];
  }

  /**
   * Handles each matching dead letter again, and behind it, in their order, the parked messages of its key: one
   * transaction per dead letter. One that fails again stays as it was.
   */
  async redrive(filter: DeadLetterFilter): Promise<RedriveOutcome[]> {
    const outcomes: RedriveOutcome[] = [];
    for (const letter of await this.list(filter)) outcomes.push(await this.redriveOne(letter));
    return outcomes;
  }

  /** Gives up matching dead letters for good; what was parked behind them is handled. The caller logs who and why. */
  async discard(filter: DeadLetterFilter): Promise<RedriveOutcome[]> {
    const outcomes: RedriveOutcome[] = [];
    for (const letter of await this.list(filter)) outcomes.push(await this.redriveOne(letter, true));
    return outcomes;
  }

  private async redriveOne(letter: DeadLetter, discard = false): Promise<RedriveOutcome> {
    const how = this.redrivable.get(letter.topic);
    if (!how) return { id: letter.id, failedAgain: `nothing consumes ${letter.topic} here any more` };
    let batch: EventBatch | undefined;
    try {
      const count = await inTransaction(this.dataSource, async (tx) => {
        const messages = await this.take(tx, letter, discard);
        batch = await runHandler(tx, how.ports, how.spec, messages);
        return messages.length;
      });
      finish(how.ports, batch);
      how.onRedriven();
      return { id: letter.id, redriven: count };
    } catch (error) {
      return { id: letter.id, failedAgain: (error as Error).message };
    }
  }

  private async take(tx: Tx, letter: DeadLetter, discard: boolean): Promise<Located[]> {
    const [own] = (await tx.query(takeOne, [letter.id])) as MessageRow[];
    if (!own) return [];
    await tx.query(drop, [letter.id]);
    const [{ n: stillDead }] = (await tx.query(others, [own.topic, own.key, letter.id])) as [{ n: number }];
    const [parked] = stillDead > 0 ? [[]] : ((await tx.query(takeParked, [own.topic, own.key])) as [MessageRow[], number]);
    const inOrder = [...parked].sort((a, b) => a.partition - b.partition || Number(BigInt(a.offset) - BigInt(b.offset)));
    return (discard ? inOrder : [own, ...inOrder]).map(located);
  }
}

const located = (row: MessageRow): Located => {
  const read = readMessage(row);
  if (read.kind !== 'event') throw new Error(read.kind === 'unknown' ? `type ${read.type} is not known to this build` : read.reason);
  return { ...row, event: read.event };
};
