-- What people are told although they were not looking: numbered per person 1, 2, 3, … with no holes, as events are per
-- conversation. Rows name whom and what they are about, and hold no text of theirs.
create table public.notification_heads (
  user_id uuid primary key references public.profiles (id),
  head_seq bigint not null default 0 check (head_seq >= 0),
  unread bigint not null default 0 check (unread between 0 and head_seq)
) with (fillfactor = 70);
call private.seal('public.notification_heads');
comment on column public.notification_heads.unread is 'How many of 1 … head_seq have no read_at';

create table public.notifications (
  user_id uuid not null references public.profiles (id),
  seq bigint not null check (seq > 0),
  id uuid not null default gen_random_uuid(),
  kind text not null check (kind in ('message', 'assignment', 'lead', 'payment')),
  conversation_id uuid references public.conversations (id),
  -- The event it tells of: who has read the conversation up to it has read the notification.
  event_seq bigint check (event_seq > 0),
  actor_id uuid references public.profiles (id),
  -- What caused it: one cause tells a person once.
  source_id uuid not null,
  created_at timestamptz not null default now(),
  read_at timestamptz,
  primary key (user_id, seq),
  unique (user_id, kind, source_id)
);
create index notifications_unread_idx on public.notifications (user_id, conversation_id) where read_at is null;
create index notifications_conversation_idx on public.notifications (conversation_id) where conversation_id is not null;
create index notifications_actor_idx on public.notifications (actor_id) where actor_id is not null;
call private.seal('public.notifications');

-- As server/contracts/notifications.ts shows them. The service is named in the language of the conversation.
create view private.notification_shapes with (security_invoker = true) as
select
  n.user_id, n.seq, n.kind, n.source_id,
  jsonb_build_object(
    'seq', n.seq,
    'id', n.id,
    'kind', n.kind,
    'conversationId', n.conversation_id,
    'actorName', actor.name,
    'subject', coalesce(product.translations -> c.locale ->> 'name', product.name),
    'createdAt', n.created_at,
    'readAt', n.read_at
  ) as shape
from public.notifications as n
left join public.profiles as actor on actor.id = n.actor_id
left join public.conversations as c on c.id = n.conversation_id
left join public.products as product on product.id = c.product_id;
revoke all on table private.notification_shapes from public, anon, authenticated;
grant select on table private.notification_shapes to service_role;

-- {epoch, headSeq, unread}
create function private.notification_count(p_user_id uuid) returns jsonb language sql stable
return (
  select jsonb_build_object(
    'epoch', (select epoch from private.epochs),
    'headSeq', coalesce(max(head_seq), 0),
    'unread', coalesce(max(unread), 0)
  )
  from public.notification_heads where user_id = p_user_id
);

-- Whoever numbers, reads or counts notifications of these people waits here for the others, until the commit.
create function private.lock_notification_heads(p_user_ids uuid[]) returns void
language plpgsql set search_path = '' as $$
begin
  insert into public.notification_heads (user_id)
  select person_id from unnest(p_user_ids) as person_id order by person_id
  on conflict do nothing;
  -- In one order, so that two cannot hold what the other waits for.
  perform from public.notification_heads where user_id = any(p_user_ids) order by user_id for no key update;
end
$$;

-- Tells people of one cause, each once however often this runs, and not those who have read the event already.
-- Answers [{userId, notification, unread}], those told by an earlier run included.
create function private.notify(
  p_user_ids uuid[], p_kind text, p_source_id uuid, p_conversation_id uuid, p_actor_id uuid, p_event_seq bigint default null
) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_told jsonb;
begin
  -- What is read below must be what others have committed, so it is read after they have been waited for.
  perform private.lock_notification_heads(p_user_ids);

  with fresh as (
    select person_id from unnest(p_user_ids) as person_id
    where not exists (
      select from public.notifications as n
      where n.user_id = person_id and n.kind = p_kind and n.source_id = p_source_id
    ) and not exists (
      select from public.conversation_members as m
      where m.conversation_id = p_conversation_id and m.user_id = person_id and m.read_seq >= p_event_seq
    )
  ), numbered as (
    update public.notification_heads as h set head_seq = h.head_seq + 1, unread = h.unread + 1
    from fresh where h.user_id = fresh.person_id
    returning h.user_id, h.head_seq
  )
  insert into public.notifications (user_id, seq, kind, conversation_id, event_seq, actor_id, source_id)
  select user_id, head_seq, p_kind, p_conversation_id, p_event_seq, p_actor_id, p_source_id from numbered;

  select coalesce(
    jsonb_agg(jsonb_build_object('userId', h.user_id, 'notification', n.shape, 'unread', h.unread) order by h.user_id),
    '[]'
  ) into v_told
  from public.notification_heads as h
  join private.notification_shapes as n on n.user_id = h.user_id and n.kind = p_kind and n.source_id = p_source_id
  where h.user_id = any(p_user_ids);
  return v_told;
end
$$;

-- The first event of a conversation is a lead: all active staff are told. Later ones of the visitor are told to the
-- assignee, or to all active staff where there is none who is active; staff's to the visitor. Never to the author.
create function private.recipients_of(e public.conversation_events) returns uuid[]
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
  return array(
    select id from public.profiles
    where is_active and role in ('attendant', 'lawyer', 'admin') and id <> e.author_id
  );
end
$$;

