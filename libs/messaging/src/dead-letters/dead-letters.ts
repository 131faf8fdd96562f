import { inTransaction } from '@wiredesk/persistence';
import type { DataSource } from 'typeorm';

import type { ChunkPorts, HandlerSpec } from '../consume/chunk.js';
import { redriveStep } from './redrive-step.js';

/** A message that could not be handled, and what waits behind it. */
export interface DeadLetter {
  readonly id: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
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

/** Who gives a dead letter up, and why: it stays on record. */
export interface DiscardReason {
  readonly by: string;
  readonly reason: string;
}

/**
 * `redriven`: messages handled, the dead letter itself and what was parked behind it. `stoppedBy`: one of the parked
 * ones failed in its turn and is a dead letter now. `failedAgain`: nothing changed.
 */
export type RedriveOutcome =
  | { readonly id: string; readonly redriven: number; readonly stoppedBy?: { readonly id: string; readonly reason: string } }
  | { readonly id: string; readonly failedAgain: string };

/** How to handle a topic's messages again; given by whoever consumes. */
export interface Redrivable {
  readonly ports: ChunkPorts;
  readonly spec: HandlerSpec;
  readonly onRedriven: () => void;
}

/** Letters of one key in their order, keys by their oldest failure: an earlier one has to go before a later one. */
const page = `
select d.id, d.topic, d.partition, d."offset", d.key, d.event_id as "eventId", d.type, d.reason, d.error, d.attempts, d.failed_at as "failedAt",
  (select count(*)::int from parked_message p where p.topic = d.topic and p.key = d.key) as "parkedBehind"
from dead_letter d
where d.discarded_at is null
  and ($1::text is null or d.topic = $1) and ($2::text is null or position($2 in d.reason) > 0) and ($3::uuid[] is null or d.id = any($3))
order by d.topic, d.partition, d."offset" limit $4`;

const counts = `
select (select count(*)::int from dead_letter where discarded_at is null) as letters, (select count(*)::int from parked_message) as parked`;

const pageMax = 500;

/** The way back for what could not be handled: list, redrive, discard. */
export class DeadLetters {
  private readonly redrivable = new Map<string, Redrivable>();

  constructor(private readonly dataSource: DataSource) {}

  /** Says how messages of a topic are handled. */
  register(topic: string, redrivable: Redrivable): void {
    this.redrivable.set(topic, redrivable);
  }

  /** At most `limit` (500) that match and were not given up, in the order of their topics. */
  async list(filter: DeadLetterFilter = {}, limit = pageMax): Promise<DeadLetter[]> {
    return (await this.dataSource.query(page, [filter.topic ?? null, filter.reasonContains ?? null, filter.ids ?? null, Math.min(limit, pageMax)])) as DeadLetter[];
  }

  /** How many there are, and how many messages wait behind them. */
  async count(): Promise<{ letters: number; parked: number }> {
    const [row] = (await this.dataSource.query(counts)) as { letters: number; parked: number }[];
    return row ?? { letters: 0, parked: 0 };
  }

  /** Handles each matching dead letter again (500 at most), and behind it, in their order, the parked messages of its key. */
  async redrive(filter: DeadLetterFilter): Promise<RedriveOutcome[]> {
    const outcomes: RedriveOutcome[] = [];
    for (const letter of await this.list(filter)) outcomes.push(await this.redriveOne(letter));
    return outcomes;
  }

  /** Gives up matching dead letters; what was parked behind them is handled. They stay on record with who and why. */
  async discard(filter: DeadLetterFilter, why: DiscardReason): Promise<RedriveOutcome[]> {
    const outcomes: RedriveOutcome[] = [];
    for (const letter of await this.list(filter)) outcomes.push(await this.redriveOne(letter, why));
    return outcomes;
  }

  private async redriveOne(letter: DeadLetter, discard?: DiscardReason): Promise<RedriveOutcome> {
    const how = this.redrivable.get(letter.topic);
    if (!how) return { id: letter.id, failedAgain: `nothing consumes ${letter.topic} here any more` };
    let redriven = 0;
    let given = discard;
    // Ends, because each step takes messages away or is the last.
    for (let next: string | undefined = letter.id; next !== undefined; ) {
      const id: string = next;
      try {
        const step = await redriveStep(how, (work) => inTransaction(this.dataSource, work), { ...letter, id }, given);
        redriven += step.handled;
        how.onRedriven();
        if (step.stoppedBy) return { id: letter.id, redriven, stoppedBy: step.stoppedBy };
        given = undefined;
        next = step.next;
      } catch (error) {
        const reason = (error as Error).message;
        return id === letter.id ? { id, failedAgain: reason } : { id: letter.id, redriven, stoppedBy: { id, reason } };
      }
    }
    return { id: letter.id, redriven };
  }
}
