-- The values that audiences of large models compare: narrow tables of single fields, built when somebody first asks for them and kept by triggers.

create extension if not exists pg_trgm with schema extensions;
create extension if not exists btree_gin with schema extensions;

insert into headwater.settings (name, value) values ('audience_index_above', '20000') on conflict (name) do nothing;

create table if not exists headwater.audience_fields (
  id integer generated always as identity primary key,
  model_id uuid not null references public.data_models (id) on delete cascade,
  field text not null,
  type text not null,
  -- texts: comparisons; grams: parts of texts; numbers.
  kind text not null check (kind in ('texts', 'grams', 'numbers')),
  built_to uuid not null default '00000000-0000-0000-0000-000000000000',
  ready_at timestamptz,
  used_at timestamptz not null default now(),
  unique (model_id, field, kind)
);
comment on table headwater.audience_fields is 'Fields of large models whose values stand in the tables below, because an audience asked for them.';
comment on column headwater.audience_fields.built_to is 'Records up to this id have their values there; null ready_at: the rest is on its way.';

-- Each record of the model has one row a field: a blank text is '', a missing number NaN, so that negations need no second look.
create table if not exists headwater.audience_texts (
  field_id integer not null,
  value text collate "C" not null,
  record_id uuid not null,
  primary key (field_id, value, record_id)
);
create table if not exists headwater.audience_numbers (
  field_id integer not null,
  value double precision not null,
  record_id uuid not null,
  primary key (field_id, value, record_id)
);
create table if not exists headwater.audience_grams (
  field_id integer not null,
  key text collate "C" not null,
  value text collate "C" not null,
  primary key (field_id, key)
);
create index if not exists audience_grams_value_idx on headwater.audience_grams using gin (field_id extensions.int4_ops, value extensions.gin_trgm_ops);
comment on table headwater.audience_texts is
  'Values in lower case: the first 201 characters, more than what a rule may compare with, and of longer ones a hash, so that each has its own.';
comment on table headwater.audience_numbers is 'Values of number fields.';
comment on table headwater.audience_grams is
  'Each different value once, whole, for what a text contains or ends with; key leads to audience_texts. Values that no record has any more stay.';
alter table headwater.audience_fields enable row level security;
alter table headwater.audience_texts enable row level security;
alter table headwater.audience_numbers enable row level security;
alter table headwater.audience_grams enable row level security;

create or replace function headwater.audience_value(p_field text, p_type text, p_kind text) returns text
language sql immutable set search_path = '' as $$
  select case
    when p_kind = 'numbers' then
      -- A number of more digits than a double has is as good as none.
      format($f$coalesce(case when jsonb_typeof(data -> %1$L) = 'number' and length(data ->> %1$L) < 300 then (data ->> %1$L)::double precision end,
        'NaN')$f$, p_field)
    when p_kind = 'grams' then format($f$lower(btrim(coalesce(data ->> %1$L, ''), %2$L))$f$, p_field, headwater.white_space())
    when p_type in ('date', 'boolean') then format($f$coalesce(data ->> %1$L, '')$f$, p_field)
    when p_kind = 'keys' then format($f$(select left(v, 201) || case when length(v) > 201 then md5(v) else '' end
      from (select lower(btrim(coalesce(data ->> %1$L, ''), %2$L)) v) whole)$f$, p_field, headwater.white_space())
    else format($f$left(lower(btrim(coalesce(data ->> %1$L, ''), %2$L)), 201)$f$, p_field, headwater.white_space()) end;
$$;
comment on function headwater.audience_value(text, text, text) is
  'The SQL expression over column data of what an audience compares; keys: as audience_texts keeps it.';

create or replace function headwater.audience_kind(p_type text, p_operator text) returns text
language sql immutable set search_path = '' as $$
  select case when p_type = 'number' then 'numbers'
    when p_operator in ('contains', 'doesNotContain', 'endsWith', 'doesNotEndWith') then 'grams' else 'texts' end;
$$;
comment on function headwater.audience_kind(text, text) is 'Which table of values answers an operator on a type.';

-- Writers hold this lock shared until they commit, and a step of building holds it alone: no record is missed, whoever writes meanwhile.
create or replace function headwater.audience_lock(p_model_id uuid) returns bigint
language sql immutable set search_path = '' as $$
  select hashtextextended('audience:' || p_model_id, 0);
$$;
comment on function headwater.audience_lock(uuid) is 'The number of the advisory lock on a model''s values.';

create or replace function headwater.audience_insertion(p_field_id integer, p_field text, p_type text, p_kind text, p_source text) returns text
language sql immutable set search_path = '' as $$
  select case p_kind
    when 'grams' then format('insert into headwater.audience_grams (field_id, key, value) select distinct %s, %s, %s from %s', p_field_id,
      headwater.audience_value(p_field, p_type, 'keys'), headwater.audience_value(p_field, p_type, 'grams'), p_source)
    else format('insert into headwater.audience_%s (field_id, value, record_id) select %s, %s, id from %s', p_kind, p_field_id,
      headwater.audience_value(p_field, p_type, case p_kind when 'texts' then 'keys' else p_kind end), p_source) end;
$$;
comment on function headwater.audience_insertion(integer, text, text, text, text) is 'The statement that adds the values of a source of ids and data.';

