-- A visitor who confirms an e-mail address becomes a client, and everything that was begun under that address becomes
-- theirs (docs/decisions/037-one-person-per-confirmed-address.md).

alter table public.profiles
  add column email_confirmed_at timestamptz,
  add column merged_into uuid references public.profiles (id),
  add check (merged_into is null or (merged_into <> id and not is_active and email is null));
create index profiles_merged_idx on public.profiles (merged_into) where merged_into is not null;
create index profiles_visitor_email_idx on public.profiles (lower(email))
  where role in ('visitor', 'client') and email is not null;
-- Whoever confirms an address is one person, however often and from wherever they do.
create unique index profiles_client_email_key on public.profiles (lower(email))
  where role = 'client' and email_confirmed_at is not null;
comment on column public.profiles.email_confirmed_at is 'When somebody who reads mail of this address said that it is theirs';
comment on column public.profiles.merged_into is 'Who this visitor turned out to be: they have all of it, and this row only its id';

-- Everything that names one visitor names another: whatever table refers to profiles and can hold a visitor has a line
-- here (tests/integration/data-visitors.test.ts walks the foreign keys). The caller holds the locks, taken in the order
-- profiles, whatsapp_contacts, conversations, leads, notification_heads, each by id.
create function private.move_person(p_from uuid, p_to uuid) returns void language plpgsql set search_path = '' as $$
begin
  update public.whatsapp_contacts set profile_id = p_to where profile_id = p_from;
  update public.conversations set visitor_id = p_to where visitor_id = p_from;
  update public.conversation_events set author_id = p_to where author_id = p_from;
  update public.leads set visitor_id = p_to where visitor_id = p_from;
  update public.accounts set profile_id = p_to where profile_id = p_from;

  insert into public.conversation_members as m (conversation_id, user_id, read_seq, read_at, last_seen_at)
  select conversation_id, p_to, read_seq, read_at, last_seen_at from public.conversation_members
  where user_id = p_from order by conversation_id
  on conflict (conversation_id, user_id) do update set
    read_seq = greatest(m.read_seq, excluded.read_seq),
    read_at = greatest(m.read_at, excluded.read_at),
    last_seen_at = greatest(m.last_seen_at, excluded.last_seen_at);
  delete from public.conversation_members where user_id = p_from;

  update public.notifications set actor_id = p_to where actor_id = p_from;
  perform private.move_notifications(p_from, p_to);
  -- Both tables come with 0038, which goes out together with this.
  update public.consents set profile_id = p_to where profile_id = p_from;
  delete from public.privacy_requests as r using public.privacy_requests as known
  where r.profile_id = p_from and r.state = 'open' and known.profile_id = p_to and known.kind = r.kind
    and known.state = 'open';
  update public.privacy_requests set profile_id = p_to where profile_id = p_from;
  update public.profiles set merged_into = p_to where merged_into = p_from;
end
$$;

-- They follow those that the other has, so that both keep numbers without holes; one cause tells a person once.
create function private.move_notifications(p_from uuid, p_to uuid) returns void
language plpgsql set search_path = '' as $$
declare
  v_count bigint;
  v_unread bigint;
begin
  delete from public.notifications as n using public.notifications as known
  where n.user_id = p_from and known.user_id = p_to and known.kind = n.kind and known.source_id = n.source_id;
  with ranked as (
    select seq, row_number() over (order by seq) as place from public.notifications where user_id = p_from
  ), moved as (
    update public.notifications as n set user_id = p_to, seq = h.head_seq + ranked.place
    from ranked, public.notification_heads as h
    where n.user_id = p_from and n.seq = ranked.seq and h.user_id = p_to
    returning n.read_at
  )
  select count(*), count(*) filter (where read_at is null) into v_count, v_unread from moved;
  update public.notification_heads set head_seq = head_seq + v_count, unread = unread + v_unread where user_id = p_to;
  delete from public.notification_heads where user_id = p_from;
end
$$;

