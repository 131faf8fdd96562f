import type { Outcome } from './decide.js';
import type { IncomingItem } from './incoming-item.js';
import type { PlannedEvent, PlannedPush } from './plan.decide.js';

const urlCharsMax = 500;
const languageCharsMax = 35;
const categoriesMax = 16;
const categoryCharsMax = 32;

/** RFC 3339 in UTC with milliseconds, as contracts want it; null for what is no time. */
const instant = (text: string | undefined): string | null => {
  const ms = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
};

/** The complete thin state of an item that is new, revised or restored. What is too long for an event is left out. */
export const receivedEvent = (
  push: PlannedPush,
  item: Extract<IncomingItem, { kind: 'article' }>,
  itemId: string,
  revision: number,
  outcome: Outcome,
): PlannedEvent => {
  const { article } = item;
  const publishedAt = instant(article.published?.at);
  return {
    type: 'item.received',
    time: push.receivedAt,
    data: {
      itemId,
      sourceId: push.sourceId,
      guid: item.guid,
      revision,
      upstreamVersion: item.incoming.version.version,
      change: outcome === 'restored' ? 'restored' : revision === 1 ? 'new' : 'revised',
      receiptId: push.receiptId,
      contentHash: item.contentHash,
      language: article.language.length <= languageCharsMax ? article.language : 'und',
      url: article.url !== undefined && article.url.length <= urlCharsMax ? article.url : null,
      publishedAt: publishedAt ?? push.receivedAt,
      publishedPrecision: publishedAt === null ? 'assumed' : (article.published?.precision ?? 'assumed'),
      receivedAt: push.receivedAt,
      embargoedUntil: article.embargo === 'open' ? 'open' : instant(article.embargo),
      expiresAt: instant(article.expires),
      categories: article.categories.map((category) => category.code.slice(0, categoryCharsMax)).slice(0, categoriesMax),
      reprintReserved: article.reprintReserved,
    },
  };
};

/** The upstream took an item back. */
export const withdrawnEvent = (push: PlannedPush, item: Extract<IncomingItem, { kind: 'removal' }>, itemId: string, revision: number): PlannedEvent => ({
  type: 'item.withdrawn',
  time: push.receivedAt,
  data: {
    itemId,
    sourceId: push.sourceId,
    guid: item.guid,
    revision,
    upstreamVersion: item.incoming.version.version,
    receiptId: push.receiptId,
    reason: item.incoming.reason,
    withdrawnAt: push.receivedAt,
  },
});
