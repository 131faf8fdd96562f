import type { Tx } from '@wiredesk/persistence';

import { copyIdOf } from '../recall/copy-id.js';
import type { ClaimedDelivery, DeliveredArticle, DueDelivery, Endpoint, Lane } from './delivery.js';

const columns = 'd.id, d.subscriber_id, d.item_id, d.publication, d.type, d.sequence::text, d.attempts, d.hold_id, d.ack_token, d.detail, d.created_at';

/** Walks from one subscriber that has something due to the next by the index, however long anybody's queue is. */
const waitingOf = (lane: Lane): string => `
with recursive waiting (subscriber_id) as (
  (select subscriber_id from delivery where lane = ${lane} and state = 'due' order by subscriber_id limit 1)
  union all
  select (select d.subscriber_id from delivery d where d.lane = ${lane} and d.state = 'due' and d.subscriber_id > w.subscriber_id order by d.subscriber_id limit 1)
  from waiting w where w.subscriber_id is not null
)`;

/**
 * Takes some of each subscriber, so that nobody waits behind another's queue: as many as it has room for in this
 * process ($3, $4: who has taken how much of it), one where it is failing, none before its back-off ends. What another
 * replica holds is passed by. An article of which an older message is on its way waits for that one to end.
 */
const takeDue = `${waitingOf(1)}
select ${columns} from waiting w
join subscriber s on s.id = w.subscriber_id and s.state = 'active' and (s.retry_at is null or s.retry_at <= $1)
left join unnest($3::uuid[], $4::int[]) as f (id, taken) on f.id = s.id
cross join lateral (
  select * from delivery d
  where d.lane = 1 and d.state = 'due' and d.subscriber_id = s.id and d.due_at <= $1
    and not exists (select from delivery o where o.item_id = d.item_id and o.subscriber_id = d.subscriber_id and o.state = 'sending')
  order by d.due_at, d.id limit greatest(0, case when s.failures > 0 then 1 else $5::int end - case when s.failures > 0 then greatest(0, coalesce(f.taken, 0)) else coalesce(f.taken, 0) end)
  for update skip locked
) d
limit $2`;

/** Removals ask for nobody's state: paused, disabled and former subscribers have copies too. */
const takeDueRemovals = `${waitingOf(0)}
select ${columns} from waiting w
left join unnest($3::uuid[], $4::int[]) as f (id, taken) on f.id = w.subscriber_id
cross join lateral (
  select * from delivery d where d.lane = 0 and d.state = 'due' and d.subscriber_id = w.subscriber_id and d.due_at <= $1
  order by d.due_at, d.id limit greatest(0, $5::int - coalesce(f.taken, 0))
  for update skip locked
) d
limit $2`;

const articlesOf = `
select item_id, source_id, story_id, relation, upstream_url, upstream_url_key, terms, title, abstract, credit, language, categories, published_at, published_precision, publication, state,
  shown_revision, changed_at, down_cause, down_status
from article where item_id = any($1::uuid[])`;

/** In the order of ids, so that two replicas do not wait for each other in a circle; locked, because numbers are taken. */
const endpointsOf = `
select s.id, s.url, s.headers, s.sequence::text, s.failures, s.transmitter,
  array(select k.secret from subscriber_secret k where k.subscriber_id = s.id and (k.expires_at is null or k.expires_at > $2) order by k.created_at) as secrets
from subscriber s where s.id = any($1::uuid[]) order by s.id for no key update of s`;

const supersededBy = `
select superseded_by, array_agg(sequence::int order by sequence) as numbers from delivery where superseded_by = any($1::uuid[]) and sequence is not null group by superseded_by`;

/** The attempt is counted on entry and the copy noted before anything leaves: a crash after this is visible. */
const lease = `
with leased as (
  update delivery d set state = 'sending', attempts = d.attempts + 1, lease_until = $4, sequence = t.sequence
  from unnest($1::uuid[], $2::bigint[]) as t (id, sequence) where d.id = t.id
), numbered as (
  update subscriber s set sequence = t.sequence from unnest($5::uuid[], $6::bigint[]) as t (id, sequence) where s.id = t.id
)
insert into copy (copy_id, item_id, surface, place, subscriber_id, publication, first_sent_at, last_sent_at)
select copy_id, item_id, surface, place, subscriber_id, publication, $3::timestamptz, $3::timestamptz
from unnest($7::uuid[], $8::uuid[], $9::text[], $10::uuid[], $11::int[], $12::text[]) as t (copy_id, item_id, place, subscriber_id, publication, surface) order by copy_id
on conflict (copy_id) do update set place = excluded.place, publication = greatest(copy.publication, excluded.publication), last_sent_at = excluded.last_sent_at`;

