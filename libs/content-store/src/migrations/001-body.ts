import type { Migration } from '@wiredesk/persistence';

/**
 * `article` is JSON as text, not jsonb: it is only ever read whole, and text keeps what jsonb refuses (an escaped
 * NUL in an upstream's unknown field). `storage external`: pglz costs 15 to 70 % of the insert rate.
 *
 * The service roles are made here without login where they are missing, because the content store is migrated first;
 * each service's own migration gives its role a password. Roles belong to the cluster, so another database's
 * migration may make the same one at the same moment.
 */
export const body: Migration = {
  name: '001-body',
  note: 'New schema; nothing runs beside it.',
  up: `
create table body (
  item_id uuid not null,
  revision int not null check (revision >= 1),
  language text not null,
  article text,
  stored_at timestamptz not null default now(),
  erased_at timestamptz,
  primary key (item_id, revision),
  check ((article is null) = (erased_at is not null))
);
alter table body alter column article set storage external;

do $$
declare service text;
begin
  foreach service in array array['ingest', 'dedupe', 'rights', 'publish'] loop
    begin
      if not exists (select from pg_roles where rolname = service) then
        execute format('create role %I nologin', service);
      end if;
    exception when duplicate_object or unique_violation then
      raise notice 'role % was made by another migration', service;
    end;
    execute format('grant usage on schema content to %I', service);
    execute format('grant select on body to %I', service);
  end loop;
end $$;
grant insert on body to ingest;
grant update (article, erased_at) on body to rights;
`,
};
