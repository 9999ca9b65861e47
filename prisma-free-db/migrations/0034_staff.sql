-- Staff are invited, given another role, switched off and on again by an admin.

-- Set while a person has been invited and has not accepted: they are not active, so nothing is assigned to them.
alter table public.profiles add column invited_at timestamptz;
alter table public.profiles add constraint profiles_invited_check check (invited_at is null or not is_active);

-- Whether somebody is an admin at this moment. Whoever is about to act as one asks inside the transaction, one such
-- transaction after the other: a session may outlive its role for a moment, and what it does in that moment must not.
create function private.is_acting_admin(p_id uuid) returns boolean language plpgsql set search_path = '' as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('plantao_staff', 0));
  return exists (select from public.profiles where id = p_id and is_active and role = 'admin');
end
$$;
revoke all on function private.is_acting_admin(uuid) from public;
grant execute on function private.is_acting_admin(uuid) to service_role;

-- Answers StaffMember[] of server/contracts/staff.ts: the active first, then those invited, then the others, by name.
-- Whoever was erased (profiles.erased_at comes with 0038) is nobody of the firm's any more.
create function public.list_staff_members() returns jsonb language plpgsql stable set search_path = '' as $$
begin
  return (
    select coalesce(jsonb_agg(
      jsonb_build_object(
        'id', p.id, 'name', p.name, 'email', p.email, 'role', p.role,
        'status', case when p.is_active then 'active' when p.invited_at is not null then 'invited' else 'inactive' end,
        'invitedAt', p.invited_at,
        'invitationEndsAt', link.expires_at,
        'hasSecondFactor', exists (
          select from public.totp_factors as f where f.profile_id = p.id and f.confirmed_at is not null
        )
      )
      order by p.is_active desc, p.invited_at is null, lower(p.name), p.id
    ), '[]')
    from public.profiles as p
    left join lateral (
      select max(t.expires_at) as expires_at from public.verification_tokens as t
      where p.invited_at is not null and t.kind = 'invitation' and t.identifier = lower(p.email)
        and t.consumed_at is null and t.expires_at > now()
    ) as link on true
    where p.role in ('attendant', 'lawyer', 'admin') and p.erased_at is null
  );
end
$$;

-- A link of its own for somebody invited: those before it are void. p_link is {id, tokenHash, expiresAt}.
create function private.renew_invitation(p_email text, p_link jsonb) returns void
language plpgsql set search_path = '' as $$
begin
  delete from public.verification_tokens where kind = 'invitation' and identifier = lower(p_email);
  insert into public.verification_tokens (id, kind, identifier, token_hash, expires_at)
  values (
    (p_link ->> 'id')::uuid, 'invitation', lower(p_email), p_link ->> 'tokenHash', (p_link ->> 'expiresAt')::timestamptz
  );
end
$$;
revoke all on function private.renew_invitation(text, jsonb) from public;
grant execute on function private.renew_invitation(text, jsonb) to service_role;

-- Inviting somebody again who has not accepted gives the same person a new link, name and role.
-- Answers {status: invited, id}, {status: forbidden}, or {status: active | inactive}: the address is that of a colleague,
-- or of a former one.
create function public.invite_staff(
  p_id uuid, p_actor_id uuid, p_name text, p_email text, p_role text, p_link jsonb, p_jobs jsonb,
  p_audit jsonb default null
) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_profile public.profiles;
begin
  if not private.is_acting_admin(p_actor_id) then
    return jsonb_build_object('status', 'forbidden');
  end if;
  -- Of two invitations at once the second has waited for the first and finds its person.
  insert into public.profiles as p (id, role, name, email, is_active, invited_at)
  values (p_id, p_role, p_name, lower(p_email), false, clock_timestamp())
  on conflict (lower(email)) where role in ('attendant', 'lawyer', 'admin') do update
    set role = excluded.role, name = excluded.name, invited_at = excluded.invited_at
    where p.invited_at is not null
  returning * into v_profile;
  if v_profile.id is null then
    return (
      select jsonb_build_object('status', case when is_active then 'active' else 'inactive' end)
      from public.profiles
      where lower(email) = lower(p_email) and role in ('attendant', 'lawyer', 'admin')
    );
  end if;
  perform private.renew_invitation(v_profile.email, p_link);
  perform private.enqueue_jobs(p_jobs);
  perform private.write_audit(p_audit, 'profile', v_profile.id::text, jsonb_build_object('role', p_role));
  return jsonb_build_object('status', 'invited', 'id', v_profile.id);
end
$$;