const endUnsent = `
update delivery d set state = t.state, finished_at = $3 from unnest($1::uuid[], $2::text[]) as t (id, state) where d.id = t.id`;

/** How much a worker may take in all and of one subscriber, and how much of that each has taken (below zero: it may have more). */
export interface Room {
  readonly total: number;
  readonly perSubscriber: number;
  readonly taken: ReadonlyMap<string, number>;
}

/** Locks deliveries that are due, for this transaction. */
export const takeDueDeliveries = async (tx: Tx, lane: Lane, room: Room, now: Date): Promise<DueDelivery[]> =>
  (await tx.query(lane === 0 ? takeDueRemovals : takeDue, [now, room.total, [...room.taken.keys()], [...room.taken.values()], room.perSubscriber])) as DueDelivery[];

export const readDeliveredArticles = async (tx: Tx, itemIds: readonly string[]): Promise<Map<string, DeliveredArticle>> => {
  if (itemIds.length === 0) return new Map();
  const rows = (await tx.query(articlesOf, [[...new Set(itemIds)]])) as DeliveredArticle[];
  return new Map(rows.map((row) => [row.item_id, row]));
};

/** Ends deliveries that will not be sent, without an attempt and without a number. */
export const endUnsentDeliveries = async (tx: Tx, ended: readonly { readonly id: string; readonly state: 'superseded' | 'dropped' }[], now: Date): Promise<void> => {
  if (ended.length > 0) await tx.query(endUnsent, [ended.map(({ id }) => id), ended.map(({ state }) => state), now]);
};

/** Target of a delivery without what may be secret in it. */
export const placeOfUrl = (url: string): string => {
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname}`.slice(0, 500);
};

/** Leases these to the caller: counts the attempt, gives each its number, notes the copy. Returns them ready to be sent. */
export const leaseDeliveries = async (tx: Tx, rows: readonly DueDelivery[], articles: ReadonlyMap<string, DeliveredArticle>, now: Date, leaseUntil: Date): Promise<ClaimedDelivery[]> => {
  if (rows.length === 0) return [];
  const endpoints = new Map(((await tx.query(endpointsOf, [[...new Set(rows.map((row) => row.subscriber_id))], now])) as Endpoint[]).map((endpoint) => [endpoint.id, endpoint]));
  const superseded = new Map(((await tx.query(supersededBy, [rows.map((row) => row.id)])) as { superseded_by: string; numbers: number[] }[]).map((row) => [row.superseded_by, row.numbers]));
  const last = new Map([...endpoints.values()].map((endpoint) => [endpoint.id, Number(endpoint.sequence)]));
  const claimed = rows.map((row): ClaimedDelivery => {
    const endpoint = endpoints.get(row.subscriber_id);
    if (!endpoint) throw new Error(`delivery ${row.id} has no subscriber`);
    const sequence = row.sequence === null ? (last.get(endpoint.id) ?? 0) + 1 : Number(row.sequence);
    if (row.sequence === null) last.set(endpoint.id, sequence);
    return { row, attempt: row.attempts + 1, sequence, supersedes: superseded.get(row.id) ?? [], endpoint, article: row.item_id === null ? undefined : articles.get(row.item_id) };
  });
  const copies = claimed.flatMap(({ row, endpoint }) =>
    row.item_id === null || row.type === 'article.taken_down'
      ? []
      : [{ copyId: copyIdOf(row.item_id, 'webhook', { subscriberId: row.subscriber_id }), itemId: row.item_id, place: placeOfUrl(endpoint.url), subscriberId: row.subscriber_id, publication: row.publication, surface: endpoint.transmitter.kind }],
  );
  await tx.query(lease, [
    claimed.map(({ row }) => row.id),
    claimed.map(({ sequence }) => sequence),
    now,
    leaseUntil,
    [...last.keys()],
    [...last.values()],
    copies.map((copy) => copy.copyId),
    copies.map((copy) => copy.itemId),
    copies.map((copy) => copy.place),
    copies.map((copy) => copy.subscriberId),
    copies.map((copy) => copy.publication),
    copies.map((copy) => copy.surface),
  ]);
  return claimed;
};
