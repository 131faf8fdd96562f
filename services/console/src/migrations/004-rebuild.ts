import { shadowTables, type Migration } from '@wiredesk/persistence';

import { projectedTables } from '../rebuild/projected-tables.js';

/** Functions by which the projection is built anew beside the one that is shown. */
export const rebuild: Migration = {
  name: '004-rebuild',
  note: 'New functions. An old version beside it writes to the tables that are there, and keeps writing to those that take their place.',
  up: shadowTables('console', projectedTables),
};
