const identifier = (name: string): string => {
  if (!/^[a-z][a-z0-9_]{0,40}$/.test(name)) throw new Error(`"${name}" cannot be the name of a schema or table`);
  return name;
};

/** Where a projection is built anew, beside the one that serves. */
export const shadowSchema = (schema: string): string => `${identifier(schema)}_shadow`;

/**
 * SQL of a migration: functions by which the service's role may build `tables` anew beside those that serve, although
 * it may create nothing itself. `rebuild_begin` makes empty tables of the same form in the shadow schema,
 * `rebuild_swap` puts them in the place of the old ones, which it drops, under the names that their indexes had, and
 * `rebuild_end` drops what was begun. They run as the migrator, with fixed names, and take no argument.
 *
 * The tables must not refer to others by foreign keys: a copy has none.
 */
export const shadowTables = (schema: string, tables: readonly string[]): string => {
  const [live, shadow, aside] = [identifier(schema), shadowSchema(schema), `${identifier(schema)}_aside`];
  const definer = 'language plpgsql security definer set search_path = pg_catalog, pg_temp';
  const functions = ['rebuild_begin', 'rebuild_swap', 'rebuild_end'];
  return `
create function rebuild_begin() returns void ${definer} as $$
begin
  drop schema if exists ${shadow} cascade;
  create schema ${shadow};
  grant usage on schema ${shadow} to ${live};
  ${tables.map((table) => `create table ${shadow}.${identifier(table)} (like ${live}.${table} including all);`).join('\n  ')}
  grant select, insert, update, delete on all tables in schema ${shadow} to ${live};
end $$;

create function rebuild_swap() returns void ${definer} as $$
declare
  one text;
  named record;
begin
  drop schema if exists ${aside} cascade;
  create schema ${aside};
  foreach one in array array[${tables.map((table) => `'${table}'`).join(', ')}] loop
    execute format('alter table ${live}.%I set schema ${aside}', one);
    execute format('alter table ${shadow}.%I set schema ${live}', one);
    execute format('grant select, insert, update, delete, truncate on ${live}.%I to ${live}', one);
    for named in
      select distinct on (o.relname) o.relname as old_name, n.relname as new_name
      from pg_index oi join pg_class o on o.oid = oi.indexrelid
      join pg_index ni on ni.indrelid = format('${live}.%I', one)::regclass and ni.indkey::text = oi.indkey::text and ni.indoption::text = oi.indoption::text
        and ni.indisunique = oi.indisunique and pg_get_expr(ni.indpred, ni.indrelid) is not distinct from pg_get_expr(oi.indpred, oi.indrelid)
      join pg_class n on n.oid = ni.indexrelid and n.relam = o.relam
      where oi.indrelid = format('${aside}.%I', one)::regclass
    loop
      if named.old_name <> named.new_name then
        execute format('alter index ${live}.%I rename to %I', named.new_name, named.old_name);
      end if;
    end loop;
  end loop;
  drop schema ${aside} cascade;
  drop schema ${shadow} cascade;
end $$;

create function rebuild_end() returns void ${definer} as $$
begin
  drop schema if exists ${shadow} cascade;
end $$;

${functions.map((name) => `revoke all on function ${name}() from public; grant execute on function ${name}() to ${live};`).join('\n')}
`;
};
