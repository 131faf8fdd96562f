import { arrived, causeOf, isTransient, type Tx } from '@wiredesk/persistence';

import { finish, runHandler, type Located } from '../consume/chunk.js';
import type { EventBatch } from '../consume/event-batch.js';
import { readMessage } from '../wire.js';
import { bury, type Placed } from './dead-letter.store.js';
import type { DiscardReason, Redrivable } from './dead-letters.js';

interface LetterRow extends Placed {
  readonly id: string;
}

/** What one transaction of a redrive did. */
export interface RedriveStep {
  readonly handled: number;
  /** A parked message that became the dead letter of its key, because more wait than one step takes: go on with it. */
  readonly next?: string;
  /** A parked message that failed in its turn. */
  readonly stoppedBy?: { readonly id: string; readonly reason: string };
}

/** All letters of the key are locked, in one order: two redrives of one key come one after the other, and consumers wait (they look `for share`). */
const lettersOfKey = `
select id, topic, partition, "offset", key, value, headers from dead_letter
where topic = $1 and key = $2 and discarded_at is null order by partition, "offset" for update`;
const parkedBetween = `
select topic, partition, "offset", key, value, headers from parked_message
where topic = $1 and key = $2 and ($3::bigint is null or partition <> $4 or "offset" < $3) order by partition, "offset" limit $5 for update`;
const dropLetter = 'delete from dead_letter where id = $1';
const giveUpLetter = 'update dead_letter set discarded_at = now(), discarded_by = $2, discard_reason = $3 where id = $1';
const dropParked = 'delete from parked_message where (topic, partition, "offset") in (select * from unnest($1::text[], $2::int[], $3::bigint[]))';

const parkedPerStepMax = 500;
/** One of these is promoted to hold the key for the next step; the others are spare, should it be handled or given up already. */
const spareMax = 20;

/**
 * One dead letter, handled again or given up, and behind it what is parked of its key up to the next dead letter: one
 * transaction. Throws, and changes nothing, where the letter itself fails again or an earlier one of its key is left.
 */
export const redriveStep = async (how: Redrivable, transaction: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>, letter: { id: string; topic: string; key: string }, discard?: DiscardReason): Promise<RedriveStep> => {
  const batches: (EventBatch | undefined)[] = [];
  const step = await transaction(async (tx) => {
    const letters = (await tx.query(lettersOfKey, [letter.topic, letter.key])) as LetterRow[];
    const own = letters.find((each) => each.id === letter.id);
    if (!own) return { handled: 0 };
    const earlier = letters.find((each) => each.partition === own.partition && BigInt(each.offset) < BigInt(own.offset));
    if (earlier) throw new Error(`an earlier message of the same key is dead as well (${earlier.id}): redrive or discard that one first`);
    if (discard) await tx.query(giveUpLetter, [own.id, discard.by, discard.reason]);
    else {
      await tx.query(dropLetter, [own.id]);
      batches.push(await runHandler(tx, how.ports, how.spec, [located(own)]));
    }
    const later = letters.find((each) => each.partition === own.partition && each.id !== own.id);
    const parked = (await tx.query(parkedBetween, [own.topic, own.key, later?.offset ?? null, own.partition, parkedPerStepMax + spareMax])) as Placed[];
    const behind = await handleParked(tx, how, parked.slice(0, parkedPerStepMax), batches);
    const handled = behind.handled + (discard ? 0 : 1);
    if (behind.stoppedBy) return { handled, stoppedBy: behind.stoppedBy };
    for (const rest of parked.slice(parkedPerStepMax)) {
      const next = await promote(tx, how, rest, 'its redrive was not finished');
      if (next !== undefined) return { handled, next };
    }
    return { handled };
  });
  for (const batch of batches) finish(how.ports, batch);
  return step;
};

/** All at once if they let themselves; otherwise one by one, up to the one that fails. */
const handleParked = async (tx: Tx, how: Redrivable, parked: readonly Placed[], batches: (EventBatch | undefined)[]): Promise<{ handled: number; stoppedBy?: { id: string; reason: string } }> => {
  if (parked.length === 0) return { handled: 0 };
  const together = await tryInside(tx, () => runHandler(tx, how.ports, how.spec, parked.map(located)));
  if ('batch' in together) {
    batches.push(together.batch);
    await unpark(tx, parked);
    return { handled: parked.length };
  }
  let handled = 0;
  for (const message of parked) {
    const alone = await tryInside(tx, () => runHandler(tx, how.ports, how.spec, [located(message)]));
    if ('reason' in alone) {
      const id = await promote(tx, how, message, alone.reason);
      if (id !== undefined) return { handled, stoppedBy: { id, reason: alone.reason } };
      continue;
    }
    batches.push(alone.batch);
    await unpark(tx, [message]);
    handled += 1;
  }
  return { handled };
};

/** Inside a savepoint, so that a failure takes back only this. A database that goes away ends the whole step. */
const tryInside = async (tx: Tx, work: () => Promise<EventBatch | undefined>): Promise<{ batch: EventBatch | undefined } | { reason: string }> => {
  await tx.query('savepoint parked');
  try {
    const batch = await work();
    await arrived(tx);
    await tx.query('release savepoint parked');
    return { batch };
  } catch (error) {
    const cause = await causeOf(tx, error);
    if (isTransient(cause)) throw cause;
    await tx.query('rollback to savepoint parked');
    return { reason: (cause as Error).message.slice(0, 300) };
  }
};

/** A parked message becomes the dead letter of its key; the rest stays parked behind it. undefined where it was handled or given up before: it just goes. */
const promote = async (tx: Tx, how: Redrivable, message: Placed, reason: string): Promise<string | undefined> => {
  await unpark(tx, [message]);
  return bury(tx, message, { reason, error: null, attempts: 1 }, how.ports.source);
};

const unpark = async (tx: Tx, messages: readonly Placed[]): Promise<void> => {
  await tx.query(dropParked, [messages.map((message) => message.topic), messages.map((message) => message.partition), messages.map((message) => message.offset)]);
};

const located = (row: Placed): Located => {
  const read = readMessage(row);
  if (read.kind !== 'event') throw new Error(read.kind === 'unknown' ? `type ${read.type} is not known to this build` : read.reason);
  return { topic: row.topic, partition: row.partition, offset: row.offset, key: row.key, value: row.value, headers: row.headers, event: read.event };
};
