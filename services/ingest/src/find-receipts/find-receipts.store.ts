import type { DataSource } from 'typeorm';

import type { ItemOutcome } from '../receive-item/plan.decide.js';

/** Which pushes are meant; a field that is null means all. */
export interface ReceiptFilter {
  readonly sourceId: string | null;
  /** At least one of its items became this. */
  readonly outcome: string | null;
  /** Part of what it says of its items: a guid, an item id, a reason. */
  readonly text: string | null;
  /** Only pushes older than this receipt: the next page. */
  readonly before: string | null;
}

/** A push in a list of those of all sources. */
export interface FoundReceipt {
  readonly id: string;
  readonly sourceId: string;
  readonly receivedAt: string;
  readonly format: string | null;
  readonly contentType: string | null;
  /** null once the bytes were let go. */
  readonly bytes: number | null;
  readonly items: number;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly warnings: number;
  /** The case that its bytes lie in, where they could not be read. */
  readonly quarantineId: string | null;
}

/**
 * Receipt ids are UUIDv7: their order is the order of time, so each page walks an index from its newest end. What an
 * item became stands within the JSON text of its receipt, so those filters read rows: 2,000 at a time, never a table.
 */
const lookedMax = 2_000;
const newest = `
select id, source_id, received_at, format, content_type, length(payload) as bytes, outcomes, warnings from receipt
where $1::text is null and ($2::uuid is null or id < $2) order by id desc limit ${lookedMax}`;
const newestOfSource = `
select id, source_id, received_at, format, content_type, length(payload) as bytes, outcomes, warnings from receipt
where source_id = $1 and ($2::uuid is null or (received_at, id) < (select received_at, id from receipt where id = $2)) order by received_at desc, id desc limit ${lookedMax}`;

const filtered = (looked: string): string => `
with looked as (${looked})
select l.id, l.source_id as "sourceId", l.received_at as "receivedAt", l.format, l.content_type as "contentType", l.bytes, l.outcomes, l.warnings,
  (select q.id from quarantine q where q.receipt_id = l.id limit 1) as "quarantineId"
from looked l
where ($3::text is null or position('"outcome":"' || $3 || '"' in l.outcomes) > 0) and ($4::text is null or position($4 in l.outcomes) > 0)
order by l.received_at desc, l.id desc limit $5`;
const edge = (looked: string): string => `select id from (${looked}) l offset ${lookedMax - 1}`;

type Row = Omit<FoundReceipt, 'receivedAt' | 'items' | 'outcomes' | 'warnings'> & { readonly receivedAt: Date; readonly outcomes: string; readonly warnings: string };

/** A page of pushes, newest first; `next` is the `before` of the next one, also where this one found less than it might (2,000 are looked through at a time). */
export const findReceipts = async (dataSource: DataSource, filter: ReceiptFilter, limit: number): Promise<{ receipts: FoundReceipt[]; next: string | null }> => {
  const looked = filter.sourceId === null ? newest : newestOfSource;
  // As it stands within JSON text.
  const text = filter.text === null ? null : JSON.stringify(filter.text).slice(1, -1);
  const rows = (await dataSource.query(filtered(looked), [filter.sourceId, filter.before, filter.outcome, text, limit])) as Row[];
  const receipts = rows.map(summary);
  if (rows.length === limit) return { receipts, next: rows.at(-1)?.id ?? null };
  const [last] = (await dataSource.query(edge(looked), [filter.sourceId, filter.before])) as { id: string }[];
  return { receipts, next: last?.id ?? null };
};

const summary = ({ outcomes, warnings, receivedAt, ...row }: Row): FoundReceipt => {
  const counts: Record<string, number> = {};
  const items = JSON.parse(outcomes) as ItemOutcome[];
  for (const { outcome } of items) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return { ...row, receivedAt: receivedAt.toISOString(), items: items.length, outcomes: counts, warnings: (JSON.parse(warnings) as unknown[]).length };
};

const selectPayload = 'select payload as bytes, content_type as "contentType", content_encoding as "contentEncoding", charset from receipt where id = $1';

/** The bytes of a push as they came; null once they were let go. */
export interface KeptPayload {
  readonly bytes: Buffer | null;
  readonly contentType: string | null;
  readonly contentEncoding: string | null;
  readonly charset: string | null;
}

/** Undefined where there is no such receipt. */
export const readPayloadOf = async (dataSource: DataSource, id: string): Promise<KeptPayload | undefined> => ((await dataSource.query(selectPayload, [id])) as KeptPayload[])[0];
