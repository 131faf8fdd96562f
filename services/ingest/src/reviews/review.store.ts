import { sendPrepared, type Tx } from '@wiredesk/persistence';
import { uuidv7 } from '@wiredesk/platform';
import type { DataSource } from 'typeorm';

import type { NewReview } from '../receive-item/plan.decide.js';

/** One open question per item and kind: what a source repeats is asked once. */
const insertReviews = `
insert into review (id, source_id, kind, guid, item_id, receipt_id, about, opened_at)
select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::uuid[], $6::uuid[], $7::text[], $8::timestamptz[])
on conflict do nothing`;

const columns = `
id, source_id as "sourceId", kind, guid, item_id as "itemId", receipt_id as "receiptId", about, opened_at as "openedAt",
  closed_at as "closedAt", closed_how as "closedHow", closed_by as "closedBy", note`;

const select = `
select ${columns} from review
where ($1 = 'all' or (closed_at is null) = ($1 = 'open')) and ($2::text is null or source_id = $2) and ($3::text is null or kind = $3) and ($4::uuid is null or id < $4)
order by id desc limit $5`;
const selectOne = `select ${columns} from review where id = $1`;

/** Only an open one is closed, so of two operators one decides. */
const close = `
update review set closed_at = $2, closed_how = $3, closed_by = $4, note = $5 where id = $1 and closed_at is null`;

/** The last body of what was withdrawn. */
const selectWithdrawn = `
select id as "itemId", body_revision as "bodyRevision" from item where source_id = $1 and guid = $2 and state = 'withdrawn' and body_revision is not null`;

/** What is held of an item that was not taken back. */
const selectUsable = `
select id as "itemId", revision, body_revision as "bodyRevision" from item where source_id = $1 and guid = $2 and state = 'usable' and body_revision is not null`;

export interface Review extends Omit<NewReview, 'openedAt'> {
  readonly id: string;
  readonly openedAt: Date;
  readonly closedAt: Date | null;
  readonly closedHow: 'confirmed' | 'dismissed' | null;
  readonly closedBy: string | null;
  readonly note: string | null;
}

export interface ReviewFilter {
  readonly state: 'open' | 'closed' | 'all';
  readonly sourceId: string | null;
  readonly kind: string | null;
  /** Only reviews older than this one: the next page. */
  readonly before: string | null;
}

const aboutCharsMax = 500;

export const openReviews = (tx: Tx, reviews: readonly NewReview[]): void => {
  if (reviews.length === 0) return;
  sendPrepared(tx, insertReviews, [
    reviews.map(() => uuidv7()),
    reviews.map((review) => review.sourceId),
    reviews.map((review) => review.kind),
    reviews.map((review) => review.guid),
    reviews.map((review) => review.itemId),
    reviews.map((review) => review.receiptId),
    reviews.map((review) => review.about.slice(0, aboutCharsMax)),
    reviews.map((review) => review.openedAt),
  ]);
};

export const readReviews = async (dataSource: DataSource, filter: ReviewFilter, limit: number): Promise<Review[]> => dataSource.query(select, [filter.state, filter.sourceId, filter.kind, filter.before, limit]);

export const readReview = async (dataSource: DataSource, id: string): Promise<Review | undefined> => ((await dataSource.query(selectOne, [id])) as Review[])[0];

/** False if it was closed before. */
export const closeReview = async (dataSource: DataSource, id: string, how: 'confirmed' | 'dismissed', by: string, note: string | null, now: Date): Promise<boolean> =>
  ((await dataSource.query(close, [id, now, how, by, note])) as [unknown, number])[1] === 1;

export const withdrawnItem = async (dataSource: DataSource, sourceId: string, guid: string): Promise<{ itemId: string; bodyRevision: number } | undefined> =>
  ((await dataSource.query(selectWithdrawn, [sourceId, guid])) as { itemId: string; bodyRevision: number }[])[0];

export const usableItem = async (dataSource: DataSource, sourceId: string, guid: string): Promise<{ itemId: string; revision: number; bodyRevision: number } | undefined> =>
  ((await dataSource.query(selectUsable, [sourceId, guid])) as { itemId: string; revision: number; bodyRevision: number }[])[0];
