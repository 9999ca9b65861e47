-- What the console and the person see of what is kept, the archive of it, and what goes by itself in time.

create function private.last_seen_of(p public.profiles) returns timestamptz language sql stable set search_path = '' as $$
  select greatest(p.created_at, (select max(last_event_at) from public.conversations where visitor_id = p.id))
$$;

create function private.has_paid(p_profile_id uuid) returns boolean language sql stable set search_path = '' as $$
  select exists (
    select from public.payments as y
    left join public.leads as l on l.id = y.lead_id
    left join public.conversations as c on c.id = y.conversation_id
    where p_profile_id in (l.visitor_id, c.visitor_id) and y.status in ('paid', 'refunded')
  )
$$;

create function private.person_row(p public.profiles) returns jsonb language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'id', p.id, 'name', p.name, 'email', p.email, 'role', p.role, 'isActive', p.is_active,
    'phone', (
      select coalesce('+' || w.wa_id, l.phone) from (select 1) as one
      left join public.whatsapp_contacts as w on w.profile_id = p.id
      left join lateral (
        select phone from public.leads where visitor_id = p.id and phone is not null order by created_at desc limit 1
      ) as l on true
    ),
    'createdAt', p.created_at, 'erasedAt', p.erased_at, 'lastSeenAt', private.last_seen_of(p),
    'conversations', (select count(*) from public.conversations where visitor_id = p.id),
    'consent', (
      select jsonb_build_object('textVersion', text_version, 'basis', basis, 'channel', channel, 'givenAt', given_at)
      from public.consents where profile_id = p.id order by given_at desc limit 1
    ),
    'hasOpenRequest', exists (
      select from public.privacy_requests where profile_id = p.id and state = 'open'
    ),
    'others', (
      select coalesce(jsonb_agg(jsonb_build_object('id', id, 'name', name, 'role', role) order by created_at, id), '[]')
      from (
        select * from public.profiles as o
        where lower(o.email) = lower(p.email) and o.id <> p.id and o.role in ('visitor', 'client')
        order by o.created_at, o.id limit 10
      ) as others
    )
  )
$$;

-- Visitors, clients and former staff. p_search: a part of the name or the address, digits of the number, or an id.
create function public.list_people(p_search text, p_limit integer) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  v_digits text := nullif(regexp_replace(p_search, '\D', '', 'g'), '');
begin
  return (
    select coalesce(jsonb_agg(private.person_row(p) order by p.created_at desc, p.id), '[]')
    from (
      select * from public.profiles as p
      where merged_into is null and (role in ('visitor', 'client') or not is_active)
        and (
          p_search = ''
          or position(lower(p_search) in lower(name)) > 0
          or position(lower(p_search) in lower(email)) > 0
          or id::text = lower(p_search)
          or (char_length(v_digits) >= 4 and exists (
            select from public.whatsapp_contacts where profile_id = p.id and position(v_digits in wa_id) > 0
          ))
          or (char_length(v_digits) >= 4 and exists (
            select from public.leads where visitor_id = p.id and position(v_digits in regexp_replace(phone, '\D', '', 'g')) > 0
          ))
        )
      order by created_at desc, id limit p_limit
    ) as p
  );
end
$$;

-- Asking twice asks once. Answers {status: asked | already | gone, requestedAt}.
create function public.request_erasure(p_id uuid, p_profile_id uuid, p_audit jsonb default null) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_row public.privacy_requests;
begin
  if not exists (select from public.profiles where id = p_profile_id and is_active and erased_at is null for key share) then
    return jsonb_build_object('status', 'gone');
  end if;
  insert into public.privacy_requests (id, profile_id, kind) values (p_id, p_profile_id, 'erase')
  on conflict (profile_id, kind) where state = 'open' do nothing returning * into v_row;
  if v_row.id is null then
    select * into v_row from public.privacy_requests where profile_id = p_profile_id and state = 'open';
    return jsonb_build_object('status', 'already', 'requestedAt', v_row.requested_at);
  end if;
  perform private.write_audit(p_audit, 'profile', p_profile_id::text);
  return jsonb_build_object('status', 'asked', 'requestedAt', v_row.requested_at);
