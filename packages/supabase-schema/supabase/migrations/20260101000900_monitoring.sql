-- Monitoring: how fresh each dashboard is, how each API answers, what failed validation, and the incidents that come of it.

create table if not exists public.data_cache_metadata (
  agency_id uuid not null references public.agencies (id) on delete cascade,
  cache_key text not null check (length(cache_key) between 1 and 200),
  dashboard text not null check (dashboard in ('kpi', 'volume', 'revenue', 'infrastructure')),
  status text not null check (status in ('fresh', 'stale', 'error', 'empty')),
  fetched_at timestamptz,
  data_as_of timestamptz,
  expires_at timestamptz,
  expected_count integer not null default 0 check (expected_count >= 0),
  current_count integer not null default 0 check (current_count >= 0),
  fetch_duration_ms integer check (fetch_duration_ms >= 0),
  error_message text check (length(error_message) <= 2000),
  updated_at timestamptz not null default now(),
  primary key (agency_id, cache_key)
);
create index if not exists data_cache_metadata_updated_at_idx on public.data_cache_metadata (updated_at);
comment on table public.data_cache_metadata is 'What the server holds of each dashboard: how many workspaces, how old, and what failed last.';

create table if not exists public.api_health_logs (
  id bigint generated always as identity primary key,
  agency_id uuid not null references public.agencies (id) on delete cascade,
  user_id uuid references auth.users (id) on delete cascade,
  api_name text not null check (length(api_name) between 1 and 100),
  endpoint text check (length(endpoint) <= 300),
  status_code integer check (status_code between 100 and 599),
  response_time_ms integer not null check (response_time_ms >= 0),
  success boolean not null,
  error_code text check (length(error_code) <= 100),
  error_message text check (length(error_message) <= 1000),
  origin text not null default 'function' check (origin in ('function', 'client')),
  "timestamp" timestamptz not null default now()
);
create index if not exists api_health_logs_agency_id_idx on public.api_health_logs (agency_id, "timestamp" desc);
create index if not exists api_health_logs_user_id_idx on public.api_health_logs (user_id, "timestamp" desc);
create index if not exists api_health_logs_timestamp_idx on public.api_health_logs ("timestamp");
comment on table public.api_health_logs is 'One call of an API: how long it took, and how it ended. Kept for 14 days.';

create table if not exists public.data_validation_errors (
  id bigint generated always as identity primary key,
  agency_id uuid not null references public.agencies (id) on delete cascade,
  user_id uuid references auth.users (id) on delete cascade,
  workspace_id uuid references public.workspaces (id) on delete cascade,
  source text not null check (length(source) between 1 and 100),
  error_type text not null check (length(error_type) between 1 and 100),
  field_path text check (length(field_path) <= 300),
  message text not null check (length(message) <= 1000),
  origin text not null default 'function' check (origin in ('function', 'client')),
  "timestamp" timestamptz not null default now()
);
create index if not exists data_validation_errors_agency_id_idx on public.data_validation_errors (agency_id, "timestamp" desc);
create index if not exists data_validation_errors_user_id_idx on public.data_validation_errors (user_id, "timestamp" desc);
create index if not exists data_validation_errors_workspace_id_idx on public.data_validation_errors (workspace_id);
create index if not exists data_validation_errors_timestamp_idx on public.data_validation_errors ("timestamp");
comment on table public.data_validation_errors is 'An answer, or a part of one, that did not match its schema. Kept for 30 days.';

create table if not exists public.health_thresholds (
  id uuid primary key default gen_random_uuid(),
  agency_id uuid default headwater.current_agency_id() references public.agencies (id) on delete cascade,
  metric text not null check (metric in ('dashboard_errors', 'stats_age', 'senders_age', 'workspaces_behind', 'api_error_rate', 'api_response_time', 'validation_errors')),
  warning_at numeric not null check (warning_at > 0),
  critical_at numeric not null,
  warning_points integer not null check (warning_points between 0 and 100),
  critical_points integer not null,
  is_enabled boolean not null default true,
  updated_at timestamptz not null default now(),
  constraint health_thresholds_order_check check (critical_at >= warning_at and critical_points between warning_points and 100),
  unique nulls not distinct (agency_id, metric)
);
comment on table public.health_thresholds is 'From which value on a measurement is a warning or critical, and what it takes from the score. No agency: the default of all.';

