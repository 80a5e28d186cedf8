-- Campaigns: what is sent to whom, the ledger of every recipient, the accounts messages leave by, and the addresses that get none.

create table if not exists public.message_providers (
  id uuid primary key default gen_random_uuid(),
  agency_id uuid not null default private.current_agency_id() references public.agencies (id) on delete cascade,
  kind text not null check (kind in ('twilio', 'whatsapp-cloud', 'console')),
  channel text not null check (channel in ('sms', 'whatsapp')),
  name text not null check (length(trim(name)) between 1 and 120),
  config jsonb not null default '{}' check (jsonb_typeof(config) = 'object'),
  has_credentials boolean not null default false,
  segments_per_second double precision not null default 1 check (segments_per_second between 0.1 and 2000),
  price_micros integer not null default 0 check (price_micros between 0 and 100000000),
  currency text not null default 'USD' check (currency ~ '^[A-Z]{3}$'),
  failure_count integer not null default 0 check (failure_count >= 0),
  paused_until timestamptz,
  last_error text check (length(last_error) <= 1000),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint message_providers_channel_kind_check check ((kind = 'whatsapp-cloud') = (channel = 'whatsapp') or kind = 'console'),
  unique (id, agency_id)
);
create index if not exists message_providers_agency_id_idx on public.message_providers (agency_id);
comment on table public.message_providers is 'A vendor''s account that an agency sends by. Its credentials are kept apart, and nobody reads them back.';
comment on column public.message_providers.paused_until is 'Nothing is sent before then: the vendor is down, or asked to wait.';

create table if not exists private.message_provider_secrets (
  provider_id uuid primary key references public.message_providers (id) on delete cascade,
  key_id text not null,
  iv bytea not null check (length(iv) = 12),
  data bytea not null,
  updated_at timestamptz not null default now()
);
comment on table private.message_provider_secrets is 'Credentials, sealed with AES-256-GCM under the key that key_id names; the functions alone hold the keys.';
alter table private.message_provider_secrets enable row level security;

create table if not exists private.provider_buckets (
  provider_id uuid primary key references public.message_providers (id) on delete cascade,
  tokens double precision not null,
  filled_at timestamptz not null default clock_timestamp()
);
comment on table private.provider_buckets is 'How many segments an account may send now; below zero after a batch that was larger than reckoned.';
alter table private.provider_buckets enable row level security;

create table if not exists public.campaigns (
  id uuid primary key default gen_random_uuid(),
  agency_id uuid not null default private.current_agency_id() references public.agencies (id) on delete cascade,
  name text not null check (length(trim(name)) between 1 and 200),
  description text check (length(description) <= 2000),
  type text not null default 'outreach' check (type in ('sms', 'whatsapp', 'email', 'outreach')),
  status text not null default 'draft' check (status in ('draft', 'scheduled', 'active', 'paused', 'completed', 'archived', 'failed')),
  start_date date,
  end_date date,
  target_audience jsonb check (jsonb_typeof(target_audience) = 'object'),
  leads_count integer not null default 0 check (leads_count >= 0),
  qualified_leads_count integer not null default 0 check (qualified_leads_count >= 0),
  contacted_count integer not null default 0 check (contacted_count >= 0),
  responded_count integer not null default 0 check (responded_count >= 0),
  data_model_id uuid references public.data_models (id) on delete set null,
  target_criteria jsonb check (jsonb_typeof(target_criteria) = 'object'),
  content text check (length(content) <= 100000),
  message text check (length(message) <= 1600),
  subject text check (length(subject) <= 200),
  metadata jsonb check (jsonb_typeof(metadata) = 'object'),
  send_options jsonb not null default '{}' check (jsonb_typeof(send_options) = 'object'),
  provider_id uuid,
  scheduled_at timestamptz,
  confirmed_recipients integer check (confirmed_recipients >= 0),
  sent_by uuid references auth.users (id) on delete set null,
  status_code text check (length(status_code) <= 60),
  status_message text check (length(status_message) <= 1000),
  created_by uuid default auth.uid() references public.user_profiles (id) on delete set null,
  materialised_at timestamptz,
  started_at timestamptz,
  finished_at timestamptz,
  cancelled_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint campaigns_dates_check check (end_date >= start_date),
  constraint campaigns_scheduled_check check (status <> 'scheduled' or scheduled_at is not null),
  unique (id, agency_id),
  foreign key (provider_id, agency_id) references public.message_providers (id, agency_id) on delete no action
);
create index if not exists campaigns_agency_id_idx on public.campaigns (agency_id, created_at desc);
create index if not exists campaigns_data_model_id_idx on public.campaigns (data_model_id);
create index if not exists campaigns_provider_id_idx on public.campaigns (provider_id, agency_id);
create index if not exists campaigns_created_by_idx on public.campaigns (created_by);
create index if not exists campaigns_sent_by_idx on public.campaigns (sent_by);
create index if not exists campaigns_scheduled_at_idx on public.campaigns (scheduled_at) where status = 'scheduled';
create index if not exists campaigns_active_idx on public.campaigns (id) where status = 'active';
comment on table public.campaigns is 'An agency''s outreach. Those of type sms and whatsapp send; a send is rows in campaign_messages, one a recipient.';
comment on column public.campaigns.sent_by is 'Whose rights the audience is read with.';
comment on column public.campaigns.status_code is 'Why it is paused or failed, for programs; status_message is for people.';

