import { messagingTables } from '@wiredesk/messaging';
import type { Migration } from '@wiredesk/persistence';

/**
 * item: one row per item, for ever. `revision` 0: only its withdrawal is known yet. The columns from `parent_id` on
 * are where it stands: `parent_id` is the one earlier item it was matched with, `family_id` the first item of the tree
 * that these links make, which is read and written as a whole.
 *
 * sketch.keys: 24 keys of long shingles, each with the fortnight of the text in front (fortnight * 2^32 + key). One
 * GIN index that is read and written at its newest end, as if partitioned by time, with nothing to plan over. `fastupdate` off:
 * a pending list would be scanned by every look-up.
 *
 * clearance: what rights said last, its own narrow row, so that the stream of clearances never touches item rows.
 * decision: what people decided, with who and why; undone by a mark, never deleted.
 * setting.seed: the secret that keys every fingerprint, made once per deployment and read by every replica.
 */
export const itemsSketchesClearances: Migration = {
  name: '001-items-sketches-clearances',
  note: 'New schema; nothing runs beside it.',
  up: `${messagingTables}
create table setting (one boolean primary key default true check (one), seed bigint not null);
insert into setting (seed) values (('x' || substr(replace(gen_random_uuid()::text, '-', ''), 1, 8))::bit(32)::bigint);

create table item (
  item_id uuid primary key,
  source_id text not null,
  guid text not null,
  revision int not null default 0,
  withdrawn_revision int not null default 0,
  published_from timestamptz,
  published_until timestamptz,
  received_at timestamptz,
  norm_version smallint,
  clean_hash uuid,
  tokens int not null default 0,
  units int not null default 0,
  ideograph_share double precision not null default 0,
  title_hash uuid,
  title_mark text,
  url_hash uuid,
  credited text[] not null default '{}',
  identities text[] not null default '{}',
  suspicion text,
  embargoed_until timestamptz,
  by_hand boolean not null default false,
  template boolean not null default false,
  pinned boolean not null default false,
  parent_id uuid,
  link_relation text,
  link_tier smallint,
  link_exact boolean,
  link_j double precision,
  link_c double precision,
  notes jsonb not null default '[]',
  family_id uuid,
  story_id uuid,
  relation text,
  related_to uuid,
  j double precision not null default 0,
  c double precision not null default 0,
  decided_by text,
  canonical_item_id uuid,
  placement int not null default 0,
  placed_at timestamptz
);
create index item_by_text on item (clean_hash);
create index item_by_family on item (family_id);
create index item_by_story on item (story_id);

create table sketch (
  item_id uuid primary key,
  keys bigint[] not null,
  print bytea not null
);
alter table sketch alter column print set storage external;
create index sketch_by_key on sketch using gin (keys) with (fastupdate = off);

create table clearance (
  item_id uuid primary key,
  clearance int not null,
  allowed boolean not null,
  usable_from timestamptz,
  usable_until timestamptz
);

create table due (
  due_at timestamptz not null,
  item_id uuid not null,
  primary key (due_at, item_id)
);

create table moved_story (
  story_id uuid primary key,
  into_story_id uuid not null,
  moved_at timestamptz not null
);

create table held_story (
  hold_id uuid primary key,
  seq bigint not null,
  story_id uuid,
  item_id uuid,
  guards boolean not null,
  case_number text,
  lifted boolean not null
);
create index held_story_by_item on held_story (item_id) where not lifted;
create index held_story_active on held_story (story_id) where not lifted;

create table decision (
  decision_id uuid primary key,
  kind text not null check (kind in ('apart', 'same', 'pin', 'template')),
  story_id uuid not null,
  one_side uuid[] not null,
  other_side uuid[] not null default '{}',
  decided_by text not null,
  reason text not null,
  decided_at timestamptz not null,
  undone_at timestamptz,
  undone_by text,
  undone_reason text
);
create index decision_by_story on decision (story_id);
`,
};
