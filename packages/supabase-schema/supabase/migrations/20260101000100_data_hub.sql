-- Data hub: typed models, their records, and the imports that fill them. Private to their owner; a model may be shared with its agency.

create table if not exists public.data_models (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  agency_id uuid not null default headwater.current_agency_id() references public.agencies (id) on delete cascade,
  name text not null check (length(trim(name)) between 1 and 120),
  description text check (length(description) <= 2000),
  fields jsonb not null default '[]'::jsonb check (jsonb_typeof(fields) = 'array'),
  visibility text not null default 'private' check (visibility in ('private', 'agency')),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (id, agency_id)
);
create index if not exists data_models_user_id_idx on public.data_models (user_id);
create index if not exists data_models_agency_id_idx on public.data_models (agency_id, visibility);
comment on table public.data_models is 'A typed schema that a user gives their records.';
comment on column public.data_models.visibility is 'private: the owner alone; agency: read by its members, written by its admins and researchers.';

create table if not exists public.import_jobs (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  agency_id uuid not null default headwater.current_agency_id(),
  model_id uuid not null,
  file_url text not null,
  file_name text not null generated always as (regexp_replace(file_url, '^.*/', '')) stored,
  file_type text not null check (file_type in ('csv', 'json', 'ndjson')),
  file_size integer check (file_size >= 0),
  mapping jsonb check (jsonb_typeof(mapping) = 'object'),
  plan jsonb check (jsonb_typeof(plan) = 'object'),
  reading jsonb check (jsonb_typeof(reading) = 'object'),
  on_invalid text not null default 'skip' check (on_invalid in ('skip', 'block')),
  mode text not null default 'insert' check (mode in ('insert', 'upsert', 'update', 'skip_duplicates')),
  key_fields text[] not null default '{}' check (cardinality(key_fields) <= 5 and array_position(key_fields, null) is null),
  field_policies jsonb not null default '{}' check (jsonb_typeof(field_policies) = 'object'),
  newest_by text,
  duplicates_in_file text not null default 'last' check (duplicates_in_file in ('first', 'last')),
  dry_run boolean not null default false,
  dry_run_of uuid references public.import_jobs (id) on delete set null,
  undo_of uuid references public.import_jobs (id) on delete cascade,
  again_of uuid references public.import_jobs (id) on delete set null,
  status text not null default 'pending' check (status in ('pending', 'processing', 'paused', 'completed', 'failed', 'cancelled')),
  total_records integer check (total_records >= 0),
  processed_records integer not null generated always as
    (imported_records + unchanged_records + skipped_records + failed_records + reversed_records + kept_records) stored,
  imported_records integer not null default 0 check (imported_records >= 0),
  inserted_records integer not null generated always as (imported_records - updated_records) stored,
  updated_records integer not null default 0 check (updated_records between 0 and imported_records),
  unchanged_records integer not null default 0 check (unchanged_records >= 0),
  skipped_records integer not null default 0 check (skipped_records >= 0),
  failed_records integer not null default 0 check (failed_records >= 0),
  conflict_records integer not null default 0 check (conflict_records between 0 and failed_records),
  reversed_records integer not null default 0 check (reversed_records >= 0),
  kept_records integer not null default 0 check (kept_records >= 0),
  differences jsonb check (jsonb_typeof(differences) = 'object'),
  error_code text,
  error_message text,
  checkpoint jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz,
  undo_until timestamptz,
  undone_at timestamptz,
  constraint import_jobs_mode_key_fields_check check ((mode = 'insert') = (key_fields = '{}')),
  constraint import_jobs_kind_check check (not dry_run or (undo_of is null and dry_run_of is null)),
  foreign key (model_id, agency_id) references public.data_models (id, agency_id) on delete cascade on update cascade
);
create index if not exists import_jobs_user_id_idx on public.import_jobs (user_id, created_at desc);
create index if not exists import_jobs_model_id_idx on public.import_jobs (model_id, agency_id);
create index if not exists import_jobs_dry_run_of_idx on public.import_jobs (dry_run_of) where dry_run_of is not null;
create index if not exists import_jobs_again_of_idx on public.import_jobs (again_of) where again_of is not null;
create index if not exists import_jobs_undo_of_idx on public.import_jobs (undo_of) where undo_of is not null;
create index if not exists import_jobs_active_idx on public.import_jobs (id) where status in ('pending', 'processing');
create unique index if not exists import_jobs_active_file_idx on public.import_jobs (user_id, model_id, file_url, dry_run)
  where status in ('pending', 'processing', 'paused') and undo_of is null;
