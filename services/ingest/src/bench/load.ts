import { Agent, request } from 'undici';

import type { Body } from './bodies.js';
import type { ServiceUnderTest } from './service-under-test.js';

export interface Pusher {
  /** Resolves with the milliseconds from the first byte sent to the last of the answer; throws where it was not accepted. */
  readonly push: (body: Body, index: number) => Promise<number>;
  close(): Promise<void>;
}

const connectionsMax = 64;

export const pusherOf = (service: ServiceUnderTest, sourceId: string, key: string): Pusher => {
  const dispatcher = new Agent({ connections: connectionsMax, pipelining: 1 });
  return {
    push: async ({ contentType, items, of }, index) => {
      const body = of(index);
      const startedAt = performance.now();
      const answer = await request(`${service.url}/v1/sources/${sourceId}/items`, { method: 'POST', headers: { authorization: `Bearer ${key}`, 'content-type': contentType }, body, dispatcher });
      const text = await answer.body.text();
      const tookMs = performance.now() - startedAt;
      const outcomes = answer.statusCode === 202 ? (JSON.parse(text) as { items: { outcome: string }[] }).items.filter(({ outcome }) => outcome === 'new').length : 0;
      if (outcomes !== items) throw new Error(`${answer.statusCode}, ${outcomes} of ${items} items new: ${text.slice(0, 300)}`);
      return tookMs;
    },
    close: () => dispatcher.close(),
  };
};

/** Pushes with `width` at once until the time is over or `pushesMax` are made; returns how many, and in how many seconds. */
export const closedLoop = async (width: number, seconds: number, pushesMax: number, push: (index: number) => Promise<unknown>): Promise<{ pushes: number; seconds: number }> => {
  const startedAt = performance.now();
  let index = 0;
  const worker = async (): Promise<void> => {
    while (index < pushesMax && performance.now() - startedAt < seconds * 1_000) {
      index += 1;
      await push(index);
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
  return { pushes: index, seconds: (performance.now() - startedAt) / 1_000 };
};

/** Pushes at a steady rate whatever the answers take; returns their times in milliseconds, from when each was due. */
export const openLoop = async (perSecond: number, seconds: number, push: (index: number) => Promise<unknown>): Promise<number[]> => {
  const total = perSecond * seconds;
  const times: number[] = [];
  const running: Promise<void>[] = [];
  const startedAt = performance.now();
  for (let index = 0; index < total; ) {
    for (const due = Math.min(total, Math.floor(((performance.now() - startedAt) / 1_000) * perSecond) + 1); index < due; index += 1) {
      const dueAt = startedAt + (index / perSecond) * 1_000;
      running.push(push(index).then(() => void times.push(performance.now() - dueAt)));
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await Promise.all(running);
  return times;
};

/** Nearest-rank percentile; `fraction` from 0 to 1. */
export const percentile = (values: readonly number[], fraction: number): number => values.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(fraction * values.length) - 1)] ?? Number.NaN;
