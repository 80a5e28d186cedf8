-- Live: two private topics, a user's and their agency's. A changed import sends its row; changed models, records and profiles say so.

create or replace function headwater.tg_import_jobs__broadcast() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform realtime.send(to_jsonb(new) - 'checkpoint', 'import_jobs', 'user:' || new.user_id, true);
  return null;
end $$;
comment on function headwater.tg_import_jobs__broadcast() is 'Trigger: sends a changed import to its owner.';
create or replace trigger tg_import_jobs__broadcast after insert or update on public.import_jobs
  for each row execute function headwater.tg_import_jobs__broadcast();

create or replace function headwater.tg_data_models__broadcast() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  v_row public.data_models := coalesce(new, old);
  v_payload jsonb := jsonb_build_object('operation', tg_op, 'id', v_row.id);
begin
  perform realtime.send(v_payload, 'data_models', 'user:' || v_row.user_id, true);
  -- Members of the agency also hear when a model is no longer shared with them.
  if 'agency' in (coalesce(old.visibility, ''), coalesce(new.visibility, '')) then
    perform realtime.send(v_payload, 'data_models', 'agency:' || v_row.agency_id, true);
  end if;
  return null;
end $$;
comment on function headwater.tg_data_models__broadcast() is 'Trigger: says that a model changed.';
create or replace trigger tg_data_models__broadcast after insert or update or delete on public.data_models
  for each row execute function headwater.tg_data_models__broadcast();

create or replace function headwater.tg_records__broadcast() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform realtime.send(
    jsonb_build_object('operation', tg_op, 'model_id', m.id), 'records',
    case m.visibility when 'agency' then 'agency:' || m.agency_id else 'user:' || m.user_id end, true)
  from public.data_models m where m.id in (select model_id from changed);
  return null;
end $$;
comment on function headwater.tg_records__broadcast() is
  'Trigger: says once for each statement and model that records changed, to those who may read the model.';
create or replace trigger tg_records__broadcast_inserts after insert on public.records
  referencing new table as changed for each statement execute function headwater.tg_records__broadcast();
create or replace trigger tg_records__broadcast_updates after update on public.records
  referencing new table as changed for each statement execute function headwater.tg_records__broadcast();
create or replace trigger tg_records__broadcast_deletes after delete on public.records
  referencing old table as changed for each statement execute function headwater.tg_records__broadcast();

create or replace function headwater.tg_user_profiles__broadcast() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform realtime.send(jsonb_build_object('operation', tg_op, 'id', new.id), 'user_profiles', 'user:' || new.id, true);
  return null;
end $$;
comment on function headwater.tg_user_profiles__broadcast() is 'Trigger: tells users that they moved to another agency or got another role.';
create or replace trigger tg_user_profiles__broadcast after update of agency_id, role on public.user_profiles
  for each row when (new.agency_id <> old.agency_id or new.role <> old.role)
  execute function headwater.tg_user_profiles__broadcast();

revoke all on function headwater.tg_import_jobs__broadcast(), headwater.tg_data_models__broadcast(),
  headwater.tg_records__broadcast(), headwater.tg_user_profiles__broadcast() from public;

drop policy if exists "Users listen to their own topics" on realtime.messages;
create policy "Users listen to their own topics" on realtime.messages for select to authenticated
  using ((select realtime.topic()) in ('user:' || (select auth.uid())::text, 'agency:' || (select headwater.current_agency_id())::text));
