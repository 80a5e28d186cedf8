-- A campaign's recipients: everyone in its audience with a number, once. The same for a look ahead and for the ledger that a send begins with.
-- Called by the functions' own connection alone.

-- Everyone who matches an audience with the number that they are reached by: the rows of a simulation and of a send alike.
create or replace function headwater.candidates_query(p_campaign public.campaigns, p_merge_fields text[]) returns text
language plpgsql security definer set search_path = '' as $$
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
end $$;
comment on function headwater.candidates_query(public.campaigns, text[]) is
  'A query of everyone in a campaign''s audience, as the current user may read it: number, merge values, and why somebody gets nothing.';

create or replace function headwater.act_as_sender(p_user_id uuid) returns void
language sql security definer set search_path = '' as $$
  select set_config('request.jwt.claims', jsonb_build_object('sub', p_user_id, 'role', 'authenticated')::text, true),
    set_config('request.jwt.claim.sub', coalesce(p_user_id::text, ''), true);
$$;
comment on function headwater.act_as_sender(uuid) is 'Lets the rest of a transaction see what a user may read.';

create or replace function headwater.materialise_campaign(p_campaign_id uuid, p_merge_fields text[]) returns integer
language plpgsql security definer set search_path = '' set enable_nestloop = off set work_mem = '128MB' as $$
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
end $$;
comment on function headwater.materialise_campaign(uuid, text[]) is
  'Makes a campaign''s ledger of its audience, once: one row a number, the skipped listed, the suppressed marked. Returns the recipients.';

-- What a campaign would do, for whoever looks at it before it is sent. The functions show the caller's right to the campaign first.
create or replace function headwater.count_candidates(p_campaign_id uuid, p_user_id uuid) returns bigint
language plpgsql security definer set search_path = '' set enable_nestloop = off set work_mem = '128MB' as $$
declare
  v_campaign public.campaigns;
  v_count bigint;
begin
  select * into v_campaign from public.campaigns where id = p_campaign_id;
  perform headwater.act_as_sender(p_user_id);
  execute format('select count(*) from (%s) c where skip is null', headwater.candidates_query(v_campaign, '{}')) into v_count;
  return v_count;
end $$;
comment on function headwater.count_candidates(uuid, uuid) is 'How many recipients a campaign would have, the suppressed among them.';

create or replace function headwater.count_matches(p_campaign_id uuid, p_user_id uuid) returns bigint
language plpgsql security definer set search_path = '' as $$
declare
  v_campaign public.campaigns;
begin
  select * into v_campaign from public.campaigns where id = p_campaign_id;
  perform headwater.act_as_sender(p_user_id);
  return (select total from headwater.read_audience(v_campaign.data_model_id, v_campaign.target_criteria, 0, 0));
end $$;
comment on function headwater.count_matches(uuid, uuid) is 'How many records fit a campaign''s criteria.';

create or replace function headwater.list_candidates(p_campaign_id uuid, p_user_id uuid, p_merge_fields text[], p_limit integer, p_at timestamptz)
returns table (record_id uuid, recipient text, data jsonb, skip text, suppress text, raw text, capped_until timestamptz)
language plpgsql security definer set search_path = '' set work_mem = '128MB' as $$
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
end $$;
comment on function headwater.list_candidates(uuid, uuid, text[], integer, timestamptz) is 'The recipients that a campaign would have, as its judge needs them.';

revoke all on function headwater.candidates_query(public.campaigns, text[]), headwater.act_as_sender(uuid), headwater.materialise_campaign(uuid, text[]),
  headwater.count_candidates(uuid, uuid), headwater.count_matches(uuid, uuid), headwater.list_candidates(uuid, uuid, text[], integer, timestamptz) from public;
