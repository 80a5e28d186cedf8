-- Audiences: criteria become SQL in one function, every value quoted. Large models answer from the tables of values; small ones from their records.

create or replace function headwater.refuse_criteria(p_message text) returns void
language plpgsql set search_path = '' as $$
begin
  raise exception '%', p_message using errcode = 'HW010';
end $$;
comment on function headwater.refuse_criteria(text) is 'Ends the compilation of criteria with a sentence for people.';

create or replace function headwater.audience_scalar(p_value jsonb, p_type text, p_field text) returns text
language plpgsql immutable set search_path = '' as $$
declare
  v_text text := p_value #>> '{}';
begin
  if p_value is null or jsonb_typeof(p_value) not in ('string', 'number', 'boolean') then
    perform headwater.refuse_criteria(format('The rule on %s needs a value.', p_field));
  end if;
  if length(v_text) > 200 then
    perform headwater.refuse_criteria(format('The rule on %s compares with over 200 characters.', p_field));
  end if;
  if p_type = 'number' then
    begin
      if v_text !~ '^\s*[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?\s*$' or trim(v_text)::double precision is null then
        raise exception using errcode = '22003';
      end if;
    exception when data_exception then
      perform headwater.refuse_criteria(format('The rule on %s compares with “%s”, which is no number.', p_field, left(v_text, 60)));
    end;
    return format('%L::double precision', trim(v_text));
  elsif p_type = 'date' then
    begin
      if v_text !~ '^\d{4}-\d{2}-\d{2}([T ].*)?$' or left(v_text, 10)::date is null then
        raise exception using errcode = '22007';
      end if;
    exception when data_exception then
      perform headwater.refuse_criteria(format('The rule on %s compares with “%s”, which is no date such as 2026-01-31.', p_field, left(v_text, 60)));
    end;
    return left(v_text, 10);
  elsif p_type = 'boolean' then
    if lower(v_text) not in ('true', 'false') then
      perform headwater.refuse_criteria(format('The rule on %s compares with “%s”. Use true or false.', p_field, left(v_text, 60)));
    end if;
    return format('%L', lower(v_text));
  end if;
  return format('%L', lower(btrim(v_text, headwater.white_space())));
end $$;
comment on function headwater.audience_scalar(jsonb, text, text) is 'A rule''s value as SQL, by the type of its field; a date stays plain for reckoning.';

create or replace function headwater.audience_list(p_value jsonb, p_field text) returns jsonb[]
language plpgsql immutable set search_path = '' as $$
declare
  v_list jsonb[];
