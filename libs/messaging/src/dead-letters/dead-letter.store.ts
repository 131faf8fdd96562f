import { deadLetterTopic } from '@wiredesk/contracts';
import type { Tx } from '@wiredesk/persistence';
import type { DataSource } from 'typeorm';

import type { WireMessage } from '../kafka/port.js';

/** A message with where it lay. */
export interface Placed extends WireMessage {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
}

export interface WhyDead {
  readonly reason: string;
  /** Stack of the error, for whoever mends the handler. */
  readonly error: string | null;
  readonly attempts: number;
}

/** Not where another replica has handled it by now (it took the partition over while this one was failing). */
const insertLetter = `
insert into dead_letter (topic, partition, "offset", key, event_id, type, value, headers, reason, error, attempts)
select $1, $2::int, $3::bigint, $4, $5::text, $6::text, $7, $8::jsonb, $9, $10::text, $11::int
where not exists (select from inbox where consumer = $1 and event_id::text = $5::text)
on conflict (topic, partition, "offset") do nothing returning id`;

/** A copy for whoever watches the topic; without one the dead letter is in the table all the same. */
const announceLetter = `
insert into outbox (event_id, topic, aggregate_id, type, payload, headers)
values (gen_random_uuid(), $1, $2, $3, $4, $5)`;

/** `for share` waits for a redrive that is just emptying the parked messages of a key: none may slip in behind it. */
const lettersOfKeys = 'select key from dead_letter where topic = $1 and key = any($2::text[]) and discarded_at is null for share';

const insertParked = `
insert into parked_message (topic, partition, "offset", key, value, headers)
select * from unnest($1::text[], $2::int[], $3::bigint[], $4::text[], $5::text[], $6::jsonb[])
on conflict do nothing`;

const anyLetter = 'select exists (select from dead_letter where topic = $1 and discarded_at is null) as any';

/** More of a value than this is not announced; the table has all of it. */
const announcedCharsMax = 200_000;

/** Writes one dead letter and its announcement; returns its id, undefined where there is nothing to bury. The message must be storable. */
export const bury = async (tx: Tx, message: Placed, why: WhyDead, source: string): Promise<string | undefined> => {
  const type = message.headers['ce_type'] ?? null;
  const [row] = (await tx.query(insertLetter, [message.topic, message.partition, message.offset, message.key, message.headers['ce_id'] ?? null, type, message.value, JSON.stringify(message.headers), why.reason, why.error, why.attempts])) as { id: string }[];
  if (!row) return undefined;
  const headers = { ...message.headers, wd_id: row.id, wd_reason: why.reason, wd_topic: message.topic, wd_partition: String(message.partition), wd_offset: message.offset };
  await tx.query(announceLetter, [deadLetterTopic(source), message.key, type ?? 'unknown', message.value.slice(0, announcedCharsMax), JSON.stringify(headers)]);
  return row.id;
};

/** Puts messages whose key has a dead letter behind it; returns the others, in their order. */
export const parkBehindLetters = async <M extends Placed>(tx: Tx, topic: string, messages: readonly M[]): Promise<M[]> => {
  const rows = (await tx.query(lettersOfKeys, [topic, messages.map((message) => message.key)])) as { key: string }[];
  if (rows.length === 0) return [...messages];
  const keys = new Set(rows.map((row) => row.key));
  const behind = messages.filter((message) => keys.has(message.key));
  await tx.query(insertParked, [
    behind.map((message) => message.topic),
    behind.map((message) => message.partition),
    behind.map((message) => message.offset),
    behind.map((message) => message.key),
    behind.map((message) => message.value),
    behind.map((message) => JSON.stringify(message.headers)),
  ]);
  return messages.filter((message) => !keys.has(message.key));
};

/** Whether any key of a topic may be parked. */
export const hasLetters = async (dataSource: DataSource, topic: string): Promise<boolean> => {
  const [row] = (await dataSource.query(anyLetter, [topic])) as { any: boolean }[];
  return row?.any === true;
};
