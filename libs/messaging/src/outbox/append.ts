import { topics, type OutgoingEvent } from '@wiredesk/contracts';
import type { Tx } from '@wiredesk/persistence';

import { headersOf } from '../wire.js';

/** One statement for all events of a transaction; ids are given in the order of the list. */
const insertRows = `
insert into outbox (lane, event_id, topic, aggregate_id, type, payload, headers)
select * from unnest($1::smallint[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::jsonb[])`;

/** Holds go first: a takedown does not wait behind a backlog. */
const laneOf = (event: OutgoingEvent): number => (event.topic === topics.holds ? 0 : 1);

/**
 * Puts events into the outbox within the caller's transaction. Lock the aggregate's row before: then the order of
 * ids is the order of commits for each key.
 */
export const appendToOutbox = async (tx: Tx, events: readonly OutgoingEvent[], source: string): Promise<void> => {
  if (events.length === 0) return;
  await tx.query(insertRows, [
    events.map(laneOf),
    events.map((event) => event.id),
    events.map((event) => event.topic),
    events.map((event) => event.key),
    events.map((event) => event.type),
    events.map((event) => JSON.stringify(event.data)),
    events.map((event) => JSON.stringify(headersOf(event, source))),
  ]);
};