create table if not exists public.campaign_assignments (
  campaign_id uuid not null,
  agency_id uuid not null default private.current_agency_id(),
  user_id uuid not null references public.user_profiles (id) on delete cascade,
  created_at timestamptz not null default now(),
  primary key (campaign_id, user_id),
  foreign key (campaign_id, agency_id) references public.campaigns (id, agency_id) on delete cascade
);
create index if not exists campaign_assignments_user_id_idx on public.campaign_assignments (user_id, campaign_id);
create index if not exists campaign_assignments_agency_id_idx on public.campaign_assignments (agency_id, campaign_id);
comment on table public.campaign_assignments is 'Which clients may read a campaign.';

create table if not exists public.campaign_messages (
  id uuid primary key default gen_random_uuid(),
  campaign_id uuid not null,
  agency_id uuid not null,
  -- No foreign key: the ledger outlives the record.
  record_id uuid,
  recipient text not null check (recipient ~ '^\+[1-9][0-9]{6,14}$'),
  status text not null default 'pending' check (status in ('pending', 'held', 'sent', 'delivered', 'failed', 'suppressed')),
  reason text,
  reason_message text,
  data jsonb not null default '{}',
  body text,
  segments integer check (segments >= 0),
  cost_micros bigint check (cost_micros >= 0),
  attempts integer not null default 0,
  attempt_id uuid,
  due_at timestamptz not null default now(),
  held_until timestamptz,
  expires_at timestamptz,
  provider_message_id text,
  sent_at timestamptz,
  delivered_at timestamptz,
  read_at timestamptz,
  failed_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (campaign_id, recipient),
  constraint campaign_messages_open_check check (attempt_id is null or status in ('pending', 'held')),
  foreign key (campaign_id, agency_id) references public.campaigns (id, agency_id) on delete cascade
);
create index if not exists campaign_messages_agency_id_idx on public.campaign_messages (agency_id, campaign_id);
create index if not exists campaign_messages_due_idx on public.campaign_messages (campaign_id, due_at, id)
  where status in ('pending', 'held') and attempt_id is null;
