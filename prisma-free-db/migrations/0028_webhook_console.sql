-- What the console shows and changes of the webhooks to the firm's own systems.

create function private.webhook_json(w public.outgoing_webhooks) returns jsonb
language sql stable
return (
  select jsonb_build_object(
    'id', w.id,
    'url', w.url,
    'description', w.description,
    'events', w.events,
    'includesContent', w.includes_content,
    'isEnabled', w.is_enabled,
    'disabledAt', w.disabled_at,
    'disabledReason', w.disabled_reason,
    'failures', w.failures,
    'failingSince', w.failing_since,
    'createdAt', w.created_at,
    'secretCreatedAt', (
      select created_at from public.outgoing_webhook_secrets where endpoint_id = w.id and expires_at is null
    ),
    'oldSecretExpiresAt', (
      select max(expires_at) from public.outgoing_webhook_secrets where endpoint_id = w.id and expires_at > now()
    ),
    'delivered', count(*) filter (where d.state = 'delivered'),
    'failed', count(*) filter (where d.state in ('failed', 'canceled')),
    'pending', (
      select count(*) from public.outgoing_webhook_deliveries where endpoint_id = w.id and state = 'pending'
    ),
    'lastDeliveredAt', (
      select a.at from public.outgoing_webhook_deliveries as l
      join public.outgoing_webhook_attempts as a on a.delivery_id = l.id and a.attempt = l.attempts
      where l.endpoint_id = w.id and l.state = 'delivered'
      order by l.id desc limit 1
    )
  )
  from public.outgoing_webhook_deliveries as d
  where d.endpoint_id = w.id and d.created_at > now() - interval '24 hours'
);

create function public.list_outgoing_webhooks() returns jsonb language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(private.webhook_json(w) order by w.created_at, w.id), '[]') from public.outgoing_webhooks as w
$$;

create function public.find_outgoing_webhook(p_id uuid) returns jsonb language sql stable set search_path = '' as $$
  select private.webhook_json(w) from public.outgoing_webhooks as w where w.id = p_id
$$;

-- Answers {status: stored} or {status: full}.
create function public.create_outgoing_webhook(
  p_id uuid, p_endpoint jsonb, p_secret text, p_max integer, p_audit jsonb default null
) returns jsonb
language plpgsql set search_path = '' as $$
begin
  -- Counted by one at a time.
  perform pg_advisory_xact_lock(hashtextextended('create_outgoing_webhook', 0));
  if (select count(*) from public.outgoing_webhooks) >= p_max then
    return jsonb_build_object('status', 'full');
  end if;
  insert into public.outgoing_webhooks (id, url, description, events, includes_content)
  values (
    p_id, p_endpoint ->> 'url', p_endpoint ->> 'description', p_endpoint -> 'events',
    (p_endpoint ->> 'includesContent')::boolean
  );
  insert into public.outgoing_webhook_secrets (endpoint_id, secret) values (p_id, p_secret);
  perform private.write_audit(p_audit, 'outgoing_webhook', p_id::text);
  return jsonb_build_object('status', 'stored');
end
$$;

-- p_changes: any of url, description, events, includesContent, isEnabled. False when there is no such endpoint.
create function public.update_outgoing_webhook(p_id uuid, p_changes jsonb, p_audit jsonb default null) returns boolean
language plpgsql set search_path = '' as $$
declare
  v_old public.outgoing_webhooks;
begin
  select * into v_old from public.outgoing_webhooks where id = p_id for no key update;
  if not found then
    return false;
  end if;
  update public.outgoing_webhooks set
    url = coalesce(p_changes ->> 'url', url),
    description = coalesce(p_changes ->> 'description', description),
    events = coalesce(p_changes -> 'events', events),
    includes_content = coalesce((p_changes ->> 'includesContent')::boolean, includes_content)
  where id = p_id;
  if (p_changes ->> 'isEnabled')::boolean and not v_old.is_enabled then
    update public.outgoing_webhooks
    set
      is_enabled = true, disabled_at = null, disabled_reason = null, failures = 0, failing_since = null,
      last_failed_at = null
    where id = p_id;
  elsif not (p_changes ->> 'isEnabled')::boolean then
    perform private.disable_webhook(p_id, 'manual');
  end if;
  perform private.write_audit(p_audit, 'outgoing_webhook', p_id::text, private.changed_fields(p_changes));
  return true;