-- Answers {epoch, notified: [{userId, notification, unread}]}; null when the event is gone.
create function public.notify_of_event(p_conversation_id uuid, p_event_id uuid) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_event public.conversation_events;
begin
  select * into v_event from public.conversation_events
  where id = p_event_id and conversation_id = p_conversation_id;
  if not found then
    return null;
  end if;
  return jsonb_build_object(
    'epoch', (select epoch from private.epochs),
    'notified', private.notify(
      private.recipients_of(v_event), case v_event.seq when 1 then 'lead' else 'message' end,
      v_event.id, p_conversation_id, v_event.author_id, v_event.seq
    )
  );
end
$$;

-- The page before a position (the newest, without one), newest first: {items, epoch, headSeq, unread}.
create function public.list_notifications(p_user_id uuid, p_limit integer, p_before_seq bigint default null)
returns jsonb
language sql stable set search_path = '' as $$
  select private.notification_count(p_user_id) || jsonb_build_object(
    'items', coalesce(jsonb_agg(shape order by seq desc), '[]')
  )
  from (
    select seq, shape from private.notification_shapes
    where user_id = p_user_id and seq < coalesce(p_before_seq, 9223372036854775807)
    order by seq desc limit p_limit
  ) as page
$$;

-- Those after a position, ascending, in the same shape.
create function public.list_notifications_after(p_user_id uuid, p_after_seq bigint, p_limit integer) returns jsonb
language sql stable set search_path = '' as $$
  select private.notification_count(p_user_id) || jsonb_build_object(
    'items', coalesce(jsonb_agg(shape order by seq), '[]')
  )
  from (
    select seq, shape from private.notification_shapes
    where user_id = p_user_id and seq > p_after_seq
    order by seq limit p_limit
  ) as page
$$;

-- {epoch, heads: [[userId, headSeq, unread]]}, for everyone asked for who was ever told of anything.
create function public.read_notification_heads(p_user_ids jsonb) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'epoch', (select epoch from private.epochs),
    'heads', coalesce(jsonb_agg(jsonb_build_array(h.user_id, h.head_seq, h.unread)), '[]')
  )
  from jsonb_array_elements_text(p_user_ids) as asked (id)
  join public.notification_heads as h on h.user_id = asked.id::uuid
$$;

-- Answers {changed, epoch, headSeq, unread}.
create function public.mark_notifications_read(p_user_id uuid, p_up_to_seq bigint) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_count bigint;
begin
  perform from public.notification_heads where user_id = p_user_id for no key update;
  update public.notifications set read_at = clock_timestamp()
  where user_id = p_user_id and seq <= p_up_to_seq and read_at is null;
  get diagnostics v_count = row_count;
  if v_count > 0 then
    update public.notification_heads set unread = unread - v_count where user_id = p_user_id;
  end if;
  return private.notification_count(p_user_id) || jsonb_build_object('changed', v_count);
end
$$;

-- Reads a person's notifications about a conversation along with it. Answers {epoch, headSeq, unread}, or null when
-- there was nothing to read.
create function private.read_notifications_about(p_user_id uuid, p_conversation_id uuid, p_up_to_event bigint)
returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_count bigint;
begin
  -- Also where there are none yet: who tells them now looks after the commit, sees the mark and leaves them alone.
  perform private.lock_notification_heads(array[p_user_id]);
  update public.notifications set read_at = clock_timestamp()
  where user_id = p_user_id and conversation_id = p_conversation_id and event_seq <= p_up_to_event and read_at is null;
  get diagnostics v_count = row_count;
  if v_count = 0 then
    return null;
  end if;
  update public.notification_heads set unread = unread - v_count where user_id = p_user_id;
  return private.notification_count(p_user_id);
end
$$;

-- A read mark only rises, and not above the head. Answers {status: marked | unchanged, readSeq, notifications}, or
-- {status: not_found | forbidden}.
create function public.mark_read(p_conversation_id uuid, p_user_id uuid, p_side text, p_seq bigint) returns jsonb
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
  if not (
    (p_side = 'visitor' and v_conversation.visitor_id = p_user_id)
    or (p_side = 'staff' and private.is_active_staff(p_user_id))
  ) then
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

revoke all on function
  private.notification_count(uuid),
  private.lock_notification_heads(uuid[]),
  private.notify(uuid[], text, uuid, uuid, uuid, bigint),
  private.recipients_of(public.conversation_events),
  private.read_notifications_about(uuid, uuid, bigint),
  public.notify_of_event(uuid, uuid),
  public.list_notifications(uuid, integer, bigint),
  public.list_notifications_after(uuid, bigint, integer),
  public.read_notification_heads(jsonb),
  public.mark_notifications_read(uuid, bigint),
  public.mark_read(uuid, uuid, text, bigint)
from public, anon, authenticated;
grant execute on function
  private.notification_count(uuid),
  private.lock_notification_heads(uuid[]),
  private.notify(uuid[], text, uuid, uuid, uuid, bigint),
  private.recipients_of(public.conversation_events),
  private.read_notifications_about(uuid, uuid, bigint),
  public.notify_of_event(uuid, uuid),
  public.list_notifications(uuid, integer, bigint),
  public.list_notifications_after(uuid, bigint, integer),
  public.read_notification_heads(jsonb),
  public.mark_notifications_read(uuid, bigint),
  public.mark_read(uuid, uuid, text, bigint)
to service_role;
