import type { Migration } from '@wiredesk/persistence';

/**
 * What a decision needs to know of a target, counter-notices, and who may not notify what again. `claimant_key` is a
 * digest of who notifies: enough to know them again, and no personal data.
 */
export const decisions: Migration = {
  name: '002-decisions',
  note: 'Adds columns that may be null and tables that the old version does not know; it runs on beside it.',
  up: `
alter table target
  add column decided_by text,
  add column informed_at timestamptz,
  add column complained_of text,
  add column flag text;
create index target_waiting on target (state_since) where state in ('unresolved', 'interim_held', 'under_review', 'complaint', 'waiting_claimant', 'litigation_held');

alter table takedown_case add column claimant_key text;
create index takedown_case_by_claimant on takedown_case (claimant_key, opened_at) where claimant_key is not null;

create table counter_notice (
  counter_id uuid primary key,
  case_id uuid not null references takedown_case,
  ordinals int[] not null,
  content jsonb not null,
  missing jsonb not null,
  state text not null check (state in ('deficient', 'complete', 'accepted', 'refused')),
  received_at timestamptz not null,
  decided_by text,
  decided_at timestamptz
);
create index counter_notice_by_case on counter_notice (case_id);

create table renotice_bar (
  claimant_key text not null,
  item_id uuid not null,
  case_id uuid not null,
  since timestamptz not null,
  primary key (claimant_key, item_id)
);

create table notifier (
  claimant_key text primary key,
  warned_at timestamptz,
  warned_by text,
  suspended_until timestamptz,
  suspended_by text
);
`,
};