-- Whom a confirmed address stands for, of those who are found: the client it belongs to already; else the visitor whose
-- session the confirming browser has, who so stays who they are; else nobody yet, since of another visitor a session
-- may be in other hands, which must never see what becomes theirs.
create function private.choose_person(p_found uuid[], p_browser_user_id uuid) returns uuid
language plpgsql stable set search_path = '' as $$
begin
  return (
    select id from public.profiles
    where id = any(p_found) and (email_confirmed_at is not null or id = p_browser_user_id)
    order by (role = 'client' and email_confirmed_at is not null) desc, id limit 1
  );
end
$$;

-- Whom of those found the person takes in. A person has one WhatsApp number at most, by which messages find them:
-- whoever has another one stays who they are.
create function private.choose_absorbed(p_found uuid[], p_person_id uuid) returns uuid[]
language plpgsql stable set search_path = '' as $$
declare
  v_holder_id uuid := (
    select profile_id from public.whatsapp_contacts
    where profile_id = any(p_found || p_person_id) order by (profile_id = p_person_id) desc, created_at, id limit 1
  );
begin
  return array(
    select found_id from unnest(p_found) as found_id
    where found_id <> p_person_id and (
      found_id = v_holder_id or not exists (select from public.whatsapp_contacts where profile_id = found_id)
    )
    order by found_id
  );
end
$$;

-- Somebody has shown that mail to p_email reaches them: whoever left that address, and the visitor who asked for the mail
-- (p_asked_by_id), become one client. p_browser_user_id is whose session the confirming browser has; p_new_profile_id
-- who they become where none of those may stay. Answers {status: confirmed, profile, isChanged, absorbedIds,
-- conversationIds} with the conversations that changed hands, or {status: unknown}. A second time it changes nothing.
create function public.confirm_visitor_email(
  p_email text, p_new_profile_id uuid, p_asked_by_id uuid default null, p_browser_user_id uuid default null,
  p_audit jsonb default null
) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_found uuid[];
  v_person public.profiles;
  v_absorbed uuid[];
  v_conversations uuid[];
begin
  -- Whoever is being erased is not merged meanwhile: erase_person takes this lock alone.
  perform pg_advisory_xact_lock_shared(hashtextextended('people', 0));
  -- Two confirmations of one address: the second finds what the first has made.
  perform pg_advisory_xact_lock(hashtextextended('person:' || lower(p_email), 0));
  v_found := array(
    select id from public.profiles
    where is_active and role in ('visitor', 'client')
      and (lower(email) = lower(p_email) or (id = p_asked_by_id and role = 'visitor'))
    order by id for no key update
  );
  if v_found = '{}' then
    return jsonb_build_object('status', 'unknown');
  end if;

  select * into v_person from public.profiles where id = private.choose_person(v_found, p_browser_user_id);
  if not found then
    insert into public.profiles (id, role, name)
    select p_new_profile_id, 'client', name from public.profiles
    where id = any(v_found) order by (id = p_asked_by_id) desc nulls last, created_at desc, id limit 1
    returning * into v_person;
  end if;
  perform from public.whatsapp_contacts where profile_id = any(v_found) order by id for no key update;
  v_absorbed := private.choose_absorbed(v_found, v_person.id);
  -- By a statement of its own: what is appended to a conversation until it is held here is moved along.
  perform from public.conversations where visitor_id = any(v_absorbed) order by id for no key update;
  perform from public.leads where visitor_id = any(v_absorbed) order by id for no key update;
  v_conversations := array(select id from public.conversations where visitor_id = any(v_absorbed));
  if v_absorbed <> '{}' then
    perform private.lock_notification_heads(array(
      select v_person.id union select unnest(v_absorbed)
      union select user_id from public.notifications where actor_id = any(v_absorbed)
    ));
    perform private.move_person(absorbed_id, v_person.id) from unnest(v_absorbed) as absorbed_id;
    update public.profiles set is_active = false, email = null, email_confirmed_at = null, name = '—',
      merged_into = v_person.id
    where id = any(v_absorbed);
  end if;
  if v_person.email_confirmed_at is null or v_absorbed <> '{}' then
    perform private.write_audit(
      p_audit || jsonb_build_object('actorId', v_person.id), 'profile', v_person.id::text,
      jsonb_build_object('absorbed', cardinality(v_absorbed))
    );
  end if;
  update public.profiles set
    role = 'client', email = lower(p_email), email_confirmed_at = coalesce(email_confirmed_at, clock_timestamp())
  where id = v_person.id and (role <> 'client' or email_confirmed_at is null);

  return jsonb_build_object(
    'status', 'confirmed',
    'profile', (
      select jsonb_build_object('id', id, 'role', role, 'name', name, 'email', email)
      from public.profiles where id = v_person.id
    ),
    'isChanged', v_person.email_confirmed_at is null or v_absorbed <> '{}',
    'absorbedIds', to_jsonb(v_absorbed),
    'conversationIds', to_jsonb(v_conversations)
  );
