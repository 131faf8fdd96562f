import type { Migration } from '@wiredesk/persistence';

/** Paragraphs that a source puts into its articles whatever they are about, by their hash. Small: some dozens per source. */
export const boilerplate: Migration = {
  name: '003-boilerplate',
  note: 'A new table; an old version beside it compares texts with their boilerplate.',
  up: `
create table source_boilerplate (
  source_id text not null,
  paragraph uuid not null,
  stories int not null,
  learned_at timestamptz not null,
  primary key (source_id, paragraph)
);
create index source_boilerplate_by_time on source_boilerplate (learned_at);
`,
};
