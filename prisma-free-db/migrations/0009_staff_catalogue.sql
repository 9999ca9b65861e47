-- What staff change of the catalogue. Arguments are the camelCase shapes of server/contracts/catalogue-edits.ts.
-- Every function answers {status: stored, id, slug, tx}, {status: taken | unknown, field}, or null when there is no
-- such row. `plantao.cache_grace_ms` gives the caller two seconds to tell the cache itself and to take the rows of
-- `tx` back; if it dies, the change feed does it (0008).

create function private.snake_keys(p_object jsonb) returns jsonb language sql immutable set search_path = '' as $$
  select coalesce(jsonb_object_agg(lower(regexp_replace(key, '([A-Z])', '_\1', 'g')), value), '{}')
  from jsonb_each(p_object)
$$;

-- By locale: given texts lie over what was there, null takes the whole translation away.
create function private.merge_translations(p_old jsonb, p_given jsonb) returns jsonb
language sql immutable set search_path = '' as $$
  select coalesce(
    jsonb_object_agg(locale, coalesce(p_old -> locale, '{}') || private.snake_keys(coalesce(p_given -> locale, '{}'))),
    '{}'
  )
  from (
    select jsonb_object_keys(p_old) as locale
    union
    select jsonb_object_keys(coalesce(p_given, '{}'))
  ) as locales
  where coalesce(jsonb_typeof(p_given -> locale), '') <> 'null'
$$;

-- The row as it is to be; a key that is not given keeps its value.
create function private.change_product(p_row public.products, p_changes jsonb) returns public.products
language plpgsql set search_path = '' as $$
declare
  v_row public.products := jsonb_populate_record(p_row, private.snake_keys(p_changes) - 'translations');
begin
  v_row.translations := private.merge_translations(coalesce(p_row.translations, '{}'), p_changes -> 'translations');
  return v_row;
end
$$;

create function private.change_agent(p_row public.agents, p_changes jsonb) returns public.agents
language plpgsql set search_path = '' as $$
declare
  v_row public.agents := jsonb_populate_record(p_row, private.snake_keys(p_changes) - 'translations');
begin
  v_row.translations := private.merge_translations(coalesce(p_row.translations, '{}'), p_changes -> 'translations');
  return v_row;
end
$$;

-- p_agent_ids null (not given) leaves the links alone.
create function private.link_agents(p_product_id uuid, p_agent_ids jsonb) returns void
language plpgsql set search_path = '' as $$
begin
  if p_agent_ids is null then
    return;
  end if;
  delete from public.agent_products where product_id = p_product_id and not p_agent_ids ? agent_id::text;
  insert into public.agent_products (agent_id, product_id)
  select value::uuid, p_product_id from jsonb_array_elements_text(p_agent_ids)
  on conflict do nothing;
end
$$;

create function private.link_products(p_agent_id uuid, p_product_ids jsonb) returns void
language plpgsql set search_path = '' as $$
begin
  if p_product_ids is null then
    return;
  end if;
  delete from public.agent_products where agent_id = p_agent_id and not p_product_ids ? product_id::text;
  insert into public.agent_products (agent_id, product_id)
  select p_agent_id, value::uuid from jsonb_array_elements_text(p_product_ids)
  on conflict do nothing;
end
$$;

create function private.stored_json(p_id uuid, p_slug text) returns jsonb language sql volatile set search_path = '' as $$
  select jsonb_build_object('status', 'stored', 'id', p_id, 'slug', p_slug, 'tx', pg_current_xact_id()::text)
$$;

-- Names the input field that a constraint speaks of; one that no input can break stays an error.
create function private.refuse_or_raise(p_sqlstate text, p_constraint text, p_message text) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_status text := case p_sqlstate when '23505' then 'taken' else 'unknown' end;
  v_field text := case p_constraint
    when 'products_slug_key' then 'slug'
    when 'agents_slug_key' then 'slug'
    when 'agents_profile_id_key' then 'profileId'
    when 'agents_profile_id_fkey' then 'profileId'
    when 'agent_products_agent_id_fkey' then 'agentIds'
    when 'agent_products_product_id_fkey' then 'productIds'
  end;
begin
  if v_field is null then
    raise exception using errcode = p_sqlstate, message = p_message, constraint = p_constraint;
  end if;
  return jsonb_build_object('status', v_status, 'field', v_field);
end
$$;

create function private.changed_fields(p_changes jsonb) returns jsonb language sql immutable set search_path = '' as $$
  select jsonb_build_object('fields', (select coalesce(jsonb_agg(key order by key), '[]') from jsonb_object_keys(p_changes) as key))
$$;

create function public.create_product(p_id uuid, p_product jsonb, p_audit jsonb default null) returns jsonb
language plpgsql set search_path = '' set plantao.cache_grace_ms = '2000' as $$
declare
  v_row public.products := private.change_product(null, p_product);
  v_constraint text;
begin
  insert into public.products (
    id, slug, area, name, summary, description, includes, documents, questions, duration_text, price_from_cents,
    translations, position, is_active
  )
  values (
    p_id, v_row.slug, v_row.area, v_row.name, v_row.summary, v_row.description, v_row.includes, v_row.documents,
    v_row.questions, v_row.duration_text, v_row.price_from_cents, v_row.translations,
    -- At the end of the list, unless a place is given.
    coalesce(v_row.position, (select coalesce(max(position), 0) + 10 from public.products)), v_row.is_active
  );
  perform private.link_agents(p_id, p_product -> 'agentIds');
  perform private.write_audit(p_audit, 'product', p_id::text);
  return private.stored_json(p_id, v_row.slug);
