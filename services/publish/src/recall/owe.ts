import type { Tx } from '@wiredesk/persistence';
import { includesCode, isActive, type Hold } from '@wiredesk/usage-terms';

import type { ArticleRow } from '../board/article.js';
import { enqueueRemovals } from '../deliver/enqueue.js';
import { ownPlacesOf, surfaces } from '../surfaces/registry.js';
import { copyIdOf } from './copy-id.js';

const owePlaces = `
insert into recall (hold_id, copy_id, item_id, surface, place, owed_at, changed_at, look_at)
select $1::uuid, copy_id, item_id, surface, place, $2::timestamptz, $2::timestamptz, $2::timestamptz from unnest($3::uuid[], $4::uuid[], $5::text[], $6::text[]) as t (copy_id, item_id, surface, place)
on conflict do nothing returning 1`;

/** Former subscribers' copies too. */
const oweSent = `
insert into recall (hold_id, copy_id, item_id, surface, place, subscriber_id, owed_at, changed_at)
select $1::uuid, copy_id, item_id, surface, place, subscriber_id, $2::timestamptz, $2::timestamptz from copy where item_id = any($3::uuid[]) and surface = any($4::text[])
on conflict do nothing returning 1`;

const noteRelease = 'insert into hold_to_release (hold_id, lifted_at) values ($1, $2) on conflict (hold_id) do nothing';

const sentSurfacesOf = (hold: Hold): string[] =>
  Object.entries(surfaces).flatMap(([name, surface]) => (surface.kind === 'sent' && includesCode(hold.channels, surface.channel) ? [name] : []));

/**
 * Makes every copy of these articles that the hold reaches *owed* under it, in the transaction of the hold: each place
 * of ours on which one ever stood, and each delivery to each subscriber ever, for which a removal is queued. What is
 * owed already stays as it is; a hold that is not in force yet owes nothing, its articles go dark when it is. Telling rights, sending and looking follow behind, from the rows. Returns how many
 * copies are newly owed.
 */
export const oweCopies = async (tx: Tx, hold: Hold, rows: readonly ArticleRow[], now: Date): Promise<number> => {
  if (rows.length === 0 || !isActive(hold, now.getTime())) return 0;
  const places = rows.flatMap((row) => ownPlacesOf(row, (channel) => includesCode(hold.channels, channel)).map((place) => ({ itemId: row.item_id, ...place, copyId: copyIdOf(row.item_id, place.surface, place) })));
  const own = (await tx.query(owePlaces, [
    hold.holdId,
    now,
    places.map((place) => place.copyId),
    places.map((place) => place.itemId),
    places.map((place) => place.surface),
    places.map((place) => place.path),
  ])) as unknown[];
  const sentSurfaces = sentSurfacesOf(hold);
  if (sentSurfaces.length === 0) return own.length;
  const sent = (await tx.query(oweSent, [hold.holdId, now, rows.map((row) => row.item_id), sentSurfaces])) as unknown[];
  await enqueueRemovals(tx, rows.map((row) => ({ itemId: row.item_id, publication: row.publication, holdId: hold.holdId })), now);
  return own.length + sent.length;
};

/** A hold was lifted: its copies are owed no more. Noted here, done behind it in bounded steps (a source may have a million). */
export const releaseCopies = async (tx: Tx, hold: Hold, now: Date): Promise<void> => {
  await tx.query(noteRelease, [hold.holdId, now]);
};