create index if not exists campaign_messages_attempt_idx on public.campaign_messages (campaign_id, due_at) where attempt_id is not null;
create unique index if not exists campaign_messages_attempt_id_idx on public.campaign_messages (attempt_id) where attempt_id is not null;
create index if not exists campaign_messages_recipient_idx on public.campaign_messages (agency_id, recipient, sent_at) where sent_at is not null;
create index if not exists campaign_messages_provider_message_id_idx on public.campaign_messages (provider_message_id) where provider_message_id is not null;
comment on table public.campaign_messages is 'The ledger: one row a recipient of a campaign. Its status only moves forward: pending, held, sent, then delivered, failed or suppressed.';
comment on column public.campaign_messages.attempt_id is 'The attempt that is under way or in doubt; due_at then says when the vendor is asked what became of it.';
comment on column public.campaign_messages.data is 'The values of the merge fields, as they were when the campaign began.';

create table if not exists public.campaign_skips (
  campaign_id uuid not null,
  agency_id uuid not null,
  record_id uuid not null,
  reason text not null check (reason in ('DUPLICATE', 'NO_NUMBER', 'INVALID_NUMBER')),
  value text check (length(value) <= 100),
  primary key (campaign_id, record_id),
  foreign key (campaign_id, agency_id) references public.campaigns (id, agency_id) on delete cascade
);
create index if not exists campaign_skips_agency_id_idx on public.campaign_skips (agency_id, campaign_id);
comment on table public.campaign_skips is 'Records that matched a campaign''s audience and got no message of their own, and why.';

create table if not exists public.campaign_counters (
  campaign_id uuid primary key,
  agency_id uuid not null,
  recipients_count integer not null default 0,
  pending_count integer not null default 0 check (pending_count >= 0),
  held_count integer not null default 0 check (held_count >= 0),
  sent_count integer not null default 0 check (sent_count >= 0),
  delivered_count integer not null default 0 check (delivered_count >= 0),
  failed_count integer not null default 0 check (failed_count >= 0),
  suppressed_count integer not null default 0 check (suppressed_count >= 0),
  skipped_count integer not null default 0 check (skipped_count >= 0),
  segments_count bigint not null default 0,
  cost_micros bigint not null default 0,
  constraint campaign_counters_sum_check check (
    recipients_count = pending_count + held_count + sent_count + delivered_count + failed_count + suppressed_count),
  foreign key (campaign_id, agency_id) references public.campaigns (id, agency_id) on delete cascade
);
create index if not exists campaign_counters_agency_id_idx on public.campaign_counters (agency_id, campaign_id);
comment on table public.campaign_counters is 'What became of a campaign''s recipients, kept by triggers: true at every commit.';

create table if not exists private.message_attempts (
  id uuid primary key,
  message_id uuid not null references public.campaign_messages (id) on delete cascade,
  provider_id uuid not null references public.message_providers (id) on delete cascade,
  state text not null default 'started' check (state in ('started', 'accepted', 'refused', 'rejected', 'absent')),
  provider_message_id text,
  error_code text,
  started_at timestamptz not null default clock_timestamp(),
  -- When the vendor first said that it doesn't know it.
  missed_at timestamptz,
  ended_at timestamptz
);
create index if not exists message_attempts_message_id_idx on private.message_attempts (message_id);
create index if not exists message_attempts_provider_id_idx on private.message_attempts (provider_id);
comment on table private.message_attempts is 'Each call of a vendor, written before it is made: a worker that dies leaves behind what it may have sent.';
alter table private.message_attempts enable row level security;

create table if not exists public.suppressions (
  id uuid primary key default gen_random_uuid(),
  agency_id uuid not null default private.current_agency_id() references public.agencies (id) on delete cascade,
  channel text not null check (channel in ('sms', 'whatsapp')),
  address text not null check (address ~ '^\+[1-9][0-9]{6,14}$'),
  reason text not null default 'manual' check (reason in ('opted_out', 'complaint', 'invalid', 'manual')),
  source text not null default 'user' check (source in ('inbound', 'vendor', 'user', 'import')),
  note text check (length(note) <= 500),
  created_at timestamptz not null default now(),
  unique (agency_id, channel, address)
);
create index if not exists suppressions_agency_id_idx on public.suppressions (agency_id, created_at desc, id);
comment on table public.suppressions is 'Addresses that nothing is sent to. They belong to no record: an import, a merge or an undo lifts none.';

