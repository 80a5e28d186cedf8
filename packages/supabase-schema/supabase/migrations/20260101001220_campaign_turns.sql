-- A campaign's turns: it enters the queue when it begins, is tended by the schedule, and ends when everyone is accounted for.

do $$ begin
  if not exists (select from pgmq.meta where queue_name = 'campaign_turns') then perform pgmq.create('campaign_turns'); end if;
end $$;

create or replace function headwater.tg_campaigns__enqueue() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if not exists (select from pgmq.q_campaign_turns q where q.message ->> 'campaign_id' = new.id::text) then
    perform pgmq.send('campaign_turns', jsonb_build_object('campaign_id', new.id));
  else
    update pgmq.q_campaign_turns q set vt = clock_timestamp() where q.message ->> 'campaign_id' = new.id::text and q.vt > clock_timestamp() + interval '30 seconds';
  end if;
  perform headwater.invoke_function('message-worker');
  return null;
end $$;
comment on function headwater.tg_campaigns__enqueue() is 'Trigger: a campaign that begins, or goes on, gets its turn in the queue in the same transaction.';
create or replace trigger tg_campaigns__enqueue after update of status on public.campaigns
  for each row when (new.status = 'active' and old.status <> 'active' and new.type in ('sms', 'whatsapp')) execute function headwater.tg_campaigns__enqueue();

create or replace function headwater.complete_campaign(p_campaign_id uuid) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  perform from public.campaigns where id = p_campaign_id and status = 'active' and materialised_at is not null for update;
  if not found or exists (select from public.campaign_messages m where m.campaign_id = p_campaign_id and m.status in ('pending', 'held')) then
    return false;
  end if;
  update public.campaigns set status = 'completed', finished_at = now(), status_code = null, status_message = null where id = p_campaign_id;
  return true;
end $$;
comment on function headwater.complete_campaign(uuid) is 'Completes a campaign once every recipient is accounted for.';

create or replace function headwater.stop_campaign(p_campaign_id uuid, p_status text, p_code text, p_message text) returns void
language sql security definer set search_path = '' as $$
  update public.campaigns set status = p_status, status_code = p_code, status_message = left(p_message, 1000),
    finished_at = case when p_status = 'failed' then now() end
  where id = p_campaign_id and status in ('active', 'scheduled');
$$;
comment on function headwater.stop_campaign(uuid, text, text, text) is 'Pauses or fails a campaign, and says why.';

create or replace function headwater.cancel_open_messages(p_campaign_id uuid) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  v_count integer;
begin
  update public.campaign_messages m set status = 'failed', reason = 'CANCELLED', failed_at = now()
  where m.campaign_id = p_campaign_id and m.status in ('pending', 'held') and m.attempt_id is null;
  get diagnostics v_count = row_count;
  return v_count;
end $$;
comment on function headwater.cancel_open_messages(uuid) is 'Ends what a cancelled campaign has not sent. What is in doubt is asked for first.';

-- The schedule's part: due campaigns begin, lost turns come back, the worker is called while turns wait.
create or replace function headwater.tend_campaigns() returns integer
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
    perform headwater.invoke_function('message-worker');
  end if;
  return coalesce(cardinality(v_messages), 0);
end $$;
comment on function headwater.tend_campaigns() is 'Begins what is due, gives lost turns back, and calls the worker while turns wait; returns the turns given back.';

revoke all on function headwater.tg_campaigns__enqueue(), headwater.complete_campaign(uuid), headwater.stop_campaign(uuid, text, text, text),
  headwater.cancel_open_messages(uuid), headwater.tend_campaigns() from public;

select cron.schedule('headwater-campaigns', '5 seconds', $$ select headwater.tend_campaigns() $$);
