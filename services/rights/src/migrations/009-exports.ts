import type { Migration } from '@wiredesk/persistence';

/**
 * What is told to the DSA Transparency Database and to Lumen. An entry is made once for each hold or case and channel,
 * with its content of that moment, and goes into one batch at a time; so nothing is told twice and no id means two
 * things. `not-owed` is never told, `misfit` does not fit the receiver's rules and calls for a person.
 */
export const exports: Migration = {
  name: '009-exports',
  note: 'New tables; an old version beside it does not use them.',
  up: `
create table export_batch (
  batch_id uuid primary key,
  channel text not null check (channel in ('dsa', 'lumen')),
  made_at timestamptz not null,
  done_at timestamptz
);
create unique index export_batch_open on export_batch (channel) where done_at is null;

create table export_entry (
  channel text not null,
  export_id uuid not null,
  state text not null check (state in ('not-owed', 'misfit', 'queued', 'batched', 'sent', 'refused')),
  batch_id uuid references export_batch,
  content jsonb,
  detail text,
  changed_at timestamptz not null,
  primary key (channel, export_id)
) with (fillfactor = 80);
create index export_entry_queued on export_entry (channel, export_id) where state = 'queued';
create index export_entry_batched on export_entry (batch_id) where state = 'batched';
create index export_entry_wrong on export_entry (changed_at) where state in ('misfit', 'refused');
`,
};
