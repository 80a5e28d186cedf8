-- The schema that the migrations make. Written by `pnpm gen:types`; not for running.

-- Types

create type public.user_role as enum ('super_admin', 'agency_admin', 'researcher', 'client');

-- Tables

create table private.idempotency_keys (
  user_id uuid not null,
  key text not null,
  request_hash text not null,
  status integer,
  data jsonb,
  created_at timestamp with time zone not null default now()
);
alter table private.idempotency_keys enable row level security;

create table private.rate_limits (
  user_id uuid not null,
  window_start timestamp with time zone not null,
  request_count integer not null
);
alter table private.rate_limits enable row level security;

create table public.agencies (
  id uuid not null default gen_random_uuid(),
  name text not null,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now()
);
alter table public.agencies enable row level security;

create table public.data_models (
  id uuid not null default gen_random_uuid(),
  user_id uuid not null default auth.uid(),
  agency_id uuid not null default private.current_agency_id(),
  name text not null,
  description text,
  fields jsonb not null default '[]'::jsonb,
  visibility text not null default 'private'::text,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now()
);
alter table public.data_models enable row level security;

create table public.import_job_errors (
  id uuid not null default gen_random_uuid(),
  import_job_id uuid not null,
  row_number integer not null,
  errors jsonb not null,
  raw json not null default '{}'::json,
  created_at timestamp with time zone not null default now()
);
alter table public.import_job_errors enable row level security;

create table public.import_jobs (
  id uuid not null default gen_random_uuid(),
  user_id uuid not null default auth.uid(),
  agency_id uuid not null default private.current_agency_id(),
  model_id uuid not null,
  file_url text not null,
  file_name text not null generated always as (regexp_replace(file_url, '^.*/'::text, ''::text)) stored,
  file_type text not null,
  file_size integer,
  mapping jsonb,
  on_invalid text not null default 'skip'::text,
  status text not null default 'pending'::text,
  total_records integer,
  processed_records integer not null generated always as ((imported_records + failed_records)) stored,
  imported_records integer not null default 0,
  failed_records integer not null default 0,
  error_code text,
  error_message text,
  checkpoint jsonb,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  started_at timestamp with time zone,
  finished_at timestamp with time zone
);
alter table public.import_jobs enable row level security;

create table public.record_keys (
  model_id uuid not null,
  field text not null,
  value text not null,
  record_id uuid not null
);
alter table public.record_keys enable row level security;

create table public.records (
  id uuid not null default gen_random_uuid(),
  model_id uuid not null,
  user_id uuid not null default auth.uid(),
  agency_id uuid not null default private.current_agency_id(),
  data jsonb not null,
  import_job_id uuid,
  import_row integer,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now()
);
alter table public.records enable row level security;

create table public.user_profiles (
  id uuid not null,
  agency_id uuid not null,
  role public.user_role not null default 'agency_admin'::public.user_role,
  full_name text,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now()
);
alter table public.user_profiles enable row level security;

-- Constraints