insert into public.health_thresholds (agency_id, metric, warning_at, critical_at, warning_points, critical_points) values
  (null, 'dashboard_errors', 1, 1, 15, 15),
  (null, 'stats_age', 10, 60, 10, 30),
  (null, 'senders_age', 30, 180, 5, 15),
  (null, 'workspaces_behind', 1, 25, 5, 20),
  (null, 'api_error_rate', 5, 50, 10, 30),
  (null, 'api_response_time', 2000, 5000, 5, 15),
  (null, 'validation_errors', 1, 50, 5, 15)
on conflict (agency_id, metric) do nothing;

create table if not exists public.health_incidents (
  id uuid primary key default gen_random_uuid(),
  agency_id uuid not null references public.agencies (id) on delete cascade,
  metric text not null,
  subject text not null default '',
  status text not null default 'open' check (status in ('open', 'resolved')),
  severity text not null check (severity in ('warning', 'critical')),
  worst_severity text not null check (worst_severity in ('warning', 'critical')),
  value numeric not null,
  worst_value numeric not null,
  threshold numeric not null,
  ok_checks integer not null default 0,
  opened_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  resolved_at timestamptz
);
create unique index if not exists health_incidents_open_idx on public.health_incidents (agency_id, metric, subject) where status = 'open';
create index if not exists health_incidents_agency_id_idx on public.health_incidents (agency_id, opened_at desc);
create index if not exists health_incidents_resolved_at_idx on public.health_incidents (resolved_at);
comment on table public.health_incidents is 'A measurement that crossed its threshold: one row from its opening to its end. The monitor writes it.';

create table if not exists public.health_destinations (
  agency_id uuid primary key references public.agencies (id) on delete cascade,
  kind text not null check (kind in ('webhook', 'bot')),
  channel text check (length(channel) between 1 and 100),
  last_error text,
  last_sent_at timestamptz,
  updated_at timestamptz not null default now(),
  constraint health_destinations_bot_has_channel_check check (kind = 'webhook' or channel is not null)
);
comment on table public.health_destinations is 'Where in Slack an agency hears of incidents. The webhook''s address or the bot''s token is write-only: set_slack_destination.';

-- The outbox: a revision that is not sent yet waits here for as long as it takes.
create table if not exists headwater.health_notifications (
  incident_id uuid primary key references public.health_incidents (id) on delete cascade,
  agency_id uuid not null references public.agencies (id) on delete cascade,
  revision integer not null default 1,
  sent_revision integer not null default 0,
  attempt_count integer not null default 0,
  next_attempt_at timestamptz not null default now(),
  last_error text,
  slack_channel text,
  slack_ts text
);
create index if not exists health_notifications_due_idx on headwater.health_notifications (next_attempt_at) where revision > sent_revision;
create index if not exists health_notifications_agency_id_idx on headwater.health_notifications (agency_id);
comment on table headwater.health_notifications is 'What of an incident Slack has heard, and what it is still to hear.';
alter table headwater.health_notifications enable row level security;

