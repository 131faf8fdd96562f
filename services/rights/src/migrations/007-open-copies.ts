import type { Migration } from '@wiredesk/persistence';

/** Copies that are not proven gone, for the figures of operators: few, however many there ever were. */
export const openCopies: Migration = {
  name: '007-open-copies',
  note: 'Only an index.',
  up: `
create index recalled_copy_open on recalled_copy (state) where state in ('owed', 'sent', 'delivered', 'overdue', 'unreachable');
`,
};
