-- As 0017 has it, and: an attempt that was told of before anything named what it is for (Stripe tells of the payment
-- intent, which names nothing, and of the session, which does, in any order) goes to what is named now.
create or replace function private.payment_of(
  p_provider text, p_provider_payment_id text, p_reference text, p_new_id uuid, p_amount_cents integer, p_currency text
) returns uuid
language plpgsql set search_path = '' as $$
declare
  v_id uuid;
  v_alone_id uuid;
  v_reference uuid;
  v_lead public.leads;
begin
  select payment_id into v_alone_id from public.payment_attempts
  where provider = p_provider and provider_payment_id = p_provider_payment_id;
  if v_alone_id is not null and not private.is_payment_alone(v_alone_id) then
    return v_alone_id;
  end if;
  if p_reference ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then
    v_reference := p_reference::uuid;
    select id into v_id from public.payments
    where id = v_reference and (v_alone_id is null or conversation_id is not null or lead_id is not null);
    if found then
      if v_alone_id is not null then
        update public.payment_attempts set payment_id = v_id
        where provider = p_provider and provider_payment_id = p_provider_payment_id;
        delete from public.payments where id = v_alone_id;
      end if;
      return v_id;
    end if;
    select * into v_lead from public.leads where id = v_reference or conversation_id = v_reference;
  end if;
  if v_alone_id is null then
    insert into public.payments (id, conversation_id, lead_id, amount_cents, currency, provider)
    values (p_new_id, v_lead.conversation_id, v_lead.id, p_amount_cents, p_currency, p_provider);
    return p_new_id;
  end if;
  update public.payments set conversation_id = v_lead.conversation_id, lead_id = v_lead.id
  where id = v_alone_id and v_lead.id is not null;
  return v_alone_id;
end
$$;

-- It names neither conversation nor lead, and holds one attempt: the one that it was made for.
create function private.is_payment_alone(p_payment_id uuid) returns boolean
language plpgsql stable set search_path = '' as $$
begin
  return (
    select p.conversation_id is null and p.lead_id is null
      and (select count(*) from public.payment_attempts where payment_id = p.id) = 1
    from public.payments as p where p.id = p_payment_id
  );
end
$$;

-- Who has no session and no address hears of the payment where they wrote: as a message of whoever asked for it, else of
-- the assignee, else of the first admin. Nobody wrote it by hand, so it assigns nobody and marks nothing as read.
-- Once per payment, whose id is the message's client_msg_id. p_message is {eventId, sendJobVersion, bodies: {locale: text}}.
-- Answers {event, row}; null where there is nobody to tell in this way.
create function private.confirm_payment_over_whatsapp(p public.payments, p_message jsonb) returns json
language plpgsql set search_path = '' as $$
declare
  v_conversation public.conversations;
  v_author public.profiles;
  v_event public.conversation_events;
  v_event_id uuid := (p_message ->> 'eventId')::uuid;
begin
  if p_message is null then
    return null;
  end if;
  -- As whoever sends does: commit order of a conversation's events is their number's order.
  select * into v_conversation from public.conversations
  where id = p.conversation_id and channel = 'whatsapp' and status = 'open' for no key update;
  if not found or exists (
    select from public.conversation_events
    where conversation_id = p.conversation_id and author_side = 'staff' and client_msg_id = p.id
  ) then
    return null;
  end if;
  select * into v_author from public.profiles
  where is_active and role in ('attendant', 'lawyer', 'admin')
  order by
    (id is not distinct from p.requested_by) desc, (id is not distinct from v_conversation.assignee_id) desc,
    (role = 'admin') desc, created_at, id
  limit 1;
  if not found then
    return null;
  end if;

  with given as (
    select coalesce(p_message -> 'bodies' ->> v_conversation.locale, p_message -> 'bodies' ->> 'pt-BR') as body
  ), moved as (
    update public.conversations as c
    set head_seq = c.head_seq + 1, preview = left(given.body, 140), last_event_at = clock_timestamp()
    from given where c.id = v_conversation.id
    returning c.head_seq, c.last_event_at
  )
  insert into public.conversation_events
    (conversation_id, seq, id, author_id, author_side, client_msg_id, body, created_at)
  select v_conversation.id, head_seq, v_event_id, v_author.id, 'staff', p.id, body, last_event_at from moved, given
  returning * into v_event;
  insert into public.whatsapp_messages (id, conversation_id, contact_id, event_id, direction, kind, state)
  select v_event_id, v_conversation.id, id, v_event_id, 'out', 'text', 'queued'
  from public.whatsapp_contacts where profile_id = v_conversation.visitor_id;
  perform private.enqueue_jobs(jsonb_build_array(
    private.whatsapp_send_job(v_conversation.id, v_event_id, (p_message ->> 'sendJobVersion')::integer)
  ));
  return (
    select json_build_object('event', private.event_shape(v_event, v_author.name), 'row', i.shape)
    from private.inbox_shapes as i where i.id = v_conversation.id
  );
