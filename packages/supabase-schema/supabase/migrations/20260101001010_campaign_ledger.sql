-- The ledger of campaigns: a row a recipient whose status only moves forward, what was tried for it, and counters that are true at every commit.

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
create index if not exists campaign_messages_recipient_idx on public.campaign_messages (agency_id, recipient, sent_at)
  where sent_at is not null or attempt_id is not null;
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

create table if not exists headwater.message_attempts (
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
create index if not exists message_attempts_message_id_idx on headwater.message_attempts (message_id);
create index if not exists message_attempts_provider_id_idx on headwater.message_attempts (provider_id);
comment on table headwater.message_attempts is 'Each call of a vendor, written before it is made: a worker that dies leaves behind what it may have sent.';
alter table headwater.message_attempts enable row level security;

create table if not exists headwater.webhook_events (
  provider_id uuid not null references public.message_providers (id) on delete cascade,
  event_key text not null,
  received_at timestamptz not null default now(),
  primary key (provider_id, event_key)
);
create index if not exists webhook_events_received_at_idx on headwater.webhook_events (received_at);
comment on table headwater.webhook_events is 'The vendors'' events that took effect, each once. Kept for 30 days.';
alter table headwater.webhook_events enable row level security;

-- The ledger's rules.
create or replace function headwater.message_status_rank(p_status text) returns integer
language sql immutable parallel safe set search_path = '' as $$
  select case p_status when 'pending' then 0 when 'held' then 1 when 'sent' then 2 else 3 end;
$$;
comment on function headwater.message_status_rank(text) is 'How far a status is; a message never goes back, and never from one end to another.';

create or replace function headwater.tg_campaign_messages__move_forward() returns trigger
language plpgsql set search_path = '' as $$
begin
  if headwater.message_status_rank(new.status) <= headwater.message_status_rank(old.status) then
    raise exception 'A message that is % can''t become %.', old.status, new.status using errcode = 'HW004';
  end if;
  return new;
end $$;
comment on function headwater.tg_campaign_messages__move_forward() is 'Trigger: a message''s status only moves forward.';
create or replace trigger tg_campaign_messages__move_forward before update of status on public.campaign_messages
  for each row when (old.status is distinct from new.status) execute function headwater.tg_campaign_messages__move_forward();
create or replace trigger tg_campaign_messages__set_updated_at before update on public.campaign_messages
  for each row execute function headwater.set_updated_at();

create or replace function headwater.tg_campaign_messages__count() returns trigger
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
comment on function headwater.tg_campaign_messages__count() is 'Trigger: keeps the counters of a statement''s campaigns.';
create or replace trigger tg_campaign_messages__count_inserts after insert on public.campaign_messages
  referencing new table as new_rows for each statement execute function headwater.tg_campaign_messages__count();
create or replace trigger tg_campaign_messages__count_updates after update on public.campaign_messages
  referencing old table as old_rows new table as new_rows for each statement execute function headwater.tg_campaign_messages__count();
create or replace trigger tg_campaign_messages__count_deletes after delete on public.campaign_messages
  referencing old table as old_rows for each statement execute function headwater.tg_campaign_messages__count();

create or replace function headwater.tg_campaigns__add_counters() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into public.campaign_counters (campaign_id, agency_id) values (new.id, new.agency_id) on conflict (campaign_id) do nothing;
  return null;
end $$;
comment on function headwater.tg_campaigns__add_counters() is 'Trigger: a new campaign gets its counters.';
create or replace trigger tg_campaigns__add_counters after insert on public.campaigns
  for each row execute function headwater.tg_campaigns__add_counters();

create or replace function headwater.tg_campaign_counters__broadcast() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform realtime.send(
    jsonb_build_object('operation', tg_op, 'id', new.campaign_id), 'campaigns', 'agency:' || new.agency_id, true);
  return null;
end $$;
comment on function headwater.tg_campaign_counters__broadcast() is 'Trigger: says that a campaign''s figures changed.';
create or replace trigger tg_campaign_counters__broadcast after update on public.campaign_counters
  for each row when (new.* is distinct from old.*) execute function headwater.tg_campaign_counters__broadcast();

revoke all on function headwater.message_status_rank(text), headwater.tg_campaign_messages__move_forward(), headwater.tg_campaign_messages__count(),
  headwater.tg_campaigns__add_counters(), headwater.tg_campaign_counters__broadcast() from public;
grant execute on function headwater.message_status_rank(text) to authenticated, service_role;
