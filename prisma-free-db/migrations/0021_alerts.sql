-- What server/contracts/alerts.ts watches: one row an alert with its latest reading, and a row for each change.
create table public.alerts (
  name text primary key check (char_length(name) between 1 and 60),
  is_raised boolean not null default false,
  -- Readings in a row that lay beyond the threshold.
  beyond integer not null default 0 check (beyond >= 0),
  -- Null: there was nothing to measure.
  value double precision,
  threshold double precision not null,
  changed_at timestamptz,
  -- The evaluation that was counted last: a job that runs again counts once.
  reading_id uuid
);
call private.seal('public.alerts');

create table public.alert_events (
  id uuid primary key,
  name text not null check (char_length(name) between 1 and 60),
  kind text not null check (kind in ('raised', 'cleared')),
  value double precision,
  threshold double precision not null,
  at timestamptz not null default clock_timestamp()
);
create index alert_events_at_idx on public.alert_events (at desc, id desc);
call private.seal('public.alert_events');

-- A worker that is dead evaluates nothing: how long ago it did tells on it. An installation begins by having done so.
create table private.alert_watch (
  is_only boolean primary key default true check (is_only),
  read_at timestamptz not null
);
call private.seal('private.alert_watch');
insert into private.alert_watch (read_at) values (now());

-- Applies one evaluation. p_readings: [{name, value, threshold, clearsAt, isAbove, readingsToRaise, eventId, job}]; a
-- value of null lies within. Raised after readingsToRaise in a row beyond the threshold, cleared by one that is not
-- beyond clearsAt; between the two nothing changes. The job of a reading is enqueued when it changes something.
-- Answers [{id, name, kind}] of what changed; of a reading id that was applied already, nothing.
create function public.record_alert_readings(p_reading_id uuid, p_readings jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  r record;
  v_alert public.alerts;
  v_kind text;
  v_changes jsonb := '[]';
begin
  for r in
    select * from jsonb_to_recordset(p_readings) as t (
      name text, value double precision, threshold double precision, "clearsAt" double precision, "isAbove" boolean,
      "readingsToRaise" integer, "eventId" uuid, job jsonb
    ) order by name
  loop
    insert into public.alerts (name, threshold) values (r.name, r.threshold) on conflict (name) do nothing;
    select * into v_alert from public.alerts where name = r.name for update;
    continue when v_alert.reading_id = p_reading_id;
    v_alert.beyond := case
      when r.value is not null and case when r."isAbove" then r.value > r.threshold else r.value < r.threshold end
        then v_alert.beyond + 1
      else 0
    end;
    v_kind := case
      when not v_alert.is_raised and v_alert.beyond >= r."readingsToRaise" then 'raised'
      when v_alert.is_raised and (
        r.value is null or case when r."isAbove" then r.value <= r."clearsAt" else r.value >= r."clearsAt" end
      ) then 'cleared'
    end;
    update public.alerts
    set
      beyond = v_alert.beyond, value = r.value, threshold = r.threshold, reading_id = p_reading_id,
      is_raised = case when v_kind is null then is_raised else v_kind = 'raised' end,
      changed_at = case when v_kind is null then changed_at else clock_timestamp() end
    where name = r.name;
    if v_kind is not null then
      insert into public.alert_events (id, name, kind, value, threshold)
      values (r."eventId", r.name, v_kind, r.value, r.threshold);
      perform private.enqueue_jobs(jsonb_build_array(r.job));
      v_changes := v_changes || jsonb_build_object('id', r."eventId", 'name', r.name, 'kind', v_kind);
    end if;
  end loop;
  update private.alert_watch set read_at = clock_timestamp();
  delete from public.alert_events where at < now() - interval '180 days';
  return v_changes;
end
$$;

-- silentMs: since the latest evaluation. p_limit: how many of the latest changes.
create function public.read_alerts(p_limit integer) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return jsonb_build_object(
    'silentMs', (
      select greatest(round(extract(epoch from clock_timestamp() - read_at) * 1000), 0) from private.alert_watch
    ),
    'readAt', (select read_at from private.alert_watch),
    'alerts', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'name', name, 'isRaised', is_raised, 'value', value, 'threshold', threshold, 'changedAt', changed_at
      ) order by name), '[]') from public.alerts
    ),
    'events', (
      select coalesce(jsonb_agg(private.alert_event_shape(e) order by at desc, id desc), '[]')
      from (select * from public.alert_events order by at desc, id desc limit p_limit) as e
    )
  );
end
$$;

