-- The schema that the migrations make. Written by `pnpm gen:types`; not for running.

-- Types

create type public.user_role as enum ('super_admin', 'agency_admin', 'researcher', 'client');

-- Tables

create table headwater.agency_secrets (
  id uuid not null default gen_random_uuid(),
  agency_id uuid not null,
  purpose text not null,
  workspace_id uuid,
  secret_id uuid not null
);
alter table headwater.agency_secrets enable row level security;

create table headwater.audience_fields (
  id integer not null,
  model_id uuid not null,
  field text not null,
  type text not null,
  kind text not null,
  built_to uuid not null default '00000000-0000-0000-0000-000000000000'::uuid,
  ready_at timestamp with time zone,
  used_at timestamp with time zone not null default now()
);
alter table headwater.audience_fields enable row level security;

create table headwater.audience_grams (
  field_id integer not null,
  key text not null,
  value text not null
);
alter table headwater.audience_grams enable row level security;

create table headwater.audience_numbers (
  field_id integer not null,
  value double precision not null,
  record_id uuid not null
);
alter table headwater.audience_numbers enable row level security;

create table headwater.audience_texts (
  field_id integer not null,
  value text not null,
  record_id uuid not null
);
alter table headwater.audience_texts enable row level security;

create table headwater.health_notifications (
  incident_id uuid not null,
  agency_id uuid not null,
  revision integer not null default 1,
  sent_revision integer not null default 0,
  attempt_count integer not null default 0,
  next_attempt_at timestamp with time zone not null default now(),
  last_error text,
  slack_channel text,
  slack_ts text
);
alter table headwater.health_notifications enable row level security;

create table headwater.idempotency_keys (
  user_id uuid not null,
  key text not null,
  request_hash text not null,
  status integer,
  data jsonb,
  created_at timestamp with time zone not null default now()
);
alter table headwater.idempotency_keys enable row level security;

create table headwater.import_claims (
  import_job_id uuid not null,
  field text not null,
  value text not null,
  holder text
);
alter table headwater.import_claims enable row level security;

create table headwater.import_key_filters (
  import_job_id uuid not null,
  bits bytea not null
);
alter table headwater.import_key_filters enable row level security;

create table headwater.import_keys (
  import_job_id uuid not null,
  key uuid not null,
  row_number integer not null
);
alter table headwater.import_keys enable row level security;

create table headwater.import_turns (
  agency_id uuid not null,
  taken_at timestamp with time zone not null
);
alter table headwater.import_turns enable row level security;

create table headwater.match_key_sets (
  id bigint not null,
  model_id uuid not null,
  fields jsonb not null,
  used_at timestamp with time zone not null default now()
);
alter table headwater.match_key_sets enable row level security;

create table headwater.message_attempts (
  id uuid not null,
  message_id uuid not null,
  provider_id uuid not null,
  state text not null default 'started'::text,
  provider_message_id text,
  error_code text,
  started_at timestamp with time zone not null default clock_timestamp(),
  missed_at timestamp with time zone,
  ended_at timestamp with time zone
);
alter table headwater.message_attempts enable row level security;

create table headwater.message_provider_secrets (
  provider_id uuid not null,
  key_id text not null,
  iv bytea not null,
  data bytea not null,
  updated_at timestamp with time zone not null default now()
);
alter table headwater.message_provider_secrets enable row level security;

create table headwater.provider_buckets (
  provider_id uuid not null,
  tokens double precision not null,
  filled_at timestamp with time zone not null default clock_timestamp()
);
alter table headwater.provider_buckets enable row level security;

create table headwater.rate_limits (
  user_id uuid not null,
  window_start timestamp with time zone not null,
  request_count integer not null
);
alter table headwater.rate_limits enable row level security;

create table headwater.record_match_keys (
  set_id bigint not null,
  key uuid not null,
  record_id uuid not null
);
alter table headwater.record_match_keys enable row level security;

create table headwater.settings (
  name text not null,
  value jsonb not null
);
alter table headwater.settings enable row level security;

create table headwater.webhook_events (
  provider_id uuid not null,
  event_key text not null,
  received_at timestamp with time zone not null default now()
);
alter table headwater.webhook_events enable row level security;

create table public.agencies (
  id uuid not null default gen_random_uuid(),
  name text not null,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now()
);
alter table public.agencies enable row level security;

create table public.api_health_logs (
  id bigint not null,
  agency_id uuid not null,
  user_id uuid,
  api_name text not null,
  endpoint text,
  status_code integer,
  response_time_ms integer not null,
  success boolean not null,
  error_code text,
  error_message text,
  origin text not null default 'function'::text,
  "timestamp" timestamp with time zone not null default now()
);
alter table public.api_health_logs enable row level security;

create table public.audience_segments (
  id uuid not null default gen_random_uuid(),
  agency_id uuid not null default headwater.current_agency_id(),
  data_model_id uuid not null,
  name text not null,
  criteria jsonb not null,
  created_by uuid default auth.uid(),
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now()
);
alter table public.audience_segments enable row level security;

create table public.campaign_assignments (
  campaign_id uuid not null,
  agency_id uuid not null default headwater.current_agency_id(),
  user_id uuid not null,
  created_at timestamp with time zone not null default now()
);
alter table public.campaign_assignments enable row level security;

create table public.campaign_counters (
  campaign_id uuid not null,
  agency_id uuid not null,
  recipients_count integer not null default 0,
  pending_count integer not null default 0,
  held_count integer not null default 0,
  sent_count integer not null default 0,
  delivered_count integer not null default 0,
  failed_count integer not null default 0,
  suppressed_count integer not null default 0,
  skipped_count integer not null default 0,
  segments_count bigint not null default 0,
  cost_micros bigint not null default 0
);
alter table public.campaign_counters enable row level security;

create table public.campaign_messages (
  id uuid not null default gen_random_uuid(),
  campaign_id uuid not null,
  agency_id uuid not null,
  record_id uuid,
  recipient text not null,
  status text not null default 'pending'::text,
  reason text,
  reason_message text,
  data jsonb not null default '{}'::jsonb,
  body text,
  segments integer,
  cost_micros bigint,
  attempts integer not null default 0,
  attempt_id uuid,
  due_at timestamp with time zone not null default now(),
  held_until timestamp with time zone,
  expires_at timestamp with time zone,
  provider_message_id text,
  sent_at timestamp with time zone,
  delivered_at timestamp with time zone,
  read_at timestamp with time zone,
  failed_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now()
);
alter table public.campaign_messages enable row level security;

create table public.campaign_skips (
  campaign_id uuid not null,
  agency_id uuid not null,
  record_id uuid not null,
  reason text not null,
  value text
);
alter table public.campaign_skips enable row level security;

create table public.campaigns (
  id uuid not null default gen_random_uuid(),
  agency_id uuid not null default headwater.current_agency_id(),
  name text not null,
  description text,
  type text not null default 'outreach'::text,
  status text not null default 'draft'::text,
  start_date date,
  end_date date,
  target_audience jsonb,
  leads_count integer not null default 0,
  qualified_leads_count integer not null default 0,
  contacted_count integer not null default 0,
  responded_count integer not null default 0,
  data_model_id uuid,
  target_criteria jsonb,
  content text,
  message text,
  subject text,
  metadata jsonb,
  send_options jsonb not null default '{}'::jsonb,
  provider_id uuid,
  scheduled_at timestamp with time zone,
  confirmed_recipients integer,
  sent_by uuid,
  status_code text,
  status_message text,
  created_by uuid default auth.uid(),
  materialised_at timestamp with time zone,
  started_at timestamp with time zone,
  finished_at timestamp with time zone,
  cancelled_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now()
);
alter table public.campaigns enable row level security;

create table public.data_cache_metadata (
  agency_id uuid not null,
  cache_key text not null,
  dashboard text not null,
  status text not null,
  fetched_at timestamp with time zone,
  data_as_of timestamp with time zone,
  expires_at timestamp with time zone,
  expected_count integer not null default 0,
  current_count integer not null default 0,
  fetch_duration_ms integer,
  error_message text,
  updated_at timestamp with time zone not null default now()
);
alter table public.data_cache_metadata enable row level security;

create table public.data_models (
  id uuid not null default gen_random_uuid(),
  user_id uuid not null default auth.uid(),
  agency_id uuid not null default headwater.current_agency_id(),
  name text not null,
  description text,
  fields jsonb not null default '[]'::jsonb,
  visibility text not null default 'private'::text,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now()
);
alter table public.data_models enable row level security;

create table public.data_validation_errors (
  id bigint not null,
  agency_id uuid not null,
  user_id uuid,
  workspace_id uuid,
  source text not null,
  error_type text not null,
  field_path text,
  message text not null,
  origin text not null default 'function'::text,
  "timestamp" timestamp with time zone not null default now()
);
alter table public.data_validation_errors enable row level security;

create table public.health_destinations (
  agency_id uuid not null,
  kind text not null,
  channel text,
  last_error text,
  last_sent_at timestamp with time zone,
  updated_at timestamp with time zone not null default now()
);
alter table public.health_destinations enable row level security;

create table public.health_incidents (
  id uuid not null default gen_random_uuid(),
  agency_id uuid not null,
  metric text not null,
  subject text not null default ''::text,
  status text not null default 'open'::text,
  severity text not null,
  worst_severity text not null,
  value numeric not null,
  worst_value numeric not null,
  threshold numeric not null,
  ok_checks integer not null default 0,
  opened_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  resolved_at timestamp with time zone
);
alter table public.health_incidents enable row level security;

create table public.health_thresholds (
  id uuid not null default gen_random_uuid(),
  agency_id uuid default headwater.current_agency_id(),
  metric text not null,
  warning_at numeric not null,
  critical_at numeric not null,
  warning_points integer not null,
  critical_points integer not null,
  is_enabled boolean not null default true,
  updated_at timestamp with time zone not null default now()
);
alter table public.health_thresholds enable row level security;

create table public.import_changes (
  import_job_id uuid not null,
  row_number integer not null,
  record_id uuid,
  action text not null,
  reason text,
  other_row integer,
  before jsonb,
  before_updated_at timestamp with time zone,
  after jsonb,
  after_updated_at timestamp with time zone,
  record jsonb,
  created_at timestamp with time zone not null default now()
);
alter table public.import_changes enable row level security;

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
  agency_id uuid not null default headwater.current_agency_id(),
  model_id uuid not null,
  file_url text not null,
  file_name text not null generated always as (regexp_replace(file_url, '^.*/'::text, ''::text)) stored,
  file_type text not null,
  file_size integer,
  mapping jsonb,
  plan jsonb,
  reading jsonb,
  on_invalid text not null default 'skip'::text,
  mode text not null default 'insert'::text,
  key_fields text[] not null default '{}'::text[],
  field_policies jsonb not null default '{}'::jsonb,
  newest_by text,
  duplicates_in_file text not null default 'last'::text,
  dry_run boolean not null default false,
  dry_run_of uuid,
  undo_of uuid,
  again_of uuid,
  status text not null default 'pending'::text,
  total_records integer,
  processed_records integer not null generated always as ((((((imported_records + unchanged_records) + skipped_records) + failed_records) + reversed_records) + kept_records)) stored,
  imported_records integer not null default 0,
  inserted_records integer not null generated always as ((imported_records - updated_records)) stored,
  updated_records integer not null default 0,
  unchanged_records integer not null default 0,
  skipped_records integer not null default 0,
  failed_records integer not null default 0,
  conflict_records integer not null default 0,
  reversed_records integer not null default 0,
  kept_records integer not null default 0,
  differences jsonb,
  error_code text,
  error_message text,
  checkpoint jsonb,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  started_at timestamp with time zone,
  finished_at timestamp with time zone,
  undo_until timestamp with time zone,
  undone_at timestamp with time zone
);
alter table public.import_jobs enable row level security;

create table public.import_mappings (
  id uuid not null default gen_random_uuid(),
  user_id uuid not null default auth.uid(),
  agency_id uuid not null default headwater.current_agency_id(),
  model_id uuid not null,
  header_signature text not null,
  columns jsonb not null,
  mapping jsonb,
  plan jsonb,
  reading jsonb,
  policy jsonb,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  used_at timestamp with time zone not null default now()
);
alter table public.import_mappings enable row level security;

create table public.inbound_messages (
  id uuid not null default gen_random_uuid(),
  agency_id uuid not null,
  provider_id uuid not null,
  provider_message_id text not null,
  sender text,
  sender_id text,
  body text,
  keyword text,
  received_at timestamp with time zone not null default now()
);
alter table public.inbound_messages enable row level security;

create table public.message_providers (
  id uuid not null default gen_random_uuid(),
  agency_id uuid not null default headwater.current_agency_id(),
  kind text not null,
  channel text not null,
  name text not null,
  config jsonb not null default '{}'::jsonb,
  has_credentials boolean not null default false,
  segments_per_second double precision not null default 1,
  price_micros integer not null default 0,
  currency text not null default 'USD'::text,
  failure_count integer not null default 0,
  paused_until timestamp with time zone,
  last_error text,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now()
);
alter table public.message_providers enable row level security;

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
  agency_id uuid not null default headwater.current_agency_id(),
  data jsonb not null,
  import_job_id uuid,
  import_row integer,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now()
);
alter table public.records enable row level security;

create table public.sender_accounts (
  workspace_id uuid not null,
  vendor_id text not null,
  agency_id uuid not null,
  email text not null,
  name text,
  type text,
  status text not null,
  is_connected boolean not null,
  warmup_enabled boolean,
  daily_limit integer not null,
  emails_sent_count integer not null,
  bounced_count integer not null,
  replied_count integer not null,
  interested_count integer not null,
  tags text[] not null default '{}'::text[]
);
alter table public.sender_accounts enable row level security;

create table public.suppressions (
  id uuid not null default gen_random_uuid(),
  agency_id uuid not null default headwater.current_agency_id(),
  channel text not null,
  address text not null,
  reason text not null default 'manual'::text,
  source text not null default 'user'::text,
  note text,
  was_manual boolean not null default false,
  created_at timestamp with time zone not null default now()
);
alter table public.suppressions enable row level security;

create table public.user_profiles (
  id uuid not null,
  agency_id uuid not null,
  role public.user_role not null default 'agency_admin'::public.user_role,
  full_name text,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now()
);
alter table public.user_profiles enable row level security;

create table public.workspace_connections (
  agency_id uuid not null default headwater.current_agency_id(),
  vendor text not null default 'email_bison'::text,
  base_url text not null,
  stats_refresh_seconds integer not null default 120,
  senders_refresh_seconds integer not null default 600,
  token_set_at timestamp with time zone,
  discovered_at timestamp with time zone,
  discovery_error text,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now()
);
alter table public.workspace_connections enable row level security;

create table public.workspace_snapshots (
  workspace_id uuid not null,
  source text not null,
  agency_id uuid not null,
  data jsonb,
  fetched_at timestamp with time zone,
  data_as_of timestamp with time zone,
  duration_ms integer,
  attempted_at timestamp with time zone,
  failure_code text,
  failure_message text,
  failure_count integer not null default 0,
  claimed_until timestamp with time zone,
  next_refresh_at timestamp with time zone not null default now()
);
alter table public.workspace_snapshots enable row level security;

create table public.workspace_targets (
  workspace_id uuid not null,
  agency_id uuid not null default headwater.current_agency_id(),
  monthly_kpi integer,
  price_per_lead_minor bigint,
  monthly_cost_minor bigint,
  currency text,
  updated_by uuid default auth.uid(),
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now()
);
alter table public.workspace_targets enable row level security;

create table public.workspaces (
  id uuid not null default gen_random_uuid(),
  agency_id uuid not null,
  vendor text not null default 'email_bison'::text,
  vendor_id text not null,
  name text not null,
  is_tracked boolean not null default true,
  token_set_at timestamp with time zone,
  removed_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now()
);
alter table public.workspaces enable row level security;

-- Views

create view public.dashboard_health_summary with (security_invoker=true) as
 WITH deductions AS (
         SELECT health_measurements.agency_id,
            health_measurements.metric,
            health_measurements.subject,
            health_measurements.value,
            health_measurements.severity,
            health_measurements.threshold,
            GREATEST(0::bigint, LEAST(health_measurements.points::bigint, 100 - sum(health_measurements.points) OVER (PARTITION BY health_measurements.agency_id ORDER BY health_measurements.points DESC, health_measurements.metric, health_measurements.subject ROWS UNBOUNDED PRECEDING) + health_measurements.points)) AS points
           FROM public.health_measurements
          WHERE health_measurements.points > 0
        ), sums AS (
         SELECT deductions.agency_id,
            sum(deductions.points)::integer AS total,
            bool_or(deductions.severity = 'critical'::text) AS is_critical,
            jsonb_agg(jsonb_build_object('metric', deductions.metric, 'subject', deductions.subject, 'severity', deductions.severity, 'value', deductions.value, 'threshold', deductions.threshold, 'points', deductions.points) ORDER BY deductions.points DESC, deductions.metric, deductions.subject) AS items
           FROM deductions
          GROUP BY deductions.agency_id
        )
 SELECT c.agency_id,
    100 - COALESCE(s.total, 0) AS health_score,
        CASE
            WHEN s.is_critical THEN 'critical'::text
            WHEN s.total > 0 THEN 'warning'::text
            ELSE 'healthy'::text
        END AS status,
    COALESCE(s.items, '[]'::jsonb) AS deductions,
    ( SELECT count(*)::integer AS count
           FROM public.data_cache_metadata m
          WHERE m.agency_id = c.agency_id) AS dashboard_count,
    ( SELECT count(*)::integer AS count
           FROM public.data_cache_metadata m
          WHERE m.agency_id = c.agency_id AND m.status = 'error'::text) AS dashboard_error_count,
    ( SELECT count(*)::integer AS count
           FROM public.api_health_logs l
          WHERE l.agency_id = c.agency_id AND l."timestamp" > (now() - '01:00:00'::interval)) AS api_calls_last_hour,
    ( SELECT count(*)::integer AS count
           FROM public.api_health_logs l
          WHERE l.agency_id = c.agency_id AND NOT l.success AND l."timestamp" > (now() - '01:00:00'::interval)) AS api_errors_last_hour,
    ( SELECT round(avg(l.response_time_ms))::integer AS round
           FROM public.api_health_logs l
          WHERE l.agency_id = c.agency_id AND l."timestamp" > (now() - '01:00:00'::interval)) AS avg_response_time_ms,
    ( SELECT count(*)::integer AS count
           FROM public.data_validation_errors e
          WHERE e.agency_id = c.agency_id AND e."timestamp" > (now() - '24:00:00'::interval)) AS validation_errors_last_day,
    ( SELECT count(*)::integer AS count
           FROM public.health_incidents i
          WHERE i.agency_id = c.agency_id AND i.status = 'open'::text) AS open_incident_count,
    now() AS checked_at
   FROM public.workspace_connections c
     LEFT JOIN sums s ON s.agency_id = c.agency_id;

create view public.health_measurements with (security_invoker=true) as
 WITH tracked AS (
         SELECT w.agency_id,
            w.id,
            sources.source,
            s.fetched_at,
            COALESCE(s.failure_count, 0) AS failure_count,
            s.attempted_at IS NOT NULL OR w.created_at < (now() - '00:05:00'::interval) AS is_due
           FROM public.workspaces w
             CROSS JOIN unnest(ARRAY['stats'::text, 'senders'::text]) sources(source)
             LEFT JOIN public.workspace_snapshots s ON s.workspace_id = w.id AND s.source = sources.source
          WHERE w.is_tracked AND w.removed_at IS NULL
        ), calls AS (
         SELECT api_health_logs.agency_id,
            api_health_logs.api_name,
            100.0 * count(*) FILTER (WHERE NOT api_health_logs.success)::numeric / count(*)::numeric AS error_rate,
            avg(api_health_logs.response_time_ms) FILTER (WHERE api_health_logs.origin = 'function'::text) AS average_ms
           FROM public.api_health_logs
          WHERE api_health_logs."timestamp" > (now() - '00:15:00'::interval) AND (api_health_logs.origin = 'function'::text OR api_health_logs.status_code IS NOT NULL)
          GROUP BY api_health_logs.agency_id, api_health_logs.api_name
         HAVING count(*) >= 5
        ), measured(agency_id, metric, subject, value) AS (
         SELECT data_cache_metadata.agency_id,
            'dashboard_errors'::text AS "?column?",
            data_cache_metadata.dashboard,
            (data_cache_metadata.status = 'error'::text)::integer::numeric AS "numeric"
           FROM public.data_cache_metadata
        UNION ALL
         SELECT tracked.agency_id,
            tracked.source || '_age'::text,
            ''::text,
            round(EXTRACT(epoch FROM now() - min(tracked.fetched_at)) / 60::numeric, 1) AS round
           FROM tracked
          WHERE tracked.fetched_at IS NOT NULL
          GROUP BY tracked.agency_id, tracked.source
        UNION ALL
         SELECT tracked.agency_id,
            'workspaces_behind'::text,
            tracked.source,
            round(100.0 * count(*) FILTER (WHERE tracked.failure_count > 0 OR tracked.fetched_at IS NULL)::numeric / count(*)::numeric, 1) AS round
           FROM tracked
          WHERE tracked.is_due
          GROUP BY tracked.agency_id, tracked.source
        UNION ALL
         SELECT calls.agency_id,
            'api_error_rate'::text,
            calls.api_name,
            round(calls.error_rate, 1) AS round
           FROM calls
        UNION ALL
         SELECT calls.agency_id,
            'api_response_time'::text,
            calls.api_name,
            round(calls.average_ms) AS round
           FROM calls
          WHERE calls.average_ms IS NOT NULL
        UNION ALL
         SELECT data_validation_errors.agency_id,
            'validation_errors'::text,
            data_validation_errors.source,
            count(*)::numeric AS count
           FROM public.data_validation_errors
          WHERE data_validation_errors."timestamp" > (now() - '01:00:00'::interval)
          GROUP BY data_validation_errors.agency_id, data_validation_errors.source
        )
 SELECT m.agency_id,
    m.metric,
    m.subject,
    m.value,
        CASE
            WHEN m.value >= t.critical_at THEN 'critical'::text
            WHEN m.value >= t.warning_at THEN 'warning'::text
            ELSE NULL::text
        END AS severity,
        CASE
            WHEN m.value >= t.critical_at THEN t.critical_at
            WHEN m.value >= t.warning_at THEN t.warning_at
            ELSE NULL::numeric
        END AS threshold,
        CASE
            WHEN m.value >= t.critical_at THEN t.critical_points
            WHEN m.value >= t.warning_at THEN t.warning_points
            ELSE 0
        END AS points
   FROM measured m
     CROSS JOIN LATERAL ( SELECT h.id,
            h.agency_id,
            h.metric,
            h.warning_at,
            h.critical_at,
            h.warning_points,
            h.critical_points,
            h.is_enabled,
            h.updated_at
           FROM public.health_thresholds h
          WHERE h.metric = m.metric AND (h.agency_id = m.agency_id OR h.agency_id IS NULL)
          ORDER BY h.agency_id
         LIMIT 1) t
  WHERE t.is_enabled;

-- Constraints

