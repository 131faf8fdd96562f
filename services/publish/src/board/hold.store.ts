import { planned, type Tx } from '@wiredesk/persistence';
import { holdNames, urlKey, type Hold } from '@wiredesk/usage-terms';

import type { ArticleRow, Place } from './article.js';
import { holdsLock } from './article.store.js';

/** Alone: no decision about an article is in progress while a hold is written. */
const lockHolds = `select pg_advisory_xact_lock(${holdsLock})`;

/** A newer state of a hold begins its sweep anew. */
const upsertHolds = `
insert into hold (hold_id, seq, state, lifted)
select * from unnest($1::uuid[], $2::bigint[], $3::jsonb[], $4::boolean[])
on conflict (hold_id) do update set seq = excluded.seq, state = excluded.state, lifted = excluded.lifted, swept_to = null, swept = false
where hold.seq < excluded.seq
returning state`;

const insertNames = `
insert into hold_name (name, hold_id) select * from unnest($1::text[], $2::uuid[]) on conflict do nothing`;

/** The names are those of `itemNames`; the own address is $2 and the article's id. */
const holdsOfArticles = `
select distinct on (h.hold_id) h.state
from article a
cross join lateral (values ('item:' || a.item_id), ('story:' || a.story_id), ('source:' || a.source_id), ('url:' || a.upstream_url_key), ('url:' || $2 || a.item_id)) as named (name)
join hold_name n on n.name = named.name
join hold h using (hold_id)
where a.item_id = any($1::uuid[]) and not h.lifted order by h.hold_id`;

const markSwept = 'update hold set swept_to = $2, swept = $3 where hold_id = $1';

const nextToSweep = `
select state, swept_to from hold where not swept order by seq limit 1 for update skip locked`;

const inReachOf = (condition: string): string => `
select * from article where (${condition}) and ($1::uuid is null or item_id > $1) order by item_id limit $2 for update`;
const ofItem = inReachOf('item_id = $3');
const ofStory = inReachOf('story_id = $3 or item_id = $4');
const ofSource = inReachOf('source_id = $3');
const ofUrl = inReachOf('upstream_url_key = $3 or item_id = $4');

/** Takes states of holds, one per hold; returns those that are newer than what was known. Locks out decisions until the commit. */
export const noteHolds = async (tx: Tx, holds: readonly Hold[]): Promise<Hold[]> => {
  if (holds.length === 0) return [];
  await tx.query(lockHolds);
  const rows = (await tx.query(upsertHolds, [holds.map((hold) => hold.holdId), holds.map((hold) => hold.seq), holds.map((hold) => JSON.stringify(hold)), holds.map((hold) => hold.lift !== null)])) as { state: Hold }[];
  const names = rows.flatMap(({ state }) => holdNames(state).map((name) => ({ name, holdId: state.holdId })));
  if (names.length > 0) await tx.query(insertNames, [names.map((entry) => entry.name), names.map((entry) => entry.holdId)]);
  return rows.map((row) => row.state);
};

/**
 * Holds not lifted that may cover these articles. Sent at once: asked right behind the statement that takes the holds'
 * lock and writes or locks the rows, it travels with it, and sees every hold that was written before.
 */
export const holdsOver = async (tx: Tx, itemIds: readonly string[], place: Place): Promise<Hold[]> =>
  itemIds.length === 0 ? [] : (await planned<{ state: Hold }>(tx, holdsOfArticles, [itemIds, `${place.portalKey}/articles/`])).map((row) => row.state);

/** How far a hold's sweep has come; `done` where it covers no more articles. */
export const noteSwept = async (tx: Tx, holdId: string, sweptTo: string | null, done: boolean): Promise<void> => {
  await tx.query(markSwept, [holdId, sweptTo, done]);
};

/** The oldest hold whose sweep is not finished and that nobody else sweeps at this moment. */
export const takeUnswept = async (tx: Tx): Promise<{ hold: Hold; after: string | null } | undefined> => {
  const [row] = (await tx.query(nextToSweep)) as { state: Hold; swept_to: string | null }[];
  return row && { hold: row.state, after: row.swept_to };
};

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The next articles in the reach of a hold's scope, by id, locked. A superset of what it covers: relations are asked by the gate. */
export const inReach = async (tx: Tx, hold: Hold, place: Place, after: string | null, limit: number): Promise<ArticleRow[]> => {
  const { scope } = hold;
  switch (scope.kind) {
    case 'item':
      return (await tx.query(ofItem, [after, limit, scope.itemId])) as ArticleRow[];
    case 'story':
      return (await tx.query(ofStory, [after, limit, scope.storyId, scope.itemId])) as ArticleRow[];
    case 'source':
      return (await tx.query(ofSource, [after, limit, scope.sourceId])) as ArticleRow[];
    case 'url': {
      const key = urlKey(scope.url) ?? scope.url;
      const prefix = `${place.portalKey}/articles/`;
      const own = key.startsWith(prefix) && uuid.test(key.slice(prefix.length)) ? key.slice(prefix.length) : null;
      return (await tx.query(ofUrl, [after, limit, key, own])) as ArticleRow[];
    }
  }
};