create or replace view public.health_measurements with (security_invoker = true) as
with tracked as (
  select w.agency_id, w.id, sources.source, s.fetched_at, coalesce(s.failure_count, 0) failure_count, s.attempted_at is not null or w.created_at < now() - interval '5 minutes' is_due
  from public.workspaces w
  cross join unnest(array['stats', 'senders']) as sources (source)
  left join public.workspace_snapshots s on s.workspace_id = w.id and s.source = sources.source
  where w.is_tracked and w.removed_at is null
), calls as (
  -- What a client saw counts where the server answered, and never as slowness: one person's lost or slow connection is no incident.
  select agency_id, api_name, 100.0 * count(*) filter (where not success) / count(*) error_rate, avg(response_time_ms) filter (where origin = 'function') average_ms
  from public.api_health_logs where "timestamp" > now() - interval '15 minutes' and (origin = 'function' or status_code is not null)
  group by agency_id, api_name having count(*) >= 5
), measured (agency_id, metric, subject, value) as (
  select agency_id, 'dashboard_errors', dashboard, (status = 'error')::integer::numeric from public.data_cache_metadata
  union all
  select agency_id, source || '_age', '', round(extract(epoch from now() - min(fetched_at)) / 60, 1) from tracked where fetched_at is not null group by agency_id, source
  union all
  select agency_id, 'workspaces_behind', source, round(100.0 * count(*) filter (where failure_count > 0 or fetched_at is null) / count(*), 1)
  from tracked where is_due group by agency_id, source
  union all
  select agency_id, 'api_error_rate', api_name, round(error_rate, 1) from calls
  union all
  select agency_id, 'api_response_time', api_name, round(average_ms) from calls where average_ms is not null
  union all
  select agency_id, 'validation_errors', source, count(*)::numeric from public.data_validation_errors
  where "timestamp" > now() - interval '1 hour' group by agency_id, source
)
select m.agency_id, m.metric, m.subject, m.value,
  case when m.value >= t.critical_at then 'critical' when m.value >= t.warning_at then 'warning' end severity,
  case when m.value >= t.critical_at then t.critical_at when m.value >= t.warning_at then t.warning_at end threshold,
  case when m.value >= t.critical_at then t.critical_points when m.value >= t.warning_at then t.warning_points else 0 end points
from measured m
cross join lateral (
  select * from public.health_thresholds h where h.metric = m.metric and (h.agency_id = m.agency_id or h.agency_id is null)
  order by h.agency_id nulls last limit 1
) t
where t.is_enabled;
comment on view public.health_measurements is 'Every measurement of an agency as it is now, judged by its thresholds. Ages in minutes, rates and workspaces behind in percent, times in milliseconds.';

create or replace view public.dashboard_health_summary with (security_invoker = true) as
with deductions as (
  select agency_id, metric, subject, value, severity, threshold,
    -- What would take the score below zero is not counted: the deductions and the score always make 100.
    greatest(0, least(points, 100 - sum(points) over (partition by agency_id order by points desc, metric, subject rows unbounded preceding) + points)) points
  from public.health_measurements where points > 0
), sums as (
  select agency_id, sum(points)::integer total, bool_or(severity = 'critical') is_critical,
    jsonb_agg(jsonb_build_object('metric', metric, 'subject', subject, 'severity', severity, 'value', value, 'threshold', threshold, 'points', points)
      order by points desc, metric, subject) items
  from deductions group by agency_id
)
select c.agency_id, 100 - coalesce(s.total, 0) health_score,
  case when s.is_critical then 'critical' when s.total > 0 then 'warning' else 'healthy' end status,
  coalesce(s.items, '[]'::jsonb) deductions,
  (select count(*)::integer from public.data_cache_metadata m where m.agency_id = c.agency_id) dashboard_count,
  (select count(*)::integer from public.data_cache_metadata m where m.agency_id = c.agency_id and m.status = 'error') dashboard_error_count,
  (select count(*)::integer from public.api_health_logs l where l.agency_id = c.agency_id and l."timestamp" > now() - interval '1 hour') api_calls_last_hour,
  (select count(*)::integer from public.api_health_logs l where l.agency_id = c.agency_id and not l.success and l."timestamp" > now() - interval '1 hour') api_errors_last_hour,
  (select round(avg(l.response_time_ms))::integer from public.api_health_logs l where l.agency_id = c.agency_id and l."timestamp" > now() - interval '1 hour') avg_response_time_ms,
  (select count(*)::integer from public.data_validation_errors e where e.agency_id = c.agency_id and e."timestamp" > now() - interval '24 hours') validation_errors_last_day,
  (select count(*)::integer from public.health_incidents i where i.agency_id = c.agency_id and i.status = 'open') open_incident_count,
  now() checked_at
from public.workspace_connections c left join sums s on s.agency_id = c.agency_id;
comment on view public.dashboard_health_summary is 'An agency''s health: a score from 0 to 100, and the deductions that make it up, which sum to exactly what is missing to 100.';

create or replace function headwater.update_incidents() returns integer
language plpgsql security definer set search_path = '' as $$
declare
  v_changed integer;