alter table headwater.agency_secrets add constraint agency_secrets_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES public.agencies(id) ON DELETE CASCADE;
alter table headwater.agency_secrets add constraint agency_secrets_agency_id_purpose_workspace_id_key UNIQUE NULLS NOT DISTINCT (agency_id, purpose, workspace_id);
alter table headwater.agency_secrets add constraint agency_secrets_pkey PRIMARY KEY (id);
alter table headwater.agency_secrets add constraint agency_secrets_purpose_check CHECK ((purpose = ANY (ARRAY['email_bison'::text, 'slack'::text])));
alter table headwater.agency_secrets add constraint agency_secrets_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES public.workspaces(id) ON DELETE CASCADE;
alter table headwater.audience_fields add constraint audience_fields_kind_check CHECK ((kind = ANY (ARRAY['texts'::text, 'grams'::text, 'numbers'::text])));
alter table headwater.audience_fields add constraint audience_fields_model_id_field_kind_key UNIQUE (model_id, field, kind);
alter table headwater.audience_fields add constraint audience_fields_model_id_fkey FOREIGN KEY (model_id) REFERENCES public.data_models(id) ON DELETE CASCADE;
alter table headwater.audience_fields add constraint audience_fields_pkey PRIMARY KEY (id);
alter table headwater.audience_grams add constraint audience_grams_pkey PRIMARY KEY (field_id, key);
alter table headwater.audience_numbers add constraint audience_numbers_pkey PRIMARY KEY (field_id, value, record_id);
alter table headwater.audience_texts add constraint audience_texts_pkey PRIMARY KEY (field_id, value, record_id);
alter table headwater.health_notifications add constraint health_notifications_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES public.agencies(id) ON DELETE CASCADE;
alter table headwater.health_notifications add constraint health_notifications_incident_id_fkey FOREIGN KEY (incident_id) REFERENCES public.health_incidents(id) ON DELETE CASCADE;
alter table headwater.health_notifications add constraint health_notifications_pkey PRIMARY KEY (incident_id);
alter table headwater.idempotency_keys add constraint idempotency_keys_key_check CHECK (((length(key) >= 1) AND (length(key) <= 200)));
alter table headwater.idempotency_keys add constraint idempotency_keys_pkey PRIMARY KEY (user_id, key);
alter table headwater.idempotency_keys add constraint idempotency_keys_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth.users(id) ON DELETE CASCADE;
alter table headwater.import_claims add constraint import_claims_pkey PRIMARY KEY (import_job_id, field, value);
alter table headwater.import_key_filters add constraint import_key_filters_pkey PRIMARY KEY (import_job_id);
alter table headwater.import_keys add constraint import_keys_pkey PRIMARY KEY (import_job_id, key);
alter table headwater.import_turns add constraint import_turns_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES public.agencies(id) ON DELETE CASCADE;
alter table headwater.import_turns add constraint import_turns_pkey PRIMARY KEY (agency_id);
alter table headwater.match_key_sets add constraint match_key_sets_fields_check CHECK ((jsonb_typeof(fields) = 'array'::text));
alter table headwater.match_key_sets add constraint match_key_sets_model_id_fields_key UNIQUE (model_id, fields);
alter table headwater.match_key_sets add constraint match_key_sets_model_id_fkey FOREIGN KEY (model_id) REFERENCES public.data_models(id) ON DELETE CASCADE;
alter table headwater.match_key_sets add constraint match_key_sets_pkey PRIMARY KEY (id);
alter table headwater.message_attempts add constraint message_attempts_message_id_fkey FOREIGN KEY (message_id) REFERENCES public.campaign_messages(id) ON DELETE CASCADE;
alter table headwater.message_attempts add constraint message_attempts_pkey PRIMARY KEY (id);
alter table headwater.message_attempts add constraint message_attempts_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES public.message_providers(id) ON DELETE CASCADE;
alter table headwater.message_attempts add constraint message_attempts_state_check CHECK ((state = ANY (ARRAY['started'::text, 'accepted'::text, 'refused'::text, 'rejected'::text, 'absent'::text])));
alter table headwater.message_provider_secrets add constraint message_provider_secrets_iv_check CHECK ((length(iv) = 12));
alter table headwater.message_provider_secrets add constraint message_provider_secrets_pkey PRIMARY KEY (provider_id);
alter table headwater.message_provider_secrets add constraint message_provider_secrets_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES public.message_providers(id) ON DELETE CASCADE;
alter table headwater.provider_buckets add constraint provider_buckets_pkey PRIMARY KEY (provider_id);
alter table headwater.provider_buckets add constraint provider_buckets_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES public.message_providers(id) ON DELETE CASCADE;
alter table headwater.rate_limits add constraint rate_limits_pkey PRIMARY KEY (user_id);
alter table headwater.rate_limits add constraint rate_limits_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth.users(id) ON DELETE CASCADE;
alter table headwater.record_match_keys add constraint record_match_keys_pkey PRIMARY KEY (set_id, key, record_id);
alter table headwater.settings add constraint settings_pkey PRIMARY KEY (name);
alter table headwater.webhook_events add constraint webhook_events_pkey PRIMARY KEY (provider_id, event_key);
alter table headwater.webhook_events add constraint webhook_events_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES public.message_providers(id) ON DELETE CASCADE;
alter table public.agencies add constraint agencies_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200)));
alter table public.agencies add constraint agencies_pkey PRIMARY KEY (id);
alter table public.api_health_logs add constraint api_health_logs_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES public.agencies(id) ON DELETE CASCADE;
alter table public.api_health_logs add constraint api_health_logs_api_name_check CHECK (((length(api_name) >= 1) AND (length(api_name) <= 100)));
alter table public.api_health_logs add constraint api_health_logs_endpoint_check CHECK ((length(endpoint) <= 300));
alter table public.api_health_logs add constraint api_health_logs_error_code_check CHECK ((length(error_code) <= 100));
alter table public.api_health_logs add constraint api_health_logs_error_message_check CHECK ((length(error_message) <= 1000));
alter table public.api_health_logs add constraint api_health_logs_origin_check CHECK ((origin = ANY (ARRAY['function'::text, 'client'::text])));
alter table public.api_health_logs add constraint api_health_logs_pkey PRIMARY KEY (id);
alter table public.api_health_logs add constraint api_health_logs_response_time_ms_check CHECK ((response_time_ms >= 0));
alter table public.api_health_logs add constraint api_health_logs_status_code_check CHECK (((status_code >= 100) AND (status_code <= 599)));
alter table public.api_health_logs add constraint api_health_logs_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth.users(id) ON DELETE CASCADE;
alter table public.audience_segments add constraint audience_segments_agency_id_data_model_id_name_key UNIQUE (agency_id, data_model_id, name);
alter table public.audience_segments add constraint audience_segments_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES public.agencies(id) ON DELETE CASCADE;
alter table public.audience_segments add constraint audience_segments_created_by_fkey FOREIGN KEY (created_by) REFERENCES public.user_profiles(id) ON DELETE SET NULL;
alter table public.audience_segments add constraint audience_segments_criteria_check CHECK ((jsonb_typeof(criteria) = 'object'::text));
alter table public.audience_segments add constraint audience_segments_data_model_id_fkey FOREIGN KEY (data_model_id) REFERENCES public.data_models(id) ON DELETE CASCADE;
alter table public.audience_segments add constraint audience_segments_name_check CHECK (((length(TRIM(BOTH FROM name)) >= 1) AND (length(TRIM(BOTH FROM name)) <= 120)));
alter table public.audience_segments add constraint audience_segments_pkey PRIMARY KEY (id);
alter table public.campaign_assignments add constraint campaign_assignments_campaign_id_agency_id_fkey FOREIGN KEY (campaign_id, agency_id) REFERENCES public.campaigns(id, agency_id) ON DELETE CASCADE;
alter table public.campaign_assignments add constraint campaign_assignments_pkey PRIMARY KEY (campaign_id, user_id);
alter table public.campaign_assignments add constraint campaign_assignments_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.user_profiles(id) ON DELETE CASCADE;
alter table public.campaign_counters add constraint campaign_counters_campaign_id_agency_id_fkey FOREIGN KEY (campaign_id, agency_id) REFERENCES public.campaigns(id, agency_id) ON DELETE CASCADE;
alter table public.campaign_counters add constraint campaign_counters_delivered_count_check CHECK ((delivered_count >= 0));
alter table public.campaign_counters add constraint campaign_counters_failed_count_check CHECK ((failed_count >= 0));
alter table public.campaign_counters add constraint campaign_counters_held_count_check CHECK ((held_count >= 0));
alter table public.campaign_counters add constraint campaign_counters_pending_count_check CHECK ((pending_count >= 0));
alter table public.campaign_counters add constraint campaign_counters_pkey PRIMARY KEY (campaign_id);
alter table public.campaign_counters add constraint campaign_counters_sent_count_check CHECK ((sent_count >= 0));
alter table public.campaign_counters add constraint campaign_counters_skipped_count_check CHECK ((skipped_count >= 0));
alter table public.campaign_counters add constraint campaign_counters_sum_check CHECK ((recipients_count = (((((pending_count + held_count) + sent_count) + delivered_count) + failed_count) + suppressed_count)));
alter table public.campaign_counters add constraint campaign_counters_suppressed_count_check CHECK ((suppressed_count >= 0));
alter table public.campaign_messages add constraint campaign_messages_campaign_id_agency_id_fkey FOREIGN KEY (campaign_id, agency_id) REFERENCES public.campaigns(id, agency_id) ON DELETE CASCADE;
alter table public.campaign_messages add constraint campaign_messages_campaign_id_recipient_key UNIQUE (campaign_id, recipient);
alter table public.campaign_messages add constraint campaign_messages_cost_micros_check CHECK ((cost_micros >= 0));
alter table public.campaign_messages add constraint campaign_messages_open_check CHECK (((attempt_id IS NULL) OR (status = ANY (ARRAY['pending'::text, 'held'::text]))));
alter table public.campaign_messages add constraint campaign_messages_pkey PRIMARY KEY (id);
alter table public.campaign_messages add constraint campaign_messages_recipient_check CHECK ((recipient ~ '^\+[1-9][0-9]{6,14}$'::text));
alter table public.campaign_messages add constraint campaign_messages_segments_check CHECK ((segments >= 0));
alter table public.campaign_messages add constraint campaign_messages_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'held'::text, 'sent'::text, 'delivered'::text, 'failed'::text, 'suppressed'::text])));
alter table public.campaign_skips add constraint campaign_skips_campaign_id_agency_id_fkey FOREIGN KEY (campaign_id, agency_id) REFERENCES public.campaigns(id, agency_id) ON DELETE CASCADE;
alter table public.campaign_skips add constraint campaign_skips_pkey PRIMARY KEY (campaign_id, record_id);
alter table public.campaign_skips add constraint campaign_skips_reason_check CHECK ((reason = ANY (ARRAY['DUPLICATE'::text, 'NO_NUMBER'::text, 'INVALID_NUMBER'::text])));
alter table public.campaign_skips add constraint campaign_skips_value_check CHECK ((length(value) <= 100));
alter table public.campaigns add constraint campaigns_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES public.agencies(id) ON DELETE CASCADE;
alter table public.campaigns add constraint campaigns_confirmed_recipients_check CHECK ((confirmed_recipients >= 0));
alter table public.campaigns add constraint campaigns_contacted_count_check CHECK ((contacted_count >= 0));
alter table public.campaigns add constraint campaigns_content_check CHECK ((length(content) <= 100000));
alter table public.campaigns add constraint campaigns_created_by_fkey FOREIGN KEY (created_by) REFERENCES public.user_profiles(id) ON DELETE SET NULL;
alter table public.campaigns add constraint campaigns_data_model_id_fkey FOREIGN KEY (data_model_id) REFERENCES public.data_models(id) ON DELETE SET NULL;
alter table public.campaigns add constraint campaigns_dates_check CHECK ((end_date >= start_date));
alter table public.campaigns add constraint campaigns_description_check CHECK ((length(description) <= 2000));
alter table public.campaigns add constraint campaigns_id_agency_id_key UNIQUE (id, agency_id);
alter table public.campaigns add constraint campaigns_leads_count_check CHECK ((leads_count >= 0));
alter table public.campaigns add constraint campaigns_message_check CHECK ((length(message) <= 1600));
alter table public.campaigns add constraint campaigns_metadata_check CHECK ((jsonb_typeof(metadata) = 'object'::text));
alter table public.campaigns add constraint campaigns_name_check CHECK (((length(TRIM(BOTH FROM name)) >= 1) AND (length(TRIM(BOTH FROM name)) <= 200)));
alter table public.campaigns add constraint campaigns_pkey PRIMARY KEY (id);
alter table public.campaigns add constraint campaigns_provider_id_agency_id_fkey FOREIGN KEY (provider_id, agency_id) REFERENCES public.message_providers(id, agency_id);
alter table public.campaigns add constraint campaigns_qualified_leads_count_check CHECK ((qualified_leads_count >= 0));
alter table public.campaigns add constraint campaigns_responded_count_check CHECK ((responded_count >= 0));
alter table public.campaigns add constraint campaigns_scheduled_check CHECK (((status <> 'scheduled'::text) OR (scheduled_at IS NOT NULL)));
alter table public.campaigns add constraint campaigns_send_options_check CHECK ((jsonb_typeof(send_options) = 'object'::text));
alter table public.campaigns add constraint campaigns_sent_by_fkey FOREIGN KEY (sent_by) REFERENCES auth.users(id) ON DELETE SET NULL;
alter table public.campaigns add constraint campaigns_status_check CHECK ((status = ANY (ARRAY['draft'::text, 'scheduled'::text, 'active'::text, 'paused'::text, 'completed'::text, 'archived'::text, 'failed'::text])));
alter table public.campaigns add constraint campaigns_status_code_check CHECK ((length(status_code) <= 60));
alter table public.campaigns add constraint campaigns_status_message_check CHECK ((length(status_message) <= 1000));
alter table public.campaigns add constraint campaigns_subject_check CHECK ((length(subject) <= 200));
alter table public.campaigns add constraint campaigns_target_audience_check CHECK ((jsonb_typeof(target_audience) = 'object'::text));
alter table public.campaigns add constraint campaigns_target_criteria_check CHECK ((jsonb_typeof(target_criteria) = 'object'::text));
alter table public.campaigns add constraint campaigns_type_check CHECK ((type = ANY (ARRAY['sms'::text, 'whatsapp'::text, 'email'::text, 'outreach'::text])));
alter table public.data_cache_metadata add constraint data_cache_metadata_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES public.agencies(id) ON DELETE CASCADE;
alter table public.data_cache_metadata add constraint data_cache_metadata_cache_key_check CHECK (((length(cache_key) >= 1) AND (length(cache_key) <= 200)));
alter table public.data_cache_metadata add constraint data_cache_metadata_current_count_check CHECK ((current_count >= 0));
alter table public.data_cache_metadata add constraint data_cache_metadata_dashboard_check CHECK ((dashboard = ANY (ARRAY['kpi'::text, 'volume'::text, 'revenue'::text, 'infrastructure'::text])));
alter table public.data_cache_metadata add constraint data_cache_metadata_error_message_check CHECK ((length(error_message) <= 2000));
alter table public.data_cache_metadata add constraint data_cache_metadata_expected_count_check CHECK ((expected_count >= 0));
alter table public.data_cache_metadata add constraint data_cache_metadata_fetch_duration_ms_check CHECK ((fetch_duration_ms >= 0));
alter table public.data_cache_metadata add constraint data_cache_metadata_pkey PRIMARY KEY (agency_id, cache_key);
alter table public.data_cache_metadata add constraint data_cache_metadata_status_check CHECK ((status = ANY (ARRAY['fresh'::text, 'stale'::text, 'error'::text, 'empty'::text])));
alter table public.data_models add constraint data_models_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES public.agencies(id) ON DELETE CASCADE;
alter table public.data_models add constraint data_models_description_check CHECK ((length(description) <= 2000));
alter table public.data_models add constraint data_models_fields_check CHECK ((jsonb_typeof(fields) = 'array'::text));
alter table public.data_models add constraint data_models_id_agency_id_key UNIQUE (id, agency_id);
alter table public.data_models add constraint data_models_name_check CHECK (((length(TRIM(BOTH FROM name)) >= 1) AND (length(TRIM(BOTH FROM name)) <= 120)));
alter table public.data_models add constraint data_models_pkey PRIMARY KEY (id);
alter table public.data_models add constraint data_models_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth.users(id) ON DELETE CASCADE;
alter table public.data_models add constraint data_models_visibility_check CHECK ((visibility = ANY (ARRAY['private'::text, 'agency'::text])));
alter table public.data_validation_errors add constraint data_validation_errors_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES public.agencies(id) ON DELETE CASCADE;
alter table public.data_validation_errors add constraint data_validation_errors_error_type_check CHECK (((length(error_type) >= 1) AND (length(error_type) <= 100)));
alter table public.data_validation_errors add constraint data_validation_errors_field_path_check CHECK ((length(field_path) <= 300));
alter table public.data_validation_errors add constraint data_validation_errors_message_check CHECK ((length(message) <= 1000));
alter table public.data_validation_errors add constraint data_validation_errors_origin_check CHECK ((origin = ANY (ARRAY['function'::text, 'client'::text])));
alter table public.data_validation_errors add constraint data_validation_errors_pkey PRIMARY KEY (id);
alter table public.data_validation_errors add constraint data_validation_errors_source_check CHECK (((length(source) >= 1) AND (length(source) <= 100)));
alter table public.data_validation_errors add constraint data_validation_errors_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth.users(id) ON DELETE CASCADE;
alter table public.data_validation_errors add constraint data_validation_errors_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES public.workspaces(id) ON DELETE CASCADE;
alter table public.health_destinations add constraint health_destinations_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES public.agencies(id) ON DELETE CASCADE;
alter table public.health_destinations add constraint health_destinations_bot_has_channel_check CHECK (((kind = 'webhook'::text) OR (channel IS NOT NULL)));
alter table public.health_destinations add constraint health_destinations_channel_check CHECK (((length(channel) >= 1) AND (length(channel) <= 100)));
alter table public.health_destinations add constraint health_destinations_kind_check CHECK ((kind = ANY (ARRAY['webhook'::text, 'bot'::text])));
alter table public.health_destinations add constraint health_destinations_pkey PRIMARY KEY (agency_id);
alter table public.health_incidents add constraint health_incidents_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES public.agencies(id) ON DELETE CASCADE;
alter table public.health_incidents add constraint health_incidents_pkey PRIMARY KEY (id);
alter table public.health_incidents add constraint health_incidents_severity_check CHECK ((severity = ANY (ARRAY['warning'::text, 'critical'::text])));
alter table public.health_incidents add constraint health_incidents_status_check CHECK ((status = ANY (ARRAY['open'::text, 'resolved'::text])));
alter table public.health_incidents add constraint health_incidents_worst_severity_check CHECK ((worst_severity = ANY (ARRAY['warning'::text, 'critical'::text])));
alter table public.health_thresholds add constraint health_thresholds_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES public.agencies(id) ON DELETE CASCADE;
alter table public.health_thresholds add constraint health_thresholds_agency_id_metric_key UNIQUE NULLS NOT DISTINCT (agency_id, metric);
alter table public.health_thresholds add constraint health_thresholds_metric_check CHECK ((metric = ANY (ARRAY['dashboard_errors'::text, 'stats_age'::text, 'senders_age'::text, 'workspaces_behind'::text, 'api_error_rate'::text, 'api_response_time'::text, 'validation_errors'::text])));
alter table public.health_thresholds add constraint health_thresholds_order_check CHECK (((critical_at >= warning_at) AND ((critical_points >= warning_points) AND (critical_points <= 100))));
alter table public.health_thresholds add constraint health_thresholds_pkey PRIMARY KEY (id);
alter table public.health_thresholds add constraint health_thresholds_warning_at_check CHECK ((warning_at > (0)::numeric));
alter table public.health_thresholds add constraint health_thresholds_warning_points_check CHECK (((warning_points >= 0) AND (warning_points <= 100)));
alter table public.import_changes add constraint import_changes_action_check CHECK ((action = ANY (ARRAY['insert'::text, 'update'::text, 'delete'::text, 'unchanged'::text, 'skip'::text])));
alter table public.import_changes add constraint import_changes_pkey PRIMARY KEY (import_job_id, row_number);
alter table public.import_changes add constraint import_changes_reason_check CHECK ((reason = ANY (ARRAY['DUPLICATE_IN_FILE'::text, 'EXISTS'::text, 'NO_MATCH'::text])));
alter table public.import_job_errors add constraint import_job_errors_errors_check CHECK ((jsonb_typeof(errors) = 'array'::text));
alter table public.import_job_errors add constraint import_job_errors_import_job_id_fkey FOREIGN KEY (import_job_id) REFERENCES public.import_jobs(id) ON DELETE CASCADE;
alter table public.import_job_errors add constraint import_job_errors_import_job_id_row_number_key UNIQUE (import_job_id, row_number);
alter table public.import_job_errors add constraint import_job_errors_pkey PRIMARY KEY (id);
alter table public.import_job_errors add constraint import_job_errors_row_number_check CHECK ((row_number >= 1));
alter table public.import_jobs add constraint import_jobs_again_of_fkey FOREIGN KEY (again_of) REFERENCES public.import_jobs(id) ON DELETE SET NULL;
alter table public.import_jobs add constraint import_jobs_check CHECK (((updated_records >= 0) AND (updated_records <= imported_records)));
alter table public.import_jobs add constraint import_jobs_check1 CHECK (((conflict_records >= 0) AND (conflict_records <= failed_records)));
alter table public.import_jobs add constraint import_jobs_differences_check CHECK ((jsonb_typeof(differences) = 'object'::text));
alter table public.import_jobs add constraint import_jobs_dry_run_of_fkey FOREIGN KEY (dry_run_of) REFERENCES public.import_jobs(id) ON DELETE SET NULL;
alter table public.import_jobs add constraint import_jobs_duplicates_in_file_check CHECK ((duplicates_in_file = ANY (ARRAY['first'::text, 'last'::text])));
alter table public.import_jobs add constraint import_jobs_failed_records_check CHECK ((failed_records >= 0));
alter table public.import_jobs add constraint import_jobs_field_policies_check CHECK ((jsonb_typeof(field_policies) = 'object'::text));
alter table public.import_jobs add constraint import_jobs_file_size_check CHECK ((file_size >= 0));
alter table public.import_jobs add constraint import_jobs_file_type_check CHECK ((file_type = ANY (ARRAY['csv'::text, 'json'::text, 'ndjson'::text])));
alter table public.import_jobs add constraint import_jobs_imported_records_check CHECK ((imported_records >= 0));
alter table public.import_jobs add constraint import_jobs_kept_records_check CHECK ((kept_records >= 0));
alter table public.import_jobs add constraint import_jobs_key_fields_check CHECK (((cardinality(key_fields) <= 5) AND (array_position(key_fields, NULL::text) IS NULL)));
alter table public.import_jobs add constraint import_jobs_kind_check CHECK (((NOT dry_run) OR ((undo_of IS NULL) AND (dry_run_of IS NULL))));
alter table public.import_jobs add constraint import_jobs_mapping_check CHECK ((jsonb_typeof(mapping) = 'object'::text));
alter table public.import_jobs add constraint import_jobs_mode_check CHECK ((mode = ANY (ARRAY['insert'::text, 'upsert'::text, 'update'::text, 'skip_duplicates'::text])));
alter table public.import_jobs add constraint import_jobs_mode_key_fields_check CHECK (((mode = 'insert'::text) = (key_fields = '{}'::text[])));
alter table public.import_jobs add constraint import_jobs_model_id_agency_id_fkey FOREIGN KEY (model_id, agency_id) REFERENCES public.data_models(id, agency_id) ON UPDATE CASCADE ON DELETE CASCADE;
alter table public.import_jobs add constraint import_jobs_on_invalid_check CHECK ((on_invalid = ANY (ARRAY['skip'::text, 'block'::text])));
alter table public.import_jobs add constraint import_jobs_pkey PRIMARY KEY (id);
alter table public.import_jobs add constraint import_jobs_plan_check CHECK ((jsonb_typeof(plan) = 'object'::text));
alter table public.import_jobs add constraint import_jobs_reading_check CHECK ((jsonb_typeof(reading) = 'object'::text));
alter table public.import_jobs add constraint import_jobs_reversed_records_check CHECK ((reversed_records >= 0));
alter table public.import_jobs add constraint import_jobs_skipped_records_check CHECK ((skipped_records >= 0));
alter table public.import_jobs add constraint import_jobs_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'processing'::text, 'paused'::text, 'completed'::text, 'failed'::text, 'cancelled'::text])));
alter table public.import_jobs add constraint import_jobs_total_records_check CHECK ((total_records >= 0));
alter table public.import_jobs add constraint import_jobs_unchanged_records_check CHECK ((unchanged_records >= 0));
alter table public.import_jobs add constraint import_jobs_undo_of_fkey FOREIGN KEY (undo_of) REFERENCES public.import_jobs(id) ON DELETE CASCADE;
alter table public.import_jobs add constraint import_jobs_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth.users(id) ON DELETE CASCADE;
alter table public.import_mappings add constraint import_mappings_columns_check CHECK ((jsonb_typeof(columns) = 'array'::text));
alter table public.import_mappings add constraint import_mappings_header_signature_check CHECK ((header_signature ~ '^[0-9a-z-]{1,64}$'::text));
alter table public.import_mappings add constraint import_mappings_mapping_check CHECK ((jsonb_typeof(mapping) = 'object'::text));
alter table public.import_mappings add constraint import_mappings_model_id_agency_id_fkey FOREIGN KEY (model_id, agency_id) REFERENCES public.data_models(id, agency_id) ON UPDATE CASCADE ON DELETE CASCADE;
alter table public.import_mappings add constraint import_mappings_pkey PRIMARY KEY (id);
alter table public.import_mappings add constraint import_mappings_plan_check CHECK ((jsonb_typeof(plan) = 'object'::text));
alter table public.import_mappings add constraint import_mappings_policy_check CHECK ((jsonb_typeof(policy) = 'object'::text));
alter table public.import_mappings add constraint import_mappings_reading_check CHECK ((jsonb_typeof(reading) = 'object'::text));
alter table public.import_mappings add constraint import_mappings_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth.users(id) ON DELETE CASCADE;
alter table public.import_mappings add constraint import_mappings_user_id_model_id_header_signature_key UNIQUE (user_id, model_id, header_signature);
alter table public.inbound_messages add constraint inbound_messages_body_check CHECK ((length(body) <= 10000));
alter table public.inbound_messages add constraint inbound_messages_keyword_check CHECK ((keyword = ANY (ARRAY['stop'::text, 'start'::text, 'help'::text])));
alter table public.inbound_messages add constraint inbound_messages_pkey PRIMARY KEY (id);
alter table public.inbound_messages add constraint inbound_messages_provider_id_agency_id_fkey FOREIGN KEY (provider_id, agency_id) REFERENCES public.message_providers(id, agency_id) ON DELETE CASCADE;
alter table public.inbound_messages add constraint inbound_messages_provider_id_provider_message_id_key UNIQUE (provider_id, provider_message_id);
alter table public.inbound_messages add constraint inbound_messages_sender_check CHECK ((sender ~ '^\+[1-9][0-9]{6,14}$'::text));
alter table public.inbound_messages add constraint inbound_messages_sender_id_check CHECK ((length(sender_id) <= 200));
alter table public.message_providers add constraint message_providers_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES public.agencies(id) ON DELETE CASCADE;
alter table public.message_providers add constraint message_providers_channel_check CHECK ((channel = ANY (ARRAY['sms'::text, 'whatsapp'::text])));
alter table public.message_providers add constraint message_providers_channel_kind_check CHECK ((((kind = 'whatsapp-cloud'::text) = (channel = 'whatsapp'::text)) OR (kind = 'console'::text)));
alter table public.message_providers add constraint message_providers_config_check CHECK ((jsonb_typeof(config) = 'object'::text));
alter table public.message_providers add constraint message_providers_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text));
alter table public.message_providers add constraint message_providers_failure_count_check CHECK ((failure_count >= 0));
alter table public.message_providers add constraint message_providers_id_agency_id_key UNIQUE (id, agency_id);
alter table public.message_providers add constraint message_providers_kind_check CHECK ((kind = ANY (ARRAY['twilio'::text, 'whatsapp-cloud'::text, 'console'::text])));
alter table public.message_providers add constraint message_providers_last_error_check CHECK ((length(last_error) <= 1000));
alter table public.message_providers add constraint message_providers_name_check CHECK (((length(TRIM(BOTH FROM name)) >= 1) AND (length(TRIM(BOTH FROM name)) <= 120)));
alter table public.message_providers add constraint message_providers_pkey PRIMARY KEY (id);
alter table public.message_providers add constraint message_providers_price_micros_check CHECK (((price_micros >= 0) AND (price_micros <= 100000000)));
alter table public.message_providers add constraint message_providers_segments_per_second_check CHECK (((segments_per_second >= (0.1)::double precision) AND (segments_per_second <= (2000)::double precision)));
alter table public.record_keys add constraint record_keys_model_id_fkey FOREIGN KEY (model_id) REFERENCES public.data_models(id) ON DELETE CASCADE;
alter table public.record_keys add constraint record_keys_pkey PRIMARY KEY (model_id, field, value);
alter table public.record_keys add constraint record_keys_record_id_fkey FOREIGN KEY (record_id) REFERENCES public.records(id) ON DELETE CASCADE;
alter table public.records add constraint records_data_check CHECK ((jsonb_typeof(data) = 'object'::text));
alter table public.records add constraint records_import_job_id_fkey FOREIGN KEY (import_job_id) REFERENCES public.import_jobs(id) ON DELETE SET NULL;
alter table public.records add constraint records_model_id_agency_id_fkey FOREIGN KEY (model_id, agency_id) REFERENCES public.data_models(id, agency_id) ON UPDATE CASCADE ON DELETE CASCADE;
alter table public.records add constraint records_pkey PRIMARY KEY (id);
alter table public.records add constraint records_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth.users(id) ON DELETE CASCADE;
alter table public.sender_accounts add constraint sender_accounts_bounced_count_check CHECK ((bounced_count >= 0));
alter table public.sender_accounts add constraint sender_accounts_daily_limit_check CHECK ((daily_limit >= 0));
alter table public.sender_accounts add constraint sender_accounts_emails_sent_count_check CHECK ((emails_sent_count >= 0));
alter table public.sender_accounts add constraint sender_accounts_interested_count_check CHECK ((interested_count >= 0));
alter table public.sender_accounts add constraint sender_accounts_pkey PRIMARY KEY (workspace_id, vendor_id);
alter table public.sender_accounts add constraint sender_accounts_replied_count_check CHECK ((replied_count >= 0));
alter table public.sender_accounts add constraint sender_accounts_workspace_id_agency_id_fkey FOREIGN KEY (workspace_id, agency_id) REFERENCES public.workspaces(id, agency_id) ON DELETE CASCADE;
alter table public.suppressions add constraint suppressions_address_check CHECK ((address ~ '^\+[1-9][0-9]{6,14}$'::text));
alter table public.suppressions add constraint suppressions_agency_id_channel_address_key UNIQUE (agency_id, channel, address);
alter table public.suppressions add constraint suppressions_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES public.agencies(id) ON DELETE CASCADE;
alter table public.suppressions add constraint suppressions_channel_check CHECK ((channel = ANY (ARRAY['sms'::text, 'whatsapp'::text])));
alter table public.suppressions add constraint suppressions_note_check CHECK ((length(note) <= 500));
alter table public.suppressions add constraint suppressions_pkey PRIMARY KEY (id);
alter table public.suppressions add constraint suppressions_reason_check CHECK ((reason = ANY (ARRAY['opted_out'::text, 'complaint'::text, 'invalid'::text, 'manual'::text])));
alter table public.suppressions add constraint suppressions_source_check CHECK ((source = ANY (ARRAY['inbound'::text, 'vendor'::text, 'user'::text, 'import'::text])));
alter table public.user_profiles add constraint user_profiles_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES public.agencies(id) ON DELETE RESTRICT;
alter table public.user_profiles add constraint user_profiles_full_name_check CHECK ((length(full_name) <= 200));
alter table public.user_profiles add constraint user_profiles_id_fkey FOREIGN KEY (id) REFERENCES auth.users(id) ON DELETE CASCADE;
alter table public.user_profiles add constraint user_profiles_pkey PRIMARY KEY (id);
alter table public.workspace_connections add constraint workspace_connections_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES public.agencies(id) ON DELETE CASCADE;
alter table public.workspace_connections add constraint workspace_connections_base_url_check CHECK ((base_url ~ '^https://([a-z0-9-]+\.)+[a-z]{2,}(:[0-9]{1,5})?$'::text));
alter table public.workspace_connections add constraint workspace_connections_pkey PRIMARY KEY (agency_id);
alter table public.workspace_connections add constraint workspace_connections_senders_refresh_seconds_check CHECK (((senders_refresh_seconds >= 60) AND (senders_refresh_seconds <= 86400)));
alter table public.workspace_connections add constraint workspace_connections_stats_refresh_seconds_check CHECK (((stats_refresh_seconds >= 30) AND (stats_refresh_seconds <= 86400)));
alter table public.workspace_connections add constraint workspace_connections_vendor_check CHECK ((vendor = 'email_bison'::text));
alter table public.workspace_snapshots add constraint workspace_snapshots_data_check CHECK ((jsonb_typeof(data) = 'object'::text));
alter table public.workspace_snapshots add constraint workspace_snapshots_data_has_age_check CHECK ((((data IS NULL) = (fetched_at IS NULL)) AND ((data IS NULL) = (data_as_of IS NULL))));
alter table public.workspace_snapshots add constraint workspace_snapshots_duration_ms_check CHECK ((duration_ms >= 0));
alter table public.workspace_snapshots add constraint workspace_snapshots_failure_count_check CHECK ((failure_count >= 0));
alter table public.workspace_snapshots add constraint workspace_snapshots_pkey PRIMARY KEY (workspace_id, source);
alter table public.workspace_snapshots add constraint workspace_snapshots_source_check CHECK ((source = ANY (ARRAY['stats'::text, 'senders'::text])));
alter table public.workspace_snapshots add constraint workspace_snapshots_workspace_id_agency_id_fkey FOREIGN KEY (workspace_id, agency_id) REFERENCES public.workspaces(id, agency_id) ON DELETE CASCADE;
alter table public.workspace_targets add constraint workspace_targets_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text));
alter table public.workspace_targets add constraint workspace_targets_money_has_currency_check CHECK (((currency IS NOT NULL) OR ((price_per_lead_minor IS NULL) AND (monthly_cost_minor IS NULL))));
alter table public.workspace_targets add constraint workspace_targets_monthly_cost_minor_check CHECK (((monthly_cost_minor >= 0) AND (monthly_cost_minor <= '100000000000'::bigint)));
alter table public.workspace_targets add constraint workspace_targets_monthly_kpi_check CHECK (((monthly_kpi >= 0) AND (monthly_kpi <= 1000000)));
alter table public.workspace_targets add constraint workspace_targets_pkey PRIMARY KEY (workspace_id);
alter table public.workspace_targets add constraint workspace_targets_price_per_lead_minor_check CHECK (((price_per_lead_minor >= 0) AND (price_per_lead_minor <= '100000000000'::bigint)));
alter table public.workspace_targets add constraint workspace_targets_updated_by_fkey FOREIGN KEY (updated_by) REFERENCES auth.users(id) ON DELETE SET NULL;
alter table public.workspace_targets add constraint workspace_targets_workspace_id_agency_id_fkey FOREIGN KEY (workspace_id, agency_id) REFERENCES public.workspaces(id, agency_id) ON DELETE CASCADE;
alter table public.workspaces add constraint workspaces_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES public.agencies(id) ON DELETE CASCADE;
alter table public.workspaces add constraint workspaces_agency_id_vendor_vendor_id_key UNIQUE (agency_id, vendor, vendor_id);
alter table public.workspaces add constraint workspaces_id_agency_id_key UNIQUE (id, agency_id);
alter table public.workspaces add constraint workspaces_name_check CHECK (((length(name) >= 1) AND (length(name) <= 300)));
alter table public.workspaces add constraint workspaces_pkey PRIMARY KEY (id);
alter table public.workspaces add constraint workspaces_vendor_check CHECK ((vendor = 'email_bison'::text));
alter table public.workspaces add constraint workspaces_vendor_id_check CHECK (((length(vendor_id) >= 1) AND (length(vendor_id) <= 100)));

