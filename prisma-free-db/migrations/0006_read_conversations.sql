create function public.find_conversation(p_id uuid) returns jsonb language sql stable set search_path = '' as $$
  select private.conversation_json(c) from public.conversations as c where c.id = p_id
$$;

-- Newest first.
create function public.list_conversations_of_visitor(p_visitor_id uuid, p_limit integer) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(private.conversation_json(c) order by c.last_event_at desc, c.id), '[]')
  from (
    select * from public.conversations where visitor_id = p_visitor_id
    order by last_event_at desc, id limit p_limit
  ) as c
$$;

create function public.list_open_conversations(p_limit integer) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(private.conversation_json(c) order by c.last_event_at desc, c.id), '[]')
  from (
    select * from public.conversations where status = 'open'
    order by last_event_at desc, id limit p_limit
  ) as c
$$;

-- Events after a position, ascending.
create function public.list_events(p_conversation_id uuid, p_after_seq bigint, p_limit integer) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(private.event_json(e, p.name) order by e.seq), '[]')
  from (
    select * from public.conversation_events
    where conversation_id = p_conversation_id and seq > p_after_seq
    order by seq limit p_limit
  ) as e
  join public.profiles as p on p.id = e.author_id
$$;

-- The newest events before a position (all, without one), ascending.
create function public.list_events_before(p_conversation_id uuid, p_limit integer, p_before_seq bigint default null)
returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(private.event_json(e, p.name) order by e.seq), '[]')
  from (
    select * from public.conversation_events
    where conversation_id = p_conversation_id
      and seq < coalesce(p_before_seq, 9223372036854775807)
    order by seq desc limit p_limit
  ) as e
  join public.profiles as p on p.id = e.author_id
$$;

-- Number of the last event; null when there is no such conversation.
create function public.read_head(p_conversation_id uuid) returns bigint language sql stable set search_path = '' as $$
  select head_seq from public.conversations where id = p_conversation_id
$$;

create function public.read_conversation_for_mail(p_conversation_id uuid) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'conversationId', c.id,
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

-- Whose lists show an event: the visitor's and those of all active staff, the author's other windows included.
create function public.read_message_recipients(p_conversation_id uuid, p_event_id uuid) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'conversationId', c.id,
    'headSeq', c.head_seq,
    'recipientIds', (
      select coalesce(jsonb_agg(p.id order by p.id), '[]')
      from public.profiles as p
      where p.id = c.visitor_id or (p.is_active and p.role in ('attendant', 'lawyer', 'admin'))
    )
  )
  from public.conversations as c
  join public.conversation_events as e on e.conversation_id = c.id
  where c.id = p_conversation_id and e.id = p_event_id
$$;

revoke all on function
  public.find_conversation(uuid),
  public.list_conversations_of_visitor(uuid, integer),
  public.list_open_conversations(integer),
  public.list_events(uuid, bigint, integer),
  public.list_events_before(uuid, integer, bigint),
  public.read_head(uuid),
  public.read_conversation_for_mail(uuid),
  public.read_message_recipients(uuid, uuid)
from public, anon, authenticated;
grant execute on function
  public.find_conversation(uuid),
  public.list_conversations_of_visitor(uuid, integer),
  public.list_open_conversations(integer),
  public.list_events(uuid, bigint, integer),
  public.list_events_before(uuid, integer, bigint),
  public.read_head(uuid),
  public.read_conversation_for_mail(uuid),
  public.read_message_recipients(uuid, uuid)
to service_role;
