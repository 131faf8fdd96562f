import type { Migration } from '@wiredesk/persistence';

/**
 * letter: what is owed to somebody by writing, queued in the transaction that noticed it. `state`: `queued` goes out by
 * mail; `by-hand` an officer sends, because mail is not configured or no address is known; `posted` stands on the public
 * notice board; `failed` was tried too often. `to_address` and `body` are personal data.
 *
 * case_event.told: whether letters were written for it. What happened before this version is told of by nobody now.
 *
 * source_contact: to whom statements of reasons about a source's items go.
 */
export const letters: Migration = {
  name: '005-letters',
  note: 'New tables, and a column whose default serves an old version: what it notes is told of by a new one.',
  up: `
create table source_contact (
  source_id text primary key,
  name text not null,
  email text,
  language text not null check (language in ('zh', 'en')),
  updated_by text not null,
  updated_at timestamptz not null
);

alter table case_event add column told boolean not null default true;
alter table case_event alter column told set default false;
create index case_event_untold on case_event (case_id) where not told;

create table letter (
  letter_id uuid primary key,
  case_id uuid not null references takedown_case,
  kind text not null,
  recipient text not null check (recipient in ('claimant', 'party', 'public')),
  source_id text,
  ordinals int[] not null,
  language text not null check (language in ('zh', 'en')),
  to_name text,
  to_address text,
  subject text not null,
  body text not null,
  state text not null check (state in ('queued', 'sent', 'by-hand', 'posted', 'failed')),
  created_at timestamptz not null,
  due_at timestamptz not null,
  attempts int not null default 0,
  last_error text,
  sent_at timestamptz,
  sent_by text
) with (fillfactor = 80);
create index letter_by_case on letter (case_id, letter_id);
create index letter_queued on letter (due_at) where state = 'queued';
create index letter_by_hand on letter (created_at, letter_id) where state in ('by-hand', 'failed');
create index letter_posted on letter (created_at desc, letter_id) where state = 'posted';
`,
};
