import type { Migration } from '@wiredesk/persistence';

/**
 * What happened is written as pending in the transaction in which it happened, and given its place in the log by one
 * integrator at a time, moments later: so the log has an order without a lock that every transaction would wait for.
 *
 * audit_entry, audit_tile: the log and its Merkle tree, as tiles of 256 hashes (C2SP tlog-tiles). Rows are only added;
 * only the last tile of a level grows. audit_secret: what an entry commits to, with its salt. Deleting the row erases
 * it: the entry stays, and nothing can be learned from it any more.
 */
export const auditLog: Migration = {
  name: '003-audit-log',
  note: 'New tables. An old version beside it writes no entries; deploy all replicas before relying on the log.',
  up: `
create table audit_pending (
  id bigserial primary key,
  audit_id uuid not null,
  body text not null
);

create table audit_secret (
  audit_id uuid primary key,
  case_id uuid,
  salt bytea not null,
  content text not null
);
create index audit_secret_by_case on audit_secret (case_id) where case_id is not null;

create table audit_entry (
  index bigint primary key,
  audit_id uuid not null unique,
  body text not null
);

create table audit_tile (
  level int not null,
  n bigint not null,
  hashes bytea not null,
  primary key (level, n)
);

create table audit_head (
  single boolean primary key default true check (single),
  size bigint not null,
  last_hash bytea not null,
  frontier bytea not null
);
insert into audit_head (size, last_hash, frontier) values (0, '', '');

create table audit_checkpoint (
  size bigint primary key,
  root bytea not null,
  note text not null,
  signed_at timestamptz not null
);
`,
};
