import type { Migration } from '@wiredesk/persistence';

/** text_hash: sha256 of the plain text of what was ever live, so that who holds a text without its id can ask for it. Kept when the article is gone. */
export const textHashes: Migration = {
  name: '011-text-hashes',
  note: 'A new table, filled by the search indexer with what is indexed from now on; an old version does not see it.',
  up: `
create table text_hash (
  hash bytea not null,
  item_id uuid not null,
  primary key (hash, item_id)
);
`,
};
