import { latestBodies } from '@wiredesk/content-store';
import type { DataSource } from 'typeorm';

/** Titles that one page looks up at most; bodies are read whole. */
const titlesMax = 50;

/** Titles of articles, by item; of those that have a body that was not erased, the first 50 asked for. */
export const titlesOf = async (dataSource: DataSource, itemIds: readonly string[]): Promise<Map<string, string>> => {
  const bodies = await latestBodies(dataSource, [...new Set(itemIds)].slice(0, titlesMax));
  return new Map([...bodies].flatMap(([itemId, body]) => (body.erased ? [] : [[itemId, body.article.title] as const])));
};
