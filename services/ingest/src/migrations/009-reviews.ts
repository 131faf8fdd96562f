import type { Migration } from '@wiredesk/persistence';

/**
 * item.overruled: an operator brought it back against the removal whose version it has.
 *
 * What only a person can decide. suspected-kill: a text that reads like the kill of an earlier one. removal-asked: an
 * upstream removal that waits for a yes. removal-made: one that was obeyed at once and is to be looked at.
 */
export const reviews: Migration = {
  name: '009-reviews',
  note: 'A new table and a column with a default: the version before does not see them.',
  up: `
create table review (
  id uuid primary key,
  source_id text not null references source,
  kind text not null check (kind in ('suspected-kill', 'removal-asked', 'removal-made')),
  guid text not null,
  item_id uuid,
  receipt_id uuid not null,
  about text not null,
  opened_at timestamptz not null,
  closed_at timestamptz,
  closed_how text check (closed_how in ('confirmed', 'dismissed')),
  closed_by text,
  note text,
  check ((closed_at is null) = (closed_how is null))
);
create index review_open on review (id desc) where closed_at is null;
alter table item add column overruled boolean not null default false;
create unique index review_once on review (source_id, guid, kind) where closed_at is null;
`,
};
