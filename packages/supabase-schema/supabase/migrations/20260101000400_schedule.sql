-- Schedule: the periodic work, in one definition for hosted projects (pg_cron, pg_net) and the local stack.
create extension if not exists pg_cron;

create or replace function headwater.kick_import_worker() returns void
language sql security definer set search_path = '' as $$
  select headwater.invoke_function('import-worker') where exists (select from pgmq.q_import_jobs where vt <= clock_timestamp());
$$;
comment on function headwater.kick_import_worker() is 'Calls the import worker while a message waits: a worker that died loses nothing.';
revoke all on function headwater.kick_import_worker() from public;

select cron.schedule('headwater-import-worker', '5 seconds', $$ select headwater.kick_import_worker() $$);