create table if not exists public.audience_segments (
  id uuid primary key default gen_random_uuid(),
  agency_id uuid not null default private.current_agency_id() references public.agencies (id) on delete cascade,
  data_model_id uuid not null references public.data_models (id) on delete cascade,
  name text not null check (length(trim(name)) between 1 and 120),
  criteria jsonb not null check (jsonb_typeof(criteria) = 'object'),
  created_by uuid default auth.uid() references public.user_profiles (id) on delete set null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (agency_id, data_model_id, name)
);
create index if not exists audience_segments_data_model_id_idx on public.audience_segments (data_model_id);
create index if not exists audience_segments_created_by_idx on public.audience_segments (created_by);
comment on table public.audience_segments is 'An audience''s criteria, kept under a name.';

create table if not exists public.inbound_messages (
  id uuid primary key default gen_random_uuid(),
  agency_id uuid not null,
  provider_id uuid not null,
  provider_message_id text not null,
  -- A WhatsApp user may come without a number.
  sender text check (sender ~ '^\+[1-9][0-9]{6,14}$'),
  sender_id text check (length(sender_id) <= 200),
  body text check (length(body) <= 10000),
  keyword text check (keyword in ('stop', 'start', 'help')),
  received_at timestamptz not null default now(),
  unique (provider_id, provider_message_id),
  foreign key (provider_id, agency_id) references public.message_providers (id, agency_id) on delete cascade
);
create index if not exists inbound_messages_agency_id_idx on public.inbound_messages (agency_id, received_at desc);
create index if not exists inbound_messages_provider_id_idx on public.inbound_messages (provider_id, agency_id);
comment on table public.inbound_messages is 'What people sent to an agency''s numbers.';

create table if not exists private.webhook_events (
  provider_id uuid not null references public.message_providers (id) on delete cascade,
  event_key text not null,
  received_at timestamptz not null default now(),
  primary key (provider_id, event_key)
);
create index if not exists webhook_events_received_at_idx on private.webhook_events (received_at);
comment on table private.webhook_events is 'The vendors'' events that took effect, each once. Kept for 30 days.';
alter table private.webhook_events enable row level security;

-- The ledger's rules.
create or replace function private.message_status_rank(p_status text) returns integer
language sql immutable parallel safe set search_path = '' as $$
  select case p_status when 'pending' then 0 when 'held' then 1 when 'sent' then 2 else 3 end;
$$;
comment on function private.message_status_rank(text) is 'How far a status is; a message never goes back, and never from one end to another.';

create or replace function private.tg_campaign_messages__move_forward() returns trigger
language plpgsql set search_path = '' as $$
begin
  if private.message_status_rank(new.status) <= private.message_status_rank(old.status) then
    raise exception 'A message that is % can''t become %.', old.status, new.status using errcode = 'HW004';
  end if;
  return new;
end $$;
comment on function private.tg_campaign_messages__move_forward() is 'Trigger: a message''s status only moves forward.';
create or replace trigger tg_campaign_messages__move_forward before update of status on public.campaign_messages
  for each row when (old.status is distinct from new.status) execute function private.tg_campaign_messages__move_forward();
create or replace trigger tg_campaign_messages__set_updated_at before update on public.campaign_messages
  for each row execute function private.set_updated_at();

create or replace function private.tg_campaign_messages__count() returns trigger
language plpgsql security definer set search_path = '' as $$
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
end $$;
comment on function private.tg_campaign_messages__count() is 'Trigger: keeps the counters of a statement''s campaigns.';
create or replace trigger tg_campaign_messages__count_inserts after insert on public.campaign_messages
  referencing new table as new_rows for each statement execute function private.tg_campaign_messages__count();
