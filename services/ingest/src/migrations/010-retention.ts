import type { Migration } from '@wiredesk/persistence';

/** How far raw payloads were let go, so that each round goes on where the last one ended. */
export const retention: Migration = {
  name: '010-retention',
  note: 'Only a new table: the version before does not see it.',
  up: `
create table retention_mark (
  name text primary key,
  up_to uuid not null
);
`,
};
