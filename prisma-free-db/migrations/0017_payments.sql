-- A payment is what somebody is asked for. What providers tell of is an attempt at it: a card that was refused and a Pix
-- that came through are two attempts, with two numbers, at one payment.
alter table public.payments
  add column description text check (char_length(description) between 1 and 200),
  add column requested_by uuid references public.profiles (id),
  -- Where it is paid, at the provider.
  add column checkout_id text check (char_length(checkout_id) between 1 and 200),
  add column checkout_url text check (char_length(checkout_url) between 1 and 2000),
  add check ((checkout_id is null) = (checkout_url is null));
create index payments_requested_by_idx on public.payments (requested_by) where requested_by is not null;

create table public.payment_attempts (
  provider text not null check (char_length(provider) between 1 and 60),
  provider_payment_id text not null check (char_length(provider_payment_id) between 1 and 200),
  -- What caused the notifications of it.
  id uuid not null unique default gen_random_uuid(),
  payment_id uuid not null references public.payments (id),
  status text not null check (status in ('pending', 'failed', 'canceled', 'paid', 'refunded')),
  amount_cents integer not null check (amount_cents > 0),
  refunded_cents integer not null default 0 check (refunded_cents >= 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  paid_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (provider, provider_payment_id)
);
create index payment_attempts_payment_idx on public.payment_attempts (payment_id);
create trigger set_updated_at before update on public.payment_attempts
  for each row execute function private.set_updated_at();
call private.seal('public.payment_attempts');

-- Providers tell out of order and more than once: an attempt only rises.
create function private.payment_rank(p_status text) returns integer language sql immutable
return case p_status when 'pending' then 0 when 'failed' then 1 when 'canceled' then 1 when 'paid' then 2 else 3 end;

create function private.payment_json(p public.payments) returns jsonb
language sql stable
return jsonb_build_object(
  'id', p.id,
  'conversationId', p.conversation_id,
  'amountCents', p.amount_cents,
  'currency', p.currency,
  'description', p.description,
  'status', p.status,
  'provider', p.provider,
  'checkoutUrl', p.checkout_url,
  'paidAt', p.paid_at,
  'createdAt', p.created_at
);

-- Finds, or makes, the payment that an attempt belongs to. The reference is what whoever made the charge named it after:
-- a payment, a lead or a conversation of ours; a charge of the firm's that names nothing of ours stands alone.
create function private.payment_of(
  p_provider text, p_provider_payment_id text, p_reference text, p_new_id uuid, p_amount_cents integer, p_currency text
) returns uuid
language plpgsql set search_path = '' as $$
declare
  v_id uuid;
  v_reference uuid;
  v_lead public.leads;
begin
  select payment_id into v_id from public.payment_attempts
  where provider = p_provider and provider_payment_id = p_provider_payment_id;
  if found then
    return v_id;
  end if;
  if p_reference ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then
    v_reference := p_reference::uuid;
    select id into v_id from public.payments where id = v_reference;
    if found then
      return v_id;
    end if;
    select * into v_lead from public.leads where id = v_reference or conversation_id = v_reference;
  end if;
  insert into public.payments (id, conversation_id, lead_id, amount_cents, currency, provider)
  values (p_new_id, v_lead.conversation_id, v_lead.id, p_amount_cents, p_currency, p_provider);
  return p_new_id;
end
$$;

-- What is to be said of a payment, from all that was attempted; a part of the amount leaves it pending.
create function private.payment_status(p public.payments) returns text
language sql stable
return (
  select case
    when coalesce(sum(amount_cents) filter (where status = 'paid' and currency = p.currency), 0) >= p.amount_cents then 'paid'
    when count(*) filter (where status = 'refunded') > 0 and count(*) filter (where status = 'paid') = 0 then 'refunded'
    when count(*) filter (where status in ('paid', 'pending')) > 0 or count(*) = 0 then 'pending'
    when count(*) filter (where status = 'failed') > 0 then 'failed'
    else 'canceled'
  end
  from public.payment_attempts where payment_id = p.id
);

-- The visitor, and the assignee, or all active staff where there is none who is active.
create function private.recipients_of_payment(p_conversation_id uuid) returns uuid[]
language plpgsql stable set search_path = '' as $$
declare
  v_conversation public.conversations;
begin
  select * into v_conversation from public.conversations where id = p_conversation_id;
  return array(
    select id from public.profiles
    where is_active and (
      id = v_conversation.visitor_id
      or case
        when private.is_active_staff(v_conversation.assignee_id) then id = v_conversation.assignee_id
        else role in ('attendant', 'lawyer', 'admin')
      end
    )
  );
end
$$;

-- Takes in what a provider says of one payment: attempt, payment, lead, notifications and e-mails, all or nothing, however
-- often and in whatever order it is told. p_jobs is enqueued when money has come, once for each attempt.
-- Answers {status: applied | unchanged, payment, epoch, notified}.
create function public.apply_payment(
  p_provider text, p_provider_payment_id text, p_status text, p_amount_cents integer, p_currency text, p_new_payment_id uuid,
  p_reference text default null, p_refunded_cents integer default 0, p_paid_at timestamptz default null,
  p_jobs jsonb default '[]'
) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_payment public.payments;
  v_before public.payment_attempts;
  v_attempt public.payment_attempts;
  v_status text;
  v_notified jsonb := '[]';
begin
  -- Two events of a payment that nobody knew before, at once: one makes it, the other finds it.
  perform pg_advisory_xact_lock(hashtextextended('payment:' || p_provider || ':' || p_provider_payment_id, 0));
  v_payment.id := private.payment_of(
    p_provider, p_provider_payment_id, p_reference, p_new_payment_id, p_amount_cents, p_currency
  );
  select * into v_payment from public.payments where id = v_payment.id for no key update;
  select * into v_before from public.payment_attempts
  where provider = p_provider and provider_payment_id = p_provider_payment_id;

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
  returning * into v_attempt;
  if not found then
    return jsonb_build_object(
      'status', 'unchanged', 'payment', private.payment_json(v_payment),
      'epoch', (select epoch from private.epochs), 'notified', '[]'::jsonb
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
    update public.leads set status = 'won'
    where (id = v_payment.lead_id or conversation_id = v_payment.conversation_id) and status <> 'won';
  end if;
  if v_attempt.status = 'paid' and v_before.status is distinct from 'paid' then
    v_notified := private.notify(
      private.recipients_of_payment(v_payment.conversation_id), 'payment', v_attempt.id, v_payment.conversation_id, null
    );
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
    'epoch', (select epoch from private.epochs), 'notified', v_notified
  );
end
$$;

-- What the mails about money that came say; null when there is no such attempt.
create function public.read_payment_for_mail(p_provider text, p_provider_payment_id text) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'conversationId', c.id,
    'visitorName', visitor.name,
    'visitorEmail', visitor.email,
    'locale', c.locale,
    'description', coalesce(p.description, product.translations -> c.locale ->> 'name', product.name),
    'amountCents', a.amount_cents,
    'currency', a.currency,
    -- Never the time of reading: every attempt must write the same mail.
    'paidAt', coalesce(a.paid_at, a.created_at)
  )
  from public.payment_attempts as a
  join public.payments as p on p.id = a.payment_id
  left join public.conversations as c on c.id = p.conversation_id
  left join public.profiles as visitor on visitor.id = c.visitor_id
  left join public.products as product on product.id = c.product_id
  where a.provider = p_provider and a.provider_payment_id = p_provider_payment_id
