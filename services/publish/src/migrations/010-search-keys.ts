import type { Migration } from '@wiredesk/persistence';

/** Search by whole numbers instead of texts. The index is built anew from the board, in the background, by who finds it empty. */
export const searchKeys: Migration = {
  name: '010-search-keys',
  note: 'search_entry.grams holds hashes. An old version beside it finds nothing and indexes nothing until it is replaced.',
  up: `
drop index search_entry_grams;
truncate search_entry, search_progress;
alter table search_entry drop column grams;
alter table search_entry add column grams int[];
create index search_entry_grams on search_entry using gin (grams);
`,
};