create unique index if not exists import_jobs_active_undo_idx on public.import_jobs (undo_of)
  where status in ('pending', 'processing', 'paused') and undo_of is not null;
comment on table public.import_jobs is 'One import of one file into one model, its dry run, or its undo. The counters are true at every commit.';
comment on column public.import_jobs.imported_records is 'Records that were inserted or updated.';
comment on column public.import_jobs.conflict_records is 'Of the failed rows those whose key fits several records.';
comment on column public.import_jobs.reversed_records is 'Of an undo: changes that it took back. What was changed since is kept, and counted as that.';
comment on column public.import_jobs.differences is 'The counters that differ from the dry run''s, each with what was expected and what came.';
comment on column public.import_jobs.undo_until is 'Until when its changes can be taken back.';
comment on column public.import_jobs.checkpoint is 'Where the worker goes on: phase and position in the file.';

create table if not exists public.records (
  id uuid primary key default gen_random_uuid(),
  model_id uuid not null,
  user_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  agency_id uuid not null default headwater.current_agency_id(),
  data jsonb not null check (jsonb_typeof(data) = 'object'),
  import_job_id uuid references public.import_jobs (id) on delete set null,
  import_row integer,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  foreign key (model_id, agency_id) references public.data_models (id, agency_id) on delete cascade on update cascade
);
create index if not exists records_model_id_idx on public.records (model_id, agency_id, created_at desc, import_row nulls first, id);
create index if not exists records_user_id_idx on public.records (user_id);
create unique index if not exists records_import_job_id_import_row_idx on public.records (import_job_id, import_row);
comment on table public.records is 'A record of a model: data is keyed by field name.';

create table if not exists public.import_job_errors (
  id uuid primary key default gen_random_uuid(),
  import_job_id uuid not null references public.import_jobs (id) on delete cascade,
  row_number integer not null check (row_number >= 1),
  errors jsonb not null check (jsonb_typeof(errors) = 'array'),
  -- json, not jsonb: the file's columns keep their order.
  raw json not null default '{}'::json,
  created_at timestamptz not null default now(),
  unique (import_job_id, row_number)
);
comment on table public.import_job_errors is 'A row that an import rejected: every reason, and the row as the file has it.';

-- One row for each value of a unique field: its primary key is what makes the value unique, whoever writes at the same time.
create table if not exists public.record_keys (
  model_id uuid not null references public.data_models (id) on delete cascade,
  field text not null,
  value text not null,
  record_id uuid not null references public.records (id) on delete cascade,
  primary key (model_id, field, value)
);
create index if not exists record_keys_record_id_idx on public.record_keys (record_id);
comment on table public.record_keys is 'The values of unique fields, in lower case. Kept by triggers.';

create or replace function headwater.unique_fields(p_model_id uuid) returns setof text
language sql stable security definer set search_path = '' as $$
  select field ->> 'name' from public.data_models, jsonb_array_elements(fields) field
  where id = p_model_id and (field ->> 'unique')::boolean;
$$;
comment on function headwater.unique_fields(uuid) is 'The names of a model''s unique fields.';

create or replace function headwater.readable_model_ids() returns setof uuid
language sql stable security definer set search_path = '' as $$
  select id from public.data_models where user_id = (select auth.uid())
  union
  select id from public.data_models where visibility = 'agency' and agency_id = (select headwater.current_agency_id())
  union
  select id from public.data_models where (select headwater.is_super_admin());
$$;
comment on function headwater.readable_model_ids() is 'The models that the caller may read.';

create or replace function headwater.writable_model_ids() returns setof uuid
language sql stable security definer set search_path = '' as $$
  select id from public.data_models where user_id = (select auth.uid())
  union
  select id from public.data_models where visibility = 'agency' and agency_id = (select headwater.current_agency_id())
    and (select headwater.current_user_role()) in ('agency_admin', 'researcher');