end
$$;

-- As apply_payment of 0017, and: what stood alone and is named now is told of as if it came now (the attempt is told of
-- twice then: without, and with, what it is for), and p_message confirms it where the conversation is on WhatsApp.
-- Answers {status: applied | unchanged, payment, epoch, notified, message: {event, row} | null}.
create function public.apply_payment_v2(
  p_provider text, p_provider_payment_id text, p_status text, p_amount_cents integer, p_currency text, p_new_payment_id uuid,
  p_reference text default null, p_refunded_cents integer default 0, p_paid_at timestamptz default null,
  p_jobs jsonb default '[]', p_message jsonb default null
) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_payment public.payments;
  v_before public.payment_attempts;
  v_attempt public.payment_attempts;
  v_was_alone boolean;
  v_is_rebound boolean;
  v_status text;
  v_was_paid boolean;
  v_message json;
  v_notified jsonb := '[]';
begin
  -- Two events of a payment that nobody knew before, at once: one makes it, the other finds it.
  perform pg_advisory_xact_lock(hashtextextended('payment:' || p_provider || ':' || p_provider_payment_id, 0));
  select * into v_before from public.payment_attempts
  where provider = p_provider and provider_payment_id = p_provider_payment_id;
  v_was_alone := coalesce(private.is_payment_alone(v_before.payment_id), false);
  v_payment.id := private.payment_of(
    p_provider, p_provider_payment_id, p_reference, p_new_payment_id, p_amount_cents, p_currency
  );
  select * into v_payment from public.payments where id = v_payment.id for no key update;
  v_is_rebound := v_was_alone and (v_payment.conversation_id is not null or v_payment.lead_id is not null);
  v_was_paid := v_payment.status = 'paid' and not v_is_rebound;

  insert into public.payment_attempts as a
    (provider, provider_payment_id, payment_id, status, amount_cents, refunded_cents, currency, paid_at)
  values (
    p_provider, p_provider_payment_id, v_payment.id, p_status, p_amount_cents, p_refunded_cents, p_currency,
    case when p_status in ('paid', 'refunded') then coalesce(p_paid_at, now()) end
  )
  on conflict (provider, provider_payment_id) do update set
    status = case
      when private.payment_rank(excluded.status) > private.payment_rank(a.status) then excluded.status else a.status
    end,
    refunded_cents = greatest(a.refunded_cents, excluded.refunded_cents),
    paid_at = coalesce(a.paid_at, excluded.paid_at)
  where private.payment_rank(excluded.status) > private.payment_rank(a.status)
    or excluded.refunded_cents > a.refunded_cents
    or v_is_rebound
  returning * into v_attempt;
  if not found then
    return jsonb_build_object(
      'status', 'unchanged', 'payment', private.payment_json(v_payment),
      'epoch', (select epoch from private.epochs), 'notified', '[]'::jsonb, 'message', null
    );
  end if;

  v_status := private.payment_status(v_payment);
  update public.payments set
    status = v_status,
    provider = p_provider,
    provider_payment_id = p_provider_payment_id,
    paid_at = case when v_status in ('paid', 'refunded') then coalesce(paid_at, v_attempt.paid_at) end
  where id = v_payment.id
  returning * into v_payment;
  if v_status = 'paid' then
    -- Before anybody is told: whoever else needs both takes the conversation first.
    if not v_was_paid then
      v_message := private.confirm_payment_over_whatsapp(v_payment, p_message);
    end if;
    update public.leads set status = 'won'
    where (id = v_payment.lead_id or conversation_id = v_payment.conversation_id) and status <> 'won';
  end if;
  if v_attempt.status = 'paid' and (v_is_rebound or v_before.status is distinct from 'paid') then
    v_notified := private.notify_of_payment(v_payment, v_attempt.id, v_is_rebound);
    -- Only here is it known which conversation they are about: its trace shows them.
    perform private.enqueue_jobs((
      select coalesce(jsonb_agg(jsonb_set(
        job, '{payload}', jsonb_strip_nulls((job -> 'payload') || jsonb_build_object('conversationId', v_payment.conversation_id))
      )), '[]')
      from jsonb_array_elements(p_jobs) as job
    ));
  end if;
  return jsonb_build_object(
    'status', 'applied', 'payment', private.payment_json(v_payment),
    'epoch', (select epoch from private.epochs), 'notified', v_notified, 'message', v_message
  );
