import type { DataSource } from 'typeorm';

/** Where an article stands here. */
export interface StandingArticle {
  readonly itemId: string;
  readonly state: 'waiting' | 'live' | 'down';
  readonly publication: number;
  readonly revision: number;
  readonly shownRevision: number;
  readonly canonical: boolean;
  readonly firstLiveAt: Date | null;
  readonly changedAt: Date | null;
  readonly downCause: string | null;
  readonly downStatus: number | null;
  readonly downHoldId: string | null;
  readonly dueAt: Date | null;
}

const selectArticle = `
select item_id as "itemId", state, publication, revision, shown_revision as "shownRevision", canonical, first_live_at as "firstLiveAt", changed_at as "changedAt",
  down_cause as "downCause", down_status as "downStatus", down_hold_id as "downHoldId", due_at as "dueAt"
from article where item_id = $1`;

/** A copy that left by a delivery, and one on a surface of ours that a hold recalled; each by an index of its item. */
const selectCopies = `
select coalesce(c.copy_id, r.copy_id) as "copyId", coalesce(c.surface, r.surface) as surface, coalesce(c.place, r.place) as place, s.name as subscriber,
  coalesce(c.subscriber_id, r.subscriber_id) as "subscriberId", c.publication, c.first_sent_at as "firstSentAt", c.last_sent_at as "lastSentAt",
  r.state as "recallState", r.detail as "recallDetail", r.hold_id as "holdId", r.owed_at as "owedAt", r.changed_at as "recallChangedAt"
from (select * from copy where item_id = $1) c
full join (select distinct on (copy_id) * from recall where item_id = $1 order by copy_id, owed_at desc) r using (copy_id)
left join subscriber s on s.id = coalesce(c.subscriber_id, r.subscriber_id)
order by coalesce(c.first_sent_at, r.owed_at) desc, 1 limit $2`;

const selectDeliveries = `
select d.id, d.lane, d.type, d.state, d.publication, d.attempts, d.created_at as "createdAt", d.finished_at as "finishedAt", d.last_status as "lastStatus", d.last_error as "lastError",
  d.acknowledged_at as "acknowledgedAt", d.overdue_at as "overdueAt", d.subscriber_id as "subscriberId", s.name as subscriber
from delivery d left join subscriber s on s.id = d.subscriber_id where d.item_id = $1 order by d.created_at desc, d.id limit $2`;

export const readStanding = async (dataSource: DataSource, itemId: string): Promise<StandingArticle | undefined> => ((await dataSource.query(selectArticle, [itemId])) as StandingArticle[])[0];
export const readCopies = async (dataSource: DataSource, itemId: string, limit: number): Promise<unknown[]> => (await dataSource.query(selectCopies, [itemId, limit])) as unknown[];
export const readDeliveries = async (dataSource: DataSource, itemId: string, limit: number): Promise<unknown[]> => (await dataSource.query(selectDeliveries, [itemId, limit])) as unknown[];
