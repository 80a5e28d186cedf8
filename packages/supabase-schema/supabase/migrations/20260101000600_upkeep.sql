-- Upkeep: imports that lost their message get another, and what nobody needs any more is deleted.

-- A job and its message are written, handed on and ended in one transaction each: whatever one snapshot shows as a job without a message
-- has truly lost it (a restored backup, a purged queue).
create or replace function headwater.requeue_import_jobs() returns integer
language plpgsql security definer set search_path = '' as $$
declare
  v_messages jsonb[];
begin
  select array_agg(jsonb_build_object('import_job_id', j.id)) into v_messages
  from public.import_jobs j
  where j.status in ('pending', 'processing')
    and not exists (select from pgmq.q_import_jobs q where q.message ->> 'import_job_id' = j.id::text);
  if v_messages is null then
    return 0;
  end if;
  perform pgmq.send_batch('import_jobs', v_messages);
  perform headwater.invoke_function('import-worker');
  return cardinality(v_messages);
end $$;
comment on function headwater.requeue_import_jobs() is 'Gives each unfinished import without a message a new one; returns how many.';

create index if not exists rate_limits_window_start_idx on headwater.rate_limits (window_start);

create or replace function headwater.delete_expired_rows() returns void
language sql security definer set search_path = '' as $$
  delete from headwater.rate_limits where window_start < now() - interval '1 hour';
  delete from headwater.idempotency_keys where created_at < now() - interval '1 day';
  delete from cron.job_run_details where end_time < now() - interval '1 day';
$$;
comment on function headwater.delete_expired_rows() is 'Deletes old counts of requests, old answers to repeated requests, and the schedule''s own log.';

revoke all on function headwater.requeue_import_jobs(), headwater.delete_expired_rows() from public;

do $$ begin
  if exists (select from cron.job where jobname = 'headwater-idempotency-keys') then perform cron.unschedule('headwater-idempotency-keys'); end if;
end $$;
select cron.schedule('headwater-import-jobs', '30 seconds', $$ select headwater.requeue_import_jobs() $$);
select cron.schedule('headwater-expired-rows', '17 * * * *', $$ select headwater.delete_expired_rows() $$);
