-- Live: one private topic a user. A changed import sends its row; changed models and records say so.

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
  if v_row.visibility = 'agency' then
    perform realtime.send(v_payload, 'data_models', 'agency:' || v_row.agency_id, true);
  end if;
  return null;
end $$;
comment on function headwater.tg_data_models__broadcast() is 'Trigger: says that a model changed.';
create or replace trigger tg_data_models__broadcast after insert or update or delete on public.data_models
  for each row execute function headwater.tg_data_models__broadcast();

revoke all on all functions in schema headwater from public;

drop policy if exists "Users listen to their own topics" on realtime.messages;
create policy "Users listen to their own topics" on realtime.messages for select to authenticated
  using ((select realtime.topic()) in ('user:' || (select auth.uid())::text, 'agency:' || (select headwater.current_agency_id())::text));
