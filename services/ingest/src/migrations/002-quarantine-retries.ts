import type { Migration } from '@wiredesk/persistence';

/** Who closed a case and why; how often it was tried again, and what the last try said. */
export const quarantineRetries: Migration = {
  name: '002-quarantine-retries',
  note: 'Only new columns with defaults: the version before does not see them.',
  up: `
alter table quarantine add column closed_by text;
alter table quarantine add column closed_reason text;
alter table quarantine add column attempts int not null default 0;
alter table quarantine add column last_error text;
alter table quarantine add check (closed_how in ('retried', 'discarded'));
alter table quarantine add check ((closed_at is null) = (closed_how is null));
create index quarantine_by_receipt on quarantine (receipt_id);
create index quarantine_by_source on quarantine (source_id, quarantined_at desc);
`,
};
