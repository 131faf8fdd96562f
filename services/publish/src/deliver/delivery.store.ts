import type { Tx } from '@wiredesk/persistence';
import type { DataSource } from 'typeorm';

const hold = `update delivery set state = 'held' where subscriber_id = $1 and lane = 1 and state = 'due'`;
const release = `update delivery set state = 'due', due_at = $2, attempts = 0 where subscriber_id = $1 and state = 'held'`;
const cancel = `update delivery set state = 'superseded', finished_at = $2 where subscriber_id = $1 and lane = 1 and state in ('due', 'held')`;
const queue = `
insert into delivery (lane, subscriber_id, type, state, due_at, detail, created_at) values (1, $1, $2, 'due', $4, $3, $4) returning id`;

/** A worker that died holds its deliveries until then; its attempt stays counted. */
const releaseExpired = `update delivery set state = 'due', lease_until = null, last_error = 'the worker that held it stopped' where state = 'sending' and lease_until < $1`;

const prune = `
delete from delivery where id in (
  select id from delivery where finished_at < case when lane = 0 then $2::timestamptz else $1::timestamptz end and finished_at < $1 and state <> 'held' limit $3
)`;

/** What is queued for a subscriber waits until it is active again; removals do not. */
export const holdAll = async (tx: Tx, subscriberId: string): Promise<void> => {
  await tx.query(hold, [subscriberId]);
};

/** What was held becomes due: of each article its newest, because a newer one had superseded the older. */
export const releaseHeld = async (tx: Tx, subscriberId: string, now: Date): Promise<void> => {
  await tx.query(release, [subscriberId, now]);
};

/** Nothing but removals goes to a former subscriber. */
export const cancelAll = async (tx: Tx, subscriberId: string, now: Date): Promise<void> => {
  await tx.query(cancel, [subscriberId, now]);
};

/** A message that is about no article: `test.ping`. */
export interface OtherMessage {
  readonly subscriberId: string;
  readonly type: string;
  readonly detail: Readonly<Record<string, unknown>> | null;
}

/** Queues one and returns its id. */
export const queueMessage = async (tx: Tx, message: OtherMessage, now: Date): Promise<string> => {
  const [row] = (await tx.query(queue, [message.subscriberId, message.type, message.detail === null ? null : JSON.stringify(message.detail), now])) as { id: string }[];
  if (!row) throw new Error('an insert returned no row');
  return row.id;
};

/** Gives deliveries back whose worker is gone. Returns how many. */
export const releaseExpiredLeases = async (source: DataSource, now: Date): Promise<number> => {
  const [, count] = (await source.query(releaseExpired, [now])) as [unknown, number];
  return count;
};

/** Forgets finished deliveries that are older; at most `limit`. Copies are never forgotten. */
export const pruneDeliveries = async (source: DataSource, before: Date, removalsBefore: Date, limit: number): Promise<number> => {
  const [, count] = (await source.query(prune, [before, removalsBefore, limit])) as [unknown, number];
  return count;
};
