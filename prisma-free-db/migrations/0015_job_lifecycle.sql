-- The whole life of a job, from its writing to its end, in one row: Redis may lose everything and nothing is lost.
--   waiting   relayed_at is null: due at run_at
--   relayed   in the queue since relayed_at; run_at is when its next attempt is due
--   ended     outcome: done, dead (see dead_letters), canceled
alter table public.outbox rename column attempts to claims;
alter table public.outbox
  add column attempts integer not null default 0 check (attempts >= 0),
  -- Of the latest attempt.
  add column started_at timestamptz,
  add column finished_at timestamptz,
  add column outcome text check (outcome in ('done', 'dead', 'canceled')),
  -- [{at, attempt, error}] of the attempts that failed.
  add column history jsonb not null default '[]' check (jsonb_typeof(history) = 'array'),
  add check ((outcome is null) = (finished_at is null));

-- What an earlier release relayed has ended long ago, or its queue still says how.
update public.outbox set outcome = 'done', finished_at = relayed_at where relayed_at < now() - interval '1 day';

drop index public.outbox_waiting_idx;
drop index public.outbox_relayed_idx;
create index outbox_waiting_idx on public.outbox (run_at, id) where relayed_at is null and outcome is null;
create index outbox_unfinished_idx on public.outbox (id) where relayed_at is not null and outcome is null;
create index outbox_conversation_idx on public.outbox ((payload ->> 'conversationId'))
  where payload ->> 'conversationId' is not null;
-- Starting and ending update the row in its page; a busy table is cleaned long before a fifth of it is dead.
alter table public.outbox set (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 2000);

create table public.dead_letters (
  -- Of the job that failed.
  id uuid primary key,
  queue text not null check (char_length(queue) between 1 and 60),
  name text not null check (char_length(name) between 1 and 120),
  version integer not null,
  payload jsonb not null,
  -- parked: no release that knows it came by; bad_payload: not what the contract says; failed: all attempts.
  reason text not null check (reason in ('failed', 'parked', 'bad_payload')),
  error text not null,
  history jsonb not null default '[]',
  failed_at timestamptz not null default now(),
  resolution text check (resolution in ('redriven', 'discarded')),
  resolved_at timestamptz,
  -- No foreign key: the record outlives the person.
  resolved_by uuid,
  redriven_as uuid,
  check ((resolution is null) = (resolved_at is null)),
  check ((resolution is not distinct from 'redriven') = (redriven_as is not null))
);
create index dead_letters_at_idx on public.dead_letters (failed_at desc, id desc);
create index dead_letters_open_idx on public.dead_letters (failed_at desc, id desc) where resolution is null;
call private.seal('public.dead_letters');

create table public.job_schedules (
  name text primary key check (char_length(name) between 1 and 120),
  -- What `next_at` was reckoned from; another one, of another release, means to reckon anew.
  spec text not null,
  next_at timestamptz not null,
  -- The job of the latest slot.
  job_id uuid
);
call private.seal('public.job_schedules');

-- One row per duty that one worker at a time has; whoever updates it first has the turn.
create table private.job_turns (
  duty text primary key,
  taken_at timestamptz not null,
  free_at timestamptz not null
);
call private.seal('private.job_turns');
insert into private.job_turns (duty, taken_at, free_at) values ('reconcile', now(), now());

-- p_jobs is the OutboxJob[] of server/contracts/jobs.ts. An id that is there already is left as it is.
create or replace function private.enqueue_jobs(p_jobs jsonb) returns void language plpgsql set search_path = '' as $$
begin
  insert into public.outbox (id, name, version, payload, run_at)
  select
    (job ->> 'id')::uuid, job ->> 'name', (job ->> 'version')::integer, job -> 'payload',
    coalesce((job ->> 'runAt')::timestamptz, now())
  from jsonb_array_elements(p_jobs) as job
  on conflict (id) do nothing;
end
$$;

-- For use cases that write nothing else. Answers how many were new.
create function public.enqueue_jobs(p_jobs jsonb) returns jsonb language plpgsql set search_path = '' as $$
declare
  v_count integer;
