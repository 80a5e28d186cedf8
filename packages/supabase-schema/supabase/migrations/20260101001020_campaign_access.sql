-- Who may read and change campaigns and their ledger: an agency's staff read, its admins write, and a client reads what is assigned to it.

create or replace function headwater.assigned_campaign_ids() returns setof uuid
language sql stable security definer set search_path = '' as $$
  select a.campaign_id from public.campaign_assignments a
  where a.user_id = (select auth.uid()) and a.agency_id = (select headwater.current_agency_id());
$$;
comment on function headwater.assigned_campaign_ids() is 'The campaigns that the caller, a client, may read.';
revoke all on function headwater.assigned_campaign_ids() from public;
grant execute on function headwater.assigned_campaign_ids() to authenticated, service_role;

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
  v_staff constant text := '((agency_id = (select headwater.current_agency_id()) and (select headwater.is_staff())) or (select headwater.is_super_admin()))';
  v_admin constant text := '((agency_id = (select headwater.current_agency_id()) and (select headwater.is_agency_admin())) or (select headwater.is_super_admin()))';
  v_policy record;
begin
  for v_policy in
    select * from (values
      ('message_providers', 'Staff read their agency''s accounts', 'select', v_staff, null),
      ('message_providers', 'Admins add accounts', 'insert', null, v_admin),
      ('message_providers', 'Admins change accounts', 'update', v_admin, v_admin),
      ('message_providers', 'Admins remove accounts', 'delete', v_admin, null),
      ('campaigns', 'Staff read campaigns, clients those assigned to them', 'select',
        v_staff || ' or id in (select headwater.assigned_campaign_ids())', null),
      ('campaigns', 'Admins make campaigns', 'insert', null, v_admin),
      ('campaigns', 'Admins change campaigns', 'update', v_admin, v_admin),
      ('campaigns', 'Admins delete campaigns that don''t run', 'delete', v_admin || ' and status <> ''active''', null),
      ('campaign_assignments', 'Staff read assignments, clients their own', 'select',
        v_staff || ' or user_id = (select auth.uid())', null),
      ('campaign_assignments', 'Admins assign campaigns', 'insert', null, v_admin),
      ('campaign_assignments', 'Admins take campaigns back', 'delete', v_admin, null),
      ('campaign_messages', 'Readers of a campaign read its ledger', 'select',
        v_staff || ' or campaign_id in (select headwater.assigned_campaign_ids())', null),
      ('campaign_skips', 'Readers of a campaign read whom it skipped', 'select',
        v_staff || ' or campaign_id in (select headwater.assigned_campaign_ids())', null),
      ('campaign_counters', 'Readers of a campaign read its counters', 'select',
        v_staff || ' or campaign_id in (select headwater.assigned_campaign_ids())', null),
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
