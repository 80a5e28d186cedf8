-- Sending: an audience becomes a ledger, the ledger becomes attempts, and the vendors' answers move it forward. Called by the functions' own
-- connection alone.

do $$ begin
  if not exists (select from pgmq.meta where queue_name = 'campaign_turns') then perform pgmq.create('campaign_turns'); end if;
end $$;

create or replace function private.tg_campaigns__enqueue() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if not exists (select from pgmq.q_campaign_turns q where q.message ->> 'campaign_id' = new.id::text) then
    perform pgmq.send('campaign_turns', jsonb_build_object('campaign_id', new.id));
  else
    update pgmq.q_campaign_turns q set vt = clock_timestamp() where q.message ->> 'campaign_id' = new.id::text and q.vt > clock_timestamp() + interval '30 seconds';
  end if;
  perform private.invoke_function('message-worker');
  return null;
end $$;
comment on function private.tg_campaigns__enqueue() is 'Trigger: a campaign that begins, or goes on, gets its turn in the queue in the same transaction.';
create or replace trigger tg_campaigns__enqueue after update of status on public.campaigns
  for each row when (new.status = 'active' and old.status <> 'active' and new.type in ('sms', 'whatsapp')) execute function private.tg_campaigns__enqueue();

-- Everyone who matches an audience with the number that they are reached by: the rows of a simulation and of a send alike.
create or replace function private.candidates_query(p_campaign public.campaigns, p_merge_fields text[]) returns text
language plpgsql security definer set search_path = '' as $$
declare
  v_fields jsonb;
  v_phone text := p_campaign.send_options ->> 'phone_field';
  v_consent text := p_campaign.send_options ->> 'consent_field';
  v_audience text;
begin
  select fields into v_fields from public.data_models where id = p_campaign.data_model_id and id in (select private.readable_model_ids());
  if v_fields is null then
    raise exception 'There is no such model.' using errcode = 'HW011';
  end if;
  if v_phone is null then
    select field ->> 'name' into v_phone from jsonb_array_elements(v_fields) field where field ->> 'type' = 'phone' limit 1;
  end if;
  if not exists (select from jsonb_array_elements(v_fields) field where field ->> 'name' = v_phone and field ->> 'type' = 'phone') then
    perform private.refuse_criteria('The model has no such field of type phone. Choose the field with the numbers.');
  end if;
  if v_consent is not null and not exists (select from jsonb_array_elements(v_fields) field where field ->> 'name' = v_consent and field ->> 'type' = 'boolean') then
    perform private.refuse_criteria('The consent field is not a yes-or-no field of the model.');
  end if;
  select query into v_audience from private.compile_audience(p_campaign.data_model_id, p_campaign.target_criteria);
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
end $$;
comment on function private.candidates_query(public.campaigns, text[]) is
  'A query of everyone in a campaign''s audience, as the current user may read it: number, merge values, and why somebody gets nothing.';

create or replace function private.act_as_sender(p_user_id uuid) returns void
language sql security definer set search_path = '' as $$
  select set_config('request.jwt.claims', jsonb_build_object('sub', p_user_id, 'role', 'authenticated')::text, true),
    set_config('request.jwt.claim.sub', coalesce(p_user_id::text, ''), true);
$$;
comment on function private.act_as_sender(uuid) is 'Lets the rest of a transaction see what a user may read.';

create or replace function private.materialise_campaign(p_campaign_id uuid, p_merge_fields text[]) returns integer
language plpgsql security definer set search_path = '' set enable_nestloop = off set work_mem = '128MB' as $$
declare
  v_campaign public.campaigns;
  v_count integer;
