-- Which conversations a lawyer sees: those that they were ever assigned, or have written in. Attendants and admins are
-- the front desk and see all; the visitor sees their own. The column travels with the row and its revision, so whoever
-- keeps a copy of the row knows without another question who may see it, and a send pays for no look-up.
alter table public.conversations add column staff_ids uuid[] not null default '{}';
comment on column public.conversations.staff_ids is
  'Staff who were ever assigned or have written, in the order of it; only grows';

-- An update of assignee_id that names nobody new costs the comparison alone.
create function private.note_assignee() returns trigger language plpgsql set search_path = '' as $$
begin
  new.staff_ids := new.staff_ids || new.assignee_id;
  return new;
end
$$;
revoke all on function private.note_assignee() from public;
create trigger note_assignee before insert or update of assignee_id on public.conversations
  for each row when (new.assignee_id is not null and new.assignee_id <> all (new.staff_ids))
  execute function private.note_assignee();

update public.conversations as c set staff_ids = array(
  select author_id from public.conversation_events where conversation_id = c.id and author_side = 'staff'
  union
  select c.assignee_id where c.assignee_id is not null
  union
  select (details ->> 'to')::uuid from public.audit_log
  where subject_type = 'conversation' and subject_id = c.id::text and action = 'conversation.assign'
    and details ->> 'to' is not null
  order by 1
);

-- The cache keeps who takes part, too. Named are the columns that statements set: a trigger sets staff_ids besides.
drop trigger log_readers on public.conversations;
create trigger log_readers after update of visitor_id, assignee_id, staff_ids on public.conversations
  for each row when (old.visitor_id is distinct from new.visitor_id or old.staff_ids is distinct from new.staff_ids)
  execute function private.log_conversation_readers();

-- Whether somebody may read and write there on that side. server/trpc/middleware/member-of.ts asks the same of sessions.
create function private.may_take_part(p_conversation public.conversations, p_user_id uuid, p_side text) returns boolean
language plpgsql stable set search_path = '' as $$
begin
  if p_side = 'visitor' then
    return p_conversation.visitor_id = p_user_id;
  end if;
  return p_side = 'staff' and exists (
    select from public.profiles
    where id = p_user_id and is_active and (
      role in ('attendant', 'admin') or (role = 'lawyer' and id = any (p_conversation.staff_ids))
    )
  );
end
$$;

-- The active staff who may be told of it.
create function private.staff_of(p_conversation public.conversations) returns uuid[]
language plpgsql stable set search_path = '' as $$
begin
  return array(
    select id from public.profiles
    where is_active and (
      role in ('attendant', 'admin') or (role = 'lawyer' and id = any (p_conversation.staff_ids))
    )
  );
end
$$;

-- {visitorId, staffIds}: what decides who takes part; null when there is no such conversation.
create function public.read_conversation_readers(p_conversation_id uuid) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('visitorId', visitor_id, 'staffIds', staff_ids)
  from public.conversations where id = p_conversation_id
$$;

-- Open ones that this member of staff takes part in, newest first.
create function public.list_conversations_of_staff(p_staff_id uuid, p_limit integer) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(private.conversation_json(c) order by c.last_event_at desc, c.id), '[]')
  from (
    select * from public.conversations where status = 'open' and p_staff_id = any (staff_ids)
    order by last_event_at desc, id limit p_limit
  ) as c
$$;

-- As 0018 has it, and who takes part.
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
    'revision', c.revision,
    'staffIds', c.staff_ids
  ) as shape
from public.conversations as c
join public.profiles as visitor on visitor.id = c.visitor_id
left join public.profiles as assignee on assignee.id = c.assignee_id
left join public.products as product on product.id = c.product_id;

-- As 0013 has it; of those that the reader takes part in alone, where p_is_own says so.
create function public.list_inbox_v2(p_user_id uuid, p_view text, p_limit integer, p_is_own boolean) returns json
language sql stable set search_path = '' as $$
  select coalesce(json_agg(
    json_build_object('row', i.shape, 'readSeq', coalesce(m.read_seq, 0)) order by page.last_event_at desc, page.id
  ), '[]')
  from (
    select id, last_event_at from public.conversations
    where status = 'open' and (not p_is_own or p_user_id = any (staff_ids)) and case p_view
      when 'all' then true
      when 'mine' then assignee_id = p_user_id
      when 'unassigned' then assignee_id is null
      else false
    end
    order by last_event_at desc, id limit p_limit
  ) as page
  join private.inbox_shapes as i on i.id = page.id
  left join public.conversation_members as m on m.conversation_id = page.id and m.user_id = p_user_id
$$;

-- As 0014 has it, and staff who write take part from then on.
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
      assignee_id = case when p_author_side = 'staff' then coalesce(assignee_id, p_author_id) else assignee_id end,
      staff_ids = case
        when p_author_side = 'staff' and p_author_id <> all (staff_ids) then staff_ids || p_author_id else staff_ids
      end
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

-- As 0018 has it, for those who take part.
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
  if not private.may_take_part(v_conversation, p_author_id, p_author_side) then
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

-- As 0012 has it, for those who take part.
create or replace function public.mark_read(p_conversation_id uuid, p_user_id uuid, p_side text, p_seq bigint) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_conversation public.conversations;
  v_seq bigint;
  v_status text := 'unchanged';
