import { ninjs, prose, type NinjsArticle } from '../../client.js';

/** Texts of one mark are unlike those of any other: two articles with one text would be one story. */
const offsetOf = (mark: string): number => [...mark].reduce((hash, letter) => (Math.imul(hash, 31) + letter.charCodeAt(0)) >>> 0, 7) * 1_000_000;

/** An article that is like no other of the run. `index` is below 500,000. */
export const freshArticle = (mark: string, index: number): NinjsArticle => {
  const seed = offsetOf(mark) + index;
  return ninjs(`bench:${mark}:${index}`, `Bench ${mark} ${index} ${prose(seed, 4)}`, `${prose(seed, 90)}\n${prose(seed + 500_000, 90)}`);
};

/** `count` articles as one RSS feed, as a source that sends in batches does. */
export const freshFeed = (mark: string, from: number, count: number): string => {
  const items = Array.from({ length: count }, (_, i) => {
    const article = freshArticle(mark, from + i);
    return `<item><guid isPermaLink="false">${article.uri}</guid><title>${article.headline}</title><category>bench</category><pubDate>${new Date().toUTCString()}</pubDate><description><![CDATA[${article.body_html}]]></description></item>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Bench</title><link>https://bench.example/</link><description>Load</description>${items.join('')}</channel></rss>`;
};
