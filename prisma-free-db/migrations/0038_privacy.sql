-- What LGPD asks for: consent on record, and a person erased with nothing left of what they wrote or are called. Ids,
-- numbers and times stay, so that no stream has a hole.
alter table public.profiles add column erased_at timestamptz;
alter table public.conversation_events add column erased_at timestamptz;
alter table public.whatsapp_contacts add column erased_at timestamptz;
comment on column public.profiles.erased_at is 'Since then nothing is kept of this person, and nothing may be';

-- The only message without a word is one that was erased.
alter table public.conversation_events
  drop constraint conversation_events_body_check,
  add constraint conversation_events_body_check check (
    case when erased_at is null then char_length(body) between 1 and 4000 and body ~ '\S' else body = '' end
  );
alter table public.whatsapp_contacts
  drop constraint whatsapp_contacts_check1,
  add constraint whatsapp_contacts_name_check check (
    (wa_id is not null or user_id is not null) = (erased_at is null)
  );
-- A notice is no event of the conversation: it is the firm's, not a person's.
alter table public.whatsapp_messages
  drop constraint whatsapp_messages_kind_check,
  add constraint whatsapp_messages_kind_check check (kind in ('text', 'template', 'notice'));

-- Who asked for the link that a mail brought: they may have typed any address. No foreign key: it outlives a merge.
alter table public.mail_messages add column profile_id uuid;
create index mail_messages_profile_idx on public.mail_messages (profile_id) where profile_id is not null;
create index mail_messages_address_idx on public.mail_messages (lower(to_address)) where to_address is not null;
create index leads_email_idx on public.leads (lower(email)) where email is not null;

-- Somebody who was erased stands in an event that is another's and waits: it is emptied as soon as it was acted on.
alter table public.inbound_webhooks add column empties_when_settled boolean not null default false;

create table public.consents (
  id uuid primary key,
  profile_id uuid not null references public.profiles (id),
  conversation_id uuid references public.conversations (id),
  -- Of server/contracts/consent.ts, which keeps the words of every version.
  text_version text not null check (text_version ~ '^\d{4}-\d{2}-\d{2}$'),
  locale text not null check (locale in ('pt-BR', 'en')),
  -- form: they ticked the box; notice: they were told, and went on.
  basis text not null check (basis in ('form', 'notice')),
  channel text not null check (channel in ('site', 'whatsapp')),
  -- HMAC-SHA256 of the address, under a key that the database does not have. Cleared with the person, and in time.
  address_hash text check (address_hash ~ '^[0-9a-f]{64}$'),
  given_at timestamptz not null default clock_timestamp()
);
create index consents_profile_idx on public.consents (profile_id, given_at);
create index consents_conversation_idx on public.consents (conversation_id) where conversation_id is not null;
create index consents_hashed_idx on public.consents (given_at) where address_hash is not null;
call private.seal('public.consents');

-- What people ask the firm for; an admin decides. Reasons are a closed list: a record of a wish holds no words.
create table public.privacy_requests (
  id uuid primary key,
  profile_id uuid not null references public.profiles (id),
  kind text not null check (kind in ('erase')),
  state text not null default 'open' check (state in ('open', 'done', 'refused')),
  reason text check (reason in ('legal_duty', 'legal_claim', 'contract', 'identity')),
  requested_at timestamptz not null default clock_timestamp(),
  decided_at timestamptz,
  -- No foreign key: the record outlives the person.
  decided_by uuid,
  check ((state = 'open') = (decided_at is null)),
  check ((state = 'refused') = (reason is not null))
);
create unique index privacy_requests_open_key on public.privacy_requests (profile_id, kind) where state = 'open';
create index privacy_requests_state_idx on public.privacy_requests (state, requested_at desc);
call private.seal('public.privacy_requests');

-- Whoever was erased stays as they are, whatever a job, a merge or a colleague that read them before still writes.
create function private.keep_erased_profile() returns trigger language plpgsql set search_path = '' as $$
begin
  old.updated_at := now();
  return old;
end
$$;
create trigger keep_erased before update on public.profiles
  for each row when (old.erased_at is not null) execute function private.keep_erased_profile();

create function private.is_erased(p_profile_id uuid) returns boolean
language plpgsql stable set search_path = '' as $$
begin
  return exists (select from public.profiles where id = p_profile_id and erased_at is not null);
end
$$;

