import type { Migration } from '@wiredesk/persistence';

/** feed_link: opens the feed of one subscriber's filter to whoever has it; only its digest is kept. */
export const feedLinks: Migration = {
  name: '007-feed-links',
  note: 'A new table; an old version does not see it.',
  up: `
create table feed_link (
  digest bytea primary key,
  subscriber_id uuid not null references subscriber,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index feed_link_of on feed_link (subscriber_id);
`,
};