begin
  insert into public.outbox (id, name, version, payload, run_at)
  select
    (job ->> 'id')::uuid, job ->> 'name', (job ->> 'version')::integer, job -> 'payload',
    coalesce((job ->> 'runAt')::timestamptz, now())
  from jsonb_array_elements(p_jobs) as job
  on conflict (id) do nothing;
  get diagnostics v_count = row_count;
  return to_jsonb(v_count);
end
$$;

-- Hands up to p_limit due jobs of the given names to one relay. They count as relayed from now on: a relay that dies
-- before they are in the queue leaves rows that the queue does not know, which is what the reconciliation looks for.
-- nextInMs: when the next job that is not due yet will be; null when none waits.
--
-- The plan is made once for a connection, perhaps while the table is empty: it must not be the one for an empty table.
create function public.claim_jobs(p_names jsonb, p_limit integer) returns json
language plpgsql set search_path = '' set enable_seqscan = off set enable_bitmapscan = off as $$
declare
  v_jobs json;
  v_next_at timestamptz;
begin
  -- A claim that a crash of Postgres takes with it is made again, and the queue knows the ids.
  perform set_config('synchronous_commit', 'off', true);
  with due as (
    select id from public.outbox
    where relayed_at is null and outcome is null and run_at <= now()
      and (claimed_until is null or claimed_until < now())
      and p_names ? name
    order by run_at, id
    limit p_limit
    for update skip locked
  ), claimed as (
    update public.outbox as o set relayed_at = now(), claims = claims + 1, claimed_until = null
    from due where o.id = due.id
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

-- Relays of the release before this one mark and release as they did; what is over is not for them.
create or replace function public.claim_outbox(p_names jsonb, p_limit integer, p_lease_ms integer) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_jobs jsonb;
begin
  with waiting as (
    select id from public.outbox
    where relayed_at is null and outcome is null and run_at <= now()
      and (claimed_until is null or claimed_until < now())
      and p_names ? name
    order by run_at, id
    limit p_limit
    for update skip locked
  ), claimed as (
    update public.outbox as o
    set claimed_until = now() + make_interval(secs => p_lease_ms / 1000.0), claims = claims + 1
    from waiting where o.id = waiting.id
    returning o.id, o.name, o.version, o.payload, o.run_at
  )
  select coalesce(
    jsonb_agg(
      jsonb_build_object('id', id, 'name', name, 'version', version, 'payload', payload) order by run_at, id
    ),
    '[]'
  ) into v_jobs from claimed;
  return v_jobs;
end
$$;

-- The queue could not take these: any relay may claim them at once. Answers how many.
create function public.unclaim_jobs(p_ids jsonb) returns jsonb language plpgsql set search_path = '' as $$
declare
  v_count integer;
begin
  update public.outbox set relayed_at = null
  where id in (select value::uuid from jsonb_array_elements_text(p_ids))
    and outcome is null and started_at is null;
  get diagnostics v_count = row_count;
  return to_jsonb(v_count);
end
$$;

-- One batch of what became of attempts. p_started: ids of jobs whose attempt begins; answers those of them that must not
-- begin: they have ended. Whether a job is canceled or starts is decided here, by the lock on its row.
-- p_done: [{id, attempts}]. p_failed: [{id, attempt, error, nextInMs}], attempts that another one will follow.
-- What has ended stays as it ended.
--
-- Not waited for until it is on disk: what a crash of Postgres takes with it the queue still knows, and is asked.
create function public.note_jobs(p_started jsonb, p_done jsonb, p_failed jsonb) returns json
language plpgsql set search_path = '' set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  v_ended json;
begin
  perform set_config('synchronous_commit', 'off', true);
  if p_done <> '[]' then
    update public.outbox as o
    set outcome = 'done', finished_at = clock_timestamp(), attempts = greatest(o.attempts, d.attempts)
    from jsonb_to_recordset(p_done) as d (id uuid, attempts integer)
    where o.id = d.id and o.outcome is null;
  end if;
  if p_failed <> '[]' then
    update public.outbox as o
    set
      attempts = greatest(o.attempts, f.attempt),
      run_at = clock_timestamp() + make_interval(secs => f."nextInMs" / 1000.0),
      history = o.history || jsonb_build_array(jsonb_build_object(
        'at', to_jsonb(clock_timestamp()), 'attempt', f.attempt, 'error', left(f.error, 2000)
      ))
    from jsonb_to_recordset(p_failed) as f (id uuid, attempt integer, error text, "nextInMs" double precision)
    where o.id = f.id and o.outcome is null;
  end if;
  if p_started <> '[]' then
    with wanted as (
      select value::uuid as id from jsonb_array_elements_text(p_started)
    ), started as (
      update public.outbox as o set started_at = clock_timestamp()
      from wanted where o.id = wanted.id and o.outcome is null
      returning o.id
    )
    select json_agg(o.id) into v_ended
    from wanted join public.outbox as o using (id)
    where o.id not in (select id from started);
  end if;
  return coalesce(v_ended, '[]');
end
$$;

-- p_letters: [{id, queue, name, version, payload, reason, error, attempt, isKept}]: failed for good. A job that has ended
-- already stays as it ended; one without a row (a database that was set back) becomes a dead letter all the same.
create function public.bury_jobs(p_letters jsonb) returns jsonb language plpgsql set search_path = '' as $$
declare
  v_count integer;
begin
  with letters as (
    select distinct on (l.id) l.* from jsonb_to_recordset(p_letters) as l (
      id uuid, queue text, name text, version integer, payload jsonb, reason text, error text, attempt integer,
      "isKept" boolean
    )
  ), ended as (
    update public.outbox as o
    set
      outcome = 'dead', finished_at = clock_timestamp(), attempts = greatest(o.attempts, l.attempt),
      history = o.history || jsonb_build_array(jsonb_build_object(
        'at', to_jsonb(clock_timestamp()), 'attempt', l.attempt, 'error', left(l.error, 2000)
      ))
    from letters as l where o.id = l.id and o.outcome is null
    returning o.id, o.history
  ), rowless as (
    select l.id, jsonb_build_array(jsonb_build_object(
      'at', to_jsonb(clock_timestamp()), 'attempt', l.attempt, 'error', left(l.error, 2000)
    )) as history
    from letters as l where not exists (select from public.outbox as o where o.id = l.id)
  )
  insert into public.dead_letters (id, queue, name, version, payload, reason, error, history)
  select l.id, l.queue, l.name, l.version, coalesce(l.payload, 'null'), l.reason, left(l.error, 2000), e.history
  from letters as l join (select * from ended union all select * from rowless) as e using (id)
  where l."isKept"
  on conflict (id) do nothing;
  get diagnostics v_count = row_count;
  return to_jsonb(v_count);
end
$$;

-- canceled: it will not start. started: too late, an attempt runs or ran. finished, not_found.
create function public.cancel_job(p_id uuid) returns jsonb language plpgsql set search_path = '' as $$
declare
  v_row public.outbox;
begin
  select * into v_row from public.outbox where id = p_id for update;
  if not found then
    return '"not_found"';
  end if;
  if v_row.outcome = 'canceled' then
    return '"canceled"';
  end if;
  if v_row.outcome is not null then
    return '"finished"';
  end if;
  if v_row.started_at is not null then
    return '"started"';
  end if;
  update public.outbox set outcome = 'canceled', finished_at = clock_timestamp() where id = p_id;
  return '"canceled"';
end
$$;

-- True for the one worker whose turn it is; it has p_for_ms before the next.
create function public.take_job_turn(p_duty text, p_for_ms integer) returns jsonb
language plpgsql set search_path = '' as $$
begin
  update private.job_turns
  set taken_at = clock_timestamp(), free_at = clock_timestamp() + make_interval(secs => p_for_ms / 1000.0)
  where duty = p_duty and free_at <= clock_timestamp();
  return to_jsonb(found);
end
$$;

-- Jobs that were relayed p_older_ms ago or earlier, have not ended and whose attempt is due, by id after p_after: those
-- of which Redis must know. runningMs: how long ago the attempt began that has not been heard of since; null: none.
create function public.list_unfinished_jobs(p_limit integer, p_older_ms integer, p_after uuid default null) returns json
language plpgsql stable set search_path = '' set enable_seqscan = off set enable_bitmapscan = off as $$
declare
  v_before timestamptz := now() - make_interval(secs => p_older_ms / 1000.0);
begin
  return (
    select coalesce(json_agg(json_build_object(
      'id', id, 'name', name, 'version', version, 'payload', payload, 'attempts', attempts,
      'runningMs', case
        when started_at > run_at then round(extract(epoch from clock_timestamp() - started_at) * 1000)
      end
    ) order by id), '[]')
    from (
      select * from public.outbox
      where relayed_at is not null and outcome is null
        and id > coalesce(p_after, '00000000-0000-0000-0000-000000000000')
        and relayed_at <= v_before and run_at <= v_before
      order by id limit p_limit
    ) as unfinished
  );
end
$$;

-- What no relay has known for p_older_ms is not of a newer release that is being rolled out: it becomes a dead letter.
create function public.park_unknown_jobs(p_names jsonb, p_older_ms integer) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_count integer;
begin
  with parked as (
    update public.outbox as o set outcome = 'dead', finished_at = clock_timestamp()
    where relayed_at is null and outcome is null and not p_names ? name
      and run_at < now() - make_interval(secs => p_older_ms / 1000.0)
    returning o.*
  )
  insert into public.dead_letters (id, queue, name, version, payload, reason, error)
  select id, 'none', name, version, payload, 'parked', format('parked: no release in use knows a job "%s"', name)
  from parked
  on conflict (id) do nothing;
  get diagnostics v_count = row_count;
  return to_jsonb(v_count);
end
$$;

-- oldestMs: of those that are due and not in the queue; oldestUnstartedMs: in the queue, due, and never started.
create function public.job_totals() returns jsonb language plpgsql stable set search_path = '' as $$
begin
  return (
    select jsonb_build_object(
      'waiting', w.waiting, 'oldestMs', w.oldest_ms, 'later', w.later,
      'unfinished', u.unfinished, 'oldestUnstartedMs', u.oldest_ms,
      'deadLetters', (select count(*) from public.dead_letters where resolution is null),
      'lastRelayTurnAt', (select taken_at from private.job_turns where duty = 'reconcile')
    )
    from (
      select
        count(*) filter (where run_at <= now()) as waiting, count(*) filter (where run_at > now()) as later,
        greatest(coalesce(round(extract(epoch from now() - min(run_at)) * 1000), 0), 0) as oldest_ms
      from public.outbox where relayed_at is null and outcome is null
    ) as w, (
      select
        count(*) as unfinished,
        greatest(coalesce(round(
          extract(epoch from now() - min(greatest(relayed_at, run_at)) filter (where started_at is null)) * 1000
        ), 0), 0) as oldest_ms
      from public.outbox where relayed_at is not null and outcome is null
    ) as u
  );
end
$$;

create or replace function public.outbox_lag() returns jsonb language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'waiting', count(*),
    'oldestMs', coalesce(round(extract(epoch from now() - min(run_at)) * 1000), 0)
  )
  from public.outbox where relayed_at is null and outcome is null and run_at <= now()
