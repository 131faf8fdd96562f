import type { DataSource } from 'typeorm';

import type { RawPayload } from '../receive-item/payload.js';

/** Which cases are meant; a field that is null means all. */
export interface CaseFilter {
  readonly ids: readonly string[] | null;
  readonly sourceId: string | null;
  readonly reasonCode: string | null;
  readonly state: 'open' | 'closed' | 'all';
  /** Only cases older than this one: the next page. */
  readonly before: string | null;
}

/** A body that could not be read, as operators see it; never its bytes. */
export interface QuarantineCase {
  readonly id: string;
  readonly sourceId: string;
  readonly receiptId: string;
  readonly reason: { readonly code: string; readonly detail: string };
  readonly contentType: string | null;
  readonly bytes: number;
  readonly quarantinedAt: Date;
  readonly attempts: number;
  readonly lastError: string | null;
  readonly closedAt: Date | null;
  readonly closedHow: 'retried' | 'discarded' | null;
  readonly closedBy: string | null;
  readonly closedReason: string | null;
}

/** Ids are UUIDv7: their order is the order of time, so that a page continues after the last id of the one before. */
const selectCases = `
select q.id, q.source_id as "sourceId", q.receipt_id as "receiptId", jsonb_build_object('code', q.reason_code, 'detail', q.reason_detail) as reason,
  r.content_type as "contentType", length(r.payload) as bytes, q.quarantined_at as "quarantinedAt", q.attempts, q.last_error as "lastError",
  q.closed_at as "closedAt", q.closed_how as "closedHow", q.closed_by as "closedBy", q.closed_reason as "closedReason"
from quarantine q join receipt r on r.id = q.receipt_id
where ($1::uuid[] is null or q.id = any($1)) and ($2::text is null or q.source_id = $2) and ($3::text is null or q.reason_code = $3)
  and ($4 = 'all' or (q.closed_at is null) = ($4 = 'open')) and ($5::uuid is null or q.id < $5)
order by q.id desc limit $6`;

/** Open cases by source and reason; what no index covers is small, since closed cases are not in it. */
const selectReasons = `
select source_id as "sourceId", reason_code as code, count(*)::int as count, min(quarantined_at) as "oldestAt", max(quarantined_at) as "newestAt", (array_agg(reason_detail order by quarantined_at desc))[1] as detail
from quarantine where closed_at is null group by source_id, reason_code order by count(*) desc, source_id, reason_code limit 500`;

const selectPayload = `
select r.id as "receiptId", r.source_id as "sourceId", r.received_at as "receivedAt", r.payload as bytes, r.content_type as "contentType", r.content_encoding as "contentEncoding"
from quarantine q join receipt r on r.id = q.receipt_id where q.id = $1 and r.payload is not null`;

const close = `
update quarantine set closed_at = now(), closed_how = 'discarded', closed_by = $2, closed_reason = $3 where id = $1 and closed_at is null`;

const failedAgain = 'update quarantine set attempts = attempts + 1, last_error = $2 where id = $1 and closed_at is null';

export const readCases = async (dataSource: DataSource, filter: CaseFilter, limit: number): Promise<QuarantineCase[]> =>
  (await dataSource.query(selectCases, [filter.ids, filter.sourceId, filter.reasonCode, filter.state, filter.before, limit])) as QuarantineCase[];

/** How many open cases there are of one source and reason. */
export interface QuarantineReason {
  readonly sourceId: string;
  readonly code: string;
  readonly count: number;
  readonly oldestAt: Date;
  readonly newestAt: Date;
  /** Of the newest one. */
  readonly detail: string;
}

/** The most frequent first, 500 at most. */
export const readReasons = async (dataSource: DataSource): Promise<QuarantineReason[]> => (await dataSource.query(selectReasons)) as QuarantineReason[];

/** The bytes of a case with what was said of them. */
export interface QuarantinedPayload extends RawPayload {
  readonly receiptId: string;
  readonly sourceId: string;
  readonly receivedAt: Date;
}

export const readQuarantined = async (dataSource: DataSource, id: string): Promise<QuarantinedPayload | undefined> =>
  ((await dataSource.query(selectPayload, [id])) as QuarantinedPayload[])[0];

/** False if there is no such open case. */
export const discardCase = async (dataSource: DataSource, id: string, by: string, reason: string): Promise<boolean> => {
  const [, count] = (await dataSource.query(close, [id, by, reason])) as [unknown, number];
  return count === 1;
};

export const noteFailedRetry = async (dataSource: DataSource, id: string, error: string): Promise<void> => {
  await dataSource.query(failedAgain, [id, error.slice(0, 500)]);
};
