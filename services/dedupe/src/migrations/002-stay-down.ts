import type { Migration } from '@wiredesk/persistence';

/**
 * held_text: a text that must not come back, by hold. Its fingerprints are in held_print, at most 128 to a row, and
 * stay when the text is erased: nothing of it can be read from them. Lifted by a mark.
 *
 * stay_down_match: an item that was found to be held material, and so is placed in the held story.
 * stay_down_exception: a text that a person looked at and let pass, by its hash.
 */
export const stayDown: Migration = {
  name: '002-stay-down',
  note: 'New tables; an old version beside it does not look for held material.',
  up: `
create table held_text (
  hold_id uuid not null,
  item_id uuid not null,
  spreads boolean not null,
  case_number text,
  clean_hash uuid not null,
  fingerprints int not null,
  numbers bytea not null,
  held_at timestamptz not null,
  lifted_at timestamptz,
  primary key (hold_id, item_id)
);
create index held_text_by_text on held_text (clean_hash) where lifted_at is null;

create table held_print (
  hold_id uuid not null,
  item_id uuid not null,
  part smallint not null,
  prints int[] not null,
  primary key (hold_id, item_id, part)
);
create index held_print_by_print on held_print using gin (prints) with (fastupdate = off);

create table stay_down_match (
  item_id uuid not null,
  hold_id uuid not null,
  held_item_id uuid not null,
  coverage double precision not null,
  review boolean not null,
  matched_at timestamptz not null,
  primary key (item_id, hold_id)
);
create index stay_down_match_by_hold on stay_down_match (hold_id);
create index stay_down_match_by_held_item on stay_down_match (held_item_id);

create table stay_down_exception (
  exception_id uuid primary key,
  clean_hash uuid not null,
  hold_id uuid,
  item_id uuid,
  decided_by text not null,
  reason text not null,
  decided_at timestamptz not null,
  ended_at timestamptz,
  ended_by text
);
create index stay_down_exception_by_text on stay_down_exception (clean_hash) where ended_at is null;
`,
};