alter table private.idempotency_keys add constraint idempotency_keys_key_check CHECK (((length(key) >= 1) AND (length(key) <= 200)));
alter table private.idempotency_keys add constraint idempotency_keys_pkey PRIMARY KEY (user_id, key);
alter table private.idempotency_keys add constraint idempotency_keys_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth.users(id) ON DELETE CASCADE;
alter table private.rate_limits add constraint rate_limits_pkey PRIMARY KEY (user_id);
alter table private.rate_limits add constraint rate_limits_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth.users(id) ON DELETE CASCADE;
alter table public.agencies add constraint agencies_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200)));
alter table public.agencies add constraint agencies_pkey PRIMARY KEY (id);
alter table public.data_models add constraint data_models_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES public.agencies(id) ON DELETE CASCADE;
alter table public.data_models add constraint data_models_description_check CHECK ((length(description) <= 2000));
alter table public.data_models add constraint data_models_fields_check CHECK ((jsonb_typeof(fields) = 'array'::text));
alter table public.data_models add constraint data_models_id_agency_id_key UNIQUE (id, agency_id);
alter table public.data_models add constraint data_models_name_check CHECK (((length(TRIM(BOTH FROM name)) >= 1) AND (length(TRIM(BOTH FROM name)) <= 120)));
alter table public.data_models add constraint data_models_pkey PRIMARY KEY (id);
alter table public.data_models add constraint data_models_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth.users(id) ON DELETE CASCADE;
alter table public.data_models add constraint data_models_visibility_check CHECK ((visibility = ANY (ARRAY['private'::text, 'agency'::text])));
alter table public.import_job_errors add constraint import_job_errors_errors_check CHECK ((jsonb_typeof(errors) = 'array'::text));
alter table public.import_job_errors add constraint import_job_errors_import_job_id_fkey FOREIGN KEY (import_job_id) REFERENCES public.import_jobs(id) ON DELETE CASCADE;
alter table public.import_job_errors add constraint import_job_errors_import_job_id_row_number_key UNIQUE (import_job_id, row_number);
alter table public.import_job_errors add constraint import_job_errors_pkey PRIMARY KEY (id);
alter table public.import_job_errors add constraint import_job_errors_row_number_check CHECK ((row_number >= 1));
alter table public.import_jobs add constraint import_jobs_failed_records_check CHECK ((failed_records >= 0));
alter table public.import_jobs add constraint import_jobs_file_size_check CHECK ((file_size >= 0));
alter table public.import_jobs add constraint import_jobs_file_type_check CHECK ((file_type = ANY (ARRAY['csv'::text, 'json'::text])));
alter table public.import_jobs add constraint import_jobs_imported_records_check CHECK ((imported_records >= 0));
alter table public.import_jobs add constraint import_jobs_mapping_check CHECK ((jsonb_typeof(mapping) = 'object'::text));
alter table public.import_jobs add constraint import_jobs_model_id_agency_id_fkey FOREIGN KEY (model_id, agency_id) REFERENCES public.data_models(id, agency_id) ON UPDATE CASCADE ON DELETE CASCADE;
alter table public.import_jobs add constraint import_jobs_on_invalid_check CHECK ((on_invalid = ANY (ARRAY['skip'::text, 'block'::text])));
alter table public.import_jobs add constraint import_jobs_pkey PRIMARY KEY (id);
alter table public.import_jobs add constraint import_jobs_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'processing'::text, 'completed'::text, 'failed'::text, 'cancelled'::text])));
alter table public.import_jobs add constraint import_jobs_total_records_check CHECK ((total_records >= 0));
alter table public.import_jobs add constraint import_jobs_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth.users(id) ON DELETE CASCADE;
alter table public.record_keys add constraint record_keys_model_id_fkey FOREIGN KEY (model_id) REFERENCES public.data_models(id) ON DELETE CASCADE;
alter table public.record_keys add constraint record_keys_pkey PRIMARY KEY (model_id, field, value);
alter table public.record_keys add constraint record_keys_record_id_fkey FOREIGN KEY (record_id) REFERENCES public.records(id) ON DELETE CASCADE;
alter table public.records add constraint records_data_check CHECK ((jsonb_typeof(data) = 'object'::text));
alter table public.records add constraint records_import_job_id_fkey FOREIGN KEY (import_job_id) REFERENCES public.import_jobs(id) ON DELETE SET NULL;
alter table public.records add constraint records_model_id_agency_id_fkey FOREIGN KEY (model_id, agency_id) REFERENCES public.data_models(id, agency_id) ON UPDATE CASCADE ON DELETE CASCADE;
alter table public.records add constraint records_pkey PRIMARY KEY (id);
alter table public.records add constraint records_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth.users(id) ON DELETE CASCADE;
alter table public.user_profiles add constraint user_profiles_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES public.agencies(id) ON DELETE RESTRICT;
alter table public.user_profiles add constraint user_profiles_full_name_check CHECK ((length(full_name) <= 200));
alter table public.user_profiles add constraint user_profiles_id_fkey FOREIGN KEY (id) REFERENCES auth.users(id) ON DELETE CASCADE;
alter table public.user_profiles add constraint user_profiles_pkey PRIMARY KEY (id);

