import type { Migration } from '@wiredesk/persistence';

/** Feeds that we ask for ourselves: where, how often, what the server said last. */
export const polls: Migration = {
  name: '006-polls',
  note: 'Only a new table: the version before does not see it.',
  up: `
create table poll (
  source_id text primary key references source,
  url text not null,
  min_interval_s int not null,
  max_interval_s int not null,
  interval_s int not null,
  etag text,
  last_modified text,
  payload_sha256 text,
  fetched_once boolean not null default false,
  next_poll_at timestamptz not null,
  polled_at timestamptz,
  changed_at timestamptz,
  failures int not null default 0,
  last_status int,
  last_error text,
  moved_from text,
  gone_at timestamptz,
  stopped_at timestamptz,
  hub text,
  topic text
) with (fillfactor = 80);
create index poll_due on poll (next_poll_at) where gone_at is null and stopped_at is null;
`,
};
