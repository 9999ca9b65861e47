-- Every mail that a job sends: one row a job, written before the call to Resend and settled by its answer and its
-- webhooks. An address stands here and in no log, job or audit row.
create table public.mail_messages (
  job_id uuid primary key,
  kind text not null check (char_length(kind) between 1 and 60),
  -- Null once the person is erased.
  to_address text check (char_length(to_address) between 3 and 254),
  conversation_id uuid references public.conversations (id) on delete set null,
  -- Resend's id. Null until its answer, and for good where that was lost: events then find the row by their tag `job`.
  provider_id text check (char_length(provider_id) between 1 and 100),
  status text not null default 'sending' check (
    status in ('sending', 'sent', 'delayed', 'delivered', 'bounced', 'failed', 'suppressed', 'complained')
  ),
  -- What Resend calls the bounce, as "Permanent General": never its message, which quotes addresses.
  detail text check (char_length(detail) <= 120),
  -- This mail put its address on the list below: it does so once, whatever is removed and told again later.
  has_suppressed boolean not null default false,
  created_at timestamptz not null default now(),
  status_at timestamptz not null default now()
) with (fillfactor = 80);
create index mail_messages_created_idx on public.mail_messages (created_at desc, job_id desc);
create index mail_messages_provider_idx on public.mail_messages (provider_id) where provider_id is not null;
create index mail_messages_conversation_idx on public.mail_messages (conversation_id) where conversation_id is not null;
call private.seal('public.mail_messages');

-- Addresses that no mail goes to any more, in lower case.
create table public.mail_suppressions (
  id uuid primary key default gen_random_uuid(),
  address text not null unique check (address = lower(address) and char_length(address) between 3 and 254),
  -- bounced: there is no such mailbox · complained: marked as spam · provider: Resend's own list holds it.
  reason text not null check (reason in ('bounced', 'complained', 'provider')),
  detail text check (char_length(detail) <= 120),
  -- The mail that caused it.
  job_id uuid,
  created_at timestamptz not null default now()
);
create index mail_suppressions_created_idx on public.mail_suppressions (created_at desc, id desc);
call private.seal('public.mail_suppressions');

-- Later ones win, whatever the order in which a provider tells them.
create function private.mail_rank(p_status text) returns integer language sql immutable
return case p_status
  when 'sending' then 0
  when 'sent' then 1
  when 'delayed' then 2
  when 'delivered' then 3
  when 'bounced' then 4
  when 'failed' then 4
  when 'suppressed' then 4
  when 'complained' then 5
end;

-- Before every attempt. Answers 'send', 'suppressed', 'sent' (an earlier attempt settled it) or 'expired': the first
-- attempt is p_memory_ms past, and Resend may have forgotten the key that keeps a second mail from going out.
create function public.begin_mail(
  p_job_id uuid, p_kind text, p_to text, p_memory_ms bigint, p_conversation_id uuid default null
) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_mail public.mail_messages;
begin
  insert into public.mail_messages (job_id, kind, to_address, conversation_id)
  values (p_job_id, p_kind, p_to, p_conversation_id)
  on conflict (job_id) do nothing;
  select * into v_mail from public.mail_messages where job_id = p_job_id for update;
  if v_mail.status = 'suppressed' then
    return to_jsonb('suppressed'::text);
  elsif v_mail.status = 'failed' and v_mail.provider_id is null then
    -- Refused before: what was wrong may have been mended, and a refused key is free.
    update public.mail_messages set status = 'sending', detail = null, status_at = now() where job_id = p_job_id;
  elsif v_mail.status <> 'sending' then
    return to_jsonb('sent'::text);
  end if;
  if exists (select from public.mail_suppressions where address = lower(p_to)) then
    update public.mail_messages set status = 'suppressed', status_at = now() where job_id = p_job_id;
    return to_jsonb('suppressed'::text);
  elsif v_mail.created_at < now() - make_interval(secs => p_memory_ms / 1000.0) then
    return to_jsonb('expired'::text);
  end if;
  return to_jsonb('send'::text);
end
$$;

-- Resend took it. p_provider_id is null where its answer did not name the mail. A webhook may have been quicker.
create function public.finish_mail(p_job_id uuid, p_provider_id text default null) returns jsonb
language plpgsql set search_path = '' as $$
begin
  update public.mail_messages set
    provider_id = coalesce(provider_id, p_provider_id),
    status = case status when 'sending' then 'sent' else status end,
    status_at = case status when 'sending' then now() else status_at end
  where job_id = p_job_id;
  return to_jsonb(found);
end
$$;

-- Resend refused it for good; p_detail is its name of the reason.
create function public.refuse_mail(p_job_id uuid, p_detail text) returns jsonb
language plpgsql set search_path = '' as $$
begin
  update public.mail_messages set status = 'failed', detail = left(p_detail, 120), status_at = now()
  where job_id = p_job_id and status = 'sending';
  return to_jsonb(found);
end
$$;

-- What Resend tells of a mail. p_job_id is the event's tag, for one whose answer was lost or is still under way;
-- p_suppress the reason to write to its address no more. Answers 'applied', 'unchanged' (told before, or outdated by
-- what is known) or 'unknown': no mail of this installation.
create function public.apply_mail_event(
  p_provider_id text, p_status text, p_at timestamptz,
  p_job_id uuid default null, p_detail text default null, p_suppress text default null
) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_mail public.mail_messages;
  v_is_later boolean;
  v_suppresses boolean;
