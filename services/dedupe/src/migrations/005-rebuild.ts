import { shadowTables, type Migration } from '@wiredesk/persistence';

/** Functions by which the sketches are made anew beside those that are looked up. */
export const rebuild: Migration = {
  name: '005-rebuild',
  note: 'New functions. An old version beside it writes to the table that is there, and keeps writing to the one that takes its place.',
  up: shadowTables('dedupe', ['sketch']),
};
