-- Dashboards: the workspaces of a cold-email platform, the last good figures of each, and what its vendor can't know: targets, prices, costs.

create or replace function headwater.is_staff() returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select from public.user_profiles where id = (select auth.uid()) and role in ('agency_admin', 'researcher', 'super_admin'));
$$;
comment on function headwater.is_staff() is 'Whether the caller works in their agency: anyone but its clients.';

create or replace function headwater.is_agency_admin() returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select from public.user_profiles where id = (select auth.uid()) and role in ('agency_admin', 'super_admin'));
$$;
comment on function headwater.is_agency_admin() is 'Whether the caller administers their agency.';

create table if not exists public.workspace_connections (
  agency_id uuid primary key default headwater.current_agency_id() references public.agencies (id) on delete cascade,
  vendor text not null default 'email_bison' check (vendor = 'email_bison'),
  -- A name, never an address within a network: the functions send the agency's token there.
  base_url text not null check (base_url ~ '^https://([a-z0-9-]+\.)+[a-z]{2,}(:[0-9]{1,5})?$'),
  stats_refresh_seconds integer not null default 120 check (stats_refresh_seconds between 30 and 86400),
  senders_refresh_seconds integer not null default 600 check (senders_refresh_seconds between 60 and 86400),
  token_set_at timestamptz,
  discovered_at timestamptz,
  discovery_error text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table public.workspace_connections is 'An agency''s instance of Email Bison, and how often its figures are read. Its token is write-only: set_email_bison_connection.';

create table if not exists public.workspaces (
  id uuid primary key default gen_random_uuid(),
  agency_id uuid not null references public.agencies (id) on delete cascade,
  vendor text not null default 'email_bison' check (vendor = 'email_bison'),
  vendor_id text not null check (length(vendor_id) between 1 and 100),
  name text not null check (length(name) between 1 and 300),
  is_tracked boolean not null default true,
  token_set_at timestamptz,
  removed_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (agency_id, vendor, vendor_id),
  unique (id, agency_id)
);
comment on table public.workspaces is 'A workspace at the vendor: one client''s outreach. Found and removed as the vendor lists it.';
comment on column public.workspaces.is_tracked is 'False leaves the workspace out of the dashboards.';
comment on column public.workspaces.removed_at is 'When the vendor stopped listing it; its figures are kept and shown no more.';

create table if not exists public.workspace_targets (
  workspace_id uuid primary key,
  agency_id uuid not null default headwater.current_agency_id(),
  monthly_kpi integer check (monthly_kpi between 0 and 1000000),
  price_per_lead_minor bigint check (price_per_lead_minor between 0 and 100000000000),
  monthly_cost_minor bigint check (monthly_cost_minor between 0 and 100000000000),
  currency text check (currency ~ '^[A-Z]{3}$'),
  updated_by uuid default auth.uid() references auth.users (id) on delete set null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint workspace_targets_money_has_currency_check check (currency is not null or (price_per_lead_minor is null and monthly_cost_minor is null)),
  foreign key (workspace_id, agency_id) references public.workspaces (id, agency_id) on delete cascade
);
create index if not exists workspace_targets_agency_id_idx on public.workspace_targets (agency_id);
create index if not exists workspace_targets_updated_by_idx on public.workspace_targets (updated_by);
comment on table public.workspace_targets is 'What the vendor can''t know of a workspace: leads wanted a month, price of a lead, cost a month. Money in minor units (cents). Admins edit it.';

create table if not exists public.workspace_snapshots (
  workspace_id uuid not null,
  source text not null check (source in ('stats', 'senders')),
  agency_id uuid not null,
  data jsonb check (jsonb_typeof(data) = 'object'),
  fetched_at timestamptz,
  data_as_of timestamptz,
  duration_ms integer check (duration_ms >= 0),
  attempted_at timestamptz,
  failure_code text,
  failure_message text,
  failure_count integer not null default 0 check (failure_count >= 0),
  claimed_until timestamptz,
  next_refresh_at timestamptz not null default now(),
  primary key (workspace_id, source),
  constraint workspace_snapshots_data_has_age_check check ((data is null) = (fetched_at is null) and (data is null) = (data_as_of is null)),
  foreign key (workspace_id, agency_id) references public.workspaces (id, agency_id) on delete cascade
);
create index if not exists workspace_snapshots_agency_id_idx on public.workspace_snapshots (agency_id, source, next_refresh_at);
comment on table public.workspace_snapshots is 'The last good figures of a workspace, and why the last try failed if it did. A failure leaves the figures.';
comment on column public.workspace_snapshots.data_as_of is 'The moment that the figures stand for: when they were asked for, by our clock. A vendor''s clock that is wrong changes no age.';
comment on column public.workspace_snapshots.claimed_until is 'Until then one reader has the turn; a reader that dies gives it up.';

create table if not exists public.sender_accounts (
  workspace_id uuid not null,
  vendor_id text not null,
  agency_id uuid not null,
  email text not null,
  name text,
  type text,
  status text not null,
  is_connected boolean not null,
  warmup_enabled boolean,
  daily_limit integer not null check (daily_limit >= 0),
  emails_sent_count integer not null check (emails_sent_count >= 0),
  bounced_count integer not null check (bounced_count >= 0),
  replied_count integer not null check (replied_count >= 0),
  interested_count integer not null check (interested_count >= 0),
  tags text[] not null default '{}',
  primary key (workspace_id, vendor_id),
  foreign key (workspace_id, agency_id) references public.workspaces (id, agency_id) on delete cascade
);
create index if not exists sender_accounts_agency_id_idx on public.sender_accounts (agency_id, workspace_id, email);
comment on table public.sender_accounts is 'The sender accounts of a workspace, as they were when its snapshot of senders was taken.';

-- Which of the Vault's secrets belongs to whom. No role of the API reaches this schema's tables.
create table if not exists headwater.agency_secrets (
  id uuid primary key default gen_random_uuid(),
  agency_id uuid not null references public.agencies (id) on delete cascade,
  purpose text not null check (purpose in ('email_bison', 'slack')),
  workspace_id uuid references public.workspaces (id) on delete cascade,
  secret_id uuid not null,
  unique nulls not distinct (agency_id, purpose, workspace_id)
);
create index if not exists agency_secrets_workspace_id_idx on headwater.agency_secrets (workspace_id);
comment on table headwater.agency_secrets is 'Where the Vault keeps an agency''s or a workspace''s token.';
alter table headwater.agency_secrets enable row level security;

create or replace function headwater.keep_secret(p_agency_id uuid, p_purpose text, p_workspace_id uuid, p_secret text) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_secret_id uuid;
begin
  if coalesce(length(p_secret), 0) not between 1 and 4000 then
    raise exception 'A token has 1 to 4,000 characters.' using errcode = '22023';
  end if;
  perform pg_advisory_xact_lock(hashtextextended(concat_ws('|', p_agency_id, p_purpose, p_workspace_id), 0));
  select secret_id into v_secret_id from headwater.agency_secrets
  where agency_id = p_agency_id and purpose = p_purpose and workspace_id is not distinct from p_workspace_id;
  if v_secret_id is not null then
    perform vault.update_secret(v_secret_id, p_secret);
    return;
  end if;
  v_secret_id := vault.create_secret(p_secret, concat_ws(':', 'headwater', p_purpose, coalesce(p_workspace_id, p_agency_id)));
  insert into headwater.agency_secrets (agency_id, purpose, workspace_id, secret_id) values (p_agency_id, p_purpose, p_workspace_id, v_secret_id);
end $$;
comment on function headwater.keep_secret(uuid, text, uuid, text) is 'Puts a token into the Vault, in place of the one before.';

create or replace function headwater.read_secret(p_agency_id uuid, p_purpose text, p_workspace_id uuid default null) returns text
language sql stable security definer set search_path = '' as $$
  select d.decrypted_secret from headwater.agency_secrets s join vault.decrypted_secrets d on d.id = s.secret_id
  where s.agency_id = p_agency_id and s.purpose = p_purpose and s.workspace_id is not distinct from p_workspace_id;
$$;
comment on function headwater.read_secret(uuid, text, uuid) is 'A token out of the Vault; for the functions'' own connection alone.';

create or replace function headwater.tg_agency_secrets__forget() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  delete from vault.secrets where id = old.secret_id;
  return null;
end $$;
comment on function headwater.tg_agency_secrets__forget() is 'Trigger: a secret that belongs to nobody any more leaves the Vault.';
create or replace trigger tg_agency_secrets__forget after delete on headwater.agency_secrets
  for each row execute function headwater.tg_agency_secrets__forget();

create or replace function headwater.tg_workspace_connections__forget() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  delete from headwater.agency_secrets where agency_id = old.agency_id and purpose = 'email_bison';
  update public.workspaces set removed_at = coalesce(removed_at, now()), token_set_at = null where agency_id = old.agency_id;
  return null;
end $$;
comment on function headwater.tg_workspace_connections__forget() is 'Trigger: an agency that disconnects leaves no token behind.';
create or replace trigger tg_workspace_connections__forget after delete on public.workspace_connections
  for each row execute function headwater.tg_workspace_connections__forget();

create or replace function public.set_email_bison_connection(base_url text, token text) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_agency_id uuid := headwater.current_agency_id();
begin
  if v_agency_id is null or not headwater.is_agency_admin() then
    raise exception 'Only an admin of the agency connects it.' using errcode = '42501';
  end if;
  insert into public.workspace_connections as c (agency_id, base_url, token_set_at)
  values (v_agency_id, rtrim(lower(set_email_bison_connection.base_url), '/'), now())
  on conflict (agency_id) do update set base_url = excluded.base_url, token_set_at = excluded.token_set_at, discovered_at = null, discovery_error = null;
  perform headwater.keep_secret(v_agency_id, 'email_bison', null, token);
end $$;
comment on function public.set_email_bison_connection(text, text) is 'Connects the caller''s agency: the instance''s address, and a token that nobody can read again.';

create or replace function public.set_workspace_token(workspace_id uuid, token text) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_agency_id uuid := headwater.current_agency_id();
begin
  update public.workspaces w set token_set_at = now()
  where w.id = set_workspace_token.workspace_id and w.agency_id = v_agency_id and headwater.is_agency_admin();
  if not found then
    raise exception 'There is no such workspace, or you may not change it.' using errcode = '42501';
  end if;
  perform headwater.keep_secret(v_agency_id, 'email_bison', set_workspace_token.workspace_id, token);
end $$;
comment on function public.set_workspace_token(uuid, text) is 'Gives a workspace a token of its own, which nobody can read again.';

do $$ begin
  if not exists (select from pgmq.meta where queue_name = 'workspace_refreshes') then perform pgmq.create('workspace_refreshes'); end if;
end $$;

create or replace function headwater.enqueue_refreshes() returns integer
language plpgsql security definer set search_path = '' as $$
declare
  v_messages jsonb[];
begin
  select array_agg(jsonb_build_object('agency_id', c.agency_id, 'source', source)) into v_messages
  from public.workspace_connections c cross join unnest(array['stats', 'senders']) as sources (source)
  where c.token_set_at is not null
    and not exists (select from pgmq.q_workspace_refreshes q where q.message ->> 'agency_id' = c.agency_id::text and q.message ->> 'source' = source)
    and (
      (source = 'stats' and (c.discovered_at is null or c.discovered_at < now() - interval '10 minutes'))
      or exists (
        select from public.workspaces w left join public.workspace_snapshots s on s.workspace_id = w.id and s.source = sources.source
        where w.agency_id = c.agency_id and w.is_tracked and w.removed_at is null and coalesce(s.next_refresh_at, '-infinity') <= now())
    );
  if v_messages is not null then
    perform pgmq.send_batch('workspace_refreshes', v_messages);
  end if;
  if exists (select from pgmq.q_workspace_refreshes where vt <= clock_timestamp()) then
    perform headwater.invoke_function('dashboard-refresh');
  end if;
  return coalesce(cardinality(v_messages), 0);
end $$;
comment on function headwater.enqueue_refreshes() is 'Queues what is due to be read from the vendor, once, and wakes the worker while anything waits; returns how much was queued.';

create or replace trigger tg_workspace_connections__set_updated_at before update on public.workspace_connections
  for each row execute function headwater.set_updated_at();
create or replace trigger tg_workspaces__set_updated_at before update on public.workspaces
  for each row execute function headwater.set_updated_at();

create or replace function headwater.tg_workspace_targets__stamp() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.updated_at := now();
  new.updated_by := (select auth.uid());
  return new;
end $$;
comment on function headwater.tg_workspace_targets__stamp() is 'Trigger: says who changed a target, and when.';
create or replace trigger tg_workspace_targets__stamp before insert or update on public.workspace_targets
  for each row execute function headwater.tg_workspace_targets__stamp();

revoke all on function headwater.is_staff(), headwater.is_agency_admin(), headwater.keep_secret(uuid, text, uuid, text), headwater.read_secret(uuid, text, uuid),
  headwater.tg_agency_secrets__forget(), headwater.tg_workspace_connections__forget(), headwater.enqueue_refreshes(), headwater.tg_workspace_targets__stamp(),
  public.set_email_bison_connection(text, text), public.set_workspace_token(uuid, text) from public, anon;
grant execute on function headwater.is_staff(), headwater.is_agency_admin() to authenticated, service_role;
grant execute on function public.set_email_bison_connection(text, text), public.set_workspace_token(uuid, text) to authenticated;

alter table public.workspace_connections enable row level security;
alter table public.workspaces enable row level security;
alter table public.workspace_targets enable row level security;
alter table public.workspace_snapshots enable row level security;
alter table public.sender_accounts enable row level security;
revoke all on public.workspace_connections, public.workspaces, public.workspace_targets, public.workspace_snapshots, public.sender_accounts from anon, authenticated;
grant select, delete, update (stats_refresh_seconds, senders_refresh_seconds) on public.workspace_connections to authenticated;
grant select, update (is_tracked) on public.workspaces to authenticated;
grant select, delete, insert (workspace_id, agency_id, monthly_kpi, price_per_lead_minor, monthly_cost_minor, currency),
  update (workspace_id, agency_id, monthly_kpi, price_per_lead_minor, monthly_cost_minor, currency) on public.workspace_targets to authenticated;
grant select on public.workspace_snapshots, public.sender_accounts to authenticated;
grant all on public.workspace_connections, public.workspaces, public.workspace_targets, public.workspace_snapshots, public.sender_accounts to service_role;

drop policy if exists "Staff read their agency's connection" on public.workspace_connections;
create policy "Staff read their agency's connection" on public.workspace_connections for select to authenticated
  using ((agency_id = (select headwater.current_agency_id()) and (select headwater.is_staff())) or (select headwater.is_super_admin()));
drop policy if exists "Admins set how often their agency reads" on public.workspace_connections;
create policy "Admins set how often their agency reads" on public.workspace_connections for update to authenticated
  using (agency_id = (select headwater.current_agency_id()) and (select headwater.is_agency_admin()))
  with check (agency_id = (select headwater.current_agency_id()) and (select headwater.is_agency_admin()));
drop policy if exists "Admins disconnect their agency" on public.workspace_connections;
create policy "Admins disconnect their agency" on public.workspace_connections for delete to authenticated
  using (agency_id = (select headwater.current_agency_id()) and (select headwater.is_agency_admin()));

drop policy if exists "Staff read their agency's workspaces" on public.workspaces;
create policy "Staff read their agency's workspaces" on public.workspaces for select to authenticated
  using ((agency_id = (select headwater.current_agency_id()) and (select headwater.is_staff())) or (select headwater.is_super_admin()));
drop policy if exists "Admins choose which workspaces are tracked" on public.workspaces;
create policy "Admins choose which workspaces are tracked" on public.workspaces for update to authenticated
  using (agency_id = (select headwater.current_agency_id()) and (select headwater.is_agency_admin()))
  with check (agency_id = (select headwater.current_agency_id()) and (select headwater.is_agency_admin()));

drop policy if exists "Staff read their agency's targets" on public.workspace_targets;
create policy "Staff read their agency's targets" on public.workspace_targets for select to authenticated
  using ((agency_id = (select headwater.current_agency_id()) and (select headwater.is_staff())) or (select headwater.is_super_admin()));
drop policy if exists "Admins set targets" on public.workspace_targets;
create policy "Admins set targets" on public.workspace_targets for insert to authenticated
  with check (agency_id = (select headwater.current_agency_id()) and (select headwater.is_agency_admin()));
drop policy if exists "Admins change targets" on public.workspace_targets;
create policy "Admins change targets" on public.workspace_targets for update to authenticated
  using (agency_id = (select headwater.current_agency_id()) and (select headwater.is_agency_admin()))
  with check (agency_id = (select headwater.current_agency_id()) and (select headwater.is_agency_admin()));
drop policy if exists "Admins delete targets" on public.workspace_targets;
create policy "Admins delete targets" on public.workspace_targets for delete to authenticated
  using (agency_id = (select headwater.current_agency_id()) and (select headwater.is_agency_admin()));

drop policy if exists "Staff read their agency's figures" on public.workspace_snapshots;
create policy "Staff read their agency's figures" on public.workspace_snapshots for select to authenticated
  using ((agency_id = (select headwater.current_agency_id()) and (select headwater.is_staff())) or (select headwater.is_super_admin()));
drop policy if exists "Staff read their agency's sender accounts" on public.sender_accounts;
create policy "Staff read their agency's sender accounts" on public.sender_accounts for select to authenticated
  using ((agency_id = (select headwater.current_agency_id()) and (select headwater.is_staff())) or (select headwater.is_super_admin()));

select cron.schedule('headwater-dashboard-refresh', '30 seconds', $$ select headwater.enqueue_refreshes() $$);