$$;

-- Asks the visitor of a conversation for money: the payment and its jobs, which make the link and send it. Answers
-- {status: requested, payment}, or {status: not_found | closed | conflict}. The payment's id comes from the browser, once
-- per attempt: asking again with it asks for nothing new, and for something else is a conflict.
create function public.request_payment(
  p_payment_id uuid, p_conversation_id uuid, p_staff_id uuid, p_amount_cents integer, p_description text, p_provider text,
  p_jobs jsonb default '[]', p_audit jsonb default null
) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_conversation public.conversations;
  v_payment public.payments;
begin
  select * into v_conversation from public.conversations where id = p_conversation_id;
  if not found then
    return jsonb_build_object('status', 'not_found');
  elsif v_conversation.status = 'closed' then
    return jsonb_build_object('status', 'closed');
  end if;
  insert into public.payments (id, conversation_id, lead_id, amount_cents, provider, description, requested_by)
  values (
    p_payment_id, p_conversation_id, (select id from public.leads where conversation_id = p_conversation_id),
    p_amount_cents, p_provider, p_description, p_staff_id
  )
  on conflict (id) do nothing
  returning * into v_payment;
  if found then
    perform private.enqueue_jobs(p_jobs);
    perform private.write_audit(
      p_audit, 'payment', p_payment_id::text,
      jsonb_build_object('conversationId', p_conversation_id, 'amountCents', p_amount_cents)
    );
  else
    select * into v_payment from public.payments
    where id = p_payment_id and conversation_id = p_conversation_id and requested_by = p_staff_id
      and amount_cents = p_amount_cents and description = p_description;
    if not found then
      return jsonb_build_object('status', 'conflict');
    end if;
  end if;
  return jsonb_build_object('status', 'requested', 'payment', private.payment_json(v_payment));
