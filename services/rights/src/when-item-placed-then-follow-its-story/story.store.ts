import type { Relation } from '@wiredesk/contracts';
import type { ReceivedEvent } from '@wiredesk/contracts';
import { planned, sendPrepared, type Tx } from '@wiredesk/persistence';
import type { DataSource } from 'typeorm';

/** Where an item stands. */
export interface Standing {
  readonly itemId: string;
  readonly storyId: string;
  readonly relation: Relation;
  readonly placement: number;
}

const lockStandings = `
select item_id as "itemId", story_id as "storyId", relation, placement from item_story
where item_id = any($1::uuid[]) order by item_id for update`;
const upsertStandings = `
insert into item_story (item_id, placement, story_id, relation, canonical)
select * from unnest($1::uuid[], $2::int[], $3::uuid[], $4::text[], $5::bool[])
on conflict (item_id) do update set placement = excluded.placement, story_id = excluded.story_id, relation = excluded.relation, canonical = excluded.canonical
where item_story.placement < excluded.placement`;
const selectStandings = `
select item_id as "itemId", story_id as "storyId", relation, placement from item_story where item_id = any($1::uuid[])`;
const selectScopes = 'select target_id, scope from target where target_id = any($1::uuid[])';

/** Where these items stand, locked until the transaction ends. */
export const lockedStandings = async (tx: Tx, itemIds: readonly string[]): Promise<Map<string, Standing>> =>
  new Map((await planned<Standing>(tx, lockStandings, [itemIds])).map((row) => [row.itemId, row]));

/** Where these items stand. */
export const standingsOf = async (source: DataSource | Tx, itemIds: readonly string[]): Promise<Map<string, Standing>> =>
  itemIds.length === 0 ? new Map() : new Map(((await source.query(selectStandings, [itemIds])) as Standing[]).map((row) => [row.itemId, row]));

/** One statement; `events` has each item once, sorted. An older placement changes nothing. */
export const saveStandings = (tx: Tx, events: readonly ReceivedEvent<'item.placed'>[]): void => {
  sendPrepared(tx, upsertStandings, [
    events.map(({ data }) => data.itemId),
    events.map(({ data }) => data.placement),
    events.map(({ data }) => data.storyId),
    events.map(({ data }) => data.relation),
    events.map(({ data }) => data.canonical),
  ]);
};

/** Which scope each of these targets asked for. */
export const scopesOfTargets = async (tx: Tx, targetIds: readonly string[]): Promise<Map<string, 'item' | 'story' | 'source' | 'url'>> =>
  targetIds.length === 0
    ? new Map()
    : new Map(((await tx.query(selectScopes, [targetIds])) as { target_id: string; scope: 'item' | 'story' | 'source' | 'url' }[]).map((row) => [row.target_id, row.scope]));
