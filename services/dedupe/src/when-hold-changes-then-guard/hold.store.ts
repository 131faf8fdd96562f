import { automaticRelations } from '@wiredesk/contracts';
import type { Tx } from '@wiredesk/persistence';

import type { GuardedHold } from './guard.decide.js';

/** A hold of scope item has no story. Rows come sorted. Gives back those that were newer than what was known. */
const upsertHolds = `
insert into held_story as known (hold_id, seq, story_id, item_id, guards, case_number, lifted)
select * from unnest($1::uuid[], $2::bigint[], $3::uuid[], $4::uuid[], $5::boolean[], $6::text[], $7::boolean[])
on conflict (hold_id) do update set seq = excluded.seq, story_id = excluded.story_id, item_id = excluded.item_id, guards = excluded.guards,
  case_number = excluded.case_number, lifted = excluded.lifted
where known.seq < excluded.seq
returning hold_id`;

/** One of each text: its copies have the same. */
const selectTexts = `
select distinct on (clean_hash) item_id from item
where clean_hash is not null and suspicion is null and (item_id = $2 or story_id = $1 and relation = any($3::text[]))
order by clean_hash, item_id limit $4`;

export const noteHolds = async (tx: Tx, holds: readonly GuardedHold[]): Promise<Set<string>> => {
  if (holds.length === 0) return new Set();
  const rows = (await tx.query(upsertHolds, [
    holds.map((hold) => hold.holdId),
    holds.map((hold) => hold.seq),
    holds.map((hold) => hold.storyId),
    holds.map((hold) => hold.itemId),
    holds.map((hold) => hold.guards),
    holds.map((hold) => hold.caseNumber),
    holds.map((hold) => hold.lifted),
  ])) as { hold_id: string }[];
  return new Set(rows.map((row) => row.hold_id));
};

/** Items whose texts a hold covers, one of each text, at most `most`. */
export const itemsOfHold = async (tx: Tx, hold: GuardedHold, most: number): Promise<string[]> =>
  ((await tx.query(selectTexts, [hold.storyId, hold.itemId, automaticRelations, most])) as { item_id: string }[]).map((row) => row.item_id);