end
$$;

-- Whether confirming the address would lead to anybody: it decides whether mail is sent, and nothing else may show it.
create function public.is_known_visitor(p_email text, p_profile_id uuid default null) returns jsonb
language sql stable set search_path = '' as $$
  select to_jsonb(exists (
    select from public.profiles
    where is_active and role in ('visitor', 'client') and lower(email) = lower(p_email)
  ) or exists (
    select from public.profiles where is_active and role = 'visitor' and id = p_profile_id
  ))
$$;

-- As 0014 has it, and: whoever was merged or switched off in the meantime starts nothing ('gone'); and a request id is
-- no key to the session of somebody who has become a client, whom others may have become a part of.
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
    if v_conversation.visitor_id <> p_visitor_id and not exists (
      select from public.profiles
      where id = v_conversation.visitor_id and role = 'visitor' and is_active
        and v_conversation.created_at >= now() - interval '15 minutes'
    ) then
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

  -- Also where it changes nothing, this waits for whoever merges the visitor.
  insert into public.profiles as p (id, role, name, email)
  values (p_visitor_id, 'visitor', p_visitor_name, p_visitor_email)
  on conflict (id) do update set name = excluded.name, email = coalesce(excluded.email, p.email)
  where p.role = 'visitor' and p.is_active;
  if not exists (select from public.profiles where id = p_visitor_id and is_active) then
    return jsonb_build_object('status', 'gone');
  end if;
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

-- As 0011 has it, and: whoever left as a visitor that has been merged was seen as who they are. A gateway notes it when
-- their sockets close, and would make a stranger of them otherwise.
create or replace function public.touch_last_seen(p_seen jsonb) returns integer
language plpgsql set search_path = '' as $$
declare
  v_count integer;
begin
  insert into public.conversation_members as m (conversation_id, user_id, last_seen_at)
  select distinct c.id, coalesce(p.merged_into, p.id), clock_timestamp()
  from (
    select distinct "conversationId" as conversation_id, "userId" as user_id
    from jsonb_to_recordset(p_seen) as pair ("conversationId" uuid, "userId" uuid)
  ) as seen
  join public.conversations as c on c.id = seen.conversation_id
  join public.profiles as p on p.id = seen.user_id
  -- In one order, so that two batches cannot hold what the other waits for.
  order by 1, 2
  on conflict (conversation_id, user_id) do update set last_seen_at = greatest(m.last_seen_at, excluded.last_seen_at);
  get diagnostics v_count = row_count;
  return v_count;
end
$$;

revoke all on function
  private.move_person(uuid, uuid),
  private.move_notifications(uuid, uuid),
  private.choose_person(uuid[], uuid),
  private.choose_absorbed(uuid[], uuid),
  public.confirm_visitor_email(text, uuid, uuid, uuid, jsonb),
  public.is_known_visitor(text, uuid)
from public, anon, authenticated;
grant execute on function
  private.move_person(uuid, uuid),
  private.move_notifications(uuid, uuid),
  private.choose_person(uuid[], uuid),
  private.choose_absorbed(uuid[], uuid),
  public.confirm_visitor_email(text, uuid, uuid, uuid, jsonb),
  public.is_known_visitor(text, uuid)
to service_role;
