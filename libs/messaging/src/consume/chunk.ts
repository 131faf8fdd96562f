import type { ReceivedEvent } from '@wiredesk/contracts';
import { inTransaction, type Tx } from '@wiredesk/persistence';
import type { DataSource } from 'typeorm';

import { appendToOutbox } from '../outbox/append.js';
import { EventBatch } from './event-batch.js';

/** A message that passed its contract, with where it lay. */
export interface Located {
  readonly event: ReceivedEvent;
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly key: string;
  readonly value: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface HandlerSpec {
  readonly handle: (batch: EventBatch) => Promise<void>;
  /** `natural`: the handler's own counters make a repeat harmless, so the inbox is left out. */
  readonly inbox: 'table' | 'natural';
}

export interface ChunkPorts {
  readonly dataSource: DataSource;
  /** Name of the service, in `ce_source`. */
  readonly source: string;
  /** Which consumer's inbox: one event may be handled once by each consumer. */
  readonly consumer: string;
  readonly onAppended: (count: number) => void;
}

/** One statement; the primary key decides which events are new, across replicas too. */
const markHandled = `
insert into inbox (consumer, event_id) select $1, unnest($2::uuid[])
on conflict do nothing returning event_id`;

const parkedKeys = 'select distinct key from dead_letter where topic = $1 and key = any($2::text[])';

const park = `
insert into parked_message (topic, partition, "offset", key, value, headers)
select * from unnest($1::text[], $2::int[], $3::bigint[], $4::text[], $5::text[], $6::jsonb[])
on conflict do nothing`;

/**
 * Handles one chunk in one transaction: messages of a parked key wait behind their dead letter, the inbox says which
 * of the others are new, the handler works, what it emitted goes to the outbox. Throws what the handler threw.
 */
export const handleChunk = async (ports: ChunkPorts, spec: HandlerSpec, messages: readonly Located[], mayBeParked: boolean): Promise<void> => {
  let batch: EventBatch | undefined;
  await inTransaction(ports.dataSource, async (tx) => {
    const free = mayBeParked ? await withoutParked(tx, messages) : messages;
    batch = await runHandler(tx, ports, spec, free);
  });
  finish(ports, batch);
};

/** The part that redrive shares: inbox, handler, outbox, inside the caller's transaction. */
export const runHandler = async (tx: Tx, ports: ChunkPorts, spec: HandlerSpec, messages: readonly Located[]): Promise<EventBatch | undefined> => {
  const fresh = spec.inbox === 'natural' ? messages : await firstTime(tx, ports.consumer, messages);
  if (fresh.length === 0) return undefined;
  const batch = new EventBatch(fresh.map((message) => message.event), tx);
  await spec.handle(batch);
  await appendToOutbox(tx, batch.emitted, ports.source);
  return batch;
};

/** After the commit: wake the relay, run the hooks. */
export const finish = (ports: ChunkPorts, batch: EventBatch | undefined): void => {
  if (!batch) return;
  if (batch.emitted.length > 0) ports.onAppended(batch.emitted.length);
  for (const hook of batch.hooks) hook();
};

const firstTime = async (tx: Tx, consumer: string, messages: readonly Located[]): Promise<Located[]> => {
  if (messages.length === 0) return [];
  const rows = (await tx.query(markHandled, [consumer, messages.map((message) => message.event.id)])) as { event_id: string }[];
  const fresh = new Set(rows.map((row) => row.event_id));
  // `delete` as well: the same event twice in one chunk is new once.
  return messages.filter((message) => fresh.delete(message.event.id));
};

const withoutParked = async (tx: Tx, messages: readonly Located[]): Promise<Located[]> => {
  const [first] = messages;
  if (!first) return [];
  const rows = (await tx.query(parkedKeys, [first.topic, messages.map((message) => message.key)])) as { key: string }[];
  if (rows.length === 0) return [...messages];
  const keys = new Set(rows.map((row) => row.key));
  const behind = messages.filter((message) => keys.has(message.key));
  await tx.query(park, [
    behind.map((message) => message.topic),
    behind.map((message) => message.partition),
    behind.map((message) => message.offset),
    behind.map((message) => message.key),
    behind.map((message) => message.value),
    behind.map((message) => JSON.stringify(message.headers)),
  ]);
  return messages.filter((message) => !keys.has(message.key));
};