end
$$;

-- A payment as the job that makes its link needs it; null when it is gone.
create function public.read_requested_payment(p_payment_id uuid) returns jsonb
language sql stable set search_path = '' as $$
  select private.payment_json(p) || jsonb_build_object(
    'requestedBy', jsonb_build_object('id', staff.id, 'role', staff.role), 'locale', c.locale, 'visitorName', visitor.name
  )
  from public.payments as p
  join public.profiles as staff on staff.id = p.requested_by
  join public.conversations as c on c.id = p.conversation_id
  join public.profiles as visitor on visitor.id = c.visitor_id
  where p.id = p_payment_id
$$;

-- The first link stays: a second one would be a second charge. Answers the payment's link; null when it is gone.
create function public.set_payment_link(p_payment_id uuid, p_checkout_id text, p_checkout_url text) returns jsonb
language plpgsql set search_path = '' as $$
begin
  update public.payments set checkout_id = p_checkout_id, checkout_url = p_checkout_url
  where id = p_payment_id and checkout_id is null;
  return (select to_jsonb(checkout_url) from public.payments where id = p_payment_id);
end
$$;

-- Newest first.
create function public.list_payments(p_conversation_id uuid) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(private.payment_json(p) order by p.created_at desc, p.id desc), '[]')
  from public.payments as p where p.conversation_id = p_conversation_id
$$;

revoke all on function
  private.payment_rank(text),
  private.payment_json(public.payments),
  private.payment_of(text, text, text, uuid, integer, text),
  private.payment_status(public.payments),
  private.recipients_of_payment(uuid),
  public.apply_payment(text, text, text, integer, text, uuid, text, integer, timestamptz, jsonb),
  public.read_payment_for_mail(text, text),
  public.request_payment(uuid, uuid, uuid, integer, text, text, jsonb, jsonb),
  public.read_requested_payment(uuid),
  public.set_payment_link(uuid, text, text),
  public.list_payments(uuid)
from public, anon, authenticated;
grant execute on function
  private.payment_rank(text),
  private.payment_json(public.payments),
  private.payment_of(text, text, text, uuid, integer, text),
  private.payment_status(public.payments),
  private.recipients_of_payment(uuid),
  public.apply_payment(text, text, text, integer, text, uuid, text, integer, timestamptz, jsonb),
  public.read_payment_for_mail(text, text),
  public.request_payment(uuid, uuid, uuid, integer, text, text, jsonb, jsonb),
  public.read_requested_payment(uuid),
  public.set_payment_link(uuid, text, text),
  public.list_payments(uuid)
to service_role;
