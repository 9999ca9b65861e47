-- What people write over WhatsApp becomes messages of a conversation.

-- Free text may go: the person wrote within 24 hours.
create function private.has_whatsapp_window(c public.whatsapp_contacts) returns boolean
language plpgsql stable set search_path = '' as $$
begin
  return coalesce(c.last_inbound_at > clock_timestamp() - interval '24 hours', false);
end
$$;

-- The job 'whatsapp-send' of server/contracts/jobs.ts, of the version that the caller's release writes.
create function private.whatsapp_send_job(p_conversation_id uuid, p_message_id uuid, p_send_job_version integer)
returns jsonb
language plpgsql set search_path = '' as $$
begin
  return jsonb_build_object(
    'id', gen_random_uuid(),
    'name', 'whatsapp-send',
    'version', p_send_job_version,
    'payload', jsonb_build_object('conversationId', p_conversation_id, 'messageId', p_message_id)
  );
end
$$;

-- What waited for the person to write is queued again, each with a job of its own.
create function private.release_held_whatsapp(p_conversation_id uuid, p_send_job_version integer) returns void
language plpgsql set search_path = '' as $$
declare
  v_jobs jsonb;
begin
  with released as (
    update public.whatsapp_messages set state = 'queued', state_at = clock_timestamp(), tries = 0
    where conversation_id = p_conversation_id and state = 'held'
    returning id, created_at
  )
  select coalesce(
    jsonb_agg(private.whatsapp_send_job(p_conversation_id, id, p_send_job_version) order by created_at), '[]'
  ) into v_jobs from released;
  perform private.enqueue_jobs(v_jobs);
end
$$;

-- Finds or makes the contact, and holds it to the end of the transaction: whoever works on a contact, its messages or
-- their states takes this lock first, so none of them waits for another in a circle.
-- A number that now comes with another id has a new owner: the old contact loses it, and no conversation changes hands.
create function private.take_whatsapp_contact(
  p_wa_id text, p_phone_key text, p_user_id text, p_name text, p_visitor_id uuid
) returns public.whatsapp_contacts
language plpgsql set search_path = '' as $$
declare
  v_contact public.whatsapp_contacts;
begin
  -- Two first messages of one person at once: the second waits here and then finds the first one's rows.
  perform pg_advisory_xact_lock(hashtextextended('whatsapp_phone:' || p_phone_key, 0)) where p_phone_key is not null;
  perform pg_advisory_xact_lock(hashtextextended('whatsapp_user:' || p_user_id, 0)) where p_user_id is not null;

  select * into v_contact from public.whatsapp_contacts where user_id = p_user_id for no key update;
  if not found then
    select * into v_contact from public.whatsapp_contacts where phone_key = p_phone_key for no key update;
    if found and v_contact.user_id <> p_user_id then
      update public.whatsapp_contacts set wa_id = null, phone_key = null where id = v_contact.id;
      v_contact := null;
    end if;
  end if;

  if v_contact.id is null then
    insert into public.profiles (id, role, name) values (p_visitor_id, 'visitor', p_name);
    insert into public.whatsapp_contacts (profile_id, wa_id, phone_key, user_id)
    values (p_visitor_id, p_wa_id, p_phone_key, p_user_id)
    returning * into v_contact;
  else
    update public.whatsapp_contacts as c set
      user_id = coalesce(c.user_id, p_user_id),
      wa_id = case when phone.is_free then p_wa_id else c.wa_id end,
      phone_key = case when phone.is_free then p_phone_key else c.phone_key end
    from (
      select p_phone_key is not null and not exists (
        select from public.whatsapp_contacts as other where other.phone_key = p_phone_key and other.id <> v_contact.id
      ) as is_free
    ) as phone
    where c.id = v_contact.id
    returning c.* into v_contact;
  end if;
  return v_contact;
end
$$;

-- Stores what a person wrote: contact, visitor, lead and conversation where they are missing, the message (several
-- events where it is longer than one may be), jobs and audit, all or nothing, once per wamid. p_events is
-- [{id, clientMsgId, body}]; p_start_jobs are enqueued with a new conversation, p_jobs otherwise, and the conversation's
-- id is put into the payload of each. What was held for this moment is queued again.
-- Answers {status: started | stored | duplicate, conversationId, visitorId, events, row, epoch}.
create function public.receive_whatsapp_message(
  p_wamid text, p_sent_at timestamptz, p_name text, p_events jsonb, p_conversation_id uuid, p_visitor_id uuid,
  p_lead_id uuid, p_send_job_version integer, p_wa_id text default null, p_phone_key text default null,
  p_user_id text default null, p_start_jobs jsonb default '[]', p_jobs jsonb default '[]', p_audit jsonb default null
) returns json
language plpgsql set search_path = '' as $$
declare
  v_contact public.whatsapp_contacts;
  v_conversation public.conversations;
  v_given jsonb;
  v_status text := 'stored';