end
$$;

-- Whoever was told of the attempt while it stood alone is not told again: what they have now leads to the conversation.
create function private.notify_of_payment(p public.payments, p_attempt_id uuid, p_is_rebound boolean) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_user_ids uuid[] := private.recipients_of_payment(p.conversation_id);
  v_told_ids uuid[];
begin
  if p_is_rebound then
    v_told_ids := private.recipients_of_payment(null);
    -- All at once, in their order, as everybody takes them.
    perform private.lock_notification_heads(array(select distinct unnest(v_user_ids || v_told_ids)));
    update public.notifications set conversation_id = p.conversation_id
    where user_id = any(v_told_ids) and kind = 'payment' and source_id = p_attempt_id;
  end if;
  return private.notify(v_user_ids, 'payment', p_attempt_id, p.conversation_id, null);
end
$$;

-- For a release that knows nothing of messages.
create or replace function public.apply_payment(
  p_provider text, p_provider_payment_id text, p_status text, p_amount_cents integer, p_currency text, p_new_payment_id uuid,
  p_reference text default null, p_refunded_cents integer default 0, p_paid_at timestamptz default null,
  p_jobs jsonb default '[]'
) returns jsonb
language plpgsql set search_path = '' as $$
begin
  return public.apply_payment_v2(
    p_provider, p_provider_payment_id, p_status, p_amount_cents, p_currency, p_new_payment_id,
    p_reference, p_refunded_cents, p_paid_at, p_jobs
  );
end
$$;

-- As 0016 has it, and: an event that still waits goes, too, once no job can come to it any more: its own has ended, and
-- no dead letter is left that could be redriven.
create or replace function public.prune_webhooks(p_keep_days integer, p_limit integer) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_count bigint;
begin
  delete from public.inbound_webhooks where id in (
    select id from public.inbound_webhooks
    where received_at < now() - make_interval(days => p_keep_days)
      and (state <> 'waiting' or id::text not in (
        select payload ->> 'webhookId' from public.outbox
        where outcome is null and payload ->> 'webhookId' is not null
        union all
        select payload ->> 'webhookId' from public.dead_letters
        where resolution is null and payload ->> 'webhookId' is not null
      ))
    order by received_at limit p_limit
  );
  get diagnostics v_count = row_count;
  return to_jsonb(v_count);
end
$$;

revoke all on function
  private.is_payment_alone(uuid),
  private.confirm_payment_over_whatsapp(public.payments, jsonb),
  private.notify_of_payment(public.payments, uuid, boolean),
  public.apply_payment_v2(text, text, text, integer, text, uuid, text, integer, timestamptz, jsonb, jsonb)
from public, anon, authenticated;
grant execute on function
  private.is_payment_alone(uuid),
  private.confirm_payment_over_whatsapp(public.payments, jsonb),
  private.notify_of_payment(public.payments, uuid, boolean),
  public.apply_payment_v2(text, text, text, integer, text, uuid, text, integer, timestamptz, jsonb, jsonb)
to service_role;
