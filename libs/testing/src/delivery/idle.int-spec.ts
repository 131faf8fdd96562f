import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import { kafkajsBroker } from '@wiredesk/messaging';

import { silentLog, testCluster } from '../index.js';

/** How often each timer delay was armed while `work` ran. */
const timersDuring = async (work: () => Promise<void>): Promise<Map<number, number>> => {
  const armed = new Map<number, number>();
  const original = globalThis.setTimeout;
  const counting = (callback: () => void, delayMs?: number): NodeJS.Timeout => {
    const delay = Math.max(1, Math.round(delayMs ?? 1));
    armed.set(delay, (armed.get(delay) ?? 0) + 1);
    return original(callback, delayMs);
  };
  globalThis.setTimeout = Object.assign(counting, original) as typeof setTimeout;
  try {
    await work();
  } finally {
    globalThis.setTimeout = original;
  }
  return armed;
};

describe('idle clients of Kafka', () => {
  const broker = kafkajsBroker({ brokers: testCluster().brokers, clientId: 'idle', log: silentLog });
  afterAll(() => broker.close());

  it('arm no timer again and again, and leave the core alone', async () => {
    const topic = `idle-${randomBytes(6).toString('hex')}`;
    await broker.createTopics([{ name: topic, partitions: 12, replicationFactor: 1, settings: {} }]);
    const producer = await broker.producer();
    let received = 0;
    for (const group of ['one', 'two']) {
      await broker.consume({
        group: `${topic}-${group}`,
        topic,
        commits: true,
        partitionsAtOnce: 12,
        onBatch: async (batch, control) => {
          received += batch.messages.length;
          control.done(batch.messages.at(-1)?.offset ?? '0');
        },
        onGone: (error) => {
          throw error;
        },
      });
    }
    // Every connection is used once: the defect begins with the first answer.
    await producer.send([{ topic, messages: [{ key: 'k', value: '1', headers: {} }] }]);
    await sleep(2_000);
    expect(received).toBe(2);

    const idleMs = 4_000;
    const before = process.cpuUsage();
    const armed = await timersDuring(() => sleep(idleMs));
    const { user, system } = process.cpuUsage(before);
    const timersPerSecond = [...armed.values()].reduce((sum, n) => sum + n, 0) / (idleMs / 1_000);
    // Without the cure each of the three connections arms a timer of 1 ms for ever: 1,800 a second: measured 5,482.
    expect(timersPerSecond).toBeLessThan(30);
    expect(armed.get(1) ?? 0).toBeLessThan(8);
    // A share of a core: measured 0.01 in here; a busy machine is given some room.
    expect((user + system) / 1_000 / idleMs).toBeLessThan(0.05);
  });
});