-- Indexes

CREATE INDEX idempotency_keys_created_at_idx ON private.idempotency_keys USING btree (created_at);
CREATE INDEX rate_limits_window_start_idx ON private.rate_limits USING btree (window_start);
CREATE INDEX data_models_agency_id_idx ON public.data_models USING btree (agency_id, visibility);
CREATE INDEX data_models_user_id_idx ON public.data_models USING btree (user_id);
CREATE UNIQUE INDEX import_jobs_active_file_idx ON public.import_jobs USING btree (user_id, model_id, file_url) WHERE (status = ANY (ARRAY['pending'::text, 'processing'::text]));
CREATE INDEX import_jobs_model_id_idx ON public.import_jobs USING btree (model_id, agency_id);
CREATE INDEX import_jobs_user_id_idx ON public.import_jobs USING btree (user_id, created_at DESC);
CREATE INDEX record_keys_record_id_idx ON public.record_keys USING btree (record_id);
CREATE UNIQUE INDEX records_import_job_id_import_row_idx ON public.records USING btree (import_job_id, import_row);
CREATE INDEX records_model_id_idx ON public.records USING btree (model_id, agency_id, created_at DESC, import_row NULLS FIRST, id);
CREATE INDEX records_user_id_idx ON public.records USING btree (user_id);
CREATE INDEX user_profiles_agency_id_idx ON public.user_profiles USING btree (agency_id);

-- Functions

CREATE OR REPLACE FUNCTION private.current_agency_id()
 RETURNS uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select agency_id from public.user_profiles where id = (select auth.uid());
$function$;

CREATE OR REPLACE FUNCTION private.current_user_role()
 RETURNS public.user_role
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select role from public.user_profiles where id = (select auth.uid());
$function$;

CREATE OR REPLACE FUNCTION private.delete_expired_rows()
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
  delete from private.rate_limits where window_start < now() - interval '1 hour';
  delete from private.idempotency_keys where created_at < now() - interval '1 day';
  delete from cron.job_run_details where end_time < now() - interval '1 day';
$function$;

CREATE OR REPLACE FUNCTION private.invoke_function(p_name text)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select net.http_post(
    url := (select decrypted_secret from vault.decrypted_secrets where name = 'project_url') || '/functions/v1/' || p_name,
    body := '{}'::jsonb,
    headers := jsonb_build_object('content-type', 'application/json',
      'apikey', (select decrypted_secret from vault.decrypted_secrets where name = 'secret_key')),
    timeout_milliseconds := 150000);
$function$;

CREATE OR REPLACE FUNCTION private.is_super_admin()
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select exists (select from public.user_profiles where id = (select auth.uid()) and role = 'super_admin');
$function$;

CREATE OR REPLACE FUNCTION private.kick_import_worker()
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select private.invoke_function('import-worker') where exists (select from pgmq.q_import_jobs where vt <= clock_timestamp());
$function$;

CREATE OR REPLACE FUNCTION private.readable_model_ids()
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select id from public.data_models where user_id = (select auth.uid())
  union
  select id from public.data_models where visibility = 'agency' and agency_id = (select private.current_agency_id())
  union
  select id from public.data_models where (select private.is_super_admin());
$function$;

CREATE OR REPLACE FUNCTION private.requeue_import_jobs()
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
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
  perform private.invoke_function('import-worker');
  return cardinality(v_messages);
end $function$;

CREATE OR REPLACE FUNCTION private.set_updated_at()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
  new.updated_at := now();
  return new;
end $function$;

CREATE OR REPLACE FUNCTION private.tg_data_models__broadcast()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  v_row public.data_models := coalesce(new, old);
  v_payload jsonb := jsonb_build_object('operation', tg_op, 'id', v_row.id);
begin
  perform realtime.send(v_payload, 'data_models', 'user:' || v_row.user_id, true);
  if v_row.visibility = 'agency' then
    perform realtime.send(v_payload, 'data_models', 'agency:' || v_row.agency_id, true);
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION private.tg_data_models__rebuild_keys()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  delete from public.record_keys where model_id = new.id;
  insert into public.record_keys (model_id, field, value, record_id)
  select new.id, f.name, lower(r.data ->> f.name), r.id
  from public.records r cross join private.unique_fields(new.id) f (name)
  where r.model_id = new.id and r.data ->> f.name is not null;
  return null;