$$;
comment on function headwater.writable_model_ids() is 'The models whose records the caller may write.';

-- Data-hub triggers.
create or replace function headwater.tg_records__keep_keys() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if tg_op = 'INSERT' then
    insert into public.record_keys (model_id, field, value, record_id)
    select r.model_id, f.name, lower(r.data ->> f.name), r.id
    from (select m.model_id, u.name from (select distinct model_id from new_rows) m, lateral headwater.unique_fields(m.model_id) u (name)) f
    join new_rows r on r.model_id = f.model_id where r.data ->> f.name is not null;
  else
    with changed as materialized (
      select n.id, n.model_id, f.name, lower(n.data ->> f.name) as value
      from (select m.model_id, u.name from (select distinct model_id from new_rows) m, lateral headwater.unique_fields(m.model_id) u (name)) f
      join new_rows n on n.model_id = f.model_id
      join old_rows o on o.id = n.id
      where lower(o.data ->> f.name) is distinct from lower(n.data ->> f.name) or o.model_id <> n.model_id
    ), gone as (
      delete from public.record_keys k using changed c where k.record_id = c.id and k.field = c.name returning k.record_id
    )
    -- Counting what is gone makes it go first: values may move from one record of the statement to another.
    insert into public.record_keys (model_id, field, value, record_id)
    select c.model_id, c.name, c.value, c.id from changed c where c.value is not null and (select count(*) from gone) >= 0;
  end if;
  return null;
exception when unique_violation then
  raise exception 'Another record has this value in a unique field.' using errcode = '23505', hint = 'Change the value.';
end $$;
comment on function headwater.tg_records__keep_keys() is 'Trigger: keeps record_keys in step with a statement''s rows.';
create or replace trigger tg_records__insert_keys after insert on public.records
  referencing new table as new_rows for each statement execute function headwater.tg_records__keep_keys();
create or replace trigger tg_records__update_keys after update on public.records
  referencing old table as old_rows new table as new_rows for each statement execute function headwater.tg_records__keep_keys();

create or replace function headwater.tg_data_models__rebuild_keys() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  delete from public.record_keys where model_id = new.id;
  insert into public.record_keys (model_id, field, value, record_id)
  select new.id, f.name, lower(r.data ->> f.name), r.id
  from public.records r cross join headwater.unique_fields(new.id) f (name)
  where r.model_id = new.id and r.data ->> f.name is not null;
  return null;
exception when unique_violation then
  raise exception 'Records share a value in a field that is to be unique.' using errcode = '23505', hint = 'Change the values first.';
end $$;
comment on function headwater.tg_data_models__rebuild_keys() is 'Trigger: a changed set of fields gets its keys anew, or is refused while records share a value.';
create or replace trigger tg_data_models__rebuild_keys after update of fields on public.data_models
  for each row when (old.fields is distinct from new.fields) execute function headwater.tg_data_models__rebuild_keys();

create or replace trigger tg_data_models__set_updated_at before update on public.data_models
  for each row execute function headwater.set_updated_at();
create or replace trigger tg_import_jobs__set_updated_at before update on public.import_jobs
  for each row execute function headwater.set_updated_at();

-- An import says itself when it changed a record, and an undo gives records their old time back. The setting alone does nothing: the column has to
-- be written too, which the API doesn't.
create or replace trigger tg_records__set_updated_at before update on public.records
  for each row when (coalesce(current_setting('headwater.sets_updated_at', true), '') <> 'on') execute function headwater.set_updated_at();

revoke all on all functions in schema headwater from public;
grant execute on function headwater.readable_model_ids(), headwater.writable_model_ids(), headwater.unique_fields(uuid) to authenticated, service_role;

alter table public.data_models enable row level security;
alter table public.records enable row level security;
alter table public.import_jobs enable row level security;
alter table public.import_job_errors enable row level security;
alter table public.record_keys enable row level security;
revoke all on public.data_models, public.records, public.import_jobs, public.import_job_errors, public.record_keys from anon, authenticated;
grant select, delete, insert (id, name, description, fields, visibility), update (name, description, fields, visibility) on public.data_models to authenticated;
grant select, delete, insert (id, model_id, agency_id, user_id, data, import_job_id, import_row, created_at, updated_at),
  update (data, updated_at) on public.records to authenticated;
