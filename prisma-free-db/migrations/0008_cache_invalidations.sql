-- What a change of the catalogue makes stale, whoever made it: the application, psql, Supabase's table editor.
-- Written in the transaction of the change, so it exists exactly if the change does. The leader of the change feed
-- reads what is visible, tells the cache, and deletes what it read (docs/change-feed.md).
create table private.cache_invalidations (
  id bigint generated always as identity primary key,
  -- Tags of server/contracts/caches.ts; '*' is everything.
  tags text[] not null check (cardinality(tags) > 0),
  -- Later than now where the application tells the cache itself and then takes the row back.
  due_at timestamptz not null default clock_timestamp(),
  -- By it a writer finds its own rows.
  tx xid8 not null default pg_current_xact_id()
);
call private.seal('private.cache_invalidations');
revoke all on sequence private.cache_invalidations_id_seq from public, anon, authenticated, service_role;

-- Arguments are tags: 'products:all' as it stands, 'product:{id}' once for each value of that column in the rows that
-- the statement touched. Definer's rights: whoever may edit the catalogue may make it stale.
create function private.log_cache_tags() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  v_tags text[] := '{}';
  v_found text[];
  v_rows text;
  v_pattern text;
  v_grace_ms integer := coalesce(nullif(current_setting('plantao.cache_grace_ms', true), '')::integer, 0);
begin
  foreach v_rows in array case tg_op
    when 'INSERT' then array['new_rows']
    when 'DELETE' then array['old_rows']
    when 'UPDATE' then array['old_rows', 'new_rows']
    else array[]::text[]
  end loop
    foreach v_pattern in array tg_argv loop
      if v_pattern like '%{%}' then
        execute format(
          'select array_agg(distinct %L || %I::text) from %I',
          split_part(v_pattern, '{', 1), rtrim(split_part(v_pattern, '{', 2), '}'), v_rows
        ) into v_found;
      else
        execute format('select array_agg(%L::text) from (select from %I limit 1) as t', v_pattern, v_rows) into v_found;
      end if;
      v_tags := v_tags || v_found;
    end loop;
  end loop;

  -- A statement that touched no row made nothing stale.
  if tg_op <> 'TRUNCATE' and v_tags = '{}' then
    return null;
  end if;
  v_tags := array(select distinct unnest(v_tags) order by 1);
  -- What TRUNCATE took away is not told; what is too much to name is not named.
  if tg_op = 'TRUNCATE' or cardinality(v_tags) > 1000 then
    v_tags := '{*}';
  end if;

  insert into private.cache_invalidations (tags, due_at)
  values (v_tags, clock_timestamp() + v_grace_ms * interval '1 millisecond');
  if v_grace_ms = 0 then
    perform pg_notify('plantao_cache_invalidations', '');
  end if;
  return null;
end
$$;
revoke all on function private.log_cache_tags() from public;

-- Transition tables allow one event per trigger.
create procedure private.log_changes_of(target regclass, variadic tags text[]) language plpgsql set search_path = '' as $$
declare
  v_call text := format(
    'for each statement execute function private.log_cache_tags(%s)',
    (select string_agg(quote_literal(tag), ', ') from unnest(tags) as tag)
  );
begin
  execute format('create trigger log_insert after insert on %s referencing new table as new_rows %s', target, v_call);
  execute format(
    'create trigger log_update after update on %s referencing old table as old_rows new table as new_rows %s',
    target, v_call
  );
  execute format('create trigger log_delete after delete on %s referencing old table as old_rows %s', target, v_call);
  execute format('create trigger log_truncate after truncate on %s %s', target, v_call);
end
$$;
revoke all on procedure private.log_changes_of(regclass, text[]) from public;

-- A cached page carries the tag of each row it rests on, shown or not: a change of a row needs to name only the row
-- itself and the lists. A link belongs to both of its ends.
call private.log_changes_of('public.products', 'product:{id}', 'products:all');
call private.log_changes_of('public.agents', 'agent:{id}', 'agents:all');
call private.log_changes_of('public.agent_products', 'product:{product_id}', 'agent:{agent_id}');

-- For a writer that has told the cache itself: its rows need nobody else. Answers how many were still there.
create function public.forget_cache_invalidations(p_tx text) returns integer
language plpgsql set search_path = '' as $$
declare
  v_count integer;
begin
  delete from private.cache_invalidations where tx = p_tx::xid8;
  get diagnostics v_count = row_count;
  return v_count;
end
$$;
revoke all on function public.forget_cache_invalidations(text) from public, anon, authenticated;
grant execute on function public.forget_cache_invalidations(text) to service_role;
