import type { Migration } from '@wiredesk/persistence';

/**
 * evidence_file: what parties gave as proof, as they gave it. It is never looked into, shown or forwarded; officers
 * download it. Nothing ties a file's bytes to where they stand: they may be erased alone.
 *
 * issued_certificate: when a certificate of these very facts was first issued, so that its JSON and its PDF, asked for at
 * different times, are the same certificate.
 */
export const evidenceFiles: Migration = {
  name: '007-evidence-files',
  note: 'New tables; an old version beside it does not use them.',
  up: `
create table evidence_file (
  file_id uuid primary key,
  case_id uuid not null references takedown_case,
  name text not null,
  bytes int not null,
  sha256 text not null,
  given_by text not null,
  given_at timestamptz not null,
  content bytea not null,
  unique (case_id, sha256)
);
alter table evidence_file alter column content set storage external;

create table issued_certificate (
  case_id uuid not null references takedown_case,
  facts_sha256 text not null,
  issued_at timestamptz not null,
  primary key (case_id, facts_sha256)
);
`,
};
