import type { Migration } from '@wiredesk/persistence';

/** Items that name one URL share its picture. */
export const picturesByUrl: Migration = {
  name: '008-pictures-by-url',
  note: 'Only an index.',
  up: `
create index item_picture_by_url on item_picture (url_sha256);
`,
};