create function private.refuse_for_erased() returns trigger language plpgsql set search_path = '' as $$
begin
  if private.is_erased((to_jsonb(new) ->> tg_argv[0])::uuid) then
    raise exception 'this person was erased' using errcode = 'check_violation';
  end if;
  return new;
end
$$;
-- Beside what the functions say themselves (a closed conversation, an inactive person): the last word. Messages need
-- none: whoever sends holds the conversation, which is closed and stays so.
create trigger refuse_for_erased before insert or update of status, visitor_id on public.conversations
  for each row when (new.status = 'open') execute function private.refuse_for_erased('visitor_id');
create trigger refuse_for_erased before insert or update of name, email, phone on public.leads
  for each row when (new.name <> 'Pessoa apagada' or new.email is not null or new.phone is not null)
  execute function private.refuse_for_erased('visitor_id');
create trigger refuse_for_erased before insert on public.whatsapp_contacts
  for each row execute function private.refuse_for_erased('profile_id');
create trigger refuse_for_erased before insert on public.consents
  for each row execute function private.refuse_for_erased('profile_id');

-- A mail that was on its way when the person was erased, and its job canceled with everything else about them: no address
-- is kept, and it is not sent. The locks wait for an erasure that is under way.
create function private.withhold_mail_for_erased() returns trigger language plpgsql set search_path = '' as $$
declare
  v_outcome text;
begin
  select outcome into v_outcome from public.outbox where id = new.job_id for share;
  perform from public.conversations where id = new.conversation_id for key share;
  select t.profile_id into new.profile_id
  from public.outbox as o join public.verification_tokens as t on t.id = (o.payload ->> 'requestId')::uuid
  where o.id = new.job_id and o.name = 'email-sign-in-link';
  if v_outcome = 'canceled' or exists (
    select from public.conversations as c join public.profiles as p on p.id = c.visitor_id
    where c.id = new.conversation_id and p.erased_at is not null
  ) then
    new.to_address := null;
    new.status := 'suppressed';
  end if;
  return new;
end
$$;
create trigger withhold_for_erased before insert on public.mail_messages
  for each row execute function private.withhold_mail_for_erased();

-- What a provider tells again, or tells late, of a message that was erased would bring its address back.
create function private.drop_webhook_of_erased() returns trigger language plpgsql set search_path = '' as $$
begin
  if new.provider = 'whatsapp' and (
    exists (
      select from public.inbound_webhooks
      where provider = new.provider and provider_event_id = private.erased_name(new.provider_event_id)
    ) or exists (
      select from public.whatsapp_messages
      where wamid in (
        private.erased_name(new.event -> 'status' ->> 'id'), private.erased_name(new.event -> 'message' ->> 'id')
      )
    )
  ) then
    return null;
  elsif new.provider = 'resend' and exists (
    select from public.mail_messages
    where provider_id = new.event -> 'data' ->> 'email_id' and to_address is null
  ) then
    return null;
  end if;
  return new;
end
$$;
create trigger drop_of_erased before insert on public.inbound_webhooks
  for each row when (new.provider in ('whatsapp', 'resend')) execute function private.drop_webhook_of_erased();

-- WhatsApp's names of messages hold the number, readable; what stands in their place tells a repetition and no more.
create function private.erased_name(p_name text) returns text language sql immutable set search_path = '' as $$
  select 'erased:' || encode(sha256(convert_to(p_name, 'UTF8')), 'hex')
$$;

create function private.empty_webhook() returns trigger language plpgsql set search_path = '' as $$
begin
  new.event := '{}';
  return new;
end
$$;
create trigger empty_when_settled before update of state on public.inbound_webhooks
  for each row when (new.empties_when_settled and new.state <> 'waiting') execute function private.empty_webhook();

