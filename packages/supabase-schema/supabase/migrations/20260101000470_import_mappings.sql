-- Import mappings: how a user filled a model from a header the last time, so that the next file with it needs no mapping.

create table if not exists public.import_mappings (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  agency_id uuid not null default headwater.current_agency_id(),
  model_id uuid not null,
  header_signature text not null check (header_signature ~ '^[0-9a-z-]{1,64}$'),
  columns jsonb not null check (jsonb_typeof(columns) = 'array'),
  mapping jsonb check (jsonb_typeof(mapping) = 'object'),
  plan jsonb check (jsonb_typeof(plan) = 'object'),
  reading jsonb check (jsonb_typeof(reading) = 'object'),
  policy jsonb check (jsonb_typeof(policy) = 'object'),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  used_at timestamptz not null default now(),
  unique (user_id, model_id, header_signature),
  foreign key (model_id, agency_id) references public.data_models (id, agency_id) on delete cascade on update cascade
);
create index if not exists import_mappings_model_id_idx on public.import_mappings (model_id, agency_id);
comment on table public.import_mappings is 'A user''s saved mapping for a model and a header.';

create or replace trigger tg_import_mappings__set_updated_at before update of columns, mapping, plan, reading, policy on public.import_mappings
  for each row execute function headwater.set_updated_at();

alter table public.import_mappings enable row level security;
revoke all on public.import_mappings from anon, authenticated;
grant select, delete, insert (id, model_id, agency_id, header_signature, columns, mapping, plan, reading, policy),
  update (columns, mapping, plan, reading, policy, used_at) on public.import_mappings to authenticated;
grant all on public.import_mappings to service_role;

drop policy if exists "Users read their mappings" on public.import_mappings;
create policy "Users read their mappings" on public.import_mappings for select to authenticated
  using (user_id = (select auth.uid()));
drop policy if exists "Users save mappings of models that they write" on public.import_mappings;
create policy "Users save mappings of models that they write" on public.import_mappings for insert to authenticated
  with check (user_id = (select auth.uid()) and model_id in (select headwater.writable_model_ids()));
drop policy if exists "Users change their mappings" on public.import_mappings;
create policy "Users change their mappings" on public.import_mappings for update to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()) and model_id in (select headwater.writable_model_ids()));
drop policy if exists "Users delete their mappings" on public.import_mappings;
create policy "Users delete their mappings" on public.import_mappings for delete to authenticated
  using (user_id = (select auth.uid()));
