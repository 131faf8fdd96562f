import type { OutgoingEvent, ReceivedEvent } from '@wiredesk/contracts';
import { inTransaction, prepared, type Tx } from '@wiredesk/persistence';
import type { DataSource } from 'typeorm';

import { parkBehindLetters, type Placed } from '../dead-letters/dead-letter.store.js';
import type { MessagingLog } from '../kafka/port.js';
import { appendToOutbox } from '../outbox/append.js';
import { EventBatch } from './event-batch.js';

/** A message that passed its contract, with where it lay. */
export interface Located extends Placed {
  readonly event: ReceivedEvent;
}

export interface HandlerSpec {
  readonly handle: (batch: EventBatch) => Promise<void>;
  /** `natural`: the handler's own counters make a repeat harmless, so the inbox is left out. */
  readonly inbox: 'table' | 'natural';
  /** Absent: all types of the topic. */
  readonly types?: ReadonlySet<string>;
}

export interface ChunkPorts {
  readonly dataSource: DataSource;
  /** Name of the service, in `ce_source`. */
  readonly source: string;
  /** Which consumer's inbox: one event may be handled once by each consumer. It is the topic's name. */
  readonly consumer: string;
  readonly onAppended: (count: number) => void;
  readonly log: MessagingLog;
}

/** One statement; the primary key decides which events are new, across replicas too. */
const markHandled = `
insert into inbox (consumer, event_id) select $1, unnest($2::uuid[])
on conflict do nothing returning event_id`;

/**
 * Handles one chunk in one transaction: messages of a parked key wait behind their dead letter, the inbox says which
 * of the others are new, the handler works, what it emitted goes to the outbox. Throws what the handler threw.
 */
export const handleChunk = async (ports: ChunkPorts, spec: HandlerSpec, messages: readonly Located[], mayBeParked: boolean): Promise<void> => {
  let batch: EventBatch | undefined;
  await inTransaction(ports.dataSource, async (tx) => {
    const free = mayBeParked ? await parkBehindLetters(tx, ports.consumer, messages) : messages;
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
  appendToOutbox(tx, batch.emitted, ports.source, causesOf(batch));
  return batch;
};

/** After the commit: wake the relay, run the hooks. A hook that throws changes nothing: what it follows is committed. */
export const finish = (ports: ChunkPorts, batch: EventBatch | undefined): void => {
  if (!batch) return;
  if (batch.emitted.length > 0) ports.onAppended(batch.emitted.length);
  for (const hook of batch.hooks) {
    try {
      hook();
    } catch (error) {
      ports.log.error({ err: error, consumer: ports.consumer }, 'a hook after the commit failed');
    }
  }
};

const firstTime = async (tx: Tx, consumer: string, messages: readonly Located[]): Promise<Located[]> => {
  if (messages.length === 0) return [];
  const rows = await prepared<{ event_id: string }>(tx, markHandled, [consumer, messages.map((message) => message.event.id)]);
  const fresh = new Set(rows.map((row) => row.event_id));
  // `delete` as well: the same event twice in one chunk is new once.
  return messages.filter((message) => fresh.delete(message.event.id));
};

/** What caused an emitted event: the event of the same subject, or the only one there was. */
const causesOf = (batch: EventBatch): ((event: OutgoingEvent) => string | null | undefined) => {
  const [first] = batch.events;
  if (batch.events.length === 1) return () => first?.traceparent;
  const bySubject = new Map(batch.events.map((event) => [event.subject, event.traceparent]));
  return (event) => bySubject.get(event.key);
};