begin
  select * into v_campaign from public.campaigns where id = p_campaign_id for update;
  if v_campaign.materialised_at is not null then
    return 0;
  end if;
  perform private.act_as_sender(v_campaign.sent_by);
  execute format($q$
    with candidates as materialized (%s),
    skipped as (
      insert into public.campaign_skips (campaign_id, agency_id, record_id, reason, value)
      select %L, %L, record_id, skip, raw from candidates where skip is not null
    )
    insert into public.campaign_messages (campaign_id, agency_id, record_id, recipient, status, reason, data, due_at, expires_at)
    select %2$L, %3$L, record_id, recipient, case when suppress is null then 'pending' else 'suppressed' end, suppress, data, now(), now() + %4$L::interval
    from candidates where skip is null$q$,
    private.candidates_query(v_campaign, p_merge_fields), p_campaign_id, v_campaign.agency_id,
    coalesce((v_campaign.send_options ->> 'expires_after_hours')::integer, 72) || ' hours');
  get diagnostics v_count = row_count;
  update public.campaign_counters set skipped_count = (select count(*) from public.campaign_skips s where s.campaign_id = p_campaign_id)
  where campaign_id = p_campaign_id;
  update public.campaigns set materialised_at = now() where id = p_campaign_id;
  return v_count;
end $$;
comment on function private.materialise_campaign(uuid, text[]) is
  'Makes a campaign''s ledger of its audience, once: one row a number, the skipped listed, the suppressed marked. Returns the recipients.';

create or replace function private.take_segments(p_provider_id uuid, p_wanted integer, out granted integer, out wait_ms integer)
language plpgsql security definer set search_path = '' as $$
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
  insert into private.provider_buckets (provider_id, tokens) values (p_provider_id, least(v_rate, greatest(1, v_rate / 4))) on conflict (provider_id) do nothing;
  -- What a short gap left over is made up for, up to less than the second's worth that vendors allow; one segment at least.
  update private.provider_buckets b set
    tokens = least(greatest(1, v_rate * 0.7), b.tokens + v_rate * extract(epoch from clock_timestamp() - b.filled_at)), filled_at = clock_timestamp()
  where b.provider_id = p_provider_id returning b.tokens into v_tokens;
  granted := least(p_wanted, floor(v_tokens));
  if granted < 1 then
    granted := 0;
    wait_ms := greatest(1, ceil((1 - v_tokens) / v_rate * 1000));
    return;
  end if;
  wait_ms := 0;
  update private.provider_buckets b set tokens = b.tokens - granted where b.provider_id = p_provider_id;
end $$;
comment on function private.take_segments(uuid, integer) is 'Takes what an account may send now out of its bucket, or says how long to wait.';

create or replace function private.settle_segments(p_provider_id uuid, p_more integer) returns void
language sql security definer set search_path = '' as $$
  update private.provider_buckets set tokens = tokens - p_more where provider_id = p_provider_id;
$$;
comment on function private.settle_segments(uuid, integer) is 'Takes what a batch needs beyond what it was granted, or gives back what it did not need.';

create or replace function private.claim_messages(p_campaign_id uuid, p_limit integer)
returns table (id uuid, recipient text, data jsonb, attempts integer, expires_at timestamptz)
language plpgsql security definer set search_path = '' as $$
#variable_conflict use_column
declare
  v_campaign public.campaigns;
  v_cap jsonb;
  v_channel text;
begin
  select * into v_campaign from public.campaigns c where c.id = p_campaign_id and c.status = 'active' for key share;
  if not found then
    return;
  end if;
  v_cap := v_campaign.send_options -> 'frequency_cap';
  v_channel := case v_campaign.type when 'whatsapp' then 'whatsapp' else 'sms' end;
  return query
    with due as materialized (
      select m.id, m.recipient, m.data, m.attempts, m.expires_at, m.status from public.campaign_messages m
      where m.campaign_id = p_campaign_id and m.status in ('pending', 'held') and m.attempt_id is null and m.due_at <= clock_timestamp()
      order by m.due_at, m.id limit p_limit for update skip locked
    ), judged as materialized (
      select d.*, d.expires_at <= clock_timestamp() expired,
        exists (select from public.suppressions s where s.agency_id = v_campaign.agency_id and s.channel = v_channel and s.address = d.recipient) muted,
        case when v_cap is null then null else (
          select min(p.sent_at) + make_interval(days => (v_cap ->> 'days')::integer) from (
            select o.sent_at from public.campaign_messages o
            where o.agency_id = v_campaign.agency_id and o.recipient = d.recipient and o.campaign_id <> p_campaign_id
              and o.sent_at > now() - make_interval(days => (v_cap ->> 'days')::integer)
            order by o.sent_at desc limit (v_cap ->> 'messages')::integer
          ) p having count(*) >= (v_cap ->> 'messages')::integer) end capped_until
      from due d
    ), gone as (
      update public.campaign_messages m set status = case when j.expired then 'failed' else 'suppressed' end,
        reason = case when j.expired then 'EXPIRED' else 'OPTED_OUT' end, failed_at = case when j.expired then now() end
      from judged j where m.id = j.id and (j.expired or j.muted)
    ), capped as (
      update public.campaign_messages m set status = 'held', reason = 'FREQUENCY_CAP', held_until = j.capped_until,
        due_at = least(j.capped_until, coalesce(j.expires_at, j.capped_until))
      from judged j where m.id = j.id and not j.expired and not j.muted and j.capped_until is not null
    )
    select j.id, j.recipient, j.data, j.attempts, j.expires_at from judged j where not j.expired and not j.muted and j.capped_until is null;