-- Indexes

CREATE INDEX agency_secrets_workspace_id_idx ON headwater.agency_secrets USING btree (workspace_id);
CREATE INDEX audience_grams_value_idx ON headwater.audience_grams USING gin (field_id, value extensions.gin_trgm_ops);
CREATE INDEX health_notifications_agency_id_idx ON headwater.health_notifications USING btree (agency_id);
CREATE INDEX health_notifications_due_idx ON headwater.health_notifications USING btree (next_attempt_at) WHERE (revision > sent_revision);
CREATE INDEX idempotency_keys_created_at_idx ON headwater.idempotency_keys USING btree (created_at);
CREATE INDEX message_attempts_message_id_idx ON headwater.message_attempts USING btree (message_id);
CREATE INDEX message_attempts_provider_id_idx ON headwater.message_attempts USING btree (provider_id);
CREATE INDEX rate_limits_window_start_idx ON headwater.rate_limits USING btree (window_start);
CREATE INDEX webhook_events_received_at_idx ON headwater.webhook_events USING btree (received_at);
CREATE INDEX api_health_logs_agency_id_idx ON public.api_health_logs USING btree (agency_id, "timestamp" DESC);
CREATE INDEX api_health_logs_timestamp_idx ON public.api_health_logs USING btree ("timestamp");
CREATE INDEX api_health_logs_user_id_idx ON public.api_health_logs USING btree (user_id, "timestamp" DESC);
CREATE INDEX audience_segments_created_by_idx ON public.audience_segments USING btree (created_by);
CREATE INDEX audience_segments_data_model_id_idx ON public.audience_segments USING btree (data_model_id);
CREATE INDEX campaign_assignments_agency_id_idx ON public.campaign_assignments USING btree (agency_id, campaign_id);
CREATE INDEX campaign_assignments_user_id_idx ON public.campaign_assignments USING btree (user_id, campaign_id);
CREATE INDEX campaign_counters_agency_id_idx ON public.campaign_counters USING btree (agency_id, campaign_id);
CREATE INDEX campaign_messages_agency_id_idx ON public.campaign_messages USING btree (agency_id, campaign_id);
CREATE UNIQUE INDEX campaign_messages_attempt_id_idx ON public.campaign_messages USING btree (attempt_id) WHERE (attempt_id IS NOT NULL);
CREATE INDEX campaign_messages_attempt_idx ON public.campaign_messages USING btree (campaign_id, due_at) WHERE (attempt_id IS NOT NULL);
CREATE INDEX campaign_messages_due_idx ON public.campaign_messages USING btree (campaign_id, due_at, id) WHERE ((status = ANY (ARRAY['pending'::text, 'held'::text])) AND (attempt_id IS NULL));
CREATE INDEX campaign_messages_provider_message_id_idx ON public.campaign_messages USING btree (provider_message_id) WHERE (provider_message_id IS NOT NULL);
CREATE INDEX campaign_messages_recipient_idx ON public.campaign_messages USING btree (agency_id, recipient, sent_at) WHERE ((sent_at IS NOT NULL) OR (attempt_id IS NOT NULL));
CREATE INDEX campaign_skips_agency_id_idx ON public.campaign_skips USING btree (agency_id, campaign_id);
CREATE INDEX campaigns_active_idx ON public.campaigns USING btree (id) WHERE (status = 'active'::text);
CREATE INDEX campaigns_agency_id_idx ON public.campaigns USING btree (agency_id, created_at DESC);
CREATE INDEX campaigns_created_by_idx ON public.campaigns USING btree (created_by);
CREATE INDEX campaigns_data_model_id_idx ON public.campaigns USING btree (data_model_id);
CREATE INDEX campaigns_provider_id_idx ON public.campaigns USING btree (provider_id, agency_id);
CREATE INDEX campaigns_scheduled_at_idx ON public.campaigns USING btree (scheduled_at) WHERE (status = 'scheduled'::text);
CREATE INDEX campaigns_sent_by_idx ON public.campaigns USING btree (sent_by);
CREATE INDEX data_cache_metadata_updated_at_idx ON public.data_cache_metadata USING btree (updated_at);
CREATE INDEX data_models_agency_id_idx ON public.data_models USING btree (agency_id, visibility);
CREATE INDEX data_models_user_id_idx ON public.data_models USING btree (user_id);
CREATE INDEX data_validation_errors_agency_id_idx ON public.data_validation_errors USING btree (agency_id, "timestamp" DESC);
CREATE INDEX data_validation_errors_timestamp_idx ON public.data_validation_errors USING btree ("timestamp");
CREATE INDEX data_validation_errors_user_id_idx ON public.data_validation_errors USING btree (user_id, "timestamp" DESC);
CREATE INDEX data_validation_errors_workspace_id_idx ON public.data_validation_errors USING btree (workspace_id);
CREATE INDEX health_incidents_agency_id_idx ON public.health_incidents USING btree (agency_id, opened_at DESC);
CREATE UNIQUE INDEX health_incidents_open_idx ON public.health_incidents USING btree (agency_id, metric, subject) WHERE (status = 'open'::text);
CREATE INDEX health_incidents_resolved_at_idx ON public.health_incidents USING btree (resolved_at);
CREATE UNIQUE INDEX import_jobs_active_file_idx ON public.import_jobs USING btree (user_id, model_id, file_url, dry_run) WHERE ((status = ANY (ARRAY['pending'::text, 'processing'::text, 'paused'::text])) AND (undo_of IS NULL));
CREATE INDEX import_jobs_active_idx ON public.import_jobs USING btree (id) WHERE (status = ANY (ARRAY['pending'::text, 'processing'::text]));
CREATE UNIQUE INDEX import_jobs_active_undo_idx ON public.import_jobs USING btree (undo_of) WHERE ((status = ANY (ARRAY['pending'::text, 'processing'::text, 'paused'::text])) AND (undo_of IS NOT NULL));
CREATE INDEX import_jobs_again_of_idx ON public.import_jobs USING btree (again_of) WHERE (again_of IS NOT NULL);
CREATE INDEX import_jobs_dry_run_of_idx ON public.import_jobs USING btree (dry_run_of) WHERE (dry_run_of IS NOT NULL);
CREATE INDEX import_jobs_model_id_idx ON public.import_jobs USING btree (model_id, agency_id);
CREATE INDEX import_jobs_undo_of_idx ON public.import_jobs USING btree (undo_of) WHERE (undo_of IS NOT NULL);
CREATE INDEX import_jobs_undo_until_idx ON public.import_jobs USING btree (undo_until) WHERE (undo_until IS NOT NULL);
CREATE INDEX import_jobs_user_id_idx ON public.import_jobs USING btree (user_id, created_at DESC);
CREATE INDEX import_mappings_model_id_idx ON public.import_mappings USING btree (model_id, agency_id);
CREATE INDEX inbound_messages_agency_id_idx ON public.inbound_messages USING btree (agency_id, received_at DESC);
CREATE INDEX inbound_messages_provider_id_idx ON public.inbound_messages USING btree (provider_id, agency_id);
CREATE INDEX message_providers_agency_id_idx ON public.message_providers USING btree (agency_id);
CREATE INDEX record_keys_record_id_idx ON public.record_keys USING btree (record_id);
CREATE UNIQUE INDEX records_import_job_id_import_row_idx ON public.records USING btree (import_job_id, import_row);
CREATE INDEX records_model_id_idx ON public.records USING btree (model_id, agency_id, created_at DESC, import_row NULLS FIRST, id);
CREATE INDEX records_user_id_idx ON public.records USING btree (user_id);
CREATE INDEX sender_accounts_agency_id_idx ON public.sender_accounts USING btree (agency_id, workspace_id, email);
CREATE INDEX suppressions_agency_id_idx ON public.suppressions USING btree (agency_id, created_at DESC, id);
CREATE INDEX user_profiles_agency_id_idx ON public.user_profiles USING btree (agency_id);
CREATE INDEX workspace_snapshots_agency_id_idx ON public.workspace_snapshots USING btree (agency_id, source, next_refresh_at);
CREATE INDEX workspace_targets_agency_id_idx ON public.workspace_targets USING btree (agency_id);
CREATE INDEX workspace_targets_updated_by_idx ON public.workspace_targets USING btree (updated_by);

-- Functions

CREATE OR REPLACE FUNCTION headwater.act_as_sender(p_user_id uuid)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select set_config('request.jwt.claims', jsonb_build_object('sub', p_user_id, 'role', 'authenticated')::text, true),
    set_config('request.jwt.claim.sub', coalesce(p_user_id::text, ''), true);
$function$;

CREATE OR REPLACE FUNCTION headwater.apply_delivery(p_provider_id uuid, p_event_key text, p_message_id uuid, p_provider_message_id text, p_status text, p_code text, p_message text, p_at timestamp with time zone)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  v_message public.campaign_messages;
  v_provider public.message_providers;
begin
  select * into v_provider from public.message_providers where id = p_provider_id;
  select m.* into v_message from public.campaign_messages m join public.campaigns c on c.id = m.campaign_id
  where m.agency_id = v_provider.agency_id and c.provider_id = p_provider_id
    and m.id = coalesce(p_message_id, (
      select o.id from public.campaign_messages o where o.provider_message_id = p_provider_message_id and o.agency_id = v_provider.agency_id limit 1))
  for update of m;
  -- Nothing is noted of an event whose message isn't here: should the vendor repeat it, it may find one.
  if v_message.id is null then
    return false;
  end if;
  insert into headwater.webhook_events (provider_id, event_key) values (p_provider_id, p_event_key) on conflict do nothing;
  if not found then
    return false;
  end if;
  -- Most events only say what its answer said already.
  if p_status = 'sent' and headwater.message_status_rank(v_message.status) >= 2 and v_message.provider_message_id is not null then
    return true;
  end if;
  -- The vendor has it: an attempt in doubt is in doubt no more.
  if v_message.attempt_id is not null then
    update headwater.message_attempts set state = 'accepted', provider_message_id = p_provider_message_id, ended_at = clock_timestamp()
    where id = v_message.attempt_id and state = 'started';
  end if;
  update public.campaign_messages m set
    attempt_id = null,
    provider_message_id = coalesce(m.provider_message_id, p_provider_message_id),
    sent_at = coalesce(m.sent_at, p_at),
    status = case
      when p_status in ('delivered', 'read') and headwater.message_status_rank(m.status) < 3 then 'delivered'
      when p_status = 'failed' and headwater.message_status_rank(m.status) < 3 then 'failed'
      when headwater.message_status_rank(m.status) < 2 then 'sent' else m.status end,
    delivered_at = case when p_status in ('delivered', 'read') and m.status <> 'failed' then coalesce(m.delivered_at, p_at) else m.delivered_at end,
    read_at = case when p_status = 'read' and m.status <> 'failed' then coalesce(m.read_at, p_at) else m.read_at end,
    failed_at = case when p_status = 'failed' and headwater.message_status_rank(m.status) < 3 then p_at else m.failed_at end,
    reason = case when p_status = 'failed' and headwater.message_status_rank(m.status) < 3 then coalesce(p_code, 'UNKNOWN') when m.status in ('pending', 'held') then null else m.reason end,
    reason_message = case when p_status = 'failed' and headwater.message_status_rank(m.status) < 3 then left(p_message, 500) else m.reason_message end,
    held_until = null
  where m.id = v_message.id;
  if p_code in ('21610', '131050') then
    perform headwater.suppress_address(v_message.agency_id, v_provider.channel, v_message.recipient, 'opted_out', 'vendor');
  end if;
  return true;
end $function$;

CREATE OR REPLACE FUNCTION headwater.apply_inbound(p_provider_id uuid, p_provider_message_id text, p_sender text, p_sender_id text, p_body text, p_keyword text)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  v_provider public.message_providers;
begin
  select * into v_provider from public.message_providers where id = p_provider_id;
  insert into public.inbound_messages (agency_id, provider_id, provider_message_id, sender, sender_id, body, keyword)
  values (v_provider.agency_id, p_provider_id, p_provider_message_id, p_sender, p_sender_id, left(p_body, 10000), p_keyword)
  on conflict (provider_id, provider_message_id) do nothing;
  if not found then
    return false;
  end if;
  if p_keyword = 'stop' and p_sender is not null then
    perform headwater.suppress_address(v_provider.agency_id, v_provider.channel, p_sender, 'opted_out', 'inbound');
  elsif p_keyword = 'start' and p_sender is not null then
    -- Only who opted out may opt in again; what a person here suppressed stays.
    delete from public.suppressions
    where agency_id = v_provider.agency_id and channel = v_provider.channel and address = p_sender and reason = 'opted_out' and not was_manual;
    update public.suppressions set reason = 'manual', source = 'user', was_manual = false
    where agency_id = v_provider.agency_id and channel = v_provider.channel and address = p_sender and reason = 'opted_out';
  end if;
  return true;
end $function$;

CREATE OR REPLACE FUNCTION headwater.assigned_campaign_ids()
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select a.campaign_id from public.campaign_assignments a
  where a.user_id = (select auth.uid()) and a.agency_id = (select headwater.current_agency_id());
$function$;