begin
  perform pg_advisory_xact_lock(hashtextextended('headwater.update_incidents', 0));
  update public.data_cache_metadata set status = 'stale', updated_at = now() where status = 'fresh' and expires_at < now();
  with findings as materialized (
    select f.* from public.health_measurements f join public.workspace_connections c on c.agency_id = f.agency_id where f.severity is not null
  ), known as (
    select i.id, i.agency_id, i.metric, i.subject, i.severity was from public.health_incidents i where i.status = 'open'
  ), opened as (
    insert into public.health_incidents (agency_id, metric, subject, severity, worst_severity, value, worst_value, threshold)
    select f.agency_id, f.metric, f.subject, f.severity, f.severity, f.value, f.value, f.threshold from findings f
    where not exists (select from known k where (k.agency_id, k.metric, k.subject) = (f.agency_id, f.metric, f.subject))
    returning id, agency_id
  ), updated as (
    update public.health_incidents i set severity = f.severity, value = f.value, threshold = f.threshold, ok_checks = 0, updated_at = now(),
      worst_severity = case when f.severity = 'critical' then 'critical' else i.worst_severity end, worst_value = greatest(i.worst_value, f.value)
    from known k join findings f on (k.agency_id, k.metric, k.subject) = (f.agency_id, f.metric, f.subject)
    where i.id = k.id returning i.id, i.agency_id, k.was <> i.severity is_news
  ), calmer as (
    -- Two checks in a row have to be good: what flaps stays one incident.
    update public.health_incidents i set ok_checks = i.ok_checks + 1, updated_at = now(),
      status = case when i.ok_checks >= 1 then 'resolved' else i.status end,
      resolved_at = case when i.ok_checks >= 1 then now() end
    from known k
    where i.id = k.id and not exists (select from findings f where (k.agency_id, k.metric, k.subject) = (f.agency_id, f.metric, f.subject))
    returning i.id, i.agency_id, i.status = 'resolved' is_news
  ), news as (
    select id, agency_id from opened
    union all select id, agency_id from updated where is_news
    union all select id, agency_id from calmer where is_news
  ), queued as (
    insert into headwater.health_notifications as n (incident_id, agency_id) select id, agency_id from news
    on conflict (incident_id) do update set revision = n.revision + 1, next_attempt_at = least(n.next_attempt_at, now() + interval '5 seconds') returning 1
  )
  select count(*)::integer into v_changed from queued;
  return v_changed;
end $$;
comment on function headwater.update_incidents() is 'Opens, updates and resolves incidents by the measurements of now, and queues what Slack is to hear; returns how much.';

create or replace function public.set_slack_destination(kind text, secret text, channel text default null) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_agency_id uuid := headwater.current_agency_id();
begin
  if v_agency_id is null or not headwater.is_agency_admin() then
    raise exception 'Only an admin of the agency chooses where it hears of incidents.' using errcode = '42501';
  end if;
  if kind = 'webhook' and secret !~ '^https://hooks\.slack(-gov)?\.com/services/[A-Za-z0-9/]+$' then
    raise exception 'A webhook''s address begins with https://hooks.slack.com/services/.' using errcode = '22023';
  end if;
  insert into public.health_destinations (agency_id, kind, channel) values (v_agency_id, set_slack_destination.kind, set_slack_destination.channel)
  on conflict (agency_id) do update set kind = excluded.kind, channel = excluded.channel, last_error = null, updated_at = now();
  perform headwater.keep_secret(v_agency_id, 'slack', null, secret);
  update headwater.health_notifications n set next_attempt_at = now() where n.agency_id = v_agency_id and n.revision > n.sent_revision;
end $$;
comment on function public.set_slack_destination(text, text, text) is 'Chooses an incoming webhook, or a bot''s token and a channel. Nobody can read it again.';

create or replace function headwater.tg_health_destinations__forget() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  delete from headwater.agency_secrets where agency_id = old.agency_id and purpose = 'slack';
  return null;
end $$;
comment on function headwater.tg_health_destinations__forget() is 'Trigger: a destination that is gone leaves no token behind.';
create or replace trigger tg_health_destinations__forget after delete on public.health_destinations
  for each row execute function headwater.tg_health_destinations__forget();

