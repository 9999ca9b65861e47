-- Rows as the shapes of server/contracts. SQL-standard bodies are bound at creation, so no search_path can bend them.

create function private.event_json(e public.conversation_events, author_name text) returns jsonb
language sql stable
return jsonb_build_object(
  'kind', e.kind,
  'conversationId', e.conversation_id,
  'seq', e.seq,
  'id', e.id,
  'createdAt', e.created_at,
  'author', jsonb_build_object('id', e.author_id, 'name', author_name, 'side', e.author_side),
  'clientMsgId', e.client_msg_id,
  'body', e.body
);

create function private.person_json(p_profile_id uuid) returns jsonb
language sql stable
return (select jsonb_build_object('id', id, 'name', name) from public.profiles where id = p_profile_id);

-- The service is named in the language of the conversation.
create function private.conversation_json(c public.conversations) returns jsonb
language sql stable
return jsonb_build_object(
  'id', c.id,
  'status', c.status,
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

-- Numbers and stores one message. The caller holds the lock on the conversation's row.
create function private.append_message(
  p_conversation_id uuid, p_author_id uuid, p_author_side text, p_event_id uuid, p_client_msg_id uuid, p_body text
) returns public.conversation_events
language plpgsql set search_path = '' as $$
declare
  v_event public.conversation_events;
  v_seq bigint;
begin
  -- clock_timestamp(), not now(): a send that waited for the lock began before the message it follows.
  update public.conversations set
    head_seq = head_seq + 1,
    preview = left(p_body, 140),
    last_event_at = clock_timestamp(),
    assignee_id = case when p_author_side = 'staff' then coalesce(assignee_id, p_author_id) else assignee_id end
  where id = p_conversation_id
  returning head_seq into v_seq;
  insert into public.conversation_events
    (conversation_id, seq, id, author_id, author_side, client_msg_id, body, created_at)
  values
    (p_conversation_id, v_seq, p_event_id, p_author_id, p_author_side, p_client_msg_id, p_body, clock_timestamp())
  returning * into v_event;
  return v_event;
end
$$;

-- Answers {status: stored | duplicate, event, participants}, or {status: not_found | forbidden | closed}.
create function public.send_message(
  p_conversation_id uuid, p_author_id uuid, p_author_side text, p_event_id uuid, p_client_msg_id uuid, p_body text,
  p_jobs jsonb default '[]'
) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_conversation public.conversations;
  v_event public.conversation_events;
  v_status text := 'stored';
begin
  -- Held to the end of the transaction: commit order of a conversation's events is their number's order.
  select * into v_conversation from public.conversations where id = p_conversation_id for no key update;
  if not found then
    return jsonb_build_object('status', 'not_found');
  end if;
  if not (
    (p_author_side = 'visitor' and v_conversation.visitor_id = p_author_id)
    or (p_author_side = 'staff' and private.is_active_staff(p_author_id))
  ) then
    return jsonb_build_object('status', 'forbidden');
  end if;

  select * into v_event from public.conversation_events
  where conversation_id = p_conversation_id and author_id = p_author_id and client_msg_id = p_client_msg_id;
  if found then
    v_status := 'duplicate';
  elsif v_conversation.status = 'closed' then
    return jsonb_build_object('status', 'closed');
  else
    v_event := private.append_message(
      p_conversation_id, p_author_id, p_author_side, p_event_id, p_client_msg_id, p_body
    );
    perform private.enqueue_jobs(p_jobs);
  end if;

  return jsonb_build_object(
    'status', v_status,
    'event', private.event_json(v_event, (select name from public.profiles where id = p_author_id)),
    'participants', (
      select jsonb_build_object('visitorId', visitor_id, 'assigneeId', assignee_id)
      from public.conversations where id = p_conversation_id
    )
  );
end
$$;

-- Stores visitor, lead, conversation, first message, jobs and audit, all or nothing.
-- Answers {status: started | existing, conversation, visitorId}, or {status: unknown_product | conflict}.
-- A request id is honoured again for 15 minutes, or for its own visitor; else anyone who learns one could
-- take over the conversation: that is 'conflict'.
create function public.start_conversation(
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
    return jsonb_build_object(
      'status', 'existing',
      'conversation', private.conversation_json(v_conversation),
      'visitorId', v_conversation.visitor_id
    );
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

  select * into v_conversation from public.conversations where id = p_conversation_id;
  return jsonb_build_object(
    'status', 'started',
    'conversation', private.conversation_json(v_conversation),
    'visitorId', p_visitor_id
  );
end
$$;

revoke all on function
  private.event_json(public.conversation_events, text),
  private.person_json(uuid),
  private.conversation_json(public.conversations),
  private.append_message(uuid, uuid, text, uuid, uuid, text),
  public.send_message(uuid, uuid, text, uuid, uuid, text, jsonb),
  public.start_conversation(uuid, uuid, uuid, text, text, uuid, uuid, uuid, text, text, text, jsonb, jsonb)
from public, anon, authenticated;
grant execute on function
  private.event_json(public.conversation_events, text),
  private.person_json(uuid),
  private.conversation_json(public.conversations),
  private.append_message(uuid, uuid, text, uuid, uuid, text),
  public.send_message(uuid, uuid, text, uuid, uuid, text, jsonb),
  public.start_conversation(uuid, uuid, uuid, text, text, uuid, uuid, uuid, text, text, text, jsonb, jsonb)
to service_role;
