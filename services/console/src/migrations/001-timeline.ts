import { messagingTables } from '@wiredesk/messaging';
import type { Migration } from '@wiredesk/persistence';

/**
 * A projection of the topics and nothing else: it can be dropped and read again from their beginning.
 *
 * moment: every event that speaks of an item, as it came (thin, at most about 1 KiB). Its id makes a repeat harmless,
 * so that the counts of the funnel are exact without an inbox.
 */
export const timeline: Migration = {
  name: '001-timeline',
  note: 'New schema; nothing runs beside it.',
  up: `${messagingTables}
create table moment (
  event_id uuid primary key,
  item_id uuid not null,
  at timestamptz not null,
  type text not null,
  data text not null
);
create index moment_of_item on moment (item_id, at);
create index moment_age on moment using brin (at);
create index moment_taken_down on moment (at desc) where type = 'article.taken_down';

create table item (
  item_id uuid primary key,
  source_id text not null,
  guid text,
  url_key text,
  revision int not null default 0,
  story_id uuid,
  placement int not null default 0
);
create index item_by_url on item (url_key) where url_key is not null;
create index item_by_guid on item (guid) where guid is not null;

create table hold (
  hold_id uuid primary key,
  seq bigint not null,
  state jsonb not null,
  lifted boolean not null
);
create index hold_newest on hold (seq desc);
create table hold_name (
  name text not null,
  hold_id uuid not null,
  primary key (name, hold_id)
);

create table funnel (
  minute timestamptz not null,
  step text not null,
  count bigint not null,
  primary key (minute, step)
);
`,
};
