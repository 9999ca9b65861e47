-- After an outage what is urgent (priority 1 of server/contracts/jobs.ts) must not wait behind all that is older. The same
-- names as in claim_jobs; there are few such rows, and no other pays for their index.
create index outbox_urgent_idx on public.outbox (run_at, id)
  where relayed_at is null and outcome is null
    and name in ('process-payment-webhook', 'email-operator-alert', 'evaluate-alerts');

-- As in 0015, the urgent ones first.
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
      and name in ('process-payment-webhook', 'email-operator-alert', 'evaluate-alerts')
      and (claimed_until is null or claimed_until < now())
      and p_names ? name
    order by run_at, id
    limit p_limit
    for update skip locked
  ), others as (
    select id from public.outbox
    where relayed_at is null and outcome is null and run_at <= now()
      and name not in ('process-payment-webhook', 'email-operator-alert', 'evaluate-alerts')
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

-- Of the jobs given, whose names the caller's release does not know: those that have been in the queue for p_older_ms
-- without a sign wait for a relay again, of a release that knows them: should Redis have lost them, it adds them anew;
-- should it have them, it leaves them as they are. They have as long as new ones before they are parked.
create function public.release_unknown_jobs(p_ids jsonb, p_older_ms integer) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_count integer;
begin
  update public.outbox
  set relayed_at = null, run_at = now()
  where id in (select value::uuid from jsonb_array_elements_text(p_ids))
    and relayed_at is not null and outcome is null
    and greatest(relayed_at, run_at, started_at) < now() - make_interval(secs => p_older_ms / 1000.0);
  get diagnostics v_count = row_count;
  return to_jsonb(v_count);
end
$$;
revoke all on function public.release_unknown_jobs(jsonb, integer) from public, anon, authenticated;
grant execute on function public.release_unknown_jobs(jsonb, integer) to service_role;