-- Whom a document may mention, in lower case: every text and number of it as a whole, the address of
-- "Ana <ana@exemplo.com>", and a telephone number without what people put between its digits. What somebody says in a
-- longer text is no mention: it is theirs.
create function private.mentions_of(p_document jsonb) returns text[] language sql immutable set search_path = '' as $$
  select coalesce(array_agg(distinct mention), '{}')
  from (
    select lower(value #>> '{}') as said from jsonb_path_query(p_document, 'strict $.**') as value
    -- Shorter numbers are amounts and counts.
    where jsonb_typeof(value) = 'string' or (jsonb_typeof(value) = 'number' and value >= '10000000')
  ) as texts
  cross join lateral (values
    (said), (substring(said from '<([^<>]+)>\s*$')),
    (case when said ~ '^[+(]?\d[\d\s().-]{7,30}$' then regexp_replace(said, '\D', '', 'g') end)
  ) as known (mention)
  where char_length(said) <= 320 and char_length(mention) >= 3
$$;
create index inbound_webhooks_mentions_idx on public.inbound_webhooks using gin (private.mentions_of(event));
create index outgoing_webhook_deliveries_mentions_idx on public.outgoing_webhook_deliveries
  using gin (private.mentions_of(data));

-- Anybody may type any address: it speaks of whoever confirmed it, else of staff who have it, else of the one person who
-- left it. Of nobody while two have, or while mail goes there that is another's.
create function private.is_address_of(p_address text, p_profile_ids uuid[]) returns boolean
language sql stable set search_path = '' as $$
  with holders as (
    select id = any(p_profile_ids) as is_theirs,
      email_confirmed_at is not null or role in ('attendant', 'lawyer', 'admin') as is_sure
    from public.profiles where lower(email) = p_address
  )
  select case
    when exists (select from holders where is_sure) then not exists (select from holders where is_sure and not is_theirs)
    else not exists (select from holders where not is_theirs)
      and not exists (
        select from public.leads where lower(email) = p_address and visitor_id <> all(p_profile_ids)
      )
      and not exists (
        select from public.verification_tokens where identifier = p_address and profile_id <> all(p_profile_ids)
      )
      and not exists (
        select from public.mail_messages as m left join public.conversations as c on c.id = m.conversation_id
        where lower(m.to_address) = p_address and case
          when c.id is not null then c.visitor_id <> all(p_profile_ids)
          when m.profile_id is not null then m.profile_id <> all(p_profile_ids)
          else m.kind not in ('sign-in-link', 'staff-invitation')
        end
      )
  end
$$;

-- The addresses that speak of a person, in lower case.
create function private.addresses_of_person(p_profile_ids uuid[]) returns text[]
language sql stable set search_path = '' as $$
  select coalesce(array_agg(address), '{}') from (
    select lower(email) from public.profiles where id = any(p_profile_ids)
    union select lower(email) from public.leads where visitor_id = any(p_profile_ids)
    union select identifier from public.verification_tokens where profile_id = any(p_profile_ids)
    union select lower(to_address) from public.mail_messages where profile_id = any(p_profile_ids)
  ) as known (address)
  where address is not null and private.is_address_of(address, p_profile_ids)
$$;

-- Mails to a person: in their conversations, by links they asked for, and whatever else went to an address of theirs
-- and is nobody else's.
create function private.mails_of_person(p_profile_ids uuid[], p_addresses text[]) returns setof public.mail_messages
language sql stable set search_path = '' as $$
  select m.* from public.mail_messages as m
  where m.to_address is not null and m.conversation_id in (
    select id from public.conversations where visitor_id = any(p_profile_ids)
  ) and (m.kind like 'visitor-%' or lower(m.to_address) = any(p_addresses))
  union all
  select m.* from public.mail_messages as m
  where m.to_address is not null and m.conversation_id is null and m.profile_id = any(p_profile_ids)
  union all
  select m.* from public.mail_messages as m
  where m.conversation_id is null and m.profile_id is null and lower(m.to_address) = any(p_addresses)
$$;

-- Digits alone, and WhatsApp's name of somebody without a number.
create function private.numbers_of_person(p_profile_ids uuid[]) returns text[]
language sql stable set search_path = '' as $$
  select coalesce(array_agg(distinct number), '{}') from (
    select regexp_replace(phone, '\D', '', 'g') from public.leads where visitor_id = any(p_profile_ids)
    union all select unnest(array[wa_id, phone_key, lower(user_id)]) from public.whatsapp_contacts
      where profile_id = any(p_profile_ids)
  ) as known (number)
  where char_length(number) >= 5 and not exists (
    select from public.whatsapp_contacts
    where number in (wa_id, phone_key, lower(user_id)) and profile_id <> all(p_profile_ids)
  )
$$;

-- What others call a person and what is theirs: ids, and numbers that are nobody else's.
create function private.names_of_person(p_profile_ids uuid[], p_conversation_ids uuid[], p_addresses text[]) returns text[]
language sql stable set search_path = '' as $$
  select coalesce(array_agg(distinct lower(name)) filter (where name is not null), '{}') from (
    select unnest(p_profile_ids)::text
    union all select unnest(p_conversation_ids)::text
    union all select id::text from public.leads where visitor_id = any(p_profile_ids)
    union all select id::text from public.verification_tokens
      where profile_id = any(p_profile_ids) or (profile_id is null and identifier = any(p_addresses))
    union all select unnest(array[job_id::text, provider_id]) from public.mail_messages
      where conversation_id = any(p_conversation_ids)
    union all select unnest(array[job_id::text, provider_id])
      from private.mails_of_person(p_profile_ids, p_addresses)
    union all select unnest(array[m.id::text, m.wamid]) from public.whatsapp_messages as m
      where m.conversation_id = any(p_conversation_ids)
    union all select unnest(array[p.id::text, p.provider_payment_id, p.checkout_id]) from public.payments as p
      where p.conversation_id = any(p_conversation_ids)
        or p.lead_id in (select id from public.leads where visitor_id = any(p_profile_ids))
    union all select a.provider_payment_id from public.payment_attempts as a join public.payments as p on p.id = a.payment_id
      where p.conversation_id = any(p_conversation_ids)
        or p.lead_id in (select id from public.leads where visitor_id = any(p_profile_ids))
    union all select unnest(private.numbers_of_person(p_profile_ids))
  ) as known (name)
$$;

-- Of a document about somebody: which conversation it was.
create function private.bare_payload(p_payload jsonb, p_conversation_ids uuid[]) returns jsonb
language sql immutable set search_path = '' as $$
  select case
    when p_payload ->> 'conversationId' = any(p_conversation_ids::text[])
      then jsonb_build_object('conversationId', p_payload -> 'conversationId')
    else '{}'
  end
$$;

-- Erases a person: every profile that is theirs, what was written in their conversations by either side, and whatever
-- other tables hold of it. Doing it again finds what came late. Locks in the order of everybody who changes a person:
-- profiles, contacts, conversations. Staff are erased once they are switched off; what they wrote to others stays, as it
-- is the others'. p_jobs are enqueued the first time.
-- Answers {status: erased | again, profileIds, conversationIds, jobs: [{id, name}] that queues may still hold, rows, epoch},
-- or {status: not_found | active_staff}.
create function public.erase_person(p_profile_id uuid, p_jobs jsonb default '[]', p_audit jsonb default null)
returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_profile public.profiles;
  v_profile_ids uuid[];
  v_conversation_ids uuid[];
  v_names text[];
  v_addresses text[];
  v_jobs jsonb;
begin
  -- Nobody merges people meanwhile: confirm_visitor_email takes the shared form of this lock.
  perform pg_advisory_xact_lock(hashtextextended('people', 0));
  select * into v_profile from public.profiles where id = p_profile_id;
  if not found then
    return jsonb_build_object('status', 'not_found');
  elsif v_profile.is_active and v_profile.role in ('attendant', 'lawyer', 'admin') then
    return jsonb_build_object('status', 'active_staff');
  end if;
  v_profile_ids := private.lock_person(p_profile_id);
  select coalesce(array_agg(id), '{}') into v_conversation_ids
  from public.conversations where visitor_id = any(v_profile_ids);
  v_addresses := private.addresses_of_person(v_profile_ids);
  v_names := private.names_of_person(v_profile_ids, v_conversation_ids, v_addresses);

  v_names := v_names || private.erase_webhooks(v_names, v_addresses);
  v_jobs := private.erase_jobs(v_names, v_addresses, v_conversation_ids);
  perform private.erase_mail(v_profile_ids, v_addresses);
  perform private.erase_sign_in(v_profile_ids, v_addresses);
  perform private.erase_conversations(v_profile_ids, v_conversation_ids);
  update public.consents set address_hash = null where profile_id = any(v_profile_ids) and address_hash is not null;
  update public.privacy_requests set state = 'done', decided_at = clock_timestamp(), decided_by = (p_audit ->> 'actorId')::uuid
  where profile_id = any(v_profile_ids) and state = 'open';
  update public.profiles set name = 'Pessoa apagada', email = null, is_active = false, erased_at = clock_timestamp()
  where id = any(v_profile_ids) and erased_at is null;
  if v_profile.erased_at is null then
    perform private.enqueue_jobs(p_jobs);
    perform private.write_audit(
      p_audit, 'profile', p_profile_id::text,
      jsonb_build_object('conversations', cardinality(v_conversation_ids))
    );
  end if;
  return jsonb_build_object(
    'status', case when v_profile.erased_at is null then 'erased' else 'again' end,
    'profileIds', to_jsonb(v_profile_ids),
    'conversationIds', to_jsonb(v_conversation_ids),
    'jobs', v_jobs,
    'rows', (
      select coalesce(jsonb_agg(shape::jsonb), '[]') from private.inbox_shapes where id = any(v_conversation_ids)
    ),
    'epoch', (select epoch from private.epochs)
  );
end
$$;

-- Answers the profiles of the person, those that were merged into it among them. After this no conversation of theirs
-- begins, no message is added, and nothing that names one of their conversations is inserted.
create function private.lock_person(p_profile_id uuid) returns uuid[] language plpgsql set search_path = '' as $$
declare
  v_ids uuid[];
begin
  select array_agg(id order by id) into v_ids from public.profiles where id = p_profile_id or merged_into = p_profile_id;
  perform from public.profiles where id = any(v_ids) order by id for no key update;
  perform from public.whatsapp_contacts where profile_id = any(v_ids) order by id for no key update;
  perform from public.conversations where visitor_id = any(v_ids) order by id for update;
  return v_ids;
end
$$;

-- An event that still waits is not acted on any more where it names what is theirs, or tells of a mail to them. One that
-- has an address of theirs and no more is another's (whoever paid with it, say), and is acted on first. Answers the ids of
-- those that say nothing now.
create function private.erase_webhooks(p_names text[], p_addresses text[]) returns text[]
language plpgsql set search_path = '' as $$
declare
  v_emptied text[];
begin
  with about as (
    select id, state <> 'waiting' or provider = 'resend' or private.mentions_of(event) && p_names as is_theirs
    from public.inbound_webhooks
    where event <> '{}' and private.mentions_of(event) && (p_names || p_addresses) for no key update
  ), emptied as (
    update public.inbound_webhooks as w set
      event = case when is_theirs then '{}' else event end,
      empties_when_settled = not is_theirs,
      provider_event_id = case
        when is_theirs and provider = 'whatsapp' and provider_event_id not like 'erased:%'
          then private.erased_name(provider_event_id)
        else provider_event_id
      end,
      state = case when is_theirs and state in ('waiting', 'unknown') then 'ignored' else state end,
      processed_at = case when is_theirs and state in ('waiting', 'unknown') then clock_timestamp() else processed_at end
    from about where w.id = about.id
    returning w.id, is_theirs
  )
  select coalesce(array_agg(id::text) filter (where is_theirs), '{}') into v_emptied from emptied;

  update public.outgoing_webhook_attempts set excerpt = ''
  where excerpt <> '' and delivery_id in (
    select id from public.outgoing_webhook_deliveries where private.mentions_of(data) && (p_names || p_addresses)
  );
  update public.outgoing_webhook_deliveries set data = private.bare_data(data)
  where private.mentions_of(data) && (p_names || p_addresses) and data <> private.bare_data(data);
  return v_emptied;
end
$$;

-- Of what was told to others: ids and numbers.
create function private.bare_data(p_data jsonb) returns jsonb language sql immutable set search_path = '' as $$
  select coalesce(jsonb_object_agg(key, value), '{}') from jsonb_each(p_data)
  where key in ('conversationId', 'messageId', 'leadId', 'paymentId', 'visitorId', 'seq', 'status')
$$;

-- Of a job that failed for a provider's event: the event says nothing any more.
create function private.names_emptied(p_payload jsonb) returns boolean
language plpgsql stable set search_path = '' as $$
begin
  return p_payload ->> 'webhookId' ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' and exists (
    select from public.inbound_webhooks where id = (p_payload ->> 'webhookId')::uuid and event = '{}'
  );
