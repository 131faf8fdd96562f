import type { Migration } from '@wiredesk/persistence';

/**
 * article_down: tombstones of feeds are one index range. article_pictured: lists with pictures likewise.
 *
 * view_hour, view_total: readers' views, added in batches; a page never waits for them. Counts of what is down stay.
 *
 * pick: what an editor put into the lists of picks, by hand.
 *
 * search_entry: the character pairs and words of what is live, for search without an extension. search_progress: how
 * far the indexer came.
 *
 * api_key: who may read the content API, with what filter and how fast; only the digest of a key is kept.
 */
export const portal: Migration = {
  name: '003-portal',
  note: 'New tables and indexes only; an old version does not see them.',
  up: `
create index article_down on article (changed_at desc, item_id) where state = 'down';
create index article_pictured on article (sort_at desc, item_id desc) where state = 'live' and image_url is not null;

create table view_hour (
  hour timestamptz not null,
  item_id uuid not null,
  views int not null,
  primary key (hour, item_id)
);
create table view_total (
  item_id uuid primary key,
  views bigint not null
);

create table pick (
  list text not null check (list in ('articles', 'pictures')),
  item_id uuid not null,
  position int not null,
  pinned_by text not null,
  pinned_at timestamptz not null,
  until timestamptz,
  primary key (list, item_id)
);

create table search_entry (
  item_id uuid primary key,
  publication int not null,
  sort_at timestamptz,
  grams text[]
);
create table search_progress (
  one boolean primary key check (one),
  looked_to timestamptz not null
);
create index search_entry_grams on search_entry using gin (grams);

create table api_key (
  id uuid primary key,
  name text not null,
  digest bytea not null unique,
  filter jsonb not null,
  requests_per_minute int not null,
  created_at timestamptz not null,
  revoked_at timestamptz
);
`,
};
