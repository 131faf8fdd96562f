import type { Migration } from '@wiredesk/persistence';

/**
 * source_hour: what a source sent, by the hour; written every few seconds from counters in memory, so that a push
 * costs nothing for it. refusal: the last refused bodies of each source, a sample to look at.
 */
export const sourceHealth: Migration = {
  name: '003-source-health',
  note: 'Only new tables: the version before does not see them.',
  up: `
create table source_hour (
  source_id text not null references source,
  hour timestamptz not null,
  pushes int not null default 0,
  bytes bigint not null default 0,
  accepted int not null default 0,
  unchanged int not null default 0,
  withdrawn int not null default 0,
  refused int not null default 0,
  refused_pushes int not null default 0,
  primary key (source_id, hour)
) with (fillfactor = 70);

create table refusal (
  id uuid primary key,
  source_id text not null references source,
  refused_at timestamptz not null,
  status int not null,
  code text not null,
  detail text not null,
  content_type text,
  bytes int not null,
  beginning text not null
);
create index refusal_by_source on refusal (source_id, id desc);
`,
};
