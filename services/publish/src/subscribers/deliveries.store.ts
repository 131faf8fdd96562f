import type { DataSource } from 'typeorm';
import type { Tx } from '@wiredesk/persistence';

const list = `
select d.id, d.lane, d.type, d.state, d.item_id, d.publication, d.sequence::int, d.attempts, d.created_at, d.finished_at, d.due_at, d.last_status, d.last_error, d.last_answer, d.last_ms,
  d.acknowledged_at, d.copies_removed, d.overdue_at, (select s.sequence::int from delivery s where s.id = d.superseded_by) as superseded_by
from delivery d
where d.subscriber_id = $1 and d.sequence is not null and ($2::bigint is null or d.sequence < $2) and ($3::text is null or d.state = $3) and ($4::uuid is null or d.item_id = $4)
order by d.sequence desc limit $5`;

/** What was sent, or tried, within the bounds of a request; of each article once. */
const wanted = `
select distinct d.item_id from delivery d join article a using (item_id)
where d.subscriber_id = $1 and ($2::uuid is null or d.id = $2) and ($3::timestamptz is null or d.created_at >= $3) and ($4::timestamptz is null or d.created_at < $4)
  and ($5::text[] is null or d.state = any($5)) and ($6::text[] is null or a.source_id = any($6)) and ($7::text[] is null or a.categories && $7)`;

const count = `select count(*)::int as count from (select from (${wanted}) w limit 100001) as matching`;

/**
 * The present state of each, never what was sent then: what is held meanwhile is not among it, and what is down is
 * removed again. One that has something queued gets that.
 */
const replay = `
with wanted as (${wanted}), shown as (
  insert into delivery (lane, subscriber_id, item_id, publication, type, state, due_at, created_at, detail)
  select 1, $1, w.item_id, a.publication, 'article.updated', $9, $8::timestamptz, $8::timestamptz, '{"replay": true}'
  from wanted w join article a using (item_id)
  where a.state = 'live' and not exists (select from delivery o where o.item_id = w.item_id and o.subscriber_id = $1 and o.lane = 1 and o.state in ('due', 'held'))
  returning 1
), removed as (
  update delivery k set state = 'due', due_at = $8, acknowledged_at = null, finished_at = null
  from wanted w join article a using (item_id)
  where k.subscriber_id = $1 and k.item_id = w.item_id and k.lane = 0 and k.publication = a.publication and a.state = 'down' and k.state in ('delivered', 'failed')
  returning 1
)
select (select count(*)::int from shown) as shown, (select count(*)::int from removed) as removed`;

/** One delivery as its subscriber may see it. */
export interface DeliveryView {
  readonly id: string;
  readonly lane: number;
  readonly type: string;
  readonly state: string;
  readonly item_id: string | null;
  readonly publication: number | null;
  readonly sequence: number;
  readonly attempts: number;
  readonly created_at: Date;
  readonly finished_at: Date | null;
  readonly due_at: Date;
  readonly last_status: number | null;
  readonly last_error: string | null;
  readonly last_answer: string | null;
  readonly last_ms: number | null;
  readonly acknowledged_at: Date | null;
  readonly copies_removed: number | null;
  readonly overdue_at: Date | null;
  readonly superseded_by: number | null;
}

export interface DeliveryFilter {
  readonly before: number | null;
  readonly state: string | null;
  readonly itemId: string | null;
}

/** Deliveries that have a number, newest first. */
export const readDeliveries = async (source: DataSource, subscriberId: string, filter: DeliveryFilter, limit: number): Promise<DeliveryView[]> =>
  (await source.query(list, [subscriberId, filter.before, filter.state, filter.itemId, limit])) as DeliveryView[];

/** Which deliveries are to be sent again. Null: not restricted. */
export interface ReplayFilter {
  readonly deliveryId: string | null;
  readonly since: Date | null;
  readonly until: Date | null;
  readonly states: readonly string[] | null;
  readonly sources: readonly string[] | null;
  readonly categories: readonly string[] | null;
}

const parametersOf = (subscriberId: string, filter: ReplayFilter): unknown[] => [subscriberId, filter.deliveryId, filter.since, filter.until, filter.states, filter.sources, filter.categories];

/** Articles that a replay would send, counted up to 100,001. */
export const countReplay = async (source: DataSource | Tx, subscriberId: string, filter: ReplayFilter): Promise<number> =>
  ((await source.query(count, parametersOf(subscriberId, filter))) as { count: number }[])[0]?.count ?? 0;

/** Queues them. Returns how many are shown again and how many removed again. */
export const queueReplay = async (tx: Tx, subscriberId: string, filter: ReplayFilter, state: 'due' | 'held', now: Date): Promise<{ shown: number; removed: number }> => {
  const [row] = (await tx.query(replay, [...parametersOf(subscriberId, filter), now, state])) as { shown: number; removed: number }[];
  return row ?? { shown: 0, removed: 0 };
};
