-- The second factor of staff: codes that change every half minute (RFC 6238), and codes on paper for a lost telephone.

create table public.totp_factors (
  profile_id uuid primary key references public.profiles (id) on delete cascade,
  -- Sealed with a key that the database does not know (server/auth/second-factor/seal.ts).
  secret text not null check (char_length(secret) between 20 and 400),
  -- Null until the first code has shown that the telephone has it.
  confirmed_at timestamptz,
  -- The latest half minute, counted since 1970, whose code was taken: no code counts twice, nor one before it.
  last_step bigint not null default 0,
  created_at timestamptz not null default now()
);
call private.seal('public.totp_factors');

create table public.recovery_codes (
  profile_id uuid not null references public.totp_factors (profile_id) on delete cascade,
  code_hash text not null check (char_length(code_hash) between 32 and 128),
  primary key (profile_id, code_hash)
);
call private.seal('public.recovery_codes');

-- A secret to be confirmed, in place of one that never was. False where a factor is already in use.
create function public.begin_totp(p_profile_id uuid, p_secret text) returns jsonb
language plpgsql set search_path = '' as $$
begin
  insert into public.totp_factors as f (profile_id, secret) values (p_profile_id, p_secret)
  on conflict (profile_id) do update set secret = excluded.secret, created_at = now()
    where f.confirmed_at is null;
  return to_jsonb(found);
end
$$;

-- {secret, enabledAt, recoveryCodesLeft}; enabledAt is null while it is not confirmed. Null where there is none.
create function public.find_totp(p_profile_id uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return (
    select jsonb_build_object(
      'secret', secret, 'enabledAt', confirmed_at,
      'recoveryCodesLeft', (select count(*) from public.recovery_codes where profile_id = p_profile_id)
    )
    from public.totp_factors where profile_id = p_profile_id
  );
end
$$;

-- Takes the code of a step, once: false where that step, or a later one, was taken before. p_secret is the one that the
-- code was checked against: another one may have come in between.
create function public.take_totp_step(p_profile_id uuid, p_secret text, p_step bigint) returns jsonb
language plpgsql set search_path = '' as $$
begin
  update public.totp_factors set last_step = p_step
  where profile_id = p_profile_id and secret = p_secret and last_step < p_step and confirmed_at is not null;
  return to_jsonb(found);
end
$$;

-- The first code: from now on it is asked for. p_code_hashes are those of the recovery codes. The jobs go with it.
create function public.confirm_totp(
  p_profile_id uuid, p_secret text, p_step bigint, p_code_hashes jsonb, p_jobs jsonb default '[]',
  p_audit jsonb default null
) returns jsonb
language plpgsql set search_path = '' as $$
begin
  update public.totp_factors set confirmed_at = now(), last_step = p_step
  where profile_id = p_profile_id and secret = p_secret and confirmed_at is null;
  if not found then
    return to_jsonb(false);
  end if;
  insert into public.recovery_codes (profile_id, code_hash)
  select p_profile_id, value from jsonb_array_elements_text(p_code_hashes);
  perform private.enqueue_jobs(p_jobs);
  perform private.write_audit(p_audit, 'profile', p_profile_id::text);
  return to_jsonb(true);
end
$$;

-- Other recovery codes in place of all before. False where no factor is in use.
create function public.replace_recovery_codes(p_profile_id uuid, p_code_hashes jsonb, p_audit jsonb default null)
returns jsonb
language plpgsql set search_path = '' as $$
begin
  perform from public.totp_factors where profile_id = p_profile_id and confirmed_at is not null for update;
  if not found then
    return to_jsonb(false);
  end if;
  delete from public.recovery_codes where profile_id = p_profile_id;
  insert into public.recovery_codes (profile_id, code_hash)
  select p_profile_id, value from jsonb_array_elements_text(p_code_hashes);
  perform private.write_audit(p_audit, 'profile', p_profile_id::text);
  return to_jsonb(true);
end
$$;

-- A recovery code counts once, whoever comes with it first.
create function public.take_recovery_code(p_profile_id uuid, p_code_hash text, p_audit jsonb default null) returns jsonb
language plpgsql set search_path = '' as $$
begin
  delete from public.recovery_codes where profile_id = p_profile_id and code_hash = p_code_hash;
  if not found then
    return to_jsonb(false);
  end if;
  perform private.write_audit(p_audit, 'profile', p_profile_id::text);
  return to_jsonb(true);
end
$$;

-- False where there was none. The jobs go with it.
create function public.disable_totp(p_profile_id uuid, p_jobs jsonb default '[]', p_audit jsonb default null)
returns jsonb
language plpgsql set search_path = '' as $$
begin
  delete from public.totp_factors where profile_id = p_profile_id;
  if not found then
    return to_jsonb(false);
  end if;
  perform private.enqueue_jobs(p_jobs);
  perform private.write_audit(p_audit, 'profile', p_profile_id::text);
  return to_jsonb(true);
end
$$;

revoke all on function
  public.begin_totp(uuid, text),
  public.find_totp(uuid),
  public.take_totp_step(uuid, text, bigint),
  public.confirm_totp(uuid, text, bigint, jsonb, jsonb, jsonb),
  public.replace_recovery_codes(uuid, jsonb, jsonb),
  public.take_recovery_code(uuid, text, jsonb),
  public.disable_totp(uuid, jsonb, jsonb)
from public, anon, authenticated;
grant execute on function
  public.begin_totp(uuid, text),
  public.find_totp(uuid),
  public.take_totp_step(uuid, text, bigint),
  public.confirm_totp(uuid, text, bigint, jsonb, jsonb, jsonb),
  public.replace_recovery_codes(uuid, jsonb, jsonb),
  public.take_recovery_code(uuid, text, jsonb),
  public.disable_totp(uuid, jsonb, jsonb)
to service_role;
