-- Conversations that are held over WhatsApp: who writes there, what was sent there, and what became of it.
alter table public.conversations add column channel text not null default 'site' check (channel in ('site', 'whatsapp'));

-- People as WhatsApp knows them: by a number, by an id that holds within this business alone, or by both.
create table public.whatsapp_contacts (
  id uuid primary key default gen_random_uuid(),
  profile_id uuid not null unique references public.profiles (id),
  wa_id text check (wa_id ~ '^\d{5,20}$'),
  phone_key text check (phone_key ~ '^\d{5,20}$'),
  user_id text check (char_length(user_id) between 1 and 200),
  last_inbound_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  check ((wa_id is null) = (phone_key is null)),
  check (wa_id is not null or user_id is not null)
);
-- Partial, so that learning a number or an id is no change of a key: who stores a message of the contact waits for none.
create unique index whatsapp_contacts_phone_key on public.whatsapp_contacts (phone_key) where phone_key is not null;
create unique index whatsapp_contacts_user_id_key on public.whatsapp_contacts (user_id) where user_id is not null;
create trigger set_updated_at before update on public.whatsapp_contacts
  for each row execute function private.set_updated_at();
call private.seal('public.whatsapp_contacts');
comment on column public.whatsapp_contacts.wa_id is 'Digits as WhatsApp writes them, where an answer goes: a Brazilian one may lack the ninth digit';
comment on column public.whatsapp_contacts.phone_key is 'The same number with its ninth digit: one person, however it is written';
comment on column public.whatsapp_contacts.last_inbound_at is 'When they last wrote: free text may follow for 24 hours';

-- queued → sending → sent → delivered → read. `sending` is committed before the call, and a call whose outcome nobody
-- learned makes it `unknown`: such a message is never sent again by itself. `held` waits for the person to write.
create table public.whatsapp_messages (
  id uuid primary key,
  conversation_id uuid not null references public.conversations (id),
  contact_id uuid not null references public.whatsapp_contacts (id),
  event_id uuid unique references public.conversation_events (id),
  direction text not null check (direction in ('in', 'out')),
  kind text not null check (kind in ('text', 'template')),
  state text not null check (state in (
    'received', 'queued', 'held', 'sending', 'unknown', 'sent', 'failed', 'delivered', 'read'
  )),
  wamid text unique check (char_length(wamid) between 1 and 500),
  -- Numbers the calls and never falls: each carries its own, and WhatsApp's answers name it.
  attempts integer not null default 0 check (attempts >= 0),
  -- Calls of the present job; another one may try what that one gave up.
  tries integer not null default 0 check (tries between 0 and attempts),
  job_id uuid,
  -- Who holds the right to make the present call: the same may ask again when the answer was lost.
  claim_id uuid,
  error_code integer,
  state_at timestamptz not null default now(),
  created_at timestamptz not null default clock_timestamp(),
  check ((direction = 'in') = (state = 'received')),
  check ((kind = 'text') = (event_id is not null))
);
create index whatsapp_messages_conversation_idx on public.whatsapp_messages (conversation_id, created_at);
create index whatsapp_messages_contact_idx on public.whatsapp_messages (contact_id, created_at);
call private.seal('public.whatsapp_messages');
comment on column public.whatsapp_messages.id is 'The event''s id; a template, which is no event, has one of its own';

-- The channel joins what lists, pages and mails show. Bodies only: their results keep their types.
create or replace view private.inbox_shapes with (security_invoker = true) as
select
  c.id,
  json_build_object(
    'id', c.id,
    'status', c.status,
    'channel', c.channel,
    'headSeq', c.head_seq,
    'preview', c.preview,
    'createdAt', c.created_at,
    'lastEventAt', c.last_event_at,
    'visitor', json_build_object('id', c.visitor_id, 'name', visitor.name),
    'assignee', case when c.assignee_id is not null
      then json_build_object('id', c.assignee_id, 'name', assignee.name)
    end,
    'product', case when c.product_id is not null
      then json_build_object(
        'slug', product.slug, 'name', coalesce(product.translations -> c.locale ->> 'name', product.name)
      )
    end,
    'revision', c.revision
  ) as shape