-- Answers {status: done | not_found | forbidden}; so do the two below.
create function public.resend_invitation(
  p_id uuid, p_actor_id uuid, p_link jsonb, p_jobs jsonb, p_audit jsonb default null
) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_email text;
begin
  if not private.is_acting_admin(p_actor_id) then
    return jsonb_build_object('status', 'forbidden');
  end if;
  update public.profiles set invited_at = clock_timestamp()
  where id = p_id and invited_at is not null
  returning email into v_email;
  if v_email is null then
    return jsonb_build_object('status', 'not_found');
  end if;
  perform private.renew_invitation(v_email, p_link);
  perform private.enqueue_jobs(p_jobs);
  perform private.write_audit(p_audit, 'profile', p_id::text);
  return jsonb_build_object('status', 'done');
end
$$;

-- Somebody who has not accepted leaves nothing behind.
create function public.cancel_invitation(p_id uuid, p_actor_id uuid, p_audit jsonb default null) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_email text;
begin
  if not private.is_acting_admin(p_actor_id) then
    return jsonb_build_object('status', 'forbidden');
  end if;
  delete from public.profiles where id = p_id and invited_at is not null returning email into v_email;
  if v_email is null then
    return jsonb_build_object('status', 'not_found');
  end if;
  delete from public.verification_tokens where kind = 'invitation' and identifier = v_email;
  perform private.write_audit(p_audit, 'profile', p_id::text);
  return jsonb_build_object('status', 'done');
end
$$;

