import type { Migration } from '@wiredesk/persistence';

/**
 * What was known of a target when its hold was placed, sealed by its sha256 in the same transaction. `content` is
 * canonical JSON; the hash also stands in the audit log. Rows are never changed.
 */
export const evidence: Migration = {
  name: '004-evidence',
  note: 'A new table. An old version beside it seals nothing.',
  up: `
create table evidence (
  evidence_id uuid primary key,
  case_id uuid not null references takedown_case,
  target_id uuid not null,
  sealed_at timestamptz not null,
  sha256 text not null,
  content text not null
);
alter table evidence alter column content set storage external;
create index evidence_by_case on evidence (case_id);
`,
};