$$;

-- One page of the life of jobs, oldest first: of a conversation, or of the ids given.
create function public.trace_jobs(p_limit integer, p_conversation_id uuid default null, p_ids jsonb default null) returns json
language plpgsql stable set search_path = '' as $$
begin
  return (
    select coalesce(json_agg(json_build_object(
      'id', o.id, 'name', o.name, 'version', o.version, 'payload', o.payload, 'createdAt', o.created_at,
      'runAt', o.run_at, 'relayedAt', o.relayed_at, 'startedAt', o.started_at, 'finishedAt', o.finished_at,
      'attempts', o.attempts, 'outcome', o.outcome, 'history', o.history,
      'deadLetter', case when d.id is not null then json_build_object(
        'reason', d.reason, 'error', d.error, 'resolution', d.resolution, 'redrivenAs', d.redriven_as
      ) end
    ) order by o.created_at, o.id), '[]')
    from (
      select * from public.outbox
      where payload ->> 'conversationId' = p_conversation_id::text and p_ids is null
      union all
      select * from public.outbox
      where id in (select value::uuid from jsonb_array_elements_text(p_ids))
      order by created_at desc, id desc limit p_limit
    ) as o left join public.dead_letters as d on d.id = o.id
  );
end
$$;

create function private.dead_letter_shape(d public.dead_letters) returns json
language plpgsql stable set search_path = '' as $$
begin
  return json_build_object(
    'id', d.id, 'queue', d.queue, 'name', d.name, 'version', d.version, 'payload', d.payload, 'reason', d.reason,
    'error', d.error, 'history', d.history, 'failedAt', d.failed_at, 'resolution', d.resolution,
    'resolvedAt', d.resolved_at, 'resolvedBy', d.resolved_by, 'redrivenAs', d.redriven_as
  );
