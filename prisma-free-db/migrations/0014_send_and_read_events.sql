-- Sending also advances the author's read mark, and answers what the inbox shows and the epoch of the number.
--
-- Events become json, which is text put together once: reading two hundred costs half of what it does as jsonb. A
-- function cannot change its result under those who have prepared a call of it, so the new ones have new names. Those
-- of the release before (send_message, list_events, list_events_before, event_json) stay until the next.

create function private.event_shape(e public.conversation_events, author_name text) returns json
language sql stable
return json_build_object(
  'kind', e.kind,
  'conversationId', e.conversation_id,
  'seq', e.seq,
  'id', e.id,
  'createdAt', e.created_at,
  'author', json_build_object('id', e.author_id, 'name', author_name, 'side', e.author_side),
  'clientMsgId', e.client_msg_id,
  'body', e.body
);

-- Events after a position, ascending.
create function public.list_events_v2(p_conversation_id uuid, p_after_seq bigint, p_limit integer) returns json
language sql stable set search_path = '' as $$
  select coalesce(json_agg(private.event_shape(e, p.name) order by e.seq), '[]')
  from (
    select * from public.conversation_events
    where conversation_id = p_conversation_id and seq > p_after_seq
    order by seq limit p_limit
  ) as e
  join public.profiles as p on p.id = e.author_id
$$;

-- The newest events before a position (all, without one), ascending.
create function public.list_events_before_v2(p_conversation_id uuid, p_limit integer, p_before_seq bigint default null)
returns json
language sql stable set search_path = '' as $$
  select coalesce(json_agg(private.event_shape(e, p.name) order by e.seq), '[]')
  from (
    select * from public.conversation_events
    where conversation_id = p_conversation_id
      and seq < coalesce(p_before_seq, 9223372036854775807)
    order by seq desc limit p_limit
  ) as e
  join public.profiles as p on p.id = e.author_id
$$;

-- What a send calls is PL/pgSQL, whose plans live as long as the connection: before Postgres 18 an SQL function is
-- planned anew in each transaction, which made a send cost twice as much.
create or replace function private.enqueue_jobs(p_jobs jsonb) returns void language plpgsql set search_path = '' as $$
begin
  insert into public.outbox (id, name, version, payload)
  select (job ->> 'id')::uuid, job ->> 'name', (job ->> 'version')::integer, job -> 'payload'
  from jsonb_array_elements(p_jobs) as job;
end
$$;

create or replace function private.is_active_staff(p_profile_id uuid) returns boolean
language plpgsql stable set search_path = '' as $$
begin
  return exists (
    select from public.profiles
    where id = p_profile_id and is_active and role in ('attendant', 'lawyer', 'admin')
  );
end
$$;

-- Numbers and stores one message, in one statement. The caller holds the lock on the conversation's row.
create or replace function private.append_message(
  p_conversation_id uuid, p_author_id uuid, p_author_side text, p_event_id uuid, p_client_msg_id uuid, p_body text
) returns public.conversation_events
language plpgsql set search_path = '' as $$
declare
  v_event public.conversation_events;
begin
  -- clock_timestamp(), not now(): a send that waited for the lock began before the message it follows.
  with moved as (
    update public.conversations set
      head_seq = head_seq + 1,
      preview = left(p_body, 140),
      last_event_at = clock_timestamp(),
      assignee_id = case when p_author_side = 'staff' then coalesce(assignee_id, p_author_id) else assignee_id end
    where id = p_conversation_id
    returning head_seq, last_event_at
  ), marked as (
    insert into public.conversation_members (conversation_id, user_id, read_seq, read_at, last_seen_at)
    select p_conversation_id, p_author_id, head_seq, last_event_at, last_event_at from moved
    on conflict (conversation_id, user_id) do update set
      read_seq = excluded.read_seq, read_at = excluded.read_at, last_seen_at = excluded.last_seen_at
  )
  insert into public.conversation_events
    (conversation_id, seq, id, author_id, author_side, client_msg_id, body, created_at)
  select p_conversation_id, head_seq, p_event_id, p_author_id, p_author_side, p_client_msg_id, p_body, last_event_at
  from moved
  returning * into v_event;
  return v_event;