grant select, insert (id, model_id, agency_id, file_url, file_type, file_size, mapping, plan, reading, on_invalid, mode, key_fields, field_policies,
  newest_by, duplicates_in_file, dry_run, dry_run_of, again_of) on public.import_jobs to authenticated;
grant select on public.import_job_errors to authenticated;
grant all on public.data_models, public.records, public.import_jobs, public.import_job_errors, public.record_keys to service_role;

drop policy if exists "People read the models they own or share" on public.data_models;
create policy "People read the models they own or share" on public.data_models for select to authenticated
  using (user_id = (select auth.uid()) or (visibility = 'agency' and agency_id = (select headwater.current_agency_id())) or (select headwater.is_super_admin()));
drop policy if exists "Users make models of their own" on public.data_models;
create policy "Users make models of their own" on public.data_models for insert to authenticated
  with check (user_id = (select auth.uid()) and agency_id = (select headwater.current_agency_id()));
drop policy if exists "Writers change models" on public.data_models;
create policy "Writers change models" on public.data_models for update to authenticated
  using (id in (select headwater.writable_model_ids())) with check (id in (select headwater.writable_model_ids()));
drop policy if exists "Owners delete their models" on public.data_models;
create policy "Owners delete their models" on public.data_models for delete to authenticated
  using (user_id = (select auth.uid()));

drop policy if exists "Readers of a model read its records" on public.records;
create policy "Readers of a model read its records" on public.records for select to authenticated
  using (model_id in (select headwater.readable_model_ids()));
drop policy if exists "Writers of a model add records" on public.records;
create policy "Writers of a model add records" on public.records for insert to authenticated
  with check (user_id = (select auth.uid()) and model_id in (select headwater.writable_model_ids()));
drop policy if exists "Writers of a model change records" on public.records;
create policy "Writers of a model change records" on public.records for update to authenticated
  using (model_id in (select headwater.writable_model_ids())) with check (model_id in (select headwater.writable_model_ids()));
drop policy if exists "Writers of a model delete records" on public.records;
create policy "Writers of a model delete records" on public.records for delete to authenticated
  using (model_id in (select headwater.writable_model_ids()));

drop policy if exists "Users read their imports" on public.import_jobs;
create policy "Users read their imports" on public.import_jobs for select to authenticated
  using (user_id = (select auth.uid()) or (select headwater.is_super_admin()));
drop policy if exists "Writers of a model import into it" on public.import_jobs;
create policy "Writers of a model import into it" on public.import_jobs for insert to authenticated
  with check (
    user_id = (select auth.uid())
    and model_id in (select headwater.writable_model_ids())
    and split_part(file_url, '/', 1) = (select auth.uid())::text
    and file_url !~ '(^|/)\.{0,2}(/|$)'
  );
drop policy if exists "Users read the errors of their imports" on public.import_job_errors;
create policy "Users read the errors of their imports" on public.import_job_errors for select to authenticated
  using (exists (select from public.import_jobs j where j.id = import_job_id and (j.user_id = (select auth.uid()) or (select headwater.is_super_admin()))));

-- Files to import: each user's in a folder named by their id.
insert into storage.buckets (id, name, public, file_size_limit, allowed_mime_types)
values ('imports', 'imports', false, 10485760, array['text/csv', 'text/plain', 'text/tab-separated-values', 'application/json', 'application/x-ndjson', 'application/vnd.ms-excel'])
on conflict (id) do nothing;
drop policy if exists "Users add imports to their folder" on storage.objects;
create policy "Users add imports to their folder" on storage.objects for insert to authenticated
  with check (bucket_id = 'imports' and (storage.foldername(name))[1] = (select auth.uid())::text);
drop policy if exists "Users read the imports in their folder" on storage.objects;
create policy "Users read the imports in their folder" on storage.objects for select to authenticated
  using (bucket_id = 'imports' and (storage.foldername(name))[1] = (select auth.uid())::text);
drop policy if exists "Users delete the imports in their folder" on storage.objects;
create policy "Users delete the imports in their folder" on storage.objects for delete to authenticated
  using (bucket_id = 'imports' and (storage.foldername(name))[1] = (select auth.uid())::text);
