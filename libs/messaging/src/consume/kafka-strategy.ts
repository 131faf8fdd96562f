import { Server, type CustomTransportStrategy, type MessageHandler } from '@nestjs/microservices';
import type { EventType } from '@wiredesk/contracts';
import { isObservable, lastValueFrom } from 'rxjs';

import type { EventBatch } from './event-batch.js';

/** Transport id for `@EventPattern(topic, KAFKA)`: a handler of a topic gets an EventBatch as its payload. */
export const KAFKA = Symbol('wiredesk.kafka');

/** Third argument of `@EventPattern`: how a topic is consumed. */
export interface ConsumeExtras {
  /** Default `table`: each event is handled once. `natural`: the handler's own counters make repeats harmless. */
  readonly inbox?: 'table' | 'natural';
  /** Messages per transaction at most, default 200. */
  readonly chunkMax?: number;
  /**
   * From one transaction to the next at least, default 0. For handlers that nobody waits for: the first event is
   * handled at once, those that follow within this time together. At a steady trickle that is one commit for many.
   */
  readonly paceMs?: number;
  /** Event types that the handler wants, default all of the topic. The others are passed by without a transaction: a heartbeat each second costs nothing then. */
  readonly types?: readonly EventType[];
}

/** What the strategy found in the application's controllers. */
export interface Subscription {
  readonly topic: string;
  readonly extras: ConsumeExtras;
  readonly handle: (batch: EventBatch) => Promise<void>;
}

/**
 * Nest's decorators, injection, pipes and guards over our own consumers (ADR 4). It collects the handlers; who
 * consumes is decided by `createMessaging`.
 */
export class KafkaStrategy extends Server implements CustomTransportStrategy {
  override readonly transportId = KAFKA;

  constructor(
    private readonly onListen: (subscriptions: readonly Subscription[]) => void,
    private readonly onClose: () => Promise<void>,
  ) {
    super();
  }

  listen(callback: () => void): void {
    this.onListen([...this.messageHandlers].map(([topic, handler]) => subscriptionOf(topic, handler)));
    callback();
  }

  close(): Promise<void> {
    return this.onClose();
  }

  on(): never {
    throw new Error('this transport has no events of its own; look at its metrics');
  }

  unwrap<T>(): T {
    return this as unknown as T;
  }
}

const subscriptionOf = (topic: string, handler: MessageHandler): Subscription => {
  if (handler.next) throw new Error(`two handlers for ${topic} in one service: an event is handled once, by one of them`);
  return {
    topic,
    extras: (handler.extras ?? {}) as ConsumeExtras,
    handle: async (batch) => {
      const result: unknown = await handler(batch, {});
      if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
    },
  };
};
