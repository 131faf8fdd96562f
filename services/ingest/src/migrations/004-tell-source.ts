import type { Migration } from '@wiredesk/persistence';

/**
 * source_webhook: where a source wants to hear about its items. source_notice: one row per thing to tell, made in the
 * transaction that noted it; (item, kind, counter of the producer) makes a repeat of an event the same notice.
 */
export const tellSource: Migration = {
  name: '004-tell-source',
  note: 'Only new tables: the version before does not see them.',
  up: `
create table source_webhook (
  source_id text primary key references source,
  url text not null,
  secret text not null,
  kinds text[] not null,
  created_at timestamptz not null,
  ended_at timestamptz,
  ended_why text
);

create table source_notice (
  id uuid primary key,
  source_id text not null,
  item_id uuid not null,
  kind text not null,
  counter int not null,
  data jsonb not null,
  created_at timestamptz not null default now(),
  attempts int not null default 0,
  next_attempt_at timestamptz not null default now(),
  delivered_at timestamptz,
  given_up_at timestamptz,
  last_status int,
  last_error text,
  unique (item_id, kind, counter)
) with (fillfactor = 70);
create index source_notice_due on source_notice (next_attempt_at) where delivered_at is null and given_up_at is null;
create index source_notice_by_source on source_notice (source_id, id desc);
`,
};
