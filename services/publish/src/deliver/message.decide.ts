import type { Hold } from '@wiredesk/usage-terms';

import type { ClaimedDelivery, DeliveredArticle, DueDelivery } from './delivery.js';

/** What a message needs beside its delivery. */
export interface MessageContext {
  readonly portalUrl: string;
  /** Public address of this service, for acknowledgements. */
  readonly publicUrl: string;
  readonly respondWithinMs: number;
  readonly hold: Hold | undefined;
}

/** The body of a webhook: thin, with a link; what it is about can be fetched under `data.url`. */
export interface Message {
  readonly type: string;
  /** When it came to be (not when it is sent): the same at every attempt. */
  readonly timestamp: string;
  readonly data: Readonly<Record<string, unknown>>;
}

const abstractCharsMax = 400;

/** Until when the holder of a copy is asked to acknowledge its removal. */
export const respondByOf = (row: Pick<DueDelivery, 'created_at'>, respondWithinMs: number): Date => new Date(row.created_at.getTime() + respondWithinMs);

const head = (claimed: ClaimedDelivery, context: MessageContext, article: DeliveredArticle) => ({
  itemId: article.item_id,
  /** Grows with every change of what is public of the article, removals included: what is not greater is old. */
  revision: claimed.row.publication,
  sequence: claimed.sequence,
  ...(claimed.supersedes.length > 0 ? { supersedes: claimed.supersedes } : {}),
  ...claimed.row.detail,
  itemRevision: article.shown_revision,
  url: `${context.portalUrl}/articles/${article.item_id}`,
  source: { id: article.source_id },
  storyId: article.story_id,
});

const shown = (claimed: ClaimedDelivery, context: MessageContext, article: DeliveredArticle) => ({
  ...head(claimed, context, article),
  title: article.title,
  abstract: article.abstract?.slice(0, abstractCharsMax).toWellFormed() ?? null,
  language: article.language,
  categories: article.categories,
  publishedAt: article.published_at?.toISOString() ?? null,
  publishedPrecision: article.published_precision,
  credit: article.terms?.credit ?? article.credit,
  notice: article.terms?.notice ?? null,
  originalUrl: article.upstream_url,
});

/** A removal carries no content: nothing by which what is gone could be read again. */
const removed = (claimed: ClaimedDelivery, context: MessageContext, article: DeliveredArticle) => ({
  ...head(claimed, context, article),
  scope: context.hold?.scope.kind ?? 'item',
  reasonCode: context.hold?.reasonCode ?? article.down_cause ?? 'held',
  law: context.hold?.law ?? null,
  caseNumber: context.hold?.caseNumber ?? null,
  httpStatus: context.hold?.httpStatus ?? article.down_status ?? 410,
  effectiveAt: claimed.row.created_at.toISOString(),
  respondBy: respondByOf(claimed.row, context.respondWithinMs).toISOString(),
  ackUrl: `${context.publicUrl}/v1/acknowledgements/${claimed.row.ack_token ?? ''}`,
});

/** Makes the message of a delivery. The same delivery gives the same message at every attempt, but for `supersedes`. */
export const messageOf = (claimed: ClaimedDelivery, context: MessageContext): Message => {
  const { row, article } = claimed;
  const timestamp = row.created_at.toISOString();
  if (!article) return { type: row.type, timestamp, data: { ...row.detail, sequence: claimed.sequence } };
  return { type: row.type, timestamp, data: row.type === 'article.taken_down' ? removed(claimed, context, article) : shown(claimed, context, article) };
};