exception when unique_violation or foreign_key_violation then
  get stacked diagnostics v_constraint = constraint_name;
  return private.refuse_or_raise(sqlstate, v_constraint, sqlerrm);
end
$$;

create or replace function public.update_product(p_id uuid, p_changes jsonb, p_audit jsonb default null) returns jsonb
language plpgsql set search_path = '' set plantao.cache_grace_ms = '2000' as $$
declare
  v_old public.products;
  v_row public.products;
  v_constraint text;
begin
  select * into v_old from public.products where id = p_id for no key update;
  if not found then
    return null;
  end if;
  v_row := private.change_product(v_old, p_changes);
  -- Naming a column of a key locks out whoever links to the row, even where its value stays: two edits that name each
  -- other would deadlock.
  if v_row.slug <> v_old.slug then
    update public.products set slug = v_row.slug where id = p_id;
  end if;
  update public.products set
    area = v_row.area, name = v_row.name, summary = v_row.summary, description = v_row.description,
    includes = v_row.includes, documents = v_row.documents, questions = v_row.questions,
    duration_text = v_row.duration_text, price_from_cents = v_row.price_from_cents, translations = v_row.translations,
    position = v_row.position, is_active = v_row.is_active
  where id = p_id;
  perform private.link_agents(p_id, p_changes -> 'agentIds');
  perform private.write_audit(p_audit, 'product', p_id::text, private.changed_fields(p_changes));
  return private.stored_json(p_id, v_row.slug);
exception when unique_violation or foreign_key_violation then
  get stacked diagnostics v_constraint = constraint_name;
  return private.refuse_or_raise(sqlstate, v_constraint, sqlerrm);
end
$$;

create function public.create_agent(p_id uuid, p_agent jsonb, p_audit jsonb default null) returns jsonb
language plpgsql set search_path = '' set plantao.cache_grace_ms = '2000' as $$
declare
  v_row public.agents := private.change_agent(null, p_agent);
  v_constraint text;
begin
  insert into public.agents (
    id, slug, profile_id, name, title, area, greeting, bio, registration, translations, position, is_active
  )
  values (
    p_id, v_row.slug, v_row.profile_id, v_row.name, v_row.title, v_row.area, v_row.greeting, v_row.bio,
    v_row.registration, v_row.translations,
    coalesce(v_row.position, (select coalesce(max(position), 0) + 10 from public.agents)), v_row.is_active
  );
  perform private.link_products(p_id, p_agent -> 'productIds');
  perform private.write_audit(p_audit, 'agent', p_id::text);
  return private.stored_json(p_id, v_row.slug);
exception when unique_violation or foreign_key_violation then
  get stacked diagnostics v_constraint = constraint_name;
  return private.refuse_or_raise(sqlstate, v_constraint, sqlerrm);
end
$$;

create function public.update_agent(p_id uuid, p_changes jsonb, p_audit jsonb default null) returns jsonb
language plpgsql set search_path = '' set plantao.cache_grace_ms = '2000' as $$
declare
  v_old public.agents;
  v_row public.agents;
  v_constraint text;
begin
  select * into v_old from public.agents where id = p_id for no key update;
  if not found then
    return null;
  end if;
  v_row := private.change_agent(v_old, p_changes);
  if (v_row.slug, v_row.profile_id) is distinct from (v_old.slug, v_old.profile_id) then
    update public.agents set slug = v_row.slug, profile_id = v_row.profile_id where id = p_id;
  end if;
  update public.agents set
    name = v_row.name, title = v_row.title, area = v_row.area,
    greeting = v_row.greeting, bio = v_row.bio, registration = v_row.registration, translations = v_row.translations,
    position = v_row.position, is_active = v_row.is_active
  where id = p_id;
  perform private.link_products(p_id, p_changes -> 'productIds');
  perform private.write_audit(p_audit, 'agent', p_id::text, private.changed_fields(p_changes));
  return private.stored_json(p_id, v_row.slug);
exception when unique_violation or foreign_key_violation then
  get stacked diagnostics v_constraint = constraint_name;
  return private.refuse_or_raise(sqlstate, v_constraint, sqlerrm);
end
$$;

revoke all on function
  private.snake_keys(jsonb),
  private.merge_translations(jsonb, jsonb),
  private.change_product(public.products, jsonb),
  private.change_agent(public.agents, jsonb),
  private.link_agents(uuid, jsonb),
  private.link_products(uuid, jsonb),
  private.stored_json(uuid, text),
  private.refuse_or_raise(text, text, text),
  private.changed_fields(jsonb),
  public.create_product(uuid, jsonb, jsonb),
  public.update_product(uuid, jsonb, jsonb),
  public.create_agent(uuid, jsonb, jsonb),
  public.update_agent(uuid, jsonb, jsonb)
from public, anon, authenticated;
grant execute on function
  private.snake_keys(jsonb),
  private.merge_translations(jsonb, jsonb),
  private.change_product(public.products, jsonb),
  private.change_agent(public.agents, jsonb),
  private.link_agents(uuid, jsonb),
  private.link_products(uuid, jsonb),
  private.stored_json(uuid, text),
  private.refuse_or_raise(text, text, text),
  private.changed_fields(jsonb),
  public.create_product(uuid, jsonb, jsonb),
  public.update_product(uuid, jsonb, jsonb),
  public.create_agent(uuid, jsonb, jsonb),
  public.update_agent(uuid, jsonb, jsonb)
to service_role;