end
$$;

-- Those that wait first, the longest waiting before the others; then the latest that were decided.
create function public.list_privacy_requests(p_limit integer) returns jsonb language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'id', r.id, 'kind', r.kind, 'state', r.state, 'reason', r.reason, 'requestedAt', r.requested_at,
    'decidedAt', r.decided_at, 'person', jsonb_build_object('id', p.id, 'name', p.name, 'email', p.email)
  ) order by r.decided_at desc nulls first, r.requested_at), '[]')
  from (
    select * from public.privacy_requests
    order by decided_at desc nulls first, requested_at limit p_limit
  ) as r join public.profiles as p on p.id = r.profile_id
$$;

-- The latest of a person; null when they never asked.
create function public.find_privacy_request(p_profile_id uuid) returns jsonb language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'state', state, 'reason', reason, 'requestedAt', requested_at, 'decidedAt', decided_at
  ) from public.privacy_requests where profile_id = p_profile_id order by requested_at desc limit 1
$$;

-- An erasure that is granted decides its request by itself. Answers whether it was open.
create function public.refuse_privacy_request(p_id uuid, p_reason text, p_audit jsonb default null) returns jsonb
language plpgsql set search_path = '' as $$
begin
  update public.privacy_requests set
    state = 'refused', reason = p_reason, decided_at = clock_timestamp(), decided_by = (p_audit ->> 'actorId')::uuid
  where id = p_id and state = 'open';
  if not found then
    return to_jsonb(false);
  end if;
  perform private.write_audit(p_audit, 'privacy_request', p_id::text, jsonb_build_object('reason', p_reason));
  return to_jsonb(true);
end
$$;

-- Everything that is kept of a person, as far as it is theirs: not what the firm notes about others, no secrets, no
-- hashes. Null when there is nobody.
create function public.export_person(p_profile_id uuid) returns json
language plpgsql stable set search_path = '' as $$
declare
  v_ids uuid[];
  v_conversation_ids uuid[];
  v_addresses text[];