end
$$;

-- Newest first. p_filter: any of queue, name, isResolved, beforeAt and beforeId (the last of the page before).
create function public.list_dead_letters(p_filter jsonb, p_limit integer) returns json
language plpgsql stable set search_path = '' as $$
begin
  return (
    select coalesce(json_agg(private.dead_letter_shape(d) order by d.failed_at desc, d.id desc), '[]')
    from (
      select * from public.dead_letters as l
      where (p_filter ->> 'queue' is null or l.queue = p_filter ->> 'queue')
        and (p_filter ->> 'name' is null or l.name = p_filter ->> 'name')
        and (p_filter ->> 'isResolved' is null or (l.resolution is not null) = (p_filter ->> 'isResolved')::boolean)
        and (
          p_filter ->> 'beforeAt' is null
          or (l.failed_at, l.id) < ((p_filter ->> 'beforeAt')::timestamptz, (p_filter ->> 'beforeId')::uuid)
        )
      order by l.failed_at desc, l.id desc limit p_limit
    ) as d
  );
end
$$;

create function public.find_dead_letters(p_ids jsonb) returns json language plpgsql stable set search_path = '' as $$
begin
  return (
    select coalesce(json_agg(private.dead_letter_shape(d) order by d.failed_at desc, d.id desc), '[]')
    from public.dead_letters as d where id in (select value::uuid from jsonb_array_elements_text(p_ids))
  );
