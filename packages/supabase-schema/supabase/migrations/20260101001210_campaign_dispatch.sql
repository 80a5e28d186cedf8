-- Dispatch: the ledger becomes attempts at the pace of an account, and the vendors' answers move it forward. Called by the functions' own connection alone.
-- Batches are small and the ledger is large: indexes serve them, also before anybody has analysed a ledger that was just made.

create or replace function headwater.take_segments(p_provider_id uuid, p_wanted integer, out granted integer, out wait_ms integer)
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
end $$;
comment on function headwater.take_segments(uuid, integer) is 'Takes what an account may send now out of its bucket, or says how long to wait.';

create or replace function headwater.settle_segments(p_provider_id uuid, p_more integer) returns void
language sql security definer set search_path = '' as $$
  update headwater.provider_buckets set tokens = tokens - p_more where provider_id = p_provider_id;
$$;
comment on function headwater.settle_segments(uuid, integer) is 'Takes what a batch needs beyond what it was granted, or gives back what it did not need.';

create or replace function headwater.claim_messages(p_campaign_id uuid, p_limit integer)
returns table (id uuid, recipient text, data jsonb, attempts integer, expires_at timestamptz)
language plpgsql security definer set search_path = ''
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
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
end $$;
comment on function headwater.claim_messages(uuid, integer) is
  'Locks the next due messages of a running campaign for the rest of the transaction. The expired fail, the suppressed and the capped stay behind.';

create or replace function headwater.begin_attempts(p_provider_id uuid, p_batch jsonb, p_doubt_seconds double precision) returns integer
language plpgsql security definer set search_path = ''
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
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
end $$;
comment on function headwater.begin_attempts(uuid, jsonb, double precision) is
  'Writes what a batch is about to do, before any of it is done: attempts, holds and failures.';

create or replace function headwater.suppress_address(p_agency_id uuid, p_channel text, p_address text, p_reason text, p_source text) returns void
language sql security definer set search_path = '' as $$
  insert into public.suppressions as s (agency_id, channel, address, reason, source) values (p_agency_id, p_channel, p_address, p_reason, p_source)
  on conflict (agency_id, channel, address) do update set reason = excluded.reason, source = excluded.source, was_manual = true where s.reason = 'manual';
$$;
comment on function headwater.suppress_address(uuid, text, text, text, text) is 'Keeps an address from getting anything more on a channel.';

-- Outcomes: accepted; refused (nothing was taken, try again later); rejected (for good); opted_out; unknown; missing (the vendor doesn't know it yet,
-- but a request may still be on its way); absent (nor does it some time later: it may be sent again).
create or replace function headwater.record_outcomes(p_batch jsonb, p_doubt_seconds double precision) returns integer
language plpgsql security definer set search_path = ''
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
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
end $$;
comment on function headwater.record_outcomes(jsonb, double precision) is
  'Moves the messages of a batch of attempts forward by what the vendor answered. What a webhook moved meanwhile stays.';

create or replace function headwater.doubtful_messages(p_campaign_id uuid, p_limit integer, p_lease_seconds double precision)
returns table (message_id uuid, attempt_id uuid, recipient text, body text, started_at timestamptz, missed boolean)
language sql security definer set search_path = ''
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
  with due as (
    select m.id from public.campaign_messages m
    where m.campaign_id = p_campaign_id and m.attempt_id is not null and m.due_at <= clock_timestamp()
    order by m.due_at limit p_limit for update skip locked
  )
  update public.campaign_messages m set due_at = clock_timestamp() + make_interval(secs => p_lease_seconds)
  from due, headwater.message_attempts a where m.id = due.id and a.id = m.attempt_id
  returning m.id, m.attempt_id, m.recipient, m.body, a.started_at, a.missed_at is not null;
$$;
comment on function headwater.doubtful_messages(uuid, integer, double precision) is
  'Attempts of which nobody knows how they ended; each is given to one asker at a time.';

create or replace function headwater.campaign_outlook(p_campaign_id uuid)
returns table (status text, open boolean, due boolean, next_at timestamptz, doubts boolean, next_doubt_at timestamptz)
language sql stable security definer set search_path = ''
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
  select c.status,
    exists (select from public.campaign_messages m where m.campaign_id = c.id and m.status in ('pending', 'held')),
    coalesce(d.next_at <= clock_timestamp(), false), d.next_at, q.next_at is not null, q.next_at
  from public.campaigns c
  left join lateral (select m.due_at next_at from public.campaign_messages m where m.campaign_id = c.id and m.status in ('pending', 'held') and m.attempt_id is null
    order by m.due_at, m.id limit 1) d on true
  left join lateral (select min(m.due_at) next_at from public.campaign_messages m where m.campaign_id = c.id and m.attempt_id is not null) q on true
  where c.id = p_campaign_id;
$$;
comment on function headwater.campaign_outlook(uuid) is 'What is left to do for a campaign, and when.';

revoke all on function headwater.take_segments(uuid, integer), headwater.settle_segments(uuid, integer), headwater.claim_messages(uuid, integer),
  headwater.begin_attempts(uuid, jsonb, double precision), headwater.suppress_address(uuid, text, text, text, text),
  headwater.record_outcomes(jsonb, double precision), headwater.doubtful_messages(uuid, integer, double precision),
  headwater.campaign_outlook(uuid) from public;
