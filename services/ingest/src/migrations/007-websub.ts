import type { Migration } from '@wiredesk/persistence';

/** Subscriptions at the hubs of feeds that we ask for. `token` is in the callback's address, `secret` signs what comes. */
export const webSub: Migration = {
  name: '007-websub',
  note: 'Only a new table: the version before does not see it.',
  up: `
create table websub (
  source_id text primary key references source,
  hub text not null,
  topic text not null,
  token text not null unique,
  secret text not null,
  state text not null check (state in ('asked', 'verified', 'denied')),
  attempts int not null default 0,
  next_attempt_at timestamptz not null,
  lease_until timestamptz,
  pushed_at timestamptz,
  ignored int not null default 0,
  last_error text
);
create index websub_due on websub (next_attempt_at);
`,
};
