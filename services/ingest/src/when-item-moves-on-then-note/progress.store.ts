import type { Tx } from '@wiredesk/persistence';

import type { ClearanceEvent, PlacementEvent, PublicationNote } from './latest.decide.js';

/**
 * One row per item, one upsert per chunk. Each stage has the counter of its producer, so a repeat or an older event
 * changes nothing; rows come sorted by item, so that the consumers of the three topics never deadlock.
 */
const upsertPlacements = `
insert into item_progress (item_id, placement, placed_revision, placed_at, story_id, relation, canonical_item_id)
select * from unnest($1::uuid[], $2::int[], $3::int[], $4::timestamptz[], $5::uuid[], $6::text[], $7::uuid[])
on conflict (item_id) do update set placement = excluded.placement, placed_revision = excluded.placed_revision, placed_at = excluded.placed_at,
  story_id = excluded.story_id, relation = excluded.relation, canonical_item_id = excluded.canonical_item_id
where item_progress.placement < excluded.placement`;

const upsertClearances = `
insert into item_progress (item_id, clearance, clearance_revision, clearance_state, clearance_at, refusal_reasons)
select * from unnest($1::uuid[], $2::int[], $3::int[], $4::text[], $5::timestamptz[], $6::jsonb[])
on conflict (item_id) do update set clearance = excluded.clearance, clearance_revision = excluded.clearance_revision,
  clearance_state = excluded.clearance_state, clearance_at = excluded.clearance_at, refusal_reasons = excluded.refusal_reasons
where item_progress.clearance < excluded.clearance`;

/** An older event may still know better when the item was first public; everything else is the newest one's. */
const upsertPublications = `
insert into item_progress as known (item_id, publication, publication_revision, publication_state, url, published_at, updated_at,
  taken_down_at, taken_down_cause, taken_down_status)
select * from unnest($1::uuid[], $2::int[], $3::int[], $4::text[], $5::text[], $6::timestamptz[], $7::timestamptz[],
  $8::timestamptz[], $9::text[], $10::int[])
on conflict (item_id) do update set
  published_at = least(known.published_at, excluded.published_at),
  publication = greatest(known.publication, excluded.publication),
  publication_revision = case when known.publication < excluded.publication then excluded.publication_revision else known.publication_revision end,
  publication_state = case when known.publication < excluded.publication then excluded.publication_state else known.publication_state end,
  url = case when known.publication < excluded.publication then excluded.url else known.url end,
  updated_at = case when known.publication < excluded.publication then excluded.updated_at else known.updated_at end,
  taken_down_at = case when known.publication < excluded.publication then coalesce(excluded.taken_down_at, known.taken_down_at) else known.taken_down_at end,
  taken_down_cause = case when known.publication < excluded.publication then coalesce(excluded.taken_down_cause, known.taken_down_cause) else known.taken_down_cause end,
  taken_down_status = case when known.publication < excluded.publication then coalesce(excluded.taken_down_status, known.taken_down_status) else known.taken_down_status end
where known.publication < excluded.publication or least(known.published_at, excluded.published_at) is distinct from known.published_at`;

/** Notes where items stand; `events` has each item once, sorted. */
export const notePlacements = async (tx: Tx, events: readonly PlacementEvent[]): Promise<void> => {
  if (events.length === 0) return;
  await tx.query(upsertPlacements, [
    events.map(({ data }) => data.itemId),
    events.map(({ data }) => data.placement),
    events.map(({ data }) => data.revision),
    events.map(({ data }) => data.placedAt),
    events.map(({ data }) => data.storyId),
    events.map(({ data }) => data.relation),
    events.map(({ data }) => data.canonicalItemId),
  ]);
};

export const noteClearances = async (tx: Tx, events: readonly ClearanceEvent[]): Promise<void> => {
  if (events.length === 0) return;
  await tx.query(upsertClearances, [
    events.map(({ data }) => data.itemId),
    events.map(({ data }) => data.clearance),
    events.map(({ data }) => data.revision),
    events.map((event) => (event.type === 'item.cleared' ? 'cleared' : 'refused')),
    events.map((event) => (event.type === 'item.cleared' ? event.data.clearedAt : event.data.refusedAt)),
    events.map((event) => (event.type === 'item.cleared' ? null : JSON.stringify(event.data.reasons))),
  ]);
};

export const notePublications = async (tx: Tx, notes: readonly PublicationNote[]): Promise<void> => {
  if (notes.length === 0) return;
  const removals = notes.map(({ event }) => (event.type === 'article.taken_down' ? event.data : null));
  await tx.query(upsertPublications, [
    notes.map(({ event }) => event.data.itemId),
    notes.map(({ event }) => event.data.publication),
    notes.map(({ event }) => event.data.revision),
    removals.map((removal) => (removal ? 'taken_down' : 'published')),
    notes.map(({ event }) => event.data.url),
    notes.map((note) => note.publishedAt),
    notes.map(({ event }) => event.data.at),
    removals.map((removal) => removal?.at ?? null),
    removals.map((removal) => removal?.cause ?? null),
    removals.map((removal) => removal?.httpStatus ?? null),
  ]);
};
