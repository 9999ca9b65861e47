-- The audit log says how each thing ended and how it was asked for, holds no content, and is read page by page.
-- Old rows are of changes that were made: they ended well; how they were asked for is not known of them.
alter table public.audit_log
  add column result text not null default 'ok' check (result in ('ok', 'refused', 'failed')),
  -- The error's code; a success has none.
  add column code text check (code ~ '^[A-Z][A-Z_]{0,59}$'),
  add column via text check (via in ('http', 'rest', 'ws', 'job', 'webhook')),
  -- "Firefox 133 · Linux", of closed words: the header itself is the caller's own text.
  add column agent text check (agent ~ '^[A-Za-z0-9 .·-]{1,60}$'),
  -- One call of one procedure; several rows where it did the same to several things.
  add column call_id uuid,
  add constraint audit_log_code_check1 check ((result = 'ok') = (code is null));

-- What a person wrote or is called cannot get in, whatever a caller hands over. Texts are ids (a session's has 43
-- characters), times and codes; codes begin with a small letter and hold no eight digits, in parts or in one. Numbers are
-- whole and smaller than a telephone number with its city. Fields are named in letters alone. What no CHECK can tell from
-- a code is a word in small letters.
create function private.holds_no_content(p_details jsonb) returns boolean language sql immutable set search_path = '' as $$
  select not (
    jsonb_path_exists(p_details, $p$strict $.** ? (@.type() == "string" && !(
      @ like_regex "^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$" || @ like_regex "^[A-Za-z0-9_-]{43}$"
      || @ like_regex "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{5,18}(Z|[+-][0-9]{2}:[0-9]{2})$"
      || (@ like_regex "^[a-z][A-Za-z0-9_.-]{0,63}$" && !(@ like_regex "([0-9][_.-]*){8}"))
    ))$p$)
    or jsonb_path_exists(
      p_details, $p$strict $.** ? (@.type() == "number" && (@.abs() >= 1000000000 || @.floor() != @))$p$
    )
    or jsonb_path_exists(
      p_details, $p$strict $.** ? (@.type() == "object").keyvalue() ? (!(@.key like_regex "^[a-z][A-Za-z]{0,31}$"))$p$
    )
  )
$$;
revoke all on function private.holds_no_content(jsonb) from public;
grant execute on function private.holds_no_content(jsonb) to service_role;

alter table public.audit_log
  add constraint audit_log_words_check check (
    action ~ '^[a-z0-9]+([.-][a-z0-9]+)*$'
    and (subject_type is null or subject_type ~ '^[a-z][a-z0-9_]*$')
    and (subject_id is null or subject_id ~ '^([0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}|[A-Za-z0-9_-]{43})$')
    and (ip is null or ip ~ '^([0-9a-f:.]+(/64)?|unknown)$')
    and private.holds_no_content(details)
  ) not valid;

-- Pages are read by time, within one person, action or subject, or of what went wrong.
create index audit_log_time_idx on public.audit_log (at desc, id desc);
create index audit_log_actor_time_idx on public.audit_log (actor_id, at desc, id desc) where actor_id is not null;
create index audit_log_subject_time_idx on public.audit_log (subject_type, subject_id, at desc, id desc)
  where subject_type is not null;
create index audit_log_subject_id_idx on public.audit_log (subject_id, at desc, id desc) where subject_id is not null;
create index audit_log_action_time_idx on public.audit_log (action, at desc, id desc);
create index audit_log_trouble_idx on public.audit_log (result, at desc, id desc) where result <> 'ok';
create index audit_log_call_idx on public.audit_log (call_id) where call_id is not null;
drop index public.audit_log_subject_idx, public.audit_log_actor_idx, public.audit_log_at_idx;

-- p_audit is the AuditEntry of prisma-free-db/queries/json.ts; null writes nothing. What the caller of this function
-- says of the subject goes before what the entry says. Releases before this one send {action, actorId, ip} alone.
create or replace function private.write_audit(
  p_audit jsonb, p_subject_type text default null, p_subject_id text default null, p_details jsonb default '{}'
)
returns void language sql set search_path = '' as $$
  insert into public.audit_log (
    action, actor_id, ip, result, code, via, agent, call_id, subject_type, subject_id, details
  )
  select
    p_audit ->> 'action', (p_audit ->> 'actorId')::uuid, p_audit ->> 'ip', coalesce(p_audit ->> 'result', 'ok'),
    p_audit ->> 'code', p_audit ->> 'via', p_audit ->> 'agent', (p_audit ->> 'callId')::uuid,
    case when p_subject_type is null then p_audit ->> 'subjectType' else p_subject_type end,
    case when p_subject_type is null then p_audit ->> 'subjectId' else p_subject_id end,
    p_details
  where jsonb_typeof(p_audit) = 'object'
$$;

-- A success that the change itself has written, in its transaction, is not written twice.
create or replace function public.record_audit(p_audit jsonb) returns void language sql set search_path = '' as $$
  select private.write_audit(p_audit, null, null, coalesce(p_audit -> 'details', '{}'))
  where p_audit ->> 'callId' is null or coalesce(p_audit ->> 'result', 'ok') <> 'ok' or not exists (
    select from public.audit_log where call_id = (p_audit ->> 'callId')::uuid and result = 'ok'
  )
