import { setTimeout as sleep } from 'node:timers/promises';

import type { Client } from '../../client.js';
import { nowMs, openLoop, seriesOf, type Series } from '../statistics.js';
import { freshArticle } from './load.js';
import type { Hop, TopicWatch } from './watch-topics.js';

export interface LatencyFigures {
  /** Push sent → its page answers 200, polled for a sample of the articles. */
  readonly page: Series;
  /** Push sent → its title stands in the feed, for the same sample. */
  readonly feed: Series;
  /** Push sent → answered 202. */
  readonly accepted: Series;
  /** Push sent → first event of the item on each topic. */
  readonly hops: Readonly<Record<string, Series>>;
  readonly lost: number;
}

/**
 * Watching is work for the product too: each look is a request, and one article is looked at until it is there. Five
 * articles a second, looked at every 4 ms, and the feed by its ETag, cost a few per cent; twice as many, with the
 * whole feed fetched each time, took more of both cores than the articles themselves.
 */
const samplesPerSecond = 5;
const pollMs = 4;
const feedRateMax = 100;
const liveWithinMs = 20_000;

const waitUntil = async (holds: () => Promise<boolean>): Promise<number> => {
  const until = nowMs() + liveWithinMs;
  while (nowMs() < until) {
    // A look that fails is a look that saw nothing.
    if (await holds().catch(() => false)) return nowMs();
    await sleep(pollMs);
  }
  return Number.NaN;
};

/** True once the feed has the item; a feed that did not change since the last look answers 304. */
const feedHas = (client: Client, itemId: string): (() => Promise<boolean>) => {
  let etag: string | undefined;
  return async () => {
    const feed = await client.publish('/feeds/all.json', etag === undefined ? {} : { 'if-none-match': etag });
    if (feed.status === 304) return false;
    etag = feed.headers.get('etag') ?? undefined;
    return feed.text.includes(itemId);
  };
};

/** Push → live at a steady rate. Some articles a second are watched on page and feed. */
export const measureLatency = async (client: Client, watch: TopicWatch, source: { id: string; key: string }, mark: string, ratePerSecond: number, seconds: number): Promise<LatencyFigures> => {
  const sampleEvery = Math.max(1, Math.round(ratePerSecond / samplesPerSecond));
  const [page, feed, accepted]: number[][] = [[], [], []];
  const sentAt = new Map<string, number>();
  const watched: Promise<void>[] = [];
  let lost = 0;
  await openLoop(ratePerSecond, seconds, async (index) => {
    const article = freshArticle(mark, index);
    const t0 = nowMs();
    const { itemId } = await client.pushArticle(source.id, source.key, article);
    accepted?.push(nowMs() - t0);
    sentAt.set(itemId, t0);
    if (index % sampleEvery !== 0) return;
    const onPage = waitUntil(async () => (await client.article(itemId)).status === 200);
    // Faster than this an entry has left the feed's first page before anybody can look.
    const onFeed = ratePerSecond > feedRateMax ? onPage : waitUntil(feedHas(client, itemId));
    watched.push(
      Promise.all([onPage, onFeed]).then(([pageAt, feedAt]) => {
        if (Number.isNaN(pageAt) || Number.isNaN(feedAt)) lost += 1;
        else {
          page?.push(pageAt - t0);
          feed?.push(feedAt - t0);
        }
      }),
    );
  });
  await Promise.all(watched);
  await waitUntil(async () => [...sentAt.keys()].every((itemId) => watch.seen.get(itemId)?.['wiredesk.publications.v1'] !== undefined));
  const hops: Record<string, Series> = {};
  for (const hop of ['wiredesk.items.v1', 'wiredesk.placements.v1', 'wiredesk.clearances.v1', 'wiredesk.publications.v1'] satisfies Hop[]) {
    hops[hop] = seriesOf([...sentAt].flatMap(([itemId, t0]) => {
      const at = watch.seen.get(itemId)?.[hop];
      return at === undefined ? [] : [at - t0];
    }));
  }
  return { page: seriesOf(page ?? []), feed: seriesOf(feed ?? []), accepted: seriesOf(accepted ?? []), hops, lost };
};
