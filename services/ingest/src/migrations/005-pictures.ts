import type { Migration } from '@wiredesk/persistence';

/**
 * picture: bytes by their sha256, each stored once, whoever sent it. item_picture: what an item names, and whether we
 * have it yet; the article does not wait for it. superdesk_asset: what a Superdesk calls a picture that it sent before
 * the item that uses it.
 */
export const pictures: Migration = {
  name: '005-pictures',
  note: 'Only new tables: the version before does not see them.',
  up: `
create table picture (
  sha256 text primary key,
  type text not null,
  width int not null,
  height int not null,
  size int not null,
  rights jsonb not null,
  bytes bytea not null,
  stored_at timestamptz not null default now()
);
alter table picture alter column bytes set storage external;

create table item_picture (
  item_id uuid not null references item,
  url_sha256 text not null,
  url text not null,
  sha256 text references picture,
  attempts int not null default 0,
  next_attempt_at timestamptz not null default now(),
  given_up_at timestamptz,
  last_error text,
  primary key (item_id, url_sha256)
) with (fillfactor = 80);
create index item_picture_due on item_picture (next_attempt_at) where sha256 is null and given_up_at is null;

create table superdesk_asset (
  source_id text not null references source,
  media_id text not null,
  sha256 text not null references picture,
  received_at timestamptz not null default now(),
  primary key (source_id, media_id)
);
`,
};
