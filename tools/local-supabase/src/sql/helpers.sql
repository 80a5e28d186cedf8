-- What the auth and storage schemas lack after the server made them: helper functions, owners, grants.
create or replace function auth.uid() returns uuid language sql stable as $$
  select coalesce(nullif(current_setting('request.jwt.claim.sub', true), ''),
    (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub'))::uuid $$;
create or replace function auth.role() returns text language sql stable as $$
  select coalesce(nullif(current_setting('request.jwt.claim.role', true), ''),
    (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'role'))::text $$;
create or replace function auth.email() returns text language sql stable as $$
  select coalesce(nullif(current_setting('request.jwt.claim.email', true), ''),
    (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'email'))::text $$;
create or replace function auth.jwt() returns jsonb language sql stable as $$
  select coalesce(nullif(current_setting('request.jwt.claim', true), ''),
    nullif(current_setting('request.jwt.claims', true), ''))::jsonb $$;
grant usage on schema auth to anon, authenticated, service_role, postgres;
grant all on all tables in schema auth to postgres with grant option;
grant execute on all functions in schema auth to public;
grant references, trigger, select on auth.users to postgres;
grant usage on schema storage to anon, authenticated, service_role, postgres;
grant all on all tables in schema storage to anon, authenticated, service_role, postgres;
-- As hosted: postgres may write policies on storage.objects.
alter table storage.objects owner to supabase_storage_admin;
alter table storage.buckets owner to supabase_storage_admin;
grant usage, create on schema storage to supabase_storage_admin;
grant supabase_storage_admin to postgres;
grant usage, create on schema supabase_migrations to postgres;
grant all on all tables in schema supabase_migrations to postgres;

-- The API server's own login: no superuser, may only become one of the three API roles.
create role supabase_lite login inherit bypassrls password 'postgres';
grant pg_read_all_data to supabase_lite; -- it reads information_schema, which hides what a role has no privilege on
grant anon, authenticated, service_role to supabase_lite;
grant usage on schema auth, storage to supabase_lite;
grant all on all tables in schema auth, storage to supabase_lite;
grant all on all sequences in schema auth, storage to supabase_lite;
