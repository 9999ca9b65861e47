-- Webhooks to the firm's own systems (docs/outgoing-webhooks.md). Triggers write the event with the data it tells of, in
-- one transaction and whoever made the change; a job copies it to each endpoint, and one job per delivery calls it.

create table public.outgoing_webhooks (
  id uuid primary key,
  url text not null check (char_length(url) between 8 and 500 and url ~ '^https?://'),
  description text not null default '' check (char_length(description) <= 120),
  -- Names of server/contracts/outgoing-webhooks.ts.
  events jsonb not null check (jsonb_typeof(events) = 'array' and jsonb_array_length(events) > 0),
  includes_content boolean not null default false,
  is_enabled boolean not null default true,
  disabled_at timestamptz,
  disabled_reason text check (disabled_reason in ('manual', 'failed', 'gone')),
  failures integer not null default 0 check (failures >= 0),
  failing_since timestamptz,
  last_failed_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  check (is_enabled = (disabled_at is null) and is_enabled = (disabled_reason is null)),
  check ((failures = 0) = (failing_since is null) and (failures = 0) = (last_failed_at is null))
);
create trigger set_updated_at before update on public.outgoing_webhooks
  for each row execute function private.set_updated_at();
call private.seal('public.outgoing_webhooks');
comment on column public.outgoing_webhooks.failures is 'Attempts in a row that failed; one that succeeds sets it to 0';

-- Apart from the endpoints, so that nothing that reads those can show one. At most two of an endpoint are valid.
create table public.outgoing_webhook_secrets (
  endpoint_id uuid not null references public.outgoing_webhooks (id) on delete cascade,
  secret text not null check (secret ~ '^whsec_[A-Za-z0-9+/]{32,88}=*$'),
  created_at timestamptz not null default clock_timestamp(),
  -- Null: the one in force.
  expires_at timestamptz,
  primary key (endpoint_id, secret)
);
create unique index outgoing_webhook_secrets_current_key on public.outgoing_webhook_secrets (endpoint_id)
  where expires_at is null;
call private.seal('public.outgoing_webhook_secrets');

create table public.outgoing_webhook_deliveries (
  id uuid primary key,
  endpoint_id uuid not null references public.outgoing_webhooks (id) on delete cascade,
  event_id uuid not null,
  type text not null check (char_length(type) between 1 and 60),
  occurred_at timestamptz not null,
  data jsonb not null check (jsonb_typeof(data) = 'object'),
  state text not null default 'pending' check (state in ('pending', 'delivered', 'failed', 'canceled')),
  -- Whose turn it is: a job carries one, and any run that carries another leaves the delivery alone.
  turn uuid,
  attempts integer not null default 0 check (attempts >= 0),
  last_status integer,
  last_error text check (char_length(last_error) <= 40),
  next_attempt_at timestamptz,
  created_at timestamptz not null default now(),
  unique (endpoint_id, event_id),
  check ((state = 'pending') = (turn is not null))
);
create index outgoing_webhook_deliveries_log_idx on public.outgoing_webhook_deliveries (endpoint_id, id desc);
create index outgoing_webhook_deliveries_pending_idx on public.outgoing_webhook_deliveries (endpoint_id)
  where state = 'pending';
create index outgoing_webhook_deliveries_recent_idx on public.outgoing_webhook_deliveries (endpoint_id, created_at);
create index outgoing_webhook_deliveries_created_idx on public.outgoing_webhook_deliveries (created_at);
call private.seal('public.outgoing_webhook_deliveries');

create table public.outgoing_webhook_attempts (
  delivery_id uuid not null references public.outgoing_webhook_deliveries (id) on delete cascade,
  attempt integer not null check (attempt > 0),
  at timestamptz not null,
  duration_ms integer not null check (duration_ms >= 0),
  status integer,
  error text check (char_length(error) <= 40),
  excerpt text not null default '' check (char_length(excerpt) <= 2000),
  primary key (delivery_id, attempt)
);
call private.seal('public.outgoing_webhook_attempts');

-- A UUIDv7 (RFC 9562): 48 bits of milliseconds, then random ones. Outbox ids sort by their making.
create function private.new_event_id() returns uuid language plpgsql volatile set search_path = '' as $$
declare
  v_now bigint := floor(extract(epoch from clock_timestamp()) * 1000);
