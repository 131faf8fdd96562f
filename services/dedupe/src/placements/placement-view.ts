import type { PlacementRow } from './placement.store.js';

/** A placement as the API gives it. */
export const placementView = (row: PlacementRow) => ({
  itemId: row.item_id,
  sourceId: row.source_id,
  guid: row.guid,
  revision: row.revision,
  publishedAt: row.published_from.toISOString(),
  storyId: row.story_id,
  relation: row.relation,
  relatedTo: row.related_to,
  j: row.j,
  c: row.c,
  decidedBy: row.decided_by,
  canonical: row.canonical_item_id === row.item_id,
  canonicalItemId: row.canonical_item_id,
  placement: row.placement,
  placedAt: row.placed_at.toISOString(),
  withdrawn: row.withdrawn,
  /** What rights said last; null where it has not said anything. */
  permitted: row.allowed,
  /** Why it was not compared with others. */
  suspicion: row.suspicion,
  template: row.template,
  pinned: row.pinned,
});

export type PlacementView = ReturnType<typeof placementView>;