end
$$;

create function public.delete_outgoing_webhook(p_id uuid, p_audit jsonb default null) returns boolean
language plpgsql set search_path = '' as $$
begin
  delete from public.outgoing_webhooks where id = p_id;
  if not found then
    return false;
  end if;
  perform private.write_audit(p_audit, 'outgoing_webhook', p_id::text);
  return true;
end
$$;

-- The secret before stays valid for p_keep_ms; one before that ends at once. False when there is no such endpoint.
create function public.rotate_webhook_secret(p_id uuid, p_secret text, p_keep_ms bigint, p_audit jsonb default null)
returns boolean
language plpgsql set search_path = '' as $$
begin
  perform from public.outgoing_webhooks where id = p_id for no key update;
  if not found then
    return false;
  end if;
  delete from public.outgoing_webhook_secrets where endpoint_id = p_id and expires_at is not null;
  update public.outgoing_webhook_secrets
  set expires_at = clock_timestamp() + make_interval(secs => p_keep_ms / 1000.0)
  where endpoint_id = p_id;
  insert into public.outgoing_webhook_secrets (endpoint_id, secret) values (p_id, p_secret);
  perform private.write_audit(p_audit, 'outgoing_webhook', p_id::text);
  return true;
end
$$;

create function private.webhook_delivery_json(d public.outgoing_webhook_deliveries) returns jsonb
language sql stable
return jsonb_build_object(
  'id', d.id,
  'endpointId', d.endpoint_id,
  'eventId', d.event_id,
  'type', d.type,
  'occurredAt', d.occurred_at,
  'state', d.state,
  'attempts', d.attempts,
  'lastStatus', d.last_status,
  'lastError', d.last_error,
  'nextAttemptAt', d.next_attempt_at,
  'createdAt', d.created_at
);

-- The page of an endpoint's log before a delivery (the newest, without one), newest first.
create function public.list_webhook_deliveries(
  p_endpoint_id uuid, p_limit integer, p_state text default null, p_before uuid default null
) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(private.webhook_delivery_json(page) order by page.id desc), '[]')
  from (
    select * from public.outgoing_webhook_deliveries
    where endpoint_id = p_endpoint_id
      and (p_state is null or state = p_state)
      and (p_before is null or id < p_before)
    order by id desc limit p_limit
  ) as page
$$;

create function public.find_webhook_delivery(p_id uuid) returns jsonb language sql stable set search_path = '' as $$
  select private.webhook_delivery_json(d) || jsonb_build_object(
    'data', d.data,
    'history', (
      select coalesce(
        jsonb_agg(
          jsonb_build_object(
            'attempt', a.attempt, 'at', a.at, 'durationMs', a.duration_ms, 'status', a.status, 'error', a.error,
            'excerpt', a.excerpt
          ) order by a.attempt desc
        ),
        '[]'
      )
      from public.outgoing_webhook_attempts as a where a.delivery_id = d.id
    )
  )
  from public.outgoing_webhook_deliveries as d where d.id = p_id
$$;

-- Ids of an endpoint's deliveries that ended without success, oldest first.
create function public.list_undelivered_webhooks(p_endpoint_id uuid, p_limit integer) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(id order by id), '[]')
  from (
    select id from public.outgoing_webhook_deliveries
    where endpoint_id = p_endpoint_id and state in ('failed', 'canceled') and type <> 'webhook.test'
    order by id limit p_limit
  ) as page
$$;