begin
  select array_agg(id) into v_ids from public.profiles where id = p_profile_id or merged_into = p_profile_id;
  if v_ids is null then
    return null;
  end if;
  select coalesce(array_agg(id), '{}') into v_conversation_ids from public.conversations where visitor_id = any(v_ids);
  v_addresses := private.addresses_of_person(v_ids);
  return json_build_object(
    'person', (
      select json_build_object(
        'id', id, 'name', name, 'email', email, 'role', role, 'createdAt', created_at, 'isActive', is_active,
        'erasedAt', erased_at
      ) from public.profiles where id = p_profile_id
    ),
    'consents', (
      select coalesce(json_agg(json_build_object(
        'textVersion', text_version, 'locale', locale, 'basis', basis, 'channel', channel, 'givenAt', given_at,
        'conversationId', conversation_id
      ) order by given_at), '[]') from public.consents where profile_id = any(v_ids)
    ),
    'conversations', (
      select coalesce(json_agg(json_build_object(
        'id', c.id, 'channel', c.channel, 'status', c.status, 'startedAt', c.created_at, 'lastEventAt', c.last_event_at,
        'service', (select name from public.products where id = c.product_id),
        'assignee', (select name from public.profiles where id = c.assignee_id),
        'messages', (
          select coalesce(json_agg(json_build_object(
            'seq', e.seq, 'at', e.created_at, 'author', author.name, 'side', e.author_side, 'text', e.body,
            'isErased', e.erased_at is not null
          ) order by e.seq), '[]')
          from public.conversation_events as e join public.profiles as author on author.id = e.author_id
          where e.conversation_id = c.id
        )
      ) order by c.created_at), '[]') from public.conversations as c where c.id = any(v_conversation_ids)
    ),
    'readMarks', (
      select coalesce(json_agg(json_build_object(
        'conversationId', conversation_id, 'readSeq', read_seq, 'readAt', read_at, 'lastSeenAt', last_seen_at
      )), '[]') from public.conversation_members where user_id = any(v_ids)
    ),
    'leads', (
      select coalesce(json_agg(json_build_object(
        'id', id, 'name', name, 'email', email, 'phone', phone, 'status', status, 'source', source,
        'createdAt', created_at
      ) order by created_at), '[]') from public.leads where visitor_id = any(v_ids)
    ),
    'payments', (
      select coalesce(json_agg(json_build_object(
        'id', id, 'amountCents', amount_cents, 'currency', currency, 'status', status, 'provider', provider,
        'description', description, 'checkoutUrl', checkout_url, 'paidAt', paid_at, 'createdAt', created_at
      ) order by created_at), '[]') from public.payments
      where conversation_id = any(v_conversation_ids)
        or lead_id in (select id from public.leads where visitor_id = any(v_ids))
    ),
    'whatsapp', (
      select coalesce(json_agg(json_build_object(
        'number', '+' || wa_id, 'userId', user_id, 'lastInboundAt', last_inbound_at, 'since', created_at
      )), '[]') from public.whatsapp_contacts where profile_id = any(v_ids)
    ),
    'mails', (
      select coalesce(json_agg(json_build_object(
        'kind', kind, 'to', to_address, 'status', status, 'at', created_at
      ) order by created_at), '[]') from private.mails_of_person(v_ids, v_addresses)
    ),
    'suppressedAddresses', (
      select coalesce(json_agg(json_build_object('address', address, 'reason', reason, 'since', created_at)), '[]')
      from public.mail_suppressions where address = any(v_addresses)
    ),
    'notifications', (
      select coalesce(json_agg(json_build_object(
        'kind', kind, 'conversationId', conversation_id, 'createdAt', created_at, 'readAt', read_at
      ) order by user_id, seq), '[]') from public.notifications where user_id = any(v_ids)
    ),
    'signInAccounts', (
      select coalesce(json_agg(json_build_object('provider', provider, 'since', created_at)), '[]')
      from public.accounts where profile_id = any(v_ids)
    ),
    'privacyRequests', (
      select coalesce(json_agg(json_build_object(
        'kind', kind, 'state', state, 'reason', reason, 'requestedAt', requested_at, 'decidedAt', decided_at
      ) order by requested_at), '[]') from public.privacy_requests where profile_id = any(v_ids)
    ),
    'actions', (
      select coalesce(json_agg(json_build_object('at', at, 'action', action, 'from', ip) order by id), '[]')
      from public.audit_log where actor_id = any(v_ids)
    )
  );
end
$$;

-- One row a night, and one for each look without acting: what was due, what went.
create table public.retention_runs (
  id uuid primary key,
  at timestamptz not null default clock_timestamp(),
  is_dry boolean not null,
  -- [{rule, due, done}]
  results jsonb not null check (jsonb_typeof(results) = 'array')
);
create index retention_runs_at_idx on public.retention_runs (at desc, id desc);
call private.seal('public.retention_runs');

-- People of whom nothing was heard for p_keep_days: visitors who never paid, or those with whom the firm had a contract.
create function private.people_due(p_rule text, p_keep_days integer) returns setof uuid
language plpgsql stable set search_path = '' as $$
begin
  return query
  select p.id from public.profiles as p
  where p.role in ('visitor', 'client') and p.erased_at is null and p.merged_into is null
    and p.created_at < now() - make_interval(days => p_keep_days)
    and private.last_seen_of(p) < now() - make_interval(days => p_keep_days)
    and (p.role = 'client' or private.has_paid(p.id)) = (p_rule = 'clients')
  order by p.id;
end
$$;

