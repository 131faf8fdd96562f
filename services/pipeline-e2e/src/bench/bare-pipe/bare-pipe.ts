import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import { Kafka, logLevel } from 'kafkajs';

import { seriesOf, type Series } from '../statistics.js';

export interface BarePipeFigures {
  readonly at50: Series;
  readonly at500: Series;
  readonly sustainedPerSecond: number;
}

interface StageFigures {
  readonly latencies: number[];
  readonly arrived: number;
}

const settleMs = 1_500;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const ask = async <T>(child: ChildProcess, message: { kind: string } & Record<string, unknown>): Promise<T> => {
  child.send(message);
  const [answer] = (await once(child, 'message')) as [{ value: T }];
  return answer.value;
};

/** Runs the bare pipe of two hops (three processes) on the given Kafka and Postgres and measures it. */
export const measureBarePipe = async (databaseUrl: string, brokers: string[], seconds: number): Promise<BarePipeFigures> => {
  const mark = Date.now().toString(36);
  const topics = [`bare-${mark}-1`, `bare-${mark}-2`];
  const admin = new Kafka({ clientId: 'bare-admin', brokers, logLevel: logLevel.ERROR }).admin();
  await admin.connect();
  await admin.createTopics({ waitForLeaders: true, topics: topics.map((topic) => ({ topic, numPartitions: 12, replicationFactor: 1 })) });
  const stages = ['first', 'middle', 'last'].map((name) => ({ name, child: fork(join(import.meta.dirname, 'stage.js')) }));
  const [first, middle, last] = stages.map((stage) => stage.child) as [ChildProcess, ChildProcess, ChildProcess];
  try {
    const common = { databaseUrl, brokers };
    await ask(last, { kind: 'start', name: 'last', from: topics[1], to: null, ...common });
    await ask(middle, { kind: 'start', name: 'middle', from: topics[0], to: topics[1], ...common });
    await ask(first, { kind: 'start', name: 'first', from: null, to: topics[0], ...common });
    await pause(settleMs);
    const run = async (ratePerSecond: number): Promise<StageFigures> => {
      await ask(first, { kind: 'load', ratePerSecond, seconds });
      await pause(settleMs);
      return ask<StageFigures>(last, { kind: 'figures' });
    };
    await run(100);
    const at50 = seriesOf((await run(50)).latencies);
    const at500 = seriesOf((await run(500)).latencies);
    const startedAt = performance.now();
    await ask(first, { kind: 'load', ratePerSecond: 0, seconds });
    const { arrived } = await ask<StageFigures>(last, { kind: 'figures' });
    const sustainedPerSecond = arrived / ((performance.now() - startedAt) / 1_000);
    return { at50, at500, sustainedPerSecond };
  } finally {
    for (const { child } of stages) child.kill('SIGKILL');
    await admin.deleteTopics({ topics });
    await admin.disconnect();
  }
};
