import type { Migration } from '@wiredesk/persistence';

/**
 * subscriber: `state` deleted is a former one: it gets nothing but removals of what it had. `retry_at` is its back-off
 * after a failure, `failing_since` and `failures` decide when it is disabled. `sequence` is the last number it was given.
 *
 * change_to_deliver: what became public and is not yet in anybody's queue. One row per change, so that publishing does
 * not wait for the number of subscribers. Removals do not pass through it: they are queued where they are decided.
 *
 * delivery: `lane` 0 are removals, ahead of all and with workers of their own, 1 the rest. Of one article a subscriber
 * has at most one that is due in lane 1: a newer one supersedes it. A number (`sequence`) is taken with the first
 * attempt; a superseded one that had a number is named in the delivery that took its place, so that no gap is silent.
 *
 * copy: each article that ever left to a subscriber, kept as long as a copy may exist, former subscribers' too. Places
 * of our own on which an article stood follow from `article.shown_categories`.
 *
 * recall: one copy under one hold. `step` counts what was told about it (0: nothing yet).
 *
 * hold_to_release: a lifted hold whose recalls are still to be released.
 */
export const deliveries: Migration = {
  name: '002-deliveries',
  note: 'New tables only; an old version does not see them.',
  up: `
create sequence subscriber_version;
create table subscriber (
  id uuid primary key,
  name text not null,
  url text not null,
  filter jsonb not null default '{}',
  headers jsonb not null default '{}',
  contact text,
  state text not null default 'active' check (state in ('active', 'paused', 'disabled', 'deleted')),
  state_reason text,
  state_changed_at timestamptz not null,
  token_digest bytea not null unique,
  sequence bigint not null default 0,
  failures int not null default 0,
  failing_since timestamptz,
  retry_at timestamptz,
  warned_percent int not null default 0,
  version bigint not null default nextval('subscriber_version'),
  created_at timestamptz not null
) with (fillfactor = 70);

create table subscriber_secret (
  id uuid primary key,
  subscriber_id uuid not null references subscriber,
  secret text not null,
  created_at timestamptz not null,
  expires_at timestamptz
);
create index subscriber_secret_of on subscriber_secret (subscriber_id);

create table change_to_deliver (
  id bigserial primary key,
  item_id uuid not null,
  publication int not null,
  kind text not null check (kind in ('published', 'updated', 'restored'))
);

create table copy (
  copy_id uuid primary key,
  item_id uuid not null,
  surface text not null,
  place text not null,
  subscriber_id uuid not null,
  publication int not null,
  first_sent_at timestamptz not null,
  last_sent_at timestamptz not null
) with (fillfactor = 80);
create index copy_of_item on copy (item_id);
create index copy_of_subscriber on copy (subscriber_id, item_id);

create table delivery (
  id uuid primary key default gen_random_uuid(),
  lane smallint not null,
  subscriber_id uuid not null,
  item_id uuid,
  publication int,
  type text not null,
  state text not null check (state in ('due', 'sending', 'held', 'delivered', 'failed', 'superseded', 'dropped')),
  due_at timestamptz not null,
  lease_until timestamptz,
  sequence bigint,
  superseded_by uuid,
  attempts int not null default 0,
  hold_id uuid,
  ack_token text,
  acknowledged_at timestamptz,
  copies_removed int,
  removed_at timestamptz,
  overdue_at timestamptz,
  detail jsonb,
  last_status int,
  last_error text,
  last_answer text,
  last_ms int,
  created_at timestamptz not null,
  finished_at timestamptz
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02);
create index delivery_due on delivery (lane, subscriber_id, due_at, id) where state = 'due';
create index delivery_leased on delivery (lease_until) where state = 'sending';
create index delivery_of_item on delivery (item_id, subscriber_id);
create index delivery_of_subscriber on delivery (subscriber_id, sequence desc);
create index delivery_held on delivery (subscriber_id) where state = 'held';
create index delivery_finished on delivery (finished_at) where finished_at is not null;
create index delivery_superseded on delivery (superseded_by) where superseded_by is not null;
create unique index delivery_removal on delivery (item_id, subscriber_id, publication, hold_id) nulls not distinct where lane = 0;
create unique index delivery_by_ack on delivery (ack_token) where ack_token is not null;

create table recall (
  hold_id uuid not null,
  copy_id uuid not null,
  item_id uuid not null,
  surface text not null,
  place text not null,
  subscriber_id uuid,
  state text not null default 'owed',
  step int not null default 0,
  detail text,
  owed_at timestamptz not null,
  changed_at timestamptz not null,
  looks int not null default 0,
  look_at timestamptz,
  primary key (hold_id, copy_id)
) with (fillfactor = 80);
create index recall_to_tell on recall (owed_at) where step = 0;
create index recall_to_look on recall (look_at) where look_at is not null;
create index recall_of_place on recall (place, surface, look_at) where look_at is not null;
create index recall_of_copy on recall (copy_id);
create index recall_of_item on recall (item_id);

create table hold_to_release (
  hold_id uuid primary key,
  lifted_at timestamptz not null,
  released_to uuid
);
create index delivery_of_hold on delivery (hold_id) where lane = 0 and state in ('due', 'sending');
`,
};
