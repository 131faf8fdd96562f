import { setTimeout as sleep } from 'node:timers/promises';

import { eventually, ninjs, type Client } from '../../client.js';
import { placesOf, type Place } from '../../surfaces.js';
import { nowMs, seriesOf, type Series } from '../statistics.js';
import { freshArticle } from './load.js';

export interface TakedownFigures {
  /** Answered 202 → the page no longer shows the article. */
  readonly page: Series;
  /** Answered 202 → the last of all places, lists, feeds and sitemaps too, is seen dark; they are asked once the page is. */
  readonly everywhere: Series;
  /** Notice sent → answered 202. */
  readonly accepted: Series;
}

const darkWithinMs = 60_000;

/** Makes articles live, then takes each down by a notice and looks at every surface until it is dark. */
export const measureTakedowns = async (client: Client, source: { id: string; key: string }, mark: string, count: number, prepared?: readonly { itemId: string; title: string }[]): Promise<TakedownFigures> => {
  const articles = prepared ?? (await liveArticles(client, source, mark, count));
  const [page, everywhere, accepted]: number[][] = [[], [], []];
  for (const { itemId, title } of articles) {
    const sentAt = nowMs();
    await client.takedown([`${client.product.publish}/articles/${itemId}`]);
    const t0 = nowMs();
    accepted?.push(t0 - sentAt);
    // The page by itself first: looking at everything at once would measure the looking.
    const [own, ...others] = placesOf(client, itemId, title, 'bench');
    if (!own) throw new Error('an article has a page');
    const pageDark = await darkAfterMs(own, t0);
    page?.push(pageDark);
    everywhere?.push(Math.max(pageDark, ...(await Promise.all(others.map((place) => darkAfterMs(place, t0))))));
  }
  return { page: seriesOf(page ?? []), everywhere: seriesOf(everywhere ?? []), accepted: seriesOf(accepted ?? []) };
};

/** From `t0` until the answer of a place no longer shows the article; each place is looked at by itself, again and again. */
const darkAfterMs = async (place: Place, t0: number): Promise<number> => {
  for (;;) {
    const seen = await place.look();
    const afterMs = nowMs() - t0;
    if (seen.length === 0) return afterMs;
    if (afterMs > darkWithinMs) throw new Error(`still shown ${darkWithinMs} ms after its takedown: ${seen.join(', ')}`);
    await sleep(1);
  }
};

/** Articles that stand on page and feed. */
export const liveArticles = async (client: Client, source: { id: string; key: string }, mark: string, count: number): Promise<{ itemId: string; title: string }[]> => {
  const articles: { itemId: string; title: string }[] = [];
  for (let i = 0; i < count; i += 1) {
    // Of no two is one title the beginning of the other.
    const title = `Takedown ${mark} ${i} of ${count}`;
    const { itemId } = await client.pushArticle(source.id, source.key, ninjs(`takedown:${mark}:${i}`, title, freshArticle(mark, i).body_html ?? ''));
    articles.push({ itemId, title });
  }
  await eventually(async () => {
    for (const { itemId } of articles) if ((await client.article(itemId)).status !== 200) throw new Error(`${itemId} is not live`);
  }, 60_000);
  return articles;
};
