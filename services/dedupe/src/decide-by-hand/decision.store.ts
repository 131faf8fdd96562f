import type { Tx } from '@wiredesk/persistence';
import type { DataSource } from 'typeorm';

export type DecisionKind = 'apart' | 'same' | 'pin' | 'template';

/** What a person decided, and whether it still stands. */
export interface Decision {
  readonly decisionId: string;
  readonly kind: DecisionKind;
  readonly storyId: string;
  readonly oneSide: readonly string[];
  readonly otherSide: readonly string[];
  readonly by: string;
  readonly reason: string;
  readonly at: Date;
}

const insertDecision = `
insert into decision (decision_id, kind, story_id, one_side, other_side, decided_by, reason, decided_at)
values ($1, $2, $3, $4, $5, $6, $7, $8)`;

const columns = `decision_id as "decisionId", kind, story_id as "storyId", one_side as "oneSide", other_side as "otherSide", decided_by as by, reason,
  decided_at as at, undone_at as "undoneAt", undone_by as "undoneBy", undone_reason as "undoneReason"`;

/** About the story, or about an item that is in it now. */
const selectDecisions = `
select ${columns} from decision
where story_id = $1 or (one_side || other_side) && (select coalesce(array_agg(item_id), '{}') from item where story_id = $1)
order by decided_at desc limit 200`;

const undo = `
update decision set undone_at = $2, undone_by = $3, undone_reason = $4 where decision_id = $1 and undone_at is null
returning kind, one_side, other_side`;

/**
 * An item that no standing decision names any more is marked as such, so that placing need not ask. A form that no
 * decision ever named is one because it is like a marked one, and stays one.
 */
const markByHand = `
update item set
  by_hand = exists (select from decision where undone_at is null and kind in ('apart', 'same') and item.item_id = any(one_side || other_side))
    or exists (select from stay_down_match where stay_down_match.item_id = item.item_id or held_item_id = item.item_id),
  pinned = exists (select from decision where undone_at is null and kind = 'pin' and item.item_id = any(one_side)),
  template = case when exists (select from decision where kind = 'template' and item.item_id = any(one_side))
    then exists (select from decision where undone_at is null and kind = 'template' and item.item_id = any(one_side)) else template end
where item_id = any($1::uuid[])`;

const selectPins = `
select decision_id from decision where undone_at is null and kind = 'pin' and one_side && (select coalesce(array_agg(item_id), '{}') from item where story_id = $1)`;

const selectMembers = 'select item_id from item where story_id = $1 order by published_from, item_id limit $2';

export const addDecision = async (tx: Tx, decision: Decision): Promise<void> => {
  const { decisionId, kind, storyId, oneSide, otherSide, by, reason, at } = decision;
  await tx.query(insertDecision, [decisionId, kind, storyId, oneSide, otherSide, by, reason, at]);
};

/** Newest first, at most 200; undone ones with who undid them and why. */
export const readDecisions = async (dataSource: DataSource, storyId: string): Promise<unknown[]> => (await dataSource.query(selectDecisions, [storyId])) as unknown[];

/** Ends a decision; the items that it named, or undefined where there is none that stands. */
export const undoDecision = async (tx: Tx, decisionId: string, by: string, reason: string, at: Date): Promise<string[] | undefined> => {
  const [rows] = (await tx.query(undo, [decisionId, at, by, reason])) as [{ one_side: string[]; other_side: string[] }[], number];
  return rows[0] ? [...rows[0].one_side, ...rows[0].other_side] : undefined;
};

export const markItems = async (tx: Tx, itemIds: readonly string[]): Promise<void> => {
  await tx.query(markByHand, [itemIds]);
};

/** Pins that stand in a story: a new one takes their place. */
export const readPins = async (tx: Tx, storyId: string): Promise<string[]> => ((await tx.query(selectPins, [storyId])) as { decision_id: string }[]).map((row) => row.decision_id);

export const readMembers = async (tx: Tx, storyId: string, most: number): Promise<string[]> =>
  ((await tx.query(selectMembers, [storyId, most])) as { item_id: string }[]).map((row) => row.item_id);
