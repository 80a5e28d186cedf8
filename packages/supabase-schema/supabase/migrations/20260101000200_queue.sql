-- Queue: work that outlives a request is a row and a message. A message's worker is called as soon as its transaction has committed.
create extension if not exists pg_net;
create extension if not exists supabase_vault;
create extension if not exists pgmq;

do $$ begin
  if not exists (select from pgmq.meta where queue_name = 'import_jobs') then perform pgmq.create('import_jobs'); end if;
end $$;

create or replace function private.invoke_function(p_name text) returns void
language sql security definer set search_path = '' as $$
  select net.http_post(
    url := (select decrypted_secret from vault.decrypted_secrets where name = 'project_url') || '/functions/v1/' || p_name,
    body := '{}'::jsonb,
    headers := jsonb_build_object('content-type', 'application/json',
      'apikey', (select decrypted_secret from vault.decrypted_secrets where name = 'secret_key')),
    timeout_milliseconds := 150000);
$$;
comment on function private.invoke_function(text) is 'Calls an Edge Function with the secret key after the transaction has committed.';

create or replace function private.tg_import_jobs__enqueue() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform pgmq.send('import_jobs', jsonb_build_object('import_job_id', new.id));
  perform private.invoke_function('import-worker');
  return null;
end $$;
comment on function private.tg_import_jobs__enqueue() is 'Trigger: a new import gets its message in the same transaction.';
create or replace trigger tg_import_jobs__enqueue after insert on public.import_jobs
  for each row execute function private.tg_import_jobs__enqueue();

revoke all on all functions in schema private from public;
