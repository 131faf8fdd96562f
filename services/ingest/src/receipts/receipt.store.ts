import type { DataSource } from 'typeorm';

import type { ItemOutcome } from '../receive-item/plan.decide.js';
import type { SourceSettings } from '../manage-sources/source.js';

const selectReceipt = `
select r.id, r.source_id, r.received_at, r.content_type, r.content_encoding, r.format, r.charset, length(r.payload) as bytes, r.payload_sha256,
  r.outcomes, r.warnings, s.settings, q.id as quarantine_id, q.reason_code, q.reason_detail, q.closed_at, q.closed_how, q.closed_reason
from receipt r join source s on s.id = r.source_id left join quarantine q on q.receipt_id = r.id
where r.id = $1`;

/** By the index of the source's receipts; a page continues before the last one of the page before. */
const selectRecent = `
select id, received_at, format, length(payload) as bytes, outcomes from receipt
where source_id = $1 and ($2::uuid is null or (received_at, id) < (select received_at, id from receipt where id = $2))
order by received_at desc, id desc limit $3`;

const selectProgress = `
select i.id as item_id, i.revision as held_revision, i.state as held_state, p.placed_revision, p.placed_at, p.story_id, p.relation, p.canonical_item_id,
  p.clearance_revision, p.clearance_state, p.clearance_at, p.refusal_reasons,
  p.publication_revision, p.publication_state, p.url, p.published_at, p.updated_at, p.taken_down_at, p.taken_down_cause, p.taken_down_status
from unnest($1::uuid[]) as wanted (id) join item i using (id) left join item_progress p on p.item_id = i.id`;

interface ReceiptRow {
  readonly id: string;
  readonly source_id: string;
  readonly received_at: Date;
  readonly content_type: string | null;
  readonly content_encoding: string | null;
  readonly format: string | null;
  readonly charset: string | null;
  readonly bytes: number | null;
  readonly payload_sha256: string;
  readonly outcomes: string;
  readonly warnings: string;
  readonly settings: SourceSettings;
  readonly quarantine_id: string | null;
  readonly reason_code: string | null;
  readonly reason_detail: string | null;
  readonly closed_at: Date | null;
  readonly closed_how: string | null;
  readonly closed_reason: string | null;
}

/** A push as it was kept. */
export interface Receipt {
  readonly id: string;
  readonly sourceId: string;
  readonly settings: SourceSettings;
  /** RFC 3339. */
  readonly receivedAt: string;
  readonly contentType: string | null;
  readonly contentEncoding: string | null;
  readonly format: string | null;
  readonly charset: string | null;
  readonly bytes: number | null;
  readonly payloadSha256: string;
  readonly outcomes: readonly ItemOutcome[];
  readonly warnings: readonly { readonly code: string; readonly detail: string }[];
  /** Set where the bytes could not be read. */
  readonly quarantine: { readonly id: string; readonly code: string; readonly detail: string; readonly closedAt: string | null; readonly closedHow: string | null; readonly closedReason: string | null } | null;
}

/** What ingest holds of an item now, and what the later services said of it. */
export interface Progress {
  readonly item_id: string;
  readonly held_revision: number;
  readonly held_state: 'usable' | 'withdrawn';
  readonly placed_revision: number | null;
  readonly placed_at: Date | null;
  readonly story_id: string | null;
  readonly relation: string | null;
  readonly canonical_item_id: string | null;
  readonly clearance_revision: number | null;
  readonly clearance_state: 'cleared' | 'refused' | null;
  readonly clearance_at: Date | null;
  readonly refusal_reasons: readonly { readonly code: string; readonly detail: string; readonly holdId: string | null }[] | null;
  readonly publication_revision: number | null;
  readonly publication_state: 'published' | 'taken_down' | null;
  readonly url: string | null;
  readonly published_at: Date | null;
  readonly updated_at: Date | null;
  readonly taken_down_at: Date | null;
  readonly taken_down_cause: string | null;
  readonly taken_down_status: number | null;
}

/** The receipt; undefined if there is none of this id. */
export const readReceipt = async (dataSource: DataSource, id: string): Promise<Receipt | undefined> => {
  const [row] = (await dataSource.query(selectReceipt, [id])) as ReceiptRow[];
  if (!row) return undefined;
  return {
    id: row.id,
    sourceId: row.source_id,
    settings: row.settings,
    receivedAt: row.received_at.toISOString(),
    contentType: row.content_type,
    contentEncoding: row.content_encoding,
    format: row.format,
    charset: row.charset,
    bytes: row.bytes,
    payloadSha256: row.payload_sha256,
    outcomes: JSON.parse(row.outcomes) as ItemOutcome[],
    warnings: JSON.parse(row.warnings) as Receipt['warnings'],
    quarantine:
      row.quarantine_id === null
        ? null
        : { id: row.quarantine_id, code: row.reason_code ?? '', detail: row.reason_detail ?? '', closedAt: row.closed_at?.toISOString() ?? null, closedHow: row.closed_how, closedReason: row.closed_reason },
  };
};

/** Where the items of these ids stand, by id. */
export const readProgress = async (dataSource: DataSource, itemIds: readonly string[]): Promise<Map<string, Progress>> => {
  if (itemIds.length === 0) return new Map();
  const rows = (await dataSource.query(selectProgress, [[...new Set(itemIds)]])) as Progress[];
  return new Map(rows.map((row) => [row.item_id, row]));
};

/** One push in a list of them. */
export interface ReceiptSummary {
  readonly id: string;
  readonly receivedAt: string;
  /** null for what could not be read, or was said beside a body. */
  readonly format: string | null;
  /** null once the bytes were let go. */
  readonly bytes: number | null;
  readonly items: number;
  /** How many items became what. */
  readonly outcomes: Readonly<Record<string, number>>;
}

/** The last pushes of a source, newest first; `before` is the id of a receipt where one is given. */
export const recentReceipts = async (dataSource: DataSource, sourceId: string, before: string | null, limit: number): Promise<ReceiptSummary[]> => {
  const rows = (await dataSource.query(selectRecent, [sourceId, before, limit])) as Pick<ReceiptRow, 'id' | 'received_at' | 'format' | 'bytes' | 'outcomes'>[];
  return rows.map((row) => {
    const outcomes: Record<string, number> = {};
    const items = JSON.parse(row.outcomes) as ItemOutcome[];
    for (const { outcome } of items) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    return { id: row.id, receivedAt: row.received_at.toISOString(), format: row.format, bytes: row.bytes, items: items.length, outcomes };
  });
};
