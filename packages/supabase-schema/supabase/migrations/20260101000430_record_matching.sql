-- Record matching: finds the records that have a row's key by an index, whichever fields the key is made of.

-- A set of key fields of a model. Its keys are built when an import first asks for it, and kept by triggers from then on.
create table if not exists headwater.match_key_sets (
  id bigint generated always as identity primary key,
  model_id uuid not null references public.data_models (id) on delete cascade,
  -- [{ name, type, folded }] in the order of the names.
  fields jsonb not null check (jsonb_typeof(fields) = 'array'),
  used_at timestamptz not null default now(),
  unique (model_id, fields)
);
comment on table headwater.match_key_sets is 'Fields that together tell a model''s records apart, as an import chose them.';

create table if not exists headwater.record_match_keys (
  set_id bigint not null,
  key uuid not null,
  record_id uuid not null,
  primary key (set_id, key, record_id)
);
comment on table headwater.record_match_keys is 'A hash of each record''s key, for each set of key fields. Kept by triggers: a foreign key would check each row again.';
alter table headwater.match_key_sets enable row level security;
alter table headwater.record_match_keys enable row level security;

-- What JavaScript's trim() takes away.
create or replace function headwater.white_space() returns text
language sql immutable parallel safe set search_path = '' as $$
  select U&' \0009\000A\000B\000C\000D\00A0\1680\2000\2001\2002\2003\2004\2005\2006\2007\2008\2009\200A\2028\2029\202F\205F\3000\FEFF';
$$;
comment on function headwater.white_space() is 'The characters that are left out around a value.';

create or replace function headwater.match_key_expression(p_fields jsonb, p_column text default 'data') returns text
language sql immutable set search_path = '' as $$
  with parts as (
    select position, format(
      case
        when field ->> 'type' = 'number' then
          $f$case when jsonb_typeof(%3$s -> %1$L) = 'number' then trim_scale((%3$s ->> %1$L)::numeric)::text else nullif(btrim(%3$s ->> %1$L, %2$L), '') end$f$
        when (field ->> 'folded')::boolean then $f$lower(nullif(btrim(%3$s ->> %1$L, %2$L), ''))$f$
        else $f$nullif(btrim(%3$s ->> %1$L, %2$L), '')$f$
      end, field ->> 'name', headwater.white_space(), p_column) part
    from jsonb_array_elements(p_fields) with ordinality as f (field, position)
  )
  -- Parts of several are separated by what no part has, because it is doubled there.
  select case when count(*) = 1 then format('md5(%s)::uuid', min(part))
    else format('md5(%s)::uuid', string_agg(format('replace(%s, chr(31), chr(31) || chr(30))', part), ' || chr(31) || ' order by position)) end
  from parts;
$$;
comment on function headwater.match_key_expression(jsonb, text) is 'The SQL expression over a column of data that hashes a key; null where a part is blank.';

create or replace function headwater.match_key_fields(p_model_id uuid, p_names text[]) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_agg(jsonb_build_object('name', field ->> 'name', 'type', field ->> 'type',
    'folded', field ->> 'type' = 'email' or coalesce((field ->> 'unique')::boolean, false)) order by field ->> 'name' collate "C")
  from public.data_models, jsonb_array_elements(fields) field
  where id = p_model_id and field ->> 'name' = any (p_names)
  having count(*) = cardinality(p_names);
$$;
comment on function headwater.match_key_fields(uuid, text[]) is 'The key fields of a model by their names, or null where one of them is not there.';

-- Writers hold this lock shared until they commit, and a set is built under it alone: no record is missed, whoever writes meanwhile.
create or replace function headwater.match_keys_lock(p_model_id uuid) returns bigint
language sql immutable set search_path = '' as $$
  select hashtextextended('match_keys:' || p_model_id, 0);
$$;
comment on function headwater.match_keys_lock(uuid) is 'The number of the advisory lock on a model''s key sets.';

create or replace function headwater.ensure_match_key_set(p_model_id uuid, p_names text[]) returns table (set_id bigint, expression text, record_expression text)
language plpgsql security definer set search_path = '' as $$
declare
  v_fields jsonb := headwater.match_key_fields(p_model_id, p_names);
begin
  if v_fields is null then
    return;
  end if;
  expression := headwater.match_key_expression(v_fields);
  record_expression := headwater.match_key_expression(v_fields, 'r.data');
  select s.id into set_id from headwater.match_key_sets s where s.model_id = p_model_id and s.fields = v_fields;
  if set_id is null then
    perform pg_advisory_xact_lock(headwater.match_keys_lock(p_model_id));
    insert into headwater.match_key_sets as s (model_id, fields) values (p_model_id, v_fields)
    on conflict (model_id, fields) do nothing returning s.id into set_id;
    if set_id is null then
      select s.id into set_id from headwater.match_key_sets s where s.model_id = p_model_id and s.fields = v_fields;
    else
      execute format('insert into headwater.record_match_keys (set_id, key, record_id)
        select %s, k.key, k.id from (select id, %s key from public.records where model_id = %L) k where k.key is not null',
        set_id, expression, p_model_id);
    end if;
  end if;
  update headwater.match_key_sets s set used_at = now() where s.id = set_id and s.used_at < now() - interval '1 hour';
  return next;
end $$;
comment on function headwater.ensure_match_key_set(uuid, text[]) is 'A model''s set of key fields with its expression, built if it is new; no row where a field is not there.';

