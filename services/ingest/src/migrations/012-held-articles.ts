import type { Migration } from '@wiredesk/persistence';

/** article-held: an article of a source whose articles wait for an editor. */
export const heldArticles: Migration = {
  name: '012-held-articles',
  note: 'One more kind of review: the version before lists it like the others, and its confirmation there would remove the article; it never opens one.',
  up: `
alter table review drop constraint review_kind_check;
alter table review add constraint review_kind_check check (kind in ('suspected-kill', 'removal-asked', 'removal-made', 'article-held'));
`,
};
