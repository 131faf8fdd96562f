import { contractOf, type EventData, type EventType } from './catalogue.js';

/** An event on its way out: what `outgoing` makes and the outbox stores. */
export interface OutgoingEvent {
  readonly id: string;
  readonly type: EventType;
  readonly topic: string;
  readonly key: string;
  /** RFC 3339 instant. */
  readonly time: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** An event that came in, its data checked against its contract. */
export type ReceivedEvent<T extends EventType = EventType> = T extends EventType
  ? {
      readonly id: string;
      readonly type: T;
      readonly source: string;
      readonly time: string;
      readonly subject: string;
      readonly traceparent: string | null;
      readonly data: EventData<T>;
    }
  : never;

/**
 * Makes an outgoing event. `id` must be deterministic where the same cause may be handled twice, else a fresh
 * UUIDv7. Throws ZodError when the data does not fit its contract: a producer's bug is seen in its own tests.
 */
export const outgoing = <T extends EventType>(type: T, data: EventData<T>, meta: { id: string; time: string }): OutgoingEvent => {
  const contract = contractOf(type);
  if (!contract) throw new Error(`no contract for event type "${type}"`);
  contract.schema.parse(data);
  return {
    id: meta.id,
    type,
    topic: contract.topic,
    key: (contract.keyOf as (d: EventData<T>) => string)(data),
    time: meta.time,
    data: data as Readonly<Record<string, unknown>>,
  };
};