-- The one change that the audit log takes: a row older than six months loses the address and the browser, by
-- private.forget_audit_addresses alone. Everything else is refused as before, to the owner of the table, too: the setting
-- lets an update begin, and each row of it is looked at.
drop trigger append_only on public.audit_log;
create trigger append_only before delete or truncate on public.audit_log
  for each statement execute function private.refuse_change();
create trigger append_only_but_terms before update on public.audit_log
  for each statement when (current_setting('plantao.audit_terms', true) is distinct from 'on')
  execute function private.refuse_change();
create trigger append_only_but_addresses before update on public.audit_log
  for each row when (
    new.ip is not null or new.agent is not null or old.at >= now() - interval '6 months'
    or to_jsonb(new) - '{ip,agent}'::text[] is distinct from to_jsonb(old) - '{ip,agent}'::text[]
  )
  execute function private.refuse_change();
create index audit_log_addresses_idx on public.audit_log (at) where ip is not null or agent is not null;

-- Runs as the owner of the table: the server's role may not update it.
create function private.forget_audit_addresses(p_before timestamptz, p_limit integer) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  v_count integer;
begin
  perform set_config('plantao.audit_terms', 'on', true);
  update public.audit_log set ip = null, agent = null where id in (
    select id from public.audit_log where (ip is not null or agent is not null) and at < p_before
    order by at limit p_limit
  );
  get diagnostics v_count = row_count;
  perform set_config('plantao.audit_terms', 'off', true);
  return v_count;
end
$$;

-- p_rules: {rule: keepDays}. Answers {rule: how many rows would go now}.
create function public.count_retention_due(p_rules jsonb) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  v_rule text;
  v_days integer;
  v_before timestamptz;
  v_counts jsonb := '{}';
begin
  for v_rule, v_days in select key, value::text::integer from jsonb_each(p_rules) loop
    v_before := now() - make_interval(days => v_days);
    v_counts := v_counts || jsonb_build_object(v_rule, case v_rule
      when 'visitors' then (select count(*) from private.people_due(v_rule, v_days))
      when 'clients' then (select count(*) from private.people_due(v_rule, v_days))
      when 'erased-people' then (
        select count(*) from public.profiles where erased_at > v_before and merged_into is null
      )
      when 'consent-addresses' then (
        select count(*) from public.consents where address_hash is not null and given_at < v_before
      )
      when 'audit-addresses' then (
        select count(*) from public.audit_log where (ip is not null or agent is not null) and at < v_before
      )
      when 'dead-letters' then (
        select count(*) from public.dead_letters where resolution is null and failed_at < v_before
      )
      when 'sign-in-links' then (select count(*) from public.verification_tokens where expires_at < v_before)
      when 'suppressed-addresses' then (select count(*) from public.mail_suppressions where created_at < v_before)
      when 'privacy-requests' then (select count(*) from public.privacy_requests where decided_at < v_before)
      when 'retention-reports' then (select count(*) from public.retention_runs where at < v_before)
      when 'inbound-webhooks' then (
        select count(*) from public.inbound_webhooks where received_at < v_before and state <> 'waiting'
      )
      when 'mails' then (select count(*) from public.mail_messages where created_at < v_before)
      when 'jobs' then (select count(*) from public.outbox where outcome is not null and finished_at < v_before)
      when 'webhook-deliveries' then (
        select count(*) from public.outgoing_webhook_deliveries where created_at < v_before and state <> 'pending'
      )
    end);
  end loop;
  return v_counts;
end
$$;

-- Ids of people to be erased now, by their order from p_after on; of 'erased-people' those to be looked after once more,
-- for what came late.
create function public.list_people_due(p_rule text, p_keep_days integer, p_limit integer, p_after uuid default null)
returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  if p_rule = 'erased-people' then
    return (
      select coalesce(jsonb_agg(id order by id), '[]') from (
        select id from public.profiles
        where erased_at > now() - make_interval(days => p_keep_days) and merged_into is null
          and (p_after is null or id > p_after)
        order by id limit p_limit
      ) as page
    );
  end if;
  return (
    select coalesce(jsonb_agg(id order by id), '[]') from (
      select due.id from private.people_due(p_rule, p_keep_days) as due (id)
      where p_after is null or due.id > p_after
      order by due.id limit p_limit
    ) as page
  );