end
$$;

-- p_items: [{id, newId, version?, payload?}]: each becomes a new job, with what was edited. Those resolved already are
-- left alone. Answers [{id, redrivenAs}] of the others. A record per dead letter.
create function public.redrive_dead_letters(p_items jsonb, p_audit jsonb default null) returns jsonb
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
  ), audited as (
    insert into public.audit_log (action, actor_id, ip, subject_type, subject_id, details)
    select
      p_audit ->> 'action', (p_audit ->> 'actorId')::uuid, p_audit ->> 'ip', 'job', id::text,
      jsonb_build_object('redrivenAs', new_id, 'isEdited', is_edited)
    from redriven where jsonb_typeof(p_audit) = 'object'
  )
  select jsonb_agg(jsonb_build_object('id', id, 'redrivenAs', new_id)) into v_redriven from redriven;
  return coalesce(v_redriven, '[]');
end
$$;

-- Answers the ids that were open until now. A record per dead letter.
create function public.discard_dead_letters(p_ids jsonb, p_audit jsonb default null) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_discarded jsonb;
begin
  with discarded as (
    update public.dead_letters
    set resolution = 'discarded', resolved_at = now(), resolved_by = (p_audit ->> 'actorId')::uuid
    where id in (select value::uuid from jsonb_array_elements_text(p_ids)) and resolution is null
    returning id
  ), audited as (
    insert into public.audit_log (action, actor_id, ip, subject_type, subject_id)
    select p_audit ->> 'action', (p_audit ->> 'actorId')::uuid, p_audit ->> 'ip', 'job', id::text
    from discarded where jsonb_typeof(p_audit) = 'object'
  )
  select jsonb_agg(id) into v_discarded from discarded;
  return coalesce(v_discarded, '[]');
end
$$;

-- Another spec than the stored one begins at p_next_at. Answers the moment that the schedule's next slot has.
create function public.set_job_schedule(p_name text, p_spec text, p_next_at timestamptz) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_next_at timestamptz;
begin
  insert into public.job_schedules as s (name, spec, next_at) values (p_name, p_spec, p_next_at)
  on conflict (name) do update set spec = excluded.spec, next_at = excluded.next_at where s.spec <> excluded.spec;
  select next_at into v_next_at from public.job_schedules where name = p_name;
  return to_jsonb(v_next_at);
end
$$;

