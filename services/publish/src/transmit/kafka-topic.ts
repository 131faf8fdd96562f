import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { outsideProducer, type OutsideProducer } from '@wiredesk/messaging';
import { LOG, Outgoing, type Log } from '@wiredesk/platform';

import { itemIdOf, NotSent, type Parcel, type Sent } from './parcel.js';
import type { TransmitterSettings } from './settings.js';

type Settings = Extract<TransmitterSettings, { kind: 'kafka' }>;

interface Connected {
  readonly settings: string;
  readonly producer: Promise<OutsideProducer>;
  idle: NodeJS.Timeout;
}

const idleMs = 60_000;
const connectionsMax = 200;

/**
 * Writes into a topic of a subscriber's own cluster. The article's id is the key of all its messages, so that they keep
 * their order, and a compacted topic keeps, of what was removed, nothing but its removal, which has no content.
 */
@Injectable()
export class KafkaTopic implements OnApplicationShutdown {
  private readonly connected = new Map<string, Connected>();

  constructor(
    private readonly outgoing: Outgoing,
    @Inject(LOG) private readonly log: Log,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([...this.connected.keys()].map((id) => this.drop(id)));
  }

  async send(settings: Settings, { claimed, message, document, mayStillGo }: Parcel): Promise<Sent> {
    const subscriberId = claimed.endpoint.id;
    const producer = await this.producerFor(subscriberId, settings);
    const key = itemIdOf(message) ?? claimed.row.id;
    const value = JSON.stringify(document === undefined ? message : { ...message, data: { ...message.data, ninjs: JSON.parse(document.text) as unknown } });
    const headers = { 'wiredesk-id': claimed.row.id, 'wiredesk-type': message.type, 'content-type': 'application/json' };
    if (!mayStillGo()) throw new NotSent();
    try {
      const place = await producer.send(settings.topic, [{ key, value, headers }]);
      return { status: 200, retryAfterMs: null, answer: `written at ${place}` };
    } catch (error) {
      await this.drop(subscriberId);
      throw error;
    }
  }

  private async producerFor(subscriberId: string, settings: Settings): Promise<OutsideProducer> {
    const text = JSON.stringify(settings);
    const known = this.connected.get(subscriberId);
    if (known && known.settings === text) {
      known.idle.refresh();
      return known.producer;
    }
    if (known) await this.drop(subscriberId);
    const oldest = this.connected.keys().next().value;
    if (this.connected.size >= connectionsMax && oldest !== undefined) await this.drop(oldest);
    const { brokers, tls, sasl } = settings;
    const producer = outsideProducer({ brokers, clientId: 'wiredesk', tls, sasl, log: this.log, connect: (host, port) => this.outgoing.connect(host, port) });
    const idle = setTimeout(() => void this.drop(subscriberId), idleMs);
    idle.unref();
    this.connected.set(subscriberId, { settings: text, producer, idle });
    try {
      return await producer;
    } catch (error) {
      await this.drop(subscriberId);
      throw error;
    }
  }

  private async drop(subscriberId: string): Promise<void> {
    const known = this.connected.get(subscriberId);
    if (!known) return;
    this.connected.delete(subscriberId);
    clearTimeout(known.idle);
    try {
      await (await known.producer).close();
    } catch (error) {
      this.log.debug({ reason: (error as Error).message, subscriberId }, 'a connection to a subscriber\'s Kafka did not end well');
    }
  }
}