$$;

-- Values stay in p_filter, $1 of the query: none of them becomes a part of its text.
create function private.audit_conditions(p_filter jsonb) returns text language sql immutable set search_path = '' as $$
  select coalesce('where ' || string_agg(condition, ' and '), '') from (values
    (p_filter ->> 'actorId' is not null, $c$l.actor_id = ($1 ->> 'actorId')::uuid$c$),
    (p_filter ? 'actorId' and p_filter ->> 'actorId' is null, $c$l.actor_id is null$c$),
    (p_filter ? 'action', $c$l.action = $1 ->> 'action'$c$),
    (p_filter ? 'subjectType', $c$l.subject_type = $1 ->> 'subjectType'$c$),
    (p_filter ? 'subjectId', $c$l.subject_id = $1 ->> 'subjectId'$c$),
    (p_filter ? 'result', $c$l.result = $1 ->> 'result'$c$),
    (p_filter ->> 'result' in ('refused', 'failed'), $c$l.result <> 'ok'$c$),
    (p_filter ? 'from', $c$l.at >= ($1 ->> 'from')::timestamptz$c$),
    (p_filter ? 'until', $c$l.at < ($1 ->> 'until')::timestamptz$c$),
    (p_filter ? 'beforeAt', $c$(l.at, l.id) < (($1 ->> 'beforeAt')::timestamptz, ($1 ->> 'beforeId')::bigint)$c$)
  ) as given (is_given, condition) where is_given
$$;

-- p_filter: any of actorId (null: nobody known), action, subjectType, subjectId, result, from, until (excluded), and
-- beforeAt with beforeId, where the page before ended. Newest first. Made for the filter at hand: one plan for all would
-- read the whole log for a rare action.
create function public.list_audit(p_filter jsonb, p_limit integer) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  v_page jsonb;
begin
  execute format(
    $query$
      select coalesce(jsonb_agg(jsonb_build_object(
        'id', page.id, 'at', page.at, 'action', page.action, 'result', page.result, 'code', page.code,
        'via', page.via, 'agent', page.agent, 'ip', page.ip, 'callId', page.call_id, 'details', page.details,
        'actor', case when page.actor_id is null then null else jsonb_build_object(
          'id', page.actor_id, 'name', actor.name, 'role', actor.role
        ) end,
        'subject', case when page.subject_type is null then null else jsonb_build_object(
          'type', page.subject_type, 'id', page.subject_id, 'name', subject.name
        ) end
      ) order by page.at desc, page.id desc), '[]')
      from (
        select l.* from public.audit_log as l %s order by l.at desc, l.id desc limit $2
      ) as page
      left join public.profiles as actor on actor.id = page.actor_id
      left join public.profiles as subject on subject.id = case
        when page.subject_type = 'profile' and page.subject_id ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
          then page.subject_id::uuid
      end
    $query$,
    private.audit_conditions(p_filter)
  ) into v_page using p_filter, p_limit;
  return v_page;
end
$$;

revoke all on function public.list_audit(jsonb, integer), private.audit_conditions(jsonb)
from public, anon, authenticated;
grant execute on function public.list_audit(jsonb, integer), private.audit_conditions(jsonb) to service_role;

-- The two that wrote their rows themselves, and would leave out what is new.
create or replace function public.redrive_dead_letters(p_items jsonb, p_audit jsonb default null) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_redriven jsonb;
begin
  with items as (
    select distinct on (i.id) i.* from jsonb_to_recordset(p_items) as i (
      id uuid, "newId" uuid, version integer, payload jsonb
    )
  ), redriven as (
    update public.dead_letters as d
    set
      resolution = 'redriven', resolved_at = now(), resolved_by = (p_audit ->> 'actorId')::uuid,
      redriven_as = i."newId"
    from items as i where d.id = i.id and d.resolution is null
    returning d.id, i."newId" as new_id, d.name, coalesce(i.version, d.version) as version,
      coalesce(i.payload, d.payload) as payload, i.payload is not null as is_edited
  ), added as (
    insert into public.outbox (id, name, version, payload) select new_id, name, version, payload from redriven
  )
  select coalesce(jsonb_agg(jsonb_build_object('id', id, 'redrivenAs', new_id, 'isEdited', is_edited)), '[]')
  into v_redriven from redriven;
  perform private.write_audit(p_audit, 'job', one ->> 'id', one - 'id') from jsonb_array_elements(v_redriven) as one;
  return (select coalesce(jsonb_agg(one - 'isEdited'), '[]') from jsonb_array_elements(v_redriven) as one);
end
$$;

create or replace function public.discard_dead_letters(p_ids jsonb, p_audit jsonb default null) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_discarded jsonb;
begin
  with discarded as (
    update public.dead_letters
    set resolution = 'discarded', resolved_at = now(), resolved_by = (p_audit ->> 'actorId')::uuid
    where id in (select value::uuid from jsonb_array_elements_text(p_ids)) and resolution is null
    returning id
  )
  select coalesce(jsonb_agg(id), '[]') into v_discarded from discarded;
  perform private.write_audit(p_audit, 'job', id) from jsonb_array_elements_text(v_discarded) as id;
  return v_discarded;
end
$$;
