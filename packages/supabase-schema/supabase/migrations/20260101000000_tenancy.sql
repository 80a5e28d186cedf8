-- Tenancy: the tenant is the agency. A sign-up makes a profile and a personal agency, of which the user is the admin.

create schema if not exists headwater;
comment on schema headwater is 'Functions and tables of the project itself: not reachable through the API.';
revoke all on schema headwater from public;
grant usage on schema headwater to authenticated, service_role;

do $$ begin
  create type public.user_role as enum ('super_admin', 'agency_admin', 'researcher', 'client');
exception when duplicate_object then null;
end $$;

create table if not exists public.agencies (
  id uuid primary key default gen_random_uuid(),
  name text not null check (length(name) between 1 and 200),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table public.agencies is 'A tenant: a team that shares data.';

create table if not exists public.user_profiles (
  id uuid primary key references auth.users (id) on delete cascade,
  agency_id uuid not null references public.agencies (id) on delete restrict,
  role public.user_role not null default 'agency_admin',
  full_name text check (length(full_name) <= 200),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index if not exists user_profiles_agency_id_idx on public.user_profiles (agency_id);
comment on table public.user_profiles is 'A user with their agency and their role in it.';

create or replace function headwater.current_agency_id() returns uuid
language sql stable security definer set search_path = '' as $$
  select agency_id from public.user_profiles where id = (select auth.uid());
$$;
comment on function headwater.current_agency_id() is 'The caller''s agency, or null.';

create or replace function headwater.current_user_role() returns public.user_role
language sql stable security definer set search_path = '' as $$
  select role from public.user_profiles where id = (select auth.uid());
$$;
comment on function headwater.current_user_role() is 'The caller''s role in their agency, or null.';

create or replace function headwater.is_super_admin() returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select from public.user_profiles where id = (select auth.uid()) and role = 'super_admin');
$$;
comment on function headwater.is_super_admin() is 'Whether the caller runs the platform.';

create or replace function headwater.set_updated_at() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.updated_at := now();
  return new;
end $$;
comment on function headwater.set_updated_at() is 'Trigger: stamps a changed row.';

create or replace function headwater.tg_users__create_profile() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  v_name text := coalesce(nullif(trim(new.raw_user_meta_data ->> 'full_name'), ''), split_part(new.email, '@', 1), 'Someone');
  v_agency_id uuid;
begin
  insert into public.agencies (name) values (left(v_name, 180) || '’s team') returning id into v_agency_id;
  insert into public.user_profiles (id, agency_id, role, full_name) values (new.id, v_agency_id, 'agency_admin', left(v_name, 200));
  return new;
end $$;
comment on function headwater.tg_users__create_profile() is 'Trigger: a sign-up makes a profile and a personal agency.';

create or replace trigger tg_users__create_profile after insert on auth.users
  for each row execute function headwater.tg_users__create_profile();
create or replace trigger tg_agencies__set_updated_at before update on public.agencies
  for each row execute function headwater.set_updated_at();
create or replace trigger tg_user_profiles__set_updated_at before update on public.user_profiles
  for each row execute function headwater.set_updated_at();

revoke all on all functions in schema headwater from public;
grant execute on function headwater.current_agency_id(), headwater.current_user_role(), headwater.is_super_admin() to authenticated, service_role;

alter table public.agencies enable row level security;
alter table public.user_profiles enable row level security;
revoke all on public.agencies, public.user_profiles from anon, authenticated;
grant select, update (name) on public.agencies to authenticated;
grant select, update (full_name) on public.user_profiles to authenticated;
grant all on public.agencies, public.user_profiles to service_role;

drop policy if exists "Members read their agency" on public.agencies;
create policy "Members read their agency" on public.agencies for select to authenticated
  using (id = (select headwater.current_agency_id()) or (select headwater.is_super_admin()));
drop policy if exists "Admins rename their agency" on public.agencies;
create policy "Admins rename their agency" on public.agencies for update to authenticated
  using ((id = (select headwater.current_agency_id()) and (select headwater.current_user_role()) = 'agency_admin') or (select headwater.is_super_admin()))
  with check ((id = (select headwater.current_agency_id()) and (select headwater.current_user_role()) = 'agency_admin') or (select headwater.is_super_admin()));
drop policy if exists "Members read the profiles of their agency" on public.user_profiles;
create policy "Members read the profiles of their agency" on public.user_profiles for select to authenticated
  using (agency_id = (select headwater.current_agency_id()) or (select headwater.is_super_admin()));
drop policy if exists "Users change their own profile" on public.user_profiles;
create policy "Users change their own profile" on public.user_profiles for update to authenticated
  using (id = (select auth.uid())) with check (id = (select auth.uid()));
