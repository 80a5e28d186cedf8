-- Requests: how many a user sent, and the answers that repeated ones get. Written by the functions alone.

create table if not exists headwater.rate_limits (
  user_id uuid primary key references auth.users (id) on delete cascade,
  window_start timestamptz not null,
  request_count integer not null
);
comment on table headwater.rate_limits is 'A user''s requests in the current minute.';

create table if not exists headwater.idempotency_keys (
  user_id uuid not null references auth.users (id) on delete cascade,
  key text not null check (length(key) between 1 and 200),
  request_hash text not null,
  status integer,
  data jsonb,
  created_at timestamptz not null default now(),
  primary key (user_id, key)
);
create index if not exists idempotency_keys_created_at_idx on headwater.idempotency_keys (created_at);
comment on table headwater.idempotency_keys is 'The answer that each Idempotency-Key got; kept for a day.';
alter table headwater.rate_limits enable row level security;
alter table headwater.idempotency_keys enable row level security;

select cron.schedule('headwater-idempotency-keys', '17 * * * *',
  $$ delete from headwater.idempotency_keys where created_at < now() - interval '1 day' $$);
