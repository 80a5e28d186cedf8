import type postgres from 'postgres'

/** The project's own schemas. */
const ours = "('public', 'headwater')"

/** Each section is a query for one text column, already in its final order. */
const sections: readonly { title: string; query: string }[] = [
  {
    title: 'Types',
    query: `
      select format('create type %I.%I as enum (%s);', n.nspname, t.typname,
        (select string_agg(quote_literal(enumlabel), ', ' order by enumsortorder) from pg_enum where enumtypid = t.oid))
      from pg_type t join pg_namespace n on n.oid = t.typnamespace
      where n.nspname in ${ours} and t.typtype = 'e' order by 1`,
  },
  {
    title: 'Tables',
    query: `
      select format(E'create table %s (\\n%s\\n);%s', c.oid::regclass,
        (select string_agg(format('  %I %s%s%s', a.attname, format_type(a.atttypid, a.atttypmod),
            case when a.attnotnull then ' not null' else '' end,
            coalesce(case when a.attgenerated = 's' then ' generated always as (' || pg_get_expr(d.adbin, d.adrelid) || ') stored'
              else ' default ' || pg_get_expr(d.adbin, d.adrelid) end, '')), E',\\n' order by a.attnum)
          from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
          where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped),
        case when c.relrowsecurity then format(E'\\nalter table %s enable row level security;', c.oid::regclass) else '' end)
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname in ${ours} and c.relkind in ('r', 'p') order by n.nspname, c.relname`,
  },
  {
    title: 'Views',
    query: `
      select format(E'create view %s%s as\\n%s', c.oid::regclass, coalesce(' with (' || array_to_string(c.reloptions, ', ') || ')', ''), pg_get_viewdef(c.oid, true))
      from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname in ${ours} and c.relkind = 'v' order by n.nspname, c.relname`,
  },
  {
    title: 'Constraints',
    query: `
      select format('alter table %s add constraint %I %s;', conrelid::regclass, conname, pg_get_constraintdef(c.oid))
      from pg_constraint c join pg_namespace n on n.oid = c.connamespace
      where n.nspname in ${ours} and conrelid <> 0 and contype <> 'n' order by conrelid::regclass::text, conname`,
  },
  {
    title: 'Indexes',
    query: `
      select pg_get_indexdef(i.indexrelid) || ';' from pg_index i
      join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace
      where n.nspname in ${ours} and not exists (select from pg_constraint where conindid = i.indexrelid and contype <> 'f') order by n.nspname, c.relname`,
  },
  {
    title: 'Functions',
    query: `
      select rtrim(pg_get_functiondef(p.oid), E'\\n') || ';' from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where n.nspname in ${ours} order by p.oid::regprocedure::text`,
  },
  {
    title: 'Triggers',
    query: `
      select pg_get_triggerdef(t.oid) || ';' from pg_trigger t join pg_proc p on p.oid = t.tgfoid join pg_namespace n on n.oid = p.pronamespace
      where n.nspname in ${ours} and not t.tgisinternal order by t.tgrelid::regclass::text, t.tgname`,
  },
  {
    title: 'Policies',
    query: `
      select format('create policy %I on %I.%I as %s for %s to %s%s%s;', policyname, schemaname, tablename, lower(permissive), lower(cmd),
        array_to_string(roles, ', '), ' using (' || qual || ')', ' with check (' || with_check || ')')
      from pg_policies where schemaname in ('public', 'headwater', 'storage', 'realtime') order by schemaname, tablename, policyname`,
  },
  {
    title: 'Grants',
    query: `
      with acls (what, acl) as (
        select format('schema %I', nspname), nspacl from pg_namespace where nspname = 'headwater'
        union all
        select format('table %s', c.oid::regclass), coalesce(relacl, acldefault('r', relowner))
        from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname in ${ours} and relkind in ('r', 'p', 'v')
        union all
        select format('table %s (%I)', attrelid::regclass, attname), attacl
        from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
        where n.nspname in ${ours} and attacl is not null
        union all
        select format('function %s', p.oid::regprocedure), coalesce(proacl, acldefault('f', proowner))
        from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname in ${ours}
      )
      select format('grant %s on %s to %s;', string_agg(distinct lower(privilege_type), ', '), what, coalesce(rolname, 'public'))
      from acls cross join lateral aclexplode(acl) a left join pg_roles r on r.oid = a.grantee
      where coalesce(rolname, 'public') in ('public', 'anon', 'authenticated', 'service_role')
      group by what, rolname order by what, coalesce(rolname, 'public')`,
  },
  {
    title: 'Comments',
    query: `
      select line from (
        select format('comment on schema %I is %L;', nspname, obj_description(oid, 'pg_namespace')) line from pg_namespace where nspname = 'headwater'
        union all
        select format('comment on %s %s is %L;', case when objsubid = 0 then 'table' else 'column' end,
          objoid::regclass || coalesce('.' || quote_ident(a.attname), ''), description)
        from pg_description d join pg_class c on c.oid = d.objoid and d.classoid = 'pg_class'::regclass and c.relkind in ('r', 'p')
        join pg_namespace n on n.oid = c.relnamespace left join pg_attribute a on a.attrelid = c.oid and a.attnum = d.objsubid and d.objsubid > 0
        where n.nspname in ${ours}
        union all
        select format('comment on function %s is %L;', p.oid::regprocedure, description)
        from pg_description d join pg_proc p on p.oid = d.objoid and d.classoid = 'pg_proc'::regclass join pg_namespace n on n.oid = p.pronamespace
        where n.nspname in ${ours}
      ) comments order by line`,
  },
  {
    title: 'Buckets',
    query: `
      select format('insert into storage.buckets (id, public, file_size_limit, allowed_mime_types) values (%L, %L, %L, %L);', id, public, file_size_limit, allowed_mime_types)
      from storage.buckets order by id`,
  },
  {
    title: 'Queues',
    query: `select format('select pgmq.create(%L);', queue_name) from pgmq.meta order by queue_name`,
  },
  {
    title: 'Schedule',
    query: `select format('select cron.schedule(%L, %L, %L);', jobname, schedule, command) from cron.job order by jobname`,
  },
]

/**
 * Writes down what the migrations made, in an order that depends on names alone: two databases with the same schema give the same text.
 * It is for reading and comparing, not for running.
 */
export async function readSchemaSnapshot(sql: postgres.Sql): Promise<string> {
  return sql.begin('read only', async (transaction) => {
    // Names come with their schema when no schema is searched.
    await transaction`set local search_path = ''`
    const parts = ['-- The schema that the migrations make. Written by `pnpm gen:types`; not for running.']
    for (const { title, query } of sections) {
      const rows = await transaction.unsafe(query).values()
      const texts = rows.map(([text]) => String(text))
      parts.push(`-- ${title}`, texts.join(texts.some((text) => text.includes('\n')) ? '\n\n' : '\n'))
    }
    return `${parts.join('\n\n')}\n`
  })
}
