import type { Tx } from '@wiredesk/persistence';
import type { DataSource } from 'typeorm';

import type { Filter } from '../../subscribers/filter.decide.js';
import type { RemovedRow } from '../tombstones.store.js';

const insert = `
insert into feed_link (digest, subscriber_id, created_at, expires_at)
select $1, id, $3, $4 from subscriber where id = $2 and state <> 'deleted' returning subscriber_id`;
const end = 'update feed_link set expires_at = $2 where subscriber_id = $1 and expires_at > $2';
const select = `
select s.id, s.name, s.filter, s.state, s.certified_at is not null as certified from feed_link l join subscriber s on s.id = l.subscriber_id
where l.digest = $1 and l.expires_at > $2 and s.state <> 'deleted'`;

/**
 * Shared, in the order of ids, as deliveries are spread: what takes an article down waits for this transaction and then
 * sees the copy, or was first, and the article is not given out.
 */
const lockGiven = `
select a.item_id from unnest($1::uuid[], $2::int[]) as t (item_id, publication) join article a using (item_id)
where a.state = 'live' and a.publication = t.publication order by a.item_id for share of a`;

/** Written only where it says something new: a feed is asked for again and again. */
const noteCopies = `
insert into copy (copy_id, item_id, surface, place, subscriber_id, publication, first_sent_at, last_sent_at)
select t.copy_id, t.item_id, 'subscriber-feed', $4, $5::uuid, t.publication, $6::timestamptz, $6::timestamptz
from unnest($1::uuid[], $2::uuid[], $3::int[]) as t (copy_id, item_id, publication) order by t.copy_id
on conflict (copy_id) do update set publication = excluded.publication, last_sent_at = excluded.last_sent_at where copy.publication < excluded.publication`;

const removedOf = `
select a.item_id, a.publication, a.changed_at from copy c join article a using (item_id)
where c.subscriber_id = $1 and a.state = 'down' and a.changed_at > $2 order by a.changed_at desc, a.item_id limit $3`;

/** Whose feed it is. */
export interface FeedReader {
  readonly id: string;
  readonly name: string;
  readonly filter: Filter;
  readonly state: 'active' | 'paused' | 'disabled';
  readonly certified: boolean;
}

/** What was given out. */
export interface GivenCopy {
  readonly copyId: string;
  readonly itemId: string;
  readonly publication: number;
}

/** False where there is no such subscriber. */
export const insertFeedLink = async (source: DataSource, digest: Buffer, subscriberId: string, now: Date, expiresAt: Date): Promise<boolean> =>
  ((await source.query(insert, [digest, subscriberId, now, expiresAt])) as unknown[]).length === 1;

/** Ends every link of a subscriber. */
export const endFeedLinks = async (source: DataSource, subscriberId: string, now: Date): Promise<void> => {
  await source.query(end, [subscriberId, now]);
};

/** Undefined for a link that ended or never was. */
export const readerOfLink = async (source: DataSource, digest: Buffer, now: Date): Promise<FeedReader | undefined> => ((await source.query(select, [digest, now])) as FeedReader[])[0];

/** Ids of those that are still as they were read, locked until the transaction ends. */
export const lockUnchanged = async (tx: Tx, copies: readonly Pick<GivenCopy, 'itemId' | 'publication'>[]): Promise<Set<string>> =>
  new Set(((await tx.query(lockGiven, [copies.map(({ itemId }) => itemId), copies.map(({ publication }) => publication)])) as { item_id: string }[]).map(({ item_id }) => item_id));

export const noteGivenCopies = async (tx: Tx, copies: readonly GivenCopy[], subscriberId: string, place: string, now: Date): Promise<void> => {
  if (copies.length > 0) await tx.query(noteCopies, [copies.map(({ copyId }) => copyId), copies.map(({ itemId }) => itemId), copies.map(({ publication }) => publication), place, subscriberId, now]);
};

/** What the subscriber has or had, and what went dark since; newest first. */
export const readRemovedOf = async (source: DataSource, subscriberId: string, since: Date, limit: number): Promise<RemovedRow[]> => (await source.query(removedOf, [subscriberId, since, limit])) as RemovedRow[];
