import type { DataSource } from 'typeorm';

import type { RecallProgress } from './article.decide.js';

/** One at a time, over all replicas; one that a dead process left behind ends here. */
const insert = `
insert into canary_drill (id, started_at, state)
select $1, $2, 'running' where not exists (select from canary_drill where state = 'running' and started_at > $3) returning id`;
const endAbandoned = `update canary_drill set state = 'failed', detail = 'its process stopped', finished_at = $1 where state = 'running' and started_at <= $2`;
const end = `
update canary_drill set state = $2, item_id = $3, published_ms = $4, dark_ms = $5, acknowledged_ms = $6, detail = $7, finished_at = $8 where id = $1`;
const newest = `
select id, started_at, item_id, state, published_ms, dark_ms, acknowledged_ms, detail, finished_at from canary_drill order by started_at desc limit $1`;
const isLive = `select exists (select from article where item_id = $1 and state = 'live') as live`;
const progress = `
select count(*) filter (where subscriber_id is null)::int as places, count(*) filter (where subscriber_id is null and state <> 'verified_gone')::int as "placesOpen",
  count(*) filter (where subscriber_id is not null)::int as sent, count(*) filter (where subscriber_id is not null and state <> 'acknowledged')::int as "sentOpen"
from recall where hold_id = $1`;

export interface DrillRow {
  readonly id: string;
  readonly started_at: Date;
  readonly item_id: string | null;
  readonly state: 'running' | 'passed' | 'failed';
  readonly published_ms: number | null;
  readonly dark_ms: number | null;
  readonly acknowledged_ms: number | null;
  readonly detail: string | null;
  readonly finished_at: Date | null;
}

/** False where another one is running. */
export const beginDrill = async (source: DataSource, id: string, now: Date, abandonedBefore: Date): Promise<boolean> => {
  await source.query(endAbandoned, [now, abandonedBefore]);
  return ((await source.query(insert, [id, now, abandonedBefore])) as unknown[]).length === 1;
};

export const endDrill = async (source: DataSource, drill: Pick<DrillRow, 'id' | 'state' | 'item_id' | 'published_ms' | 'dark_ms' | 'acknowledged_ms' | 'detail'>, now: Date): Promise<void> => {
  await source.query(end, [drill.id, drill.state, drill.item_id, drill.published_ms, drill.dark_ms, drill.acknowledged_ms, drill.detail, now]);
};

export const newestDrills = async (source: DataSource, limit: number): Promise<DrillRow[]> => (await source.query(newest, [limit])) as DrillRow[];

export const isArticleLive = async (source: DataSource, itemId: string): Promise<boolean> => ((await source.query(isLive, [itemId])) as { live: boolean }[])[0]?.live ?? false;

export const recallProgressOf = async (source: DataSource, holdId: string): Promise<RecallProgress> =>
  ((await source.query(progress, [holdId])) as RecallProgress[])[0] ?? { places: 0, placesOpen: 0, sent: 0, sentOpen: 0 };
