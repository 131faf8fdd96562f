import type { Migration } from '@wiredesk/persistence';

/**
 * What is not a projection of the topics, and stays when that is dropped: who may sign in, who is signed in, and what
 * everybody did.
 *
 * account: local ones have a password, those of an identity provider a subject. account_link: one-time links by which a
 * password is set; `first` is for nobody yet. session: only hashes of what the browsers hold; a role's token is sealed
 * with a key that only the browser has. attempt: failed sign-ins by bucket and window, for all replicas.
 *
 * act, act_outcome: the audit log. An act is entered before it is done and what came of it afterwards; the service's
 * role may add and read, and neither change nor delete.
 */
export const accountsAudit: Migration = {
  name: '002-accounts-audit',
  note: 'New tables. An old version beside it keeps its own cookies and enters no acts; its visitors sign in again at a new one.',
  up: `
create table account (
  account_id uuid primary key,
  name text not null unique check (name = lower(name)),
  display_name text not null,
  origin text not null check (origin in ('local', 'oidc')),
  subject text unique,
  password_hash text,
  roles text[] not null,
  permissions text[] not null,
  disabled_at timestamptz,
  created_at timestamptz not null,
  created_by text not null,
  signed_in_at timestamptz,
  check ((origin = 'oidc') = (subject is not null))
);

create table account_link (
  digest bytea primary key,
  purpose text not null check (purpose in ('first', 'invite', 'reset')),
  account_id uuid references account,
  created_by text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  check ((purpose = 'first') = (account_id is null))
);
create index account_link_of on account_link (account_id);

create table session (
  digest bytea primary key,
  session_id uuid not null unique,
  account_id uuid references account,
  sealed_token bytea,
  token_name text,
  begun_at timestamptz not null,
  seen_at timestamptz not null,
  ends_at timestamptz not null,
  address text not null,
  agent text not null,
  check ((account_id is null) = (sealed_token is not null and token_name is not null))
);
create index session_of_account on session (account_id) where account_id is not null;
create index session_of_token on session (token_name) where token_name is not null;
create index session_age on session (ends_at);

create table attempt (
  bucket text not null,
  window_start timestamptz not null,
  failed int not null,
  primary key (bucket, window_start)
);

create table act (
  act_id uuid primary key,
  at timestamptz not null,
  actor text not null,
  roles text[] not null,
  address text not null,
  act text not null,
  target text,
  details jsonb not null
);
create index act_newest on act (at desc, act_id desc);
create index act_by_actor on act (actor, at desc);
create index act_by_kind on act (act, at desc);
create index act_by_target on act (target, at desc) where target is not null;

create table act_outcome (
  act_id uuid primary key references act,
  at timestamptz not null,
  outcome text not null check (outcome in ('done', 'refused', 'unknown')),
  detail text
);
revoke update, delete, truncate on act, act_outcome from console;
`,
};