exception when unique_violation then
  raise exception 'Records share a value in a field that is to be unique.' using errcode = '23505', hint = 'Change the values first.';
end $function$;

CREATE OR REPLACE FUNCTION private.tg_import_jobs__broadcast()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  perform realtime.send(to_jsonb(new) - 'checkpoint', 'import_jobs', 'user:' || new.user_id, true);
  return null;
end $function$;

CREATE OR REPLACE FUNCTION private.tg_import_jobs__enqueue()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  perform pgmq.send('import_jobs', jsonb_build_object('import_job_id', new.id));
  perform private.invoke_function('import-worker');
  return null;
end $function$;

CREATE OR REPLACE FUNCTION private.tg_records__keep_keys()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  if tg_op = 'UPDATE' then
    delete from public.record_keys k using old_rows o where k.record_id = o.id;
  end if;
  insert into public.record_keys (model_id, field, value, record_id)
  select r.model_id, f.name, lower(r.data ->> f.name), r.id
  from new_rows r
  cross join lateral (
    select m.model_id, u.name from (select distinct model_id from new_rows) m, lateral private.unique_fields(m.model_id) u (name)
  ) f
  where f.model_id = r.model_id and r.data ->> f.name is not null;
  return null;
exception when unique_violation then
  raise exception 'Another record has this value in a unique field.' using errcode = '23505', hint = 'Change the value.';
end $function$;

CREATE OR REPLACE FUNCTION private.tg_users__create_profile()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  v_name text := coalesce(nullif(trim(new.raw_user_meta_data ->> 'full_name'), ''), split_part(new.email, '@', 1), 'Someone');
  v_agency_id uuid;
begin
  insert into public.agencies (name) values (left(v_name, 180) || '’s team') returning id into v_agency_id;
  insert into public.user_profiles (id, agency_id, role, full_name) values (new.id, v_agency_id, 'agency_admin', left(v_name, 200));
  return new;
end $function$;

CREATE OR REPLACE FUNCTION private.unique_fields(p_model_id uuid)
 RETURNS SETOF text
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select field ->> 'name' from public.data_models, jsonb_array_elements(fields) field
  where id = p_model_id and (field ->> 'unique')::boolean;
$function$;

CREATE OR REPLACE FUNCTION private.writable_model_ids()
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select id from public.data_models where user_id = (select auth.uid())
  union
  select id from public.data_models where visibility = 'agency' and agency_id = (select private.current_agency_id())
    and (select private.current_user_role()) in ('agency_admin', 'researcher');
$function$;

-- Triggers

CREATE TRIGGER tg_users__create_profile AFTER INSERT ON auth.users FOR EACH ROW EXECUTE FUNCTION private.tg_users__create_profile();
CREATE TRIGGER tg_agencies__set_updated_at BEFORE UPDATE ON public.agencies FOR EACH ROW EXECUTE FUNCTION private.set_updated_at();
CREATE TRIGGER tg_data_models__broadcast AFTER INSERT OR DELETE OR UPDATE ON public.data_models FOR EACH ROW EXECUTE FUNCTION private.tg_data_models__broadcast();
CREATE TRIGGER tg_data_models__rebuild_keys AFTER UPDATE OF fields ON public.data_models FOR EACH ROW WHEN ((old.fields IS DISTINCT FROM new.fields)) EXECUTE FUNCTION private.tg_data_models__rebuild_keys();
CREATE TRIGGER tg_data_models__set_updated_at BEFORE UPDATE ON public.data_models FOR EACH ROW EXECUTE FUNCTION private.set_updated_at();
CREATE TRIGGER tg_import_jobs__broadcast AFTER INSERT OR UPDATE ON public.import_jobs FOR EACH ROW EXECUTE FUNCTION private.tg_import_jobs__broadcast();
CREATE TRIGGER tg_import_jobs__enqueue AFTER INSERT ON public.import_jobs FOR EACH ROW EXECUTE FUNCTION private.tg_import_jobs__enqueue();
CREATE TRIGGER tg_import_jobs__set_updated_at BEFORE UPDATE ON public.import_jobs FOR EACH ROW EXECUTE FUNCTION private.set_updated_at();
CREATE TRIGGER tg_records__insert_keys AFTER INSERT ON public.records REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.tg_records__keep_keys();
CREATE TRIGGER tg_records__set_updated_at BEFORE UPDATE ON public.records FOR EACH ROW EXECUTE FUNCTION private.set_updated_at();
CREATE TRIGGER tg_records__update_keys AFTER UPDATE ON public.records REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION private.tg_records__keep_keys();
CREATE TRIGGER tg_user_profiles__set_updated_at BEFORE UPDATE ON public.user_profiles FOR EACH ROW EXECUTE FUNCTION private.set_updated_at();

