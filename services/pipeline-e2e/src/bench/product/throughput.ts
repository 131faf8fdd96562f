import { setTimeout as sleep } from 'node:timers/promises';

import type { Client as Connection } from 'pg';

import type { Client } from '../../client.js';
import { nowMs } from '../statistics.js';
import { freshArticle, freshFeed } from './load.js';

/** Articles that are live now. */
export const countLive = async (database: Connection, guidPrefix: string): Promise<number> => {
  const { rows } = await database.query<{ n: string }>("select count(*) as n from publish.article a where a.state = 'live' and exists (select from ingest.item i where i.id = a.item_id and i.guid like $1)", [`${guidPrefix}%`]);
  return Number(rows[0]?.n ?? 0);
};

const untilAllLive = async (database: Connection, guidPrefix: string, wanted: number, withinMs: number): Promise<number> => {
  const until = nowMs() + withinMs;
  for (;;) {
    const live = await countLive(database, guidPrefix);
    if (live >= wanted) return nowMs();
    if (nowMs() > until) throw new Error(`${live} of ${wanted} articles are live after ${withinMs} ms`);
    await sleep(100);
  }
};

/** Pushes feeds by `connections` at once until `total` articles are sent. Repeats what is answered 429 or 503, as a source does. */
export const pushFeeds = async (client: Client, source: { id: string; key: string }, mark: string, total: number, perFeed: number, connections: number): Promise<void> => {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < total) {
      const from = next;
      next += perFeed;
      const feed = freshFeed(mark, from, Math.min(perFeed, total - from));
      for (;;) {
        const answer = await client.push(source.id, source.key, feed, 'application/rss+xml');
        if (answer.status === 202) break;
        if (answer.status !== 429 && answer.status !== 503) throw new Error(`a feed was answered ${answer.status}: ${answer.text.slice(0, 300)}`);
        await sleep(Math.min(1_000, Number(answer.headers.get('retry-after') ?? 1) * 250));
      }
    }
  };
  await Promise.all(Array.from({ length: connections }, worker));
};

/** Articles per second from the first push to the last one live, pushed as feeds of 50. */
export const measureFeeds = async (client: Client, database: Connection, source: { id: string; key: string }, mark: string, total: number): Promise<number> => {
  const startedAt = nowMs();
  await pushFeeds(client, source, mark, total, 50, 4);
  const endedAt = await untilAllLive(database, `bench:${mark}:`, total, 300_000);
  return total / ((endedAt - startedAt) / 1_000);
};

/** The same, pushed one by one over 16 connections. */
export const measureSingles = async (client: Client, database: Connection, source: { id: string; key: string }, mark: string, total: number): Promise<number> => {
  let next = 0;
  const startedAt = nowMs();
  const worker = async (): Promise<void> => {
    while (next < total) {
      const index = next;
      next += 1;
      await client.pushArticle(source.id, source.key, freshArticle(mark, index));
    }
  };
  await Promise.all(Array.from({ length: 16 }, worker));
  const endedAt = await untilAllLive(database, `bench:${mark}:`, total, 300_000);
  return total / ((endedAt - startedAt) / 1_000);
};
