import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

import type { Broker, Consumer, ConsumerOptions, FetchedMessage, WireMessage } from '@wiredesk/messaging';

const idleMsMax = 60_000;
const messagesPerSend = 500;
const startTriesMax = 6;
const startAgainMs = 2_000;

/** Joins, and again where the broker was moving its groups just then: nothing has been read yet. */
const consumeInTime = async (broker: Broker, options: ConsumerOptions): Promise<Consumer> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await broker.consume({ ...options, group: `${options.group}-${attempt}` });
    } catch (error) {
      if (attempt >= startTriesMax) throw error;
      await new Promise((resolve) => setTimeout(resolve, startAgainMs));
    }
  }
};

/**
 * Writes what a topic holds at this moment, a JSON line per message, partition by partition in its order. Left out is
 * what was said after `until` (RFC 3339): the tables do not know of it. Returns how many. Throws where Kafka stops answering.
 */
export const dumpTopic = async (broker: Broker, topic: string, until: string, target: Writable): Promise<number> => {
  const left = new Map((await broker.endsOf(topic)).filter(({ low, high }) => high > low).map(({ partition, high }) => [partition, high]));
  if (left.size === 0) return 0;
  let count = 0;
  let movedAtMs = performance.now();
  const write = async (messages: readonly FetchedMessage[]): Promise<void> => {
    for (const { key, value, headers } of messages) {
      if ((headers['ce_time'] ?? '') > until) continue;
      count += 1;
      if (!target.write(`${JSON.stringify({ key, value, headers })}\n`)) await once(target, 'drain');
    }
  };
  let gone: Error | undefined;
  const consumer = await consumeInTime(broker, {
    group: `wiredesk-backup-${randomUUID()}`,
    topic,
    commits: false,
    partitionsAtOnce: 1,
    onGone: (error) => (gone = error),
    onBatch: async ({ partition, messages }, control) => {
      const end = left.get(partition);
      const last = messages.at(-1);
      if (!last) return;
      if (end !== undefined) {
        await write(messages.filter(({ offset }) => BigInt(offset) < end));
        if (BigInt(last.offset) + 1n >= end) left.delete(partition);
      }
      movedAtMs = performance.now();
      control.done(last.offset);
    },
  });
  try {
    while (left.size > 0) {
      if (gone) throw gone;
      if (performance.now() - movedAtMs > idleMsMax) throw new Error(`Kafka gave nothing more of ${topic} for ${idleMsMax / 1_000} s`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  } finally {
    await consumer.stop();
  }
  return count;
};

/** Sends such lines to a topic again; the order of each key is kept. Returns how many. */
export const loadTopic = async (broker: Broker, topic: string, source: Readable): Promise<number> => {
  const producer = await broker.producer();
  let count = 0;
  let batch: WireMessage[] = [];
  const send = async (): Promise<void> => {
    if (batch.length === 0) return;
    await producer.send([{ topic, messages: batch }]);
    count += batch.length;
    batch = [];
  };
  try {
    for await (const line of createInterface({ input: source, crlfDelay: Number.POSITIVE_INFINITY })) {
      batch.push(JSON.parse(line) as WireMessage);
      if (batch.length >= messagesPerSend) await send();
    }
    await send();
  } finally {
    await producer.close();
  }
  return count;
};
