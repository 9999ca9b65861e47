-- The cache keeps who may read a conversation. Messages do not change it, so they must not pay for a log of it: the
-- trigger below is looked at only by statements that set the column.
create function private.log_conversation_readers() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into private.cache_invalidations (tags)
  values (array[case tg_op when 'TRUNCATE' then '*' else 'conversation:' || old.id end]);
  perform pg_notify('plantao_cache_invalidations', '');
  return null;
end
$$;
revoke all on function private.log_conversation_readers() from public;

create trigger log_readers after update of visitor_id on public.conversations
  for each row when (old.visitor_id is distinct from new.visitor_id) execute function private.log_conversation_readers();
create trigger log_delete after delete on public.conversations
  for each row execute function private.log_conversation_readers();
create trigger log_truncate after truncate on public.conversations
  for each statement execute function private.log_conversation_readers();