begin
  if jsonb_typeof(p_value) = 'array' then
    v_list := array(select item from jsonb_array_elements(p_value) item);
  elsif jsonb_typeof(p_value) = 'string' then
    v_list := array(select to_jsonb(trim(item)) from unnest(string_to_array(p_value #>> '{}', ',')) item);
  else
    v_list := array[p_value];
  end if;
  if cardinality(v_list) = 0 or cardinality(v_list) > 200 or array_position(v_list, null) is not null then
    perform headwater.refuse_criteria(format('The rule on %s needs 1 to 200 values.', p_field));
  end if;
  return v_list;
end $$;
comment on function headwater.audience_list(jsonb, text) is 'The values of a rule that takes several: a list, or text with commas.';

-- The condition of one rule over the expression %1$s.
create or replace function headwater.audience_condition(p_field jsonb, p_operator text, p_value jsonb) returns text
language plpgsql stable set search_path = '' as $$
declare
  v_type text := p_field ->> 'type';
  v_name text := p_field ->> 'name';
  v_blank text := case when p_field ->> 'type' = 'number' then '''NaN''::double precision' else '''''' end;
  v_list jsonb[];
  v_from text;
  v_to text;
  v_text text;
  v_amount integer;
  v_positive text;
begin
  if p_operator = 'null' then return '%1$s = ' || v_blank; end if;
  if p_operator = 'notNull' then return '%1$s <> ' || v_blank; end if;

  if p_operator in ('inLast', 'notInLast', 'inNext', 'notInNext') and v_type = 'date' then
    if jsonb_typeof(p_value) is distinct from 'object' or coalesce(p_value ->> 'unit', '') not in ('days', 'weeks', 'months', 'years')
      or coalesce(p_value ->> 'amount', '') !~ '^\d{1,5}$' or (p_value ->> 'amount')::integer not between 1 and 10000 then
      perform headwater.refuse_criteria(format('The rule on %s needs an amount from 1 to 10,000 and days, weeks, months or years.', v_name));
    end if;
    -- A day has four digits for its year.
    v_amount := least((p_value ->> 'amount')::integer, case p_value ->> 'unit' when 'years' then 2000 else 10000 end);
    if p_operator in ('inLast', 'notInLast') then
      v_from := to_char((now() at time zone 'UTC')::date - (v_amount || ' ' || (p_value ->> 'unit'))::interval, 'YYYY-MM-DD');
      v_to := to_char((now() at time zone 'UTC')::date + 1, 'YYYY-MM-DD');
    else
      v_from := to_char((now() at time zone 'UTC')::date, 'YYYY-MM-DD');
      v_to := to_char((now() at time zone 'UTC')::date + (v_amount || ' ' || (p_value ->> 'unit'))::interval + interval '1 day', 'YYYY-MM-DD');
    end if;
    v_positive := format('(%%1$s >= %L and %%1$s < %L)', v_from, v_to);
    return case when p_operator in ('inLast', 'inNext') then v_positive else 'not ' || v_positive end;
  end if;

  if p_operator in ('between', 'notBetween') and v_type in ('number', 'date') then
    v_list := headwater.audience_list(p_value, v_name);
    if cardinality(v_list) <> 2 then
      perform headwater.refuse_criteria(format('The rule on %s needs two values.', v_name));
    end if;
    v_from := headwater.audience_scalar(v_list[1], v_type, v_name);
    v_to := headwater.audience_scalar(v_list[2], v_type, v_name);
    v_positive := case v_type
      when 'number' then format('(%%1$s >= %s and %%1$s <= %s)', v_from, v_to)
      else format('(%%1$s >= %L and %%1$s < %L)', v_from, to_char(v_to::date + 1, 'YYYY-MM-DD')) end;
    return case p_operator when 'between' then v_positive else 'not ' || v_positive end;
  end if;

  if p_operator in ('in', 'notIn') and v_type not in ('date', 'boolean') then
    v_list := headwater.audience_list(p_value, v_name);
    select string_agg(headwater.audience_scalar(item, v_type, v_name), ', ') into v_text from unnest(v_list) item;
    -- A placeholder that a value spells stays text.
    return format('%%1$s %s (%s)', case p_operator when 'in' then 'in' else 'not in' end, replace(v_text, '%', '%%'));
  end if;

  if p_operator in ('=', '!=', '<', '<=', '>', '>=') and (p_operator in ('=', '!=') or v_type not in ('boolean', 'select')) then
    v_text := headwater.audience_scalar(p_value, v_type, v_name);
    if v_type = 'date' then
      v_from := v_text;
      v_to := to_char(v_text::date + 1, 'YYYY-MM-DD');
      return case p_operator
        when '=' then format('(%%1$s >= %L and %%1$s < %L)', v_from, v_to)
        when '!=' then format('not (%%1$s >= %L and %%1$s < %L)', v_from, v_to)
        when '<' then format('(%%1$s > '''' and %%1$s < %L)', v_from)
        when '<=' then format('(%%1$s > '''' and %%1$s < %L)', v_to)
        when '>' then format('%%1$s >= %L', v_to)
        else format('%%1$s >= %L', v_from) end;
    end if;
    v_text := replace(v_text, '%', '%%');
    return case
      when p_operator in ('=', '!=') then format('%%1$s %s %s', case p_operator when '=' then '=' else '<>' end, v_text)
      -- NaN is above every number, '' below every text: a blank value is neither more nor less.
      when v_type = 'number' and p_operator in ('>', '>=') then format('(%%1$s %s %s and %%1$s < ''NaN''::double precision)', p_operator, v_text)
      when v_type <> 'number' and p_operator in ('<', '<=') then format('(%%1$s > '''' and %%1$s %s %s)', p_operator, v_text)
      else format('%%1$s %s %s', p_operator, v_text) end;
  end if;

  if p_operator in ('contains', 'doesNotContain', 'beginsWith', 'doesNotBeginWith', 'endsWith', 'doesNotEndWith')
    and v_type in ('text', 'email', 'phone', 'url') then
    perform headwater.audience_scalar(p_value, v_type, v_name);
    v_text := regexp_replace(lower(p_value #>> '{}'), '([\\%_])', '\\\1', 'g');
    if v_text = '' then
      perform headwater.refuse_criteria(format('The rule on %s needs a value.', v_name));
    end if;
    v_text := case when p_operator in ('beginsWith', 'doesNotBeginWith') then '' else '%' end || v_text
      || case when p_operator in ('endsWith', 'doesNotEndWith') then '' else '%' end;
    return format('%%1$s %s %s', case when p_operator like 'doesNot%' then 'not like' else 'like' end, replace(format('%L', v_text), '%', '%%'));
  end if;

  perform headwater.refuse_criteria(format('A rule on %s, which is of type %s, can''t use “%s”.', v_name, v_type, left(coalesce(p_operator, ''), 40)));
end $$;
comment on function headwater.audience_condition(jsonb, text, jsonb) is
  'The SQL condition of a rule as a format string over the compared expression. Values are checked by their field''s type and quoted.';

-- p_scan: a condition over data. Otherwise a query of record ids over the tables of values; null where one of its fields is not ready yet.
create or replace function headwater.compile_audience_node(p_node jsonb, p_fields jsonb, p_model_id uuid, p_scan boolean, p_depth integer) returns text
language plpgsql stable security definer set search_path = '' as $$
declare
  v_all text := format('select id record_id from public.records where model_id = %L', p_model_id);
  v_rule jsonb;
  v_field jsonb;
  v_kind text;
  v_field_id integer;
  v_text_id integer;
  v_condition text;
  v_and boolean;
  v_parts text[] := '{}';
  v_part text;
  v_leaves jsonb := '{}';
  v_key text;
  v_result text;
begin
  if p_depth > 5 then
    perform headwater.refuse_criteria('The criteria nest deeper than 5 groups.');
  end if;
  if jsonb_typeof(p_node) is distinct from 'object' or jsonb_typeof(p_node -> 'rules') is distinct from 'array'
    or coalesce(p_node ->> 'combinator', '') not in ('and', 'or') then
    perform headwater.refuse_criteria('A group needs a combinator, “and” or “or”, and rules.');
  end if;
  if jsonb_array_length(p_node -> 'rules') > 100 then
    perform headwater.refuse_criteria('Use at most 100 rules.');
  end if;
  v_and := p_node ->> 'combinator' = 'and';
  for v_rule in select rule from jsonb_array_elements(p_node -> 'rules') rule loop
    if v_rule ? 'rules' then
      v_part := headwater.compile_audience_node(v_rule, p_fields, p_model_id, p_scan, p_depth + 1);
      if v_part is null then
        return null;
      end if;
      v_parts := v_parts || v_part;
      continue;
    end if;
    select field into v_field from jsonb_array_elements(p_fields) field where field ->> 'name' = v_rule ->> 'field';
    if v_field is null then
      perform headwater.refuse_criteria(format('The model has no field named “%s”.', left(coalesce(v_rule ->> 'field', ''), 63)));
    end if;
    v_condition := headwater.audience_condition(v_field, v_rule ->> 'operator', v_rule -> 'value');
    v_kind := headwater.audience_kind(v_field ->> 'type', v_rule ->> 'operator');
    if p_scan then
      v_parts := v_parts || format(v_condition, headwater.audience_value(v_field ->> 'name', v_field ->> 'type', v_kind));
      continue;
    end if;
    select f.id into v_field_id from headwater.audience_fields f
    where f.model_id = p_model_id and f.field = v_field ->> 'name' and f.type = v_field ->> 'type' and f.kind = v_kind and f.ready_at is not null;
    if v_field_id is null then
      return null;
    end if;
    -- Rules on one field are one look at its table.
    if v_kind = 'grams' then
      select f.id into v_text_id from headwater.audience_fields f
      where f.model_id = p_model_id and f.field = v_field ->> 'name' and f.type = v_field ->> 'type' and f.kind = 'texts' and f.ready_at is not null;
      if v_text_id is null then
        return null;
      end if;
      v_key := format('select record_id from headwater.audience_texts where field_id = %s and value = any (array(
        select key from headwater.audience_grams where field_id = %s and ', v_text_id, v_field_id);
    else
      v_key := format('select record_id from headwater.audience_%s where field_id = %s and ', v_kind, v_field_id);
    end if;
    v_leaves := v_leaves || jsonb_build_object(v_key, coalesce(v_leaves ->> v_key || case when v_and then ' and ' else ' or ' end, '') || format(v_condition, 'value'));
  end loop;

  if p_scan then
    v_result := coalesce('(' || array_to_string(v_parts, case when v_and then ' and ' else ' or ' end) || ')', 'true');
    if cardinality(v_parts) = 0 then
      v_result := 'true';
    end if;
    return case when (p_node ->> 'not')::boolean then 'not ' || v_result else v_result end;
  end if;

  select v_parts || coalesce(array_agg(key || '(' || value || ')' || case when key like '%audience_grams%' then '))' else '' end), '{}') into v_parts from jsonb_each_text(v_leaves);
  if cardinality(v_parts) = 0 then
    v_result := v_all;
  elsif cardinality(v_parts) = 1 then
    v_result := v_parts[1];
  elsif v_and then
    select string_agg(case position when 1 then format('select a1.record_id from (%s) a1', part) else format('join (%s) a%s on a%2$s.record_id = a1.record_id', part, position) end, ' ' order by position)
    into v_result from unnest(v_parts) with ordinality as p (part, position);
  else
    v_result := '(' || array_to_string(v_parts, ') union (') || ')';
  end if;
  return case when (p_node ->> 'not')::boolean then format('(%s) except (%s)', v_all, v_result) else v_result end;
end $$;

comment on function headwater.compile_audience_node(jsonb, jsonb, uuid, boolean, integer) is
  'A group of rules as SQL: a condition over a record''s data, or a query of record ids over the tables of values.';

create or replace function headwater.count_criteria_rules(p_node jsonb) returns bigint
language sql immutable set search_path = '' as $$
  select count(*) from jsonb_path_query(p_node, 'lax $.**{0 to 12}.operator');
$$;
comment on function headwater.count_criteria_rules(jsonb) is 'How many rules criteria have, over all groups.';

-- The one place where criteria become SQL.
create or replace function headwater.compile_audience(p_model_id uuid, p_criteria jsonb, out query text, out answered_by text)
language plpgsql security definer set search_path = '' as $$
declare
  v_fields jsonb;
  v_agency_id uuid;
  v_criteria jsonb := coalesce(p_criteria, '{"combinator": "and", "rules": []}');
  v_large boolean;
begin
  select m.fields, m.agency_id into v_fields, v_agency_id from public.data_models m
  where m.id = p_model_id and m.id in (select headwater.readable_model_ids());
  if v_fields is null then
    raise exception 'There is no such model.' using errcode = '42501';
  end if;
  if length(v_criteria::text) > 200000 then
    perform headwater.refuse_criteria('The criteria compare with too much text. Use fewer or shorter values.');
  end if;
  if headwater.count_criteria_rules(v_criteria) > 100 then
    perform headwater.refuse_criteria('Use at most 100 rules.');
  end if;
  -- Checks every rule, also where the tables of values answer.
  query := headwater.compile_audience_node(v_criteria, v_fields, p_model_id, true, 1);
  query := format('select id record_id from public.records where model_id = %L and agency_id = %L and %s', p_model_id, v_agency_id, query);
  answered_by := 'scan';
  if jsonb_array_length(v_criteria -> 'rules') = 0 then
    return;
  end if;
  select count(*) > (select value::integer from headwater.settings where name = 'audience_index_above') into v_large
  from (select from public.records r where r.model_id = p_model_id
    limit (select value::integer + 1 from headwater.settings where name = 'audience_index_above')) few;
  if not v_large then
    return;
  end if;
  perform headwater.want_audience_fields(p_model_id, v_criteria, v_fields);
  query := coalesce(headwater.compile_audience_node(v_criteria, v_fields, p_model_id, false, 1), query);
  answered_by := case when query like 'select id record_id from public.records%' then 'scan' else 'index' end;
end $$;
comment on function headwater.compile_audience(uuid, jsonb) is
  'A query of the ids of the records that fit the criteria, for a caller who may read the model; says whether indexes answer it.';

create or replace function headwater.want_audience_fields(p_model_id uuid, p_criteria jsonb, p_fields jsonb) returns void
language sql security definer set search_path = '' as $$
  with wanted as (
    select distinct field ->> 'name' name, field ->> 'type' type, headwater.audience_kind(field ->> 'type', rule ->> 'operator') kind
    from jsonb_path_query(p_criteria, 'lax $.**{0 to 12} ? (exists (@.operator))') rule
    join jsonb_array_elements(p_fields) field on field ->> 'name' = rule ->> 'field'
  ), needed as (
    select * from wanted union select name, type, 'texts' from wanted where kind = 'grams'
  )
  insert into headwater.audience_fields as f (model_id, field, type, kind)
  select p_model_id, name, type, kind from needed
  on conflict (model_id, field, kind) do update set used_at = now() where f.used_at < now() - interval '1 hour';
$$;
comment on function headwater.want_audience_fields(uuid, jsonb, jsonb) is 'Notes which fields'' values a large model''s audience compares; the schedule builds them.';

-- One core an audience: several that build the same hash each are slower than one, and take what others' requests would have.
create or replace function headwater.read_audience(p_model_id uuid, p_criteria jsonb, p_limit integer, p_offset integer, p_sample boolean default false)
returns table (total bigint, record_ids uuid[], answered_by text)
language plpgsql security definer set search_path = ''
  set enable_nestloop = off set enable_seqscan = off set work_mem = '64MB' set jit = off
  set max_parallel_workers_per_gather = 0 as $$
#variable_conflict use_column
declare
  v_query text;
begin
  select c.query, c.answered_by into v_query, answered_by from headwater.compile_audience(p_model_id, p_criteria) c;
  -- One look at one table: its index counts without a look at the rows, and gives the page in its own order.
  if v_query ~ '^select record_id from headwater\.audience_(texts|numbers) where field_id = \d+ and (\(|value = any \(array\()' and not p_sample then
    execute format('select (select count(*) from (%1$s) f), array(%1$s order by value, record_id limit %2$s offset %3$s)',
      v_query, least(greatest(p_limit, 0), 20000), greatest(p_offset, 0)) into total, record_ids;
    return next;
    return;
  end if;
  -- A sample is spread by a hash, the same at each look.
  execute format('with found as materialized (%s)
    select (select count(*) from found), array(select record_id from found order by %s limit %s offset %s)',
    v_query, case when p_sample then 'hashtextextended(record_id::text, 7), record_id' else 'record_id' end,
    least(greatest(p_limit, 0), 20000), greatest(p_offset, 0)) into total, record_ids;
  return next;
end $$;
comment on function headwater.read_audience(uuid, jsonb, integer, integer, boolean) is 'Counts an audience and gives the ids of one page of it.';

revoke all on function headwater.refuse_criteria(text), headwater.audience_scalar(jsonb, text, text), headwater.audience_list(jsonb, text),
  headwater.audience_condition(jsonb, text, jsonb), headwater.compile_audience_node(jsonb, jsonb, uuid, boolean, integer), headwater.count_criteria_rules(jsonb),
  headwater.compile_audience(uuid, jsonb), headwater.want_audience_fields(uuid, jsonb, jsonb),
  headwater.read_audience(uuid, jsonb, integer, integer, boolean) from public;
grant execute on function headwater.read_audience(uuid, jsonb, integer, integer, boolean) to authenticated;
