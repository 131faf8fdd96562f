import { topics, type OutgoingEvent } from '@wiredesk/contracts';
import { sendPrepared, type Tx } from '@wiredesk/persistence';

import { tracerOf, type FinishedSpan } from '../trace/spans.js';
import { currentTrace } from '../trace/trace.js';
import { headersOf } from '../wire.js';

/** One statement for all events of a transaction; ids are given in the order of the list. */
const insertRows = `
insert into outbox (lane, event_id, topic, aggregate_id, type, payload, headers)
select * from unnest($1::smallint[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::jsonb[])`;

/** Holds go first: a takedown does not wait behind a backlog. */
const laneOf = (event: OutgoingEvent): number => (event.topic === topics.holds ? 0 : 1);

/** Events are thin, 1 KB or less. One that Kafka would refuse (1 MB) would hold up all behind it, so its producer learns of it. */
const payloadCharsMax = 256 * 1024;

const payloadOf = (event: OutgoingEvent): string => {
  const payload = JSON.stringify(event.data);
  if (payload.length > payloadCharsMax) throw new RangeError(`${event.type} of ${event.key} has ${payload.length} characters of data; events are thin, ${payloadCharsMax} is the limit`);
  return payload;
};

/** The span whose id goes along in the event's header: what the event causes hangs below it. */
const saidSpan = (event: OutgoingEvent, source: string, traceparent: string, cause: string | null): FinishedSpan => {
  const nowMs = Date.now();
  return { traceparent, cause, kind: 'producer', name: `${source} says ${event.type}`, startMs: Math.min(Date.parse(event.time), nowMs), endMs: nowMs, attributes: { 'messaging.system': 'kafka', 'messaging.destination.name': event.topic, 'messaging.kafka.message.key': event.key, 'cloudevents.event_id': event.id } };
};

/**
 * Puts events into the outbox within the caller's transaction. Lock the aggregate's row before: then the order of
 * ids is the order of commits for each key. It travels with the commit. `causeOf` gives the traceparent of what caused an event.
 */
export const appendToOutbox = (tx: Tx, events: readonly OutgoingEvent[], source: string, causeOf: (event: OutgoingEvent) => string | null | undefined = currentTrace): void => {
  if (events.length === 0) return;
  const tracer = tracerOf(source);
  const headers = events.map((event) => {
    const cause = tracer?.causeOf?.(event) ?? causeOf(event);
    const made = headersOf(event, source, cause);
    tracer?.report(saidSpan(event, source, made['traceparent'] ?? '', cause ?? null));
    return made;
  });
  sendPrepared(tx, insertRows, [
    events.map(laneOf),
    events.map((event) => event.id),
    events.map((event) => event.topic),
    events.map((event) => event.key),
    events.map((event) => event.type),
    events.map(payloadOf),
    headers.map((made) => JSON.stringify(made)),
  ]);
};