create or replace function public.report_client_health(logs jsonb default '[]', validation_errors jsonb default '[]') returns integer
language plpgsql security definer set search_path = '' as $$
declare
  v_user_id uuid := auth.uid();
  v_agency_id uuid := headwater.current_agency_id();
  v_room integer;
  v_count integer;
begin
  if v_agency_id is null or not headwater.is_staff() then
    raise exception 'Sign in as a member of an agency.' using errcode = '42501';
  end if;
  -- At most 1,000 rows of a kind an hour and user: a client that loops must not fill the table.
  select greatest(0, 1000 - count(*)) into v_room from public.api_health_logs where user_id = v_user_id and "timestamp" > now() - interval '1 hour';
  insert into public.api_health_logs (agency_id, user_id, api_name, endpoint, status_code, response_time_ms, success, error_code, error_message, origin)
  select v_agency_id, v_user_id, left(l.api_name, 100), left(l.endpoint, 300), l.status_code, greatest(0, l.response_time_ms), l.success, left(l.error_code, 100), left(l.error_message, 1000), 'client'
  from jsonb_to_recordset(logs) l (api_name text, endpoint text, status_code integer, response_time_ms integer, success boolean, error_code text, error_message text)
  where length(l.api_name) > 0 and l.response_time_ms is not null and l.success is not null and coalesce(l.status_code between 100 and 599, true)
  limit least(100, v_room);
  get diagnostics v_count = row_count;
  select greatest(0, 1000 - count(*)) into v_room from public.data_validation_errors where user_id = v_user_id and "timestamp" > now() - interval '1 hour';
  insert into public.data_validation_errors (agency_id, user_id, source, error_type, field_path, message, origin)
  select v_agency_id, v_user_id, left(e.source, 100), left(e.error_type, 100), left(e.field_path, 300), left(e.message, 1000), 'client'
  from jsonb_to_recordset(validation_errors) e (source text, error_type text, field_path text, message text)
  where length(e.source) > 0 and length(e.error_type) > 0 and e.message is not null
  limit least(100, v_room);
  get diagnostics v_room = row_count;
  return v_count + v_room;
end $$;
comment on function public.report_client_health(jsonb, jsonb) is 'Takes a batch of what a browser saw: up to 100 calls and 100 validation errors; returns how many were kept.';

create or replace function headwater.kick_health_monitor() returns void
language sql security definer set search_path = '' as $$
  select headwater.invoke_function('health-monitor') where exists (select from public.workspace_connections) or exists (select from headwater.health_notifications where revision > sent_revision);
$$;
comment on function headwater.kick_health_monitor() is 'Calls the health monitor while there is anything to watch or to tell.';

create or replace function headwater.delete_old_health() returns void
language sql security definer set search_path = '' as $$
  delete from public.api_health_logs where "timestamp" < now() - interval '14 days';
  delete from public.data_validation_errors where "timestamp" < now() - interval '30 days';
  delete from public.health_incidents where resolved_at < now() - interval '180 days';
  delete from public.data_cache_metadata where updated_at < now() - interval '30 days';
$$;
comment on function headwater.delete_old_health() is 'Deletes logs after 14 days, validation errors after 30, ended incidents after 180, and notes on dashboards that nobody reads any more.';

create or replace trigger tg_health_thresholds__set_updated_at before update on public.health_thresholds
  for each row execute function headwater.set_updated_at();

revoke all on function headwater.update_incidents(), headwater.tg_health_destinations__forget(), headwater.kick_health_monitor(), headwater.delete_old_health(),
  public.set_slack_destination(text, text, text), public.report_client_health(jsonb, jsonb) from public, anon;
grant execute on function public.set_slack_destination(text, text, text), public.report_client_health(jsonb, jsonb) to authenticated;

alter table public.data_cache_metadata enable row level security;
alter table public.api_health_logs enable row level security;
alter table public.data_validation_errors enable row level security;
alter table public.health_thresholds enable row level security;
alter table public.health_incidents enable row level security;
alter table public.health_destinations enable row level security;
revoke all on public.data_cache_metadata, public.api_health_logs, public.data_validation_errors, public.health_thresholds, public.health_incidents,
  public.health_destinations, public.health_measurements, public.dashboard_health_summary from anon, authenticated;
