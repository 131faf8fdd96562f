import type { Tx } from '@wiredesk/persistence';
import type { DataSource } from 'typeorm';

const insertMatches = `
insert into stay_down_match (item_id, hold_id, held_item_id, coverage, review, matched_at)
select * from json_to_recordset($1) as r (item_id uuid, hold_id uuid, held_item_id uuid, coverage double precision, review boolean, matched_at timestamptz)
on conflict (item_id, hold_id) do update set held_item_id = excluded.held_item_id, coverage = excluded.coverage, review = excluded.review, matched_at = excluded.matched_at`;

const deleteOfHolds = 'delete from stay_down_match where hold_id = any($1::uuid[]) returning item_id, held_item_id';
const deleteOfItems = 'delete from stay_down_match where item_id = any($1::uuid[])';
const deleteExcepted = `
delete from stay_down_match using item
where item.item_id = stay_down_match.item_id and item.clean_hash = $1 and ($2::uuid is null or stay_down_match.hold_id = $2)
returning stay_down_match.item_id, held_item_id`;

const selectPairs = `
select item_id, held_item_id from stay_down_match where item_id = any($1::uuid[]) or held_item_id = any($1::uuid[])`;

const selectMatches = `
select item_id as "itemId", hold_id as "holdId", held_item_id as "heldItemId", coverage, review, matched_at as "matchedAt"
from stay_down_match where ($1::boolean is null or review = $1) order by matched_at desc, item_id limit $2`;

const markMatched = `update item set by_hand = true where item_id = any($1::uuid[])`;

/** An item that came back although it is held. */
export interface FoundMatch {
  readonly itemId: string;
  readonly holdId: string;
  readonly heldItemId: string;
  readonly coverage: number;
  /** Alike, but not enough to be sure: a person should look. */
  readonly review: boolean;
}

/** Items that a rule names are marked, so that placing knows to ask for it. */
export const noteMatches = async (tx: Tx, matches: readonly FoundMatch[], now: Date): Promise<void> => {
  if (matches.length === 0) return;
  await tx.query(insertMatches, [
    JSON.stringify(matches.map((one) => ({ item_id: one.itemId, hold_id: one.holdId, held_item_id: one.heldItemId, coverage: one.coverage, review: one.review, matched_at: now.toISOString() }))),
  ]);
};

export const markMatchedItems = async (tx: Tx, itemIds: readonly string[]): Promise<void> => {
  if (itemIds.length > 0) await tx.query(markMatched, [itemIds]);
};

const touched = (answer: unknown): string[] => {
  const [rows] = answer as [{ item_id: string; held_item_id: string }[], number];
  return rows.flatMap((row) => [row.item_id, row.held_item_id]);
};

/** Ends the matches of holds; the items that have to be placed anew. */
export const forgetMatchesOfHolds = async (tx: Tx, holdIds: readonly string[]): Promise<string[]> => touched(await tx.query(deleteOfHolds, [holdIds]));

/** A revised item is another text: what its former one matched does not count. */
export const forgetMatchesOfItems = async (tx: Tx, itemIds: readonly string[]): Promise<void> => {
  if (itemIds.length > 0) await tx.query(deleteOfItems, [itemIds]);
};

/** Ends the matches of a text that was let pass (under one hold, or all); the items that have to be placed anew. */
export const forgetMatchesOfText = async (tx: Tx, cleanHash: string, holdId: string | null): Promise<string[]> => touched(await tx.query(deleteExcepted, [cleanHash, holdId]));

/** Pairs of an item and the held one that it matched, where either is among these. */
export const readMatchedPairs = async (tx: Tx, itemIds: readonly string[]): Promise<[string, string][]> =>
  ((await tx.query(selectPairs, [itemIds])) as { item_id: string; held_item_id: string }[]).map((row) => [row.item_id, row.held_item_id]);

/** The latest matches; `review` null for all. */
export const readMatches = async (dataSource: DataSource, review: boolean | null, most: number): Promise<unknown[]> => (await dataSource.query(selectMatches, [review, most])) as unknown[];
