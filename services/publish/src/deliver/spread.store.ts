import { sendPlanned, type Tx } from '@wiredesk/persistence';
import type { DataSource } from 'typeorm';

import type { ArticleRow } from '../board/article.js';

const takeChanges = `
select id::text, item_id, publication, kind from change_to_deliver order by id limit $1 for update skip locked`;

/**
 * Shared, in the order of ids: what settles an article waits for the few milliseconds that this takes, so that no
 * delivery of a state that just ended is queued behind its removal.
 */
const lockShown = `
select a.item_id, a.source_id, a.story_id, a.terms, a.title, a.abstract, a.language, a.categories, a.shown_categories, a.publication, a.state
from article a where a.item_id = any($1::uuid[]) order by a.item_id for share`;

const holders = 'select item_id, subscriber_id from copy where item_id = any($1::uuid[])';

/** A newer message takes the place of what is queued of the article, an unsent removal before a restoral among it. */
const queue = `
with made as (
  insert into delivery (lane, subscriber_id, item_id, publication, type, state, due_at, created_at)
  select 1, subscriber_id, item_id, publication, type, state, $6::timestamptz, $6::timestamptz
  from unnest($1::uuid[], $2::uuid[], $3::int[], $4::text[], $5::text[]) as t (subscriber_id, item_id, publication, type, state)
  returning id, subscriber_id, item_id, publication
)
update delivery d set state = case when d.state in ('due', 'held') then 'superseded' else d.state end, superseded_by = made.id, finished_at = coalesce(d.finished_at, $6::timestamptz)
from made where d.subscriber_id = made.subscriber_id and d.item_id = made.item_id and d.publication < made.publication
  and (d.state in ('due', 'held') or (d.state in ('superseded', 'dropped') and d.sequence is not null and d.superseded_by is null))`;

const anything = 'select exists (select from change_to_deliver) as anything';
const endChanges = 'delete from change_to_deliver where id = any($1::bigint[])';

export interface ChangeToDeliver {
  readonly id: string;
  readonly item_id: string;
  readonly publication: number;
  readonly kind: 'published' | 'updated' | 'restored' | 'taken_down';
}

export type SpreadArticle = Pick<ArticleRow, 'item_id' | 'source_id' | 'story_id' | 'terms' | 'title' | 'abstract' | 'language' | 'categories' | 'shown_categories' | 'publication' | 'state'>;

/** One delivery to be queued. */
export interface NewDelivery {
  readonly subscriberId: string;
  readonly itemId: string;
  readonly publication: number;
  readonly type: string;
  readonly state: 'due' | 'held';
}

/** One index probe, without a transaction. */
export const isAnythingToSpread = async (source: DataSource): Promise<boolean> => ((await source.query(anything)) as { anything: boolean }[])[0]?.anything ?? false;

export const takeChangesToDeliver = async (tx: Tx, limit: number): Promise<ChangeToDeliver[]> => (await tx.query(takeChanges, [limit])) as ChangeToDeliver[];

export const lockShownArticles = async (tx: Tx, itemIds: readonly string[]): Promise<Map<string, SpreadArticle>> => {
  const rows = (await tx.query(lockShown, [[...new Set(itemIds)]])) as SpreadArticle[];
  return new Map(rows.map((row) => [row.item_id, row]));
};

/** Subscribers that have, or may have, a copy of each article. */
export const holdersOf = async (tx: Tx, itemIds: readonly string[]): Promise<Map<string, Set<string>>> => {
  const found = new Map<string, Set<string>>();
  if (itemIds.length === 0) return found;
  for (const row of (await tx.query(holders, [itemIds])) as { item_id: string; subscriber_id: string }[]) {
    const known = found.get(row.item_id) ?? new Set();
    found.set(row.item_id, known.add(row.subscriber_id));
  }
  return found;
};

export const queueDeliveries = async (tx: Tx, deliveries: readonly NewDelivery[], now: Date): Promise<void> => {
  if (deliveries.length === 0) return;
  await tx.query(queue, [
    deliveries.map((delivery) => delivery.subscriberId),
    deliveries.map((delivery) => delivery.itemId),
    deliveries.map((delivery) => delivery.publication),
    deliveries.map((delivery) => delivery.type),
    deliveries.map((delivery) => delivery.state),
    now,
  ]);
};

/** With the commit. */
export const endChangesToDeliver = (tx: Tx, ids: readonly string[]): void => {
  sendPlanned(tx, endChanges, [ids]);
};
