-- From an event to its endpoints, and from attempt to attempt (docs/outgoing-webhooks.md).

-- Ids of those that listen to an event.
create function public.list_webhook_listeners(p_type text) returns jsonb language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(id order by id), '[]') from public.outgoing_webhooks where is_enabled and events ? p_type
$$;

-- p_deliveries: [{id, endpointId, turn, job}], job being an OutboxJob. One per endpoint and event, however often this runs;
-- answers how many were new.
create function public.store_webhook_deliveries(
  p_event_id uuid, p_type text, p_occurred_at timestamptz, p_data jsonb, p_deliveries jsonb
) returns integer
language plpgsql set search_path = '' as $$
declare
  v_jobs jsonb;
begin
  with given as (
    select
      (d ->> 'id')::uuid as id, (d ->> 'endpointId')::uuid as endpoint_id, (d ->> 'turn')::uuid as turn, d -> 'job' as job
    from jsonb_array_elements(p_deliveries) as d
  ), stored as (
    insert into public.outgoing_webhook_deliveries
      (id, endpoint_id, event_id, type, occurred_at, data, turn, next_attempt_at)
    select g.id, g.endpoint_id, p_event_id, p_type, p_occurred_at, p_data, g.turn, now()
    from given as g
    -- One that was taken away meanwhile is left out.
    join public.outgoing_webhooks as w on w.id = g.endpoint_id
    on conflict (endpoint_id, event_id) do nothing
    returning id
  )
  select coalesce(jsonb_agg(g.job), '[]') into v_jobs from given as g join stored as s on s.id = g.id;
  perform private.enqueue_jobs(v_jobs);
  return jsonb_array_length(v_jobs);
end
$$;

-- What an endpoint with includes_content is told beside the ids: read anew at each attempt, so that what was erased
-- meanwhile is not sent any more. Null where there is nothing.
create function private.webhook_content(p_type text, p_data jsonb) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  v_content jsonb;
begin
  if p_type = 'lead.updated' then
    select jsonb_build_object('lead', jsonb_build_object('name', name, 'email', email, 'phone', phone)) into v_content
    from public.leads where id = (p_data ->> 'leadId')::uuid;
    return v_content;
  end if;
  select jsonb_build_object('visitor', jsonb_build_object('name', p.name, 'email', p.email)) into v_content
  from public.conversations as c join public.profiles as p on p.id = c.visitor_id
  where c.id = (p_data ->> 'conversationId')::uuid;
  if p_type in ('conversation.started', 'message.received') then
    select v_content || jsonb_build_object('message', jsonb_build_object('body', body)) into v_content
    from public.conversation_events
    where conversation_id = (p_data ->> 'conversationId')::uuid and seq = coalesce((p_data ->> 'seq')::bigint, 1);
  end if;
  return v_content;
end
$$;