create function private.alert_event_shape(e public.alert_events) returns jsonb
language plpgsql immutable set search_path = '' as $$
begin
  return jsonb_build_object(
    'id', e.id, 'name', e.name, 'kind', e.kind, 'value', e.value, 'threshold', e.threshold, 'at', e.at
  );
end
$$;

create function public.find_alert_event(p_id uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return (select private.alert_event_shape(e) from public.alert_events as e where id = p_id);
end
$$;

-- For how long jobs of a queue have been there, due, without any worker having begun one of that queue: the longest of
-- all queues, 0 when each is served. p_queues: {queue: [job name]}. A queue that is merely long is served.
create function public.stuck_queue_ms(p_queues jsonb) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  q record;
  v_waits_since timestamptz;
  v_served_at timestamptz;
  v_longest interval := '0';
begin
  for q in select key as queue, value as names from jsonb_each(p_queues) loop
    select min(greatest(relayed_at, run_at)) into v_waits_since from public.outbox
    where relayed_at is not null and outcome is null and q.names ? name
      and run_at <= now() and (started_at is null or started_at < run_at);
    continue when v_waits_since is null or clock_timestamp() - v_waits_since <= v_longest;
    -- A start may be written with the end of the attempt only. Ids are UUIDv7: what was tried since then is rarely older
    -- than a week.
    select max(greatest(started_at, finished_at, (history -> -1 ->> 'at')::timestamptz)) into v_served_at
    from public.outbox
    where id > private.first_id_at(v_waits_since - interval '7 days') and q.names ? name
      and greatest(started_at, finished_at, (history -> -1 ->> 'at')::timestamptz) > v_waits_since;
    v_longest := greatest(v_longest, clock_timestamp() - coalesce(v_served_at, v_waits_since));
  end loop;
  return to_jsonb(round(extract(epoch from v_longest) * 1000));
end
$$;

-- The least UUIDv7 of a moment: what was made later has a greater one.
create function private.first_id_at(p_at timestamptz) returns uuid language sql immutable set search_path = '' as $$
  select rpad(lpad(to_hex(floor(extract(epoch from p_at) * 1000)::bigint), 12, '0'), 32, '0')::uuid
$$;

-- Of the jobs that were written in the last p_minutes, by name: how many, how they ended, and how long they took from
-- being due to their end. Retried ones were tried more than once.
create function public.job_figures(p_minutes integer) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return (
    select coalesce(jsonb_agg(to_jsonb(f) order by f.name), '[]')
    from (
      select
        name, count(*) as written, count(*) filter (where outcome is null) as open,
        count(*) filter (where outcome = 'done') as done, count(*) filter (where outcome = 'dead') as dead,
        count(*) filter (where outcome = 'canceled') as canceled, count(*) filter (where history <> '[]') as retried,
        round(extract(epoch from percentile_cont(0.5) within group (
          order by finished_at - case history when '[]' then greatest(created_at, run_at) else created_at end
        ) filter (where outcome = 'done')) * 1000) as "medianMs"
      from public.outbox
      where id > private.first_id_at(now() - make_interval(mins => p_minutes))
      group by name
    ) as f
  );
end
$$;

-- What the jobs of a conversation did outside, as far as the ledgers know: [{jobId, provider, providerId, status, at}].
create function public.job_effects(p_conversation_id uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return (
    select coalesce(jsonb_agg(to_jsonb(e) order by e.at), '[]')
    from (
      select job_id as "jobId", 'resend' as provider, provider_id as "providerId", status, status_at as at
      from public.mail_messages where conversation_id = p_conversation_id
      union all
      select job_id, 'whatsapp', wamid, state, state_at
      from public.whatsapp_messages where conversation_id = p_conversation_id and job_id is not null
    ) as e
  );
end
$$;

revoke all on function
  public.record_alert_readings(uuid, jsonb),
  public.read_alerts(integer),
  private.alert_event_shape(public.alert_events),
  public.find_alert_event(uuid),
  public.stuck_queue_ms(jsonb),
  private.first_id_at(timestamptz),
  public.job_figures(integer),
  public.job_effects(uuid)
from public, anon, authenticated;
grant execute on function
  public.record_alert_readings(uuid, jsonb),
  public.read_alerts(integer),
  private.alert_event_shape(public.alert_events),
  public.find_alert_event(uuid),
  public.stuck_queue_ms(jsonb),
  private.first_id_at(timestamptz),
  public.job_figures(integer),
  public.job_effects(uuid)
to service_role;
