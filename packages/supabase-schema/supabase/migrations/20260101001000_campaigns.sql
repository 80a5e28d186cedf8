-- Campaigns: what is sent to whom, the accounts messages leave by, and the addresses that get none.

create table if not exists public.message_providers (
  id uuid primary key default gen_random_uuid(),
  agency_id uuid not null default headwater.current_agency_id() references public.agencies (id) on delete cascade,
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

create table if not exists headwater.message_provider_secrets (
  provider_id uuid primary key references public.message_providers (id) on delete cascade,
  key_id text not null,
  iv bytea not null check (length(iv) = 12),
  data bytea not null,
  updated_at timestamptz not null default now()
);
comment on table headwater.message_provider_secrets is 'Credentials, sealed with AES-256-GCM under the key that key_id names; the functions alone hold the keys.';
alter table headwater.message_provider_secrets enable row level security;

create table if not exists headwater.provider_buckets (
  provider_id uuid primary key references public.message_providers (id) on delete cascade,
  tokens double precision not null,
  filled_at timestamptz not null default clock_timestamp()
);
comment on table headwater.provider_buckets is 'How many segments an account may send now; below zero after a batch that was larger than reckoned.';
alter table headwater.provider_buckets enable row level security;

create table if not exists public.campaigns (
  id uuid primary key default gen_random_uuid(),
  agency_id uuid not null default headwater.current_agency_id() references public.agencies (id) on delete cascade,
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
  agency_id uuid not null default headwater.current_agency_id(),
  user_id uuid not null references public.user_profiles (id) on delete cascade,
  created_at timestamptz not null default now(),
  primary key (campaign_id, user_id),
  foreign key (campaign_id, agency_id) references public.campaigns (id, agency_id) on delete cascade
);
create index if not exists campaign_assignments_user_id_idx on public.campaign_assignments (user_id, campaign_id);
create index if not exists campaign_assignments_agency_id_idx on public.campaign_assignments (agency_id, campaign_id);
comment on table public.campaign_assignments is 'Which clients may read a campaign.';

create table if not exists public.suppressions (
  id uuid primary key default gen_random_uuid(),
  agency_id uuid not null default headwater.current_agency_id() references public.agencies (id) on delete cascade,
  channel text not null check (channel in ('sms', 'whatsapp')),
  address text not null check (address ~ '^\+[1-9][0-9]{6,14}$'),
  reason text not null default 'manual' check (reason in ('opted_out', 'complaint', 'invalid', 'manual')),
  source text not null default 'user' check (source in ('inbound', 'vendor', 'user', 'import')),
  note text check (length(note) <= 500),
  -- A person here had suppressed it before its recipient opted out.
  was_manual boolean not null default false,
  created_at timestamptz not null default now(),
  unique (agency_id, channel, address)
);
create index if not exists suppressions_agency_id_idx on public.suppressions (agency_id, created_at desc, id);
comment on table public.suppressions is 'Addresses that nothing is sent to. They belong to no record: an import, a merge or an undo lifts none.';

create table if not exists public.audience_segments (
  id uuid primary key default gen_random_uuid(),
  agency_id uuid not null default headwater.current_agency_id() references public.agencies (id) on delete cascade,
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

-- The campaign's rules. A campaign that sends is fixed once it has begun; one that is only tracked changes as people like.
create or replace function headwater.tg_campaigns__guard() returns trigger
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
comment on function headwater.tg_campaigns__guard() is 'Trigger: which changes a campaign''s state allows; none is completed while a recipient is open.';
create or replace trigger tg_campaigns__guard before update on public.campaigns for each row execute function headwater.tg_campaigns__guard();
create or replace trigger tg_campaigns__set_updated_at before update on public.campaigns
  for each row execute function headwater.set_updated_at();

create or replace function headwater.tg_campaigns__broadcast() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  v_row public.campaigns := coalesce(new, old);
begin
  perform realtime.send(jsonb_build_object('operation', tg_op, 'id', v_row.id), 'campaigns', 'agency:' || v_row.agency_id, true);
  return null;
end $$;
comment on function headwater.tg_campaigns__broadcast() is 'Trigger: says that a campaign changed.';
create or replace trigger tg_campaigns__broadcast after insert or update or delete on public.campaigns
  for each row execute function headwater.tg_campaigns__broadcast();

create or replace trigger tg_message_providers__set_updated_at before update on public.message_providers
  for each row execute function headwater.set_updated_at();
create or replace trigger tg_audience_segments__set_updated_at before update on public.audience_segments
  for each row execute function headwater.set_updated_at();

revoke all on function headwater.tg_campaigns__guard(), headwater.tg_campaigns__broadcast() from public;
