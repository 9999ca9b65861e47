alter table public.conversations add column revision bigint not null default 0 check (revision >= 0);
comment on column public.conversations.revision is 'Grows with every update: of two copies, the greater is the newer';

create function private.touch_conversation() returns trigger language plpgsql set search_path = '' as $$
begin
  new.updated_at := now();
  new.revision := old.revision + 1;
  return new;
end
$$;
revoke all on function private.touch_conversation() from public;
drop trigger set_updated_at on public.conversations;
create trigger touch before update on public.conversations
  for each row execute function private.touch_conversation();

-- What a person has read and when they were last here. Both are written often and change no index.
create table public.conversation_members (
  conversation_id uuid not null references public.conversations (id),
  user_id uuid not null references public.profiles (id),
  read_seq bigint not null default 0 check (read_seq >= 0),
  read_at timestamptz,
  last_seen_at timestamptz,
  primary key (conversation_id, user_id)
) with (fillfactor = 70);
create index conversation_members_user_idx on public.conversation_members (user_id);
call private.seal('public.conversation_members');
comment on column public.conversation_members.read_seq is 'Number of the last event they have read; never falls';

-- Who wrote had read what came before.
insert into public.conversation_members (conversation_id, user_id, read_seq, read_at, last_seen_at)
select conversation_id, author_id, max(seq), max(created_at), max(created_at)
from public.conversation_events group by conversation_id, author_id;

-- p_seen is [{conversationId, userId}]; answers how many were noted. Pairs that do not exist (any more) are passed over.
create function public.touch_last_seen(p_seen jsonb) returns integer language plpgsql set search_path = '' as $$
declare
  v_count integer;
begin
  insert into public.conversation_members as m (conversation_id, user_id, last_seen_at)
  select c.id, p.id, clock_timestamp()
  from (
    select distinct "conversationId" as conversation_id, "userId" as user_id
    from jsonb_to_recordset(p_seen) as pair ("conversationId" uuid, "userId" uuid)
  ) as seen
  join public.conversations as c on c.id = seen.conversation_id
  join public.profiles as p on p.id = seen.user_id
  -- In one order, so that two batches cannot hold what the other waits for.
  order by c.id, p.id
  on conflict (conversation_id, user_id) do update set last_seen_at = greatest(m.last_seen_at, excluded.last_seen_at);
  get diagnostics v_count = row_count;
  return v_count;
end
$$;

-- The visitor, the assignee, and who has written, read or been there, the last active first: 100 at most.
create function public.read_members(p_conversation_id uuid) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(
    jsonb_build_object(
      'userId', p.id,
      'name', p.name,
      'side', case when p.id = c.visitor_id then 'visitor' else 'staff' end,
      'lastSeenAt', m.last_seen_at,
      'readSeq', coalesce(m.read_seq, 0)
    )
    order by (p.id = c.visitor_id) desc, (p.id = c.assignee_id) desc nulls last, m.last_seen_at desc nulls last, p.id
  ), '[]')
  from public.conversations as c
  cross join lateral (
    select c.visitor_id as user_id
    union
    select c.assignee_id where c.assignee_id is not null
    union
    (
      select user_id from public.conversation_members where conversation_id = c.id
      order by last_seen_at desc nulls last, user_id limit 98
    )
  ) as person
  join public.profiles as p on p.id = person.user_id
  left join public.conversation_members as m on m.conversation_id = c.id and m.user_id = p.id
  where c.id = p_conversation_id
$$;

-- Heads of the conversations asked for: {epoch, heads: [[id, headSeq]]}. One that does not exist is left out.
create function public.read_positions(p_conversation_ids jsonb) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'epoch', (select epoch from private.epochs),
    'heads', coalesce(jsonb_agg(jsonb_build_array(c.id, c.head_seq)), '[]')
  )
  from jsonb_array_elements_text(p_conversation_ids) as asked (id)
  join public.conversations as c on c.id = asked.id::uuid
$$;

revoke all on function
  public.touch_last_seen(jsonb),
  public.read_members(uuid),
  public.read_positions(jsonb)
from public, anon, authenticated;
grant execute on function
  public.touch_last_seen(jsonb),
  public.read_members(uuid),
  public.read_positions(jsonb)
to service_role;
