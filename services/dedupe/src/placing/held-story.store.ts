import type { Tx } from '@wiredesk/persistence';

const selectHeld = `
select story_id, array_remove(array_agg(item_id order by seq), null) as item_ids from held_story
where story_id = any($1::uuid[]) and not lifted group by story_id`;

/** Which of these stories are under a hold, each with the items that its holds name. */
export const heldStories = async (tx: Tx, storyIds: readonly string[]): Promise<Map<string, readonly string[]>> => {
  if (storyIds.length === 0) return new Map();
  const rows = (await tx.query(selectHeld, [storyIds])) as { story_id: string; item_ids: string[] }[];
  return new Map(rows.map((row) => [row.story_id, row.item_ids]));
};