begin
  return encode(
    set_bit(set_bit(overlay(uuid_send(gen_random_uuid()) placing substring(int8send(v_now) from 3) from 1 for 6), 52, 1), 53, 1),
    'hex'
  )::uuid;
end
$$;

-- One job for an event that somebody listens to; the payload is that of 'emit-webhook', version 1, in
-- server/contracts/jobs.ts.
create function private.emit_webhook(p_type text, p_data jsonb) returns void language plpgsql set search_path = '' as $$
begin
  if not exists (select from public.outgoing_webhooks where is_enabled and events ? p_type) then
    return;
  end if;
  perform private.enqueue_jobs(
    jsonb_build_array(
      jsonb_build_object(
        'id', private.new_event_id(),
        'name', 'emit-webhook',
        'version', 1,
        'payload', jsonb_build_object(
          'type', p_type,
          'occurredAt', clock_timestamp(),
          'conversationId', p_data -> 'conversationId',
          'data', p_data
        )
      )
    )
  );
end
$$;

create function private.emit_conversation_started() returns trigger language plpgsql set search_path = '' as $$
begin
  perform private.emit_webhook(
    'conversation.started',
    jsonb_build_object(
      'conversationId', new.id,
      'visitorId', new.visitor_id,
      'service', (select slug from public.products where id = new.product_id),
      'locale', new.locale,
      'channel', coalesce(to_jsonb(new) ->> 'channel', 'site')
    )
  );
  return null;
end
$$;
create trigger emit_webhook after insert on public.conversations
  for each row execute function private.emit_conversation_started();

create function private.emit_message_received() returns trigger language plpgsql set search_path = '' as $$
begin
  perform private.emit_webhook(
    'message.received',
    jsonb_build_object(
      'conversationId', new.conversation_id, 'messageId', new.id, 'seq', new.seq, 'visitorId', new.author_id
    )
  );
  return null;
end
$$;
create trigger emit_webhook after insert on public.conversation_events
  for each row when (new.author_side = 'visitor' and new.kind = 'message')
  execute function private.emit_message_received();

create function private.emit_lead_updated() returns trigger language plpgsql set search_path = '' as $$
begin
  perform private.emit_webhook(
    'lead.updated',
    jsonb_build_object(
      'leadId', new.id,
      'conversationId', new.conversation_id,
      'visitorId', new.visitor_id,
      'status', new.status,
      'previousStatus', old.status,
      'assigneeId', new.assignee_id
    )
  );
  return null;
end
$$;
create trigger emit_webhook after update on public.leads
  for each row when (
    (old.status, old.assignee_id, old.product_id, old.name, old.email, old.phone)
    is distinct from (new.status, new.assignee_id, new.product_id, new.name, new.email, new.phone)
  )
  execute function private.emit_lead_updated();

create function private.emit_payment_changed() returns trigger language plpgsql set search_path = '' as $$
begin
  perform private.emit_webhook(
    'payment.' || new.status,
    jsonb_build_object(
      'paymentId', new.id,
      'conversationId', new.conversation_id,
      'leadId', new.lead_id,
      'amountCents', new.amount_cents,
      'currency', new.currency,
      'provider', new.provider,
      'paidAt', new.paid_at
    )
  );
  return null;
end
$$;
create trigger emit_webhook_when_new after insert on public.payments
  for each row when (new.status in ('paid', 'refunded'))
  execute function private.emit_payment_changed();
create trigger emit_webhook after update on public.payments
  for each row when (new.status in ('paid', 'refunded') and old.status is distinct from new.status)
  execute function private.emit_payment_changed();

revoke all on function
  private.new_event_id(),
  private.emit_webhook(text, jsonb),
  private.emit_conversation_started(),
  private.emit_message_received(),
  private.emit_lead_updated(),
  private.emit_payment_changed()
from public, anon, authenticated;
grant execute on function
  private.new_event_id(),
  private.emit_webhook(text, jsonb),
  private.emit_conversation_started(),
  private.emit_message_received(),
  private.emit_lead_updated(),
  private.emit_payment_changed()
to service_role;
