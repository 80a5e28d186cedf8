-- What the vendors tell: deliveries move the ledger forward, each event once and in any order, and people's words suppress their address.

-- One event of a vendor about one message. By our own id in the callback where it has one: the vendor's may not be known here yet.
create or replace function headwater.apply_delivery(p_provider_id uuid, p_event_key text, p_message_id uuid, p_provider_message_id text, p_status text,
  p_code text, p_message text, p_at timestamptz) returns boolean
language plpgsql security definer set search_path = '' as $$
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
end $$;
comment on function headwater.apply_delivery(uuid, text, uuid, text, text, text, text, timestamptz) is
  'Moves a message forward by a vendor''s event. The same event again, or an older one, changes nothing.';

create or replace function headwater.apply_inbound(p_provider_id uuid, p_provider_message_id text, p_sender text, p_sender_id text, p_body text, p_keyword text) returns boolean
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
    perform headwater.suppress_address(v_provider.agency_id, v_provider.channel, p_sender, 'opted_out', 'inbound');
  elsif p_keyword = 'start' and p_sender is not null then
    -- Only who opted out may opt in again; what a person here suppressed stays.
    delete from public.suppressions
    where agency_id = v_provider.agency_id and channel = v_provider.channel and address = p_sender and reason = 'opted_out' and not was_manual;
    update public.suppressions set reason = 'manual', source = 'user', was_manual = false
    where agency_id = v_provider.agency_id and channel = v_provider.channel and address = p_sender and reason = 'opted_out';
  end if;
  return true;
end $$;
comment on function headwater.apply_inbound(uuid, text, text, text, text, text) is 'Keeps an inbound message once, and does what its keyword asks for.';

create or replace function headwater.delete_old_webhook_events() returns void
language sql security definer set search_path = '' as $$
  delete from headwater.webhook_events where received_at < now() - interval '30 days';
$$;
comment on function headwater.delete_old_webhook_events() is 'Deletes the notes of events that no vendor repeats any more.';

revoke all on function headwater.apply_delivery(uuid, text, uuid, text, text, text, text, timestamptz),
  headwater.apply_inbound(uuid, text, text, text, text, text), headwater.delete_old_webhook_events() from public;

select cron.schedule('headwater-webhook-events', '41 3 * * *', $$ select headwater.delete_old_webhook_events() $$);
