import type { Migration } from '@wiredesk/persistence';

/**
 * Item ids are UUIDs of version 7, so the first of those without a place is the one that waits longest: one look into a
 * small index, however many items there are.
 */
export const oldestUnplaced: Migration = {
  name: '003-oldest-unplaced',
  note: 'A new index; old versions see no difference. Items cannot be noted while it is built, seconds for a million.',
  up: 'create index item_unplaced on item (item_id) where placement = 0;',
};