-- Sends again, at once and with the whole schedule anew; what was waiting for its next attempt does not wait any more.
-- p_deliveries: [{id, turn, job}]. Those of endpoints that are off stay as they are. Answers how many go out.
create function public.redeliver_webhooks(p_deliveries jsonb, p_audit jsonb default null) returns integer
language plpgsql set search_path = '' as $$
declare
  v_jobs jsonb;
begin
  perform from public.outgoing_webhooks as w
  where w.id in (
    select d.endpoint_id from public.outgoing_webhook_deliveries as d
    where d.id in (select (given ->> 'id')::uuid from jsonb_array_elements(p_deliveries) as given)
  )
  order by w.id for no key update;
  with again as (
    update public.outgoing_webhook_deliveries as d
    set state = 'pending', turn = (given ->> 'turn')::uuid, next_attempt_at = now()
    from jsonb_array_elements(p_deliveries) as given, public.outgoing_webhooks as w
    where d.id = (given ->> 'id')::uuid and w.id = d.endpoint_id and (w.is_enabled or d.type = 'webhook.test')
    returning given -> 'job' as job
  )
  select coalesce(jsonb_agg(job), '[]') into v_jobs from again;
  perform private.enqueue_jobs(v_jobs);
  if jsonb_array_length(v_jobs) > 0 then
    perform private.write_audit(
      p_audit, 'outgoing_webhook_delivery', p_deliveries -> 0 ->> 'id',
      jsonb_build_object('count', jsonb_array_length(v_jobs))
    );
  end if;
  return jsonb_array_length(v_jobs);
end
$$;

-- Old ones that have ended; answers how many were forgotten, at most p_limit.
create function public.prune_webhook_deliveries(p_older_than_days integer, p_limit integer) returns integer
language plpgsql set search_path = '' as $$
declare
  v_count integer;
begin
  delete from public.outgoing_webhook_deliveries where id in (
    select id from public.outgoing_webhook_deliveries
    where created_at < now() - make_interval(days => p_older_than_days) and state <> 'pending'
    order by created_at limit p_limit
  );
  get diagnostics v_count = row_count;
  delete from public.outgoing_webhook_secrets where expires_at < now();
  return v_count;
end
$$;

revoke all on function
  private.webhook_json(public.outgoing_webhooks),
  private.webhook_delivery_json(public.outgoing_webhook_deliveries),
  public.list_outgoing_webhooks(),
  public.find_outgoing_webhook(uuid),
  public.create_outgoing_webhook(uuid, jsonb, text, integer, jsonb),
  public.update_outgoing_webhook(uuid, jsonb, jsonb),
  public.delete_outgoing_webhook(uuid, jsonb),
  public.rotate_webhook_secret(uuid, text, bigint, jsonb),
  public.list_webhook_deliveries(uuid, integer, text, uuid),
  public.find_webhook_delivery(uuid),
  public.list_undelivered_webhooks(uuid, integer),
  public.redeliver_webhooks(jsonb, jsonb),
  public.prune_webhook_deliveries(integer, integer)
from public, anon, authenticated;
grant execute on function
  private.webhook_json(public.outgoing_webhooks),
  private.webhook_delivery_json(public.outgoing_webhook_deliveries),
  public.list_outgoing_webhooks(),
  public.find_outgoing_webhook(uuid),
  public.create_outgoing_webhook(uuid, jsonb, text, integer, jsonb),
  public.update_outgoing_webhook(uuid, jsonb, jsonb),
  public.delete_outgoing_webhook(uuid, jsonb),
  public.rotate_webhook_secret(uuid, text, bigint, jsonb),
  public.list_webhook_deliveries(uuid, integer, text, uuid),
  public.find_webhook_delivery(uuid),
  public.list_undelivered_webhooks(uuid, integer),
  public.redeliver_webhooks(jsonb, jsonb),
  public.prune_webhook_deliveries(integer, integer)
to service_role;
