-- Queue: work that outlives a request is a row and a message. A message's worker is called as soon as its transaction has committed.
create extension if not exists pg_net;
create extension if not exists supabase_vault;
create extension if not exists pgmq;

do $$ begin
  if not exists (select from pgmq.meta where queue_name = 'import_jobs') then perform pgmq.create('import_jobs'); end if;
end $$;

create or replace function headwater.invoke_function(p_name text) returns void
language sql security definer set search_path = '' as $$
  select net.http_post(
    url := (select decrypted_secret from vault.decrypted_secrets where name = 'project_url') || '/functions/v1/' || p_name,
    body := '{}'::jsonb,
    headers := jsonb_build_object('content-type', 'application/json',
      'apikey', (select decrypted_secret from vault.decrypted_secrets where name = 'secret_key')),
    timeout_milliseconds := 150000);
$$;
comment on function headwater.invoke_function(text) is 'Calls an Edge Function with the secret key after the transaction has committed.';

create or replace function headwater.tg_import_jobs__enqueue() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform pgmq.send('import_jobs', jsonb_build_object('import_job_id', new.id));
  perform headwater.invoke_function('import-worker');
  return null;
end $$;
comment on function headwater.tg_import_jobs__enqueue() is 'Trigger: a new import gets its message in the same transaction.';
create or replace trigger tg_import_jobs__enqueue after insert on public.import_jobs
  for each row execute function headwater.tg_import_jobs__enqueue();

-- Fair shares: the next turn is of the tenant whose last one is longest ago, so that nobody waits behind another's million rows.
create table if not exists headwater.import_turns (
  agency_id uuid primary key references public.agencies (id) on delete cascade,
  taken_at timestamptz not null
);
comment on table headwater.import_turns is 'When each tenant''s imports had their last turn.';
alter table headwater.import_turns enable row level security;

create or replace function headwater.take_import_turn(p_visibility_seconds integer, p_slices_per_tenant integer)
returns table (msg_id bigint, read_ct integer, message jsonb)
language plpgsql security definer set search_path = '' as $$
#variable_conflict use_column
declare
  v_waiting record;
begin
  -- Turns are given out one after another: who had the last one is known when the next one is given.
  perform pg_advisory_xact_lock(hashtextextended('import_turns', 0));
  for v_waiting in
    select w.msg_id, w.agency_id
    from (
      select q.msg_id, q.vt, j.agency_id, t.taken_at,
        count(*) filter (where q.vt > clock_timestamp() and q.read_ct > 0) over (partition by j.agency_id) running
      from pgmq.q_import_jobs q
      left join public.import_jobs j on j.id = (q.message ->> 'import_job_id')::uuid
      left join headwater.import_turns t on t.agency_id = j.agency_id
    ) w
    where w.vt <= clock_timestamp() and (w.agency_id is null or w.running < p_slices_per_tenant)
    order by w.taken_at nulls first, w.msg_id
  loop
    perform from pgmq.q_import_jobs q where q.msg_id = v_waiting.msg_id and q.vt <= clock_timestamp() for update skip locked;
    continue when not found;
    insert into headwater.import_turns (agency_id, taken_at) select v_waiting.agency_id, clock_timestamp() where v_waiting.agency_id is not null
    on conflict (agency_id) do update set taken_at = excluded.taken_at;
    return query
      update pgmq.q_import_jobs q set vt = clock_timestamp() + make_interval(secs => p_visibility_seconds), read_ct = q.read_ct + 1
      where q.msg_id = v_waiting.msg_id returning q.msg_id, q.read_ct, q.message;
    return;
  end loop;
end $$;
comment on function headwater.take_import_turn(integer, integer) is
  'Takes the message whose turn it is and hides it for some seconds; none of a tenant that has as many slices under way as it may.';

create or replace function headwater.tg_import_jobs__requeue() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  delete from pgmq.q_import_jobs where message ->> 'import_job_id' = new.id::text;
  if new.status in ('pending', 'processing') then
    perform pgmq.send('import_jobs', jsonb_build_object('import_job_id', new.id));
  end if;
  -- A tenant's other imports may have waited for this one.
  perform headwater.invoke_function('import-worker');
  return null;
end $$;
comment on function headwater.tg_import_jobs__requeue() is 'Trigger: a paused or cancelled import leaves the queue, and a resumed one enters it.';
create or replace trigger tg_import_jobs__requeue after update of status on public.import_jobs
  for each row when (new.status <> old.status and (new.status in ('paused', 'cancelled') or old.status = 'paused'))
  execute function headwater.tg_import_jobs__requeue();

revoke all on all functions in schema headwater from public;