create or replace trigger tg_campaign_messages__count_updates after update on public.campaign_messages
  referencing old table as old_rows new table as new_rows for each statement execute function private.tg_campaign_messages__count();
create or replace trigger tg_campaign_messages__count_deletes after delete on public.campaign_messages
  referencing old table as old_rows for each statement execute function private.tg_campaign_messages__count();

-- The campaign's rules. A campaign that sends is fixed once it has begun; one that is only tracked changes as people like.
create or replace function private.tg_campaigns__guard() returns trigger
language plpgsql security definer set search_path = '' as $$
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
end $$;
comment on function private.tg_campaigns__guard() is 'Trigger: which changes a campaign''s state allows; none is completed while a recipient is open.';
create or replace trigger tg_campaigns__guard before update on public.campaigns for each row execute function private.tg_campaigns__guard();
create or replace trigger tg_campaigns__set_updated_at before update on public.campaigns
  for each row execute function private.set_updated_at();

create or replace function private.tg_campaigns__add_counters() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into public.campaign_counters (campaign_id, agency_id) values (new.id, new.agency_id) on conflict (campaign_id) do nothing;
  return null;
end $$;
comment on function private.tg_campaigns__add_counters() is 'Trigger: a new campaign gets its counters.';
create or replace trigger tg_campaigns__add_counters after insert on public.campaigns
  for each row execute function private.tg_campaigns__add_counters();

create or replace function private.tg_campaigns__broadcast() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  v_row public.campaigns := coalesce(new, old);
begin
  perform realtime.send(jsonb_build_object('operation', tg_op, 'id', v_row.id), 'campaigns', 'agency:' || v_row.agency_id, true);
  return null;
end $$;
comment on function private.tg_campaigns__broadcast() is 'Trigger: says that a campaign changed.';
create or replace trigger tg_campaigns__broadcast after insert or update or delete on public.campaigns
  for each row execute function private.tg_campaigns__broadcast();

create or replace trigger tg_message_providers__set_updated_at before update on public.message_providers
  for each row execute function private.set_updated_at();
create or replace trigger tg_audience_segments__set_updated_at before update on public.audience_segments
  for each row execute function private.set_updated_at();

create or replace function private.assigned_campaign_ids() returns setof uuid
language sql stable security definer set search_path = '' as $$
  select a.campaign_id from public.campaign_assignments a
  where a.user_id = (select auth.uid()) and a.agency_id = (select private.current_agency_id());
$$;
comment on function private.assigned_campaign_ids() is 'The campaigns that the caller, a client, may read.';

revoke all on function private.message_status_rank(text), private.tg_campaign_messages__move_forward(), private.tg_campaign_messages__count(),
  private.tg_campaigns__guard(), private.tg_campaigns__add_counters(), private.tg_campaigns__broadcast(), private.assigned_campaign_ids() from public;
grant execute on function private.assigned_campaign_ids(), private.message_status_rank(text) to authenticated, service_role;

alter table public.message_providers enable row level security;
alter table public.campaigns enable row level security;
alter table public.campaign_assignments enable row level security;
alter table public.campaign_messages enable row level security;
alter table public.campaign_skips enable row level security;
alter table public.campaign_counters enable row level security;
alter table public.suppressions enable row level security;
alter table public.audience_segments enable row level security;
alter table public.inbound_messages enable row level security;
revoke all on public.message_providers, public.campaigns, public.campaign_assignments, public.campaign_messages, public.campaign_skips,
  public.campaign_counters, public.suppressions, public.audience_segments, public.inbound_messages from anon, authenticated;
grant select, delete, insert (id, agency_id, kind, channel, name, config, segments_per_second, price_micros, currency),
  update (name, segments_per_second, price_micros, currency) on public.message_providers to authenticated;
grant select, delete, insert (id, agency_id, name, description, type, start_date, end_date, target_audience, data_model_id, target_criteria, content,
  message, subject, metadata, send_options, provider_id),
  update (name, description, type, start_date, end_date, target_audience, data_model_id, target_criteria, content, message, subject, metadata,
  send_options, provider_id) on public.campaigns to authenticated;