-- For the mail. p_link_id is that of the link; null where another took its place, it was used, cancelled, or has ended.
create function public.find_invitation(p_link_id uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return (
    select jsonb_build_object('name', p.name, 'email', p.email, 'role', p.role, 'endsAt', t.expires_at)
    from public.verification_tokens as t
    join public.profiles as p on lower(p.email) = t.identifier and p.invited_at is not null
    where t.id = p_link_id and t.kind = 'invitation' and t.consumed_at is null and t.expires_at > now()
  );
end
$$;

-- Whoever proves the address becomes active. Answers {id, role, name, email}; null where nobody is invited there.
create function public.accept_invitation(p_email text, p_audit jsonb default null) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_profile public.profiles;
begin
  update public.profiles set is_active = true, invited_at = null
  where lower(email) = lower(p_email) and invited_at is not null and role in ('attendant', 'lawyer', 'admin')
  returning * into v_profile;
  if v_profile.id is null then
    return null;
  end if;
  delete from public.verification_tokens where kind = 'invitation' and identifier = lower(p_email);
  perform private.write_audit(
    p_audit || jsonb_build_object('actorId', v_profile.id), 'profile', v_profile.id::text,
    jsonb_build_object('role', v_profile.role)
  );
  return jsonb_build_object('id', v_profile.id, 'role', v_profile.role, 'name', v_profile.name, 'email', v_profile.email);
end
$$;

-- Another role, or off and on again; null leaves a thing as it is. The jobs are enqueued where something changed.
-- Answers {status: changed | unchanged, id, role, isActive}, or
-- {status: not_found | forbidden | self | invited}: who is only invited is invited anew or cancelled.
--
-- There is always an active admin: the one who does this is, and cannot do it to themselves. So that two cannot do it
-- to each other at the same moment, one change waits for the other, and then looks who is left.
create function public.change_staff(
  p_id uuid, p_actor_id uuid, p_role text default null, p_is_active boolean default null, p_jobs jsonb default '[]',
  p_audit jsonb default null
) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_old public.profiles;
  v_new public.profiles;
begin
  if not private.is_acting_admin(p_actor_id) then
    return jsonb_build_object('status', 'forbidden');
  elsif p_id = p_actor_id then
    return jsonb_build_object('status', 'self');
  end if;
  select * into v_old from public.profiles
  where id = p_id and role in ('attendant', 'lawyer', 'admin') and erased_at is null for no key update;
  if not found then
    return jsonb_build_object('status', 'not_found');
  elsif v_old.invited_at is not null then
    return jsonb_build_object('status', 'invited');
  end if;

  update public.profiles set role = coalesce(p_role, role), is_active = coalesce(p_is_active, is_active)
  where id = p_id and (role <> coalesce(p_role, role) or is_active <> coalesce(p_is_active, is_active))
  returning * into v_new;
  if v_new.id is not null then
    perform private.enqueue_jobs(p_jobs);
    perform private.write_audit(
      p_audit, 'profile', p_id::text,
      jsonb_build_object('from', v_old.role, 'to', v_new.role, 'isActive', v_new.is_active)
    );
  end if;
  return jsonb_build_object(
    'status', case when v_new.id is null then 'unchanged' else 'changed' end,
    'id', p_id, 'role', coalesce(v_new.role, v_old.role), 'isActive', coalesce(v_new.is_active, v_old.is_active)
  );
end
$$;

-- Takes the second factor off somebody who lost the telephone and the recovery codes: they sign in by the link alone
-- until they set up another. Nobody does it to themselves: a window left open is not enough, a code is asked for
-- (disable_totp). Answers {status: done | none | not_found | forbidden | self}; none: they have no second factor.
create function public.reset_totp(p_id uuid, p_actor_id uuid, p_jobs jsonb default '[]', p_audit jsonb default null)
returns jsonb
language plpgsql set search_path = '' as $$
begin
  if not private.is_acting_admin(p_actor_id) then
    return jsonb_build_object('status', 'forbidden');
  elsif p_id = p_actor_id then
    return jsonb_build_object('status', 'self');
  elsif not exists (
    select from public.profiles
    where id = p_id and role in ('attendant', 'lawyer', 'admin') and invited_at is null and erased_at is null
  ) then
    return jsonb_build_object('status', 'not_found');
  end if;
  delete from public.totp_factors where profile_id = p_id and confirmed_at is not null;
  if not found then
    return jsonb_build_object('status', 'none');
  end if;
  perform private.enqueue_jobs(p_jobs);
  perform private.write_audit(p_audit, 'profile', p_id::text);
  return jsonb_build_object('status', 'done');
end
$$;

-- Open conversations of a member of staff, for whoever gives them back: [conversation id].
create function public.list_assigned_conversations(p_profile_id uuid, p_limit integer) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return (
    select coalesce(jsonb_agg(id), '[]')
    from (
      select id from public.conversations where assignee_id = p_profile_id and status = 'open' order by id limit p_limit
    ) as assigned
  );
end
$$;

-- What the page of a mailed link may say before its button is pressed, to whoever has the token: {email,
-- leavesConversation}; null where it is unknown, used, or over. p_browser_user_id is the visitor whose session the browser
-- has. That session is over once another person's begins, and with it the way to conversations that do not come along
-- (confirm_visitor_email takes in who left the address and who asked for the link, where it is no colleague's).
create function public.read_link(p_token_hash text, p_browser_user_id uuid default null) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  v_link public.verification_tokens;
begin
  select * into v_link from public.verification_tokens
  where token_hash = p_token_hash and consumed_at is null and expires_at > clock_timestamp();
  if not found then
    return null;
  end if;
  return jsonb_build_object(
    'email', v_link.identifier,
    'leavesConversation', exists (
      select from public.profiles as p
      where p.id = p_browser_user_id and p.role = 'visitor' and p.is_active
        and exists (select from public.conversations as c where c.visitor_id = p.id)
        and (
          (lower(p.email) is distinct from v_link.identifier and p.id is distinct from v_link.profile_id)
          or exists (
            select from public.profiles as s
            where lower(s.email) = v_link.identifier and s.role in ('attendant', 'lawyer', 'admin')
              and (s.is_active or s.invited_at is not null)
          )
        )
    )
  );
end
$$;

revoke all on function
  public.list_staff_members(),
  public.invite_staff(uuid, uuid, text, text, text, jsonb, jsonb, jsonb),
  public.resend_invitation(uuid, uuid, jsonb, jsonb, jsonb),
  public.cancel_invitation(uuid, uuid, jsonb),
  public.find_invitation(uuid),
  public.accept_invitation(text, jsonb),
  public.change_staff(uuid, uuid, text, boolean, jsonb, jsonb),
  public.reset_totp(uuid, uuid, jsonb, jsonb),
  public.list_assigned_conversations(uuid, integer),
  public.read_link(text, uuid)
from public, anon, authenticated;
grant execute on function
  public.list_staff_members(),
  public.invite_staff(uuid, uuid, text, text, text, jsonb, jsonb, jsonb),
  public.resend_invitation(uuid, uuid, jsonb, jsonb, jsonb),
  public.cancel_invitation(uuid, uuid, jsonb),
  public.find_invitation(uuid),
  public.accept_invitation(text, jsonb),
  public.change_staff(uuid, uuid, text, boolean, jsonb, jsonb),
  public.reset_totp(uuid, uuid, jsonb, jsonb),
  public.list_assigned_conversations(uuid, integer),
  public.read_link(text, uuid)
to service_role;
