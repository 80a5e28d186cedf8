-- Import history: what each import changed, kept for as long as the project says, so that it can be taken back and looked up.

create table if not exists headwater.settings (
  name text primary key,
  value jsonb not null
);
comment on table headwater.settings is 'What a project may choose: undo_days, how long an import can be taken back.';
alter table headwater.settings enable row level security;
insert into headwater.settings (name, value) values ('undo_days', '30') on conflict (name) do nothing;

create table if not exists public.import_changes (
  -- No foreign key: it would look each of a million rows' import up. The import is locked while they are written, and a trigger deletes them with it.
  import_job_id uuid not null,
  row_number integer not null,
  record_id uuid,
  action text not null check (action in ('insert', 'update', 'delete', 'unchanged', 'skip')),
  reason text check (reason in ('DUPLICATE_IN_FILE', 'EXISTS', 'NO_MATCH')),
  other_row integer,
  before jsonb,
  before_updated_at timestamptz,
  after jsonb,
  after_updated_at timestamptz,
  -- The other columns of a record that an undo deleted: the undo of that undo writes them again.
  record jsonb,
  created_at timestamptz not null default now(),
  primary key (import_job_id, row_number)
);
comment on table public.import_changes is 'What an import did to each record that was there, with the record before and after; what an undo did; and samples of what a dry run would do.';
comment on column public.import_changes.before is 'The record''s data before; records that an import inserted stand in records alone, by import_job_id.';

create or replace function headwater.tg_import_jobs__delete_changes() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  delete from public.import_changes c using old_rows o where c.import_job_id = o.id;
  return null;
end $$;
comment on function headwater.tg_import_jobs__delete_changes() is 'Trigger: an import''s changes go with it.';
create or replace trigger tg_import_jobs__delete_changes after delete on public.import_jobs
  referencing old table as old_rows for each statement execute function headwater.tg_import_jobs__delete_changes();

alter table public.import_changes enable row level security;
revoke all on public.import_changes from anon, authenticated;
grant select on public.import_changes to authenticated;
grant all on public.import_changes to service_role;
drop policy if exists "Users read the changes of their imports" on public.import_changes;
create policy "Users read the changes of their imports" on public.import_changes for select to authenticated
  using (exists (select from public.import_jobs j where j.id = import_job_id and (j.user_id = (select auth.uid()) or (select headwater.is_super_admin()))));

create or replace function headwater.tg_import_jobs__end() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if not new.dry_run then
    new.undo_until := now() + make_interval(days => (select value::integer from headwater.settings where name = 'undo_days'));
  end if;
  delete from headwater.import_keys where import_job_id = new.id;
  delete from headwater.import_key_filters where import_job_id = new.id;
  delete from headwater.import_claims where import_job_id = new.id;
  return new;
end $$;
comment on function headwater.tg_import_jobs__end() is 'Trigger: an import that ends says until when it can be taken back, and leaves nothing behind.';
create or replace trigger tg_import_jobs__end before update of status on public.import_jobs
  for each row when (old.status in ('pending', 'processing', 'paused') and new.status in ('completed', 'failed', 'cancelled'))
  execute function headwater.tg_import_jobs__end();

-- An undo that ends marks its import as undone. Where that was an undo itself, the import behind it counts again, and so on.
create or replace function headwater.tg_import_jobs__mark_undone() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  with recursive chain (id, undo_of, undone) as (
    select j.id, j.undo_of, true from public.import_jobs j where j.id = new.undo_of
    union all
    select j.id, j.undo_of, not c.undone from public.import_jobs j join chain c on j.id = c.undo_of
  )
  update public.import_jobs j set undone_at = case when c.undone then now() end from chain c where j.id = c.id;
  return null;
end $$;
comment on function headwater.tg_import_jobs__mark_undone() is 'Trigger: an undo that is complete marks what it took back.';
create or replace trigger tg_import_jobs__mark_undone after update of status on public.import_jobs
  for each row when (new.undo_of is not null and old.status <> 'completed' and new.status = 'completed')
  execute function headwater.tg_import_jobs__mark_undone();

create index if not exists import_jobs_undo_until_idx on public.import_jobs (undo_until) where undo_until is not null;

create or replace function headwater.delete_expired_changes(p_jobs integer default 100) returns integer
language sql security definer set search_path = '' as $$
  with expired as (
    select j.id from public.import_jobs j
    where j.undo_until < now() and exists (select from public.import_changes c where c.import_job_id = j.id)
      and not exists (select from public.import_jobs u where u.undo_of = j.id and u.status in ('pending', 'processing', 'paused'))
    order by j.undo_until limit p_jobs
  ), gone as (
    delete from public.import_changes c using expired e where c.import_job_id = e.id
  )
  select count(*)::integer from expired;
$$;
comment on function headwater.delete_expired_changes(integer) is 'Deletes the changes of imports that can''t be taken back any more, some imports at a time; returns how many.';

-- Samples of dry runs go with the runs themselves, and key sets that no import asked for in a month are not worth keeping up.
create or replace function headwater.delete_unused_import_rows() returns void
language sql security definer set search_path = '' as $$
  delete from public.import_jobs where dry_run and status in ('completed', 'failed', 'cancelled') and finished_at < now() - interval '30 days';
  delete from headwater.match_key_sets where used_at < now() - interval '30 days';
  delete from headwater.import_keys k where not exists
    (select from public.import_jobs j where j.id = k.import_job_id and j.status in ('pending', 'processing', 'paused'));
  delete from headwater.import_key_filters f where not exists
    (select from public.import_jobs j where j.id = f.import_job_id and j.status in ('pending', 'processing', 'paused'));
  delete from headwater.import_claims c where not exists
    (select from public.import_jobs j where j.id = c.import_job_id and j.status in ('pending', 'processing', 'paused'));
$$;
comment on function headwater.delete_unused_import_rows() is 'Deletes old dry runs, key sets that nobody uses, and what imports that are gone left behind.';

revoke all on all functions in schema headwater from public;
select cron.schedule('headwater-import-changes', '23 * * * *',
  $$ select headwater.delete_expired_changes(); select headwater.delete_unused_import_rows() $$);
