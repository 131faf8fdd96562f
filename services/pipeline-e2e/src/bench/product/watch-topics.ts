import { Kafka, logLevel, type Consumer } from 'kafkajs';

import { nowMs } from '../statistics.js';

const topics = ['wiredesk.items.v1', 'wiredesk.placements.v1', 'wiredesk.clearances.v1', 'wiredesk.publications.v1'] as const;
export type Hop = (typeof topics)[number];

/** When the first event of an item arrived on each topic, for the latencies per hop. */
export class TopicWatch {
  readonly seen = new Map<string, Partial<Record<Hop, number>>>();
  private readonly consumer: Consumer;

  constructor(
    brokers: string[],
    private readonly prefix: string,
  ) {
    this.consumer = new Kafka({ clientId: 'bench', brokers, logLevel: logLevel.NOTHING }).consumer({ groupId: `bench-${Date.now().toString(36)}`, maxWaitTimeInMs: 100 });
  }

  async start(): Promise<void> {
    await this.consumer.connect();
    for (const topic of topics) await this.consumer.subscribe({ topic: this.prefix + topic, fromBeginning: false });
    const joined = new Promise<void>((resolve) => this.consumer.on(this.consumer.events.GROUP_JOIN, () => resolve()));
    await this.consumer.run({
      eachBatch: async ({ batch }) => {
        const at = nowMs();
        const hop = batch.topic.slice(this.prefix.length) as Hop;
        for (const message of batch.messages) this.note(message.key?.toString() ?? '', hop, at);
      },
    });
    await joined;
  }

  stop(): Promise<void> {
    return this.consumer.disconnect();
  }

  private note(itemId: string, hop: Hop, at: number): void {
    const times = this.seen.get(itemId) ?? {};
    times[hop] ??= at;
    this.seen.set(itemId, times);
  }
}
