-- Broadcast from the database: a row in realtime.messages is one message; a notification tells the server to deliver it.
create schema realtime;
create table realtime.messages (
  id uuid primary key default gen_random_uuid(),
  topic text not null,
  extension text not null,
  payload jsonb,
  event text,
  private boolean default false,
  inserted_at timestamp not null default now(),
  updated_at timestamp not null default now()
);
alter table realtime.messages enable row level security;
create function realtime.topic() returns text language sql stable as $$ select nullif(current_setting('realtime.topic', true), '') $$;
create function realtime.send(payload jsonb, event text, topic text, private boolean default true) returns void
language sql security definer set search_path = '' as $$
  insert into realtime.messages (payload, event, topic, private, extension) values (payload, event, topic, private, 'broadcast');
$$;
create function realtime.broadcast_changes(
  topic_name text, event_name text, operation text, table_name text, table_schema text, new record, old record, level text default 'ROW'
) returns void language plpgsql security definer set search_path = '' as $$
begin
  perform realtime.send(
    jsonb_build_object('old_record', to_jsonb(old), 'record', to_jsonb(new), 'operation', operation, 'table', table_name, 'schema', table_schema),
    event_name, topic_name, true);
end $$;
create function realtime.tg_messages__notify() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if new.event is not null then perform pg_notify('realtime_messages', new.id::text); end if;
  return null;
end $$;
create trigger tg_messages__notify after insert on realtime.messages for each row execute function realtime.tg_messages__notify();
grant usage on schema realtime to postgres, anon, authenticated, service_role;
grant select, insert on realtime.messages to anon, authenticated, service_role;
grant all on realtime.messages to postgres;
grant usage, create on schema realtime to supabase_realtime_admin;
alter table realtime.messages owner to supabase_realtime_admin;
