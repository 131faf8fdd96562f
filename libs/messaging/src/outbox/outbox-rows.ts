import type { Session } from '@wiredesk/persistence';

import type { TopicMessages, WireMessage } from '../kafka/port.js';
import type { Floors } from './floor.js';

export interface OutboxRow {
  readonly lane: number;
  readonly id: number;
  readonly topic: string;
  readonly aggregate_id: string;
  readonly payload: string;
  readonly headers: Record<string, string>;
}

export interface Wanted {
  readonly limit: number;
  /** What was sent and still lies in the table, as int8multirange. */
  readonly settling: string;
  /** Topics that do not exist. */
  readonly blocked: readonly string[];
  readonly above: Floors;
}

const ofLane = (lane: 0 | 1): string => `
(select lane, id::float8 as id, topic, aggregate_id, payload, headers from outbox
where lane = ${lane} and outbox.id > $${4 + lane} and not (outbox.id <@ $2::int8multirange) and topic <> all($3::text[])
order by outbox.id limit $1)`;

/**
 * The next rows that were not sent yet, those of lane 0 first. Nothing is locked: one relay works at a time, and rows
 * of open transactions are not seen, they come with a later turn. The settling ones are passed by as ranges, what lies
 * below the floors by the index.
 */
const next = `select * from (${ofLane(0)} union all ${ofLane(1)}) as rows order by lane, id limit $1`;
const remove = 'delete from outbox where id = any($1::bigint[])';
const depth = `
select count(*)::int as depth, coalesce(extract(epoch from now() - min(created_at)), 0)::float8 as "oldestSeconds"
from outbox where (lane = 0 and id > $2 or lane = 1 and id > $3) and not (id <@ $1::int8multirange)`;
const lock = 'select pg_try_advisory_lock(hashtext($1), hashtext($2)) as mine';

export const nextRows = (session: Session, { limit, settling, blocked, above }: Wanted): Promise<OutboxRow[]> => session.query<OutboxRow>(next, [limit, settling, blocked, ...above]);

export const deleteRows = async (session: Session, ids: readonly number[]): Promise<void> => void (await session.query(remove, [ids]));

/** Rows that wait for Kafka, and the age of the oldest. */
export const depthOf = async (session: Session, settling: string, above: Floors): Promise<{ depth: number; oldestSeconds: number }> => {
  const [row] = await session.query<{ depth: number; oldestSeconds: number }>(depth, [settling, ...above]);
  return row ?? { depth: 0, oldestSeconds: 0 };
};

/** Whether this session is the one whose relay works. It is until it ends. */
export const tryLock = async (session: Session, schema: string): Promise<boolean> => {
  const [row] = await session.query<{ mine: boolean }>(lock, ['wiredesk.outbox', schema]);
  return row?.mine === true;
};

/** Rows of one batch by topic, in their order. */
export const batchesOf = (rows: readonly OutboxRow[], prefix: string): TopicMessages[] => {
  const byTopic = new Map<string, WireMessage[]>();
  for (const row of rows) {
    const topic = prefix + row.topic;
    const messages = byTopic.get(topic) ?? [];
    messages.push({ key: row.aggregate_id, value: row.payload, headers: row.headers });
    byTopic.set(topic, messages);
  }
  return [...byTopic].map(([topic, messages]) => ({ topic, messages }));
};