end
$$;

-- Jobs about the person do not run any more, and what is left of them names the conversation and nothing else. The job
-- that erases in Redis names the person on purpose. One that names a conversation is found by it; the others are read one
-- by one: an index of what payloads mention would be written with every message, for what is asked once in months.
create function private.erase_jobs(p_names text[], p_addresses text[], p_conversation_ids uuid[]) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_mentions text[] := p_names || p_addresses;
  v_ids uuid[] := array(
    select id from public.outbox where payload ->> 'conversationId' = any(p_conversation_ids::text[])
    union
    select o.id from public.outbox as o
    cross join lateral jsonb_path_query(o.payload, 'strict $.**') as value
    join unnest(v_mentions) as mention on mention = lower(value #>> '{}')
    where o.payload ->> 'conversationId' is null and o.name <> 'erase-person'
  );
  v_jobs jsonb;
begin
  with about as (
    update public.outbox set
      payload = private.bare_payload(payload, p_conversation_ids),
      history = '[]',
      outcome = coalesce(outcome, 'canceled'),
      finished_at = coalesce(finished_at, clock_timestamp())
    where id = any(v_ids)
    returning id, name
  ), letters as (
    update public.dead_letters as d set
      payload = private.bare_payload(payload, p_conversation_ids),
      history = '[]',
      error = 'erased',
      resolution = coalesce(resolution, 'discarded'),
      resolved_at = coalesce(resolved_at, clock_timestamp())
    where name <> 'erase-person' and (
      d.id in (select id from about) or private.mentions_of(payload) && v_mentions or private.names_emptied(payload)
    )
    returning d.id, d.name
  )
  select coalesce(jsonb_agg(jsonb_build_object('id', id, 'name', name)), '[]') into v_jobs
  from (select id, name from about union select id, name from letters) as jobs;
  return v_jobs;
end
$$;

-- The list of suppressed addresses forgets them, too: Resend keeps one of its own.
create function private.erase_mail(p_profile_ids uuid[], p_addresses text[]) returns void
language plpgsql set search_path = '' as $$
begin
  update public.mail_messages set to_address = null, detail = null
  where job_id in (select job_id from private.mails_of_person(p_profile_ids, p_addresses));
  delete from public.mail_suppressions where address = any(p_addresses);
end
$$;

create function private.erase_sign_in(p_profile_ids uuid[], p_addresses text[]) returns void
language plpgsql set search_path = '' as $$
begin
  delete from public.verification_tokens
  where profile_id = any(p_profile_ids) or (profile_id is null and identifier = any(p_addresses));
  delete from public.accounts where profile_id = any(p_profile_ids);
  delete from public.totp_factors where profile_id = any(p_profile_ids);
end
$$;

create function private.erase_conversations(p_profile_ids uuid[], p_conversation_ids uuid[]) returns void
language plpgsql set search_path = '' as $$
begin
  update public.conversation_events set body = '', erased_at = clock_timestamp()
  where conversation_id = any(p_conversation_ids) and erased_at is null;
  update public.conversations set preview = '', status = 'closed'
  where id = any(p_conversation_ids) and (preview <> '' or status <> 'closed');
  update public.whatsapp_messages set
    wamid = case when wamid like 'erased:%' then wamid else private.erased_name(wamid) end,
    state = case when state in ('queued', 'held') then 'unknown' else state end
  where conversation_id = any(p_conversation_ids) and (wamid not like 'erased:%' or state in ('queued', 'held'));
  update public.whatsapp_contacts set wa_id = null, phone_key = null, user_id = null, last_inbound_at = null, erased_at = now()
  where profile_id = any(p_profile_ids) and erased_at is null;
  update public.payments set description = null, checkout_id = null, checkout_url = null
  where (
    conversation_id = any(p_conversation_ids)
    or lead_id in (select id from public.leads where visitor_id = any(p_profile_ids))
  ) and (description is not null or checkout_url is not null);
  update public.leads set name = 'Pessoa apagada', email = null, phone = null
  where visitor_id = any(p_profile_ids) and (name <> 'Pessoa apagada' or email is not null or phone is not null);
end
$$;

-- As start_conversation, and puts the consent on record in the same transaction. p_consent is
-- {id, textVersion, locale, addressHash}.
create function public.start_conversation_v2(
  p_conversation_id uuid, p_request_id uuid, p_visitor_id uuid, p_visitor_name text, p_locale text, p_lead_id uuid,
  p_event_id uuid, p_client_msg_id uuid, p_body text, p_consent jsonb,
  p_visitor_email text default null, p_product_slug text default null, p_jobs jsonb default '[]',
  p_audit jsonb default null
) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_started jsonb := public.start_conversation(
    p_conversation_id, p_request_id, p_visitor_id, p_visitor_name, p_locale, p_lead_id, p_event_id, p_client_msg_id,
    p_body, p_visitor_email, p_product_slug, p_jobs, p_audit
  );
begin
  if v_started ->> 'status' = 'started' then
    insert into public.consents (id, profile_id, conversation_id, text_version, locale, basis, channel, address_hash)
    values (
      (p_consent ->> 'id')::uuid, p_visitor_id, p_conversation_id, p_consent ->> 'textVersion', p_consent ->> 'locale',
      'form', 'site', p_consent ->> 'addressHash'
    );
  end if;
  return v_started;
end
$$;

-- Somebody who wrote over WhatsApp for the first time (under this version of the text) is told what becomes of it. The
-- notice goes out as a message of its own. Answers whether it was due.
create function public.notice_whatsapp_person(
  p_conversation_id uuid, p_consent jsonb, p_message_id uuid, p_jobs jsonb
) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_contact public.whatsapp_contacts;
begin
  select w.* into v_contact
  from public.conversations as c join public.whatsapp_contacts as w on w.profile_id = c.visitor_id
  where c.id = p_conversation_id and c.channel = 'whatsapp' and w.erased_at is null for no key update of w;
  if not found or exists (
    select from public.consents
    where profile_id = v_contact.profile_id and text_version = p_consent ->> 'textVersion'
  ) then
    return to_jsonb(false);
  end if;
  insert into public.consents (id, profile_id, conversation_id, text_version, locale, basis, channel)
  values (
    (p_consent ->> 'id')::uuid, v_contact.profile_id, p_conversation_id, p_consent ->> 'textVersion',
    p_consent ->> 'locale', 'notice', 'whatsapp'
  );
  insert into public.whatsapp_messages (id, conversation_id, contact_id, direction, kind, state)
  values (p_message_id, p_conversation_id, v_contact.id, 'out', 'notice', 'queued');
  perform private.enqueue_jobs(p_jobs);
  return to_jsonb(true);
end
$$;

revoke all on function
  private.keep_erased_profile(),
  private.is_erased(uuid),
  private.refuse_for_erased(),
  private.withhold_mail_for_erased(),
  private.drop_webhook_of_erased(),
  private.erased_name(text),
  private.empty_webhook(),
  private.mentions_of(jsonb),
  private.is_address_of(text, uuid[]),
  private.addresses_of_person(uuid[]),
  private.mails_of_person(uuid[], text[]),
  private.names_of_person(uuid[], uuid[], text[]),
  private.numbers_of_person(uuid[]),
  private.bare_payload(jsonb, uuid[]),
  private.lock_person(uuid),
  private.erase_webhooks(text[], text[]),
  private.erase_jobs(text[], text[], uuid[]),
  private.bare_data(jsonb),
  private.names_emptied(jsonb),
  private.erase_mail(uuid[], text[]),
  private.erase_sign_in(uuid[], text[]),
  private.erase_conversations(uuid[], uuid[]),
  public.erase_person(uuid, jsonb, jsonb),
  public.start_conversation_v2(uuid, uuid, uuid, text, text, uuid, uuid, uuid, text, jsonb, text, text, jsonb, jsonb),
  public.notice_whatsapp_person(uuid, jsonb, uuid, jsonb)
from public, anon, authenticated;
grant execute on function
  private.keep_erased_profile(),
  private.is_erased(uuid),
  private.refuse_for_erased(),
  private.withhold_mail_for_erased(),
  private.drop_webhook_of_erased(),
  private.erased_name(text),
  private.empty_webhook(),
  private.mentions_of(jsonb),
  private.is_address_of(text, uuid[]),
  private.addresses_of_person(uuid[]),
  private.mails_of_person(uuid[], text[]),
  private.names_of_person(uuid[], uuid[], text[]),
  private.numbers_of_person(uuid[]),
  private.bare_payload(jsonb, uuid[]),
  private.lock_person(uuid),
  private.erase_webhooks(text[], text[]),
  private.erase_jobs(text[], text[], uuid[]),
  private.bare_data(jsonb),
  private.names_emptied(jsonb),
  private.erase_mail(uuid[], text[]),
  private.erase_sign_in(uuid[], text[]),
  private.erase_conversations(uuid[], uuid[]),
  public.erase_person(uuid, jsonb, jsonb),
  public.start_conversation_v2(uuid, uuid, uuid, text, text, uuid, uuid, uuid, text, jsonb, text, text, jsonb, jsonb),
  public.notice_whatsapp_person(uuid, jsonb, uuid, jsonb)
to service_role;