CREATE OR REPLACE FUNCTION headwater.audience_condition(p_field jsonb, p_operator text, p_value jsonb)
 RETURNS text
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
  v_type text := p_field ->> 'type';
  v_name text := p_field ->> 'name';
  v_blank text := case when p_field ->> 'type' = 'number' then '''NaN''::double precision' else '''''' end;
  v_list jsonb[];
  v_from text;
  v_to text;
  v_text text;
  v_amount integer;
  v_positive text;
begin
  if p_operator = 'null' then return '%1$s = ' || v_blank; end if;
  if p_operator = 'notNull' then return '%1$s <> ' || v_blank; end if;

  if p_operator in ('inLast', 'notInLast', 'inNext', 'notInNext') and v_type = 'date' then
    if jsonb_typeof(p_value) is distinct from 'object' or coalesce(p_value ->> 'unit', '') not in ('days', 'weeks', 'months', 'years')
      or coalesce(p_value ->> 'amount', '') !~ '^\d{1,5}$' or (p_value ->> 'amount')::integer not between 1 and 10000 then
      perform headwater.refuse_criteria(format('The rule on %s needs an amount from 1 to 10,000 and days, weeks, months or years.', v_name));
    end if;
    -- A day has four digits for its year.
    v_amount := least((p_value ->> 'amount')::integer, case p_value ->> 'unit' when 'years' then 2000 else 10000 end);
    if p_operator in ('inLast', 'notInLast') then
      v_from := to_char((now() at time zone 'UTC')::date - (v_amount || ' ' || (p_value ->> 'unit'))::interval, 'YYYY-MM-DD');
      v_to := to_char((now() at time zone 'UTC')::date + 1, 'YYYY-MM-DD');
    else
      v_from := to_char((now() at time zone 'UTC')::date, 'YYYY-MM-DD');
      v_to := to_char((now() at time zone 'UTC')::date + (v_amount || ' ' || (p_value ->> 'unit'))::interval + interval '1 day', 'YYYY-MM-DD');
    end if;
    v_positive := format('(%%1$s >= %L and %%1$s < %L)', v_from, v_to);
    return case when p_operator in ('inLast', 'inNext') then v_positive else 'not ' || v_positive end;
  end if;

  if p_operator in ('between', 'notBetween') and v_type in ('number', 'date') then
    v_list := headwater.audience_list(p_value, v_name);
    if cardinality(v_list) <> 2 then
      perform headwater.refuse_criteria(format('The rule on %s needs two values.', v_name));
    end if;
    v_from := headwater.audience_scalar(v_list[1], v_type, v_name);
    v_to := headwater.audience_scalar(v_list[2], v_type, v_name);
    v_positive := case v_type
      when 'number' then format('(%%1$s >= %s and %%1$s <= %s)', v_from, v_to)
      else format('(%%1$s >= %L and %%1$s < %L)', v_from, to_char(v_to::date + 1, 'YYYY-MM-DD')) end;
    return case p_operator when 'between' then v_positive else 'not ' || v_positive end;
  end if;

  if p_operator in ('in', 'notIn') and v_type not in ('date', 'boolean') then
    v_list := headwater.audience_list(p_value, v_name);
    select string_agg(headwater.audience_scalar(item, v_type, v_name), ', ') into v_text from unnest(v_list) item;
    -- A placeholder that a value spells stays text.
    return format('%%1$s %s (%s)', case p_operator when 'in' then 'in' else 'not in' end, replace(v_text, '%', '%%'));
  end if;

  if p_operator in ('=', '!=', '<', '<=', '>', '>=') and (p_operator in ('=', '!=') or v_type not in ('boolean', 'select')) then
    v_text := headwater.audience_scalar(p_value, v_type, v_name);
    if v_type = 'date' then
      v_from := v_text;
      v_to := to_char(v_text::date + 1, 'YYYY-MM-DD');
      return case p_operator
        when '=' then format('(%%1$s >= %L and %%1$s < %L)', v_from, v_to)
        when '!=' then format('not (%%1$s >= %L and %%1$s < %L)', v_from, v_to)
        when '<' then format('(%%1$s > '''' and %%1$s < %L)', v_from)
        when '<=' then format('(%%1$s > '''' and %%1$s < %L)', v_to)
        when '>' then format('%%1$s >= %L', v_to)
        else format('%%1$s >= %L', v_from) end;
    end if;
    v_text := replace(v_text, '%', '%%');
    return case
      when p_operator in ('=', '!=') then format('%%1$s %s %s', case p_operator when '=' then '=' else '<>' end, v_text)
      -- NaN is above every number, '' below every text: a blank value is neither more nor less.
      when v_type = 'number' and p_operator in ('>', '>=') then format('(%%1$s %s %s and %%1$s < ''NaN''::double precision)', p_operator, v_text)
      when v_type <> 'number' and p_operator in ('<', '<=') then format('(%%1$s > '''' and %%1$s %s %s)', p_operator, v_text)
      else format('%%1$s %s %s', p_operator, v_text) end;
  end if;

  if p_operator in ('contains', 'doesNotContain', 'beginsWith', 'doesNotBeginWith', 'endsWith', 'doesNotEndWith')
    and v_type in ('text', 'email', 'phone', 'url') then
    perform headwater.audience_scalar(p_value, v_type, v_name);
    v_text := regexp_replace(lower(p_value #>> '{}'), '([\\%_])', '\\\1', 'g');
    if v_text = '' then
      perform headwater.refuse_criteria(format('The rule on %s needs a value.', v_name));
    end if;
    v_text := case when p_operator in ('beginsWith', 'doesNotBeginWith') then '' else '%' end || v_text
      || case when p_operator in ('endsWith', 'doesNotEndWith') then '' else '%' end;
    return format('%%1$s %s %s', case when p_operator like 'doesNot%' then 'not like' else 'like' end, replace(format('%L', v_text), '%', '%%'));
  end if;

  perform headwater.refuse_criteria(format('A rule on %s, which is of type %s, can''t use “%s”.', v_name, v_type, left(coalesce(p_operator, ''), 40)));
end $function$;

CREATE OR REPLACE FUNCTION headwater.audience_insertion(p_field_id integer, p_field text, p_type text, p_kind text, p_source text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO ''
AS $function$
  select case p_kind
    when 'grams' then format('insert into headwater.audience_grams (field_id, key, value) select distinct %s, %s, %s from %s', p_field_id,
      headwater.audience_value(p_field, p_type, 'keys'), headwater.audience_value(p_field, p_type, 'grams'), p_source)
    else format('insert into headwater.audience_%s (field_id, value, record_id) select %s, %s, id from %s', p_kind, p_field_id,
      headwater.audience_value(p_field, p_type, case p_kind when 'texts' then 'keys' else p_kind end), p_source) end;
$function$;

CREATE OR REPLACE FUNCTION headwater.audience_kind(p_type text, p_operator text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO ''
AS $function$
  select case when p_type = 'number' then 'numbers'
    when p_operator in ('contains', 'doesNotContain', 'endsWith', 'doesNotEndWith') then 'grams' else 'texts' end;
$function$;

CREATE OR REPLACE FUNCTION headwater.audience_list(p_value jsonb, p_field text)
 RETURNS jsonb[]
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
  v_list jsonb[];
begin
  if jsonb_typeof(p_value) = 'array' then
    v_list := array(select item from jsonb_array_elements(p_value) item);
  elsif jsonb_typeof(p_value) = 'string' then
    v_list := array(select to_jsonb(trim(item)) from unnest(string_to_array(p_value #>> '{}', ',')) item);
  else
    v_list := array[p_value];
  end if;
  if cardinality(v_list) = 0 or cardinality(v_list) > 200 or array_position(v_list, null) is not null then
    perform headwater.refuse_criteria(format('The rule on %s needs 1 to 200 values.', p_field));
  end if;
  return v_list;
end $function$;

CREATE OR REPLACE FUNCTION headwater.audience_lock(p_model_id uuid)
 RETURNS bigint
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO ''
AS $function$
  select hashtextextended('audience:' || p_model_id, 0);
$function$;

CREATE OR REPLACE FUNCTION headwater.audience_scalar(p_value jsonb, p_type text, p_field text)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO ''
AS $function$
declare
  v_text text := p_value #>> '{}';
begin
  if p_value is null or jsonb_typeof(p_value) not in ('string', 'number', 'boolean') then
    perform headwater.refuse_criteria(format('The rule on %s needs a value.', p_field));
  end if;
  if length(v_text) > 200 then
    perform headwater.refuse_criteria(format('The rule on %s compares with over 200 characters.', p_field));
  end if;
  if p_type = 'number' then
    begin
      if v_text !~ '^\s*[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?\s*$' or trim(v_text)::double precision is null then
        raise exception using errcode = '22003';
      end if;
    exception when data_exception then
      perform headwater.refuse_criteria(format('The rule on %s compares with “%s”, which is no number.', p_field, left(v_text, 60)));
    end;
    return format('%L::double precision', trim(v_text));
  elsif p_type = 'date' then
    begin
      if v_text !~ '^\d{4}-\d{2}-\d{2}([T ].*)?$' or left(v_text, 10)::date is null then
        raise exception using errcode = '22007';
      end if;
    exception when data_exception then
      perform headwater.refuse_criteria(format('The rule on %s compares with “%s”, which is no date such as 2026-01-31.', p_field, left(v_text, 60)));
    end;
    return left(v_text, 10);
  elsif p_type = 'boolean' then
    if lower(v_text) not in ('true', 'false') then
      perform headwater.refuse_criteria(format('The rule on %s compares with “%s”. Use true or false.', p_field, left(v_text, 60)));
    end if;
    return format('%L', lower(v_text));
  end if;
  return format('%L', lower(btrim(v_text, headwater.white_space())));
end $function$;

CREATE OR REPLACE FUNCTION headwater.audience_value(p_field text, p_type text, p_kind text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO ''
AS $function$
  select case
    when p_kind = 'numbers' then
      -- A number of more digits than a double has is as good as none.
      format($f$coalesce(case when jsonb_typeof(data -> %1$L) = 'number' and length(data ->> %1$L) < 300 then (data ->> %1$L)::double precision end,
        'NaN')$f$, p_field)
    when p_kind = 'grams' then format($f$lower(btrim(coalesce(data ->> %1$L, ''), %2$L))$f$, p_field, headwater.white_space())
    when p_type in ('date', 'boolean') then format($f$coalesce(data ->> %1$L, '')$f$, p_field)
    when p_kind = 'keys' then format($f$(select left(v, 201) || case when length(v) > 201 then md5(v) else '' end
      from (select lower(btrim(coalesce(data ->> %1$L, ''), %2$L)) v) whole)$f$, p_field, headwater.white_space())
    else format($f$left(lower(btrim(coalesce(data ->> %1$L, ''), %2$L)), 201)$f$, p_field, headwater.white_space()) end;
$function$;

CREATE OR REPLACE FUNCTION headwater.begin_attempts(p_provider_id uuid, p_batch jsonb, p_doubt_seconds double precision)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
 SET enable_seqscan TO 'off'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
AS $function$
declare
  v_count integer;
begin
  with batch as (
    select * from jsonb_to_recordset(p_batch) as b (id uuid, attempt_id uuid, body text, segments integer, cost_micros bigint, outcome text, reason text,
      reason_message text, held_until timestamptz)
  ), started as (
    insert into headwater.message_attempts (id, message_id, provider_id) select b.attempt_id, b.id, p_provider_id from batch b where b.outcome = 'send'
  )
  update public.campaign_messages m set
    status = case b.outcome when 'hold' then 'held' when 'fail' then 'failed' else m.status end,
    reason = case b.outcome when 'send' then null else b.reason end,
    reason_message = case b.outcome when 'send' then null else b.reason_message end,
    body = coalesce(b.body, m.body), segments = coalesce(b.segments, m.segments), cost_micros = coalesce(b.cost_micros, m.cost_micros),
    attempt_id = b.attempt_id, attempts = m.attempts + (b.outcome = 'send')::integer,
    held_until = case b.outcome when 'hold' then b.held_until end,
    due_at = case b.outcome when 'send' then clock_timestamp() + make_interval(secs => p_doubt_seconds)
      when 'hold' then least(b.held_until, coalesce(m.expires_at, b.held_until)) else m.due_at end,
    failed_at = case b.outcome when 'fail' then now() end
  -- Each by its key: written plainly, the condition would be the one of the index of what is due, and that be read whole for a batch.
  from batch b where m.id = b.id and coalesce(m.status in ('pending', 'held') and m.attempt_id is null, false);
  get diagnostics v_count = row_count;
  return v_count;
end $function$;

CREATE OR REPLACE FUNCTION headwater.build_audience_fields(p_milliseconds integer DEFAULT 2000, p_batch integer DEFAULT 20000)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  v_until timestamptz := clock_timestamp() + make_interval(secs => p_milliseconds / 1000.0);
  v_field record;
  v_last uuid;
  v_rows integer := 0;
begin
  if not pg_try_advisory_xact_lock(hashtextextended('audience_builder', 0)) then
    return 0;
  end if;
  for v_field in select * from headwater.audience_fields where ready_at is null order by used_at loop
    perform pg_advisory_xact_lock(headwater.audience_lock(v_field.model_id));
    loop
      execute format('with batch as (
          select id, data from public.records where model_id = %L and id > %L order by id limit %s
        ), added as (%s on conflict do nothing)
        select max(id::text)::uuid from batch', v_field.model_id, v_field.built_to, p_batch,
        headwater.audience_insertion(v_field.id, v_field.field, v_field.type, v_field.kind, 'batch')) into v_last;
      if v_last is null then
        update headwater.audience_fields set ready_at = now() where id = v_field.id;
        exit;
      end if;
      v_rows := v_rows + p_batch;
      v_field.built_to := v_last;
      update headwater.audience_fields set built_to = v_last where id = v_field.id;
      if clock_timestamp() > v_until then
        return v_rows;
      end if;
    end loop;
  end loop;
  return v_rows;
end $function$;

CREATE OR REPLACE FUNCTION headwater.campaign_outlook(p_campaign_id uuid)
 RETURNS TABLE(status text, open boolean, due boolean, next_at timestamp with time zone, doubts boolean, next_doubt_at timestamp with time zone)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
 SET enable_seqscan TO 'off'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
AS $function$
  select c.status,
    exists (select from public.campaign_messages m where m.campaign_id = c.id and m.status in ('pending', 'held')),
    coalesce(d.next_at <= clock_timestamp(), false), d.next_at, q.next_at is not null, q.next_at
  from public.campaigns c
  left join lateral (select m.due_at next_at from public.campaign_messages m where m.campaign_id = c.id and m.status in ('pending', 'held') and m.attempt_id is null
    order by m.due_at, m.id limit 1) d on true
  left join lateral (select min(m.due_at) next_at from public.campaign_messages m where m.campaign_id = c.id and m.attempt_id is not null) q on true
  where c.id = p_campaign_id;
$function$;

CREATE OR REPLACE FUNCTION headwater.cancel_open_messages(p_campaign_id uuid)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  v_count integer;
begin
  update public.campaign_messages m set status = 'failed', reason = 'CANCELLED', failed_at = now()
  where m.campaign_id = p_campaign_id and m.status in ('pending', 'held') and m.attempt_id is null;
  get diagnostics v_count = row_count;
  return v_count;
end $function$;

CREATE OR REPLACE FUNCTION headwater.candidates_query(p_campaign public.campaigns, p_merge_fields text[])
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  v_fields jsonb;
  v_phone text := p_campaign.send_options ->> 'phone_field';
  v_consent text := p_campaign.send_options ->> 'consent_field';
  v_audience text;
begin
  select fields into v_fields from public.data_models where id = p_campaign.data_model_id and id in (select headwater.readable_model_ids());
  if v_fields is null then
    raise exception 'There is no such model.' using errcode = 'HW011';
  end if;
  if v_phone is null then
    select field ->> 'name' into v_phone from jsonb_array_elements(v_fields) field where field ->> 'type' = 'phone' limit 1;
  end if;
  if not exists (select from jsonb_array_elements(v_fields) field where field ->> 'name' = v_phone and field ->> 'type' = 'phone') then
    perform headwater.refuse_criteria('The model has no such field of type phone. Choose the field with the numbers.');
  end if;
  if v_consent is not null and not exists (select from jsonb_array_elements(v_fields) field where field ->> 'name' = v_consent and field ->> 'type' = 'boolean') then
    perform headwater.refuse_criteria('The consent field is not a yes-or-no field of the model.');
  end if;
  select query into v_audience from headwater.compile_audience(p_campaign.data_model_id, p_campaign.target_criteria);
  return format($q$
    with audience as materialized (%s),
    numbered as (
      select r.id record_id, r.created_at, btrim(coalesce(r.data ->> %L, '')) raw, %s data, %s consents
      from audience a join public.records r on r.id = a.record_id
    ),
    cleaned as materialized (
      select *, case when raw ~ '^\+[1-9][0-9]{6,14}$' then raw
        else substring(regexp_replace(regexp_replace(raw, '[\s().-]', '', 'g'), '^00', '+') from '^\+[1-9][0-9]{6,14}$') end recipient from numbered
    ),
    ranked as (
      select record_id, raw, data, consents, recipient, row_number() over (partition by recipient order by created_at, record_id) position from cleaned
    )
    select record_id, data, recipient,
      case when raw = '' then 'NO_NUMBER' when recipient is null then 'INVALID_NUMBER' when position > 1 then 'DUPLICATE' end skip,
      case when not consents then 'NO_CONSENT'
        when exists (select from public.suppressions s where s.agency_id = %L and s.channel = %L and s.address = recipient) then 'OPTED_OUT' end suppress,
      nullif(left(raw, 100), '') raw
    from ranked$q$,
    v_audience, v_phone,
    coalesce((select 'jsonb_strip_nulls(' || string_agg(format('jsonb_build_object(%L, r.data -> %1$L)', name), ' || ') || ')'
      from unnest(p_merge_fields) name), '''{}''::jsonb'),
    case when v_consent is null then 'true' else format('coalesce(r.data -> %L = ''true'', false)', v_consent) end,
    p_campaign.agency_id, case p_campaign.type when 'whatsapp' then 'whatsapp' else 'sms' end);
end $function$;

CREATE OR REPLACE FUNCTION headwater.claim_messages(p_campaign_id uuid, p_limit integer)
 RETURNS TABLE(id uuid, recipient text, data jsonb, attempts integer, expires_at timestamp with time zone)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
 SET enable_seqscan TO 'off'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
AS $function$
#variable_conflict use_column
declare
  v_campaign public.campaigns;
  v_cap_messages integer;
  v_cap_span interval;
  v_channel text;
  v_due uuid[];
begin
  select * into v_campaign from public.campaigns c where c.id = p_campaign_id and c.status = 'active' for key share;
  if not found then
    return;
  end if;
  v_cap_messages := (v_campaign.send_options #>> '{frequency_cap,messages}')::integer;
  v_cap_span := make_interval(days => (v_campaign.send_options #>> '{frequency_cap,days}')::integer);
  v_channel := case v_campaign.type when 'whatsapp' then 'whatsapp' else 'sms' end;
  v_due := array(
    select m.id from public.campaign_messages m
    where m.campaign_id = p_campaign_id and m.status in ('pending', 'held') and m.attempt_id is null and m.due_at <= clock_timestamp()
    order by m.due_at, m.id limit p_limit for update skip locked);
  if v_cap_messages is not null then
    -- One campaign at a time reckons with a recipient: what another one began is seen, because it has committed.
    perform pg_advisory_xact_lock(hashtextextended(v_campaign.agency_id || l.recipient, 0))
    from (select m.recipient from public.campaign_messages m where m.id = any (v_due) order by m.recipient offset 0) l;
  end if;
  return query
    with due as materialized (
      select m.id, m.recipient, m.data, m.attempts, m.expires_at, m.due_at from public.campaign_messages m where m.id = any (v_due)
    ), judged as materialized (
      select d.*, coalesce(d.expires_at <= clock_timestamp(), false) expired,
        exists (select from public.suppressions s where s.agency_id = v_campaign.agency_id and s.channel = v_channel and s.address = d.recipient) muted,
        c.capped_until, c.is_under_way
      from due d left join lateral (
        -- A message under way counts as if it left now.
        select min(coalesce(p.sent_at, clock_timestamp())) + v_cap_span capped_until, bool_or(p.sent_at is null) is_under_way from (
          select o.sent_at from public.campaign_messages o
          where o.agency_id = v_campaign.agency_id and o.recipient = d.recipient and o.campaign_id <> p_campaign_id
            and (o.sent_at is not null or o.attempt_id is not null) and coalesce(o.sent_at > clock_timestamp() - v_cap_span, true)
          order by o.sent_at desc nulls first limit v_cap_messages
        ) p having count(*) >= v_cap_messages
      ) c on true
    ), gone as (
      update public.campaign_messages m set status = case when j.expired then 'failed' else 'suppressed' end,
        reason = case when j.expired then 'EXPIRED' else 'OPTED_OUT' end, failed_at = case when j.expired then now() end
      from judged j where m.id = j.id and (j.expired or j.muted)
    ), capped as (
      update public.campaign_messages m set status = 'held', reason = 'FREQUENCY_CAP', held_until = j.capped_until,
        -- One under way may come to nothing: it is looked at again soon.
        due_at = least(case when j.is_under_way then clock_timestamp() + interval '1 minute' else j.capped_until end, j.expires_at)
      from judged j where m.id = j.id and not j.expired and not j.muted and j.capped_until is not null
    )
    select j.id, j.recipient, j.data, j.attempts, j.expires_at from judged j where not j.expired and not j.muted and j.capped_until is null
    order by j.due_at, j.id;
end $function$;

CREATE OR REPLACE FUNCTION headwater.compile_audience(p_model_id uuid, p_criteria jsonb, OUT query text, OUT answered_by text)
 RETURNS record
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  v_fields jsonb;
  v_agency_id uuid;
  v_criteria jsonb := coalesce(p_criteria, '{"combinator": "and", "rules": []}');
  v_large boolean;
begin
  select m.fields, m.agency_id into v_fields, v_agency_id from public.data_models m
  where m.id = p_model_id and m.id in (select headwater.readable_model_ids());
  if v_fields is null then
    raise exception 'There is no such model.' using errcode = '42501';
  end if;
  if length(v_criteria::text) > 200000 then
    perform headwater.refuse_criteria('The criteria compare with too much text. Use fewer or shorter values.');
  end if;
  if headwater.count_criteria_rules(v_criteria) > 100 then
    perform headwater.refuse_criteria('Use at most 100 rules.');
  end if;
  -- Checks every rule, also where the tables of values answer.
  query := headwater.compile_audience_node(v_criteria, v_fields, p_model_id, true, 1);
  query := format('select id record_id from public.records where model_id = %L and agency_id = %L and %s', p_model_id, v_agency_id, query);
  answered_by := 'scan';
  if jsonb_array_length(v_criteria -> 'rules') = 0 then
    return;
  end if;
  select count(*) > (select value::integer from headwater.settings where name = 'audience_index_above') into v_large
  from (select from public.records r where r.model_id = p_model_id
    limit (select value::integer + 1 from headwater.settings where name = 'audience_index_above')) few;
  if not v_large then
    return;
  end if;
  perform headwater.want_audience_fields(p_model_id, v_criteria, v_fields);
  query := coalesce(headwater.compile_audience_node(v_criteria, v_fields, p_model_id, false, 1), query);
  answered_by := case when query like 'select id record_id from public.records%' then 'scan' else 'index' end;
end $function$;

CREATE OR REPLACE FUNCTION headwater.compile_audience_node(p_node jsonb, p_fields jsonb, p_model_id uuid, p_scan boolean, p_depth integer)
 RETURNS text
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  v_all text := format('select id record_id from public.records where model_id = %L', p_model_id);
  v_rule jsonb;
  v_field jsonb;
  v_kind text;
  v_field_id integer;
  v_text_id integer;
  v_condition text;
  v_and boolean;
  v_parts text[] := '{}';
  v_part text;
  v_leaves jsonb := '{}';
  v_key text;
  v_result text;
begin
  if p_depth > 5 then
    perform headwater.refuse_criteria('The criteria nest deeper than 5 groups.');
  end if;
  if jsonb_typeof(p_node) is distinct from 'object' or jsonb_typeof(p_node -> 'rules') is distinct from 'array'
    or coalesce(p_node ->> 'combinator', '') not in ('and', 'or') then
    perform headwater.refuse_criteria('A group needs a combinator, “and” or “or”, and rules.');
  end if;
  if jsonb_array_length(p_node -> 'rules') > 100 then
    perform headwater.refuse_criteria('Use at most 100 rules.');
  end if;
  v_and := p_node ->> 'combinator' = 'and';
  for v_rule in select rule from jsonb_array_elements(p_node -> 'rules') rule loop
    if v_rule ? 'rules' then
      v_part := headwater.compile_audience_node(v_rule, p_fields, p_model_id, p_scan, p_depth + 1);
      if v_part is null then
        return null;
      end if;
      v_parts := v_parts || v_part;
      continue;
    end if;
    select field into v_field from jsonb_array_elements(p_fields) field where field ->> 'name' = v_rule ->> 'field';
    if v_field is null then
      perform headwater.refuse_criteria(format('The model has no field named “%s”.', left(coalesce(v_rule ->> 'field', ''), 63)));
    end if;
    v_condition := headwater.audience_condition(v_field, v_rule ->> 'operator', v_rule -> 'value');
    v_kind := headwater.audience_kind(v_field ->> 'type', v_rule ->> 'operator');
    if p_scan then
      v_parts := v_parts || format(v_condition, headwater.audience_value(v_field ->> 'name', v_field ->> 'type', v_kind));
      continue;
    end if;
    select f.id into v_field_id from headwater.audience_fields f
    where f.model_id = p_model_id and f.field = v_field ->> 'name' and f.type = v_field ->> 'type' and f.kind = v_kind and f.ready_at is not null;
    if v_field_id is null then
      return null;
    end if;
    -- Rules on one field are one look at its table.
    if v_kind = 'grams' then
      select f.id into v_text_id from headwater.audience_fields f
      where f.model_id = p_model_id and f.field = v_field ->> 'name' and f.type = v_field ->> 'type' and f.kind = 'texts' and f.ready_at is not null;
      if v_text_id is null then
        return null;
      end if;
      v_key := format('select record_id from headwater.audience_texts where field_id = %s and value = any (array(
        select key from headwater.audience_grams where field_id = %s and ', v_text_id, v_field_id);
    else
      v_key := format('select record_id from headwater.audience_%s where field_id = %s and ', v_kind, v_field_id);
    end if;
    v_leaves := v_leaves || jsonb_build_object(v_key, coalesce(v_leaves ->> v_key || case when v_and then ' and ' else ' or ' end, '') || format(v_condition, 'value'));
  end loop;

  if p_scan then
    v_result := coalesce('(' || array_to_string(v_parts, case when v_and then ' and ' else ' or ' end) || ')', 'true');
    if cardinality(v_parts) = 0 then
      v_result := 'true';
    end if;
    return case when (p_node ->> 'not')::boolean then 'not ' || v_result else v_result end;
  end if;

  select v_parts || coalesce(array_agg(key || '(' || value || ')' || case when key like '%audience_grams%' then '))' else '' end), '{}') into v_parts from jsonb_each_text(v_leaves);
  if cardinality(v_parts) = 0 then
    v_result := v_all;
  elsif cardinality(v_parts) = 1 then
    v_result := v_parts[1];
  elsif v_and then
    select string_agg(case position when 1 then format('select a1.record_id from (%s) a1', part) else format('join (%s) a%s on a%2$s.record_id = a1.record_id', part, position) end, ' ' order by position)
    into v_result from unnest(v_parts) with ordinality as p (part, position);
  else
    v_result := '(' || array_to_string(v_parts, ') union (') || ')';
  end if;
  return case when (p_node ->> 'not')::boolean then format('(%s) except (%s)', v_all, v_result) else v_result end;
end $function$;

CREATE OR REPLACE FUNCTION headwater.complete_campaign(p_campaign_id uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  perform from public.campaigns where id = p_campaign_id and status = 'active' and materialised_at is not null for update;
  if not found or exists (select from public.campaign_messages m where m.campaign_id = p_campaign_id and m.status in ('pending', 'held')) then
    return false;
  end if;
  update public.campaigns set status = 'completed', finished_at = now(), status_code = null, status_message = null where id = p_campaign_id;
  return true;
end $function$;

CREATE OR REPLACE FUNCTION headwater.count_candidates(p_campaign_id uuid, p_user_id uuid)
 RETURNS bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
 SET enable_nestloop TO 'off'
 SET work_mem TO '128MB'
AS $function$
declare
  v_campaign public.campaigns;
  v_count bigint;
begin
  select * into v_campaign from public.campaigns where id = p_campaign_id;
  perform headwater.act_as_sender(p_user_id);
  execute format('select count(*) from (%s) c where skip is null', headwater.candidates_query(v_campaign, '{}')) into v_count;
  return v_count;
end $function$;

CREATE OR REPLACE FUNCTION headwater.count_criteria_rules(p_node jsonb)
 RETURNS bigint
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO ''
AS $function$
  select count(*) from jsonb_path_query(p_node, 'lax $.**{0 to 12}.operator');
$function$;

CREATE OR REPLACE FUNCTION headwater.count_matches(p_campaign_id uuid, p_user_id uuid)
 RETURNS bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  v_campaign public.campaigns;
begin
  select * into v_campaign from public.campaigns where id = p_campaign_id;
  perform headwater.act_as_sender(p_user_id);
  return (select total from headwater.read_audience(v_campaign.data_model_id, v_campaign.target_criteria, 0, 0));
end $function$;

CREATE OR REPLACE FUNCTION headwater.current_agency_id()
 RETURNS uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select agency_id from public.user_profiles where id = (select auth.uid());
$function$;

CREATE OR REPLACE FUNCTION headwater.current_user_role()
 RETURNS public.user_role
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select role from public.user_profiles where id = (select auth.uid());
$function$;

CREATE OR REPLACE FUNCTION headwater.delete_expired_changes(p_jobs integer DEFAULT 100)
 RETURNS integer
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
  with expired as (
    select j.id from public.import_jobs j
    where j.undo_until < now() and exists (select from public.import_changes c where c.import_job_id = j.id)
      and not exists (select from public.import_jobs u where u.undo_of = j.id and u.status in ('pending', 'processing', 'paused'))
    order by j.undo_until limit p_jobs
  ), gone as (
    delete from public.import_changes c using expired e where c.import_job_id = e.id
  )
  select count(*)::integer from expired;
$function$;

CREATE OR REPLACE FUNCTION headwater.delete_expired_rows()
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
  delete from headwater.rate_limits where window_start < now() - interval '1 hour';
  delete from headwater.idempotency_keys where created_at < now() - interval '1 day';
  delete from cron.job_run_details where end_time < now() - interval '1 day';
$function$;

CREATE OR REPLACE FUNCTION headwater.delete_old_health()
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
  delete from public.api_health_logs where "timestamp" < now() - interval '14 days';
  delete from public.data_validation_errors where "timestamp" < now() - interval '30 days';
  delete from public.health_incidents where resolved_at < now() - interval '180 days';
  delete from public.data_cache_metadata where updated_at < now() - interval '30 days';
$function$;

CREATE OR REPLACE FUNCTION headwater.delete_old_webhook_events()
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
  delete from headwater.webhook_events where received_at < now() - interval '30 days';
$function$;

CREATE OR REPLACE FUNCTION headwater.delete_unused_import_rows()
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
  delete from public.import_jobs where dry_run and status in ('completed', 'failed', 'cancelled') and finished_at < now() - interval '30 days';
  delete from headwater.match_key_sets where used_at < now() - interval '30 days';
  delete from headwater.import_keys k where not exists
    (select from public.import_jobs j where j.id = k.import_job_id and j.status in ('pending', 'processing', 'paused'));
  delete from headwater.import_key_filters f where not exists
    (select from public.import_jobs j where j.id = f.import_job_id and j.status in ('pending', 'processing', 'paused'));
  delete from headwater.import_claims c where not exists
    (select from public.import_jobs j where j.id = c.import_job_id and j.status in ('pending', 'processing', 'paused'));
$function$;

CREATE OR REPLACE FUNCTION headwater.doubtful_messages(p_campaign_id uuid, p_limit integer, p_lease_seconds double precision)
 RETURNS TABLE(message_id uuid, attempt_id uuid, recipient text, body text, started_at timestamp with time zone, missed boolean)
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO ''
 SET enable_seqscan TO 'off'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
AS $function$
  with due as (
    select m.id from public.campaign_messages m
    where m.campaign_id = p_campaign_id and m.attempt_id is not null and m.due_at <= clock_timestamp()
    order by m.due_at limit p_limit for update skip locked
  )
  update public.campaign_messages m set due_at = clock_timestamp() + make_interval(secs => p_lease_seconds)
  from due, headwater.message_attempts a where m.id = due.id and a.id = m.attempt_id
  returning m.id, m.attempt_id, m.recipient, m.body, a.started_at, a.missed_at is not null;
$function$;

CREATE OR REPLACE FUNCTION headwater.enqueue_refreshes()
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
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
end $function$;

CREATE OR REPLACE FUNCTION headwater.ensure_match_key_set(p_model_id uuid, p_names text[])
 RETURNS TABLE(set_id bigint, expression text, record_expression text)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  v_fields jsonb := headwater.match_key_fields(p_model_id, p_names);
begin
  if v_fields is null then
    return;
  end if;
  expression := headwater.match_key_expression(v_fields);
  record_expression := headwater.match_key_expression(v_fields, 'r.data');
  select s.id into set_id from headwater.match_key_sets s where s.model_id = p_model_id and s.fields = v_fields;
  if set_id is null then
    perform pg_advisory_xact_lock(headwater.match_keys_lock(p_model_id));
    insert into headwater.match_key_sets as s (model_id, fields) values (p_model_id, v_fields)
    on conflict (model_id, fields) do nothing returning s.id into set_id;
    if set_id is null then
      select s.id into set_id from headwater.match_key_sets s where s.model_id = p_model_id and s.fields = v_fields;
    else
      execute format('insert into headwater.record_match_keys (set_id, key, record_id)
        select %s, k.key, k.id from (select id, %s key from public.records where model_id = %L) k where k.key is not null',
        set_id, expression, p_model_id);
    end if;
  end if;
  update headwater.match_key_sets s set used_at = now() where s.id = set_id and s.used_at < now() - interval '1 hour';
  return next;
end $function$;

CREATE OR REPLACE FUNCTION headwater.invoke_function(p_name text)
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

CREATE OR REPLACE FUNCTION headwater.is_agency_admin()
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select exists (select from public.user_profiles where id = (select auth.uid()) and role in ('agency_admin', 'super_admin'));
$function$;

CREATE OR REPLACE FUNCTION headwater.is_staff()
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select exists (select from public.user_profiles where id = (select auth.uid()) and role in ('agency_admin', 'researcher', 'super_admin'));
$function$;

CREATE OR REPLACE FUNCTION headwater.is_super_admin()
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select exists (select from public.user_profiles where id = (select auth.uid()) and role = 'super_admin');
$function$;

CREATE OR REPLACE FUNCTION headwater.keep_secret(p_agency_id uuid, p_purpose text, p_workspace_id uuid, p_secret text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
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
end $function$;

CREATE OR REPLACE FUNCTION headwater.kick_health_monitor()
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select headwater.invoke_function('health-monitor') where exists (select from public.workspace_connections) or exists (select from headwater.health_notifications where revision > sent_revision);
$function$;

CREATE OR REPLACE FUNCTION headwater.kick_import_worker()
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select headwater.invoke_function('import-worker') where exists (select from pgmq.q_import_jobs where vt <= clock_timestamp());
$function$;

CREATE OR REPLACE FUNCTION headwater.list_candidates(p_campaign_id uuid, p_user_id uuid, p_merge_fields text[], p_limit integer, p_at timestamp with time zone)
 RETURNS TABLE(record_id uuid, recipient text, data jsonb, skip text, suppress text, raw text, capped_until timestamp with time zone)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
 SET work_mem TO '128MB'
AS $function$
declare
  v_campaign public.campaigns;
  v_cap jsonb;
begin
  select * into v_campaign from public.campaigns where id = p_campaign_id;
  v_cap := v_campaign.send_options -> 'frequency_cap';
  perform headwater.act_as_sender(p_user_id);
  return query execute format($q$
    select c.record_id, c.recipient, c.data, c.skip, c.suppress, c.raw, %s
    from (select * from (%s) all_candidates order by record_id limit %s) c$q$,
    case when v_cap is null then 'null::timestamptz' else format($cap$(
      select min(p.sent_at) + make_interval(days => %1$s) from (
        select o.sent_at from public.campaign_messages o where o.agency_id = %2$L and o.recipient = c.recipient and o.campaign_id <> %3$L
          and o.sent_at > %4$L::timestamptz - make_interval(days => %1$s) order by o.sent_at desc limit %5$s
      ) p having count(*) >= %5$s)$cap$, (v_cap ->> 'days')::integer, v_campaign.agency_id, p_campaign_id, p_at, (v_cap ->> 'messages')::integer) end,
    headwater.candidates_query(v_campaign, p_merge_fields), least(p_limit, 20000));
end $function$;

CREATE OR REPLACE FUNCTION headwater.match_key_expression(p_fields jsonb, p_column text DEFAULT 'data'::text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO ''
AS $function$
  with parts as (
    select position, format(
      case
        when field ->> 'type' = 'number' then
          $f$case when jsonb_typeof(%3$s -> %1$L) = 'number' then trim_scale((%3$s ->> %1$L)::numeric)::text else nullif(btrim(%3$s ->> %1$L, %2$L), '') end$f$
        when (field ->> 'folded')::boolean then $f$lower(nullif(btrim(%3$s ->> %1$L, %2$L), ''))$f$
        else $f$nullif(btrim(%3$s ->> %1$L, %2$L), '')$f$
      end, field ->> 'name', headwater.white_space(), p_column) part
    from jsonb_array_elements(p_fields) with ordinality as f (field, position)
  )
  -- Parts of several are separated by what no part has, because it is doubled there.
  select case when count(*) = 1 then format('md5(%s)::uuid', min(part))
    else format('md5(%s)::uuid', string_agg(format('replace(%s, chr(31), chr(31) || chr(30))', part), ' || chr(31) || ' order by position)) end
  from parts;
$function$;

CREATE OR REPLACE FUNCTION headwater.match_key_fields(p_model_id uuid, p_names text[])
 RETURNS jsonb
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select jsonb_agg(jsonb_build_object('name', field ->> 'name', 'type', field ->> 'type',
    'folded', field ->> 'type' = 'email' or coalesce((field ->> 'unique')::boolean, false)) order by field ->> 'name' collate "C")
  from public.data_models, jsonb_array_elements(fields) field
  where id = p_model_id and field ->> 'name' = any (p_names)
  having count(*) = cardinality(p_names);
$function$;

CREATE OR REPLACE FUNCTION headwater.match_keys_lock(p_model_id uuid)
 RETURNS bigint
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO ''
AS $function$
  select hashtextextended('match_keys:' || p_model_id, 0);
$function$;

CREATE OR REPLACE FUNCTION headwater.materialise_campaign(p_campaign_id uuid, p_merge_fields text[])
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
 SET enable_nestloop TO 'off'
 SET work_mem TO '128MB'
AS $function$
declare
  v_campaign public.campaigns;
  v_count integer;
begin
  select * into v_campaign from public.campaigns where id = p_campaign_id for update;
  if v_campaign.materialised_at is not null then
    return 0;
  end if;
  perform headwater.act_as_sender(v_campaign.sent_by);
  execute format($q$
    with candidates as materialized (%s),
    skipped as (
      insert into public.campaign_skips (campaign_id, agency_id, record_id, reason, value)
      select %L, %L, record_id, skip, raw from candidates where skip is not null
    )
    insert into public.campaign_messages (campaign_id, agency_id, record_id, recipient, status, reason, data, due_at, expires_at)
    select %2$L, %3$L, record_id, recipient, case when suppress is null then 'pending' else 'suppressed' end, suppress, data, now(), now() + %4$L::interval
    from candidates where skip is null$q$,
    headwater.candidates_query(v_campaign, p_merge_fields), p_campaign_id, v_campaign.agency_id,
    coalesce((v_campaign.send_options ->> 'expires_after_hours')::integer, 72) || ' hours');
  get diagnostics v_count = row_count;
  update public.campaign_counters set skipped_count = (select count(*) from public.campaign_skips s where s.campaign_id = p_campaign_id)
  where campaign_id = p_campaign_id;
  update public.campaigns set materialised_at = now() where id = p_campaign_id;
  return v_count;
end $function$;

CREATE OR REPLACE FUNCTION headwater.message_status_rank(p_status text)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO ''
AS $function$
  select case p_status when 'pending' then 0 when 'held' then 1 when 'sent' then 2 else 3 end;
$function$;

CREATE OR REPLACE FUNCTION headwater.read_audience(p_model_id uuid, p_criteria jsonb, p_limit integer, p_offset integer, p_sample boolean DEFAULT false)
 RETURNS TABLE(total bigint, record_ids uuid[], answered_by text)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
 SET enable_nestloop TO 'off'
 SET enable_seqscan TO 'off'
 SET work_mem TO '64MB'
 SET jit TO 'off'
 SET max_parallel_workers_per_gather TO '0'
AS $function$
#variable_conflict use_column
declare
  v_query text;
begin
  select c.query, c.answered_by into v_query, answered_by from headwater.compile_audience(p_model_id, p_criteria) c;
  -- One look at one table: its index counts without a look at the rows, and gives the page in its own order.
  if v_query ~ '^select record_id from headwater\.audience_(texts|numbers) where field_id = \d+ and (\(|value = any \(array\()' and not p_sample then
    execute format('select (select count(*) from (%1$s) f), array(%1$s order by value, record_id limit %2$s offset %3$s)',
      v_query, least(greatest(p_limit, 0), 20000), greatest(p_offset, 0)) into total, record_ids;
    return next;
    return;
  end if;
  -- A sample is spread by a hash, the same at each look.
  execute format('with found as materialized (%s)
    select (select count(*) from found), array(select record_id from found order by %s limit %s offset %s)',
    v_query, case when p_sample then 'hashtextextended(record_id::text, 7), record_id' else 'record_id' end,
    least(greatest(p_limit, 0), 20000), greatest(p_offset, 0)) into total, record_ids;
  return next;
end $function$;

CREATE OR REPLACE FUNCTION headwater.read_secret(p_agency_id uuid, p_purpose text, p_workspace_id uuid DEFAULT NULL::uuid)
 RETURNS text
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select d.decrypted_secret from headwater.agency_secrets s join vault.decrypted_secrets d on d.id = s.secret_id
  where s.agency_id = p_agency_id and s.purpose = p_purpose and s.workspace_id is not distinct from p_workspace_id;
$function$;

CREATE OR REPLACE FUNCTION headwater.readable_model_ids()
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select id from public.data_models where user_id = (select auth.uid())
  union
  select id from public.data_models where visibility = 'agency' and agency_id = (select headwater.current_agency_id())
  union
  select id from public.data_models where (select headwater.is_super_admin());
$function$;

CREATE OR REPLACE FUNCTION headwater.record_outcomes(p_batch jsonb, p_doubt_seconds double precision)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
 SET enable_seqscan TO 'off'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
AS $function$
declare
  v_count integer;
begin
  with batch as materialized (
    select * from jsonb_to_recordset(p_batch) as b (attempt_id uuid, outcome text, provider_message_id text, code text, message text, retry_seconds double precision)
  ), ended as (
    update headwater.message_attempts a set state = case when b.outcome = 'opted_out' then 'rejected' else b.outcome end,
      provider_message_id = b.provider_message_id, error_code = b.code, ended_at = clock_timestamp()
    from batch b where a.id = b.attempt_id and a.state = 'started' and b.outcome not in ('unknown', 'missing')
  ), missed as (
    update headwater.message_attempts a set missed_at = clock_timestamp() from batch b where a.id = b.attempt_id and b.outcome = 'missing'
  ), moved as (
    update public.campaign_messages m set
      status = case b.outcome when 'accepted' then 'sent' when 'rejected' then 'failed' when 'opted_out' then 'suppressed' else m.status end,
      reason = case when b.outcome in ('rejected', 'opted_out') then b.code end,
      reason_message = case when b.outcome in ('rejected', 'opted_out') then b.message end,
      provider_message_id = coalesce(b.provider_message_id, m.provider_message_id),
      sent_at = case when b.outcome = 'accepted' then clock_timestamp() else m.sent_at end,
      failed_at = case when b.outcome = 'rejected' then clock_timestamp() else m.failed_at end,
      held_until = case when b.outcome = 'accepted' then null else m.held_until end,
      attempt_id = case when b.outcome in ('unknown', 'missing') then m.attempt_id end,
      due_at = case when b.outcome in ('unknown', 'missing') then clock_timestamp() + make_interval(secs => p_doubt_seconds)
        when b.outcome = 'refused' then clock_timestamp() + make_interval(secs => coalesce(b.retry_seconds, 1))
        when b.outcome = 'absent' then clock_timestamp() else m.due_at end
    from batch b where m.attempt_id = b.attempt_id
    returning m.agency_id, m.campaign_id, m.recipient, b.outcome
  ), counted as (
    select count(*) n from moved
  ), muted as (
    insert into public.suppressions (agency_id, channel, address, reason, source)
    select distinct m.agency_id, case c.type when 'whatsapp' then 'whatsapp' else 'sms' end, m.recipient, 'opted_out', 'vendor'
    from moved m join public.campaigns c on c.id = m.campaign_id where m.outcome = 'opted_out'
    on conflict (agency_id, channel, address) do update set reason = 'opted_out', source = 'vendor', was_manual = true
      where suppressions.reason = 'manual'
  )
  select n into v_count from counted;
  return v_count;
end $function$;

CREATE OR REPLACE FUNCTION headwater.refuse_criteria(p_message text)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
  raise exception '%', p_message using errcode = 'HW010';
end $function$;

CREATE OR REPLACE FUNCTION headwater.requeue_import_jobs()
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
  perform headwater.invoke_function('import-worker');
  return cardinality(v_messages);
end $function$;

CREATE OR REPLACE FUNCTION headwater.set_updated_at()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
  new.updated_at := now();
  return new;
end $function$;

CREATE OR REPLACE FUNCTION headwater.settle_segments(p_provider_id uuid, p_more integer)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
  update headwater.provider_buckets set tokens = tokens - p_more where provider_id = p_provider_id;
$function$;

CREATE OR REPLACE FUNCTION headwater.stop_campaign(p_campaign_id uuid, p_status text, p_code text, p_message text)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
  update public.campaigns set status = p_status, status_code = p_code, status_message = left(p_message, 1000),
    finished_at = case when p_status = 'failed' then now() end
  where id = p_campaign_id and status in ('active', 'scheduled');
$function$;

CREATE OR REPLACE FUNCTION headwater.suppress_address(p_agency_id uuid, p_channel text, p_address text, p_reason text, p_source text)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
  insert into public.suppressions as s (agency_id, channel, address, reason, source) values (p_agency_id, p_channel, p_address, p_reason, p_source)
  on conflict (agency_id, channel, address) do update set reason = excluded.reason, source = excluded.source, was_manual = true where s.reason = 'manual';
$function$;

CREATE OR REPLACE FUNCTION headwater.take_import_turn(p_visibility_seconds integer, p_slices_per_tenant integer)
 RETURNS TABLE(msg_id bigint, read_ct integer, message jsonb)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
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
end $function$;

CREATE OR REPLACE FUNCTION headwater.take_segments(p_provider_id uuid, p_wanted integer, OUT granted integer, OUT wait_ms integer)
 RETURNS record
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  v_rate double precision;
  v_tokens double precision;
  v_paused timestamptz;
begin
  select segments_per_second, paused_until into v_rate, v_paused from public.message_providers where id = p_provider_id;
  granted := 0;
  wait_ms := 1000;
  if v_rate is null then
    return;
  end if;
  if v_paused > clock_timestamp() then
    wait_ms := ceil(extract(epoch from v_paused - clock_timestamp()) * 1000);
    return;
  end if;
  insert into headwater.provider_buckets (provider_id, tokens) values (p_provider_id, least(v_rate, greatest(1, v_rate / 4))) on conflict (provider_id) do nothing;
  -- What a short gap left over is made up for, up to less than the second's worth that vendors allow; one segment at least.
  update headwater.provider_buckets b set
    tokens = least(greatest(1, v_rate * 0.7), b.tokens + v_rate * extract(epoch from clock_timestamp() - b.filled_at)), filled_at = clock_timestamp()
  where b.provider_id = p_provider_id returning b.tokens into v_tokens;
  granted := least(p_wanted, floor(v_tokens));
  if granted < 1 then
    granted := 0;
    wait_ms := greatest(1, ceil((1 - v_tokens) / v_rate * 1000));
    return;
  end if;
  wait_ms := 0;
  update headwater.provider_buckets b set tokens = b.tokens - granted where b.provider_id = p_provider_id;
end $function$;

CREATE OR REPLACE FUNCTION headwater.tend_campaigns()
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  v_messages jsonb[];
begin
  update public.campaigns set status = 'active', started_at = coalesce(started_at, now())
  where status = 'scheduled' and scheduled_at <= now() and type in ('sms', 'whatsapp');
  select array_agg(jsonb_build_object('campaign_id', c.id)) into v_messages
  from (
    select id from public.campaigns where status = 'active' and type in ('sms', 'whatsapp')
    union
    select campaign_id from public.campaign_messages where attempt_id is not null
  ) c
  where not exists (select from pgmq.q_campaign_turns q where q.message ->> 'campaign_id' = c.id::text);
  if v_messages is not null then
    perform pgmq.send_batch('campaign_turns', v_messages);
  end if;
  if exists (select from pgmq.q_campaign_turns where vt <= clock_timestamp()) then
    perform headwater.invoke_function('message-worker');
  end if;
  return coalesce(cardinality(v_messages), 0);
end $function$;

CREATE OR REPLACE FUNCTION headwater.tg_agency_secrets__forget()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  delete from vault.secrets where id = old.secret_id;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION headwater.tg_audience_fields__delete_values()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  execute format('delete from headwater.audience_%s where field_id = %s', old.kind, old.id);
  return null;
end $function$;

CREATE OR REPLACE FUNCTION headwater.tg_campaign_counters__broadcast()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  perform realtime.send(
    jsonb_build_object('operation', tg_op, 'id', new.campaign_id), 'campaigns', 'agency:' || new.agency_id, true);
  return null;
end $function$;

CREATE OR REPLACE FUNCTION headwater.tg_campaign_messages__count()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  if tg_op = 'INSERT' then
    update public.campaign_counters c set
      recipients_count = c.recipients_count + d.n, pending_count = c.pending_count + d.pending, held_count = c.held_count + d.held,
      sent_count = c.sent_count + d.sent, delivered_count = c.delivered_count + d.delivered, failed_count = c.failed_count + d.failed,
      suppressed_count = c.suppressed_count + d.suppressed, segments_count = c.segments_count + d.segments, cost_micros = c.cost_micros + d.cost
    from (
      select campaign_id, count(*) n, count(*) filter (where status = 'pending') pending, count(*) filter (where status = 'held') held,
        count(*) filter (where status = 'sent') sent, count(*) filter (where status = 'delivered') delivered,
        count(*) filter (where status = 'failed') failed, count(*) filter (where status = 'suppressed') suppressed,
        coalesce(sum(segments) filter (where sent_at is not null), 0) segments, coalesce(sum(cost_micros) filter (where sent_at is not null), 0) cost
      from new_rows group by campaign_id
    ) d where c.campaign_id = d.campaign_id;
  elsif tg_op = 'DELETE' then
    update public.campaign_counters c set
      recipients_count = c.recipients_count - d.n, pending_count = c.pending_count - d.pending, held_count = c.held_count - d.held,
      sent_count = c.sent_count - d.sent, delivered_count = c.delivered_count - d.delivered, failed_count = c.failed_count - d.failed,
      suppressed_count = c.suppressed_count - d.suppressed, segments_count = c.segments_count - d.segments, cost_micros = c.cost_micros - d.cost
    from (
      select campaign_id, count(*) n, count(*) filter (where status = 'pending') pending, count(*) filter (where status = 'held') held,
        count(*) filter (where status = 'sent') sent, count(*) filter (where status = 'delivered') delivered,
        count(*) filter (where status = 'failed') failed, count(*) filter (where status = 'suppressed') suppressed,
        coalesce(sum(segments) filter (where sent_at is not null), 0) segments, coalesce(sum(cost_micros) filter (where sent_at is not null), 0) cost
      from old_rows group by campaign_id
    ) d where c.campaign_id = d.campaign_id;
  else
    update public.campaign_counters c set
      pending_count = c.pending_count + d.pending, held_count = c.held_count + d.held, sent_count = c.sent_count + d.sent,
      delivered_count = c.delivered_count + d.delivered, failed_count = c.failed_count + d.failed,
      suppressed_count = c.suppressed_count + d.suppressed, segments_count = c.segments_count + d.segments, cost_micros = c.cost_micros + d.cost
    from (
      select campaign_id, sum(sign * (status = 'pending')::integer)::integer pending, sum(sign * (status = 'held')::integer)::integer held,
        sum(sign * (status = 'sent')::integer)::integer sent, sum(sign * (status = 'delivered')::integer)::integer delivered,
        sum(sign * (status = 'failed')::integer)::integer failed, sum(sign * (status = 'suppressed')::integer)::integer suppressed,
        coalesce(sum(sign * segments) filter (where sent_at is not null), 0) segments,
        coalesce(sum(sign * cost_micros) filter (where sent_at is not null), 0) cost
      from (
        select 1 sign, campaign_id, status, segments, cost_micros, sent_at from new_rows
        union all
        select -1, campaign_id, status, segments, cost_micros, sent_at from old_rows
      ) changed group by campaign_id
    ) d
    where c.campaign_id = d.campaign_id
      and (d.pending, d.held, d.sent, d.delivered, d.failed, d.suppressed, d.segments, d.cost) is distinct from (0, 0, 0, 0, 0, 0, 0::bigint, 0::numeric);
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION headwater.tg_campaign_messages__move_forward()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
  if headwater.message_status_rank(new.status) <= headwater.message_status_rank(old.status) then
    raise exception 'A message that is % can''t become %.', old.status, new.status using errcode = 'HW004';
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION headwater.tg_campaigns__add_counters()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  insert into public.campaign_counters (campaign_id, agency_id) values (new.id, new.agency_id) on conflict (campaign_id) do nothing;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION headwater.tg_campaigns__broadcast()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  v_row public.campaigns := coalesce(new, old);
begin
  perform realtime.send(jsonb_build_object('operation', tg_op, 'id', v_row.id), 'campaigns', 'agency:' || v_row.agency_id, true);
  return null;
end $function$;

CREATE OR REPLACE FUNCTION headwater.tg_campaigns__enqueue()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  if not exists (select from pgmq.q_campaign_turns q where q.message ->> 'campaign_id' = new.id::text) then
    perform pgmq.send('campaign_turns', jsonb_build_object('campaign_id', new.id));
  else
    update pgmq.q_campaign_turns q set vt = clock_timestamp() where q.message ->> 'campaign_id' = new.id::text and q.vt > clock_timestamp() + interval '30 seconds';
  end if;
  perform headwater.invoke_function('message-worker');
  return null;
end $function$;

CREATE OR REPLACE FUNCTION headwater.tg_campaigns__guard()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  v_sends boolean := old.type in ('sms', 'whatsapp');
begin
  if v_sends and old.status not in ('draft', 'scheduled') and (
    (new.type, new.message, new.content, new.subject, new.send_options, new.target_criteria, new.scheduled_at)
      is distinct from (old.type, old.message, old.content, old.subject, old.send_options, old.target_criteria, old.scheduled_at)
    -- The model goes by itself when it is deleted.
    or new.data_model_id is distinct from old.data_model_id and new.data_model_id is not null
    or new.provider_id is distinct from old.provider_id and old.status <> 'paused'
  ) then
    raise exception 'A campaign that has begun can''t be changed.' using errcode = 'HW001';
  end if;
  if new.status = old.status then
    return new;
  end if;
  if v_sends and not (case old.status
    when 'draft' then new.status in ('scheduled', 'active', 'archived')
    when 'scheduled' then new.status in ('draft', 'active', 'archived', 'failed')
    when 'active' then new.status in ('paused', 'completed', 'archived', 'failed')
    when 'paused' then new.status in ('active', 'archived', 'failed')
    when 'completed' then new.status = 'archived'
    when 'failed' then new.status in ('draft', 'archived') and (new.status = 'archived' or old.materialised_at is null)
    else false end) then
    raise exception 'A campaign that is % can''t become %.', old.status, new.status using errcode = 'HW002';
  end if;
  if v_sends and new.status = 'completed' and (new.materialised_at is null
    or exists (select from public.campaign_messages m where m.campaign_id = new.id and m.status in ('pending', 'held'))) then
    raise exception 'Recipients of this campaign are still unaccounted for.' using errcode = 'HW003';
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION headwater.tg_data_models__broadcast()
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
  -- Members of the agency also hear when a model is no longer shared with them.
  if 'agency' in (coalesce(old.visibility, ''), coalesce(new.visibility, '')) then
    perform realtime.send(v_payload, 'data_models', 'agency:' || v_row.agency_id, true);
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION headwater.tg_data_models__drop_audience()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  delete from headwater.audience_fields f where f.model_id = new.id and not exists (
    select from jsonb_array_elements(new.fields) as own (field) where own.field ->> 'name' = f.field and own.field ->> 'type' = f.type);
  return null;
end $function$;

CREATE OR REPLACE FUNCTION headwater.tg_data_models__drop_match_keys()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  delete from headwater.match_key_sets s where s.model_id = new.id and s.fields is distinct from
    headwater.match_key_fields(new.id, array(select field ->> 'name' from jsonb_array_elements(s.fields) field));
  return null;
end $function$;

CREATE OR REPLACE FUNCTION headwater.tg_data_models__rebuild_keys()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  delete from public.record_keys where model_id = new.id;
  insert into public.record_keys (model_id, field, value, record_id)
  select new.id, f.name, lower(r.data ->> f.name), r.id
  from public.records r cross join headwater.unique_fields(new.id) f (name)
  where r.model_id = new.id and r.data ->> f.name is not null;
  return null;
exception when unique_violation then
  raise exception 'Records share a value in a field that is to be unique.' using errcode = '23505', hint = 'Change the values first.';
end $function$;

CREATE OR REPLACE FUNCTION headwater.tg_health_destinations__forget()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  delete from headwater.agency_secrets where agency_id = old.agency_id and purpose = 'slack';
  return null;
end $function$;

CREATE OR REPLACE FUNCTION headwater.tg_import_jobs__broadcast()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  perform realtime.send(to_jsonb(new) - 'checkpoint', 'import_jobs', 'user:' || new.user_id, true);
  return null;
end $function$;

CREATE OR REPLACE FUNCTION headwater.tg_import_jobs__delete_changes()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  delete from public.import_changes c using old_rows o where c.import_job_id = o.id;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION headwater.tg_import_jobs__end()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  if not new.dry_run then
    new.undo_until := now() + make_interval(days => (select value::integer from headwater.settings where name = 'undo_days'));
  end if;
  delete from headwater.import_keys where import_job_id = new.id;
  delete from headwater.import_key_filters where import_job_id = new.id;
  delete from headwater.import_claims where import_job_id = new.id;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION headwater.tg_import_jobs__enqueue()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  perform pgmq.send('import_jobs', jsonb_build_object('import_job_id', new.id));
  perform headwater.invoke_function('import-worker');
  return null;
end $function$;

CREATE OR REPLACE FUNCTION headwater.tg_import_jobs__mark_undone()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  with recursive chain (id, undo_of, undone) as (
    select j.id, j.undo_of, true from public.import_jobs j where j.id = new.undo_of
    union all
    select j.id, j.undo_of, not c.undone from public.import_jobs j join chain c on j.id = c.undo_of
  )
  update public.import_jobs j set undone_at = case when c.undone then now() end from chain c where j.id = c.id;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION headwater.tg_import_jobs__requeue()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  delete from pgmq.q_import_jobs where message ->> 'import_job_id' = new.id::text;
  if new.status in ('pending', 'processing') then
    perform pgmq.send('import_jobs', jsonb_build_object('import_job_id', new.id));
  end if;
  -- A tenant's other imports may have waited for this one.
  perform headwater.invoke_function('import-worker');
  return null;
end $function$;

CREATE OR REPLACE FUNCTION headwater.tg_match_key_sets__delete_keys()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  delete from headwater.record_match_keys where set_id = old.id;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION headwater.tg_records__broadcast()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  perform realtime.send(
    jsonb_build_object('operation', tg_op, 'model_id', m.id), 'records',
    case m.visibility when 'agency' then 'agency:' || m.agency_id else 'user:' || m.user_id end, true)
  from public.data_models m where m.id in (select model_id from changed);
  return null;
end $function$;

CREATE OR REPLACE FUNCTION headwater.tg_records__keep_audience()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  v_field record;
  v_value text;
begin
  if not exists (select from headwater.audience_fields) then
    return null;
  end if;
  for v_field in execute format('select f.* from headwater.audience_fields f where f.model_id in (select model_id from %s) order by f.model_id, f.id',
    case tg_op when 'DELETE' then 'old_rows' else 'new_rows' end) loop
    perform pg_advisory_xact_lock_shared(headwater.audience_lock(v_field.model_id));
    v_value := headwater.audience_value(v_field.field, v_field.type, case v_field.kind when 'texts' then 'keys' else v_field.kind end);
    -- A value that no record has any more does no harm among the different ones.
    if tg_op in ('UPDATE', 'DELETE') and v_field.kind <> 'grams' then
      execute format('delete from headwater.audience_%1$s a using (select id, %2$s old_value from old_rows where model_id = %3$L) o%5$s
        where a.field_id = %4$s and a.record_id = o.id and a.value = o.old_value%6$s', v_field.kind, v_value, v_field.model_id, v_field.id,
        case tg_op when 'UPDATE' then format(' join (select id, %s new_value from new_rows) n on n.id = o.id', v_value) else '' end,
        case tg_op when 'UPDATE' then ' and n.new_value <> o.old_value' else '' end);
    end if;
    if tg_op in ('INSERT', 'UPDATE') then
      execute format('%s on conflict do nothing', headwater.audience_insertion(v_field.id, v_field.field, v_field.type, v_field.kind,
        format('(select id, data from new_rows where model_id = %L) added', v_field.model_id)));
    end if;
  end loop;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION headwater.tg_records__keep_keys()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  if tg_op = 'INSERT' then
    insert into public.record_keys (model_id, field, value, record_id)
    select r.model_id, f.name, lower(r.data ->> f.name), r.id
    from (select m.model_id, u.name from (select distinct model_id from new_rows) m, lateral headwater.unique_fields(m.model_id) u (name)) f
    join new_rows r on r.model_id = f.model_id where r.data ->> f.name is not null;
  else
    with changed as materialized (
      select n.id, n.model_id, f.name, lower(n.data ->> f.name) as value
      from (select m.model_id, u.name from (select distinct model_id from new_rows) m, lateral headwater.unique_fields(m.model_id) u (name)) f
      join new_rows n on n.model_id = f.model_id
      join old_rows o on o.id = n.id
      where lower(o.data ->> f.name) is distinct from lower(n.data ->> f.name) or o.model_id <> n.model_id
    ), gone as (
      delete from public.record_keys k using changed c where k.record_id = c.id and k.field = c.name returning k.record_id
    )
    -- Counting what is gone makes it go first: values may move from one record of the statement to another.
    insert into public.record_keys (model_id, field, value, record_id)
    select c.model_id, c.name, c.value, c.id from changed c where c.value is not null and (select count(*) from gone) >= 0;
  end if;
  return null;
exception when unique_violation then
  raise exception 'Another record has this value in a unique field.' using errcode = '23505', hint = 'Change the value.';
end $function$;

CREATE OR REPLACE FUNCTION headwater.tg_records__keep_match_keys()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  v_model_id uuid;
  v_set record;
  v_expression text;
  v_same text;
begin
  for v_model_id in execute case tg_op when 'DELETE' then 'select distinct model_id from old_rows' else 'select distinct model_id from new_rows' end loop
    perform pg_advisory_xact_lock_shared(headwater.match_keys_lock(v_model_id));
    for v_set in select id, fields from headwater.match_key_sets where model_id = v_model_id loop
      v_expression := headwater.match_key_expression(v_set.fields);
      if tg_op = 'INSERT' then
        execute format('insert into headwater.record_match_keys (set_id, key, record_id)
          select %s, k.key, k.id from (select id, %s key from new_rows where model_id = %L) k where k.key is not null
          on conflict do nothing', v_set.id, v_expression, v_model_id);
      elsif tg_op = 'DELETE' then
        -- Each key is looked up by the whole index, whatever the planner thinks of the set's size.
        execute format('delete from headwater.record_match_keys where ctid = any (array(
            select m.ctid from (select id, %s key from old_rows where model_id = %L) k cross join lateral (
              select m.ctid from headwater.record_match_keys m where m.set_id = %s and m.key = k.key and m.record_id = k.id offset 0) m))',
          v_expression, v_model_id, v_set.id);
      else
        -- Most changes leave the key alone: it is made only of what differs.
        select string_agg(format('n.data -> %1$L is not distinct from o.data -> %1$L', field ->> 'name'), ' and ') into v_same
        from jsonb_array_elements(v_set.fields) field;
        execute format('with differing as materialized (
            select n.id, o.data old_data, n.data new_data from new_rows n join old_rows o on o.id = n.id where n.model_id = %2$L and not (%4$s)
          ), changed as materialized (
            select d.id, (select %1$s from (select d.old_data) x (data)) old_key, (select %1$s from (select d.new_data) x (data)) new_key from differing d
          ), gone as (
            delete from headwater.record_match_keys where ctid = any (array(
              select m.ctid from changed c cross join lateral (
                select m.ctid from headwater.record_match_keys m where m.set_id = %3$s and m.key = c.old_key and m.record_id = c.id offset 0) m
              where c.old_key is distinct from c.new_key))
          )
          insert into headwater.record_match_keys (set_id, key, record_id) select %3$s, new_key, id from changed
          where new_key is not null and new_key is distinct from old_key
          on conflict do nothing', v_expression, v_model_id, v_set.id, v_same);
      end if;
    end loop;
  end loop;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION headwater.tg_user_profiles__broadcast()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  perform realtime.send(jsonb_build_object('operation', tg_op, 'id', new.id), 'user_profiles', 'user:' || new.id, true);
  return null;
end $function$;

CREATE OR REPLACE FUNCTION headwater.tg_users__create_profile()
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

CREATE OR REPLACE FUNCTION headwater.tg_workspace_connections__forget()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  delete from headwater.agency_secrets where agency_id = old.agency_id and purpose = 'email_bison';
  update public.workspaces set removed_at = coalesce(removed_at, now()), token_set_at = null where agency_id = old.agency_id;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION headwater.tg_workspace_targets__stamp()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
  new.updated_at := now();
  new.updated_by := (select auth.uid());
  return new;
end $function$;

CREATE OR REPLACE FUNCTION headwater.unique_fields(p_model_id uuid)
 RETURNS SETOF text
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select field ->> 'name' from public.data_models, jsonb_array_elements(fields) field
  where id = p_model_id and (field ->> 'unique')::boolean;
$function$;

CREATE OR REPLACE FUNCTION headwater.update_incidents()
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
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
end $function$;

CREATE OR REPLACE FUNCTION headwater.want_audience_fields(p_model_id uuid, p_criteria jsonb, p_fields jsonb)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
  with wanted as (
    select distinct field ->> 'name' name, field ->> 'type' type, headwater.audience_kind(field ->> 'type', rule ->> 'operator') kind
    from jsonb_path_query(p_criteria, 'lax $.**{0 to 12} ? (exists (@.operator))') rule
    join jsonb_array_elements(p_fields) field on field ->> 'name' = rule ->> 'field'
  ), needed as (
    select * from wanted union select name, type, 'texts' from wanted where kind = 'grams'
  )
  insert into headwater.audience_fields as f (model_id, field, type, kind)
  select p_model_id, name, type, kind from needed
  on conflict (model_id, field, kind) do update set used_at = now() where f.used_at < now() - interval '1 hour';
$function$;

CREATE OR REPLACE FUNCTION headwater.white_space()
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO ''
AS $function$
  select U&' \0009\000A\000B\000C\000D\00A0\1680\2000\2001\2002\2003\2004\2005\2006\2007\2008\2009\200A\2028\2029\202F\205F\3000\FEFF';
$function$;

CREATE OR REPLACE FUNCTION headwater.writable_model_ids()
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select id from public.data_models where user_id = (select auth.uid())
  union
  select id from public.data_models where visibility = 'agency' and agency_id = (select headwater.current_agency_id())
    and (select headwater.current_user_role()) in ('agency_admin', 'researcher');
$function$;

CREATE OR REPLACE FUNCTION public.report_client_health(logs jsonb DEFAULT '[]'::jsonb, validation_errors jsonb DEFAULT '[]'::jsonb)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
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
end $function$;

CREATE OR REPLACE FUNCTION public.set_email_bison_connection(base_url text, token text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
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
end $function$;

CREATE OR REPLACE FUNCTION public.set_slack_destination(kind text, secret text, channel text DEFAULT NULL::text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
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
end $function$;

CREATE OR REPLACE FUNCTION public.set_workspace_token(workspace_id uuid, token text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  v_agency_id uuid := headwater.current_agency_id();
begin
  update public.workspaces w set token_set_at = now()
  where w.id = set_workspace_token.workspace_id and w.agency_id = v_agency_id and headwater.is_agency_admin();
  if not found then
    raise exception 'There is no such workspace, or you may not change it.' using errcode = '42501';
  end if;
  perform headwater.keep_secret(v_agency_id, 'email_bison', set_workspace_token.workspace_id, token);
end $function$;

-- Triggers

CREATE TRIGGER tg_users__create_profile AFTER INSERT ON auth.users FOR EACH ROW EXECUTE FUNCTION headwater.tg_users__create_profile();
CREATE TRIGGER tg_agency_secrets__forget AFTER DELETE ON headwater.agency_secrets FOR EACH ROW EXECUTE FUNCTION headwater.tg_agency_secrets__forget();
CREATE TRIGGER tg_audience_fields__delete_values AFTER DELETE ON headwater.audience_fields FOR EACH ROW EXECUTE FUNCTION headwater.tg_audience_fields__delete_values();
CREATE TRIGGER tg_match_key_sets__delete_keys AFTER DELETE ON headwater.match_key_sets FOR EACH ROW EXECUTE FUNCTION headwater.tg_match_key_sets__delete_keys();
CREATE TRIGGER tg_agencies__set_updated_at BEFORE UPDATE ON public.agencies FOR EACH ROW EXECUTE FUNCTION headwater.set_updated_at();
CREATE TRIGGER tg_audience_segments__set_updated_at BEFORE UPDATE ON public.audience_segments FOR EACH ROW EXECUTE FUNCTION headwater.set_updated_at();
CREATE TRIGGER tg_campaign_counters__broadcast AFTER UPDATE ON public.campaign_counters FOR EACH ROW WHEN ((new.* IS DISTINCT FROM old.*)) EXECUTE FUNCTION headwater.tg_campaign_counters__broadcast();
CREATE TRIGGER tg_campaign_messages__count_deletes AFTER DELETE ON public.campaign_messages REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION headwater.tg_campaign_messages__count();
CREATE TRIGGER tg_campaign_messages__count_inserts AFTER INSERT ON public.campaign_messages REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION headwater.tg_campaign_messages__count();
CREATE TRIGGER tg_campaign_messages__count_updates AFTER UPDATE ON public.campaign_messages REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION headwater.tg_campaign_messages__count();
CREATE TRIGGER tg_campaign_messages__move_forward BEFORE UPDATE OF status ON public.campaign_messages FOR EACH ROW WHEN ((old.status IS DISTINCT FROM new.status)) EXECUTE FUNCTION headwater.tg_campaign_messages__move_forward();
CREATE TRIGGER tg_campaign_messages__set_updated_at BEFORE UPDATE ON public.campaign_messages FOR EACH ROW EXECUTE FUNCTION headwater.set_updated_at();
CREATE TRIGGER tg_campaigns__add_counters AFTER INSERT ON public.campaigns FOR EACH ROW EXECUTE FUNCTION headwater.tg_campaigns__add_counters();
CREATE TRIGGER tg_campaigns__broadcast AFTER INSERT OR DELETE OR UPDATE ON public.campaigns FOR EACH ROW EXECUTE FUNCTION headwater.tg_campaigns__broadcast();
CREATE TRIGGER tg_campaigns__enqueue AFTER UPDATE OF status ON public.campaigns FOR EACH ROW WHEN (((new.status = 'active'::text) AND (old.status <> 'active'::text) AND (new.type = ANY (ARRAY['sms'::text, 'whatsapp'::text])))) EXECUTE FUNCTION headwater.tg_campaigns__enqueue();
CREATE TRIGGER tg_campaigns__guard BEFORE UPDATE ON public.campaigns FOR EACH ROW EXECUTE FUNCTION headwater.tg_campaigns__guard();
CREATE TRIGGER tg_campaigns__set_updated_at BEFORE UPDATE ON public.campaigns FOR EACH ROW EXECUTE FUNCTION headwater.set_updated_at();
CREATE TRIGGER tg_data_models__broadcast AFTER INSERT OR DELETE OR UPDATE ON public.data_models FOR EACH ROW EXECUTE FUNCTION headwater.tg_data_models__broadcast();
CREATE TRIGGER tg_data_models__drop_audience AFTER UPDATE OF fields ON public.data_models FOR EACH ROW WHEN ((old.fields IS DISTINCT FROM new.fields)) EXECUTE FUNCTION headwater.tg_data_models__drop_audience();
CREATE TRIGGER tg_data_models__drop_match_keys AFTER UPDATE OF fields ON public.data_models FOR EACH ROW WHEN ((old.fields IS DISTINCT FROM new.fields)) EXECUTE FUNCTION headwater.tg_data_models__drop_match_keys();
CREATE TRIGGER tg_data_models__rebuild_keys AFTER UPDATE OF fields ON public.data_models FOR EACH ROW WHEN ((old.fields IS DISTINCT FROM new.fields)) EXECUTE FUNCTION headwater.tg_data_models__rebuild_keys();
CREATE TRIGGER tg_data_models__set_updated_at BEFORE UPDATE ON public.data_models FOR EACH ROW EXECUTE FUNCTION headwater.set_updated_at();
CREATE TRIGGER tg_health_destinations__forget AFTER DELETE ON public.health_destinations FOR EACH ROW EXECUTE FUNCTION headwater.tg_health_destinations__forget();
CREATE TRIGGER tg_health_thresholds__set_updated_at BEFORE UPDATE ON public.health_thresholds FOR EACH ROW EXECUTE FUNCTION headwater.set_updated_at();
CREATE TRIGGER tg_import_jobs__broadcast AFTER INSERT OR UPDATE ON public.import_jobs FOR EACH ROW EXECUTE FUNCTION headwater.tg_import_jobs__broadcast();
CREATE TRIGGER tg_import_jobs__delete_changes AFTER DELETE ON public.import_jobs REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION headwater.tg_import_jobs__delete_changes();
CREATE TRIGGER tg_import_jobs__end BEFORE UPDATE OF status ON public.import_jobs FOR EACH ROW WHEN (((old.status = ANY (ARRAY['pending'::text, 'processing'::text, 'paused'::text])) AND (new.status = ANY (ARRAY['completed'::text, 'failed'::text, 'cancelled'::text])))) EXECUTE FUNCTION headwater.tg_import_jobs__end();
CREATE TRIGGER tg_import_jobs__enqueue AFTER INSERT ON public.import_jobs FOR EACH ROW EXECUTE FUNCTION headwater.tg_import_jobs__enqueue();
CREATE TRIGGER tg_import_jobs__mark_undone AFTER UPDATE OF status ON public.import_jobs FOR EACH ROW WHEN (((new.undo_of IS NOT NULL) AND (old.status <> 'completed'::text) AND (new.status = 'completed'::text))) EXECUTE FUNCTION headwater.tg_import_jobs__mark_undone();
CREATE TRIGGER tg_import_jobs__requeue AFTER UPDATE OF status ON public.import_jobs FOR EACH ROW WHEN (((new.status <> old.status) AND ((new.status = ANY (ARRAY['paused'::text, 'cancelled'::text])) OR (old.status = 'paused'::text)))) EXECUTE FUNCTION headwater.tg_import_jobs__requeue();
CREATE TRIGGER tg_import_jobs__set_updated_at BEFORE UPDATE ON public.import_jobs FOR EACH ROW EXECUTE FUNCTION headwater.set_updated_at();
CREATE TRIGGER tg_import_mappings__set_updated_at BEFORE UPDATE OF columns, mapping, plan, reading, policy ON public.import_mappings FOR EACH ROW EXECUTE FUNCTION headwater.set_updated_at();
CREATE TRIGGER tg_message_providers__set_updated_at BEFORE UPDATE ON public.message_providers FOR EACH ROW EXECUTE FUNCTION headwater.set_updated_at();
CREATE TRIGGER tg_records__broadcast_deletes AFTER DELETE ON public.records REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION headwater.tg_records__broadcast();
CREATE TRIGGER tg_records__broadcast_inserts AFTER INSERT ON public.records REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION headwater.tg_records__broadcast();
CREATE TRIGGER tg_records__broadcast_updates AFTER UPDATE ON public.records REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION headwater.tg_records__broadcast();
CREATE TRIGGER tg_records__delete_audience AFTER DELETE ON public.records REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION headwater.tg_records__keep_audience();
CREATE TRIGGER tg_records__delete_match_keys AFTER DELETE ON public.records REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION headwater.tg_records__keep_match_keys();
CREATE TRIGGER tg_records__insert_audience AFTER INSERT ON public.records REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION headwater.tg_records__keep_audience();
CREATE TRIGGER tg_records__insert_keys AFTER INSERT ON public.records REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION headwater.tg_records__keep_keys();
CREATE TRIGGER tg_records__insert_match_keys AFTER INSERT ON public.records REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION headwater.tg_records__keep_match_keys();
CREATE TRIGGER tg_records__set_updated_at BEFORE UPDATE ON public.records FOR EACH ROW WHEN ((COALESCE(current_setting('headwater.sets_updated_at'::text, true), ''::text) <> 'on'::text)) EXECUTE FUNCTION headwater.set_updated_at();
CREATE TRIGGER tg_records__update_audience AFTER UPDATE ON public.records REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION headwater.tg_records__keep_audience();
CREATE TRIGGER tg_records__update_keys AFTER UPDATE ON public.records REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION headwater.tg_records__keep_keys();
CREATE TRIGGER tg_records__update_match_keys AFTER UPDATE ON public.records REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION headwater.tg_records__keep_match_keys();
CREATE TRIGGER tg_user_profiles__broadcast AFTER UPDATE OF agency_id, role ON public.user_profiles FOR EACH ROW WHEN (((new.agency_id <> old.agency_id) OR (new.role <> old.role))) EXECUTE FUNCTION headwater.tg_user_profiles__broadcast();
CREATE TRIGGER tg_user_profiles__set_updated_at BEFORE UPDATE ON public.user_profiles FOR EACH ROW EXECUTE FUNCTION headwater.set_updated_at();
CREATE TRIGGER tg_workspace_connections__forget AFTER DELETE ON public.workspace_connections FOR EACH ROW EXECUTE FUNCTION headwater.tg_workspace_connections__forget();
CREATE TRIGGER tg_workspace_connections__set_updated_at BEFORE UPDATE ON public.workspace_connections FOR EACH ROW EXECUTE FUNCTION headwater.set_updated_at();
CREATE TRIGGER tg_workspace_targets__stamp BEFORE INSERT OR UPDATE ON public.workspace_targets FOR EACH ROW EXECUTE FUNCTION headwater.tg_workspace_targets__stamp();
CREATE TRIGGER tg_workspaces__set_updated_at BEFORE UPDATE ON public.workspaces FOR EACH ROW EXECUTE FUNCTION headwater.set_updated_at();

-- Policies

create policy "Admins rename their agency" on public.agencies as permissive for update to authenticated using ((((id = ( SELECT headwater.current_agency_id() AS current_agency_id)) AND (( SELECT headwater.current_user_role() AS current_user_role) = 'agency_admin'::public.user_role)) OR ( SELECT headwater.is_super_admin() AS is_super_admin))) with check ((((id = ( SELECT headwater.current_agency_id() AS current_agency_id)) AND (( SELECT headwater.current_user_role() AS current_user_role) = 'agency_admin'::public.user_role)) OR ( SELECT headwater.is_super_admin() AS is_super_admin)));

create policy "Members read their agency" on public.agencies as permissive for select to authenticated using (((id = ( SELECT headwater.current_agency_id() AS current_agency_id)) OR ( SELECT headwater.is_super_admin() AS is_super_admin)));

create policy "Staff read their agency's calls" on public.api_health_logs as permissive for select to authenticated using ((((agency_id = ( SELECT headwater.current_agency_id() AS current_agency_id)) AND ( SELECT headwater.is_staff() AS is_staff)) OR ( SELECT headwater.is_super_admin() AS is_super_admin)));

create policy "Staff change segments" on public.audience_segments as permissive for update to authenticated using ((((agency_id = ( SELECT headwater.current_agency_id() AS current_agency_id)) AND ( SELECT headwater.is_staff() AS is_staff)) OR ( SELECT headwater.is_super_admin() AS is_super_admin))) with check ((((agency_id = ( SELECT headwater.current_agency_id() AS current_agency_id)) AND ( SELECT headwater.is_staff() AS is_staff)) OR ( SELECT headwater.is_super_admin() AS is_super_admin)));

create policy "Staff delete segments" on public.audience_segments as permissive for delete to authenticated using ((((agency_id = ( SELECT headwater.current_agency_id() AS current_agency_id)) AND ( SELECT headwater.is_staff() AS is_staff)) OR ( SELECT headwater.is_super_admin() AS is_super_admin)));

create policy "Staff keep segments" on public.audience_segments as permissive for insert to authenticated with check ((((agency_id = ( SELECT headwater.current_agency_id() AS current_agency_id)) AND ( SELECT headwater.is_staff() AS is_staff)) OR ( SELECT headwater.is_super_admin() AS is_super_admin)));

create policy "Staff read their agency's segments" on public.audience_segments as permissive for select to authenticated using ((((agency_id = ( SELECT headwater.current_agency_id() AS current_agency_id)) AND ( SELECT headwater.is_staff() AS is_staff)) OR ( SELECT headwater.is_super_admin() AS is_super_admin)));

create policy "Admins assign campaigns" on public.campaign_assignments as permissive for insert to authenticated with check ((((agency_id = ( SELECT headwater.current_agency_id() AS current_agency_id)) AND ( SELECT headwater.is_agency_admin() AS is_agency_admin)) OR ( SELECT headwater.is_super_admin() AS is_super_admin)));

create policy "Admins take campaigns back" on public.campaign_assignments as permissive for delete to authenticated using ((((agency_id = ( SELECT headwater.current_agency_id() AS current_agency_id)) AND ( SELECT headwater.is_agency_admin() AS is_agency_admin)) OR ( SELECT headwater.is_super_admin() AS is_super_admin)));

create policy "Staff read assignments, clients their own" on public.campaign_assignments as permissive for select to authenticated using ((((agency_id = ( SELECT headwater.current_agency_id() AS current_agency_id)) AND ( SELECT headwater.is_staff() AS is_staff)) OR ( SELECT headwater.is_super_admin() AS is_super_admin) OR (user_id = ( SELECT auth.uid() AS uid))));

create policy "Readers of a campaign read its counters" on public.campaign_counters as permissive for select to authenticated using ((((agency_id = ( SELECT headwater.current_agency_id() AS current_agency_id)) AND ( SELECT headwater.is_staff() AS is_staff)) OR ( SELECT headwater.is_super_admin() AS is_super_admin) OR (campaign_id IN ( SELECT headwater.assigned_campaign_ids() AS assigned_campaign_ids))));

create policy "Readers of a campaign read its ledger" on public.campaign_messages as permissive for select to authenticated using ((((agency_id = ( SELECT headwater.current_agency_id() AS current_agency_id)) AND ( SELECT headwater.is_staff() AS is_staff)) OR ( SELECT headwater.is_super_admin() AS is_super_admin) OR (campaign_id IN ( SELECT headwater.assigned_campaign_ids() AS assigned_campaign_ids))));

create policy "Readers of a campaign read whom it skipped" on public.campaign_skips as permissive for select to authenticated using ((((agency_id = ( SELECT headwater.current_agency_id() AS current_agency_id)) AND ( SELECT headwater.is_staff() AS is_staff)) OR ( SELECT headwater.is_super_admin() AS is_super_admin) OR (campaign_id IN ( SELECT headwater.assigned_campaign_ids() AS assigned_campaign_ids))));

create policy "Admins change campaigns" on public.campaigns as permissive for update to authenticated using ((((agency_id = ( SELECT headwater.current_agency_id() AS current_agency_id)) AND ( SELECT headwater.is_agency_admin() AS is_agency_admin)) OR ( SELECT headwater.is_super_admin() AS is_super_admin))) with check ((((agency_id = ( SELECT headwater.current_agency_id() AS current_agency_id)) AND ( SELECT headwater.is_agency_admin() AS is_agency_admin)) OR ( SELECT headwater.is_super_admin() AS is_super_admin)));

create policy "Admins delete campaigns that don't run" on public.campaigns as permissive for delete to authenticated using (((((agency_id = ( SELECT headwater.current_agency_id() AS current_agency_id)) AND ( SELECT headwater.is_agency_admin() AS is_agency_admin)) OR ( SELECT headwater.is_super_admin() AS is_super_admin)) AND (status <> 'active'::text)));

create policy "Admins make campaigns" on public.campaigns as permissive for insert to authenticated with check ((((agency_id = ( SELECT headwater.current_agency_id() AS current_agency_id)) AND ( SELECT headwater.is_agency_admin() AS is_agency_admin)) OR ( SELECT headwater.is_super_admin() AS is_super_admin)));

create policy "Staff read campaigns, clients those assigned to them" on public.campaigns as permissive for select to authenticated using ((((agency_id = ( SELECT headwater.current_agency_id() AS current_agency_id)) AND ( SELECT headwater.is_staff() AS is_staff)) OR ( SELECT headwater.is_super_admin() AS is_super_admin) OR (id IN ( SELECT headwater.assigned_campaign_ids() AS assigned_campaign_ids))));

create policy "Staff read how fresh their dashboards are" on public.data_cache_metadata as permissive for select to authenticated using ((((agency_id = ( SELECT headwater.current_agency_id() AS current_agency_id)) AND ( SELECT headwater.is_staff() AS is_staff)) OR ( SELECT headwater.is_super_admin() AS is_super_admin)));

create policy "Owners delete their models" on public.data_models as permissive for delete to authenticated using ((user_id = ( SELECT auth.uid() AS uid)));

create policy "People read the models they own or share" on public.data_models as permissive for select to authenticated using (((user_id = ( SELECT auth.uid() AS uid)) OR ((visibility = 'agency'::text) AND (agency_id = ( SELECT headwater.current_agency_id() AS current_agency_id))) OR ( SELECT headwater.is_super_admin() AS is_super_admin)));

create policy "Users make models of their own" on public.data_models as permissive for insert to authenticated with check (((user_id = ( SELECT auth.uid() AS uid)) AND (agency_id = ( SELECT headwater.current_agency_id() AS current_agency_id))));

create policy "Writers change models" on public.data_models as permissive for update to authenticated using ((id IN ( SELECT headwater.writable_model_ids() AS writable_model_ids))) with check ((id IN ( SELECT headwater.writable_model_ids() AS writable_model_ids)));

create policy "Staff read their agency's validation errors" on public.data_validation_errors as permissive for select to authenticated using ((((agency_id = ( SELECT headwater.current_agency_id() AS current_agency_id)) AND ( SELECT headwater.is_staff() AS is_staff)) OR ( SELECT headwater.is_super_admin() AS is_super_admin)));

create policy "Admins delete where incidents are told" on public.health_destinations as permissive for delete to authenticated using (((agency_id = ( SELECT headwater.current_agency_id() AS current_agency_id)) AND ( SELECT headwater.is_agency_admin() AS is_agency_admin)));

create policy "Staff read where incidents are told" on public.health_destinations as permissive for select to authenticated using ((((agency_id = ( SELECT headwater.current_agency_id() AS current_agency_id)) AND ( SELECT headwater.is_staff() AS is_staff)) OR ( SELECT headwater.is_super_admin() AS is_super_admin)));

create policy "Staff read their agency's incidents" on public.health_incidents as permissive for select to authenticated using ((((agency_id = ( SELECT headwater.current_agency_id() AS current_agency_id)) AND ( SELECT headwater.is_staff() AS is_staff)) OR ( SELECT headwater.is_super_admin() AS is_super_admin)));

create policy "Admins change thresholds" on public.health_thresholds as permissive for update to authenticated using ((((agency_id = ( SELECT headwater.current_agency_id() AS current_agency_id)) AND ( SELECT headwater.is_agency_admin() AS is_agency_admin)) OR ( SELECT headwater.is_super_admin() AS is_super_admin))) with check ((((agency_id = ( SELECT headwater.current_agency_id() AS current_agency_id)) AND ( SELECT headwater.is_agency_admin() AS is_agency_admin)) OR ( SELECT headwater.is_super_admin() AS is_super_admin)));

create policy "Admins delete thresholds" on public.health_thresholds as permissive for delete to authenticated using ((((agency_id = ( SELECT headwater.current_agency_id() AS current_agency_id)) AND ( SELECT headwater.is_agency_admin() AS is_agency_admin)) OR ( SELECT headwater.is_super_admin() AS is_super_admin)));

create policy "Admins set thresholds" on public.health_thresholds as permissive for insert to authenticated with check ((((agency_id = ( SELECT headwater.current_agency_id() AS current_agency_id)) AND ( SELECT headwater.is_agency_admin() AS is_agency_admin)) OR ( SELECT headwater.is_super_admin() AS is_super_admin)));

create policy "Staff read the thresholds that hold for them" on public.health_thresholds as permissive for select to authenticated using (((((agency_id IS NULL) OR (agency_id = ( SELECT headwater.current_agency_id() AS current_agency_id))) AND ( SELECT headwater.is_staff() AS is_staff)) OR ( SELECT headwater.is_super_admin() AS is_super_admin)));

create policy "Users read the changes of their imports" on public.import_changes as permissive for select to authenticated using ((EXISTS ( SELECT
   FROM public.import_jobs j
  WHERE ((j.id = import_changes.import_job_id) AND ((j.user_id = ( SELECT auth.uid() AS uid)) OR ( SELECT headwater.is_super_admin() AS is_super_admin))))));

create policy "Users read the errors of their imports" on public.import_job_errors as permissive for select to authenticated using ((EXISTS ( SELECT
   FROM public.import_jobs j
  WHERE ((j.id = import_job_errors.import_job_id) AND ((j.user_id = ( SELECT auth.uid() AS uid)) OR ( SELECT headwater.is_super_admin() AS is_super_admin))))));

create policy "Users read their imports" on public.import_jobs as permissive for select to authenticated using (((user_id = ( SELECT auth.uid() AS uid)) OR ( SELECT headwater.is_super_admin() AS is_super_admin)));

create policy "Writers of a model import into it" on public.import_jobs as permissive for insert to authenticated with check (((user_id = ( SELECT auth.uid() AS uid)) AND (model_id IN ( SELECT headwater.writable_model_ids() AS writable_model_ids)) AND (split_part(file_url, '/'::text, 1) = (( SELECT auth.uid() AS uid))::text) AND (file_url !~ '(^|/)\.{0,2}(/|$)'::text)));

create policy "Users change their mappings" on public.import_mappings as permissive for update to authenticated using ((user_id = ( SELECT auth.uid() AS uid))) with check (((user_id = ( SELECT auth.uid() AS uid)) AND (model_id IN ( SELECT headwater.writable_model_ids() AS writable_model_ids))));

create policy "Users delete their mappings" on public.import_mappings as permissive for delete to authenticated using ((user_id = ( SELECT auth.uid() AS uid)));

create policy "Users read their mappings" on public.import_mappings as permissive for select to authenticated using ((user_id = ( SELECT auth.uid() AS uid)));

create policy "Users save mappings of models that they write" on public.import_mappings as permissive for insert to authenticated with check (((user_id = ( SELECT auth.uid() AS uid)) AND (model_id IN ( SELECT headwater.writable_model_ids() AS writable_model_ids))));

create policy "Staff read what was sent to their agency" on public.inbound_messages as permissive for select to authenticated using ((((agency_id = ( SELECT headwater.current_agency_id() AS current_agency_id)) AND ( SELECT headwater.is_staff() AS is_staff)) OR ( SELECT headwater.is_super_admin() AS is_super_admin)));

create policy "Admins add accounts" on public.message_providers as permissive for insert to authenticated with check ((((agency_id = ( SELECT headwater.current_agency_id() AS current_agency_id)) AND ( SELECT headwater.is_agency_admin() AS is_agency_admin)) OR ( SELECT headwater.is_super_admin() AS is_super_admin)));

create policy "Admins change accounts" on public.message_providers as permissive for update to authenticated using ((((agency_id = ( SELECT headwater.current_agency_id() AS current_agency_id)) AND ( SELECT headwater.is_agency_admin() AS is_agency_admin)) OR ( SELECT headwater.is_super_admin() AS is_super_admin))) with check ((((agency_id = ( SELECT headwater.current_agency_id() AS current_agency_id)) AND ( SELECT headwater.is_agency_admin() AS is_agency_admin)) OR ( SELECT headwater.is_super_admin() AS is_super_admin)));

create policy "Admins remove accounts" on public.message_providers as permissive for delete to authenticated using ((((agency_id = ( SELECT headwater.current_agency_id() AS current_agency_id)) AND ( SELECT headwater.is_agency_admin() AS is_agency_admin)) OR ( SELECT headwater.is_super_admin() AS is_super_admin)));

create policy "Staff read their agency's accounts" on public.message_providers as permissive for select to authenticated using ((((agency_id = ( SELECT headwater.current_agency_id() AS current_agency_id)) AND ( SELECT headwater.is_staff() AS is_staff)) OR ( SELECT headwater.is_super_admin() AS is_super_admin)));

create policy "Readers of a model read its records" on public.records as permissive for select to authenticated using ((model_id IN ( SELECT headwater.readable_model_ids() AS readable_model_ids)));

create policy "Writers of a model add records" on public.records as permissive for insert to authenticated with check (((user_id = ( SELECT auth.uid() AS uid)) AND (model_id IN ( SELECT headwater.writable_model_ids() AS writable_model_ids))));

create policy "Writers of a model change records" on public.records as permissive for update to authenticated using ((model_id IN ( SELECT headwater.writable_model_ids() AS writable_model_ids))) with check ((model_id IN ( SELECT headwater.writable_model_ids() AS writable_model_ids)));

create policy "Writers of a model delete records" on public.records as permissive for delete to authenticated using ((model_id IN ( SELECT headwater.writable_model_ids() AS writable_model_ids)));

create policy "Staff read their agency's sender accounts" on public.sender_accounts as permissive for select to authenticated using ((((agency_id = ( SELECT headwater.current_agency_id() AS current_agency_id)) AND ( SELECT headwater.is_staff() AS is_staff)) OR ( SELECT headwater.is_super_admin() AS is_super_admin)));

create policy "Admins lift what a person suppressed" on public.suppressions as permissive for delete to authenticated using (((((agency_id = ( SELECT headwater.current_agency_id() AS current_agency_id)) AND ( SELECT headwater.is_agency_admin() AS is_agency_admin)) OR ( SELECT headwater.is_super_admin() AS is_super_admin)) AND (reason = 'manual'::text)));

create policy "Staff read their agency's suppressions" on public.suppressions as permissive for select to authenticated using ((((agency_id = ( SELECT headwater.current_agency_id() AS current_agency_id)) AND ( SELECT headwater.is_staff() AS is_staff)) OR ( SELECT headwater.is_super_admin() AS is_super_admin)));

create policy "Staff suppress addresses" on public.suppressions as permissive for insert to authenticated with check ((((agency_id = ( SELECT headwater.current_agency_id() AS current_agency_id)) AND ( SELECT headwater.is_staff() AS is_staff)) OR ( SELECT headwater.is_super_admin() AS is_super_admin)));

create policy "Members read the profiles of their agency" on public.user_profiles as permissive for select to authenticated using (((agency_id = ( SELECT headwater.current_agency_id() AS current_agency_id)) OR ( SELECT headwater.is_super_admin() AS is_super_admin)));

create policy "Users change their own profile" on public.user_profiles as permissive for update to authenticated using ((id = ( SELECT auth.uid() AS uid))) with check ((id = ( SELECT auth.uid() AS uid)));

create policy "Admins disconnect their agency" on public.workspace_connections as permissive for delete to authenticated using (((agency_id = ( SELECT headwater.current_agency_id() AS current_agency_id)) AND ( SELECT headwater.is_agency_admin() AS is_agency_admin)));

create policy "Admins set how often their agency reads" on public.workspace_connections as permissive for update to authenticated using (((agency_id = ( SELECT headwater.current_agency_id() AS current_agency_id)) AND ( SELECT headwater.is_agency_admin() AS is_agency_admin))) with check (((agency_id = ( SELECT headwater.current_agency_id() AS current_agency_id)) AND ( SELECT headwater.is_agency_admin() AS is_agency_admin)));

create policy "Staff read their agency's connection" on public.workspace_connections as permissive for select to authenticated using ((((agency_id = ( SELECT headwater.current_agency_id() AS current_agency_id)) AND ( SELECT headwater.is_staff() AS is_staff)) OR ( SELECT headwater.is_super_admin() AS is_super_admin)));

create policy "Staff read their agency's figures" on public.workspace_snapshots as permissive for select to authenticated using ((((agency_id = ( SELECT headwater.current_agency_id() AS current_agency_id)) AND ( SELECT headwater.is_staff() AS is_staff)) OR ( SELECT headwater.is_super_admin() AS is_super_admin)));

create policy "Admins change targets" on public.workspace_targets as permissive for update to authenticated using (((agency_id = ( SELECT headwater.current_agency_id() AS current_agency_id)) AND ( SELECT headwater.is_agency_admin() AS is_agency_admin))) with check (((agency_id = ( SELECT headwater.current_agency_id() AS current_agency_id)) AND ( SELECT headwater.is_agency_admin() AS is_agency_admin)));

create policy "Admins delete targets" on public.workspace_targets as permissive for delete to authenticated using (((agency_id = ( SELECT headwater.current_agency_id() AS current_agency_id)) AND ( SELECT headwater.is_agency_admin() AS is_agency_admin)));

create policy "Admins set targets" on public.workspace_targets as permissive for insert to authenticated with check (((agency_id = ( SELECT headwater.current_agency_id() AS current_agency_id)) AND ( SELECT headwater.is_agency_admin() AS is_agency_admin)));

create policy "Staff read their agency's targets" on public.workspace_targets as permissive for select to authenticated using ((((agency_id = ( SELECT headwater.current_agency_id() AS current_agency_id)) AND ( SELECT headwater.is_staff() AS is_staff)) OR ( SELECT headwater.is_super_admin() AS is_super_admin)));

create policy "Admins choose which workspaces are tracked" on public.workspaces as permissive for update to authenticated using (((agency_id = ( SELECT headwater.current_agency_id() AS current_agency_id)) AND ( SELECT headwater.is_agency_admin() AS is_agency_admin))) with check (((agency_id = ( SELECT headwater.current_agency_id() AS current_agency_id)) AND ( SELECT headwater.is_agency_admin() AS is_agency_admin)));

create policy "Staff read their agency's workspaces" on public.workspaces as permissive for select to authenticated using ((((agency_id = ( SELECT headwater.current_agency_id() AS current_agency_id)) AND ( SELECT headwater.is_staff() AS is_staff)) OR ( SELECT headwater.is_super_admin() AS is_super_admin)));

create policy "Users listen to their own topics" on realtime.messages as permissive for select to authenticated using ((( SELECT realtime.topic() AS topic) = ANY (ARRAY[('user:'::text || (( SELECT auth.uid() AS uid))::text), ('agency:'::text || (( SELECT headwater.current_agency_id() AS current_agency_id))::text)])));

create policy "Users add imports to their folder" on storage.objects as permissive for insert to authenticated with check (((bucket_id = 'imports'::text) AND ((storage.foldername(name))[1] = (( SELECT auth.uid() AS uid))::text)));

create policy "Users delete the imports in their folder" on storage.objects as permissive for delete to authenticated using (((bucket_id = 'imports'::text) AND ((storage.foldername(name))[1] = (( SELECT auth.uid() AS uid))::text)));

create policy "Users read the imports in their folder" on storage.objects as permissive for select to authenticated using (((bucket_id = 'imports'::text) AND ((storage.foldername(name))[1] = (( SELECT auth.uid() AS uid))::text)));

-- Grants

grant execute on function headwater.assigned_campaign_ids() to authenticated;
grant execute on function headwater.assigned_campaign_ids() to service_role;
grant execute on function headwater.current_agency_id() to authenticated;
grant execute on function headwater.current_agency_id() to service_role;
grant execute on function headwater.current_user_role() to authenticated;
grant execute on function headwater.current_user_role() to service_role;
grant execute on function headwater.is_agency_admin() to authenticated;
grant execute on function headwater.is_agency_admin() to service_role;
grant execute on function headwater.is_staff() to authenticated;
grant execute on function headwater.is_staff() to service_role;
grant execute on function headwater.is_super_admin() to authenticated;
grant execute on function headwater.is_super_admin() to service_role;
grant execute on function headwater.message_status_rank(text) to authenticated;
grant execute on function headwater.message_status_rank(text) to service_role;
grant execute on function headwater.read_audience(uuid,jsonb,integer,integer,boolean) to authenticated;
grant execute on function headwater.readable_model_ids() to authenticated;
grant execute on function headwater.readable_model_ids() to service_role;
grant execute on function headwater.unique_fields(uuid) to authenticated;
grant execute on function headwater.unique_fields(uuid) to service_role;
grant execute on function headwater.writable_model_ids() to authenticated;
grant execute on function headwater.writable_model_ids() to service_role;
grant execute on function public.report_client_health(jsonb,jsonb) to authenticated;
grant execute on function public.set_email_bison_connection(text,text) to authenticated;
grant execute on function public.set_slack_destination(text,text,text) to authenticated;
grant execute on function public.set_workspace_token(uuid,text) to authenticated;
grant usage on schema headwater to authenticated;
grant usage on schema headwater to service_role;
grant select on table public.agencies to authenticated;
grant delete, insert, maintain, references, select, trigger, truncate, update on table public.agencies to service_role;
grant update on table public.agencies (name) to authenticated;
grant select on table public.api_health_logs to authenticated;
grant delete, insert, maintain, references, select, trigger, truncate, update on table public.api_health_logs to service_role;
grant delete, select on table public.audience_segments to authenticated;
grant delete, insert, maintain, references, select, trigger, truncate, update on table public.audience_segments to service_role;
grant insert on table public.audience_segments (agency_id) to authenticated;
grant insert, update on table public.audience_segments (criteria) to authenticated;
grant insert on table public.audience_segments (data_model_id) to authenticated;
grant insert on table public.audience_segments (id) to authenticated;
grant insert, update on table public.audience_segments (name) to authenticated;
grant delete, select on table public.campaign_assignments to authenticated;
grant delete, insert, maintain, references, select, trigger, truncate, update on table public.campaign_assignments to service_role;
grant insert on table public.campaign_assignments (agency_id) to authenticated;
grant insert on table public.campaign_assignments (campaign_id) to authenticated;
grant insert on table public.campaign_assignments (user_id) to authenticated;
grant select on table public.campaign_counters to authenticated;
grant delete, insert, maintain, references, select, trigger, truncate, update on table public.campaign_counters to service_role;
grant select on table public.campaign_messages to authenticated;
grant delete, insert, maintain, references, select, trigger, truncate, update on table public.campaign_messages to service_role;
grant select on table public.campaign_skips to authenticated;
grant delete, insert, maintain, references, select, trigger, truncate, update on table public.campaign_skips to service_role;
grant delete, select on table public.campaigns to authenticated;
grant delete, insert, maintain, references, select, trigger, truncate, update on table public.campaigns to service_role;
grant insert on table public.campaigns (agency_id) to authenticated;
grant insert, update on table public.campaigns (content) to authenticated;
grant insert, update on table public.campaigns (data_model_id) to authenticated;
grant insert, update on table public.campaigns (description) to authenticated;
grant insert, update on table public.campaigns (end_date) to authenticated;
grant insert on table public.campaigns (id) to authenticated;
grant insert, update on table public.campaigns (message) to authenticated;
grant insert, update on table public.campaigns (metadata) to authenticated;
grant insert, update on table public.campaigns (name) to authenticated;
grant insert, update on table public.campaigns (provider_id) to authenticated;
grant insert, update on table public.campaigns (send_options) to authenticated;
grant insert, update on table public.campaigns (start_date) to authenticated;
grant insert, update on table public.campaigns (subject) to authenticated;
grant insert, update on table public.campaigns (target_audience) to authenticated;
grant insert, update on table public.campaigns (target_criteria) to authenticated;
grant insert, update on table public.campaigns (type) to authenticated;
grant select on table public.dashboard_health_summary to authenticated;
grant select on table public.dashboard_health_summary to service_role;
grant select on table public.data_cache_metadata to authenticated;
grant delete, insert, maintain, references, select, trigger, truncate, update on table public.data_cache_metadata to service_role;
grant delete, select on table public.data_models to authenticated;
grant delete, insert, maintain, references, select, trigger, truncate, update on table public.data_models to service_role;
grant insert, update on table public.data_models (description) to authenticated;
grant insert, update on table public.data_models (fields) to authenticated;
grant insert on table public.data_models (id) to authenticated;
grant insert, update on table public.data_models (name) to authenticated;
grant insert, update on table public.data_models (visibility) to authenticated;
grant select on table public.data_validation_errors to authenticated;
grant delete, insert, maintain, references, select, trigger, truncate, update on table public.data_validation_errors to service_role;
grant delete, select on table public.health_destinations to authenticated;
grant delete, insert, maintain, references, select, trigger, truncate, update on table public.health_destinations to service_role;
grant select on table public.health_incidents to authenticated;
grant delete, insert, maintain, references, select, trigger, truncate, update on table public.health_incidents to service_role;
grant select on table public.health_measurements to authenticated;
grant select on table public.health_measurements to service_role;
grant delete, select on table public.health_thresholds to authenticated;
grant delete, insert, maintain, references, select, trigger, truncate, update on table public.health_thresholds to service_role;
grant insert, update on table public.health_thresholds (agency_id) to authenticated;
grant insert, update on table public.health_thresholds (critical_at) to authenticated;
grant insert, update on table public.health_thresholds (critical_points) to authenticated;
grant insert, update on table public.health_thresholds (is_enabled) to authenticated;
grant insert, update on table public.health_thresholds (metric) to authenticated;
grant insert, update on table public.health_thresholds (warning_at) to authenticated;
grant insert, update on table public.health_thresholds (warning_points) to authenticated;
grant select on table public.import_changes to authenticated;
grant delete, insert, maintain, references, select, trigger, truncate, update on table public.import_changes to service_role;
grant select on table public.import_job_errors to authenticated;
grant delete, insert, maintain, references, select, trigger, truncate, update on table public.import_job_errors to service_role;
grant select on table public.import_jobs to authenticated;
grant delete, insert, maintain, references, select, trigger, truncate, update on table public.import_jobs to service_role;
grant insert on table public.import_jobs (again_of) to authenticated;
grant insert on table public.import_jobs (agency_id) to authenticated;
grant insert on table public.import_jobs (dry_run) to authenticated;
grant insert on table public.import_jobs (dry_run_of) to authenticated;
grant insert on table public.import_jobs (duplicates_in_file) to authenticated;
grant insert on table public.import_jobs (field_policies) to authenticated;
grant insert on table public.import_jobs (file_size) to authenticated;
grant insert on table public.import_jobs (file_type) to authenticated;
grant insert on table public.import_jobs (file_url) to authenticated;
grant insert on table public.import_jobs (id) to authenticated;
grant insert on table public.import_jobs (key_fields) to authenticated;
grant insert on table public.import_jobs (mapping) to authenticated;
grant insert on table public.import_jobs (mode) to authenticated;
grant insert on table public.import_jobs (model_id) to authenticated;
grant insert on table public.import_jobs (newest_by) to authenticated;
grant insert on table public.import_jobs (on_invalid) to authenticated;
grant insert on table public.import_jobs (plan) to authenticated;
grant insert on table public.import_jobs (reading) to authenticated;
grant delete, select on table public.import_mappings to authenticated;
grant delete, insert, maintain, references, select, trigger, truncate, update on table public.import_mappings to service_role;
grant insert on table public.import_mappings (agency_id) to authenticated;
grant insert, update on table public.import_mappings (columns) to authenticated;
grant insert on table public.import_mappings (header_signature) to authenticated;
grant insert on table public.import_mappings (id) to authenticated;
grant insert, update on table public.import_mappings (mapping) to authenticated;
grant insert on table public.import_mappings (model_id) to authenticated;
grant insert, update on table public.import_mappings (plan) to authenticated;
grant insert, update on table public.import_mappings (policy) to authenticated;
grant insert, update on table public.import_mappings (reading) to authenticated;
grant update on table public.import_mappings (used_at) to authenticated;
grant select on table public.inbound_messages to authenticated;
grant delete, insert, maintain, references, select, trigger, truncate, update on table public.inbound_messages to service_role;
grant delete, select on table public.message_providers to authenticated;
grant delete, insert, maintain, references, select, trigger, truncate, update on table public.message_providers to service_role;
grant insert on table public.message_providers (agency_id) to authenticated;
grant insert on table public.message_providers (channel) to authenticated;
grant insert on table public.message_providers (config) to authenticated;
grant insert, update on table public.message_providers (currency) to authenticated;
grant insert on table public.message_providers (id) to authenticated;
grant insert on table public.message_providers (kind) to authenticated;
grant insert, update on table public.message_providers (name) to authenticated;
grant insert, update on table public.message_providers (price_micros) to authenticated;
grant insert, update on table public.message_providers (segments_per_second) to authenticated;
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
grant insert, update on table public.records (updated_at) to authenticated;
grant insert on table public.records (user_id) to authenticated;
grant select on table public.sender_accounts to authenticated;
grant delete, insert, maintain, references, select, trigger, truncate, update on table public.sender_accounts to service_role;
grant delete, select on table public.suppressions to authenticated;
grant delete, insert, maintain, references, select, trigger, truncate, update on table public.suppressions to service_role;
grant insert on table public.suppressions (address) to authenticated;
grant insert on table public.suppressions (agency_id) to authenticated;
grant insert on table public.suppressions (channel) to authenticated;
grant insert on table public.suppressions (id) to authenticated;
grant insert on table public.suppressions (note) to authenticated;
grant insert on table public.suppressions (reason) to authenticated;
grant insert on table public.suppressions (source) to authenticated;
grant select on table public.user_profiles to authenticated;
grant delete, insert, maintain, references, select, trigger, truncate, update on table public.user_profiles to service_role;
grant update on table public.user_profiles (full_name) to authenticated;
grant delete, select on table public.workspace_connections to authenticated;
grant delete, insert, maintain, references, select, trigger, truncate, update on table public.workspace_connections to service_role;
grant update on table public.workspace_connections (senders_refresh_seconds) to authenticated;
grant update on table public.workspace_connections (stats_refresh_seconds) to authenticated;
grant select on table public.workspace_snapshots to authenticated;
grant delete, insert, maintain, references, select, trigger, truncate, update on table public.workspace_snapshots to service_role;
grant delete, select on table public.workspace_targets to authenticated;
grant delete, insert, maintain, references, select, trigger, truncate, update on table public.workspace_targets to service_role;
grant insert, update on table public.workspace_targets (agency_id) to authenticated;
grant insert, update on table public.workspace_targets (currency) to authenticated;
grant insert, update on table public.workspace_targets (monthly_cost_minor) to authenticated;
grant insert, update on table public.workspace_targets (monthly_kpi) to authenticated;
grant insert, update on table public.workspace_targets (price_per_lead_minor) to authenticated;
grant insert, update on table public.workspace_targets (workspace_id) to authenticated;
grant select on table public.workspaces to authenticated;
grant delete, insert, maintain, references, select, trigger, truncate, update on table public.workspaces to service_role;
grant update on table public.workspaces (is_tracked) to authenticated;

-- Comments

comment on column headwater.audience_fields.built_to is 'Records up to this id have their values there; null ready_at: the rest is on its way.';
comment on column public.campaign_messages.attempt_id is 'The attempt that is under way or in doubt; due_at then says when the vendor is asked what became of it.';
comment on column public.campaign_messages.data is 'The values of the merge fields, as they were when the campaign began.';
comment on column public.campaigns.sent_by is 'Whose rights the audience is read with.';
comment on column public.campaigns.status_code is 'Why it is paused or failed, for programs; status_message is for people.';
comment on column public.data_models.visibility is 'private: the owner alone; agency: read by its members, written by its admins and researchers.';
comment on column public.import_changes.before is 'The record''s data before; records that an import inserted stand in records alone, by import_job_id.';
comment on column public.import_jobs.checkpoint is 'Where the worker goes on: phase and position in the file.';
comment on column public.import_jobs.conflict_records is 'Of the failed rows those whose key fits several records.';
comment on column public.import_jobs.differences is 'The counters that differ from the dry run''s, each with what was expected and what came.';
comment on column public.import_jobs.imported_records is 'Records that were inserted or updated.';
comment on column public.import_jobs.reversed_records is 'Of an undo: changes that it took back. What was changed since is kept, and counted as that.';
comment on column public.import_jobs.undo_until is 'Until when its changes can be taken back.';
comment on column public.message_providers.paused_until is 'Nothing is sent before then: the vendor is down, or asked to wait.';
comment on column public.workspace_snapshots.claimed_until is 'Until then one reader has the turn; a reader that dies gives it up.';
comment on column public.workspace_snapshots.data_as_of is 'The moment that the figures stand for: when they were asked for, by our clock. A vendor''s clock that is wrong changes no age.';
comment on column public.workspaces.is_tracked is 'False leaves the workspace out of the dashboards.';
comment on column public.workspaces.removed_at is 'When the vendor stopped listing it; its figures are kept and shown no more.';
comment on function headwater.act_as_sender(uuid) is 'Lets the rest of a transaction see what a user may read.';
comment on function headwater.apply_delivery(uuid,text,uuid,text,text,text,text,timestamp with time zone) is 'Moves a message forward by a vendor''s event. The same event again, or an older one, changes nothing.';
comment on function headwater.apply_inbound(uuid,text,text,text,text,text) is 'Keeps an inbound message once, and does what its keyword asks for.';
comment on function headwater.assigned_campaign_ids() is 'The campaigns that the caller, a client, may read.';
comment on function headwater.audience_condition(jsonb,text,jsonb) is 'The SQL condition of a rule as a format string over the compared expression. Values are checked by their field''s type and quoted.';
comment on function headwater.audience_insertion(integer,text,text,text,text) is 'The statement that adds the values of a source of ids and data.';
comment on function headwater.audience_kind(text,text) is 'Which table of values answers an operator on a type.';
comment on function headwater.audience_list(jsonb,text) is 'The values of a rule that takes several: a list, or text with commas.';
comment on function headwater.audience_lock(uuid) is 'The number of the advisory lock on a model''s values.';
comment on function headwater.audience_scalar(jsonb,text,text) is 'A rule''s value as SQL, by the type of its field; a date stays plain for reckoning.';
comment on function headwater.audience_value(text,text,text) is 'The SQL expression over column data of what an audience compares; keys: as audience_texts keeps it.';
comment on function headwater.begin_attempts(uuid,jsonb,double precision) is 'Writes what a batch is about to do, before any of it is done: attempts, holds and failures.';
comment on function headwater.build_audience_fields(integer,integer) is 'Builds wanted values for some time, and goes on where it stopped at its next call.';
comment on function headwater.campaign_outlook(uuid) is 'What is left to do for a campaign, and when.';
comment on function headwater.cancel_open_messages(uuid) is 'Ends what a cancelled campaign has not sent. What is in doubt is asked for first.';
comment on function headwater.candidates_query(public.campaigns,text[]) is 'A query of everyone in a campaign''s audience, as the current user may read it: number, merge values, and why somebody gets nothing.';
comment on function headwater.claim_messages(uuid,integer) is 'Locks the next due messages of a running campaign for the rest of the transaction. The expired fail, the suppressed and the capped stay behind.';
comment on function headwater.compile_audience(uuid,jsonb) is 'A query of the ids of the records that fit the criteria, for a caller who may read the model; says whether indexes answer it.';
comment on function headwater.compile_audience_node(jsonb,jsonb,uuid,boolean,integer) is 'A group of rules as SQL: a condition over a record''s data, or a query of record ids over the tables of values.';
comment on function headwater.complete_campaign(uuid) is 'Completes a campaign once every recipient is accounted for.';
comment on function headwater.count_candidates(uuid,uuid) is 'How many recipients a campaign would have, the suppressed among them.';
comment on function headwater.count_criteria_rules(jsonb) is 'How many rules criteria have, over all groups.';
comment on function headwater.count_matches(uuid,uuid) is 'How many records fit a campaign''s criteria.';
comment on function headwater.current_agency_id() is 'The caller''s agency, or null.';
comment on function headwater.current_user_role() is 'The caller''s role in their agency, or null.';
comment on function headwater.delete_expired_changes(integer) is 'Deletes the changes of imports that can''t be taken back any more, some imports at a time; returns how many.';
comment on function headwater.delete_expired_rows() is 'Deletes old counts of requests, old answers to repeated requests, and the schedule''s own log.';
comment on function headwater.delete_old_health() is 'Deletes logs after 14 days, validation errors after 30, ended incidents after 180, and notes on dashboards that nobody reads any more.';
comment on function headwater.delete_old_webhook_events() is 'Deletes the notes of events that no vendor repeats any more.';
comment on function headwater.delete_unused_import_rows() is 'Deletes old dry runs, key sets that nobody uses, and what imports that are gone left behind.';
comment on function headwater.doubtful_messages(uuid,integer,double precision) is 'Attempts of which nobody knows how they ended; each is given to one asker at a time.';
comment on function headwater.enqueue_refreshes() is 'Queues what is due to be read from the vendor, once, and wakes the worker while anything waits; returns how much was queued.';
comment on function headwater.ensure_match_key_set(uuid,text[]) is 'A model''s set of key fields with its expression, built if it is new; no row where a field is not there.';
comment on function headwater.invoke_function(text) is 'Calls an Edge Function with the secret key after the transaction has committed.';
comment on function headwater.is_agency_admin() is 'Whether the caller administers their agency.';
comment on function headwater.is_staff() is 'Whether the caller works in their agency: anyone but its clients.';
comment on function headwater.is_super_admin() is 'Whether the caller runs the platform.';
comment on function headwater.keep_secret(uuid,text,uuid,text) is 'Puts a token into the Vault, in place of the one before.';
comment on function headwater.kick_health_monitor() is 'Calls the health monitor while there is anything to watch or to tell.';
comment on function headwater.kick_import_worker() is 'Calls the import worker while a message waits: a worker that died loses nothing.';
comment on function headwater.list_candidates(uuid,uuid,text[],integer,timestamp with time zone) is 'The recipients that a campaign would have, as its judge needs them.';
comment on function headwater.match_key_expression(jsonb,text) is 'The SQL expression over a column of data that hashes a key; null where a part is blank.';
comment on function headwater.match_key_fields(uuid,text[]) is 'The key fields of a model by their names, or null where one of them is not there.';
comment on function headwater.match_keys_lock(uuid) is 'The number of the advisory lock on a model''s key sets.';
comment on function headwater.materialise_campaign(uuid,text[]) is 'Makes a campaign''s ledger of its audience, once: one row a number, the skipped listed, the suppressed marked. Returns the recipients.';
comment on function headwater.message_status_rank(text) is 'How far a status is; a message never goes back, and never from one end to another.';
comment on function headwater.read_audience(uuid,jsonb,integer,integer,boolean) is 'Counts an audience and gives the ids of one page of it.';
comment on function headwater.read_secret(uuid,text,uuid) is 'A token out of the Vault; for the functions'' own connection alone.';
comment on function headwater.readable_model_ids() is 'The models that the caller may read.';
comment on function headwater.record_outcomes(jsonb,double precision) is 'Moves the messages of a batch of attempts forward by what the vendor answered. What a webhook moved meanwhile stays.';
comment on function headwater.refuse_criteria(text) is 'Ends the compilation of criteria with a sentence for people.';
comment on function headwater.requeue_import_jobs() is 'Gives each unfinished import without a message a new one; returns how many.';
comment on function headwater.set_updated_at() is 'Trigger: stamps a changed row.';
comment on function headwater.settle_segments(uuid,integer) is 'Takes what a batch needs beyond what it was granted, or gives back what it did not need.';
comment on function headwater.stop_campaign(uuid,text,text,text) is 'Pauses or fails a campaign, and says why.';
comment on function headwater.suppress_address(uuid,text,text,text,text) is 'Keeps an address from getting anything more on a channel.';
comment on function headwater.take_import_turn(integer,integer) is 'Takes the message whose turn it is and hides it for some seconds; none of a tenant that has as many slices under way as it may.';
comment on function headwater.take_segments(uuid,integer) is 'Takes what an account may send now out of its bucket, or says how long to wait.';
comment on function headwater.tend_campaigns() is 'Begins what is due, gives lost turns back, and calls the worker while turns wait; returns the turns given back.';
comment on function headwater.tg_agency_secrets__forget() is 'Trigger: a secret that belongs to nobody any more leaves the Vault.';
comment on function headwater.tg_audience_fields__delete_values() is 'Trigger: a field''s values go with it.';
comment on function headwater.tg_campaign_counters__broadcast() is 'Trigger: says that a campaign''s figures changed.';
comment on function headwater.tg_campaign_messages__count() is 'Trigger: keeps the counters of a statement''s campaigns.';
comment on function headwater.tg_campaign_messages__move_forward() is 'Trigger: a message''s status only moves forward.';
comment on function headwater.tg_campaigns__add_counters() is 'Trigger: a new campaign gets its counters.';
comment on function headwater.tg_campaigns__broadcast() is 'Trigger: says that a campaign changed.';
comment on function headwater.tg_campaigns__enqueue() is 'Trigger: a campaign that begins, or goes on, gets its turn in the queue in the same transaction.';
comment on function headwater.tg_campaigns__guard() is 'Trigger: which changes a campaign''s state allows; none is completed while a recipient is open.';
comment on function headwater.tg_data_models__broadcast() is 'Trigger: says that a model changed.';
comment on function headwater.tg_data_models__drop_audience() is 'Trigger: values of fields that are gone, or of another type now, go.';
comment on function headwater.tg_data_models__drop_match_keys() is 'Trigger: key sets whose fields are not the model''s any more go; an import that needs them builds them anew.';
comment on function headwater.tg_data_models__rebuild_keys() is 'Trigger: a changed set of fields gets its keys anew, or is refused while records share a value.';
comment on function headwater.tg_health_destinations__forget() is 'Trigger: a destination that is gone leaves no token behind.';
comment on function headwater.tg_import_jobs__broadcast() is 'Trigger: sends a changed import to its owner.';
comment on function headwater.tg_import_jobs__delete_changes() is 'Trigger: an import''s changes go with it.';
comment on function headwater.tg_import_jobs__end() is 'Trigger: an import that ends says until when it can be taken back, and leaves nothing behind.';
comment on function headwater.tg_import_jobs__enqueue() is 'Trigger: a new import gets its message in the same transaction.';
comment on function headwater.tg_import_jobs__mark_undone() is 'Trigger: an undo that is complete marks what it took back.';
comment on function headwater.tg_import_jobs__requeue() is 'Trigger: a paused or cancelled import leaves the queue, and a resumed one enters it.';
comment on function headwater.tg_match_key_sets__delete_keys() is 'Trigger: a set''s keys go with it.';
comment on function headwater.tg_records__broadcast() is 'Trigger: says once for each statement and model that records changed, to those who may read the model.';
comment on function headwater.tg_records__keep_audience() is 'Trigger: keeps the values that audiences compare in step with a statement''s records.';
comment on function headwater.tg_records__keep_keys() is 'Trigger: keeps record_keys in step with a statement''s rows.';
comment on function headwater.tg_records__keep_match_keys() is 'Trigger: keeps the keys of a statement''s records, for each set of key fields.';
comment on function headwater.tg_user_profiles__broadcast() is 'Trigger: tells users that they moved to another agency or got another role.';
comment on function headwater.tg_users__create_profile() is 'Trigger: a sign-up makes a profile and a personal agency.';
comment on function headwater.tg_workspace_connections__forget() is 'Trigger: an agency that disconnects leaves no token behind.';
comment on function headwater.tg_workspace_targets__stamp() is 'Trigger: says who changed a target, and when.';
comment on function headwater.unique_fields(uuid) is 'The names of a model''s unique fields.';
comment on function headwater.update_incidents() is 'Opens, updates and resolves incidents by the measurements of now, and queues what Slack is to hear; returns how much.';
comment on function headwater.want_audience_fields(uuid,jsonb,jsonb) is 'Notes which fields'' values a large model''s audience compares; the schedule builds them.';
comment on function headwater.white_space() is 'The characters that are left out around a value.';
comment on function headwater.writable_model_ids() is 'The models whose records the caller may write.';
comment on function public.report_client_health(jsonb,jsonb) is 'Takes a batch of what a browser saw: up to 100 calls and 100 validation errors; returns how many were kept.';
comment on function public.set_email_bison_connection(text,text) is 'Connects the caller''s agency: the instance''s address, and a token that nobody can read again.';
comment on function public.set_slack_destination(text,text,text) is 'Chooses an incoming webhook, or a bot''s token and a channel. Nobody can read it again.';
comment on function public.set_workspace_token(uuid,text) is 'Gives a workspace a token of its own, which nobody can read again.';
comment on schema headwater is 'Functions and tables of the project itself: not reachable through the API.';
comment on table headwater.agency_secrets is 'Where the Vault keeps an agency''s or a workspace''s token.';
comment on table headwater.audience_fields is 'Fields of large models whose values stand in the tables below, because an audience asked for them.';
comment on table headwater.audience_grams is 'Each different value once, whole, for what a text contains or ends with; key leads to audience_texts. Values that no record has any more stay.';
comment on table headwater.audience_numbers is 'Values of number fields.';
comment on table headwater.audience_texts is 'Values in lower case: the first 201 characters, more than what a rule may compare with, and of longer ones a hash, so that each has its own.';
comment on table headwater.health_notifications is 'What of an incident Slack has heard, and what it is still to hear.';
comment on table headwater.idempotency_keys is 'The answer that each Idempotency-Key got; kept for a day.';
comment on table headwater.import_claims is 'Unique values as a running dry run would have left them. Deleted when it ends.';
comment on table headwater.import_key_filters is 'What an import that still reads its file for the first time knows of the keys so far (a Bloom filter).';
comment on table headwater.import_keys is 'The row that counts for each key that may come twice in a running import''s file. Deleted when the import ends.';
comment on table headwater.import_turns is 'When each tenant''s imports had their last turn.';
comment on table headwater.match_key_sets is 'Fields that together tell a model''s records apart, as an import chose them.';
comment on table headwater.message_attempts is 'Each call of a vendor, written before it is made: a worker that dies leaves behind what it may have sent.';
comment on table headwater.message_provider_secrets is 'Credentials, sealed with AES-256-GCM under the key that key_id names; the functions alone hold the keys.';
comment on table headwater.provider_buckets is 'How many segments an account may send now; below zero after a batch that was larger than reckoned.';
comment on table headwater.rate_limits is 'A user''s requests in the current minute.';
comment on table headwater.record_match_keys is 'A hash of each record''s key, for each set of key fields. Kept by triggers: a foreign key would check each row again.';
comment on table headwater.settings is 'What a project may choose: undo_days, how long an import can be taken back.';
comment on table headwater.webhook_events is 'The vendors'' events that took effect, each once. Kept for 30 days.';
comment on table public.agencies is 'A tenant: a team that shares data.';
comment on table public.api_health_logs is 'One call of an API: how long it took, and how it ended. Kept for 14 days.';
comment on table public.audience_segments is 'An audience''s criteria, kept under a name.';
comment on table public.campaign_assignments is 'Which clients may read a campaign.';
comment on table public.campaign_counters is 'What became of a campaign''s recipients, kept by triggers: true at every commit.';
comment on table public.campaign_messages is 'The ledger: one row a recipient of a campaign. Its status only moves forward: pending, held, sent, then delivered, failed or suppressed.';
comment on table public.campaign_skips is 'Records that matched a campaign''s audience and got no message of their own, and why.';
comment on table public.campaigns is 'An agency''s outreach. Those of type sms and whatsapp send; a send is rows in campaign_messages, one a recipient.';
comment on table public.data_cache_metadata is 'What the server holds of each dashboard: how many workspaces, how old, and what failed last.';
comment on table public.data_models is 'A typed schema that a user gives their records.';
comment on table public.data_validation_errors is 'An answer, or a part of one, that did not match its schema. Kept for 30 days.';
comment on table public.health_destinations is 'Where in Slack an agency hears of incidents. The webhook''s address or the bot''s token is write-only: set_slack_destination.';
comment on table public.health_incidents is 'A measurement that crossed its threshold: one row from its opening to its end. The monitor writes it.';
comment on table public.health_thresholds is 'From which value on a measurement is a warning or critical, and what it takes from the score. No agency: the default of all.';
comment on table public.import_changes is 'What an import did to each record that was there, with the record before and after; what an undo did; and samples of what a dry run would do.';
comment on table public.import_job_errors is 'A row that an import rejected: every reason, and the row as the file has it.';
comment on table public.import_jobs is 'One import of one file into one model, its dry run, or its undo. The counters are true at every commit.';
comment on table public.import_mappings is 'A user''s saved mapping for a model and a header.';
comment on table public.inbound_messages is 'What people sent to an agency''s numbers.';
comment on table public.message_providers is 'A vendor''s account that an agency sends by. Its credentials are kept apart, and nobody reads them back.';
comment on table public.record_keys is 'The values of unique fields, in lower case. Kept by triggers.';
comment on table public.records is 'A record of a model: data is keyed by field name.';
comment on table public.sender_accounts is 'The sender accounts of a workspace, as they were when its snapshot of senders was taken.';
comment on table public.suppressions is 'Addresses that nothing is sent to. They belong to no record: an import, a merge or an undo lifts none.';
comment on table public.user_profiles is 'A user with their agency and their role in it.';
comment on table public.workspace_connections is 'An agency''s instance of Email Bison, and how often its figures are read. Its token is write-only: set_email_bison_connection.';
comment on table public.workspace_snapshots is 'The last good figures of a workspace, and why the last try failed if it did. A failure leaves the figures.';
comment on table public.workspace_targets is 'What the vendor can''t know of a workspace: leads wanted a month, price of a lead, cost a month. Money in minor units (cents). Admins edit it.';
comment on table public.workspaces is 'A workspace at the vendor: one client''s outreach. Found and removed as the vendor lists it.';

-- Buckets

insert into storage.buckets (id, public, file_size_limit, allowed_mime_types) values ('imports', 'f', '10485760', '{text/csv,text/plain,text/tab-separated-values,application/json,application/x-ndjson,application/vnd.ms-excel}');

-- Queues

select pgmq.create('campaign_turns');
select pgmq.create('import_jobs');
select pgmq.create('workspace_refreshes');

-- Schedule

select cron.schedule('headwater-audience-fields', '3 seconds', ' select headwater.build_audience_fields() ');
select cron.schedule('headwater-audience-fields-unused', '23 3 * * *', ' delete from headwater.audience_fields where used_at < now() - interval ''30 days'' ');
select cron.schedule('headwater-campaigns', '5 seconds', ' select headwater.tend_campaigns() ');
select cron.schedule('headwater-dashboard-refresh', '30 seconds', ' select headwater.enqueue_refreshes() ');
select cron.schedule('headwater-expired-rows', '17 * * * *', ' select headwater.delete_expired_rows() ');
select cron.schedule('headwater-health-monitor', '* * * * *', ' select headwater.kick_health_monitor() ');
select cron.schedule('headwater-import-changes', '23 * * * *', ' select headwater.delete_expired_changes(); select headwater.delete_unused_import_rows() ');
select cron.schedule('headwater-import-jobs', '30 seconds', ' select headwater.requeue_import_jobs() ');
select cron.schedule('headwater-import-worker', '5 seconds', ' select headwater.kick_import_worker() ');
select cron.schedule('headwater-old-health', '23 * * * *', ' select headwater.delete_old_health() ');
select cron.schedule('headwater-webhook-events', '41 3 * * *', ' select headwater.delete_old_webhook_events() ');