begin
  v_contact := private.take_whatsapp_contact(p_wa_id, p_phone_key, p_user_id, p_name, p_visitor_id);
  select c.* into v_conversation
  from public.whatsapp_messages as m join public.conversations as c on c.id = m.conversation_id
  where m.wamid = p_wamid;
  if found then
    v_status := 'duplicate';
  else
    select * into v_conversation from public.conversations
    where visitor_id = v_contact.profile_id and channel = 'whatsapp' and status = 'open'
    order by last_event_at desc limit 1 for no key update;
    if not found then
      v_status := 'started';
      -- Nobody may start a conversation of the site with this request id.
      insert into public.conversations (id, request_id, visitor_id, locale, channel)
      values (p_conversation_id, gen_random_uuid(), v_contact.profile_id, 'pt-BR', 'whatsapp')
      returning * into v_conversation;
      insert into public.leads (id, visitor_id, conversation_id, name, phone, source)
      select p_lead_id, id, p_conversation_id, name, '+' || v_contact.wa_id, 'whatsapp'
      from public.profiles where id = v_contact.profile_id;
      perform private.write_audit(
        p_audit || jsonb_build_object('actorId', v_contact.profile_id), 'conversation', p_conversation_id::text
      );
    end if;

    for v_given in select value from jsonb_array_elements(p_events) loop
      perform private.append_message(
        v_conversation.id, v_contact.profile_id, 'visitor',
        (v_given ->> 'id')::uuid, (v_given ->> 'clientMsgId')::uuid, v_given ->> 'body'
      );
    end loop;
    insert into public.whatsapp_messages (id, conversation_id, contact_id, event_id, direction, kind, state, wamid)
    select event_id, v_conversation.id, v_contact.id, event_id, 'in', 'text', 'received', p_wamid
    from (select (p_events -> 0 ->> 'id')::uuid as event_id) as first_event;
    update public.whatsapp_contacts
    set last_inbound_at = greatest(last_inbound_at, least(p_sent_at, clock_timestamp()))
    where id = v_contact.id
    returning * into v_contact;
    perform private.enqueue_jobs((
      select coalesce(
        jsonb_agg(jsonb_set(job, '{payload,conversationId}', to_jsonb(v_conversation.id)) order by place), '[]'
      )
      from jsonb_array_elements(case v_status when 'started' then p_start_jobs else p_jobs end)
        with ordinality as given (job, place)
    ));
    if private.has_whatsapp_window(v_contact) then
      perform private.release_held_whatsapp(v_conversation.id, p_send_job_version);
    end if;
  end if;

  return (
    select json_build_object(
      'status', v_status,
      'conversationId', v_conversation.id,
      'visitorId', v_contact.profile_id,
      'events', (
        select coalesce(json_agg(private.event_shape(e, author.name) order by e.seq), '[]')
        from jsonb_array_elements(p_events) as given
        join public.conversation_events as e
          on e.conversation_id = v_conversation.id and e.client_msg_id = (given ->> 'clientMsgId')::uuid
        join public.profiles as author on author.id = e.author_id
      ),
      'row', i.shape,
      'epoch', (select epoch from private.epochs)
    )
    from private.inbox_shapes as i where i.id = v_conversation.id
  );
end
$$;

revoke all on function
  private.has_whatsapp_window(public.whatsapp_contacts),
  private.whatsapp_send_job(uuid, uuid, integer),
  private.release_held_whatsapp(uuid, integer),
  private.take_whatsapp_contact(text, text, text, text, uuid),
  public.receive_whatsapp_message(
    text, timestamptz, text, jsonb, uuid, uuid, uuid, integer, text, text, text, jsonb, jsonb, jsonb
  )
from public, anon, authenticated;
grant execute on function
  private.has_whatsapp_window(public.whatsapp_contacts),
  private.whatsapp_send_job(uuid, uuid, integer),
  private.release_held_whatsapp(uuid, integer),
  private.take_whatsapp_contact(text, text, text, text, uuid),
  public.receive_whatsapp_message(
    text, timestamptz, text, jsonb, uuid, uuid, uuid, integer, text, text, text, jsonb, jsonb, jsonb
  )
to service_role;
