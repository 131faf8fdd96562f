import type { Migration } from '@wiredesk/persistence';

/** thinned: how far (by the id of the item, which begins with the time of its arrival) old sketches were made smaller. */
export const thinSketches: Migration = {
  name: '004-thin-sketches',
  note: 'A new table; an old version beside it reads thinned sketches as what they are: samples at a coarser scale.',
  up: `
create table thinned (
  what text primary key check (what in ('keys', 'sample')),
  until_item_id uuid not null
);
insert into thinned (what, until_item_id) values ('keys', '00000000-0000-0000-0000-000000000000'), ('sample', '00000000-0000-0000-0000-000000000000');
`,
};
