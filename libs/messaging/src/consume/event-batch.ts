import type { EventType, OutgoingEvent, ReceivedEvent } from '@wiredesk/contracts';
import type { Tx } from '@wiredesk/persistence';

/**
 * What a handler gets: events in their order per key, each for the first time, and the transaction in which it does
 * its work. Everything it writes through `tx` and emits is committed together with the mark that the events were
 * handled. It throws to say that they could not be.
 */
export class EventBatch<T extends EventType = EventType> {
  readonly emitted: OutgoingEvent[] = [];
  readonly hooks: (() => void)[] = [];

  constructor(
    readonly events: readonly ReceivedEvent<T>[],
    readonly tx: Tx,
  ) {}

  /** Events to send when the transaction commits. */
  emit(events: readonly OutgoingEvent[]): void {
    this.emitted.push(...events);
  }

  /** Runs after the commit; what it does must be allowed to be lost in a crash (waking a worker, say). */
  afterCommit(hook: () => void): void {
    this.hooks.push(hook);
  }

  /** The events of one type, in their order. */
  ofType<One extends T>(type: One): ReceivedEvent<One>[] {
    return this.events.filter((event) => event.type === type) as unknown as ReceivedEvent<One>[];
  }
}
