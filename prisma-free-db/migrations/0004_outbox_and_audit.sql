-- Jobs wait here, written in the transaction of the data they belong to, until the relay hands them to the queue.
create table public.outbox (
  id uuid primary key,
  name text not null check (char_length(name) between 1 and 120),
  version integer not null check (version > 0),
  payload jsonb not null,
  run_at timestamptz not null default now(),
  claimed_until timestamptz,
  relayed_at timestamptz,
  attempts integer not null default 0 check (attempts >= 0),
  created_at timestamptz not null default now()
);
create index outbox_waiting_idx on public.outbox (run_at, id) where relayed_at is null;
create index outbox_relayed_idx on public.outbox (relayed_at) where relayed_at is not null;
call private.seal('public.outbox');

create table public.audit_log (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  action text not null check (char_length(action) between 1 and 120),
  -- No foreign key: the log outlives the person.
  actor_id uuid,
  subject_type text check (char_length(subject_type) between 1 and 60),
  subject_id text check (char_length(subject_id) between 1 and 200),
  ip text check (char_length(ip) <= 64),
  details jsonb not null default '{}' check (jsonb_typeof(details) = 'object'),
  check ((subject_type is null) = (subject_id is null))
);
create index audit_log_subject_idx on public.audit_log (subject_type, subject_id, id desc)
  where subject_type is not null;
create index audit_log_actor_idx on public.audit_log (actor_id, id desc) where actor_id is not null;
create index audit_log_at_idx on public.audit_log (at desc);
call private.seal('public.audit_log');
revoke update, delete, truncate on table public.audit_log from service_role;

-- The direct connection may belong to the owner, whom no grant binds: a trigger does.
create function private.refuse_change() returns trigger language plpgsql set search_path = '' as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end
$$;
revoke all on function private.refuse_change() from public;
create trigger append_only before update or delete or truncate on public.audit_log
  for each statement execute function private.refuse_change();

-- p_jobs is the OutboxJob[] of server/contracts/jobs.ts.
create function private.enqueue_jobs(p_jobs jsonb) returns void language sql set search_path = '' as $$
  insert into public.outbox (id, name, version, payload)
  select (job ->> 'id')::uuid, job ->> 'name', (job ->> 'version')::integer, job -> 'payload'
  from jsonb_array_elements(p_jobs) as job
$$;
revoke all on function private.enqueue_jobs(jsonb) from public;
grant execute on function private.enqueue_jobs(jsonb) to service_role;

-- p_audit is {action, actorId, ip}; null writes nothing.
create function private.write_audit(
  p_audit jsonb, p_subject_type text default null, p_subject_id text default null, p_details jsonb default '{}'
)
returns void language sql set search_path = '' as $$
  insert into public.audit_log (action, actor_id, ip, subject_type, subject_id, details)
  select p_audit ->> 'action', (p_audit ->> 'actorId')::uuid, p_audit ->> 'ip', p_subject_type, p_subject_id, p_details
  where jsonb_typeof(p_audit) = 'object'
$$;
revoke all on function private.write_audit(jsonb, text, text, jsonb) from public;
grant execute on function private.write_audit(jsonb, text, text, jsonb) to service_role;

-- For what happens outside the database: signing in, signing out.
create function public.record_audit(p_audit jsonb) returns void language sql set search_path = '' as $$
  select private.write_audit(p_audit)
$$;
revoke all on function public.record_audit(jsonb) from public, anon, authenticated;
grant execute on function public.record_audit(jsonb) to service_role;

-- Takes up to p_limit waiting jobs of the given names and hides them from other relays for p_lease_ms.
-- Names the caller does not know stay for a relay that does (a newer release during a rolling deploy).
create function public.claim_outbox(p_names jsonb, p_limit integer, p_lease_ms integer) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_jobs jsonb;
begin
  with waiting as (
    select id from public.outbox
    where relayed_at is null and run_at <= now()
      and (claimed_until is null or claimed_until < now())
      and p_names ? name
    order by run_at, id
    limit p_limit
    for update skip locked
  ), claimed as (
    update public.outbox as o
    set claimed_until = now() + make_interval(secs => p_lease_ms / 1000.0), attempts = attempts + 1
    from waiting where o.id = waiting.id
    returning o.id, o.name, o.version, o.payload, o.run_at
  )
  select coalesce(
    jsonb_agg(
      jsonb_build_object('id', id, 'name', name, 'version', version, 'payload', payload) order by run_at, id
    ),
    '[]'
  ) into v_jobs from claimed;
  return v_jobs;
end
$$;
revoke all on function public.claim_outbox(jsonb, integer, integer) from public, anon, authenticated;
grant execute on function public.claim_outbox(jsonb, integer, integer) to service_role;

-- Gives claimed jobs back before their lease ends: the queue could not take them.
create function public.release_outbox(p_ids jsonb) returns integer language plpgsql set search_path = '' as $$
declare
  v_count integer;
begin
  update public.outbox set claimed_until = null
  where relayed_at is null and id in (select value::uuid from jsonb_array_elements_text(p_ids));
  get diagnostics v_count = row_count;
  return v_count;
end
$$;
revoke all on function public.release_outbox(jsonb) from public, anon, authenticated;
grant execute on function public.release_outbox(jsonb) to service_role;

-- p_ids is an array of outbox ids; answers how many were marked.
create function public.mark_outbox_relayed(p_ids jsonb) returns integer language plpgsql set search_path = '' as $$
declare
  v_count integer;
begin
  update public.outbox set relayed_at = now(), claimed_until = null
  where relayed_at is null and id in (select value::uuid from jsonb_array_elements_text(p_ids));
  get diagnostics v_count = row_count;
  return v_count;
end
$$;
revoke all on function public.mark_outbox_relayed(jsonb) from public, anon, authenticated;
grant execute on function public.mark_outbox_relayed(jsonb) to service_role;

create function public.outbox_lag() returns jsonb language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'waiting', count(*),
    'oldestMs', coalesce(round(extract(epoch from now() - min(run_at)) * 1000), 0)
  )
  from public.outbox where relayed_at is null and run_at <= now()
$$;
revoke all on function public.outbox_lag() from public, anon, authenticated;
grant execute on function public.outbox_lag() to service_role;

-- p_changes: any of name, summary, description, priceFromCents (null: quoted), isActive. Null when there is no such row.
create function public.update_product(p_id uuid, p_changes jsonb, p_audit jsonb default null) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_slug text;
begin
  update public.products set
    name = coalesce(p_changes ->> 'name', name),
    summary = coalesce(p_changes ->> 'summary', summary),
    description = coalesce(p_changes ->> 'description', description),
    price_from_cents = case
      when p_changes ? 'priceFromCents' then (p_changes ->> 'priceFromCents')::integer
      else price_from_cents
    end,
    is_active = coalesce((p_changes ->> 'isActive')::boolean, is_active)
  where id = p_id
  returning slug into v_slug;
  if not found then
    return null;
  end if;
  perform private.write_audit(
    p_audit, 'product', p_id::text,
    jsonb_build_object('fields', (select coalesce(jsonb_agg(key order by key), '[]') from jsonb_object_keys(p_changes) as key))
  );
  return jsonb_build_object('id', p_id, 'slug', v_slug);
end
$$;
revoke all on function public.update_product(uuid, jsonb, jsonb) from public, anon, authenticated;
grant execute on function public.update_product(uuid, jsonb, jsonb) to service_role;
