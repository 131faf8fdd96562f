import type { ClearanceEvent, PublicationEvent } from '../when-item-moves-on-then-note/latest.decide.js';

/** What a source can be told about its items. */
export const noticeKinds = ['accepted', 'refused', 'published', 'updated', 'taken_down', 'restored'] as const;
export type NoticeKind = (typeof noticeKinds)[number];

/** One thing to tell; `counter` is its producer's, so that the same event makes the same notice. */
export interface Notice {
  readonly sourceId: string;
  readonly itemId: string;
  readonly kind: NoticeKind;
  readonly counter: number;
  readonly data: Readonly<Record<string, unknown>>;
}

/** What a clearance is to the source: its item was accepted for use, or refused and why. */
export const noticeOfClearance = (event: ClearanceEvent): Notice => {
  const { itemId, sourceId, revision, clearance: counter } = event.data;
  if (event.type === 'item.cleared') return { sourceId, itemId, kind: 'accepted', counter, data: { revision, at: event.data.clearedAt } };
  return { sourceId, itemId, kind: 'refused', counter, data: { revision, at: event.data.refusedAt, reasons: event.data.reasons.map(({ code, detail }) => ({ code, detail })) } };
};

const kindOf: Readonly<Record<PublicationEvent['type'], NoticeKind>> = {
  'article.published': 'published',
  'article.updated': 'updated',
  'article.taken_down': 'taken_down',
  'article.restored': 'restored',
};

/** What a publication is to the source. */
export const noticeOfPublication = (event: PublicationEvent): Notice => {
  const { itemId, sourceId, revision, publication: counter, url, at } = event.data;
  const removal = event.type === 'article.taken_down' ? { cause: event.data.cause, httpStatus: event.data.httpStatus } : {};
  return { sourceId, itemId, kind: kindOf[event.type], counter, data: { revision, url, at, ...removal } };
};

const attemptsMax = 14;
const firstDelaySeconds = 5;
const longestDelaySeconds = 6 * 3_600;

/**
 * After how many seconds a failed notice is tried again: 5, 20, 80 … up to six hours, which is about two days in all;
 * `jitter` (0 to 1) spreads them by a fifth. null: it is given up.
 */
export const retryAfterSeconds = (attempts: number, jitter: number): number | null =>
  attempts >= attemptsMax ? null : Math.round(Math.min(longestDelaySeconds, firstDelaySeconds * 4 ** (attempts - 1)) * (0.8 + 0.4 * jitter));
