import type { Tx } from '@wiredesk/persistence';
import type { DataSource } from 'typeorm';

import type { Notice, NoticeKind } from './notices.decide.js';

/** Only of sources that want this kind; a repeat of an event finds its notice there. */
const insertNotices = `
insert into source_notice (id, source_id, item_id, kind, counter, data)
select n.id, n.source_id, n.item_id, n.kind, n.counter, n.data
from unnest($1::uuid[], $2::text[], $3::uuid[], $4::text[], $5::int[], $6::jsonb[]) as n (id, source_id, item_id, kind, counter, data)
join source_webhook w on w.source_id = n.source_id and w.ended_at is null and n.kind = any(w.kinds)
on conflict (item_id, kind, counter) do nothing`;

/** Counted on entry and put off, so that a crash, or another replica, does not tell it twice at once. */
const take = `
update source_notice s set attempts = s.attempts + 1, next_attempt_at = $1::timestamptz + interval '60 seconds'
from (
  select id from source_notice where delivered_at is null and given_up_at is null and next_attempt_at <= $1
  order by next_attempt_at, id limit $2 for update skip locked
) due
join source_notice n on n.id = due.id join source_webhook w on w.source_id = n.source_id join item i on i.id = n.item_id
where s.id = due.id
returning s.id, s.source_id as "sourceId", s.item_id as "itemId", s.kind, s.data, s.attempts, w.url, w.secret, w.ended_at is not null as ended,
  i.guid, i.receipt_id as "receiptId"`;

const delivered = 'update source_notice set delivered_at = $2, last_status = $3, last_error = null where id = $1';
const failed = `
update source_notice set last_status = $2, last_error = $3, next_attempt_at = coalesce($4, next_attempt_at), given_up_at = case when $4::timestamptz is null then now() end
where id = $1`;
const end = 'update source_webhook set ended_at = now(), ended_why = $2 where source_id = $1 and ended_at is null';

const putWebhook = `
insert into source_webhook (source_id, url, secret, kinds, created_at) values ($1, $2, $3, $4, $5)
on conflict (source_id) do update set url = excluded.url, secret = excluded.secret, kinds = excluded.kinds, created_at = excluded.created_at, ended_at = null, ended_why = null`;
const selectWebhook = `
select url, kinds, created_at as "createdAt", ended_at as "endedAt", ended_why as "endedWhy",
  (select count(*)::int from source_notice n where n.source_id = w.source_id and delivered_at is null and given_up_at is null) as waiting,
  (select coalesce(jsonb_agg(x order by x.id desc), '[]') from (
     select id, item_id as "itemId", kind, attempts, created_at as "createdAt", delivered_at as "deliveredAt", given_up_at as "givenUpAt", last_status as "lastStatus", last_error as "lastError"
     from source_notice n where n.source_id = w.source_id order by id desc limit 20) x) as last
from source_webhook w where source_id = $1`;
const wanting = 'select source_id from source_webhook where ended_at is null limit 10001';

/** One thing that is to be told now. */
export interface DueNotice {
  readonly id: string;
  readonly sourceId: string;
  readonly itemId: string;
  readonly kind: NoticeKind;
  readonly data: Readonly<Record<string, unknown>>;
  readonly attempts: number;
  readonly url: string;
  readonly secret: string;
  readonly ended: boolean;
  readonly guid: string;
  readonly receiptId: string;
}

export interface WebhookView {
  readonly url: string;
  readonly kinds: readonly NoticeKind[];
  readonly createdAt: Date;
  readonly endedAt: Date | null;
  readonly endedWhy: string | null;
  readonly waiting: number;
  readonly last: readonly Readonly<Record<string, unknown>>[];
}

export const addNotices = async (tx: Tx, notices: readonly (Notice & { readonly id: string })[]): Promise<void> => {
  await tx.query(insertNotices, [
    notices.map((notice) => notice.id),
    notices.map((notice) => notice.sourceId),
    notices.map((notice) => notice.itemId),
    notices.map((notice) => notice.kind),
    notices.map((notice) => notice.counter),
    notices.map((notice) => JSON.stringify(notice.data)),
  ]);
};

/** What is due, each ours for a minute. */
export const takeDueNotices = async (dataSource: DataSource, now: Date, limit: number): Promise<DueNotice[]> => {
  const [rows] = (await dataSource.query(take, [now, limit])) as [DueNotice[], number];
  return rows.sort((a, b) => (a.id < b.id ? -1 : 1));
};

export const noteDelivered = async (dataSource: DataSource, id: string, now: Date, status: number): Promise<void> => {
  await dataSource.query(delivered, [id, now, status]);
};

/** `nextAttemptAt` null: it is given up. */
export const noteFailed = async (dataSource: DataSource, id: string, status: number | null, error: string, nextAttemptAt: Date | null): Promise<void> => {
  await dataSource.query(failed, [id, status, error.slice(0, 300), nextAttemptAt]);
};

export const endWebhook = async (dataSource: DataSource, sourceId: string, why: string): Promise<boolean> => {
  const [, count] = (await dataSource.query(end, [sourceId, why])) as [unknown, number];
  return count === 1;
};

export const saveWebhook = async (dataSource: DataSource, sourceId: string, webhook: { url: string; secret: string; kinds: readonly NoticeKind[] }, now: Date): Promise<void> => {
  await dataSource.query(putWebhook, [sourceId, webhook.url, webhook.secret, webhook.kinds, now]);
};

export const readWebhook = async (dataSource: DataSource, sourceId: string): Promise<WebhookView | undefined> => ((await dataSource.query(selectWebhook, [sourceId])) as WebhookView[])[0];

/** Ids of sources that want to be told. */
export const sourcesWithWebhook = async (dataSource: DataSource): Promise<Set<string>> => new Set(((await dataSource.query(wanting)) as { source_id: string }[]).map((row) => row.source_id));
