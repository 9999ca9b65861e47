-- Sending over WhatsApp at most once, and what WhatsApp says became of it. Whoever changes a message holds its contact
-- (see 0024), then the message, then the conversation.

create function private.hold_whatsapp_message(p_id uuid) returns public.whatsapp_messages
language plpgsql set search_path = '' as $$
declare
  v_message public.whatsapp_messages;
begin
  perform from public.whatsapp_contacts
  where id = (select contact_id from public.whatsapp_messages where id = p_id) for no key update;
  select * into v_message from public.whatsapp_messages where id = p_id for update;
  return v_message;
end
$$;

-- Staff see what became of a message by the greater revision of its conversation.
create function private.move_whatsapp_message(
  m public.whatsapp_messages, p_state text, p_error_code integer default null
) returns void
language plpgsql set search_path = '' as $$
begin
  update public.whatsapp_messages set state = p_state, error_code = p_error_code, state_at = clock_timestamp()
  where id = m.id;
  update public.conversations set updated_at = now() where id = m.conversation_id;
end
$$;

-- {state, conversationId, row, epoch}: what to tell the inbox of.
create function private.whatsapp_shape(p_message_id uuid) returns json
language plpgsql stable set search_path = '' as $$
begin
  return (
    select json_build_object(
      'state', m.state,
      'conversationId', m.conversation_id,
      'row', i.shape,
      'epoch', (select epoch from private.epochs)
    )
    from public.whatsapp_messages as m join private.inbox_shapes as i on i.id = m.conversation_id
    where m.id = p_message_id
  );
end
$$;

-- The text waits until the person writes; the template that asks them to goes once in 24 hours at most.
create function private.hold_until_they_write(m public.whatsapp_messages, p_send_job_version integer) returns void
language plpgsql set search_path = '' as $$
declare
  v_template_id uuid := gen_random_uuid();
begin
  perform private.move_whatsapp_message(m, 'held', m.error_code);
  if not exists (
    select from public.whatsapp_messages
    where contact_id = m.contact_id and kind = 'template' and state <> 'failed'
      and created_at > clock_timestamp() - interval '24 hours'
  ) then
    insert into public.whatsapp_messages (id, conversation_id, contact_id, direction, kind, state)
    values (v_template_id, m.conversation_id, m.contact_id, 'out', 'template', 'queued');
    perform private.enqueue_jobs(
      jsonb_build_array(private.whatsapp_send_job(m.conversation_id, v_template_id, p_send_job_version))
    );
  end if;
end
$$;

-- The guard before a call. Answers, with what whatsapp_shape says,
--   {status: send, kind, attempt, tries, waId, userId, body}: `sending` is committed, and this caller (p_claim_id, made
--     for one call and used by nobody else) alone makes the call;
--   {status: wait}: an earlier text of the conversation is on its way (only while p_may_wait);
--   {status: unknown}: somebody made the call and nobody learned its outcome: never again;
--   {status: held}: the person has to write first, and a template may go to ask them to;
--   {status: refused}: WhatsApp refused it for good, under this very job;
--   {status: done}: nothing is left to do;
-- null when there is no such message. A message that was refused may be tried by another job (a redrive).
create function public.claim_whatsapp_send(
  p_message_id uuid, p_job_id uuid, p_claim_id uuid, p_may_wait boolean, p_send_job_version integer
) returns json
language plpgsql set search_path = '' as $$
declare
  v_message public.whatsapp_messages := private.hold_whatsapp_message(p_message_id);
  v_contact public.whatsapp_contacts;
  v_status text;
