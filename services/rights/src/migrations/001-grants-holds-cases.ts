import { messagingTables } from '@wiredesk/messaging';
import type { Migration } from '@wiredesk/persistence';

/**
 * item: what is known of an item, and the answer that was last given for it (`answer` is JSON, compared as text: an
 * event goes out only when it changes). Where it stands in a story is a table of its own, because it comes from another
 * topic and neither consumer may wait for the other's row locks.
 *
 * ledger: one row. Whoever places or lifts a hold updates it last in its transaction and so keeps its lock until the
 * commit: positions are given in the order of commits, and a reader that has seen `seq` has seen everything before it.
 *
 * hold: never deleted. `state` is the hold as events carry it; the columns beside it are what is looked up. `follows`
 * names the hold that one was placed after, when an item that was held moved to another story; `note` is the
 * reason in its placer's words, which never leaves this service.
 *
 * case_token: only digests. A token that was given again for a repeated notice may read but not withdraw.
 */
export const grantsHoldsCases: Migration = {
  name: '001-grants-holds-cases',
  note: 'New schema; nothing runs beside it.',
  up: `${messagingTables}
create table source (
  source_id text primary key,
  name text not null,
  licence jsonb,
  updated_at timestamptz not null
);

create table source_grant (
  grant_id uuid primary key,
  source_id text not null,
  origin text not null check (origin in ('contract', 'officer')),
  terms jsonb not null,
  granted_by text not null,
  granted_at timestamptz not null,
  revoked_by text,
  revoked_at timestamptz,
  check ((revoked_at is null) = (revoked_by is null))
);
create unique index source_grant_contract on source_grant (source_id) where origin = 'contract' and revoked_at is null;
create index source_grant_by_source on source_grant (source_id) where revoked_at is null;

create table grant_sweep (
  source_id text primary key,
  after_item uuid,
  requested_at timestamptz not null
);

create table item (
  item_id uuid primary key,
  source_id text not null,
  guid text not null,
  revision int not null,
  standing text not null check (standing in ('usable', 'withdrawn')),
  url text,
  url_key text,
  language text not null,
  reprint_reserved boolean not null,
  embargoed_until text,
  expires_at timestamptz,
  first_received_at timestamptz not null,
  clearance int not null default 0,
  answer text not null default '',
  answered_at timestamptz
) with (fillfactor = 80);
create index item_by_source on item (source_id, item_id);
create index item_by_url on item (url_key) where url_key is not null;

create table item_story (
  item_id uuid primary key,
  placement int not null,
  story_id uuid not null,
  relation text not null,
  canonical boolean not null
) with (fillfactor = 80);
create index item_story_by_story on item_story (story_id);

create table ledger (
  single boolean primary key default true check (single),
  seq bigint not null
);
insert into ledger (seq) values (0);
create table lane_beat (
  single boolean primary key default true check (single),
  beat_at timestamptz not null
);
insert into lane_beat (beat_at) values ('epoch');

create table hold (
  hold_id uuid primary key,
  seq bigint not null unique,
  class text not null,
  names text[] not null,
  lifted boolean not null,
  case_id uuid,
  target_id uuid,
  follows uuid,
  note text,
  state text not null
) with (fillfactor = 80);
create index hold_by_origin on hold (follows) where follows is not null;
create index hold_by_name on hold using gin (names) where not lifted;
create index hold_by_target on hold (target_id) where target_id is not null;

create table idempotency (
  caller text not null,
  key text not null,
  body_sha256 text not null,
  answer jsonb not null,
  created_at timestamptz not null,
  primary key (caller, key)
);
create index idempotency_age on idempotency using brin (created_at);

create table takedown_case (
  case_id uuid primary key,
  number text not null unique,
  regime text not null,
  claim_type text not null,
  scope text not null check (scope in ('item', 'story', 'source')),
  channel text not null check (channel in ('form', 'api', 'officer')),
  language text not null check (language in ('zh', 'en')),
  notice jsonb not null,
  content_hash text not null,
  missing jsonb not null,
  flags jsonb not null,
  opened_at timestamptz not null,
  closed_at timestamptz
);
create index takedown_case_open_by_content on takedown_case (content_hash) where closed_at is null;
create index takedown_case_by_time on takedown_case (opened_at desc);

create table target (
  target_id uuid primary key,
  case_id uuid not null references takedown_case,
  ordinal int not null,
  url text,
  url_key text,
  item_id uuid,
  source_id text,
  scope text not null check (scope in ('item', 'story', 'source', 'url')),
  state text not null,
  state_since timestamptz not null,
  note text,
  unique (case_id, ordinal)
) with (fillfactor = 80);
create index target_unresolved on target (url_key) where item_id is null and url_key is not null;
create index target_by_item on target (item_id) where item_id is not null;

create table case_token (
  digest bytea primary key,
  case_id uuid not null references takedown_case,
  may_withdraw boolean not null,
  created_at timestamptz not null,
  revoked_at timestamptz
);
create index case_token_by_case on case_token (case_id);

create table case_event (
  event_id uuid primary key,
  case_id uuid not null references takedown_case,
  target_id uuid,
  at timestamptz not null,
  actor text not null,
  type text not null,
  detail jsonb not null
);
create index case_event_by_case on case_event (case_id, at, event_id);

create table timer (
  timer_id uuid primary key,
  case_id uuid not null references takedown_case,
  target_id uuid not null,
  kind text not null,
  due_at timestamptz not null,
  calendar text not null,
  done_at timestamptz,
  unique (target_id, kind, due_at)
);
create index timer_due on timer (due_at) where done_at is null;
create index timer_by_target on timer (target_id) where done_at is null;

create table recalled_copy (
  copy_id uuid not null,
  hold_id uuid not null,
  item_id uuid not null,
  surface text not null,
  place text not null,
  subscriber_id uuid,
  step int not null,
  state text not null,
  at timestamptz not null,
  detail text,
  primary key (hold_id, copy_id)
) with (fillfactor = 70);

create table shown_item (
  item_id uuid primary key,
  first_shown_at timestamptz not null
);

create table signing_key (
  key_id text primary key,
  public_key text not null,
  private_key text,
  created_at timestamptz not null
);
`,
};