begin
  select * into v_conversation from public.conversations where id = p_conversation_id;
  if not found then
    return jsonb_build_object('status', 'not_found');
  end if;
  if not private.may_take_part(v_conversation, p_user_id, p_side) then
    return jsonb_build_object('status', 'forbidden');
  end if;

  insert into public.conversation_members as m (conversation_id, user_id, read_seq, read_at, last_seen_at)
  select p_conversation_id, p_user_id, least(p_seq, v_conversation.head_seq), clock_timestamp(), clock_timestamp()
  where p_seq > 0
  on conflict (conversation_id, user_id) do update set
    read_seq = excluded.read_seq, read_at = excluded.read_at, last_seen_at = excluded.last_seen_at
  where m.read_seq < excluded.read_seq
  returning m.read_seq into v_seq;
  if found then
    v_status := 'marked';
  else
    select coalesce(max(read_seq), 0) into v_seq from public.conversation_members
    where conversation_id = p_conversation_id and user_id = p_user_id;
  end if;
  -- Also where the mark was there already: who answers has read up to the answer, but told nobody of it.
  return jsonb_build_object(
    'status', v_status,
    'readSeq', v_seq,
    'notifications', private.read_notifications_about(p_user_id, p_conversation_id, v_seq)
  );
end
$$;

-- As 0013 has it, for those who take part; whom it is given to takes part from then on.
create or replace function public.assign_conversation(
  p_conversation_id uuid, p_actor_id uuid, p_assignee_id uuid default null, p_jobs jsonb default '[]',
  p_audit jsonb default null
) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_conversation public.conversations;
  v_status text := 'unchanged';
  v_notified jsonb := '[]';
begin
  select * into v_conversation from public.conversations where id = p_conversation_id for no key update;
  if not found then
    return jsonb_build_object('status', 'not_found');
  elsif not private.may_take_part(v_conversation, p_actor_id, 'staff') then
    return jsonb_build_object('status', 'forbidden');
  elsif v_conversation.status = 'closed' then
    return jsonb_build_object('status', 'closed');
  elsif p_assignee_id is not null and not private.is_active_staff(p_assignee_id) then
    return jsonb_build_object('status', 'unknown_assignee');
  end if;

  if v_conversation.assignee_id is distinct from p_assignee_id then
    v_status := 'assigned';
    update public.conversations set assignee_id = p_assignee_id where id = p_conversation_id;
    perform private.enqueue_jobs(p_jobs);
    perform private.write_audit(
      p_audit, 'conversation', p_conversation_id::text,
      jsonb_build_object('from', v_conversation.assignee_id, 'to', p_assignee_id)
    );
    -- Who takes a conversation needs not be told.
    if p_assignee_id <> p_actor_id then
      v_notified := private.notify(
        array[p_assignee_id], 'assignment', gen_random_uuid(), p_conversation_id, p_actor_id
      );
    end if;
  end if;
  return jsonb_build_object(
    'status', v_status,
    'epoch', (select epoch from private.epochs),
    'row', (select shape from private.inbox_shapes where id = p_conversation_id),
    'notified', v_notified
  );
end
$$;

-- As 0017 has it, for those who take part: {status: forbidden} for others.
create or replace function public.request_payment(
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
  elsif not private.may_take_part(v_conversation, p_staff_id, 'staff') then
    return jsonb_build_object('status', 'forbidden');
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

-- The first event of a conversation is a lead: all who may see it are told. Later ones of the visitor are told to the
-- assignee, or to all of them where there is none who is active; staff's to the visitor. Never to the author.
create or replace function private.recipients_of(e public.conversation_events) returns uuid[]
language plpgsql stable set search_path = '' as $$
declare
  v_conversation public.conversations;
begin
  select * into v_conversation from public.conversations where id = e.conversation_id;
  if e.author_side = 'staff' then
    return array(
      select id from public.profiles where id = v_conversation.visitor_id and id <> e.author_id and is_active
    );
  elsif e.seq > 1 and private.is_active_staff(v_conversation.assignee_id) then
    return array[v_conversation.assignee_id];
  end if;
  return array_remove(private.staff_of(v_conversation), e.author_id);
end
$$;

-- The visitor, and the assignee, or all staff who may see it where there is none who is active.
create or replace function private.recipients_of_payment(p_conversation_id uuid) returns uuid[]
language plpgsql stable set search_path = '' as $$
declare
  v_conversation public.conversations;
  v_staff uuid[];
begin
  select * into v_conversation from public.conversations where id = p_conversation_id;
  v_staff := case
    when private.is_active_staff(v_conversation.assignee_id) then array[v_conversation.assignee_id]
    else private.staff_of(v_conversation)
  end;
  return array(
    select id from public.profiles where is_active and (id = v_conversation.visitor_id or id = any (v_staff))
  );
end
$$;

revoke all on function
  private.may_take_part(public.conversations, uuid, text),
  private.staff_of(public.conversations),
  public.read_conversation_readers(uuid),
  public.list_conversations_of_staff(uuid, integer),
  public.list_inbox_v2(uuid, text, integer, boolean)
from public, anon, authenticated;
grant execute on function
  private.may_take_part(public.conversations, uuid, text),
  private.staff_of(public.conversations),
  public.read_conversation_readers(uuid),
  public.list_conversations_of_staff(uuid, integer),
  public.list_inbox_v2(uuid, text, integer, boolean)
to service_role;
