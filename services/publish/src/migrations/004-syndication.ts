import type { Migration } from '@wiredesk/persistence';

/**
 * signing_key: the pair with which deliveries are signed asymmetrically; its public half is told to anybody.
 *
 * subscriber_digest: the day's message that says which numbers a subscriber was given, made once a day each.
 *
 * conformance_run: a subscriber shows that it can be trusted with licensed sources: it acknowledges a test kill,
 * ignores a stale re-send, survives a replay. `certified_at` is kept until a run fails.
 *
 * subscriber_link: opens the pages of one subscriber to whoever has it; only its digest is kept.
 *
 * websub_subscription: who is told when a feed of ours changes, each for a lease that ends (W3C WebSub).
 *
 * canary_drill: a marked article published and taken down on the real path, and how long each took.
 *
 * change_to_deliver takes removals too: feeds change with them.
 */
export const syndication: Migration = {
  name: '004-syndication',
  note: 'New tables and columns only. An old version would leave removals in change_to_deliver to the new one.',
  up: `
alter table change_to_deliver drop constraint change_to_deliver_kind_check;
alter table change_to_deliver add constraint change_to_deliver_kind_check check (kind in ('published', 'updated', 'restored', 'taken_down'));

create table signing_key (
  id uuid primary key,
  private_key text not null,
  public_key text not null,
  created_at timestamptz not null
);
create unique index signing_key_only on signing_key ((true));

create table subscriber_digest (
  subscriber_id uuid not null references subscriber,
  day date not null,
  sequence bigint not null,
  delivery_id uuid not null,
  primary key (subscriber_id, day)
);

alter table subscriber add column certified_at timestamptz;
create table conformance_run (
  id uuid primary key,
  subscriber_id uuid not null references subscriber,
  item_id uuid not null,
  state text not null check (state in ('running', 'passed', 'failed')),
  step text not null,
  checks jsonb not null default '[]',
  ack_token text not null unique,
  acknowledged jsonb,
  started_at timestamptz not null,
  step_at timestamptz not null,
  finished_at timestamptz
);
create index conformance_run_of on conformance_run (subscriber_id, started_at desc);
create unique index conformance_run_running on conformance_run (subscriber_id) where state = 'running';

create table subscriber_link (
  digest bytea primary key,
  subscriber_id uuid not null references subscriber,
  created_at timestamptz not null,
  expires_at timestamptz not null
);

create table websub_subscription (
  id uuid primary key,
  topic text not null,
  callback text not null,
  secret text,
  lease_until timestamptz not null,
  due_at timestamptz,
  attempts int not null default 0,
  last_status int,
  last_error text,
  created_at timestamptz not null,
  unique (topic, callback)
);
create index websub_subscription_due on websub_subscription (due_at) where due_at is not null;
create index websub_subscription_lease on websub_subscription (lease_until);

create table canary_drill (
  id uuid primary key,
  started_at timestamptz not null,
  item_id uuid,
  state text not null check (state in ('running', 'passed', 'failed')),
  published_ms int,
  dark_ms int,
  acknowledged_ms int,
  detail text,
  finished_at timestamptz
);
create index canary_drill_newest on canary_drill (started_at desc);
`,
};