grant select on public.data_cache_metadata, public.api_health_logs, public.data_validation_errors, public.health_incidents,
  public.health_measurements, public.dashboard_health_summary to authenticated;
grant select, delete, insert (agency_id, metric, warning_at, critical_at, warning_points, critical_points, is_enabled),
  update (agency_id, metric, warning_at, critical_at, warning_points, critical_points, is_enabled) on public.health_thresholds to authenticated;
grant select, delete on public.health_destinations to authenticated;
grant all on public.data_cache_metadata, public.api_health_logs, public.data_validation_errors, public.health_thresholds, public.health_incidents,
  public.health_destinations to service_role;
grant select on public.health_measurements, public.dashboard_health_summary to service_role;

drop policy if exists "Staff read how fresh their dashboards are" on public.data_cache_metadata;
create policy "Staff read how fresh their dashboards are" on public.data_cache_metadata for select to authenticated
  using ((agency_id = (select headwater.current_agency_id()) and (select headwater.is_staff())) or (select headwater.is_super_admin()));
drop policy if exists "Staff read their agency's calls" on public.api_health_logs;
create policy "Staff read their agency's calls" on public.api_health_logs for select to authenticated
  using ((agency_id = (select headwater.current_agency_id()) and (select headwater.is_staff())) or (select headwater.is_super_admin()));
drop policy if exists "Staff read their agency's validation errors" on public.data_validation_errors;
create policy "Staff read their agency's validation errors" on public.data_validation_errors for select to authenticated
  using ((agency_id = (select headwater.current_agency_id()) and (select headwater.is_staff())) or (select headwater.is_super_admin()));
drop policy if exists "Staff read their agency's incidents" on public.health_incidents;
create policy "Staff read their agency's incidents" on public.health_incidents for select to authenticated
  using ((agency_id = (select headwater.current_agency_id()) and (select headwater.is_staff())) or (select headwater.is_super_admin()));
drop policy if exists "Staff read where incidents are told" on public.health_destinations;
create policy "Staff read where incidents are told" on public.health_destinations for select to authenticated
  using ((agency_id = (select headwater.current_agency_id()) and (select headwater.is_staff())) or (select headwater.is_super_admin()));
drop policy if exists "Admins delete where incidents are told" on public.health_destinations;
create policy "Admins delete where incidents are told" on public.health_destinations for delete to authenticated
  using (agency_id = (select headwater.current_agency_id()) and (select headwater.is_agency_admin()));
drop policy if exists "Staff read the thresholds that hold for them" on public.health_thresholds;
create policy "Staff read the thresholds that hold for them" on public.health_thresholds for select to authenticated
  using (((agency_id is null or agency_id = (select headwater.current_agency_id())) and (select headwater.is_staff())) or (select headwater.is_super_admin()));
drop policy if exists "Admins set thresholds" on public.health_thresholds;
create policy "Admins set thresholds" on public.health_thresholds for insert to authenticated
  with check ((agency_id = (select headwater.current_agency_id()) and (select headwater.is_agency_admin())) or (select headwater.is_super_admin()));
drop policy if exists "Admins change thresholds" on public.health_thresholds;
create policy "Admins change thresholds" on public.health_thresholds for update to authenticated
  using ((agency_id = (select headwater.current_agency_id()) and (select headwater.is_agency_admin())) or (select headwater.is_super_admin()))
  with check ((agency_id = (select headwater.current_agency_id()) and (select headwater.is_agency_admin())) or (select headwater.is_super_admin()));
drop policy if exists "Admins delete thresholds" on public.health_thresholds;
create policy "Admins delete thresholds" on public.health_thresholds for delete to authenticated
  using ((agency_id = (select headwater.current_agency_id()) and (select headwater.is_agency_admin())) or (select headwater.is_super_admin()));

select cron.schedule('headwater-health-monitor', '* * * * *', $$ select headwater.kick_health_monitor() $$);
select cron.schedule('headwater-old-health', '23 * * * *', $$ select headwater.delete_old_health() $$);
