import type { Migration } from '@wiredesk/persistence';

/** Editors may also pin the top of the page of a category: list `category:<code>`. */
export const categoryPicks: Migration = {
  name: '009-category-picks',
  note: 'A wider check; an old version reads such lists and shows them nowhere.',
  up: `
alter table pick drop constraint pick_list_check;
alter table pick add constraint pick_list_check check (list in ('front', 'articles', 'pictures') or list like 'category:%');
`,
};