grant select, insert (campaign_id, agency_id, user_id), delete on public.campaign_assignments to authenticated;
grant select on public.campaign_messages, public.campaign_skips, public.campaign_counters, public.inbound_messages to authenticated;
grant select, insert (id, agency_id, channel, address, reason, source, note), delete on public.suppressions to authenticated;
grant select, delete, insert (id, agency_id, data_model_id, name, criteria), update (name, criteria) on public.audience_segments to authenticated;
grant all on public.message_providers, public.campaigns, public.campaign_assignments, public.campaign_messages, public.campaign_skips,
  public.campaign_counters, public.suppressions, public.audience_segments, public.inbound_messages to service_role;

do $$
declare
  v_staff constant text := '((agency_id = (select private.current_agency_id()) and (select private.is_staff())) or (select private.is_super_admin()))';
  v_admin constant text := '((agency_id = (select private.current_agency_id()) and (select private.is_agency_admin())) or (select private.is_super_admin()))';
  v_policy record;
begin
  for v_policy in
    select * from (values
      ('message_providers', 'Staff read their agency''s accounts', 'select', v_staff, null),
      ('message_providers', 'Admins add accounts', 'insert', null, v_admin),
      ('message_providers', 'Admins change accounts', 'update', v_admin, v_admin),
      ('message_providers', 'Admins remove accounts', 'delete', v_admin, null),
      ('campaigns', 'Staff read campaigns, clients those assigned to them', 'select',
        v_staff || ' or id in (select private.assigned_campaign_ids())', null),
      ('campaigns', 'Admins make campaigns', 'insert', null, v_admin),
      ('campaigns', 'Admins change campaigns', 'update', v_admin, v_admin),
      ('campaigns', 'Admins delete campaigns that don''t run', 'delete', v_admin || ' and status <> ''active''', null),
      ('campaign_assignments', 'Staff read assignments, clients their own', 'select',
        v_staff || ' or user_id = (select auth.uid())', null),
      ('campaign_assignments', 'Admins assign campaigns', 'insert', null, v_admin),
      ('campaign_assignments', 'Admins take campaigns back', 'delete', v_admin, null),
      ('campaign_messages', 'Readers of a campaign read its ledger', 'select',
        v_staff || ' or campaign_id in (select private.assigned_campaign_ids())', null),
      ('campaign_skips', 'Readers of a campaign read whom it skipped', 'select',
        v_staff || ' or campaign_id in (select private.assigned_campaign_ids())', null),
      ('campaign_counters', 'Readers of a campaign read its counters', 'select',
        v_staff || ' or campaign_id in (select private.assigned_campaign_ids())', null),
      ('suppressions', 'Staff read their agency''s suppressions', 'select', v_staff, null),
      ('suppressions', 'Staff suppress addresses', 'insert', null, v_staff),
      ('suppressions', 'Admins lift what a person suppressed', 'delete', v_admin || ' and reason = ''manual''', null),
      ('audience_segments', 'Staff read their agency''s segments', 'select', v_staff, null),
      ('audience_segments', 'Staff keep segments', 'insert', null, v_staff),
      ('audience_segments', 'Staff change segments', 'update', v_staff, v_staff),
      ('audience_segments', 'Staff delete segments', 'delete', v_staff, null),
      ('inbound_messages', 'Staff read what was sent to their agency', 'select', v_staff, null)
    ) as policies (name, title, verb, reads, writes)
  loop
    execute format('drop policy if exists %I on public.%I', v_policy.title, v_policy.name);
    execute format('create policy %I on public.%I for %s to authenticated%s%s', v_policy.title, v_policy.name, v_policy.verb,
      ' using (' || v_policy.reads || ')', ' with check (' || v_policy.writes || ')');
  end loop;
end $$;