-- Policies

create policy "Admins rename their agency" on public.agencies as permissive for update to authenticated using ((((id = ( SELECT private.current_agency_id() AS current_agency_id)) AND (( SELECT private.current_user_role() AS current_user_role) = 'agency_admin'::public.user_role)) OR ( SELECT private.is_super_admin() AS is_super_admin))) with check ((((id = ( SELECT private.current_agency_id() AS current_agency_id)) AND (( SELECT private.current_user_role() AS current_user_role) = 'agency_admin'::public.user_role)) OR ( SELECT private.is_super_admin() AS is_super_admin)));

create policy "Members read their agency" on public.agencies as permissive for select to authenticated using (((id = ( SELECT private.current_agency_id() AS current_agency_id)) OR ( SELECT private.is_super_admin() AS is_super_admin)));

create policy "Owners delete their models" on public.data_models as permissive for delete to authenticated using ((user_id = ( SELECT auth.uid() AS uid)));

create policy "People read the models they own or share" on public.data_models as permissive for select to authenticated using (((user_id = ( SELECT auth.uid() AS uid)) OR ((visibility = 'agency'::text) AND (agency_id = ( SELECT private.current_agency_id() AS current_agency_id))) OR ( SELECT private.is_super_admin() AS is_super_admin)));

create policy "Users make models of their own" on public.data_models as permissive for insert to authenticated with check (((user_id = ( SELECT auth.uid() AS uid)) AND (agency_id = ( SELECT private.current_agency_id() AS current_agency_id))));

create policy "Writers change models" on public.data_models as permissive for update to authenticated using ((id IN ( SELECT private.writable_model_ids() AS writable_model_ids))) with check ((id IN ( SELECT private.writable_model_ids() AS writable_model_ids)));

create policy "Users read the errors of their imports" on public.import_job_errors as permissive for select to authenticated using ((EXISTS ( SELECT
   FROM public.import_jobs j
  WHERE ((j.id = import_job_errors.import_job_id) AND ((j.user_id = ( SELECT auth.uid() AS uid)) OR ( SELECT private.is_super_admin() AS is_super_admin))))));

create policy "Users read their imports" on public.import_jobs as permissive for select to authenticated using (((user_id = ( SELECT auth.uid() AS uid)) OR ( SELECT private.is_super_admin() AS is_super_admin)));

create policy "Writers of a model import into it" on public.import_jobs as permissive for insert to authenticated with check (((user_id = ( SELECT auth.uid() AS uid)) AND (model_id IN ( SELECT private.writable_model_ids() AS writable_model_ids)) AND (split_part(file_url, '/'::text, 1) = (( SELECT auth.uid() AS uid))::text) AND (file_url !~ '(^|/)\.{0,2}(/|$)'::text)));

create policy "Readers of a model read its records" on public.records as permissive for select to authenticated using ((model_id IN ( SELECT private.readable_model_ids() AS readable_model_ids)));

create policy "Writers of a model add records" on public.records as permissive for insert to authenticated with check (((user_id = ( SELECT auth.uid() AS uid)) AND (model_id IN ( SELECT private.writable_model_ids() AS writable_model_ids))));