create or replace function headwater.build_audience_fields(p_milliseconds integer default 2000, p_batch integer default 20000) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  v_until timestamptz := clock_timestamp() + make_interval(secs => p_milliseconds / 1000.0);
  v_field record;
  v_last uuid;
  v_rows integer := 0;
begin
  if not pg_try_advisory_xact_lock(hashtextextended('audience_builder', 0)) then
    return 0;
  end if;
  for v_field in select * from headwater.audience_fields where ready_at is null order by used_at loop
    perform pg_advisory_xact_lock(headwater.audience_lock(v_field.model_id));
    loop
      execute format('with batch as (
          select id, data from public.records where model_id = %L and id > %L order by id limit %s
        ), added as (%s on conflict do nothing)
        select max(id::text)::uuid from batch', v_field.model_id, v_field.built_to, p_batch,
        headwater.audience_insertion(v_field.id, v_field.field, v_field.type, v_field.kind, 'batch')) into v_last;
      if v_last is null then
        update headwater.audience_fields set ready_at = now() where id = v_field.id;
        exit;
      end if;
      v_rows := v_rows + p_batch;
      v_field.built_to := v_last;
      update headwater.audience_fields set built_to = v_last where id = v_field.id;
      if clock_timestamp() > v_until then
        return v_rows;
      end if;
    end loop;
  end loop;
  return v_rows;
end $$;
comment on function headwater.build_audience_fields(integer, integer) is 'Builds wanted values for some time, and goes on where it stopped at its next call.';

create or replace function headwater.tg_records__keep_audience() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  v_field record;
  v_value text;
begin
  if not exists (select from headwater.audience_fields) then
    return null;
  end if;
  for v_field in execute format('select f.* from headwater.audience_fields f where f.model_id in (select model_id from %s) order by f.model_id, f.id',
    case tg_op when 'DELETE' then 'old_rows' else 'new_rows' end) loop
    perform pg_advisory_xact_lock_shared(headwater.audience_lock(v_field.model_id));
    v_value := headwater.audience_value(v_field.field, v_field.type, case v_field.kind when 'texts' then 'keys' else v_field.kind end);
    -- A value that no record has any more does no harm among the different ones.
    if tg_op in ('UPDATE', 'DELETE') and v_field.kind <> 'grams' then
      execute format('delete from headwater.audience_%1$s a using (select id, %2$s old_value from old_rows where model_id = %3$L) o%5$s
        where a.field_id = %4$s and a.record_id = o.id and a.value = o.old_value%6$s', v_field.kind, v_value, v_field.model_id, v_field.id,
        case tg_op when 'UPDATE' then format(' join (select id, %s new_value from new_rows) n on n.id = o.id', v_value) else '' end,
        case tg_op when 'UPDATE' then ' and n.new_value <> o.old_value' else '' end);
    end if;
    if tg_op in ('INSERT', 'UPDATE') then
      execute format('%s on conflict do nothing', headwater.audience_insertion(v_field.id, v_field.field, v_field.type, v_field.kind,
        format('(select id, data from new_rows where model_id = %L) added', v_field.model_id)));
    end if;
  end loop;
  return null;
end $$;
comment on function headwater.tg_records__keep_audience() is 'Trigger: keeps the values that audiences compare in step with a statement''s records.';
create or replace trigger tg_records__insert_audience after insert on public.records
  referencing new table as new_rows for each statement execute function headwater.tg_records__keep_audience();
create or replace trigger tg_records__update_audience after update on public.records
  referencing old table as old_rows new table as new_rows for each statement execute function headwater.tg_records__keep_audience();
create or replace trigger tg_records__delete_audience after delete on public.records
  referencing old table as old_rows for each statement execute function headwater.tg_records__keep_audience();

create or replace function headwater.tg_audience_fields__delete_values() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  execute format('delete from headwater.audience_%s where field_id = %s', old.kind, old.id);
  return null;
end $$;
comment on function headwater.tg_audience_fields__delete_values() is 'Trigger: a field''s values go with it.';
create or replace trigger tg_audience_fields__delete_values after delete on headwater.audience_fields
  for each row execute function headwater.tg_audience_fields__delete_values();

create or replace function headwater.tg_data_models__drop_audience() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  delete from headwater.audience_fields f where f.model_id = new.id and not exists (
    select from jsonb_array_elements(new.fields) as own (field) where own.field ->> 'name' = f.field and own.field ->> 'type' = f.type);
  return null;
end $$;
comment on function headwater.tg_data_models__drop_audience() is 'Trigger: values of fields that are gone, or of another type now, go.';
create or replace trigger tg_data_models__drop_audience after update of fields on public.data_models
  for each row when (old.fields is distinct from new.fields) execute function headwater.tg_data_models__drop_audience();

revoke all on function headwater.audience_value(text, text, text), headwater.audience_kind(text, text), headwater.audience_lock(uuid),
  headwater.audience_insertion(integer, text, text, text, text), headwater.build_audience_fields(integer, integer), headwater.tg_records__keep_audience(),
  headwater.tg_audience_fields__delete_values(), headwater.tg_data_models__drop_audience() from public;

select cron.schedule('headwater-audience-fields', '3 seconds', $$ select headwater.build_audience_fields() $$);
select cron.schedule('headwater-audience-fields-unused', '23 3 * * *',
  $$ delete from headwater.audience_fields where used_at < now() - interval '30 days' $$);