create or replace function headwater.tg_records__keep_match_keys() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  v_model_id uuid;
  v_set record;
  v_expression text;
  v_same text;
begin
  for v_model_id in execute case tg_op when 'DELETE' then 'select distinct model_id from old_rows' else 'select distinct model_id from new_rows' end loop
    perform pg_advisory_xact_lock_shared(headwater.match_keys_lock(v_model_id));
    for v_set in select id, fields from headwater.match_key_sets where model_id = v_model_id loop
      v_expression := headwater.match_key_expression(v_set.fields);
      if tg_op = 'INSERT' then
        execute format('insert into headwater.record_match_keys (set_id, key, record_id)
          select %s, k.key, k.id from (select id, %s key from new_rows where model_id = %L) k where k.key is not null
          on conflict do nothing', v_set.id, v_expression, v_model_id);
      elsif tg_op = 'DELETE' then
        -- Each key is looked up by the whole index, whatever the planner thinks of the set's size.
        execute format('delete from headwater.record_match_keys where ctid = any (array(
            select m.ctid from (select id, %s key from old_rows where model_id = %L) k cross join lateral (
              select m.ctid from headwater.record_match_keys m where m.set_id = %s and m.key = k.key and m.record_id = k.id offset 0) m))',
          v_expression, v_model_id, v_set.id);
      else
        -- Most changes leave the key alone: it is made only of what differs.
        select string_agg(format('n.data -> %1$L is not distinct from o.data -> %1$L', field ->> 'name'), ' and ') into v_same
        from jsonb_array_elements(v_set.fields) field;
        execute format('with differing as materialized (
            select n.id, o.data old_data, n.data new_data from new_rows n join old_rows o on o.id = n.id where n.model_id = %2$L and not (%4$s)
          ), changed as materialized (
            select d.id, (select %1$s from (select d.old_data) x (data)) old_key, (select %1$s from (select d.new_data) x (data)) new_key from differing d
          ), gone as (
            delete from headwater.record_match_keys where ctid = any (array(
              select m.ctid from changed c cross join lateral (
                select m.ctid from headwater.record_match_keys m where m.set_id = %3$s and m.key = c.old_key and m.record_id = c.id offset 0) m
              where c.old_key is distinct from c.new_key))
          )
          insert into headwater.record_match_keys (set_id, key, record_id) select %3$s, new_key, id from changed
          where new_key is not null and new_key is distinct from old_key
          on conflict do nothing', v_expression, v_model_id, v_set.id, v_same);
      end if;
    end loop;
  end loop;
  return null;
end $$;
comment on function headwater.tg_records__keep_match_keys() is 'Trigger: keeps the keys of a statement''s records, for each set of key fields.';
create or replace trigger tg_records__insert_match_keys after insert on public.records
  referencing new table as new_rows for each statement execute function headwater.tg_records__keep_match_keys();
create or replace trigger tg_records__update_match_keys after update on public.records
  referencing old table as old_rows new table as new_rows for each statement execute function headwater.tg_records__keep_match_keys();
create or replace trigger tg_records__delete_match_keys after delete on public.records
  referencing old table as old_rows for each statement execute function headwater.tg_records__keep_match_keys();

create or replace function headwater.tg_match_key_sets__delete_keys() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  delete from headwater.record_match_keys where set_id = old.id;
  return null;
end $$;
comment on function headwater.tg_match_key_sets__delete_keys() is 'Trigger: a set''s keys go with it.';
create or replace trigger tg_match_key_sets__delete_keys after delete on headwater.match_key_sets
  for each row execute function headwater.tg_match_key_sets__delete_keys();

create or replace function headwater.tg_data_models__drop_match_keys() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  delete from headwater.match_key_sets s where s.model_id = new.id and s.fields is distinct from
    headwater.match_key_fields(new.id, array(select field ->> 'name' from jsonb_array_elements(s.fields) field));
  return null;
end $$;
comment on function headwater.tg_data_models__drop_match_keys() is 'Trigger: key sets whose fields are not the model''s any more go; an import that needs them builds them anew.';
create or replace trigger tg_data_models__drop_match_keys after update of fields on public.data_models
  for each row when (old.fields is distinct from new.fields) execute function headwater.tg_data_models__drop_match_keys();

-- The rows of a file that count where a key may come twice: found while the file is read for the first time, by a filter of what came before.
create table if not exists headwater.import_keys (
  import_job_id uuid not null,
  key uuid not null,
  row_number integer not null,
  primary key (import_job_id, key)
);
comment on table headwater.import_keys is 'The row that counts for each key that may come twice in a running import''s file. Deleted when the import ends.';

create table if not exists headwater.import_key_filters (
  import_job_id uuid primary key,
  bits bytea not null
);
alter table headwater.import_key_filters alter column bits set storage external;
comment on table headwater.import_key_filters is 'What an import that still reads its file for the first time knows of the keys so far (a Bloom filter).';
alter table headwater.import_key_filters enable row level security;

-- What a dry run has given and taken of unique values: its batches are rolled back, and later ones have to know.
create table if not exists headwater.import_claims (
  import_job_id uuid not null,
  field text not null,
  value text not null,
  -- Null: the value is free.
  holder text,
  primary key (import_job_id, field, value)
);
comment on table headwater.import_claims is 'Unique values as a running dry run would have left them. Deleted when it ends.';
alter table headwater.import_keys enable row level security;
alter table headwater.import_claims enable row level security;

revoke all on all functions in schema headwater from public;
