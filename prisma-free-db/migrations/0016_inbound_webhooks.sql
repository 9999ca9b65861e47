-- What providers told us, kept before it is acted on: one row per event, whatever the number of times it came.
create table public.inbound_webhooks (
  id uuid primary key,
  provider text not null check (provider in ('whatsapp', 'resend', 'mercado-pago', 'asaas', 'stripe')),
  provider_event_id text not null check (char_length(provider_event_id) between 1 and 300),
  kind text not null check (char_length(kind) between 1 and 120),
  event jsonb not null,
  -- unknown: kept for a release that knows its kind, and never processed by this one.
  state text not null default 'waiting' check (state in ('waiting', 'applied', 'ignored', 'unknown')),
  received_at timestamptz not null default now(),
  processed_at timestamptz,
  unique (provider, provider_event_id),
  check ((state in ('applied', 'ignored')) = (processed_at is not null))
);
create index inbound_webhooks_received_idx on public.inbound_webhooks (received_at desc, id desc);
create index inbound_webhooks_open_idx on public.inbound_webhooks (state, received_at) where state in ('waiting', 'unknown');
call private.seal('public.inbound_webhooks');

-- Stores the events of one request with their jobs, all or nothing; those that are there already are left alone.
-- p_events is [{id, providerEventId, kind, event, job}], job an OutboxJob, or null for a kind that nobody knows.
-- Answers {stored, known}.
create function public.store_webhooks(p_provider text, p_events jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_jobs jsonb;
begin
  with asked as (
    select * from jsonb_to_recordset(p_events) as e (id uuid, "providerEventId" text, kind text, event jsonb, job jsonb)
  ), stored as (
    insert into public.inbound_webhooks (id, provider, provider_event_id, kind, event, state)
    select
      id, p_provider, "providerEventId", kind, event,
      case when jsonb_typeof(job) = 'object' then 'waiting' else 'unknown' end
    from asked
    -- In one order: two requests with the same events must not wait for each other.
    order by "providerEventId"
    on conflict (provider, provider_event_id) do nothing
    returning id
  )
  select coalesce(jsonb_agg(asked.job), '[]') into v_jobs from stored join asked using (id);
  perform private.enqueue_jobs(jsonb_path_query_array(v_jobs, '$[*] ? (@.type() == "object")'));
  return jsonb_build_object(
    'stored', jsonb_array_length(v_jobs),
    'known', jsonb_array_length(p_events) - jsonb_array_length(v_jobs)
  );
end
$$;

create function private.inbound_webhook_json(w public.inbound_webhooks) returns jsonb
language sql stable
return jsonb_build_object(
  'id', w.id,
  'provider', w.provider,
  'providerEventId', w.provider_event_id,
  'kind', w.kind,
  'state', w.state,
  'receivedAt', w.received_at,
  'processedAt', w.processed_at
);

-- One event with what it carries; null when it is gone.
create function public.read_webhook(p_id uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return (
    select private.inbound_webhook_json(w) || jsonb_build_object('event', w.event)
    from public.inbound_webhooks as w where w.id = p_id
  );
end
$$;

-- p_state is applied or ignored. Answers whether it was still open.
create function public.settle_webhook(p_id uuid, p_state text) returns jsonb
language plpgsql set search_path = '' as $$
begin
  update public.inbound_webhooks set state = p_state, processed_at = now()
  where id = p_id and state = 'waiting';
  return to_jsonb(found);
end
$$;

-- The page before a position (the newest, without one), newest first, without what the events carry.
create function public.list_webhooks(
  p_limit integer, p_provider text default null, p_state text default null, p_before_id uuid default null
) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(private.inbound_webhook_json(w) order by w.id desc), '[]')
  from (
    -- Ids are UUIDv7: their order is that of arrival.
    select * from public.inbound_webhooks
    where (p_provider is null or provider = p_provider)
      and (p_state is null or state = p_state)
      and (p_before_id is null or id < p_before_id)
    order by id desc limit p_limit
  ) as w
$$;

-- Puts events that a release has learned to read in the place of what was kept as unknown: p_replacements is
-- [{webhookId, events}], events as store_webhooks takes them. Answers how many there were.
create function public.replace_unknown_webhooks(p_provider text, p_replacements jsonb, p_audit jsonb default null)
returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_replacement jsonb;
  v_count integer := 0;
begin
  for v_replacement in
    select value from jsonb_array_elements(p_replacements) order by value ->> 'webhookId'
  loop
    delete from public.inbound_webhooks
    where id = (v_replacement ->> 'webhookId')::uuid and provider = p_provider and state = 'unknown';
    if found then
      perform public.store_webhooks(p_provider, v_replacement -> 'events');
      v_count := v_count + 1;
    end if;
  end loop;
  perform private.write_audit(p_audit, null, null, jsonb_build_object('provider', p_provider, 'count', v_count));
  return to_jsonb(v_count);
end
$$;

-- Providers repeat an event for days, not months: after p_keep_days the name of an event is not needed any more, nor is
-- what it carried about people. Takes at most p_limit rows, so that no statement runs long; answers how many went.
create function public.prune_webhooks(p_keep_days integer, p_limit integer) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_count bigint;
begin
  delete from public.inbound_webhooks where id in (
    select id from public.inbound_webhooks
    where received_at < now() - make_interval(days => p_keep_days) and state <> 'waiting'
    order by received_at limit p_limit
  );
  get diagnostics v_count = row_count;
  return to_jsonb(v_count);
end
$$;

revoke all on function
  private.inbound_webhook_json(public.inbound_webhooks),
  public.store_webhooks(text, jsonb),
  public.read_webhook(uuid),
  public.settle_webhook(uuid, text),
  public.list_webhooks(integer, text, text, uuid),
  public.replace_unknown_webhooks(text, jsonb, jsonb),
  public.prune_webhooks(integer, integer)
from public, anon, authenticated;
grant execute on function
  private.inbound_webhook_json(public.inbound_webhooks),
  public.store_webhooks(text, jsonb),
  public.read_webhook(uuid),
  public.settle_webhook(uuid, text),
  public.list_webhooks(integer, text, text, uuid),
  public.replace_unknown_webhooks(text, jsonb, jsonb),
  public.prune_webhooks(integer, integer)
to service_role;