begin
  if v_message.id is null then
    return null;
  end if;
  select * into v_contact from public.whatsapp_contacts where id = v_message.contact_id;

  if v_message.state = 'sending' and v_message.claim_id = p_claim_id then
    v_status := 'send';
  elsif v_message.state = 'sending' then
    v_status := 'unknown';
    perform private.move_whatsapp_message(v_message, 'unknown');
  elsif v_message.state = 'failed' and v_message.wamid is null and v_message.job_id = p_job_id then
    v_status := 'refused';
  elsif not (v_message.state = 'queued' or (v_message.state = 'failed' and v_message.wamid is null)) then
    v_status := 'done';
  elsif v_message.kind = 'text' and not private.has_whatsapp_window(v_contact) then
    v_status := 'held';
    perform private.hold_until_they_write(v_message, p_send_job_version);
  elsif p_may_wait and exists (
    select from public.whatsapp_messages as earlier
    where earlier.conversation_id = v_message.conversation_id and earlier.kind = 'text'
      and earlier.created_at < v_message.created_at
      and (earlier.state = 'sending' or (earlier.state = 'queued' and earlier.tries = 0))
  ) then
    v_status := 'wait';
  else
    v_status := 'send';
    update public.whatsapp_messages set
      state = 'sending', state_at = clock_timestamp(), error_code = null,
      attempts = attempts + 1, tries = case when job_id = p_job_id then tries else 0 end + 1, job_id = p_job_id,
      claim_id = p_claim_id
    where id = p_message_id
    returning * into v_message;
  end if;

  return (
    select json_build_object(
      'status', v_status,
      'kind', v_message.kind,
      'attempt', v_message.attempts,
      'tries', v_message.tries,
      'waId', v_contact.wa_id,
      'userId', v_contact.user_id,
      'body', (select body from public.conversation_events where id = v_message.event_id),
      'told', private.whatsapp_shape(p_message_id)
    )
  );
end
$$;