end
$$;

-- One batch of a rule that names no people; answers how many rows went.
create function public.apply_retention(p_rule text, p_keep_days integer, p_limit integer) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_before timestamptz := now() - make_interval(days => p_keep_days);
  v_count integer := 0;
begin
  case p_rule
    when 'consent-addresses' then
      update public.consents set address_hash = null where id in (
        select id from public.consents where address_hash is not null and given_at < v_before limit p_limit
      );
    when 'audit-addresses' then
      return to_jsonb(private.forget_audit_addresses(v_before, p_limit));
    when 'dead-letters' then
      delete from public.dead_letters where id in (
        select id from public.dead_letters where resolution is null and failed_at < v_before limit p_limit
        for update skip locked
      );
    when 'sign-in-links' then
      delete from public.verification_tokens where id in (
        select id from public.verification_tokens where expires_at < v_before limit p_limit
      );
    when 'suppressed-addresses' then
      delete from public.mail_suppressions where id in (
        select id from public.mail_suppressions where created_at < v_before limit p_limit
      );
    when 'privacy-requests' then
      delete from public.privacy_requests where id in (
        select id from public.privacy_requests where decided_at < v_before limit p_limit
      );
    when 'retention-reports' then
      delete from public.retention_runs where id in (
        select id from public.retention_runs where at < v_before limit p_limit
      );
  end case;
  get diagnostics v_count = row_count;
  return to_jsonb(v_count);
end
$$;

-- Once per id, however often the job runs.
create function public.record_retention_run(p_id uuid, p_is_dry boolean, p_results jsonb, p_audit jsonb default null)
returns jsonb
language plpgsql set search_path = '' as $$
begin
  insert into public.retention_runs (id, is_dry, results) values (p_id, p_is_dry, p_results)
  on conflict (id) do update set results = excluded.results;
  perform private.write_audit(p_audit, 'retention_run', p_id::text);
  return to_jsonb(true);
end
$$;

create function public.list_retention_runs(p_limit integer) returns jsonb language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'id', id, 'at', at, 'isDry', is_dry, 'results', results
  ) order by at desc, id desc), '[]')
  from (select * from public.retention_runs order by at desc, id desc limit p_limit) as page
$$;

revoke all on function
  private.last_seen_of(public.profiles),
  private.has_paid(uuid),
  private.person_row(public.profiles),
  private.people_due(text, integer),
  private.forget_audit_addresses(timestamptz, integer),
  public.list_people(text, integer),
  public.request_erasure(uuid, uuid, jsonb),
  public.list_privacy_requests(integer),
  public.find_privacy_request(uuid),
  public.refuse_privacy_request(uuid, text, jsonb),
  public.export_person(uuid),
  public.count_retention_due(jsonb),
  public.list_people_due(text, integer, integer, uuid),
  public.apply_retention(text, integer, integer),
  public.record_retention_run(uuid, boolean, jsonb, jsonb),
  public.list_retention_runs(integer)
from public, anon, authenticated;
grant execute on function
  private.last_seen_of(public.profiles),
  private.has_paid(uuid),
  private.person_row(public.profiles),
  private.people_due(text, integer),
  private.forget_audit_addresses(timestamptz, integer),
  public.list_people(text, integer),
  public.request_erasure(uuid, uuid, jsonb),
  public.list_privacy_requests(integer),
  public.find_privacy_request(uuid),
  public.refuse_privacy_request(uuid, text, jsonb),
  public.export_person(uuid),
  public.count_retention_due(jsonb),
  public.list_people_due(text, integer, integer, uuid),
  public.apply_retention(text, integer, integer),
  public.record_retention_run(uuid, boolean, jsonb, jsonb),
  public.list_retention_runs(integer)
to service_role;
