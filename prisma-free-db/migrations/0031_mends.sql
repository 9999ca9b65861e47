-- Corrections to earlier files.

-- The job 'whatsapp-send' of server/contracts/jobs.ts, of the version that the caller's release writes. Its id is a
-- UUIDv7, as that of every job.
create or replace function private.whatsapp_send_job(
  p_conversation_id uuid, p_message_id uuid, p_send_job_version integer
) returns jsonb
language plpgsql set search_path = '' as $$
begin
  return jsonb_build_object(
    'id', private.new_event_id(),
    'name', 'whatsapp-send',
    'version', p_send_job_version,
    'payload', jsonb_build_object('conversationId', p_conversation_id, 'messageId', p_message_id)
  );
end
$$;

-- How many dead letters a filter of list_dead_letters matches now. Answers {count, asOf}: those that fail later than
-- asOf are not in it.
create function public.count_dead_letters(p_filter jsonb) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return (
    select jsonb_build_object('count', count(*), 'asOf', statement_timestamp())
    from public.dead_letters as l
    where (p_filter ->> 'queue' is null or l.queue = p_filter ->> 'queue')
      and (p_filter ->> 'name' is null or l.name = p_filter ->> 'name')
      and (p_filter ->> 'isResolved' is null or (l.resolution is not null) = (p_filter ->> 'isResolved')::boolean)
      and l.failed_at <= statement_timestamp()
  );
end
$$;
revoke all on function public.count_dead_letters(jsonb) from public, anon, authenticated;
grant execute on function public.count_dead_letters(jsonb) to service_role;