create policy "Writers of a model change records" on public.records as permissive for update to authenticated using ((model_id IN ( SELECT private.writable_model_ids() AS writable_model_ids))) with check ((model_id IN ( SELECT private.writable_model_ids() AS writable_model_ids)));

create policy "Writers of a model delete records" on public.records as permissive for delete to authenticated using ((model_id IN ( SELECT private.writable_model_ids() AS writable_model_ids)));

create policy "Members read the profiles of their agency" on public.user_profiles as permissive for select to authenticated using (((agency_id = ( SELECT private.current_agency_id() AS current_agency_id)) OR ( SELECT private.is_super_admin() AS is_super_admin)));

create policy "Users change their own profile" on public.user_profiles as permissive for update to authenticated using ((id = ( SELECT auth.uid() AS uid))) with check ((id = ( SELECT auth.uid() AS uid)));

create policy "Users listen to their own topics" on realtime.messages as permissive for select to authenticated using ((( SELECT realtime.topic() AS topic) = ANY (ARRAY[('user:'::text || (( SELECT auth.uid() AS uid))::text), ('agency:'::text || (( SELECT private.current_agency_id() AS current_agency_id))::text)])));

create policy "Users add imports to their folder" on storage.objects as permissive for insert to authenticated with check (((bucket_id = 'imports'::text) AND ((storage.foldername(name))[1] = (( SELECT auth.uid() AS uid))::text)));

create policy "Users delete the imports in their folder" on storage.objects as permissive for delete to authenticated using (((bucket_id = 'imports'::text) AND ((storage.foldername(name))[1] = (( SELECT auth.uid() AS uid))::text)));

create policy "Users read the imports in their folder" on storage.objects as permissive for select to authenticated using (((bucket_id = 'imports'::text) AND ((storage.foldername(name))[1] = (( SELECT auth.uid() AS uid))::text)));

-- Grants

grant execute on function private.current_agency_id() to authenticated;
grant execute on function private.current_agency_id() to service_role;
grant execute on function private.current_user_role() to authenticated;
grant execute on function private.current_user_role() to service_role;
grant execute on function private.is_super_admin() to authenticated;
grant execute on function private.is_super_admin() to service_role;
grant execute on function private.readable_model_ids() to authenticated;
grant execute on function private.readable_model_ids() to service_role;
grant execute on function private.unique_fields(uuid) to authenticated;
grant execute on function private.unique_fields(uuid) to service_role;
grant execute on function private.writable_model_ids() to authenticated;
grant execute on function private.writable_model_ids() to service_role;
grant usage on schema private to authenticated;
grant usage on schema private to service_role;
grant select on table public.agencies to authenticated;
grant delete, insert, maintain, references, select, trigger, truncate, update on table public.agencies to service_role;
grant update on table public.agencies (name) to authenticated;
grant delete, select on table public.data_models to authenticated;
grant delete, insert, maintain, references, select, trigger, truncate, update on table public.data_models to service_role;
grant insert, update on table public.data_models (description) to authenticated;
grant insert, update on table public.data_models (fields) to authenticated;
grant insert on table public.data_models (id) to authenticated;
grant insert, update on table public.data_models (name) to authenticated;
grant insert, update on table public.data_models (visibility) to authenticated;
grant select on table public.import_job_errors to authenticated;
grant delete, insert, maintain, references, select, trigger, truncate, update on table public.import_job_errors to service_role;
grant select on table public.import_jobs to authenticated;
grant delete, insert, maintain, references, select, trigger, truncate, update on table public.import_jobs to service_role;
grant insert on table public.import_jobs (agency_id) to authenticated;
grant insert on table public.import_jobs (file_size) to authenticated;
grant insert on table public.import_jobs (file_type) to authenticated;
grant insert on table public.import_jobs (file_url) to authenticated;
grant insert on table public.import_jobs (id) to authenticated;
grant insert on table public.import_jobs (mapping) to authenticated;
grant insert on table public.import_jobs (model_id) to authenticated;
grant insert on table public.import_jobs (on_invalid) to authenticated;
grant delete, insert, maintain, references, select, trigger, truncate, update on table public.record_keys to service_role;
grant delete, select on table public.records to authenticated;
grant delete, insert, maintain, references, select, trigger, truncate, update on table public.records to service_role;
grant insert on table public.records (agency_id) to authenticated;
grant insert on table public.records (created_at) to authenticated;
grant insert, update on table public.records (data) to authenticated;
grant insert on table public.records (id) to authenticated;
grant insert on table public.records (import_job_id) to authenticated;
grant insert on table public.records (import_row) to authenticated;
grant insert on table public.records (model_id) to authenticated;
grant insert on table public.records (user_id) to authenticated;
grant select on table public.user_profiles to authenticated;
grant delete, insert, maintain, references, select, trigger, truncate, update on table public.user_profiles to service_role;
grant update on table public.user_profiles (full_name) to authenticated;