begin
  select * into v_mail from public.mail_messages where provider_id = p_provider_id for update;
  if not found and p_job_id is not null then
    select * into v_mail from public.mail_messages where job_id = p_job_id and provider_id is null for update;
  end if;
  if v_mail.job_id is null then
    return to_jsonb('unknown'::text);
  end if;
  v_is_later := private.mail_rank(p_status) > private.mail_rank(v_mail.status);
  v_suppresses := p_suppress is not null and not v_mail.has_suppressed and v_mail.to_address is not null;
  update public.mail_messages set
    provider_id = p_provider_id,
    status = case when v_is_later then p_status else status end,
    status_at = case when v_is_later then p_at else status_at end,
    detail = case when v_is_later then coalesce(p_detail, detail) else detail end,
    has_suppressed = has_suppressed or v_suppresses
  where job_id = v_mail.job_id;
  if v_suppresses then
    insert into public.mail_suppressions (address, reason, detail, job_id)
    values (lower(v_mail.to_address), p_suppress, p_detail, v_mail.job_id)
    on conflict (address) do nothing;
  end if;
  return to_jsonb(case when v_is_later or v_suppresses then 'applied' else 'unchanged' end);
end
$$;

-- Newest first. p_before is {createdAt, jobId} of the last one seen; p_search a part of the address; p_statuses null: all.
create function public.list_mail(
  p_limit integer, p_before jsonb default null, p_statuses jsonb default null, p_search text default null
) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(
    jsonb_build_object(
      'jobId', m.job_id, 'kind', m.kind, 'to', m.to_address, 'status', m.status, 'detail', m.detail,
      'providerId', m.provider_id, 'conversationId', m.conversation_id,
      'createdAt', m.created_at, 'statusAt', m.status_at
    )
    order by m.created_at desc, m.job_id desc
  ), '[]')
  from (
    select * from public.mail_messages
    where (p_before is null
        or (created_at, job_id) < ((p_before ->> 'createdAt')::timestamptz, (p_before ->> 'jobId')::uuid))
      and (p_statuses is null or p_statuses ? status)
      and (p_search is null or position(lower(p_search) in lower(to_address)) > 0)
    order by created_at desc, job_id desc limit p_limit
  ) as m
$$;

-- Newest first, as above; p_before is {createdAt, id}.
create function public.list_mail_suppressions(
  p_limit integer, p_before jsonb default null, p_search text default null
) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(
    jsonb_build_object(
      'id', s.id, 'address', s.address, 'reason', s.reason, 'detail', s.detail, 'createdAt', s.created_at
    )
    order by s.created_at desc, s.id desc
  ), '[]')
  from (
    select * from public.mail_suppressions
    where (p_before is null
        or (created_at, id) < ((p_before ->> 'createdAt')::timestamptz, (p_before ->> 'id')::uuid))
      and (p_search is null or position(lower(p_search) in address) > 0)
    order by created_at desc, id desc limit p_limit
  ) as s
$$;

-- Mails may go there again. The audit names the entry, not the address. False: it is not on the list (any more).
create function public.remove_mail_suppression(p_id uuid, p_audit jsonb default null) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_reason text;
begin
  delete from public.mail_suppressions where id = p_id returning reason into v_reason;
  if not found then
    return to_jsonb(false);
  end if;
  perform private.write_audit(p_audit, 'mail_suppression', p_id::text, jsonb_build_object('reason', v_reason));
  return to_jsonb(true);
end
$$;

-- Which of these addresses (the firm's, the operator's) get no mail.
create function public.suppressed_among(p_addresses jsonb) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(address order by address), '[]') from public.mail_suppressions
  where address in (select lower(value) from jsonb_array_elements_text(p_addresses))
$$;

-- Forgets mails of long ago, a batch at a time; the list of suppressed addresses stays. Answers how many were deleted.
create function public.prune_mail(p_keep_ms bigint, p_limit integer) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_count integer;
begin
  delete from public.mail_messages where job_id in (
    select job_id from public.mail_messages
    where created_at < now() - make_interval(secs => p_keep_ms / 1000.0)
    order by created_at limit p_limit
    for update skip locked
  );
  get diagnostics v_count = row_count;
  return to_jsonb(v_count);
end
$$;

revoke all on function
  private.mail_rank(text),
  public.begin_mail(uuid, text, text, bigint, uuid),
  public.finish_mail(uuid, text),
  public.refuse_mail(uuid, text),
  public.apply_mail_event(text, text, timestamptz, uuid, text, text),
  public.list_mail(integer, jsonb, jsonb, text),
  public.list_mail_suppressions(integer, jsonb, text),
  public.remove_mail_suppression(uuid, jsonb),
  public.suppressed_among(jsonb),
  public.prune_mail(bigint, integer)
from public, anon, authenticated;
grant execute on function
  private.mail_rank(text),
  public.begin_mail(uuid, text, text, bigint, uuid),
  public.finish_mail(uuid, text),
  public.refuse_mail(uuid, text),
  public.apply_mail_event(text, text, timestamptz, uuid, text, text),
  public.list_mail(integer, jsonb, jsonb, text),
  public.list_mail_suppressions(integer, jsonb, text),
  public.remove_mail_suppression(uuid, jsonb),
  public.suppressed_among(jsonb),
  public.prune_mail(bigint, integer)
to service_role;