from public.conversations as c
join public.profiles as visitor on visitor.id = c.visitor_id
left join public.profiles as assignee on assignee.id = c.assignee_id
left join public.products as product on product.id = c.product_id;

create or replace function private.conversation_json(c public.conversations) returns jsonb
language sql stable
return jsonb_build_object(
  'id', c.id,
  'status', c.status,
  'channel', c.channel,
  'headSeq', c.head_seq,
  'preview', c.preview,
  'createdAt', c.created_at,
  'lastEventAt', c.last_event_at,
  'visitor', private.person_json(c.visitor_id),
  'assignee', private.person_json(c.assignee_id),
  'product', (
    select jsonb_build_object('slug', slug, 'name', coalesce(translations -> c.locale ->> 'name', name))
    from public.products where id = c.product_id
  )
);

create or replace function public.read_conversation_for_mail(p_conversation_id uuid) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'conversationId', c.id,
    'channel', c.channel,
    'visitorName', visitor.name,
    'visitorEmail', visitor.email,
    'productName', (
      select coalesce(translations -> c.locale ->> 'name', name) from public.products where id = c.product_id
    ),
    'firstMessage', first_event.body,
    'locale', c.locale,
    'createdAt', c.created_at
  )
  from public.conversations as c
  join public.profiles as visitor on visitor.id = c.visitor_id
  join public.conversation_events as first_event on first_event.conversation_id = c.id and first_event.seq = 1
  where c.id = p_conversation_id
$$;

-- As 0014 has it, and: jobs with `onlyChannel` are those of a conversation on that channel, and what staff write over
-- WhatsApp is noted there as waiting to be sent.
create or replace function public.send_message_v2(
  p_conversation_id uuid, p_author_id uuid, p_author_side text, p_event_id uuid, p_client_msg_id uuid, p_body text,
  p_jobs jsonb default '[]'
) returns json
language plpgsql set search_path = '' as $$
declare
  v_conversation public.conversations;
  v_event public.conversation_events;
  v_status text := 'stored';
begin
  -- Held to the end of the transaction: commit order of a conversation's events is their number's order.
  select * into v_conversation from public.conversations where id = p_conversation_id for no key update;
  if not found then
    return json_build_object('status', 'not_found');
  end if;
  if not (
    (p_author_side = 'visitor' and v_conversation.visitor_id = p_author_id)
    or (p_author_side = 'staff' and private.is_active_staff(p_author_id))
  ) then
    return json_build_object('status', 'forbidden');
  end if;

  select * into v_event from public.conversation_events
  where conversation_id = p_conversation_id and author_id = p_author_id and client_msg_id = p_client_msg_id;
  if found then
    v_status := 'duplicate';
  elsif v_conversation.status = 'closed' then
    return json_build_object('status', 'closed');
  else
    v_event := private.append_message(
      p_conversation_id, p_author_id, p_author_side, p_event_id, p_client_msg_id, p_body
    );
    if p_author_side = 'staff' then
      v_conversation.assignee_id := coalesce(v_conversation.assignee_id, p_author_id);
      select coalesce(jsonb_agg(job order by place), '[]') into p_jobs
      from jsonb_array_elements(p_jobs) with ordinality as given (job, place)
      where coalesce(job ->> 'onlyChannel', v_conversation.channel) = v_conversation.channel;
      if v_conversation.channel = 'whatsapp' then
        insert into public.whatsapp_messages (id, conversation_id, contact_id, event_id, direction, kind, state)
        select p_event_id, p_conversation_id, id, p_event_id, 'out', 'text', 'queued'
        from public.whatsapp_contacts where profile_id = v_conversation.visitor_id;
      end if;
    end if;
    perform private.enqueue_jobs(p_jobs);
  end if;

  return (
    select json_build_object(
      'status', v_status,
      'event', private.event_shape(v_event, author.name),
      'participants', json_build_object(
        'visitorId', v_conversation.visitor_id, 'assigneeId', v_conversation.assignee_id
      ),
      'row', i.shape,
      'epoch', (select epoch from private.epochs)
    )
    from public.profiles as author, private.inbox_shapes as i
    where author.id = p_author_id and i.id = p_conversation_id
  );
end
$$;
