import { messagingTables } from '@wiredesk/messaging';
import type { Migration } from '@wiredesk/persistence';

/**
 * source.version grows with every change of a source or of its keys. A push is decided with the source as it was read
 * before; the version is compared again inside its transaction, so that a revoked key is refused at once, by every
 * replica, without a query per push.
 *
 * item: one row per (source, guid), never deleted: a withdrawn row is the permanent tombstone. `guid` is what the
 * upstream calls it, or `sha256:<hex>` of it where that is too long or not storable as text.
 *
 * receipt: one row per push, with the bytes as they came (`storage external`: they are often compressed already) and
 * the outcome of each item as JSON text, since they are only read together. One insert for a push of any size.
 */
export const sourcesItemsReceipts: Migration = {
  name: '001-sources-items-receipts',
  note: 'New schema; nothing runs beside it.',
  up: `${messagingTables}
create table source (
  id text primary key,
  name text not null,
  version int not null default 1,
  settings jsonb not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);

create table source_key (
  id uuid primary key,
  source_id text not null references source,
  scheme text not null check (scheme in ('bearer', 'standard-webhooks', 'superdesk')),
  digest bytea,
  secret text,
  created_at timestamptz not null,
  expires_at timestamptz,
  revoked_at timestamptz,
  check ((scheme = 'bearer') = (secret is null) and (scheme = 'bearer') = (digest is not null))
);
create index source_key_by_source on source_key (source_id);

create table licence_forwarding (
  source_id text primary key references source,
  requested_at timestamptz not null,
  attempts int not null default 0,
  next_attempt_at timestamptz not null,
  done_at timestamptz,
  last_error text
);
create index licence_forwarding_open on licence_forwarding (next_attempt_at) where done_at is null;

create table receipt (
  id uuid primary key,
  source_id text not null references source,
  received_at timestamptz not null,
  content_type text,
  content_encoding text,
  format text,
  charset text,
  payload bytea,
  payload_sha256 text not null,
  outcomes text not null,
  warnings text not null
);
alter table receipt alter column payload set storage external;
alter table receipt alter column outcomes set storage external;
create index receipt_by_source on receipt (source_id, received_at desc);

create table item (
  id uuid primary key,
  source_id text not null references source,
  guid text not null,
  revision int not null,
  state text not null check (state in ('usable', 'withdrawn')),
  upstream_version text,
  upstream_modified text,
  state_hash text,
  withdrawn_reason text,
  body_revision int,
  receipt_id uuid not null,
  first_received_at timestamptz not null,
  changed_at timestamptz not null,
  unique (source_id, guid)
) with (fillfactor = 85);

create table item_progress (
  item_id uuid primary key,
  placement int not null default 0,
  placed_revision int,
  placed_at timestamptz,
  story_id uuid,
  relation text,
  canonical_item_id uuid,
  clearance int not null default 0,
  clearance_revision int,
  clearance_state text check (clearance_state in ('cleared', 'refused')),
  clearance_at timestamptz,
  refusal_reasons jsonb,
  publication int not null default 0,
  publication_revision int,
  publication_state text check (publication_state in ('published', 'taken_down')),
  url text,
  published_at timestamptz,
  updated_at timestamptz,
  taken_down_at timestamptz,
  taken_down_cause text,
  taken_down_status int
) with (fillfactor = 70);

create table idempotency (
  source_id text not null references source,
  key text not null,
  body_sha256 text not null,
  receipt_id uuid not null,
  created_at timestamptz not null,
  primary key (source_id, key)
);
create index idempotency_age on idempotency using brin (created_at);

create table quarantine (
  id uuid primary key,
  source_id text not null references source,
  receipt_id uuid not null references receipt,
  reason_code text not null,
  reason_detail text not null,
  quarantined_at timestamptz not null,
  closed_at timestamptz,
  closed_how text
);
create index quarantine_open on quarantine (quarantined_at desc) where closed_at is null;
`,
};