end
$$;

-- Answers {status: stored | duplicate, event, participants, row, epoch}, or {status: not_found | forbidden | closed}.
create function public.send_message_v2(
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
    perform private.enqueue_jobs(p_jobs);
    if p_author_side = 'staff' then
      v_conversation.assignee_id := coalesce(v_conversation.assignee_id, p_author_id);
    end if;
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

create function private.started_shape(p_status text, p_conversation_id uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return (
    select jsonb_build_object(
      'status', p_status,
      'conversation', i.shape,
      'visitorId', author.id,
      'event', private.event_shape(e, author.name),
      'row', i.shape,
      'epoch', (select epoch from private.epochs)
    )
    from private.inbox_shapes as i
    join public.conversation_events as e on e.conversation_id = i.id and e.seq = 1
    join public.profiles as author on author.id = e.author_id
    where i.id = p_conversation_id
  );
end
$$;

-- Stores visitor, lead, conversation, first message, jobs and audit, all or nothing.
-- Answers {status: started | existing, conversation, visitorId, event, row, epoch}, or
-- {status: unknown_product | conflict}.
-- A request id is honoured again for 15 minutes, or for its own visitor; else anyone who learns one could
-- take over the conversation: that is 'conflict'.
create or replace function public.start_conversation(
  p_conversation_id uuid, p_request_id uuid, p_visitor_id uuid, p_visitor_name text, p_locale text, p_lead_id uuid,
  p_event_id uuid, p_client_msg_id uuid, p_body text,
  p_visitor_email text default null, p_product_slug text default null, p_jobs jsonb default '[]',
  p_audit jsonb default null
) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_conversation public.conversations;
  v_product_id uuid;
begin
  -- Two attempts of one request at once: the second waits here and then finds the first one's rows.
  perform pg_advisory_xact_lock(hashtextextended('start_conversation:' || p_request_id, 0));
  select * into v_conversation from public.conversations where request_id = p_request_id;
  if found then
    if v_conversation.visitor_id <> p_visitor_id and v_conversation.created_at < now() - interval '15 minutes' then
      return jsonb_build_object('status', 'conflict');
    end if;
    return private.started_shape('existing', v_conversation.id);
  end if;

  if p_product_slug is not null then
    select id into v_product_id from public.products where slug = p_product_slug and is_active;
    if not found then
      return jsonb_build_object('status', 'unknown_product');
    end if;
  end if;

  insert into public.profiles as p (id, role, name, email)
  values (p_visitor_id, 'visitor', p_visitor_name, p_visitor_email)
  on conflict (id) do update set name = excluded.name, email = coalesce(excluded.email, p.email)
  where p.role = 'visitor';
  insert into public.conversations (id, request_id, visitor_id, product_id, locale)
  values (p_conversation_id, p_request_id, p_visitor_id, v_product_id, p_locale);
  insert into public.leads (id, visitor_id, conversation_id, product_id, name, email)
  values (p_lead_id, p_visitor_id, p_conversation_id, v_product_id, p_visitor_name, p_visitor_email);
  perform private.append_message(
    p_conversation_id, p_visitor_id, 'visitor', p_event_id, p_client_msg_id, p_body
  );
  perform private.enqueue_jobs(p_jobs);
  perform private.write_audit(p_audit, 'conversation', p_conversation_id::text);
  return private.started_shape('started', p_conversation_id);
end
$$;

revoke all on function
  private.event_shape(public.conversation_events, text),
  private.started_shape(text, uuid),
  public.list_events_v2(uuid, bigint, integer),
  public.list_events_before_v2(uuid, integer, bigint),
  public.send_message_v2(uuid, uuid, text, uuid, uuid, text, jsonb)
from public, anon, authenticated;
grant execute on function
  private.event_shape(public.conversation_events, text),
  private.started_shape(text, uuid),
  public.list_events_v2(uuid, bigint, integer),
  public.list_events_before_v2(uuid, integer, bigint),
  public.send_message_v2(uuid, uuid, text, uuid, uuid, text, jsonb)
to service_role;
