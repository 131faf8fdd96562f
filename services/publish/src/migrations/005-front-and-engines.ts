import type { Migration } from '@wiredesk/persistence';

/**
 * Editors may also pin the top of the front page. index_now: how far search engines were told of what changed.
 */
export const frontAndEngines: Migration = {
  name: '005-front-and-engines',
  note: 'A wider check and a new table; an old version never asks for the list "front".',
  up: `
alter table pick drop constraint pick_list_check;
alter table pick add constraint pick_list_check check (list in ('front', 'articles', 'pictures'));

create table index_now (
  one boolean primary key check (one),
  told_to timestamptz not null,
  told_item_id uuid not null
);
`,
};
