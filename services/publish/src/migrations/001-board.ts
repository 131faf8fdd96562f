import { messagingTables } from '@wiredesk/messaging';
import type { Migration } from '@wiredesk/persistence';

/**
 * article: one row per item, with what each topic said of it last (each under its own counter, so that order and
 * repeats do not matter) and what of it is public. `state` is a consequence of the rest, written down so that lists are
 * one index range; every page asks the gate again with the clock of that moment.
 *
 * listing: an article's place in the list of each of its categories, only while it is live.
 *
 * removal: what went dark and what came back, for ever and in the order of commits: readers take only rows whose
 * transaction is older than every one in progress (`xid`), so that none is skipped by a slower transaction.
 *
 * hold: the ledger as this service's database has it, for decisions inside transactions. Pages ask the copy in memory.
 */
export const board: Migration = {
  name: '001-board',
  note: 'New schema; nothing runs beside it.',
  up: `${messagingTables}
create table article (
  item_id uuid primary key,
  source_id text not null,
  revision int not null default 0,
  withdrawn_revision int not null default 0,
  language text,
  upstream_url text,
  upstream_url_key text,
  published_at timestamptz,
  published_precision text,
  received_at timestamptz,
  sort_at timestamptz,
  categories text[] not null default '{}',
  title text,
  abstract text,
  image_url text,
  credit text,
  erased boolean not null default false,
  placement int not null default 0,
  story_id uuid,
  relation text,
  canonical boolean not null default false,
  canonical_item_id uuid,
  clearance int not null default 0,
  terms jsonb,
  publication int not null default 0,
  state text not null default 'waiting' check (state in ('waiting', 'live', 'down')),
  shown_revision int not null default 0,
  shown_categories text[] not null default '{}',
  first_live_at timestamptz,
  changed_at timestamptz,
  down_cause text,
  down_status smallint,
  down_hold_id uuid,
  due_at timestamptz
) with (fillfactor = 70);
create index article_live on article (sort_at desc, item_id desc) where state = 'live';
create index article_changed on article (changed_at desc, item_id) where first_live_at is not null;
create index article_of_story on article (story_id);
create index article_of_source on article (source_id, item_id);
create index article_by_url on article (upstream_url_key) where upstream_url_key is not null;
create index article_due on article (due_at) where due_at is not null;

create table listing (
  category text not null,
  sort_at timestamptz not null,
  item_id uuid not null,
  primary key (category, sort_at, item_id)
);
create index listing_of_item on listing (item_id);

create table removal (
  seq bigserial primary key,
  xid xid8 not null default pg_current_xact_id(),
  item_id uuid not null,
  publication int not null,
  kind text not null check (kind in ('taken_down', 'restored')),
  cause text,
  http_status smallint,
  hold_id uuid,
  story_id uuid,
  source_id text not null,
  at timestamptz not null
);
create index removal_order on removal (xid, seq);
create index removal_of_item on removal (item_id, seq desc);

create table hold (
  hold_id uuid primary key,
  seq bigint not null,
  state jsonb not null,
  lifted boolean not null,
  swept_to uuid,
  swept boolean not null default false
);
create index hold_not_swept on hold (seq) where not swept;
create table hold_name (
  name text not null,
  hold_id uuid not null,
  primary key (name, hold_id)
);
`,
};
