import type { Tx } from '@wiredesk/persistence';
import type { DataSource } from 'typeorm';

import type { TransmitterSettings } from '../transmit/settings.js';
import type { Filter } from './filter.decide.js';
import type { NewSubscriber, Subscriber, SubscriberState } from './subscriber.js';

const insertSubscriber = `
insert into subscriber (id, name, url, filter, headers, contact, state_changed_at, token_digest, created_at, transmitter)
values ($1, $2, $3, $4, $5, $6, $8, $7, $8, $9)`;

const insertSecret = 'insert into subscriber_secret (id, subscriber_id, secret, created_at) values ($1, $2, $3, $4)';

/** The others work until then at most. */
const endOtherSecrets = `
update subscriber_secret set expires_at = least(coalesce(expires_at, $3), $3) where subscriber_id = $1 and id <> $2`;

const lockSubscriber = 'select id, name, url, filter, headers, contact, state, state_reason, certified_at, transmitter from subscriber where id = $1 for no key update';

/** A new URL or a resumption is a new beginning: what failed before does not count. */
const updateSubscriber = `
update subscriber set name = $2, url = $3, filter = $4, headers = $5, contact = $6, transmitter = $11, version = nextval('subscriber_version'),
  state = $7, state_reason = $8, state_changed_at = case when state = $7 then state_changed_at else $9::timestamptz end,
  failures = case when $10 then 0 else failures end, failing_since = case when $10 then null else failing_since end,
  retry_at = case when $10 then null else retry_at end, warned_percent = case when $10 then 0 else warned_percent end
where id = $1`;

const selectViews = `
select s.id, s.name, s.url, s.transmitter, s.filter, s.contact, s.state, s.state_reason, s.state_changed_at, s.sequence::text, s.failures, s.failing_since, s.warned_percent, s.created_at, s.certified_at,
  (select count(*)::int from (select from delivery d where d.subscriber_id = s.id and d.state = 'held' limit 100000) h) as held,
  (select count(*)::int from (select from delivery d where d.subscriber_id = s.id and d.lane in (0, 1) and d.state = 'due' limit 100000) w) as waiting,
  array(select k.id from subscriber_secret k where k.subscriber_id = s.id and (k.expires_at is null or k.expires_at > $2) order by k.created_at) as secrets
from subscriber s where ($1::uuid is null and s.state <> 'deleted' or s.id = $1) order by s.id limit 1000`;

const selectForSpreading = `select id, filter, state, certified_at is not null as certified from subscriber where state <> 'deleted' order by id`;
/** The sum, because the greatest version says nothing of a slower transaction that took an earlier one. */
const selectVersion = 'select coalesce(sum(version), 0)::text as version from subscriber';
const selectByToken = `select id, state from subscriber where token_digest = $1 and state <> 'deleted'`;

/** What operators see; secrets and headers are not among it. */
export interface SubscriberView {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly transmitter: TransmitterSettings;
  readonly filter: Filter;
  readonly contact: string | null;
  readonly state: SubscriberState;
  readonly state_reason: string | null;
  readonly state_changed_at: Date;
  readonly sequence: string;
  readonly failures: number;
  readonly failing_since: Date | null;
  readonly warned_percent: number;
  readonly created_at: Date;
  readonly certified_at: Date | null;
  readonly held: number;
  readonly waiting: number;
  readonly secrets: readonly string[];
}

/** What an operator can change. */
export interface SubscriberSettings {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly transmitter: TransmitterSettings;
  readonly filter: Filter;
  readonly headers: Readonly<Record<string, string>>;
  readonly contact: string | null;
  readonly state: SubscriberState;
  readonly state_reason: string | null;
  readonly certified_at: Date | null;
}

export const createSubscriber = async (tx: Tx, id: string, subscriber: NewSubscriber & { readonly url: string }, digest: Buffer, now: Date): Promise<void> => {
  await tx.query(insertSubscriber, [id, subscriber.name, subscriber.url, JSON.stringify(subscriber.filter), JSON.stringify(subscriber.headers), subscriber.contact, digest, now, JSON.stringify(subscriber.transmitter)]);
};

/** Adds a secret; the others end at `othersEndAt` where it is given. */
export const addSecret = async (tx: Tx, subscriberId: string, secretId: string, secret: string, now: Date, othersEndAt?: Date): Promise<void> => {
  await tx.query(insertSecret, [secretId, subscriberId, secret, now]);
  if (othersEndAt) await tx.query(endOtherSecrets, [subscriberId, secretId, othersEndAt]);
};

/** Locked until the transaction ends; undefined if there is no such subscriber. */
export const lockedSubscriber = async (tx: Tx, id: string): Promise<SubscriberSettings | undefined> => ((await tx.query(lockSubscriber, [id])) as SubscriberSettings[])[0];

/** Writes settings and state; `fresh` forgets failures. */
export const writeSubscriber = async (tx: Tx, settings: SubscriberSettings, fresh: boolean, now: Date): Promise<void> => {
  const { id, name, url, filter, headers, contact, state, state_reason, transmitter } = settings;
  await tx.query(updateSubscriber, [id, name, url, JSON.stringify(filter), JSON.stringify(headers), contact, state, state_reason, now, fresh, JSON.stringify(transmitter)]);
};

/** One subscriber, or all that are not former ones (1,000 at most). */
export const readSubscribers = async (source: DataSource | Tx, id: string | null, now: Date): Promise<SubscriberView[]> => (await source.query(selectViews, [id, now])) as SubscriberView[];

/** Every subscriber that is not a former one, for the spreading of changes. */
export const readForSpreading = async (source: DataSource | Tx): Promise<Subscriber[]> => (await source.query(selectForSpreading)) as Subscriber[];

/** Changes with every change of any subscriber. */
export const subscribersVersion = async (source: DataSource | Tx): Promise<string> => ((await source.query(selectVersion)) as { version: string }[])[0]?.version ?? '0';

/** The subscriber that a token belongs to. */
export const subscriberOfToken = async (source: DataSource | Tx, digest: Buffer): Promise<{ id: string; state: SubscriberState } | undefined> =>
  ((await source.query(selectByToken, [digest])) as { id: string; state: SubscriberState }[])[0];
