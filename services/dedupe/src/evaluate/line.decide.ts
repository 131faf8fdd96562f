import type { ItemReceived } from '@wiredesk/contracts';
import { z } from 'zod';

const textCharsMax = 10_000_000;

/** One line of the file. Unknown fields are left alone. */
export const evaluationLine = z.looseObject({
  id: z.union([z.string().min(1), z.number()]).transform(String),
  source: z.union([z.string(), z.number()]).transform(String).default('unknown'),
  publishedAt: z.union([z.string(), z.number()]).nullish(),
  title: z.string().nullish(),
  text: z.string().max(textCharsMax).nullish(),
  url: z.string().nullish(),
  /** Items of one story have the same; absent where nobody knows. */
  truth: z.union([z.string(), z.number()]).nullish(),
});

/** A line that was read. */
export interface EvaluationItem {
  readonly id: string;
  readonly source: string;
  readonly published: { readonly atMs: number; readonly precision: 'instant' | 'day' } | null;
  readonly title: string;
  readonly text: string;
  readonly url: string | null;
  readonly truth: string | null;
}

export type ReadLine = { readonly kind: 'item'; readonly item: EvaluationItem } | { readonly kind: 'refused'; readonly reason: string };

/** Reads one line; says what is wrong with one that cannot be used. */
export const readLine = (line: string): ReadLine => {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    return { kind: 'refused', reason: `not JSON: ${(error as Error).message}` };
  }
  const parsed = evaluationLine.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { kind: 'refused', reason: `"${issue?.path.join('.') ?? ''}": ${issue?.message ?? 'cannot be read'}` };
  }
  const { id, source, title, text, url, truth, publishedAt } = parsed.data;
  return {
    kind: 'item',
    item: { id, source, published: publishedOf(publishedAt), title: title ?? '', text: text ?? '', url: url ?? null, truth: truth === null || truth === undefined ? null : String(truth) },
  };
};

const dayOnly = /^\d{4}-\d{2}-\d{2}$/;
const secondsBelow = 100_000_000_000;

/** An ISO date or time, or seconds or milliseconds since 1970; null for anything else. */
const publishedOf = (value: string | number | null | undefined): EvaluationItem['published'] => {
  if (value === null || value === undefined || value === '') return null;
  if (typeof value === 'number') return { atMs: Math.abs(value) < secondsBelow ? value * 1_000 : value, precision: 'instant' };
  const text = value.trim();
  // Without a zone a time is taken as UTC: the same corpus gives the same answer on every machine.
  const zoned = /(z|[+-]\d{2}:?\d{2})$/i.test(text) || dayOnly.test(text) ? text : `${text.replace(' ', 'T')}Z`;
  const atMs = Date.parse(zoned);
  return Number.isNaN(atMs) ? null : { atMs, precision: dayOnly.test(text) ? 'day' : 'instant' };
};

/** What ingest would have said of the line. `sourceId` is a code of the contract's form. */
export const receivedOf = (item: EvaluationItem, itemId: string, sourceId: string, nowMs: number): ItemReceived => ({
  itemId,
  sourceId,
  guid: item.id.slice(0, 400),
  revision: 1,
  upstreamVersion: null,
  change: 'new',
  receiptId: itemId,
  contentHash: '',
  language: 'und',
  url: item.url === null ? null : item.url.slice(0, 500),
  publishedAt: item.published === null ? null : new Date(item.published.atMs).toISOString(),
  publishedPrecision: item.published?.precision ?? 'assumed',
  // An archive arrives long after it was published: the time of arrival is the run's own.
  receivedAt: new Date(nowMs).toISOString(),
  embargoedUntil: null,
  expiresAt: null,
  categories: [],
  reprintReserved: false,
});