-- What a delivery job needs; null when it is not its turn (done, replaced, taken away).
create function public.read_webhook_delivery(p_id uuid, p_turn uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return (
    select jsonb_build_object(
      'id', d.id,
      'eventId', d.event_id,
      'type', d.type,
      'occurredAt', d.occurred_at,
      'data', d.data,
      'content', case when w.includes_content then private.webhook_content(d.type, d.data) end,
      'url', w.url,
      'isEnabled', w.is_enabled,
      'failures', w.failures,
      'lastFailedAt', w.last_failed_at,
      'secrets', (
        select jsonb_agg(s.secret order by s.expires_at nulls first)
        from public.outgoing_webhook_secrets as s
        where s.endpoint_id = w.id and (s.expires_at is null or s.expires_at > now())
      )
    )
    from public.outgoing_webhook_deliveries as d
    join public.outgoing_webhooks as w on w.id = d.endpoint_id
    where d.id = p_id and d.turn = p_turn
  );
end
$$;

-- Pending ones end with their endpoint; their jobs find that their turn is over. The caller holds the lock
-- on the endpoint.
create function private.disable_webhook(p_id uuid, p_reason text) returns void language plpgsql set search_path = '' as $$
begin
  update public.outgoing_webhooks set is_enabled = false, disabled_at = clock_timestamp(), disabled_reason = p_reason
  where id = p_id and is_enabled;
  update public.outgoing_webhook_deliveries set state = 'canceled', turn = null, next_attempt_at = null
  where endpoint_id = p_id and state = 'pending';
end
$$;

-- The outcome of one attempt, once per turn however often it is told.
-- p_attempt: {at, durationMs, status, error, excerpt}; null where none was made, the endpoint being off or let rest.
-- p_next: {turn, job} of the next attempt, job being an OutboxJob with runAt; null ends the delivery.
-- p_disable: {failures, forMs, isGone, jobs}; jobs go into the outbox when this attempt switches the endpoint off.
-- Answers {status: recorded | not_its_turn, isDisabled}.
create function public.record_webhook_attempt(
  p_delivery_id uuid, p_turn uuid, p_attempt jsonb, p_is_delivered boolean, p_next jsonb, p_disable jsonb
) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_delivery public.outgoing_webhook_deliveries;
  v_endpoint public.outgoing_webhooks;
begin
  -- The endpoint first, as everyone who changes both: two could wait for each other otherwise.
  select w.* into v_endpoint from public.outgoing_webhooks as w
  where w.id = (select endpoint_id from public.outgoing_webhook_deliveries where id = p_delivery_id)
  for no key update;
  select * into v_delivery from public.outgoing_webhook_deliveries where id = p_delivery_id for no key update;
  if v_delivery.id is null or v_delivery.turn is distinct from p_turn then
    return jsonb_build_object('status', 'not_its_turn', 'isDisabled', false);
  end if;

  if p_attempt is not null then
    insert into public.outgoing_webhook_attempts (delivery_id, attempt, at, duration_ms, status, error, excerpt)
    values (
      p_delivery_id, v_delivery.attempts + 1, (p_attempt ->> 'at')::timestamptz, (p_attempt ->> 'durationMs')::integer,
      (p_attempt ->> 'status')::integer, p_attempt ->> 'error', p_attempt ->> 'excerpt'
    );
  end if;
  update public.outgoing_webhook_deliveries set
    attempts = attempts + case when p_attempt is null then 0 else 1 end,
    last_status = case when p_attempt is null then last_status else (p_attempt ->> 'status')::integer end,
    last_error = case when p_attempt is null then last_error else p_attempt ->> 'error' end,
    state = case
      when p_is_delivered then 'delivered'
      when p_next is not null then 'pending'
      when p_attempt is null then 'canceled'
      else 'failed'
    end,
    turn = (p_next ->> 'turn')::uuid,
    next_attempt_at = (p_next -> 'job' ->> 'runAt')::timestamptz
  where id = p_delivery_id;
  if p_next is not null then
    perform private.enqueue_jobs(jsonb_build_array(p_next -> 'job'));
  end if;

  if p_is_delivered and v_endpoint.failures > 0 then
    update public.outgoing_webhooks set failures = 0, failing_since = null, last_failed_at = null
    where id = v_endpoint.id;
  end if;
  -- A test says nothing about the events that the endpoint was meant to get.
  if p_attempt is null or p_is_delivered or p_disable is null or not v_endpoint.is_enabled then
    return jsonb_build_object('status', 'recorded', 'isDisabled', false);
  end if;
  update public.outgoing_webhooks
  set
    failures = failures + 1,
    failing_since = coalesce(failing_since, (p_attempt ->> 'at')::timestamptz),
    -- When the attempt ended.
    last_failed_at = greatest(
      last_failed_at,
      (p_attempt ->> 'at')::timestamptz + make_interval(secs => (p_attempt ->> 'durationMs')::integer / 1000.0)
    )
  where id = v_endpoint.id returning * into v_endpoint;
  if (p_disable ->> 'isGone')::boolean or (
    v_endpoint.failures >= (p_disable ->> 'failures')::integer
    and v_endpoint.failing_since
      <= (p_attempt ->> 'at')::timestamptz - make_interval(secs => (p_disable ->> 'forMs')::bigint / 1000.0)
  ) then
    perform private.disable_webhook(v_endpoint.id, case when (p_disable ->> 'isGone')::boolean then 'gone' else 'failed' end);
    perform private.enqueue_jobs(p_disable -> 'jobs');
    return jsonb_build_object('status', 'recorded', 'isDisabled', true);
  end if;
  return jsonb_build_object('status', 'recorded', 'isDisabled', false);
end
$$;

revoke all on function
  private.webhook_content(text, jsonb),
  private.disable_webhook(uuid, text),
  public.list_webhook_listeners(text),
  public.store_webhook_deliveries(uuid, text, timestamptz, jsonb, jsonb),
  public.read_webhook_delivery(uuid, uuid),
  public.record_webhook_attempt(uuid, uuid, jsonb, boolean, jsonb, jsonb)
from public, anon, authenticated;
grant execute on function
  private.webhook_content(text, jsonb),
  private.disable_webhook(uuid, text),
  public.list_webhook_listeners(text),
  public.store_webhook_deliveries(uuid, text, timestamptz, jsonb, jsonb),
  public.read_webhook_delivery(uuid, uuid),
  public.record_webhook_attempt(uuid, uuid, jsonb, boolean, jsonb, jsonb)
to service_role;