-- What came of the call of that attempt: `sent` (with the wamid), `refused` (without effect: queued again, or failed where
-- p_is_final), `limited` (refused without effect, for reasons that are not this message's: the call does not count),
-- `closed` (refused because the person has to write first), `unknown`. A status may have come before.
create function public.settle_whatsapp_send(
  p_message_id uuid, p_attempt integer, p_outcome text, p_send_job_version integer,
  p_wamid text default null, p_error_code integer default null, p_is_final boolean default false
) returns json
language plpgsql set search_path = '' as $$
declare
  v_message public.whatsapp_messages := private.hold_whatsapp_message(p_message_id);
  v_is_open boolean := v_message.state in ('sending', 'unknown');
begin
  if v_message.id is null or v_message.attempts <> p_attempt then
    return null;
  end if;
  if p_outcome = 'sent' then
    update public.whatsapp_messages set wamid = p_wamid
    where id = p_message_id and wamid is null and state not in ('queued', 'held');
    if v_is_open then
      perform private.move_whatsapp_message(v_message, 'sent');
    end if;
  elsif v_message.state = 'sending' then
    v_message.error_code := p_error_code;
    case p_outcome
      when 'unknown' then perform private.move_whatsapp_message(v_message, 'unknown');
      when 'limited' then
        update public.whatsapp_messages set tries = tries - 1 where id = p_message_id;
        perform private.move_whatsapp_message(v_message, 'queued', p_error_code);
      when 'closed' then perform private.hold_until_they_write(v_message, p_send_job_version);
      when 'refused' then
        perform private.move_whatsapp_message(
          v_message, case when p_is_final then 'failed' else 'queued' end, p_error_code
        );
    end case;
  end if;
  return private.whatsapp_shape(p_message_id);
end
$$;

-- Whatever the order of their coming, the same end: sent < failed < delivered < read.
create function private.whatsapp_rank(p_state text) returns integer language sql immutable
return case p_state when 'sent' then 1 when 'failed' then 2 when 'delivered' then 3 when 'read' then 4 else 0 end;

-- A status of WhatsApp's. The message is found by its wamid, or, while we have not learned that, by what we gave the
-- call to carry (p_message_id, p_attempt). A free text that came too late (131047) was never delivered: it is held.
-- Answers {status: applied, readerId, readSeq} with what whatsapp_shape says, {status: unchanged}, or {status: not_ours}.
create function public.apply_whatsapp_status(
  p_wamid text, p_state text, p_send_job_version integer,
  p_message_id uuid default null, p_attempt integer default null, p_error_code integer default null
) returns json
language plpgsql set search_path = '' as $$
declare
  v_id uuid := (select id from public.whatsapp_messages where wamid = p_wamid and direction = 'out');
  v_message public.whatsapp_messages;
  v_reader_id uuid;
  v_read_seq bigint;
begin
  v_message := private.hold_whatsapp_message(coalesce(v_id, p_message_id));
  -- It may have been learned while we waited for the contact.
  if v_message.id is null or v_message.direction = 'in' or (v_message.wamid is distinct from p_wamid and (
    v_message.wamid is not null or v_message.attempts is distinct from p_attempt
    or v_message.state not in ('sending', 'unknown')
  )) then
    return json_build_object('status', 'not_ours');
  end if;
  update public.whatsapp_messages set wamid = p_wamid where id = v_message.id and wamid is null;
  if private.whatsapp_rank(p_state) <= private.whatsapp_rank(v_message.state) then
    return json_build_object('status', 'unchanged');
  end if;

  if p_state = 'failed' and p_error_code = 131047 and v_message.kind = 'text' then
    update public.whatsapp_messages set wamid = null where id = v_message.id;
    v_message.error_code := p_error_code;
    perform private.hold_until_they_write(v_message, p_send_job_version);
  else
    perform private.move_whatsapp_message(v_message, p_state, p_error_code);
  end if;
  if p_state = 'read' and v_message.event_id is not null then
    select e.seq, c.visitor_id into v_read_seq, v_reader_id
    from public.conversation_events as e join public.conversations as c on c.id = e.conversation_id
    where e.id = v_message.event_id;
    insert into public.conversation_members as m (conversation_id, user_id, read_seq, read_at, last_seen_at)
    values (v_message.conversation_id, v_reader_id, v_read_seq, clock_timestamp(), clock_timestamp())
    on conflict (conversation_id, user_id) do update set
      read_seq = excluded.read_seq, read_at = excluded.read_at, last_seen_at = excluded.last_seen_at
    where m.read_seq < excluded.read_seq;
  end if;
  return (
    select json_build_object(
      'status', 'applied',
      'readerId', v_reader_id,
      'readSeq', v_read_seq,
      'told', private.whatsapp_shape(v_message.id)
    )
  );
end
$$;

-- For staff: {phone, windowEndsAt, deliveries: [{messageId, state, errorCode}], reopening}, the last 200 messages of the
-- firm, oldest first; `reopening` is the state of the last template. Null where the conversation is not on WhatsApp.
create function public.read_whatsapp_thread(p_conversation_id uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return (
    select jsonb_build_object(
      'phone', '+' || contact.wa_id,
      'windowEndsAt', contact.last_inbound_at + interval '24 hours',
      'deliveries', (
        select coalesce(jsonb_agg(
          jsonb_build_object(
            'messageId', m.id,
            -- A call lasts seconds: whoever made this one is gone, and no job may have come back to it.
            'state', case
              when m.state = 'sending' and m.state_at < clock_timestamp() - interval '2 minutes' then 'unknown'
              else m.state
            end,
            'errorCode', m.error_code
          ) order by m.created_at
        ), '[]')
        from (
          select * from public.whatsapp_messages
          where conversation_id = c.id and direction = 'out' and kind = 'text'
          order by created_at desc limit 200
        ) as m
      ),
      'reopening', (
        select jsonb_build_object('state', m.state, 'errorCode', m.error_code) from public.whatsapp_messages as m
        where m.contact_id = contact.id and m.kind = 'template' and m.created_at > contact.last_inbound_at
        order by m.created_at desc limit 1
      )
    )
    from public.conversations as c
    join public.whatsapp_contacts as contact on contact.profile_id = c.visitor_id
    where c.id = p_conversation_id and c.channel = 'whatsapp'
  );
end
$$;

revoke all on function
  private.hold_whatsapp_message(uuid),
  private.move_whatsapp_message(public.whatsapp_messages, text, integer),
  private.whatsapp_shape(uuid),
  private.hold_until_they_write(public.whatsapp_messages, integer),
  private.whatsapp_rank(text),
  public.claim_whatsapp_send(uuid, uuid, uuid, boolean, integer),
  public.settle_whatsapp_send(uuid, integer, text, integer, text, integer, boolean),
  public.apply_whatsapp_status(text, text, integer, uuid, integer, integer),
  public.read_whatsapp_thread(uuid)
from public, anon, authenticated;
grant execute on function
  private.hold_whatsapp_message(uuid),
  private.move_whatsapp_message(public.whatsapp_messages, text, integer),
  private.whatsapp_shape(uuid),
  private.hold_until_they_write(public.whatsapp_messages, integer),
  private.whatsapp_rank(text),
  public.claim_whatsapp_send(uuid, uuid, uuid, boolean, integer),
  public.settle_whatsapp_send(uuid, integer, text, integer, text, integer, boolean),
  public.apply_whatsapp_status(text, text, integer, uuid, integer, integer),
  public.read_whatsapp_thread(uuid)
to service_role;
