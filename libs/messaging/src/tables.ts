/**
 * The tables that delivery needs, in the schema of each service, because the transaction lives there. First in a
 * service's first migration.
 *
 * outbox: columns that a change-data-capture router would also understand. `lane` 0 goes before lane 1: a hold never
 * waits behind a backlog of clearances. Rows live for a second or two, so autovacuum counts dead rows, not a share.
 *
 * dead_letter: a discarded one stays as a record of who gave it up and why, and parks nothing.
 */
export const messagingTables = `
create table outbox (
  id bigserial primary key,
  lane smallint not null default 1,
  event_id uuid not null,
  topic text not null,
  aggregate_id text not null,
  type text not null,
  payload text not null,
  headers jsonb not null,
  created_at timestamptz not null default now()
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_cost_delay = 0);
create index outbox_order on outbox (lane, id);

create table inbox (
  consumer text not null,
  event_id uuid not null,
  received_at timestamptz not null default now(),
  primary key (consumer, event_id)
);
create index inbox_age on inbox using brin (received_at);

create table dead_letter (
  id uuid primary key default gen_random_uuid(),
  topic text not null,
  partition int not null,
  "offset" bigint not null,
  key text not null,
  event_id text,
  type text,
  value text not null,
  headers jsonb not null,
  reason text not null,
  error text,
  attempts int not null,
  failed_at timestamptz not null default now(),
  discarded_at timestamptz,
  discarded_by text,
  discard_reason text,
  unique (topic, partition, "offset")
);
create index dead_letter_by_key on dead_letter (topic, key) where discarded_at is null;

create table parked_message (
  topic text not null,
  partition int not null,
  "offset" bigint not null,
  key text not null,
  value text not null,
  headers jsonb not null,
  parked_at timestamptz not null default now(),
  primary key (topic, partition, "offset")
);
create index parked_message_by_key on parked_message (topic, key, partition, "offset");
`;