end $$;
comment on function private.claim_messages(uuid, integer) is
  'Locks the next due messages of a running campaign for the rest of the transaction. The expired fail, the suppressed and the capped stay behind.';

create or replace function private.begin_attempts(p_provider_id uuid, p_batch jsonb, p_doubt_seconds double precision) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  v_count integer;
begin
  with batch as (
    select * from jsonb_to_recordset(p_batch) as b (id uuid, attempt_id uuid, body text, segments integer, cost_micros bigint, outcome text, reason text,
      reason_message text, held_until timestamptz)
  ), started as (
    insert into private.message_attempts (id, message_id, provider_id) select b.attempt_id, b.id, p_provider_id from batch b where b.outcome = 'send'
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
end $$;
comment on function private.begin_attempts(uuid, jsonb, double precision) is
  'Writes what a batch is about to do, before any of it is done: attempts, holds and failures.';

create or replace function private.suppress_address(p_agency_id uuid, p_channel text, p_address text, p_reason text, p_source text) returns void
language sql security definer set search_path = '' as $$
  insert into public.suppressions as s (agency_id, channel, address, reason, source) values (p_agency_id, p_channel, p_address, p_reason, p_source)
  on conflict (agency_id, channel, address) do update set reason = excluded.reason, source = excluded.source where s.reason = 'manual';
$$;
comment on function private.suppress_address(uuid, text, text, text, text) is 'Keeps an address from getting anything more on a channel.';

-- Outcomes: accepted; refused (nothing was taken, try again later); rejected (for good); opted_out; unknown; missing (the vendor doesn't know it yet,
-- but a request may still be on its way); absent (nor does it some time later: it may be sent again).
create or replace function private.record_outcomes(p_batch jsonb, p_doubt_seconds double precision) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  v_count integer;
begin
  with batch as materialized (
    select * from jsonb_to_recordset(p_batch) as b (attempt_id uuid, outcome text, provider_message_id text, code text, message text, retry_seconds double precision)
  ), ended as (
    update private.message_attempts a set state = case when b.outcome = 'opted_out' then 'rejected' else b.outcome end,
      provider_message_id = b.provider_message_id, error_code = b.code, ended_at = clock_timestamp()
    from batch b where a.id = b.attempt_id and a.state = 'started' and b.outcome not in ('unknown', 'missing')
  ), missed as (
    update private.message_attempts a set missed_at = clock_timestamp() from batch b where a.id = b.attempt_id and b.outcome = 'missing'
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
    on conflict (agency_id, channel, address) do update set reason = 'opted_out', source = 'vendor' where suppressions.reason = 'manual'
  )
  select n into v_count from counted;
  return v_count;
end $$;
comment on function private.record_outcomes(jsonb, double precision) is
  'Moves the messages of a batch of attempts forward by what the vendor answered. What a webhook moved meanwhile stays.';

create or replace function private.doubtful_messages(p_campaign_id uuid, p_limit integer, p_lease_seconds double precision)
returns table (message_id uuid, attempt_id uuid, recipient text, body text, started_at timestamptz, missed boolean)
language sql security definer set search_path = '' as $$
  with due as (
    select m.id from public.campaign_messages m
    where m.campaign_id = p_campaign_id and m.attempt_id is not null and m.due_at <= clock_timestamp()
    order by m.due_at limit p_limit for update skip locked
  )
  update public.campaign_messages m set due_at = clock_timestamp() + make_interval(secs => p_lease_seconds)
  from due, private.message_attempts a where m.id = due.id and a.id = m.attempt_id
  returning m.id, m.attempt_id, m.recipient, m.body, a.started_at, a.missed_at is not null;
$$;
comment on function private.doubtful_messages(uuid, integer, double precision) is
  'Attempts of which nobody knows how they ended; each is given to one asker at a time.';

-- One event of a vendor about one message. By our own id in the callback where it has one: the vendor's may not be known here yet.
create or replace function private.apply_delivery(p_provider_id uuid, p_event_key text, p_message_id uuid, p_provider_message_id text, p_status text,
  p_code text, p_message text, p_at timestamptz) returns boolean
language plpgsql security definer set search_path = '' as $$
declare
  v_message public.campaign_messages;
  v_provider public.message_providers;
begin
  insert into private.webhook_events (provider_id, event_key) values (p_provider_id, p_event_key) on conflict do nothing;
  if not found then
    return false;
  end if;
  select * into v_provider from public.message_providers where id = p_provider_id;
  select m.* into v_message from public.campaign_messages m join public.campaigns c on c.id = m.campaign_id
  where m.agency_id = v_provider.agency_id and c.provider_id = p_provider_id
    and m.id = coalesce(p_message_id, (
      select o.id from public.campaign_messages o where o.provider_message_id = p_provider_message_id and o.agency_id = v_provider.agency_id limit 1))
  for update of m;
  if v_message.id is null then
    return false;
  end if;
  -- The vendor has it: an attempt in doubt is in doubt no more.
  if v_message.attempt_id is not null then
    update private.message_attempts set state = 'accepted', provider_message_id = p_provider_message_id, ended_at = clock_timestamp()
    where id = v_message.attempt_id and state = 'started';
  end if;
  update public.campaign_messages m set
    attempt_id = null,
    provider_message_id = coalesce(m.provider_message_id, p_provider_message_id),
    sent_at = coalesce(m.sent_at, p_at),
    status = case
      when p_status in ('delivered', 'read') and private.message_status_rank(m.status) < 3 then 'delivered'
      when p_status = 'failed' and private.message_status_rank(m.status) < 3 then 'failed'
      when private.message_status_rank(m.status) < 2 then 'sent' else m.status end,
    delivered_at = case when p_status in ('delivered', 'read') and m.status <> 'failed' then coalesce(m.delivered_at, p_at) else m.delivered_at end,
    read_at = case when p_status = 'read' and m.status <> 'failed' then coalesce(m.read_at, p_at) else m.read_at end,
    failed_at = case when p_status = 'failed' and private.message_status_rank(m.status) < 3 then p_at else m.failed_at end,
    reason = case when p_status = 'failed' and private.message_status_rank(m.status) < 3 then coalesce(p_code, 'UNKNOWN') when m.status in ('pending', 'held') then null else m.reason end,
    reason_message = case when p_status = 'failed' and private.message_status_rank(m.status) < 3 then left(p_message, 500) else m.reason_message end,
    held_until = null
  where m.id = v_message.id;
  if p_code in ('21610', '131050') then
    perform private.suppress_address(v_message.agency_id, v_provider.channel, v_message.recipient, 'opted_out', 'vendor');
  end if;
  return true;
end $$;
comment on function private.apply_delivery(uuid, text, uuid, text, text, text, text, timestamptz) is
  'Moves a message forward by a vendor''s event. The same event again, or an older one, changes nothing.';

create or replace function private.apply_inbound(p_provider_id uuid, p_provider_message_id text, p_sender text, p_sender_id text, p_body text, p_keyword text) returns boolean
language plpgsql security definer set search_path = '' as $$
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
    perform private.suppress_address(v_provider.agency_id, v_provider.channel, p_sender, 'opted_out', 'inbound');
  elsif p_keyword = 'start' and p_sender is not null then
    -- Only who opted out may opt in again; what a person here suppressed stays.
    delete from public.suppressions where agency_id = v_provider.agency_id and channel = v_provider.channel and address = p_sender and reason = 'opted_out';
  end if;
  return true;
end $$;
comment on function private.apply_inbound(uuid, text, text, text, text, text) is 'Keeps an inbound message once, and does what its keyword asks for.';

create or replace function private.campaign_outlook(p_campaign_id uuid)
returns table (status text, open boolean, due boolean, next_at timestamptz, doubts boolean, next_doubt_at timestamptz)
language sql stable security definer set search_path = '' as $$
  select c.status,
    exists (select from public.campaign_messages m where m.campaign_id = c.id and m.status in ('pending', 'held')),
    coalesce(d.next_at <= clock_timestamp(), false), d.next_at, q.next_at is not null, q.next_at
  from public.campaigns c
  left join lateral (select m.due_at next_at from public.campaign_messages m where m.campaign_id = c.id and m.status in ('pending', 'held') and m.attempt_id is null
    order by m.due_at, m.id limit 1) d on true
  left join lateral (select min(m.due_at) next_at from public.campaign_messages m where m.campaign_id = c.id and m.attempt_id is not null) q on true
  where c.id = p_campaign_id;
$$;
comment on function private.campaign_outlook(uuid) is 'What is left to do for a campaign, and when.';

create or replace function private.complete_campaign(p_campaign_id uuid) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  perform from public.campaigns where id = p_campaign_id and status = 'active' and materialised_at is not null for update;
  if not found or exists (select from public.campaign_messages m where m.campaign_id = p_campaign_id and m.status in ('pending', 'held')) then
    return false;
  end if;
  update public.campaigns set status = 'completed', finished_at = now(), status_code = null, status_message = null where id = p_campaign_id;
  return true;
end $$;
comment on function private.complete_campaign(uuid) is 'Completes a campaign once every recipient is accounted for.';

create or replace function private.stop_campaign(p_campaign_id uuid, p_status text, p_code text, p_message text) returns void
language sql security definer set search_path = '' as $$
  update public.campaigns set status = p_status, status_code = p_code, status_message = left(p_message, 1000),
    finished_at = case when p_status = 'failed' then now() end
  where id = p_campaign_id and status in ('active', 'scheduled');
$$;
comment on function private.stop_campaign(uuid, text, text, text) is 'Pauses or fails a campaign, and says why.';

create or replace function private.cancel_open_messages(p_campaign_id uuid) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  v_count integer;
begin
  update public.campaign_messages m set status = 'failed', reason = 'CANCELLED', failed_at = now()
  where m.campaign_id = p_campaign_id and m.status in ('pending', 'held') and m.attempt_id is null;
  get diagnostics v_count = row_count;
  return v_count;
end $$;
comment on function private.cancel_open_messages(uuid) is 'Ends what a cancelled campaign has not sent. What is in doubt is asked for first.';

-- The schedule's part: due campaigns begin, lost turns come back, the worker is called while turns wait.
create or replace function private.tend_campaigns() returns integer
language plpgsql security definer set search_path = '' as $$
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
    perform private.invoke_function('message-worker');
  end if;
  return coalesce(cardinality(v_messages), 0);
end $$;
comment on function private.tend_campaigns() is 'Begins what is due, gives lost turns back, and calls the worker while turns wait; returns the turns given back.';

create or replace function private.delete_old_webhook_events() returns void
language sql security definer set search_path = '' as $$
  delete from private.webhook_events where received_at < now() - interval '30 days';
$$;
comment on function private.delete_old_webhook_events() is 'Deletes the notes of events that no vendor repeats any more.';

revoke all on function private.tg_campaigns__enqueue(), private.candidates_query(public.campaigns, text[]), private.act_as_sender(uuid),
  private.materialise_campaign(uuid, text[]), private.take_segments(uuid, integer), private.settle_segments(uuid, integer),
  private.claim_messages(uuid, integer), private.begin_attempts(uuid, jsonb, double precision),
  private.suppress_address(uuid, text, text, text, text), private.record_outcomes(jsonb, double precision),
  private.doubtful_messages(uuid, integer, double precision),
  private.apply_delivery(uuid, text, uuid, text, text, text, text, timestamptz), private.apply_inbound(uuid, text, text, text, text, text),
  private.campaign_outlook(uuid), private.complete_campaign(uuid), private.stop_campaign(uuid, text, text, text),
  private.cancel_open_messages(uuid), private.tend_campaigns(), private.delete_old_webhook_events() from public;

select cron.schedule('headwater-campaigns', '5 seconds', $$ select private.tend_campaigns() $$);
select cron.schedule('headwater-webhook-events', '41 3 * * *', $$ select private.delete_old_webhook_events() $$);

-- What a campaign would do, for whoever looks at it before it is sent. The functions show the caller's right to the campaign first.
create or replace function private.count_candidates(p_campaign_id uuid, p_user_id uuid) returns bigint
language plpgsql security definer set search_path = '' set enable_nestloop = off set work_mem = '128MB' as $$
declare
  v_campaign public.campaigns;
  v_count bigint;
begin
  select * into v_campaign from public.campaigns where id = p_campaign_id;
  perform private.act_as_sender(p_user_id);
  execute format('select count(*) from (%s) c where skip is null', private.candidates_query(v_campaign, '{}')) into v_count;
  return v_count;
end $$;
comment on function private.count_candidates(uuid, uuid) is 'How many recipients a campaign would have, the suppressed among them.';

create or replace function private.count_matches(p_campaign_id uuid, p_user_id uuid) returns bigint
language plpgsql security definer set search_path = '' as $$
declare
  v_campaign public.campaigns;
begin
  select * into v_campaign from public.campaigns where id = p_campaign_id;
  perform private.act_as_sender(p_user_id);
  return (select total from private.read_audience(v_campaign.data_model_id, v_campaign.target_criteria, 0, 0));
end $$;
comment on function private.count_matches(uuid, uuid) is 'How many records fit a campaign''s criteria.';

create or replace function private.list_candidates(p_campaign_id uuid, p_user_id uuid, p_merge_fields text[], p_limit integer, p_at timestamptz)
returns table (record_id uuid, recipient text, data jsonb, skip text, suppress text, raw text, capped_until timestamptz)
language plpgsql security definer set search_path = '' set work_mem = '128MB' as $$
declare
  v_campaign public.campaigns;
  v_cap jsonb;
begin
  select * into v_campaign from public.campaigns where id = p_campaign_id;
  v_cap := v_campaign.send_options -> 'frequency_cap';
  perform private.act_as_sender(p_user_id);
  return query execute format($q$
    select c.record_id, c.recipient, c.data, c.skip, c.suppress, c.raw, %s
    from (select * from (%s) all_candidates order by record_id limit %s) c$q$,
    case when v_cap is null then 'null::timestamptz' else format($cap$(
      select min(p.sent_at) + make_interval(days => %1$s) from (
        select o.sent_at from public.campaign_messages o where o.agency_id = %2$L and o.recipient = c.recipient and o.campaign_id <> %3$L
          and o.sent_at > %4$L::timestamptz - make_interval(days => %1$s) order by o.sent_at desc limit %5$s
      ) p having count(*) >= %5$s)$cap$, (v_cap ->> 'days')::integer, v_campaign.agency_id, p_campaign_id, p_at, (v_cap ->> 'messages')::integer) end,
    private.candidates_query(v_campaign, p_merge_fields), least(p_limit, 20000));
end $$;
comment on function private.list_candidates(uuid, uuid, text[], integer, timestamptz) is 'The recipients that a campaign would have, as its judge needs them.';

revoke all on function private.count_candidates(uuid, uuid), private.count_matches(uuid, uuid),
  private.list_candidates(uuid, uuid, text[], integer, timestamptz) from public;

-- Batches are small and the ledger is large: its indexes serve them, also before anybody has analysed a ledger that was just made.
do $$
declare
  v_function regprocedure;
begin
  foreach v_function in array array[
    'private.claim_messages(uuid, integer)', 'private.begin_attempts(uuid, jsonb, double precision)',
    'private.record_outcomes(jsonb, double precision)', 'private.doubtful_messages(uuid, integer, double precision)',
    'private.campaign_outlook(uuid)'
  ]::regprocedure[] loop
    execute format('alter function %s set enable_seqscan = off', v_function);
    execute format('alter function %s set enable_hashjoin = off', v_function);
    execute format('alter function %s set enable_mergejoin = off', v_function);
  end loop;
end $$;
