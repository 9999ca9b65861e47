-- A conversation as the lists of staff show it: server/contracts/inbox.ts without the reader's own mark.
-- json, which is text put together once; jsonb takes apart and sorts at every level it is nested in.
create view private.inbox_shapes with (security_invoker = true) as
select
  c.id,
  json_build_object(
    'id', c.id,
    'status', c.status,
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
revoke all on table private.inbox_shapes from public, anon, authenticated;
grant select on table private.inbox_shapes to service_role;

-- The open conversations of a view (all, mine, unassigned), the one that moved last first: [{row, readSeq}] with the
-- reader's own mark.
create function public.list_inbox(p_user_id uuid, p_view text, p_limit integer) returns json
language sql stable set search_path = '' as $$
  select coalesce(json_agg(
    json_build_object('row', i.shape, 'readSeq', coalesce(m.read_seq, 0)) order by page.last_event_at desc, page.id
  ), '[]')
  from (
    select id, last_event_at from public.conversations
    where status = 'open' and case p_view
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

-- Whatever their status; those that do not exist are left out.
create function public.read_inbox_rows(p_conversation_ids jsonb) returns json
language sql stable set search_path = '' as $$
  select coalesce(json_agg(i.shape), '[]')
  from jsonb_array_elements_text(p_conversation_ids) as asked (id)
  join private.inbox_shapes as i on i.id = asked.id::uuid
$$;

-- {epoch, heads: [[id, revision]]} of the open conversations, the one that moved last first: enough to see what changed.
create function public.read_inbox_heads(p_limit integer) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'epoch', (select epoch from private.epochs),
    'heads', coalesce(jsonb_agg(jsonb_build_array(id, revision) order by last_event_at desc, id), '[]')
  )
  from (
    select id, revision, last_event_at from public.conversations where status = 'open'
    order by last_event_at desc, id limit p_limit
  ) as page
$$;

-- [[conversationId, readSeq]] of one person, where they have read anything.
create function public.read_read_marks(p_user_id uuid, p_conversation_ids jsonb) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_array(m.conversation_id, m.read_seq)), '[]')
  from jsonb_array_elements_text(p_conversation_ids) as asked (id)
  join public.conversation_members as m on m.conversation_id = asked.id::uuid and m.user_id = p_user_id
$$;

-- Answers {status: assigned | unchanged, epoch, row, notified}, or
-- {status: not_found | forbidden | closed | unknown_assignee}. Null gives the conversation back to everyone.
create function public.assign_conversation(
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
  elsif not private.is_active_staff(p_actor_id) then
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

revoke all on function
  public.list_inbox(uuid, text, integer),
  public.read_inbox_rows(jsonb),
  public.read_inbox_heads(integer),
  public.read_read_marks(uuid, jsonb),
  public.assign_conversation(uuid, uuid, uuid, jsonb, jsonb)
from public, anon, authenticated;
grant execute on function
  public.list_inbox(uuid, text, integer),
  public.read_inbox_rows(jsonb),
  public.read_inbox_heads(integer),
  public.read_read_marks(uuid, jsonb),
  public.assign_conversation(uuid, uuid, uuid, jsonb, jsonb)
to service_role;