-- Ends the slot p_at and enqueues its job, unless another worker did, the slot is not due, or the job of the slot
-- before has not ended. Answers fired, skipped or not_due, and the next slot.
create function public.fire_job_schedule(p_name text, p_at timestamptz, p_next_at timestamptz, p_job jsonb)
returns jsonb language plpgsql set search_path = '' as $$
declare
  v_row public.job_schedules;
  v_status text := 'not_due';
begin
  select * into v_row from public.job_schedules where name = p_name for update;
  -- Those who ask reckon in milliseconds.
  if date_trunc('milliseconds', v_row.next_at) = p_at and p_at <= clock_timestamp() then
    v_status := case
      when exists (select from public.outbox where id = v_row.job_id and outcome is null) then 'skipped'
      else 'fired'
    end;
    if v_status = 'fired' then
      perform private.enqueue_jobs(jsonb_build_array(p_job));
    end if;
    update public.job_schedules
    set next_at = p_next_at, job_id = case v_status when 'fired' then (p_job ->> 'id')::uuid else job_id end
    where name = p_name
    returning * into v_row;
  end if;
  return jsonb_build_object('status', v_status, 'nextAt', v_row.next_at);
end
$$;

-- p_keep: {name: ms} of the jobs that ended; a name that is not in it is kept for p_otherwise_ms, as is a dead letter
-- that someone has dealt with. An open dead letter stays. Answers how many rows went; call again while it is p_limit.
create function public.prune_jobs(p_keep jsonb, p_otherwise_ms bigint, p_limit integer) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_jobs integer;
  v_letters integer;
begin
  with gone as (
    select id from public.outbox
    where outcome is not null
      and finished_at < now() - make_interval(secs => coalesce((p_keep ->> name)::bigint, p_otherwise_ms) / 1000.0)
    order by id limit p_limit
    for update skip locked
  )
  delete from public.outbox as o using gone where o.id = gone.id;
  get diagnostics v_jobs = row_count;
  with gone as (
    select id from public.dead_letters
    where resolution is not null and resolved_at < now() - make_interval(secs => p_otherwise_ms / 1000.0)
    limit p_limit
    for update skip locked
  )
  delete from public.dead_letters as d using gone where d.id = gone.id;
  get diagnostics v_letters = row_count;
  return to_jsonb(v_jobs + v_letters);
end
$$;

revoke all on function
  public.enqueue_jobs(jsonb),
  public.claim_jobs(jsonb, integer),
  public.unclaim_jobs(jsonb),
  public.note_jobs(jsonb, jsonb, jsonb),
  public.bury_jobs(jsonb),
  public.cancel_job(uuid),
  public.take_job_turn(text, integer),
  public.list_unfinished_jobs(integer, integer, uuid),
  public.park_unknown_jobs(jsonb, integer),
  public.job_totals(),
  public.trace_jobs(integer, uuid, jsonb),
  private.dead_letter_shape(public.dead_letters),
  public.list_dead_letters(jsonb, integer),
  public.find_dead_letters(jsonb),
  public.redrive_dead_letters(jsonb, jsonb),
  public.discard_dead_letters(jsonb, jsonb),
  public.set_job_schedule(text, text, timestamptz),
  public.fire_job_schedule(text, timestamptz, timestamptz, jsonb),
  public.prune_jobs(jsonb, bigint, integer)
from public, anon, authenticated;
grant execute on function
  public.enqueue_jobs(jsonb),
  public.claim_jobs(jsonb, integer),
  public.unclaim_jobs(jsonb),
  public.note_jobs(jsonb, jsonb, jsonb),
  public.bury_jobs(jsonb),
  public.cancel_job(uuid),
  public.take_job_turn(text, integer),
  public.list_unfinished_jobs(integer, integer, uuid),
  public.park_unknown_jobs(jsonb, integer),
  public.job_totals(),
  public.trace_jobs(integer, uuid, jsonb),
  private.dead_letter_shape(public.dead_letters),
  public.list_dead_letters(jsonb, integer),
  public.find_dead_letters(jsonb),
  public.redrive_dead_letters(jsonb, jsonb),
  public.discard_dead_letters(jsonb, jsonb),
  public.set_job_schedule(text, text, timestamptz),
  public.fire_job_schedule(text, timestamptz, timestamptz, jsonb),
  public.prune_jobs(jsonb, bigint, integer)
to service_role;
