-- A link to sign in with waits for nobody: 'email-sign-in-link' has priority 1 in server/contracts/jobs.ts. The names of
-- 0029 with this one more, in the index and twice in claim_jobs.
drop index public.outbox_urgent_idx;
create index outbox_urgent_idx on public.outbox (run_at, id)
  where relayed_at is null and outcome is null
    and name in ('process-payment-webhook', 'email-operator-alert', 'evaluate-alerts', 'email-sign-in-link');

create or replace function public.claim_jobs(p_names jsonb, p_limit integer) returns json
language plpgsql set search_path = '' set enable_seqscan = off set enable_bitmapscan = off as $$
declare
  v_jobs json;
  v_next_at timestamptz;
begin
  -- A claim that a crash of Postgres takes with it is made again, and the queue knows the ids.
  perform set_config('synchronous_commit', 'off', true);
  with urgent as (
    select id from public.outbox
    where relayed_at is null and outcome is null and run_at <= now()
      and name in ('process-payment-webhook', 'email-operator-alert', 'evaluate-alerts', 'email-sign-in-link')
      and (claimed_until is null or claimed_until < now())
      and p_names ? name
    order by run_at, id
    limit p_limit
    for update skip locked
  ), others as (
    select id from public.outbox
    where relayed_at is null and outcome is null and run_at <= now()
      and name not in ('process-payment-webhook', 'email-operator-alert', 'evaluate-alerts', 'email-sign-in-link')
      and (claimed_until is null or claimed_until < now())
      and p_names ? name
    order by run_at, id
    limit p_limit - (select count(*) from urgent)
    for update skip locked
  ), claimed as (
    update public.outbox as o set relayed_at = now(), claims = claims + 1, claimed_until = null
    from (select id from urgent union all select id from others) as due where o.id = due.id
    returning o.id, o.name, o.version, o.payload, o.attempts, o.run_at
  )
  select json_agg(
    json_build_object('id', id, 'name', name, 'version', version, 'payload', payload, 'attempts', attempts)
    order by run_at, id
  ) into v_jobs from claimed;
  if v_jobs is null then
    select run_at into v_next_at from public.outbox
    where relayed_at is null and outcome is null and run_at > now() and p_names ? name
    order by run_at limit 1;
  end if;
  return json_build_object(
    'jobs', coalesce(v_jobs, '[]'),
    'nextInMs', ceil(extract(epoch from v_next_at - clock_timestamp()) * 1000)
  );
end
$$;