-- Comments

comment on column public.data_models.visibility is 'private: the owner alone; agency: read by its members, written by its admins and researchers.';
comment on column public.import_jobs.checkpoint is 'Where the worker goes on: phase and position in the file.';
comment on function private.current_agency_id() is 'The caller''s agency, or null.';
comment on function private.current_user_role() is 'The caller''s role in their agency, or null.';
comment on function private.delete_expired_rows() is 'Deletes old counts of requests, old answers to repeated requests, and the schedule''s own log.';
comment on function private.invoke_function(text) is 'Calls an Edge Function with the secret key after the transaction has committed.';
comment on function private.is_super_admin() is 'Whether the caller runs the platform.';
comment on function private.kick_import_worker() is 'Calls the import worker while a message waits: a worker that died loses nothing.';
comment on function private.readable_model_ids() is 'The models that the caller may read.';
comment on function private.requeue_import_jobs() is 'Gives each unfinished import without a message a new one; returns how many.';
comment on function private.set_updated_at() is 'Trigger: stamps a changed row.';
comment on function private.tg_data_models__broadcast() is 'Trigger: says that a model changed.';
comment on function private.tg_data_models__rebuild_keys() is 'Trigger: a changed set of fields gets its keys anew, or is refused while records share a value.';
comment on function private.tg_import_jobs__broadcast() is 'Trigger: sends a changed import to its owner.';
comment on function private.tg_import_jobs__enqueue() is 'Trigger: a new import gets its message in the same transaction.';
comment on function private.tg_records__keep_keys() is 'Trigger: keeps record_keys in step with a statement''s rows.';
comment on function private.tg_users__create_profile() is 'Trigger: a sign-up makes a profile and a personal agency.';
comment on function private.unique_fields(uuid) is 'The names of a model''s unique fields.';
comment on function private.writable_model_ids() is 'The models whose records the caller may write.';
comment on schema private is 'Functions and tables of the project itself: not reachable through the API.';
comment on table private.idempotency_keys is 'The answer that each Idempotency-Key got; kept for a day.';
comment on table private.rate_limits is 'A user''s requests in the current minute.';
comment on table public.agencies is 'A tenant: a team that shares data.';
comment on table public.data_models is 'A typed schema that a user gives their records.';
comment on table public.import_job_errors is 'A row that an import rejected: every reason, and the row as the file has it.';
comment on table public.import_jobs is 'One import of one file into one model. The counters are true at every commit.';
comment on table public.record_keys is 'The values of unique fields, in lower case. Kept by triggers.';
comment on table public.records is 'A record of a model: data is keyed by field name.';
comment on table public.user_profiles is 'A user with their agency and their role in it.';

-- Buckets

insert into storage.buckets (id, public, file_size_limit, allowed_mime_types) values ('imports', 'f', '10485760', '{text/csv,text/plain,text/tab-separated-values,application/json,application/vnd.ms-excel}');

-- Queues

select pgmq.create('import_jobs');

-- Schedule

select cron.schedule('headwater-expired-rows', '17 * * * *', ' select private.delete_expired_rows() ');
select cron.schedule('headwater-import-jobs', '30 seconds', ' select private.requeue_import_jobs() ');
select cron.schedule('headwater-import-worker', '5 seconds', ' select private.kick_import_worker() ');
